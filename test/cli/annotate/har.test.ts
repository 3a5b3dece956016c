import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { browserError } from '../../../src/cli/annotate/browser-errors.ts';
import { read } from '../../../src/cli/annotate/har.ts';
import { readAll, WRITTEN_AT } from './support.ts';

const request = {
  method: 'GET',
  url: 'https://api.example.com/v1',
  httpVersion: 'http/2.0',
  headers: [{ name: 'Authorization', value: 'Bearer x' }],
};
const response = {
  status: 200,
  statusText: '',
  httpVersion: 'h2',
  headers: [] as object[],
  content: { size: 0 } as object,
};

const har = (...entries: unknown[]) => JSON.stringify({ log: { version: '1.2', entries } });

async function only(difference: object) {
  const { all } = await readAll(
    read,
    har({ startedDateTime: '2026-11-05T12:00:00.5+01:00', time: 31.5, request, response, ...difference }),
  );
  const [first] = all;
  if (first?.kind !== 'exchange') throw new Error(JSON.stringify(first));
  return first.exchange;
}

describe('an entry', () => {
  test('becomes an exchange, its pseudo-headers left out', async () => {
    expect(
      await only({
        request: {
          ...request,
          headers: [{ name: ':authority', value: 'x' }, { name: 'Accept', value: '*/*' }, { name: 'Cookie' }],
        },
      }),
    ).toEqual({
      id: 1,
      startedAt: Date.UTC(2026, 10, 5, 11, 0, 0, 500),
      durationMs: 31.5,
      request: {
        method: 'GET',
        url: 'https://api.example.com/v1',
        httpVersion: '2.0',
        headers: [
          ['Accept', '*/*'],
          ['Cookie', ''],
        ],
        trailers: [],
        body: null,
      },
      response: { status: 200, reason: '', httpVersion: '2.0', headers: [], trailers: [], body: null },
      error: null,
      proxyStatus: null,
      connection: { client: null, clientTls: null, server: null, isReused: false },
      timing: { connectedMs: null, requestSentMs: null, responseStartMs: null },
      messageCount: 0,
    });
  });

  test('holds bodies as text, as base64, as parameters, or not at all', async () => {
    const post = (postData: object) => ({ request: { ...request, method: 'POST', postData } });
    expect((await only(post({ text: '{"a":"ü"}' }))).request.body?.bytes).toEqual(Buffer.from('{"a":"ü"}'));
    expect((await only(post({ params: [{ name: 'a', value: '1 2' }, { name: 'b' }] }))).request.body?.bytes).toEqual(
      Buffer.from('a=1+2&b='),
    );
    expect((await only({ request: { ...request, bodySize: 12 } })).request.body).toEqual({
      bytes: Buffer.alloc(0),
      totalBytes: 12,
    });
    const content = (value: object) => only({ response: { ...response, content: value } });
    expect((await content({ text: 'AAE=', encoding: 'base64' })).response?.body?.bytes).toEqual(Buffer.from([0, 1]));
    expect((await content({ size: 7 })).response?.body).toEqual({ bytes: Buffer.alloc(0), totalBytes: 7 });
  });

  test('has its content coding undone already', async () => {
    const headers = [
      { name: 'Content-Encoding', value: 'br' },
      { name: 'Content-Length', value: '7' },
      { name: 'X-A', value: '1' },
    ];
    expect(
      (await only({ response: { ...response, headers, content: { text: '{"message":"long"}' } } })).response,
    ).toMatchObject({
      headers: [['X-A', '1']],
      body: { totalBytes: 18 },
    });
  });

  test('keeps its characters whatever charset they came in', async () => {
    const headers = [{ name: 'Content-Type', value: 'text/plain; charset=iso-8859-1' }];
    const { response: answer } = await only({ response: { ...response, headers, content: { text: 'größe' } } });
    expect(answer?.body?.bytes).toEqual(Buffer.from('\ufeffgröße'));
  });

  test.each([0, -1])('of status %d has no response, and the error that the browser gave', async (status) => {
    const broken = await only({ response: { ...response, status, _error: 'net::ERR_NAME_NOT_RESOLVED' } });
    expect(broken).toMatchObject({
      response: null,
      error: { phase: 'dns', code: 'ENOTFOUND', message: 'net::ERR_NAME_NOT_RESOLVED' },
    });
    expect(await only({ response: { ...response, status } })).toMatchObject({ response: null, error: null });
  });

  test('without a time was recorded when the server says, else when the file was written', async () => {
    const headers = [{ name: 'Date', value: 'Thu, 05 Nov 2026 08:00:00 GMT' }];
    expect((await only({ startedDateTime: undefined, response: { ...response, headers } })).startedAt).toBe(
      Date.UTC(2026, 10, 5, 8),
    );
    expect(await only({ startedDateTime: 'soon', time: -1 })).toMatchObject({ startedAt: WRITTEN_AT, durationMs: 0 });
  });
});

