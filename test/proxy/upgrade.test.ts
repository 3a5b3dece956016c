import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { ProxyEvent } from '../../src/exchange/events.ts';
import type { TransportError } from '../../src/exchange/transport-error.ts';
import type { ConnectorOptions } from '../../src/proxy/connector.ts';
import { HeadCollector, isBad, parseRequestHead } from '../../src/proxy/http1/head.ts';
import { type Target, type TargetResult, targetOf } from '../../src/proxy/target.ts';
import { Upgrader } from '../../src/proxy/upgrade.ts';
import { selfSigned, serverCertificate } from '../support/certificates.ts';
import { withConnector } from '../support/connections.ts';
import { MemorySink } from '../support/memory-sink.ts';
import { closedPort, tcpServer } from '../support/servers.ts';
import { tlsServer } from '../support/tls-server.ts';
import { Conversation, POLL } from './websocket/conversation.ts';
import { closePayload, deflated, frame, MASK, OPCODES } from './websocket/frames.ts';

interface Bench {
  readonly sink: MemorySink;
  readonly upgrader: Upgrader;
  readonly notices: string[];
  /** The listener's own; requests in origin-form go to the server. */
  readonly port: number;
  /** A client that has sent `text`. */
  dial(text: string): Conversation;
}

interface BenchOptions extends Partial<ConnectorOptions> {
  readonly scheme?: 'http' | 'https';
  readonly host?: string;
  readonly responseTimeoutMs?: number;
  readonly maxBodyBytes?: number;
  readonly isSelf?: (target: Target) => boolean;
}

/** A connector and an upgrader behind a listener that can do nothing but read one head and hand the socket over. */
async function withUpgrader(
  serverPort: number,
  options: BenchOptions,
  use: (bench: Bench) => Promise<void>,
): Promise<void> {
  const { scheme = 'http', host = '127.0.0.1', responseTimeoutMs = 20_000, maxBodyBytes = 1024 } = options;
  const sink = new MemorySink();
  const notices: string[] = [];
  const sockets = new Set<Socket>();
  await withConnector(options, async (connector) => {
    const upgrader = new Upgrader(connector, {
      maxBodyBytes,
      responseTimeoutMs,
      onNotice: (line) => notices.push(line),
    });
    const resultOf = (target: string, authority: string | undefined): TargetResult =>
      targetOf(target, authority, { scheme, authority: { host, port: serverPort }, serverName: null });
    const listener = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.add(socket);
      const collector = new HeadCollector(65_536);
      socket.on('error', () => undefined);
      const read = (bytes: Buffer) => {
        const step = collector.push(bytes);
        if (step.kind !== 'head') return;
        socket.off('data', read);
        socket.pause();
        if (step.rest.length > 0) socket.unshift(step.rest);
        const head = parseRequestHead(step.bytes);
        if (isBad(head)) throw new Error(head.message);
        const { isSelf = () => false } = options;
        const context = { client: '127.0.0.1:1', clientTls: null };
        upgrader.upgrade({ sink, isSelf }, head, socket, resultOf(head.target, head.authority), context);
      };
      socket.on('data', read);
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    const dial = (text: string) => {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      sockets.add(socket);
      const conversation = new Conversation(socket);
      socket.write(text, 'latin1');
      return conversation;
    };
    try {
      await use({ sink, upgrader, notices, port, dial });
    } finally {
      for (const socket of sockets) socket.destroy();
      listener.close();
    }
  });
}

const ASKED = [
  'GET /chat HTTP/1.1',
  'Host: example.test',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '',
  '',
].join('\r\n');

const SWITCHED = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  '',
  '',
].join('\r\n');

/** A server that hears the request's head and is then left to the test. */
async function withServer(
  use: (server: { readonly port: number; accepted(): Promise<Conversation> }) => Promise<void>,
): Promise<void> {
  const accepted: Conversation[] = [];
  const server = await tcpServer((socket) => {
    socket.allowHalfOpen = true;
    accepted.push(new Conversation(socket));
  });
  try {
    await use({
      port: server.port,
      async accepted() {
        await expect.poll(() => accepted.length, POLL).toBeGreaterThan(0);
        await accepted[0]!.hear('\r\n\r\n');
        return accepted[0]!;
      },
    });
  } finally {
    await server.close();
  }
}

