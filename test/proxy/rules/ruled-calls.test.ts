import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { checkRule } from '../../../src/cli/mock/read-rule.ts';
import type { Rule } from '../../../src/mock/rule.ts';
import { RuleEngine } from '../../../src/mock/rule-engine.ts';
import { callThrough, readUntil, startProxy, type TestProxy, temporaryFolder } from '../../support/proxy.ts';
import { httpServer, type TestServer } from '../../support/servers.ts';

function rule(written: Readonly<Record<string, unknown>>, folder = '/project'): Rule {
  const checked = checkRule({ name: 'the rule', ...written }, 'the rule', folder);
  if ('issues' in checked) throw new Error(JSON.stringify(checked.issues));
  return checked.rule;
}

interface Scene {
  readonly proxy: TestProxy;
  readonly origin: TestServer;
  readonly url: string;
  /** What the server was asked, with the body that came. */
  readonly asked: {
    readonly method: string;
    readonly url: string;
    readonly rawHeaders: readonly string[];
    readonly body: string;
  }[];
}

const JSON_BODY = '{"ok":true,"user":{"name":"Bob"}}';

/** A proxy with rules before a server that answers JSON. */
async function withRules(
  rules: readonly Readonly<Record<string, unknown>>[],
  use: (scene: Scene) => Promise<void>,
  { folder = '/project', isCoded = false } = {},
): Promise<void> {
  const asked: Scene['asked'] = [];
  const origin = await httpServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => {
      body += bytes.toString();
    });
    request.on('end', () => {
      asked.push({ method: request.method!, url: request.url!, rawHeaders: request.rawHeaders, body });
      response.writeHead(200, { 'Content-Type': 'application/json', ...(isCoded && { 'Content-Encoding': 'gzip' }) });
      response.end(isCoded ? gzipSync(JSON_BODY) : JSON_BODY);
    });
  });
  const proxy = await startProxy({ rules: new RuleEngine(rules.map((one) => rule(one, folder))) });
  try {
    await use({ proxy, origin, asked, url: `http://127.0.0.1:${origin.port}` });
  } finally {
    await proxy.close();
    await origin.close();
  }
}

/** How a call ends for a client that breaks off: the status that it saw, and what came. */
function brokenCall(
  port: number,
  url: string,
): Promise<{ readonly status: number | null; readonly code: string; readonly body: string }> {
  const { promise, resolve } = Promise.withResolvers<{ status: number | null; code: string; body: string }>();
  let status: number | null = null;
  let body = '';
  const fail = (error: NodeJS.ErrnoException) => resolve({ status, code: error.code ?? '', body });
  const outgoing = httpRequest({
    host: '127.0.0.1',
    port,
    path: url,
    agent: false,
    headers: { host: new URL(url).host },
  });
  outgoing.on('error', fail);
  outgoing.on('response', (response) => {
    status = response.statusCode ?? null;
    response.on('data', (bytes: Buffer) => {
      body += bytes.toString();
    });
    response.on('error', fail);
    response.on('end', () => resolve({ status, code: 'whole', body }));
  });
  outgoing.end();
  return promise;
}

