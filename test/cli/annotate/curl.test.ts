import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { read } from '../../../src/cli/annotate/curl.ts';
import type { NamedRequest } from '../../../src/cli/annotate/recorded.ts';
import { readAll, WRITTEN_AT } from './support.ts';

async function exchanges(text: string | Uint8Array, request?: NamedRequest) {
  const { all } = await readAll(read, text, request);
  return all.map((recorded) => {
    if (recorded.kind === 'problem') throw new Error(recorded.message);
    return recorded;
  });
}

/** Method, URL, status and body of each. */
async function inShort(text: string | Uint8Array, request?: NamedRequest) {
  return (await exchanges(text, request)).map(({ exchange: { request: sent, response } }) => [
    `${sent.method} ${sent.url}`,
    response?.status ?? null,
    response?.body ? Buffer.from(response.body.bytes).toString() : null,
  ]);
}

const lines = (...all: string[]) => all.join('\r\n');
const ORDER: NamedRequest = { method: 'POST', url: 'https://api.example.com/v1/orders' };

describe('curl -i', () => {
  test('is a response to the named request', async () => {
    const text = lines('HTTP/2 422 ', 'date: Thu, 05 Nov 2026 08:00:00 GMT', 'x-a: 1', 'x-a: ü', '', '{"a":"ü"}');
    const [only] = await exchanges(text, ORDER);
    expect(only).toMatchObject({ id: 1, history: null, unknown: 'request' });
    expect(only?.exchange).toMatchObject({
      id: 1,
      startedAt: Date.UTC(2026, 10, 5, 8),
      // There may have been a body; none is said to be missing.
      request: { ...ORDER, headers: [], body: { totalBytes: 1 } },
      error: null,
    });
    expect(only?.exchange.response).toEqual({
      status: 422,
      reason: '',
      httpVersion: '2.0',
      headers: [
        ['date', 'Thu, 05 Nov 2026 08:00:00 GMT'],
        ['x-a', '1'],
        ['x-a', 'ü'],
      ],
      trailers: [],
      body: { bytes: Buffer.from('{"a":"ü"}'), totalBytes: 10 },
    });
  });

  test('without a named request says what stands for it', async () => {
    const { all, complaints } = await readAll(read, lines('HTTP/1.1 404 Not Found', '', ''));
    expect(all).toMatchObject([
      {
        exchange: {
          startedAt: WRITTEN_AT,
          request: { method: 'GET', url: 'https://unknown.invalid/' },
          response: { reason: 'Not Found', body: null },
        },
      },
    ]);
    expect(complaints).toEqual([
      "The request is not in this output: GET https://unknown.invalid/ stands for it. Name it with --request 'POST https://…'.",
    ]);
  });

  test('skips interim responses and the consent of a proxy', async () => {
    const text = lines(
      'HTTP/1.1 200 Connection established',
      '',
      'HTTP/1.1 100 Continue',
      '',
      'HTTP/1.1 103 Early Hints',
      'Link: </a>',
      '',
      'HTTP/1.1 201 Created',
      '',
      'made',
    );
    expect(await inShort(text, ORDER)).toEqual([['POST https://api.example.com/v1/orders', 201, 'made']]);
  });

  test('follows redirects as curl -L does', async () => {
    const redirect = (status: number, location: string) => [
      `HTTP/1.1 ${status} X`,
      `Location: ${location}`,
      'Content-Length: 9',
      '',
    ];
    const text = lines(
      ...redirect(308, '/v2/orders'),
      ...redirect(302, 'https://other.test/x'),
      'HTTP/1.1 404 Not Found',
      '',
      'no',
    );
    expect(await inShort(text, ORDER)).toEqual([
      ['POST https://api.example.com/v1/orders', 308, null],
      ['POST https://api.example.com/v2/orders', 302, null],
      ['GET https://other.test/x', 404, 'no'],
    ]);
  });

  test('asks again after a challenge', async () => {
    const text = lines(
      'HTTP/1.1 401 Unauthorized',
      'WWW-Authenticate: Digest realm="a"',
      '',
      'HTTP/1.1 200 OK',
      '',
      'ok',
    );
    expect(await inShort(text, ORDER)).toEqual([
      ['POST https://api.example.com/v1/orders', 401, null],
      ['POST https://api.example.com/v1/orders', 200, 'ok'],
    ]);
  });

  test('does not take a status line within a body for another response', async () => {
    const body = lines('--batch', '', 'HTTP/1.1 404 Not Found', '', '{}', '--batch--');
    expect(await inShort(lines('HTTP/1.1 200 OK', '', body), ORDER)).toEqual([
      ['POST https://api.example.com/v1/orders', 200, body],
    ]);
  });

  test('of several calls ends each body at its length', async () => {
    const text = `${lines('HTTP/1.1 404 Not Found', 'Content-Length: 3', '', 'one')}${lines('HTTP/1.1 200 OK', '', 'two')}`;
    expect((await inShort(text, ORDER)).map(([, status, body]) => [status, body])).toEqual([
      [404, 'one'],
      [200, 'two'],
    ]);
  });

  test('with line feeds alone, as editors leave it, and a byte-order mark', async () => {
    expect(await inShort('\ufeff\nHTTP/1.1 404 Not Found\nServer: x\n\n{}\n', ORDER)).toEqual([
      [`POST ${ORDER.url}`, 404, '{}\n'],
    ]);
  });

  test('keeps a coded body as it is, and the coding of one that curl has undone away', async () => {
    const head = lines('HTTP/1.1 400 Bad Request', 'Content-Encoding: gzip', 'Content-Length: 999', '', '');
    const [coded] = await exchanges(Buffer.concat([Buffer.from(head), gzipSync('{"a":1}')]), ORDER);
    expect(coded?.exchange.response?.headers).toHaveLength(2);
    const [plain] = await exchanges(`${head}{"a":1}`, ORDER);
    expect(plain?.exchange.response).toMatchObject({ headers: [], body: { totalBytes: 7 } });
  });

  test('knows a body that was abridged by hand', async () => {
    const [only] = await exchanges(lines('HTTP/1.1 400 Bad Request', 'Content-Length: 5000', '', '{"a":'), ORDER);
    expect(only?.exchange.response?.body).toMatchObject({ totalBytes: 5000 });
  });

  test('that broke off says so at its end', async () => {
    const text = lines(
      'HTTP/1.1 200 OK',
      'Content-Length: 5000',
      '',
      '{"a":\ncurl: (18) transfer closed with 4995 bytes remaining to read\n',
    );
    const [only] = await exchanges(text, ORDER);
    expect(only?.exchange).toMatchObject({
      response: { body: { totalBytes: 5 } },
      error: { phase: 'response', code: 'ECONNRESET', message: 'transfer closed with 4995 bytes remaining to read' },
    });
  });
});