/** A server that has switched, and a client that has heard of it. */
async function withUpgraded(
  options: BenchOptions & { readonly asked?: string; readonly switched?: string },
  use: (client: Conversation, server: Conversation, bench: Bench) => Promise<void>,
): Promise<void> {
  const { asked = ASKED, switched = SWITCHED } = options;
  await withServer((origin) =>
    withUpgrader(origin.port, options, async (bench) => {
      const client = bench.dial(asked);
      const server = await origin.accepted();
      server.say(switched);
      await client.hear('\r\n\r\n');
      client.heard = '';
      server.heard = '';
      await use(client, server, bench);
    }),
  );
}

function eventsOf<K extends ProxyEvent['kind']>({ events }: MemorySink, kind: K): Extract<ProxyEvent, { kind: K }>[] {
  return events.filter((event): event is Extract<ProxyEvent, { kind: K }> => event.kind === kind);
}

function messagesOf(sink: MemorySink): string[] {
  return eventsOf(sink, 'message').map(({ message: { from, type, bytes, closeCode } }) => {
    return `${from} ${type}${closeCode === null ? '' : ` ${closeCode}`}:${Buffer.from(bytes)}`;
  });
}

/** How the exchange ended, when it has. */
async function ending(sink: MemorySink): Promise<{ error: TransportError | null; proxyStatus: number | null }> {
  await expect.poll(() => eventsOf(sink, 'ended').length, POLL).toBe(1);
  const { error, proxyStatus } = eventsOf(sink, 'ended')[0]!;
  return { error, proxyStatus };
}

