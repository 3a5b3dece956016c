import { describe, expect, test } from 'vitest';
import { checkRule } from '../../src/cli/mock/read-rule.ts';
import { headerValue } from '../../src/exchange/headers.ts';
import { RuleEngine } from '../../src/mock/rule-engine.ts';
import { closedPort } from '../support/servers.ts';
import type { Conversation } from './websocket/conversation.ts';
import { closePayload, deflated, frame, MASK, OPCODES } from './websocket/frames.ts';
import { IN_ORDER, messagesOf, outcomeOf, switchTo, withBench, withOpen } from './websocket/stream-bench.ts';

const { text, close } = OPCODES;

describe('the handshake', () => {
  test('is made with the server over HTTP/1.1, with a key of its own, and answered with 200', async () => {
    await withBench({}, async ({ ask, accepted, authority, proxy }) => {
      const client = ask({
        ...{ origin: 'http://a.test', 'sec-websocket-protocol': 'chat, other', cookie: 'a=1' },
        ...{ te: 'trailers', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'proxy-authorization': 'Basic YTpi' },
      });
      const server = await accepted();
      const key = /\r\nSec-WebSocket-Key: ([\w+/]{22}==)\r\n/.exec(server.heard)?.[1];
      expect(key).not.toBe('dGhlIHNhbXBsZSBub25jZQ==');
      expect(server.heard).toBe(
        [
          'GET /chat?room=1 HTTP/1.1',
          `Host: ${authority}`,
          'Sec-WebSocket-Version: 13',
          'Origin: http://a.test',
          'Sec-WebSocket-Protocol: chat, other',
          'Cookie: a=1',
          'Upgrade: websocket',
          'Connection: Upgrade',
          `Sec-WebSocket-Key: ${key}`,
          '\r\n',
        ].join('\r\n'),
      );
      const greeting = frame({ opcode: text, payload: 'hello' });
      server.say('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n');
      const switched = switchTo(
        server,
        'Sec-WebSocket-Protocol: chat',
        'Set-Cookie: b=2',
        'Set-Cookie: c=3',
        'Content-Length: 0',
      );
      server.say(`${switched}${greeting.toString('latin1')}`);
      await client.hear(greeting);
      expect(client.interims).toEqual([[':status', '103', 'link', '</a>']]);
      expect(client.rawFields).toEqual([
        ...[':status', '200', 'sec-websocket-protocol', 'chat', 'set-cookie', 'b=2', 'set-cookie', 'c=3'],
      ]);
      client.say(frame({ opcode: close, payload: closePayload(1000, 'bye'), mask: MASK }));
      client.socket.end();
      await server.end();
      server.socket.end();
      const exchange = await proxy.sink.finished();
      expect(outcomeOf(exchange)).toEqual(IN_ORDER);
      expect(exchange).toMatchObject({
        messageCount: 2,
        request: {
          method: 'CONNECT',
          url: `http://${authority}/chat?room=1`,
          httpVersion: '2.0',
          headers: [
            [':protocol', 'websocket'],
            ['sec-websocket-version', '13'],
            ['origin', 'http://a.test'],
            ['sec-websocket-protocol', 'chat, other'],
            ['cookie', 'a=1'],
            ['te', 'trailers'],
            ['sec-websocket-key', 'dGhlIHNhbXBsZSBub25jZQ=='],
            ['proxy-authorization', 'Basic YTpi'],
          ],
        },
        response: { httpVersion: '1.1', reason: 'Switching Protocols' },
      });
      expect(messagesOf(proxy)).toEqual(['server text:hello', 'client close 1000:bye']);
    });
  });

  test('goes through TLS on both sides, and is asked for under the name of its resource', async () => {
    await withOpen({ isSecure: true }, async (client, server, { authority, proxy }) => {
      server.say(frame({ opcode: text, payload: 'hello' }));
      await client.hear('hello');
      client.socket.end();
      server.socket.end();
      expect(await proxy.sink.finished()).toMatchObject({
        request: { method: 'CONNECT', url: `https://${authority}/chat?room=1` },
        connection: { clientTls: { alpn: 'h2' }, server: { tls: { alpn: 'http/1.1' } } },
      });
    });
  });

  test('agrees on compression for both, and messages are recorded as what they hold', async () => {
    await withBench({}, async ({ ask, accepted, proxy }) => {
      const client = ask({ 'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits' });
      const server = await accepted();
      expect(server.heard).toContain('\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n');
      server.say(switchTo(server, 'Sec-WebSocket-Extensions: permessage-deflate'));
      expect(await client.answer()).toMatchObject({ 'sec-websocket-extensions': 'permessage-deflate' });
      const question = frame({ opcode: text, reserved: 0x40, payload: deflated('question'), mask: MASK });
      client.say(question);
      expect(await server.hear(question)).toContain(question.toString('latin1'));
      const answer = frame({ opcode: text, reserved: 0x40, payload: deflated('answer') });
      server.say(answer);
      expect(await client.hear(answer)).toBe(answer.toString('latin1'));
      await expect.poll(() => messagesOf(proxy)).toEqual(['client text:question', 'server text:answer']);
    });
  });

  test('may be followed by frames at once: they wait for the answer', async () => {
    await withBench({}, async ({ ask, accepted }) => {
      const early = frame({ opcode: text, payload: 'early', mask: MASK });
      const client = ask();
      client.say(early);
      const server = await accepted();
      expect(server.heard).toMatch(/\r\n\r\n$/);
      server.say(switchTo(server));
      await server.hear(early);
    });
  });

  const unfit: readonly [string, (server: Conversation) => string, string, string][] = [
    [
      'another key',
      () => switchTo({ heard: 'Sec-WebSocket-Key: other\r\n' }),
      'HPE_INVALID_HEADER_TOKEN',
      'Sec-WebSocket-Accept of the server does not fit the Sec-WebSocket-Key',
    ],
    [
      'another protocol',
      (server) => switchTo(server).replace('WebSocket', 'tcp'),
      'HPE_INVALID_STATUS',
      'the server switched to another protocol than WebSocket',
    ],
    [
      // To the client a 2xx would mean that the WebSocket is open.
      'a page',
      () => 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\npage',
      'HPE_INVALID_STATUS',
      'the server answered 200 OK in place of 101 and opened no WebSocket',
    ],
  ];
  test.each(unfit)('that is answered with %s opens nothing', async (_what, answer, code, message) => {
    await withBench({}, async ({ ask, accepted, proxy }) => {
      const client = ask({ accept: 'application/json' });
      const server = await accepted();
      server.say(answer(server));
      expect(await client.answer()).toMatchObject({ ':status': 502, 'x-httpwhy-cause': 'invalid-response' });
      expect(JSON.parse(await client.end())).toMatchObject({ error: { cause: 'invalid-response', code } });
      await server.end();
      const exchange = await proxy.sink.finished();
      expect(outcomeOf(exchange)).toEqual({
        status: null,
        error: { phase: 'response', code, message },
        proxyStatus: 502,
      });
    });
  });
});