describe('an answer', () => {
  test('is given without the server, filled from the request, and recorded with its rule', async () => {
    const written = {
      match: 'POST */v1/{kind}',
      answer: { status: 402, json: { kind: '{{params.kind}}', amount: '{{json.amount}}' } },
    };
    await withRules([written], async ({ proxy, url, asked }) => {
      const answer = await callThrough(proxy.port, `${url}/v1/charges`, { method: 'POST', body: '{"amount":12.5}' });
      expect(answer.status).toBe(402);
      expect(answer.reason).toBe('Payment Required');
      expect(answer.headers['x-httpwhy-rule']).toBe('the rule');
      expect(answer.body.toString()).toBe('{"kind":"charges","amount":12.5}\n');
      expect(asked).toEqual([]);
      const exchange = await proxy.sink.finished();
      expect(exchange.rule).toEqual({ name: 'the rule', effect: 'answered', changes: [] });
      expect(exchange.response?.status).toBe(402);
      expect(Buffer.from(exchange.request.body!.bytes).toString()).toBe('{"amount":12.5}');
      expect(exchange).toMatchObject({ error: null, proxyStatus: null, connection: { server: null } });
    });
  });

  test('leaves the connection usable for the next request, which no rule touches', async () => {
    await withRules([{ match: 'GET */mocked', answer: { text: 'mock' } }], async ({ proxy, url }) => {
      const socket = connect(proxy.port, '127.0.0.1');
      try {
        const host = new URL(url).host;
        socket.write(
          `GET ${url}/mocked HTTP/1.1\r\nHost: ${host}\r\n\r\nGET ${url}/real HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
        );
        const text = await readUntil(socket, '"Bob"}}');
        expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
        expect(text.indexOf('mock')).toBeLessThan(text.indexOf('"Bob"'));
      } finally {
        socket.destroy();
      }
      expect((await proxy.sink.finished(1)).rule).toBeUndefined();
    });
  });

  test('tells a client that waits for it to send its body', async () => {
    await withRules([{ match: '*', answer: { text: '{{body}}' } }], async ({ proxy, url }) => {
      const socket = connect(proxy.port, '127.0.0.1');
      try {
        socket.write(`POST ${url}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n`);
        expect(await readUntil(socket, '\r\n\r\n')).toMatch(/^HTTP\/1\.1 100 Continue\r\n/);
        socket.write('four');
        expect(await readUntil(socket, '\r\n\r\nfour')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      } finally {
        socket.destroy();
      }
    });
  });

  test('to HEAD has the length and no body', async () => {
    await withRules([{ match: '*', answer: { text: 'four' } }], async ({ proxy, url }) => {
      const answer = await callThrough(proxy.port, url, { method: 'HEAD' });
      expect(answer.headers['content-length']).toBe('4');
      expect(answer.body).toHaveLength(0);
    });
  });

  test('204 has no body and no length', async () => {
    await withRules([{ match: '*', answer: { status: 204, text: 'none' } }], async ({ proxy, url }) => {
      const answer = await callThrough(proxy.port, url);
      expect([answer.status, answer.headers['content-length'], answer.body.length]).toEqual([204, undefined, 0]);
    });
  });

  test('of events is a stream whose events are recorded', async () => {
    const events = [{ data: { n: 1 } }, { event: 'end', data: 'bye', delay: '20ms' }];
    await withRules([{ match: '*', answer: { events } }], async ({ proxy, url }) => {
      const answer = await callThrough(proxy.port, url);
      expect(answer.headers['transfer-encoding']).toBe('chunked');
      expect(answer.body.toString()).toBe('data: {"n":1}\n\nevent: end\ndata: bye\n\n');
      expect((await proxy.sink.finished()).messageCount).toBe(2);
    });
  });

  test('from a folder is the file that the path names, and nothing outside of it', async () => {
    const folder = temporaryFolder();
    try {
      mkdirSync(join(folder.path, 'f'));
      writeFileSync(join(folder.path, 'secret.txt'), 'secret');
      writeFileSync(join(folder.path, 'f', 'order.json'), '{"id":7}');
      symlinkSync(join(folder.path, 'secret.txt'), join(folder.path, 'f', 'link.txt'));
      await withRules(
        [{ match: '*/files/**', answer: { folder: 'f' } }],
        async ({ proxy, url }) => {
          const get = async (path: string) => {
            const { status, headers, body } = await callThrough(proxy.port, `${url}/files/${path}`);
            return [status, headers['content-type'], body.toString()];
          };
          expect(await get('order.json')).toEqual([200, 'application/json', '{"id":7}']);
          expect((await get('order'))[2]).toBe('{"id":7}');
          for (const path of ['..%2fsecret.txt', '%2e%2e/secret.txt', 'link.txt', 'none.json', '%00']) {
            const [status, , body] = await get(path);
            expect([path, status]).toEqual([path, 404]);
            expect(body).not.toBe('secret');
          }
        },
        { folder: folder.path },
      );
    } finally {
      folder.remove();
    }
  });

  test('whose file is missing says so to whoever wrote the rule', async () => {
    await withRules([{ match: '*', answer: { file: 'none.json' } }], async ({ proxy, url }) => {
      const answer = await callThrough(proxy.port, url);
      expect(answer.status).toBe(500);
      expect(answer.body.toString()).toBe(
        'httpwhy: the rule "the rule" cannot answer: /project/none.json cannot be read (ENOENT)\n',
      );
    });
  });
});

describe('a change', () => {
  test('goes to another server with other path, headers and body, and all of it is told', async () => {
    await withRules([], async ({ origin, asked, url }) => {
      const change = {
        to: url,
        path: '/x/{{params.rest}}',
        request: { headers: { 'x-key': 'new', cookie: null }, json: { '/amount': 5 } },
        response: { status: 503, headers: { 'x-new': 'yes' }, json: { '/user/name': 'Ada' } },
      };
      const proxy = await startProxy({ rules: new RuleEngine([rule({ match: 'api.shop.test/v1/**', change })]) });
      try {
        const answer = await callThrough(proxy.port, 'http://api.shop.test/v1/a?q=1', {
          method: 'POST',
          headers: { 'X-Key': 'old', Cookie: 'a=1' },
          body: '{"amount":1,"z":2}',
        });
        expect(asked[0]).toMatchObject({ method: 'POST', url: '/x/a?q=1', body: '{"amount":5,"z":2}' });
        const sent = asked[0]!.rawHeaders;
        expect(sent).toEqual(expect.arrayContaining(['X-Key', 'new', `127.0.0.1:${origin.port}`]));
        expect(sent).not.toContain('a=1');
        expect(answer.status).toBe(503);
        expect(answer.headers['x-new']).toBe('yes');
        expect(answer.headers['x-httpwhy-rule']).toBeUndefined();
        expect(answer.body.toString()).toBe('{"ok":true,"user":{"name":"Ada"}}');
        const exchange = await proxy.sink.finished();
        expect(exchange.request.url).toBe('http://api.shop.test/v1/a?q=1');
        expect(exchange.rule).toEqual({
          name: 'the rule',
          effect: 'changed',
          changes: [
            { where: 'request.origin', before: 'http://api.shop.test', after: url },
            { where: 'request.path', before: '/v1/a?q=1', after: '/x/a?q=1' },
            { where: 'request.headers.x-key', before: 'old', after: 'new' },
            { where: 'request.headers.cookie', before: 'a=1', after: null },
            { where: 'request.body#/amount', before: '1', after: '5' },
            { where: 'response.status', before: '200', after: '503' },
            { where: 'response.headers.x-new', before: null, after: 'yes' },
            { where: 'response.body#/user/name', before: '"Bob"', after: '"Ada"' },
          ],
        });
      } finally {
        await proxy.close();
      }
    });
  });

  test('of JSON in a compressed response gives it plain', async () => {
    await withRules(
      [{ match: '*', change: { response: { json: { '/ok': false } } } }],
      async ({ proxy, url }) => {
        const answer = await callThrough(proxy.port, url);
        expect(answer.headers['content-encoding']).toBeUndefined();
        expect(answer.body.toString()).toBe('{"ok":false,"user":{"name":"Bob"}}');
      },
      { isCoded: true },
    );
  });

  test('of JSON that is none passes as it is, and that is told', async () => {
    await withRules([{ match: '*', change: { request: { json: { '/a': 1 } } } }], async ({ proxy, url, asked }) => {
      await callThrough(proxy.port, url, { method: 'POST', body: 'no json' });
      expect(asked[0]?.body).toBe('no json');
      expect((await proxy.sink.finished()).rule?.changes).toEqual([
        { where: 'request.body', before: null, after: 'left as it is: it is no JSON, or larger than 1 MiB' },
      ]);
    });
  });

  test('lets an upload through that is longer than a rule reads', async () => {
    await withRules([{ match: { url: '*', json: { '/a': 1 } }, block: true }], async ({ proxy, url, asked }) => {
      const body = Buffer.alloc(3 * 1024 * 1024, 'x');
      const answer = await callThrough(proxy.port, url, { method: 'POST', body });
      expect(answer.status).toBe(200);
      expect(asked[0]?.body.length).toBe(body.length);
      expect((await proxy.sink.finished()).rule).toBeUndefined();
    });
  });
});

describe('a fault', () => {
  test('resets the connection before an answer', async () => {
    await withRules([{ match: '*', fault: 'reset' }], async ({ proxy, url, asked }) => {
      expect((await brokenCall(proxy.port, url)).code).toBe('ECONNRESET');
      expect(asked).toEqual([]);
      const exchange = await proxy.sink.finished();
      expect(exchange).toMatchObject({ error: { code: 'ECONNRESET' }, rule: { effect: 'failed' }, response: null });
    });
  });

  test('cuts a body in its middle or where it is told, and the bytes before it arrive', async () => {
    for (const [truncate, sent] of [
      [true, JSON_BODY.slice(0, 16)],
      ['5b', JSON_BODY.slice(0, 5)],
    ] as const) {
      await withRules([{ match: '*', fault: { truncate } }], async ({ proxy, url }) => {
        expect(await brokenCall(proxy.port, url)).toEqual({ status: 200, code: 'ECONNRESET', body: sent });
        expect((await proxy.sink.finished()).error?.code).toBe('HPE_INVALID_EOF_STATE');
      });
    }
  });

  test('promises more than it sends', async () => {
    await withRules([{ match: '*', fault: 'wrong_length' }], async ({ proxy, url }) => {
      expect(await brokenCall(proxy.port, url)).toEqual({ status: 200, code: 'ECONNRESET', body: JSON_BODY });
    });
  });

  test('breaks JSON, a compressed one as well', async () => {
    for (const isCoded of [false, true]) {
      await withRules(
        [{ match: '*', fault: 'malformed_json' }],
        async ({ proxy, url }) => {
          const answer = await callThrough(proxy.port, url);
          expect(answer.body.toString()).toBe('{"ok":true,"user":{"name":"Bob"},}');
        },
        { isCoded },
      );
    }
  });

  test('that is one of the network is answered as such a failure is', async () => {
    await withRules([{ match: '*', fault: { tls: 'expired' } }], async ({ proxy, url }) => {
      const answer = await callThrough(proxy.port, url);
      expect([answer.status, answer.headers['x-httpwhy-cause']]).toEqual([502, 'tls-certificate-expired']);
      expect(await proxy.sink.finished()).toMatchObject({ proxyStatus: 502, error: { code: 'CERT_HAS_EXPIRED' } });
    });
  });

  test('keeps silent until the client gives up', async () => {
    await withRules([{ match: '*', fault: 'timeout' }], async ({ proxy, url }) => {
      const socket = connect(proxy.port, '127.0.0.1');
      socket.write(`GET ${url}/ HTTP/1.1\r\nHost: a\r\n\r\n`);
      while (!proxy.sink.events.some(({ kind }) => kind === 'rule'))
        await new Promise((resolve) => setTimeout(resolve, 5));
      socket.resetAndDestroy();
      expect(await proxy.sink.finished()).toMatchObject({
        error: { code: 'ERR_CLIENT_ABORTED' },
        rule: { effect: 'failed' },
      });
    });
  });

  test('slows a body down without losing a byte', async () => {
    await withRules([{ match: '*', fault: { slow_body: '200ms' } }], async ({ proxy, url }) => {
      const answer = await callThrough(proxy.port, url);
      expect(answer.body.toString()).toBe(JSON_BODY);
      const { durationMs, rule: applied } = await proxy.sink.finished();
      expect(durationMs).toBeGreaterThan(100);
      expect(applied?.effect).toBe('delayed');
    });
  });

  test('blocks with 403 and names the rule', async () => {
    await withRules([{ match: '*', block: true }], async ({ proxy, url, asked }) => {
      const answer = await callThrough(proxy.port, url, { headers: { accept: 'application/json' } });
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.body.toString()).error).toMatchObject({
        cause: 'proxy-rejected',
        code: 'ERR_PROXY_BLOCKED',
      });
      expect(asked).toEqual([]);
    });
  });
});

describe('an upgrade', () => {
  const HANDSHAKE =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

  async function upgrade(port: number, url: string): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    try {
      socket.write(`GET ${url}/chat HTTP/1.1\r\nHost: ${new URL(url).host}\r\n${HANDSHAKE}\r\n\r\n`);
      return (await readUntil(socket, '\r\n')).split('\r\n', 1)[0]!;
    } finally {
      socket.destroy();
    }
  }

  test('is blocked by a rule that blocks, and by one that would answer in place of the server', async () => {
    for (const written of [
      { match: '*', block: true },
      { match: '*/chat', answer: 200 },
    ]) {
      await withRules([written], async ({ proxy, url, asked }) => {
        expect(await upgrade(proxy.port, url)).toBe('HTTP/1.1 403 Forbidden');
        expect(asked).toEqual([]);
        expect(await proxy.sink.finished()).toMatchObject({
          error: { code: 'ERR_PROXY_BLOCKED' },
          rule: { name: 'the rule' },
        });
      });
    }
  });

  test('that no rule is for reaches its server', async () => {
    await withRules([{ match: '*/other', block: true }], async ({ proxy, url, asked }) => {
      expect(await upgrade(proxy.port, url)).toBe('HTTP/1.1 200 OK');
      expect(asked).toHaveLength(1);
    });
  });
});