describe('the handshake', () => {
  test('reaches the server as the client sent it, but for what is meant for a proxy', async () => {
    const fields = [
      'HOST: Example.test',
      'Proxy-Connection: keep-alive',
      'Cookie: a=1',
      'x-Thing: 1',
      'Proxy-Authorization: Basic c2VjcmV0',
      'UPGRADE: WebSocket',
      'X-thing: 2',
      'connection: keep-alive, Upgrade',
      'Cookie: b=2',
      'Trailer: Expires',
      'X-Latin: caf\xe9',
      'sec-websocket-KEY: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
    ];
    await withServer((origin) =>
      withUpgrader(origin.port, {}, async ({ dial }) => {
        dial(`GET /a/../b//c|d?x=?&y= HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`);
        const passing = fields.filter((line) => !line.startsWith('Proxy-'));
        const { heard } = await origin.accepted();
        expect(heard).toBe(`GET /a/../b//c|d?x=?&y= HTTP/1.1\r\n${passing.join('\r\n')}\r\n\r\n`);
      }),
    );
  });

  test('is answered as the server answered it, early hints and first messages included', async () => {
    const hint = 'HTTP/1.1 103 Early Hints\r\nLINK: </a>\r\nlink: </b>\r\n\r\n';
    const answer = [
      'HTTP/1.1 101 Web Socket Protocol Handshake',
      'UPGRADE: WebSocket',
      'Set-Cookie: a=1',
      'connection: upgrade',
      'X-Latin: caf\xe9',
      'set-cookie: b=2',
      'SEC-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    ];
    const greeting = frame({ opcode: OPCODES.text, payload: 'hello' });
    await withServer((origin) =>
      withUpgrader(origin.port, {}, async ({ dial, sink }) => {
        const early = frame({ opcode: OPCODES.text, payload: 'early', mask: MASK });
        const client = dial(ASKED + early.toString('latin1'));
        const server = await origin.accepted();
        const switched = `${hint}${answer.join('\r\n')}\r\n\r\n${greeting.toString('latin1')}`;
        server.say(switched);
        expect(await client.hear(greeting)).toBe(switched);
        // What the client sent ahead waits for the switch and is not lost.
        expect(await server.hear(early)).toBe(ASKED + early.toString('latin1'));
        expect(eventsOf(sink, 'response')).toMatchObject([
          {
            status: 101,
            reason: 'Web Socket Protocol Handshake',
            httpVersion: '1.1',
            rawHeaders: answer.slice(1).flatMap((line) => line.split(': ')),
          },
        ]);
        expect(eventsOf(sink, 'connected')).toMatchObject([
          { isReused: false, connection: { server: `127.0.0.1:${origin.port}`, tls: null } },
        ]);
        await expect.poll(() => messagesOf(sink), POLL).toEqual(['server text:hello', 'client text:early']);
      }),
    );
  });

  test('goes through TLS, with what the connection was like', async () => {
    const {
      served: { key, cert },
      ca,
    } = serverCertificate('api.test');
    const origin = await tlsServer({ key, cert, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
      socket.once('data', () => socket.write(SWITCHED));
    });
    const options: BenchOptions = {
      scheme: 'https',
      host: 'api.test',
      rootCertificates: [ca],
      lookup: (_name, _options, callback) => callback(null, [{ address: '127.0.0.1' }]),
    };
    try {
      await withUpgrader(origin.port, options, async ({ dial, sink }) => {
        const client = dial(ASKED);
        expect(await client.hear('\r\n\r\n')).toBe(SWITCHED);
        expect(eventsOf(sink, 'connected')).toMatchObject([
          { connection: { tls: { alpn: 'http/1.1', serverName: 'api.test', distrust: null } } },
        ]);
        client.socket.end();
        await origin.idle();
        expect(await ending(sink)).toEqual({ error: null, proxyStatus: null });
      });
    } finally {
      await origin.close();
    }
  });
});

describe('the record of a WebSocket', () => {
  const { text, close } = OPCODES;

  test('has its messages in both directions, decompressed, and how much passed', async () => {
    const switched = SWITCHED.replace('\r\n\r\n', '\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n');
    await withUpgraded({ switched }, async (client, server, { sink }) => {
      const question = frame({ opcode: text, reserved: 0x40, payload: deflated('question'), mask: MASK });
      client.say(question);
      expect(await server.hear(question)).toBe(question.toString('latin1'));
      const answer = frame({ opcode: text, payload: 'answer' });
      server.say(answer);
      await client.hear(answer);
      const goodbye = frame({ opcode: close, payload: closePayload(1000, 'done') });
      server.say(goodbye);
      await client.hear(goodbye);
      const goodbyeToo = frame({ opcode: close, payload: closePayload(1000), mask: MASK });
      client.say(goodbyeToo);
      await server.hear(goodbyeToo);
      server.socket.end();
      await client.end();
      client.socket.end();
      expect(await ending(sink)).toEqual({ error: null, proxyStatus: null });
      expect(messagesOf(sink).sort()).toEqual([
        'client close 1000:',
        'client text:question',
        'server close 1000:done',
        'server text:answer',
      ]);
      const requestBytes = question.length + goodbyeToo.length;
      const responseBytes = answer.length + goodbye.length;
      expect(eventsOf(sink, 'progress').at(-1)).toMatchObject({ requestBytes, responseBytes });
      expect(eventsOf(sink, 'response-end')).toMatchObject([{ totalBytes: responseBytes }]);
      expect(sink.events.at(-1)?.kind).toBe('ended');
      expect(eventsOf(sink, 'response-chunk')).toEqual([]);
    });
  });

  test('stops at a breach of the protocol, says so, and the traffic goes on', async () => {
    await withUpgraded({}, async (client, server, { sink, notices }) => {
      server.say(frame({ opcode: 3, payload: 'odd' }));
      const after = frame({ opcode: text, payload: 'after' });
      server.say(after);
      await client.hear(after);
      const other = frame({ opcode: text, payload: 'other way', mask: MASK });
      client.say(other);
      await server.hear(other);
      await expect.poll(() => messagesOf(sink), POLL).toEqual(['client text:other way']);
      expect(notices).toEqual([
        "WebSocket to 127.0.0.1: the server's messages are not recorded any further: the opcode 3 is reserved.",
      ]);
    });
  });

  test('is complete for a real client that negotiates compression', async () => {
    const server = await tcpServer((socket) => {
      const conversation = new Conversation(socket);
      void conversation.hear('\r\n\r\n').then((heard) => {
        const key = /^sec-websocket-key: (.*)\r$/im.exec(heard)?.[1];
        const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
        const extension = 'Sec-WebSocket-Extensions: permessage-deflate\r\n';
        conversation.say(
          SWITCHED.replace(/Sec-WebSocket-Accept: .*\r\n/, `Sec-WebSocket-Accept: ${accept}\r\n${extension}`),
        );
        conversation.say(frame({ opcode: text, reserved: 0x40, payload: deflated('compressed hello') }));
      });
    });
    try {
      await withUpgrader(server.port, {}, async ({ port, sink }) => {
        const client = new WebSocket(`ws://127.0.0.1:${port}/socket`);
        const heard: unknown[] = [];
        client.addEventListener('message', ({ data }) => heard.push(data));
        await expect.poll(() => heard, POLL).toEqual(['compressed hello']);
        client.send('thanks');
        client.close(1000, 'bye');
        await expect
          .poll(() => messagesOf(sink), POLL)
          .toEqual(['server text:compressed hello', 'client text:thanks', 'client close 1000:bye']);
      });
    } finally {
      await server.close();
    }
  });
});

describe('another protocol', () => {
  test('passes unread, with whatever method, and its bytes are counted', async () => {
    const asked =
      'POST /containers/1/attach?stream=1 HTTP/1.1\r\nHost: docker\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n';
    const switched =
      'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n';
    await withServer((origin) =>
      withUpgrader(origin.port, {}, async ({ dial, sink }) => {
        const client = dial(asked);
        const server = await origin.accepted();
        expect(server.heard).toBe(asked);
        server.say(switched);
        expect(await client.hear('\r\n\r\n')).toBe(switched);
        client.say('\x00\xff\x81\x05 raw');
        await server.hear('\x00\xff\x81\x05 raw');
        server.say('\x83\x00 answer');
        await client.hear('\x83\x00 answer');
        // One direction ends, the other goes on.
        client.socket.end();
        await server.end();
        server.say(' and more');
        await client.hear(' and more');
        server.socket.end();
        await client.end();
        expect(await ending(sink)).toEqual({ error: null, proxyStatus: null });
        expect(messagesOf(sink)).toEqual([]);
        expect(eventsOf(sink, 'progress').at(-1)).toMatchObject({ requestBytes: 8, responseBytes: 18 });
      }),
    );
  });
});

describe('a refusal', () => {
  async function refused(answer: string, use: (heard: string, sink: MemorySink) => Promise<void>): Promise<void> {
    await withServer((origin) =>
      withUpgrader(origin.port, {}, async ({ dial, sink }) => {
        const client = dial(ASKED);
        const server = await origin.accepted();
        server.say(answer);
        server.socket.end();
        await use(await client.end(), sink);
        client.socket.end();
        await server.close();
      }),
    );
  }

  test('reaches the client as it was sent, on a connection that closes, and is recorded like any response', async () => {
    const head = 'HTTP/1.1 401 Who Are You\r\nWWW-authenticate: Basic\r\nx-A: 1\r\nX-a: 2\r\ncontent-LENGTH: 6\r\n';
    await refused(`${head}\r\nsecret`, async (heard, sink) => {
      expect(heard).toBe(`${head}Connection: close\r\n\r\nsecret`);
      expect(await ending(sink)).toEqual({ error: null, proxyStatus: null });
      expect(eventsOf(sink, 'response')).toMatchObject([{ status: 401, reason: 'Who Are You' }]);
      expect(eventsOf(sink, 'response-chunk').map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['secret']);
      expect(eventsOf(sink, 'response-end')).toMatchObject([{ totalBytes: 6 }]);
    });
  });

  test('in chunks keeps its trailers', async () => {
    const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n';
    await refused(`${head}\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n`, async (heard, sink) => {
      expect(heard).toBe(`${head}Connection: close\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n`);
      await ending(sink);
      expect(eventsOf(sink, 'response-end')).toMatchObject([{ totalBytes: 5, rawTrailers: ['X-Sum', '1'] }]);
    });
  });

  test('says which protocol the server would accept', async () => {
    const head = 'HTTP/1.1 426 Upgrade Required\r\nUpgrade: foo/2\r\nContent-Length: 0\r\n';
    await refused(`${head}Connection: Upgrade\r\n\r\n`, async (heard) => {
      expect(heard).toBe(`${head}Connection: Upgrade, close\r\n\r\n`);
    });
  });

  test('of HTTP/1.0 lasts until the connection ends', async () => {
    await refused('HTTP/1.0 404 Not Found\r\nServer: old\r\n\r\nnothing here', async (heard) => {
      expect(heard).toBe('HTTP/1.0 404 Not Found\r\nServer: old\r\nConnection: close\r\n\r\nnothing here');
    });
  });

  test('that breaks off is recorded as broken off, and breaks off at the client', async () => {
    await refused('HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nonly this', async (heard, sink) => {
      expect(heard).toContain('only this');
      expect(await ending(sink)).toMatchObject({ error: { phase: 'response', code: 'ECONNRESET' }, proxyStatus: null });
      expect(eventsOf(sink, 'response-end')).toMatchObject([{ totalBytes: 9 }]);
    });
  });
});

describe('a failure', () => {
  async function failed(
    serverPort: number,
    options: BenchOptions,
    use: (heard: string, error: TransportError | null, proxyStatus: number | null) => void,
  ): Promise<void> {
    await withUpgrader(serverPort, options, async ({ dial, sink }) => {
      const client = dial(ASKED);
      const heard = await client.end();
      const { error, proxyStatus } = await ending(sink);
      use(heard, error, proxyStatus);
    });
  }

  test('to connect is answered with its cause', async () => {
    const port = await closedPort();
    await failed(port, {}, (heard, error, proxyStatus) => {
      expect(heard).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
      expect(heard).toContain('x-httpwhy-cause: connection-refused\r\n');
      expect(heard).toContain(`httpwhy: nothing listens on example.test:${port} (tried 127.0.0.1)\n`);
      expect(error).toMatchObject({ phase: 'connect', code: 'ECONNREFUSED' });
      expect(proxyStatus).toBe(502);
    });
  });

  test('to resolve the name is told from one to connect', async () => {
    const lookup: ConnectorOptions['lookup'] = (_name, _options, callback) => {
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []);
    };
    await failed(80, { host: 'nowhere.test', lookup }, (heard, error) => {
      expect(heard).toContain('x-httpwhy-cause: dns-failure\r\n');
      expect(error).toMatchObject({ phase: 'dns', code: 'ENOTFOUND' });
    });
  });

  test('of TLS names the certificate', async () => {
    const origin = await tlsServer(selfSigned('127.0.0.1'));
    try {
      await failed(origin.port, { scheme: 'https' }, (heard, error) => {
        expect(heard).toContain('x-httpwhy-cause: tls-untrusted-certificate\r\n');
        expect(error).toMatchObject({ phase: 'tls-upstream', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      });
    } finally {
      await origin.close();
    }
  });

  test('to answer in time is a timeout', async () => {
    await withServer(({ port }) =>
      failed(port, { responseTimeoutMs: 50 }, (heard, error, proxyStatus) => {
        expect(heard).toContain('x-httpwhy-cause: response-timeout\r\n');
        expect(error).toEqual({ phase: 'response', code: 'ETIMEDOUT', message: 'no response within 50 ms' });
        expect(proxyStatus).toBe(504);
      }),
    );
  });

  const answers: readonly [string, string, string, string][] = [
    ['a close', '', 'ECONNRESET', 'connection-reset'],
    ['something else than HTTP', 'SSH-2.0-OpenSSH_9\r\n', 'HPE_INVALID_CONSTANT', 'invalid-response'],
    [
      'a head that never ends',
      `HTTP/1.1 101 x\r\n${'x-a: 1\r\n'.repeat(20_000)}`,
      'HPE_HEADER_OVERFLOW',
      'invalid-response',
    ],
    ['interim responses only', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(101), 'HPE_INVALID_STATUS', 'invalid-response'],
  ];
  test.each(answers)('is %s in place of an answer', async (_name, answer, code, cause) => {
    const server = await tcpServer((socket) => {
      socket.once('data', () => socket.end(answer));
    });
    try {
      await failed(server.port, {}, (heard, error) => {
        expect(heard).toContain(`x-httpwhy-cause: ${cause}\r\n`);
        expect(error).toMatchObject({ phase: 'response', code });
      });
    } finally {
      await server.close();
    }
  });

  test('is a request to the proxy itself, and nothing is connected', async () => {
    await failed(await closedPort(), { isSelf: () => true }, (heard, error, proxyStatus) => {
      expect(heard).toContain('x-httpwhy-cause: proxy-rejected\r\n');
      expect(error).toMatchObject({ phase: 'request', code: 'ERR_PROXY_LOOP' });
      expect(proxyStatus).toBe(400);
    });
  });
});

describe('a connection that breaks', () => {
  test('at the server is a reset at the client, and recorded', async () => {
    await withUpgraded({}, async (client, server, { sink }) => {
      server.socket.resetAndDestroy();
      await client.close();
      expect(client.error?.code).toBe('ECONNRESET');
      expect(await ending(sink)).toMatchObject({ error: { phase: 'response', code: 'ECONNRESET' }, proxyStatus: null });
    });
  });

  test('at the client is a reset at the server, and recorded as the client that left', async () => {
    await withUpgraded({}, async (client, server, { sink }) => {
      client.socket.resetAndDestroy();
      await server.close();
      expect(server.error?.code).toBe('ECONNRESET');
      expect(await ending(sink)).toMatchObject({ error: { phase: 'response', code: 'ERR_CLIENT_ABORTED' } });
    });
  });

  test('after a close frame has done its duty', async () => {
    await withUpgraded({}, async (client, server, { sink }) => {
      const goodbye = frame({ opcode: OPCODES.close, payload: closePayload(1001) });
      server.say(goodbye);
      await client.hear(goodbye);
      server.socket.resetAndDestroy();
      await client.close();
      expect(await ending(sink)).toEqual({ error: null, proxyStatus: null });
      expect(messagesOf(sink)).toEqual(['server close 1001:']);
    });
  });

  test('without a reset has ended, close frame or not', async () => {
    await withUpgraded({}, async (client, server, { sink }) => {
      server.socket.end();
      await client.end();
      client.socket.end();
      expect(await ending(sink)).toEqual({ error: null, proxyStatus: null });
    });
  });

  test('before the server has answered is recorded, and the server is left', async () => {
    await withServer((origin) =>
      withUpgrader(origin.port, {}, async ({ dial, sink }) => {
        const client = dial(ASKED);
        const server = await origin.accepted();
        client.socket.resetAndDestroy();
        await server.end();
        expect(await ending(sink)).toMatchObject({ error: { code: 'ERR_CLIENT_ABORTED' }, proxyStatus: null });
      }),
    );
  });

  test('because the proxy stops says so', async () => {
    await withUpgraded({}, async (client, server, { sink, upgrader }) => {
      upgrader.close();
      await Promise.all([client.end(), server.end()]);
      expect(await ending(sink)).toMatchObject({ error: { phase: 'response', code: 'ERR_PROXY_STOPPED' } });
      expect(sink.events.at(-1)?.kind).toBe('ended');
    });
  });
});

describe('back-pressure', () => {
  const PIECE = frame({ opcode: OPCODES.binary, payload: Buffer.alloc(65_536 - 4, 'x') });

  /** Sends as fast as the socket takes it, up to a total, and counts what it took. */
  function flood(socket: Socket, totalBytes: number): () => number {
    let sent = 0;
    const send = () => {
      while (sent < totalBytes) {
        sent += PIECE.length;
        if (!socket.write(PIECE)) break;
      }
    };
    socket.on('drain', send);
    send();
    return () => sent;
  }

  /** The value once it has stayed the same for a while. */
  async function settled(value: () => number): Promise<number> {
    for (;;) {
      const before = value();
      await new Promise((resolve) => setTimeout(resolve, 250));
      if (value() === before) return before;
    }
  }

  const TOTAL_BYTES = 64 * 1024 * 1024;

  test('of a client that does not read stops the server, in bounded memory, and nothing is lost', async () => {
    await withUpgraded({}, async (client, server) => {
      client.socket.removeAllListeners('data');
      client.socket.pause();
      const before = process.memoryUsage().arrayBuffers;
      const sent = flood(server.socket, TOTAL_BYTES);
      // The system's own buffers take a few megabytes on each of the two connections.
      expect(await settled(sent)).toBeLessThan(TOTAL_BYTES / 2);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(TOTAL_BYTES / 2);
      let receivedBytes = 0;
      client.socket.on('data', (bytes) => {
        receivedBytes += bytes.length;
      });
      client.socket.resume();
      await expect.poll(() => receivedBytes, POLL).toBe(TOTAL_BYTES);
    });
  });

  test.each(['client', 'server'] as const)('of the record stops the %s, and lets it go on', async (side) => {
    await withUpgraded({}, async (client, server, { sink }) => {
      const [from, to] = side === 'client' ? [client, server] : [server, client];
      let receivedBytes = 0;
      to.socket.removeAllListeners('data');
      to.socket.on('data', (bytes) => {
        receivedBytes += bytes.length;
      });
      sink.isFull = true;
      const sent = flood(from.socket, TOTAL_BYTES);
      expect(await settled(sent)).toBeLessThan(TOTAL_BYTES / 2);
      sink.release();
      await expect.poll(() => receivedBytes, POLL).toBe(TOTAL_BYTES);
    });
  });
});
