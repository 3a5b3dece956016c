import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { read } from '../../src/cli/annotate/har.ts';
import { parseCorpusLine } from '../../src/cli/corpus-line.ts';
import type { Exchange, StreamMessage } from '../../src/exchange/exchange.ts';
import type { Headers } from '../../src/exchange/headers.ts';
import { NO_CONTEXT } from '../../src/export/bundle.ts';
import type { StreamFormat } from '../../src/export/format.ts';
import { format as har } from '../../src/export/formats/har.ts';
import { format as json } from '../../src/export/formats/json.ts';
import { format as jsonl } from '../../src/export/formats/jsonl.ts';
import { exportItems } from '../../src/export/write.ts';
import { CONNECTION, EXPIRED, exchange, textBody } from '../support/exchanges.ts';
import { bodyOf, HOSTILE_BODIES, itemOf } from './support.ts';

const written = async (format: StreamFormat, items: readonly ReturnType<typeof itemOf>[], redact = false) =>
  (await exportItems(items, format, { redact, toolVersion: '0.1.0' }, NO_CONTEXT)).text;

// biome-ignore lint/suspicious/noExplicitAny: what was written is looked at as any reader would
const entries = async (items: readonly ReturnType<typeof itemOf>[]): Promise<any[]> =>
  JSON.parse(await written(har, items)).log.entries;

async function readBack(text: string): Promise<readonly Exchange[]> {
  async function* chunks() {
    yield Buffer.from(text);
  }
  const exchanges: Exchange[] = [];
  for await (const each of read(chunks(), { recordedAt: 0, request: undefined, complain: () => undefined })) {
    if (each.kind !== 'exchange') throw new Error(each.message);
    exchanges.push(each.exchange);
  }
  return exchanges;
}

const CALL = exchange({
  id: 7,
  startedAt: Date.UTC(2026, 10, 22, 9, 14, 2, 118),
  durationMs: 84,
  connection: { client: '127.0.0.1:5', clientTls: null, server: CONNECTION, isReused: false },
  timing: { connectedMs: 28, requestSentMs: 29, responseStartMs: 80 },
  request: {
    method: 'POST',
    url: 'https://api.example.com/v1/x?a=1&a=%20b&c',
    headers: [
      ['Host', 'api.example.com'],
      ['Cookie', 'a=b; c=d=e'],
      ['Content-Type', 'text/plain'],
    ],
    body: textBody('hello'),
  },
  response: {
    status: 302,
    reason: 'Found',
    headers: [
      ['Location', '/next'],
      ['Set-Cookie', 's=1; Path=/; HttpOnly; Secure; SameSite=Lax; Expires=Sun, 22 Nov 2026 10:00:00 GMT'],
      ['Content-Type', 'application/json'],
    ],
    body: textBody('{"ok":true}'),
  },
});