const VERBOSE = [
  '* Host api.example.com:443 was resolved.',
  '* Connected to api.example.com (192.0.2.7) port 443',
  '* ALPN: curl offers h2,http/1.1',
  '> POST /v1/orders?x=1 HTTP/2',
  '> Host: api.example.com',
  '> Authorization: Bearer abc',
  '> Content-Length: 12',
  '> ',
  '} [12 bytes data]',
];

describe('curl -v', () => {
  test('tells the request, too, though not its body', async () => {
    const text = [
      ...VERBOSE,
      '< HTTP/2 422 ',
      '< content-type: application/json',
      '< ',
      '{ [9 bytes data]',
      '{"a":1}* Connection #0 to host api.example.com left intact',
    ].join('\n');
    const [only, ...more] = await exchanges(text);
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      unknown: null,
      exchange: { response: { status: 422, headers: [['content-type', 'application/json']] } },
    });
    expect(only?.exchange.request).toEqual({
      method: 'POST',
      url: 'https://api.example.com/v1/orders?x=1',
      httpVersion: '2.0',
      headers: [
        ['Host', 'api.example.com'],
        ['Authorization', 'Bearer abc'],
        ['Content-Length', '12'],
      ],
      trailers: [],
      body: { bytes: new Uint8Array(), totalBytes: 12 },
    });
    expect(Buffer.from(only?.exchange.response?.body?.bytes ?? []).toString()).toBe('{"a":1}');
  });

  test('without TLS is a call of http', async () => {
    expect(await inShort('> GET /a HTTP/1.1\n> Host: localhost:3000\n>\n< HTTP/1.1 200 OK\n<\nok\n')).toEqual([
      ['GET http://localhost:3000/a', 200, 'ok\n'],
    ]);
  });

  test('with -i prints each head twice and is read once', async () => {
    const text = [
      ...VERBOSE,
      '< HTTP/2 404 ',
      'HTTP/2 404 ',
      '< server: x',
      'server: x',
      '< ',
      '',
      'gone',
      '* Closing connection',
    ].join('\r\n');
    const [only, ...more] = await exchanges(text);
    expect(more).toEqual([]);
    expect(only?.exchange.response?.headers).toEqual([['server', 'x']]);
    expect(Buffer.from(only?.exchange.response?.body?.bytes ?? []).toString()).toBe('gone\r\n');
  });

  test('with -L gives every call, and leaves 100 Continue and tunnels out', async () => {
    const text = [
      '> CONNECT api.example.com:443 HTTP/1.1',
      '> Host: api.example.com:443',
      '>',
      '< HTTP/1.1 200 Connection established',
      '<',
      ...VERBOSE,
      '< HTTP/1.1 100 Continue',
      '<',
      '< HTTP/1.1 307 Temporary Redirect',
      '< location: /v2',
      '<',
      '* Connection #0 to host api.example.com left intact',
      '* Issue another request to this URL: https://api.example.com/v2',
      '> POST /v2 HTTP/2',
      '> Host: api.example.com',
      '>',
      '< HTTP/2 500',
      '<',
      '* item of a list',
      'oops',
    ].join('\n');
    expect((await inShort(text)).map(([call, status]) => [call, status])).toEqual([
      ['POST https://api.example.com/v1/orders?x=1', 307],
      ['POST https://api.example.com/v2', 500],
    ]);
  });

  test('keeps lines of a body that look like remarks, and drops the progress meter', async () => {
    const text = [
      '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current',
      '                                 Dload  Upload   Total   Spent    Left  Speed',
      '> GET / HTTP/1.1',
      '> Host: h.test',
      '>',
      '< HTTP/1.1 200 OK',
      '<',
      '100    20  100    20    0     0    200      0 --:--:-- --:--:-- --:--:--   200',
      'List:',
      '* one',
      '> quote',
      '< two',
      '* Connection #0 to host h.test left intact',
    ].join('\n');
    expect((await inShort(text))[0]?.[2]).toBe('List:\n* one\n> quote\n< two\n');
  });

  test('of a call that got no answer is a failed exchange', async () => {
    const text = [...VERBOSE, '* Empty reply from server', 'curl: (52) Empty reply from server', ''].join('\n');
    expect(await exchanges(text)).toMatchObject([
      {
        unknown: null,
        exchange: {
          response: null,
          error: { phase: 'response', code: 'ECONNRESET', message: 'Empty reply from server' },
        },
      },
    ]);
  });
});

