import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { RequestMessage } from '../../src/exchange/exchange.ts';
import { type Changes, changed, NO_CHANGES, parseHeader, parseNamedValue } from '../../src/replay/changes.ts';
import { parseDestination } from '../../src/replay/destination.ts';
import { withQueryParameter } from '../../src/replay/query.ts';
import { exchange, textBody } from '../support/exchanges.ts';

const POST: RequestMessage = exchange({
  request: {
    method: 'POST',
    url: 'https://api.example.com/v1/orders?page=2',
    headers: [
      ['hOST', 'api.example.com'],
      ['X-Tenant', 'one'],
      ['Content-Length', '7'],
      ['x-tenant', 'two'],
    ],
    body: textBody('{"a":1}'),
  },
}).request;

const change = (changes: Partial<Changes>, request = POST) => changed(request, { ...NO_CHANGES, ...changes });

test('without changes the request is the very same', () => {
  expect(change({})).toEqual(POST);
});

test('a header is set where the first of its name stands, a new one at the end', () => {
  const { headers } = change({ setHeaders: [parseHeader('X-Tenant: acme'), parseHeader('X-New:')] });
  expect(headers).toEqual([
    ['hOST', 'api.example.com'],
    ['X-Tenant', 'acme'],
    ['Content-Length', '7'],
    ['X-New', ''],
  ]);
});

test('a header that is removed goes in every spelling', () => {
  expect(change({ removeHeaders: ['X-TENANT'] }).headers.map(([name]) => name)).toEqual(['hOST', 'Content-Length']);
});

test('text beyond ASCII goes into a header as UTF-8', () => {
  expect(parseHeader('X-Name: Jürgen')).toEqual(['X-Name', 'JÃ¼rgen']);
});

test('the length follows the body', () => {
  const { headers, body } = change({ setJson: [{ name: '/a', value: 'hello' }] });
  expect(Buffer.from(body!.bytes).toString()).toBe('{"a":"hello"}');
  expect(headers[2]).toEqual(['Content-Length', '13']);
});

test('a compressed body is changed inside of its coding', () => {
  const bytes = gzipSync('{"a":1}');
  const headers = [['Content-Encoding', 'gzip'] as const, ['Content-Length', String(bytes.length)] as const];
  const given: RequestMessage = { ...POST, headers, body: { bytes, totalBytes: bytes.length } };
  const { body, headers: written } = change({ setJson: [{ name: '/a', value: '2' }] }, given);
  expect(gunzipSync(body!.bytes).toString()).toBe('{"a":2}');
  expect(written[1]).toEqual(['Content-Length', String(body!.bytes.length)]);
});

test('a body that is not text cannot be changed by --set-json', () => {
  const bytes = Buffer.from([0xff, 0xfe, 0, 1]);
  const given = { ...POST, headers: [], body: { bytes, totalBytes: 4 } };
  expect(() => change({ setJson: [{ name: '/a', value: '2' }] }, given)).toThrow('The body is not text');
});

test.each([
  ['localhost:3000', 'https://localhost:3000/v1/orders?page=2', 'localhost:3000'],
  ['http://[::1]:8080', 'http://[::1]:8080/v1/orders?page=2', '[::1]:8080'],
  ['https://staging.example.com/', 'https://staging.example.com/v1/orders?page=2', 'staging.example.com'],
  ['https://other.example/v2/orders?x=1', 'https://other.example/v2/orders?x=1', 'other.example'],
])('--to %s leads to %s, and Host says so', (to, url, host) => {
  const request = change({ to: parseDestination(to) });
  expect(request.url).toBe(url);
  expect(request.headers[0]).toEqual(['hOST', host]);
});

test('what TLS had agreed to be HTTP/2 is HTTP/1.1 on a server without TLS, but gRPC', () => {
  const headers = [['cookie', 'a=1'] as const, ['accept', '*/*'] as const, ['cookie', 'b=2'] as const];
  const given: RequestMessage = { ...POST, httpVersion: '2.0', headers };
  const plain = change({ to: parseDestination('http://localhost:3000') }, given);
  expect(plain.httpVersion).toBe('1.1');
  expect(plain.headers).toEqual([
    ['cookie', 'a=1; b=2'],
    ['accept', '*/*'],
    ['Content-Length', '7'],
  ]);
  expect(change({ to: parseDestination('https://localhost:3000') }, given).httpVersion).toBe('2.0');
  const grpc: RequestMessage = { ...given, headers: [['content-type', 'application/grpc+proto']] };
  expect(change({ to: parseDestination('http://localhost:3000') }, grpc).httpVersion).toBe('2.0');
});

test('a Host that the person sets outlasts --to', () => {
  const request = change({ to: parseDestination('127.0.0.1:80'), setHeaders: [['Host', 'virtual.example']] });
  expect(request.headers[0]).toEqual(['Host', 'virtual.example']);
});

test.each(['http://', 'ftp://x', 'a b', 'user@host', 'host:99999', 'http://x/#part', ''])(
  '--to %j is refused',
  (text) => {
    expect(() => parseDestination(text)).toThrow('is neither a URL nor a host.');
  },
);

test.each([
  ['https://a.example/x', 'https://a.example/x?q=1%20%26%202'],
  ['https://a.example/x?a=%7E&q=0&b=+', 'https://a.example/x?a=%7E&q=1%20%26%202&b=+'],
  ['https://a.example/x?q=1&q=2&b', 'https://a.example/x?q=1%20%26%202&b'],
  ['https://a.example/x?%zz=1', 'https://a.example/x?%zz=1&q=1%20%26%202'],
])('in %s a parameter is set, the others stay as they were sent', (url, expected) => {
  expect(withQueryParameter(url, 'q', '1 & 2')).toBe(expected);
});

test.each(['no colon', ': value', 'Bad Name: x', 'A: b\r\nX: y'])('--set-header %j is refused', (text) => {
  expect(() => parseHeader(text)).toThrow('--set-header takes a name and a value');
});

test('a named value may hold =, and needs one', () => {
  expect(parseNamedValue('--set-query', 'page=2', 'filter=a=b')).toEqual({ name: 'filter', value: 'a=b' });
  expect(() => parseNamedValue('--set-query', 'page=2', 'page')).toThrow('--set-query "page" has no =.');
});