/** Of the head as it stands on the wire. */
const headSize = (startLine: string, headers: Headers) =>
  [startLine, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n').length;

describe('HAR', () => {
  test('an entry has every field that HAR 1.2 demands', async () => {
    const whole = JSON.parse(await written(har, [itemOf(CALL, EXPIRED)]));
    expect(whole.log).toMatchObject({ version: '1.2', creator: { name: 'httpwhy', version: '0.1.0' } });
    const { _httpwhy, ...entry } = whole.log.entries[0];
    expect(entry).toEqual({
      startedDateTime: '2026-11-22T09:14:02.118Z',
      time: 84,
      request: {
        method: 'POST',
        url: 'https://api.example.com/v1/x?a=1&a=%20b&c',
        httpVersion: 'HTTP/1.1',
        cookies: [
          { name: 'a', value: 'b' },
          { name: 'c', value: 'd=e' },
        ],
        headers: [
          { name: 'Host', value: 'api.example.com' },
          { name: 'Cookie', value: 'a=b; c=d=e' },
          { name: 'Content-Type', value: 'text/plain' },
        ],
        queryString: [
          { name: 'a', value: '1' },
          { name: 'a', value: ' b' },
          { name: 'c', value: '' },
        ],
        postData: { mimeType: 'text/plain', text: 'hello' },
        headersSize: headSize('POST /v1/x?a=1&a=%20b&c HTTP/1.1', CALL.request.headers),
        bodySize: 5,
      },
      response: {
        status: 302,
        statusText: 'Found',
        httpVersion: 'HTTP/1.1',
        cookies: [
          {
            name: 's',
            value: '1',
            path: '/',
            expires: '2026-11-22T10:00:00.000Z',
            httpOnly: true,
            secure: true,
            sameSite: 'Lax',
          },
        ],
        headers: CALL.response!.headers.map(([name, value]) => ({ name, value })),
        content: { size: 11, mimeType: 'application/json', text: '{"ok":true}' },
        redirectURL: '/next',
        headersSize: headSize('HTTP/1.1 302 Found', CALL.response!.headers),
        bodySize: 11,
      },
      cache: {},
      timings: { blocked: 0.5, dns: 2.5, connect: 25, ssl: 14, send: 1, wait: 51, receive: 4 },
      serverIPAddress: '203.0.113.7',
      connection: '1',
    });
    expect(_httpwhy).toMatchObject({
      id: 7,
      cause: 'expired-credentials',
      after_s: 3,
      redacted: false,
      durationMs: 84,
    });
  });

  test('no response is status 0 with the error, and what broke is in _httpwhy', async () => {
    const error = { phase: 'connect', code: 'ECONNREFUSED', message: 'no' } as const;
    const [entry] = await entries([itemOf(exchange({ response: null, error }))]);
    expect(entry.response).toMatchObject({ status: 0, headers: [], content: { size: 0 }, bodySize: -1 });
    expect(entry._error).toBe('ECONNREFUSED: no');
    expect(entry._httpwhy.error).toEqual(error);
  });

  test('messages of a WebSocket stand where Chromium writes them, server-sent events in _httpwhy', async () => {
    const message = (given: Partial<StreamMessage>): StreamMessage => {
      const bytes = Buffer.from('hi');
      return { at: 1500, from: 'client', type: 'text', bytes, totalBytes: bytes.length, closeCode: null, ...given };
    };
    const messages = [
      message({}),
      message({ from: 'server', type: 'binary', bytes: Buffer.from([0, 255]), totalBytes: 9 }),
      message({ type: 'close', closeCode: 1000, bytes: Buffer.from('bye') }),
      message({ from: 'server', type: 'event', bytes: Buffer.from('data: x') }),
    ];
    const [entry] = await entries([{ ...itemOf(exchange({ messageCount: 4 })), messages }]);
    expect(entry._webSocketMessages).toEqual([
      { type: 'send', time: 1.5, opcode: 1, data: 'hi' },
      { type: 'receive', time: 1.5, opcode: 2, data: 'AP8=', _bytes: 9 },
      { type: 'send', time: 1.5, opcode: 8, data: 'bye', _closeCode: 1000 },
    ]);
    expect(entry._httpwhy.events).toEqual([{ time: 1.5, data: 'data: x' }]);
    expect((await entries([itemOf(exchange())]))[0]._webSocketMessages).toBeUndefined();
  });

  test('what is read back is what was written: bodies of all kinds, coded ones to the byte', async () => {
    const bodies = Object.values(HOSTILE_BODIES);
    const sent: Uint8Array[] = [];
    const items = bodies.map((bytes, index) => {
      const zipped = gzipSync(bytes);
      const headers = index % 2 === 0 ? ([['Content-Encoding', 'gzip']] as const) : [];
      const response = { headers, body: bodyOf(index % 2 === 0 ? zipped : bytes) };
      sent.push(response.body.bytes);
      return itemOf(exchange({ request: { method: 'POST', headers: [], body: bodyOf(bytes) }, response }));
    });
    const back = await readBack(await written(har, items));
    for (const [index, bytes] of bodies.entries()) {
      expect(Buffer.from(back[index]!.request.body!.bytes).equals(bytes), `request ${index}`).toBe(true);
      expect(Buffer.from(back[index]!.response!.body!.bytes).equals(sent[index]!), `response ${index}`).toBe(true);
    }
    expect(back[0]).toMatchObject({ startedAt: items[0]!.exchange.startedAt, durationMs: 12.5 });
  });

  test('a recording that was cut says so, with the true size', async () => {
    const body = { bytes: Buffer.from('abc'), totalBytes: 9000 };
    const [entry] = await entries([itemOf(exchange({ response: { headers: [], body } }))]);
    expect(entry.response.content).toEqual({
      size: 9000,
      mimeType: 'x-unknown',
      text: 'abc',
      comment: 'The recording ends before the body does.',
    });
  });

  test('dates and numbers that no JSON holds do not break the file', async () => {
    const [entry] = await entries([itemOf(exchange({ startedAt: Number.NaN, durationMs: null, response: null }))]);
    expect(entry).toMatchObject({ startedDateTime: '1970-01-01T00:00:00.000Z', time: 0 });
  });
});

describe('JSON', () => {
  test('is a list with one object a line, also of none', async () => {
    const text = await written(json, [itemOf(CALL, EXPIRED), itemOf(exchange({ id: 8 }))]);
    expect(text.split('\n').length).toBe(5);
    expect(JSON.parse(text)).toMatchObject([
      { id: 7, request: { body: 'hello', bodyBytes: 5 }, annotation: { cause: 'expired-credentials' }, messages: [] },
      { id: 8, annotation: null },
    ]);
    expect(JSON.parse(await written(json, []))).toEqual([]);
  });
});

describe('JSON lines', () => {
  test('are what annotate reads, byte for byte', async () => {
    const items = Object.values(HOSTILE_BODIES).map((bytes, index) =>
      itemOf(
        exchange({
          id: index + 1,
          request: { method: 'POST', body: bodyOf(bytes) },
          response: { body: bodyOf(bytes) },
        }),
      ),
    );
    const lines = (await written(jsonl, items)).trimEnd().split('\n');
    expect(lines.length).toBe(items.length);
    for (const [index, line] of lines.entries()) {
      const back = parseCorpusLine(line).exchange;
      const { request, response, startedAt, durationMs } = items[index]!.exchange;
      expect({ startedAt: back.startedAt, durationMs: back.durationMs }).toEqual({ startedAt, durationMs });
      expect(back.request.headers).toEqual(request.headers);
      expect(Buffer.compare(back.request.body!.bytes, request.body!.bytes)).toBe(0);
      expect(Buffer.compare(back.response!.body!.bytes, response!.body!.bytes)).toBe(0);
    }
  });

  test('leave out what has not ended', async () => {
    const pending = itemOf(exchange({ response: null, durationMs: null }));
    expect(await written(jsonl, [pending, itemOf(exchange({ id: 3 }))])).toMatch(/^\{"id":3,[^\n]*\}\n$/);
  });
});

test('the rule that answered in place of the server is named, in HAR and JSON, without its secrets; of others there is none', async () => {
  const rule = {
    name: 'declined',
    effect: 'answered',
    changes: [{ where: 'request.headers.authorization', before: 'Bearer k3J9x2Lq8Zr5Tn1Wb7Vd', after: null }],
  } as const;
  const items = [itemOf({ ...CALL, rule }), itemOf(CALL)];
  const [answered, plain] = JSON.parse(await written(har, items, true)).log.entries;
  expect(answered._httpwhy.rule).toMatchObject({ name: 'declined', effect: 'answered', changes: [{ after: null }] });
  expect(JSON.stringify(answered)).not.toContain('k3J9x2Lq8Zr5Tn1Wb7Vd');
  expect(plain._httpwhy).not.toHaveProperty('rule');
  const [first, second] = JSON.parse(await written(json, items, true));
  expect([first.rule.name, second.rule]).toEqual(['declined', null]);
});