describe('an error of curl alone', () => {
  test.each([
    ['(6) Could not resolve host: api.exmple.com', 'https://api.exmple.com/', 'dns', 'ENOTFOUND'],
    [
      '(7) Failed to connect to localhost port 3000 after 0 ms: Couldn’t connect to server',
      'http://localhost:3000/',
      'connect',
      'ECONNREFUSED',
    ],
    ['(7) Failed to connect to h.test port 443: Connection timed out', 'https://h.test/', 'connect', 'ETIMEDOUT'],
    ['(7) Failed to connect to h.test port 80: No route to host', 'http://h.test/', 'connect', 'EHOSTUNREACH'],
    [
      '(28) Operation timed out after 5000 milliseconds with 0 bytes received',
      'https://unknown.invalid/',
      'response',
      'ETIMEDOUT',
    ],
    ['(28) Connection timed out after 5001 milliseconds', 'https://unknown.invalid/', 'connect', 'ETIMEDOUT'],
    ['(28) Resolving timed out after 5000 milliseconds', 'https://unknown.invalid/', 'dns', 'EAI_AGAIN'],
    [
      '(35) OpenSSL/3.0.13: error:0A00010B:SSL routines::wrong version number',
      'https://unknown.invalid/',
      'tls-upstream',
      'ERR_SSL_WRONG_VERSION_NUMBER',
    ],
    ['(56) Recv failure: Connection reset by peer', 'https://unknown.invalid/', 'response', 'ECONNRESET'],
    [
      '(60) SSL certificate problem: certificate has expired',
      'https://unknown.invalid/',
      'tls-upstream',
      'CERT_HAS_EXPIRED',
    ],
    [
      '(60) SSL certificate problem: self-signed certificate',
      'https://unknown.invalid/',
      'tls-upstream',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ],
    [
      '(60) SSL: no alternative certificate subject name matches target host name',
      'https://unknown.invalid/',
      'tls-upstream',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      '(60) SSL certificate problem: unable to get local issuer certificate',
      'https://unknown.invalid/',
      'tls-upstream',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ],
  ])('curl: %s', async (words, url, phase, code) => {
    expect(await exchanges(`curl: ${words}\n`)).toMatchObject([
      { exchange: { request: { url }, response: null, error: { phase, code } } },
    ]);
  });

  test('is about the named request', async () => {
    expect(await exchanges('curl: (6) Could not resolve host: a.test\n', ORDER)).toMatchObject([
      { exchange: { request: ORDER } },
    ]);
  });

  test.each(['curl: (3) URL using bad/illegal format or missing URL\n', '* Trying\n', 'HTTP/1.1\n'])(
    '%j is no exchange',
    async (text) => {
      await expect(readAll(read, text)).rejects.toMatchObject({
        code: 'bad-curl-output',
        message: 'This output of curl holds no answer and no error.',
        nextStep: 'Save it with curl -i, or with curl -v … > FILE 2>&1.',
      });
    },
  );
});

test.each([
  ['one long line', 'HTTP/1.1 200 OK '.repeat(500_000)],
  ['nothing but header lines', `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(500_000)}`],
  ['a redirect for ever', 'HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n'.repeat(100_000)],
  ['remarks for ever', `> GET / HTTP/1.1\n>\n< HTTP/1.1 200 OK\n<\n${'* Connection #0 to host '.repeat(300_000)}`],
])('%s is read in time', async (_name, text) => {
  const start = performance.now();
  await readAll(read, text).catch(() => undefined);
  expect(performance.now() - start).toBeLessThan(10_000);
});