describe('a file', () => {
  test('numbers its entries, and one that is none does not stop the others', async () => {
    const { all } = await readAll(
      read,
      `\ufeff${har({ request, response }, { request: { url: 'x' } }, 7, { request, response })}`,
    );
    expect(all.map((recorded) => (recorded.kind === 'exchange' ? recorded.id : recorded.message))).toEqual([
      1,
      'entry 2: byte 278: request.method: Invalid input: expected string, received undefined.',
      'entry 3: byte 302: the entry: Invalid input: expected object, received number.',
      4,
    ]);
  });

  test('without any credential says that it may have been cleaned; one with a cookie does not', async () => {
    const bare = { ...request, headers: [] };
    const cleaned = await readAll(read, har({ request: bare, response }));
    expect(cleaned.all).toMatchObject([{ unknown: 'credentials' }]);
    expect(cleaned.complaints).toEqual([
      'No entry has an Authorization or Cookie header. Browsers leave them out of a HAR unless told to export it with sensitive data, so that none is said to be missing for certain.',
    ]);
    const whole = await readAll(read, har({ request: bare, response }, { request, response }));
    expect(whole.complaints).toEqual([]);
    expect(whole.all).toMatchObject([{ unknown: null }, { unknown: null }]);
  });

  test.each([
    ['{"log":', 'This HAR file cannot be read: it ends at byte 7, before the list log.entries.'],
    ['{"log":{"a\n', 'This HAR file cannot be read: it stops being JSON at byte 10, before the list log.entries.'],
    ['[1]', 'This HAR file cannot be read: it is no JSON object.'],
    ['{"log":{}}', 'This HAR file cannot be read: log.entries is no list.'],
    ['{"log":{"entries":{}}}', 'This HAR file cannot be read: log.entries is no list.'],
  ])('%s is refused', async (text, message) => {
    await expect(readAll(read, text)).rejects.toThrow(message);
    await expect(readAll(read, text)).rejects.toMatchObject({
      code: 'bad-har',
      nextStep: 'Export it again, as HAR 1.2.',
    });
  });

  test('of nothing has nothing to say', async () => {
    expect(await readAll(read, har())).toEqual({ all: [], complaints: [] });
  });
});

test.each([
  ['net::ERR_CONNECTION_REFUSED', 'connect', 'ECONNREFUSED'],
  ['net::ERR_CERT_DATE_INVALID at https://x/', 'tls-upstream', 'CERT_HAS_EXPIRED'],
  ['NS_ERROR_UNKNOWN_HOST', 'dns', 'ENOTFOUND'],
  ['net::ERR_ABORTED', 'response', 'ERR_CLIENT_ABORTED'],
])('%s is told', (text, phase, code) => {
  expect(browserError(text)).toEqual({ phase, code, message: text });
});

test.each(['net::ERR_FAILED', 'ERR_', '', 'NAME_NOT_RESOLVED', 'net::ERR_constructor'])(
  '"%s" tells nothing',
  (text) => {
    expect(browserError(text)).toBeUndefined();
  },
);