describe('a refusal', () => {
  test('of the server is an ordinary response, and the connection goes on', async () => {
    await withBench({}, async ({ ask, accepted, proxy }) => {
      const client = ask();
      const server = await accepted();
      server.say('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nConnection: x-hop\r\nX-Hop: 1\r\n');
      server.say('Upgrade: websocket\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nno \r\n5\r\ntoken\r\n0\r\n\r\n');
      await client.answer();
      expect(client.rawFields).toEqual([':status', '401', 'www-authenticate', 'Bearer']);
      expect(await client.end()).toBe('no token');
      const exchange = await proxy.sink.finished();
      expect(outcomeOf(exchange)).toEqual({ status: 401, error: null, proxyStatus: null });
      expect(Buffer.from(exchange.response!.body!.bytes).toString()).toBe('no token');
      // Its stream is given back, though the client has not closed its side.
      await client.close();
      const again = ask();
      const next = await accepted(1);
      next.say('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
      expect((await again.answer())[':status']).toBe(404);
      await again.close();
      await server.end();
    });
  });

  test('without a body needs none', async () => {
    await withBench({}, async ({ ask, accepted, proxy }) => {
      const client = ask();
      const server = await accepted();
      server.say('HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n');
      expect(await client.answer()).toMatchObject({ ':status': 304, etag: '"a"' });
      await client.close();
      expect(outcomeOf(await proxy.sink.finished())).toEqual({ status: 304, error: null, proxyStatus: null });
    });
  });

  test('that breaks off is broken off, too', async () => {
    await withBench({}, async ({ ask, accepted, proxy }) => {
      const client = ask();
      const server = await accepted();
      server.say('HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\nhalf');
      server.socket.end();
      await client.hear('half');
      await client.close();
      expect(client.socket.rstCode).toBe(2);
      expect(await proxy.sink.finished()).toMatchObject({ response: { status: 500 }, error: { code: 'ECONNRESET' } });
    });
  });

  test('of our own says why', async () => {
    await withBench({ port: await closedPort() }, async ({ ask, proxy }) => {
      const client = ask();
      expect(await client.answer()).toMatchObject({ ':status': 502, 'x-httpwhy-cause': 'connection-refused' });
      expect(await client.end()).toContain('ECONNREFUSED');
      expect(await proxy.sink.finished()).toMatchObject({
        request: { method: 'CONNECT' },
        error: { phase: 'connect', code: 'ECONNREFUSED' },
        proxyStatus: 502,
      });
    });
  });

  test('is due to a server that does not answer in time', async () => {
    await withBench({ responseTimeoutMs: 50 }, async ({ ask, accepted, proxy }) => {
      const client = ask();
      await accepted();
      expect(await client.answer()).toMatchObject({ ':status': 504, 'x-httpwhy-cause': 'response-timeout' });
      expect(await proxy.sink.finished()).toMatchObject({ error: { code: 'ETIMEDOUT' }, proxyStatus: 504 });
    });
  });

  test.each(['GET', 'CONNECT'])('by a rule for %s stands for WebSockets over HTTP/2 as well', async (method) => {
    const checked = checkRule({ name: 'r', match: `${method} */chat`, block: true }, 'r', '/project');
    if ('issues' in checked) throw new Error(JSON.stringify(checked.issues));
    await withBench({ rules: new RuleEngine([checked.rule]) }, async (bench) => {
      const client = bench.ask();
      expect(await client.answer()).toMatchObject({ ':status': 403, 'x-httpwhy-cause': 'proxy-rejected' });
      expect(await bench.proxy.sink.finished()).toMatchObject({
        rule: { name: 'r' },
        error: { code: 'ERR_PROXY_BLOCKED' },
      });
      expect(bench.acceptedCount).toBe(0);
      // It names a path, and the others are let through.
      bench.ask({ ':path': '/other' });
      await bench.accepted();
    });
  });
});

describe('what goes to no server', () => {
  test('is another protocol than WebSocket, which is named', async () => {
    await withBench({}, async ({ ask, proxy, ...bench }) => {
      const client = ask({ ':protocol': 'connect-udp' });
      expect(await client.answer()).toMatchObject({ ':status': 501, 'x-httpwhy-cause': 'proxy-rejected' });
      const message = 'httpwhy passes WebSockets over HTTP/2, but not :protocol "connect-udp"';
      expect(await client.end()).toContain(message);
      const exchange = await proxy.sink.finished();
      expect(outcomeOf(exchange)).toEqual({
        status: null,
        error: { phase: 'request', code: 'ERR_PROXY_UNKNOWN_PROTOCOL', message },
        proxyStatus: 501,
      });
      expect(headerValue(exchange.request.headers, ':protocol')).toBe('connect-udp');
      expect(bench.acceptedCount).toBe(0);
    });
  });

  test('is a Content-Length, which a server would wait for', async () => {
    await withBench({}, async ({ ask, proxy, ...bench }) => {
      const client = ask({ 'content-length': '5' });
      expect(await client.answer()).toMatchObject({ ':status': 400, 'x-httpwhy-cause': 'proxy-rejected' });
      expect(await proxy.sink.finished()).toMatchObject({
        request: { method: 'CONNECT' },
        error: { phase: 'request', code: 'ERR_PROXY_BAD_REQUEST', message: 'an extended CONNECT has a Content-Length' },
        proxyStatus: 400,
      });
      expect(bench.acceptedCount).toBe(0);
    });
  });
});
