import { describe, expect, test } from 'vitest';
import { isBad, parseRequestHead, parseResponseHead } from '../../../src/proxy/http1/head.ts';
import { chunk, lastChunk, requestHead, responseHead } from '../../../src/proxy/http1/write.ts';

test('a request head is written with its fields as they are', () => {
  expect(requestHead('GET', '/a?b', '1.1', ['Host', 'a', 'x-B', '', 'X-b', 'c, d'])).toBe(
    'GET /a?b HTTP/1.1\r\nHost: a\r\nx-B: \r\nX-b: c, d\r\n\r\n',
  );
  expect(requestHead('OPTIONS', '*', '1.0', [])).toBe('OPTIONS * HTTP/1.0\r\n\r\n');
});

test('a response head is written with reason and version as given', () => {
  expect(responseHead(200, 'Tr\xc3\xa8s bien', '1.0', ['A', '\xe9'])).toBe(
    'HTTP/1.0 200 Tr\xc3\xa8s bien\r\nA: \xe9\r\n\r\n',
  );
  expect(responseHead(599, '', '1.1', [])).toBe('HTTP/1.1 599 \r\n\r\n');
});

test('what the parser accepted at its limits is written', () => {
  const line = `${'M'.repeat(32)} /\xff HTTP/1.1\r\n`;
  const text = `${line}${"!#$%&'*+-.^_`|~: \t a:\xff\t, \r\n".repeat(2000)}\r\n`;
  const head = parseRequestHead(Buffer.from(text, 'latin1'));
  if (isBad(head)) throw new Error(head.message);
  expect(requestHead(head.method, head.target, head.httpVersion, head.rawHeaders)).toBe(
    `${line}${"!#$%&'*+-.^_`|~: a:\xff\t,\r\n".repeat(2000)}\r\n`,
  );
  const answer = parseResponseHead(Buffer.from('HTTP/1.1 999\r\nX:\r\n\r\n'), 'GET');
  if (isBad(answer)) throw new Error(answer.message);
  expect(responseHead(answer.status, answer.reason, answer.httpVersion, answer.rawHeaders)).toBe(
    'HTTP/1.1 999 \r\nX: \r\n\r\n',
  );
});

describe('what would be read as another message is not written', () => {
  test.each([
    ['a line of its own in a value', ['X', 'a\r\nHost: b']],
    ['a line of its own in a name', ['X: a\r\nHost', 'b']],
    ['the end of the head in a value', ['X', 'a\r\n\r\nGET /evil HTTP/1.1']],
    ['CRLF at the end of a value', ['X', 'a\r\n']],
    ['a bare CR', ['X', 'a\rb']],
    ['a bare LF', ['X', 'a\nb']],
    ['NUL', ['X', 'a\0b']],
    ['another control character', ['X', 'a\x1bb']],
    // Written as latin1 these two would become CR and LF.
    ['characters beyond one byte', ['X', 'a\u010d\u010aHost: b']],
    ['a space in a name', ['X ', 'a']],
    ['a folded line', [' X', 'a']],
    ['a colon in a name', ['Transfer-Encoding:x', 'a']],
    ['an empty name', ['', 'a']],
    ['a name without a value', ['X', 'a', 'Y']],
  ])('%s', (_what, fields) => {
    expect(() => requestHead('GET', '/', '1.1', fields)).toThrow(RangeError);
    expect(() => responseHead(200, 'OK', '1.1', fields)).toThrow(RangeError);
    expect(() => lastChunk(fields)).toThrow(RangeError);
  });

  test.each([
    ['GET /x', '/', '1.1'],
    ['\r\nGET', '/', '1.1'],
    ['', '/', '1.1'],
    ['M'.repeat(33), '/', '1.1'],
    ['GET', '/a b', '1.1'],
    ['GET', '', '1.1'],
    ['GET', '/ HTTP/1.1\r\nX: y\r\n', '1.1'],
    ['GET', '/\n', '1.1'],
    ['GET', '/\u010a', '1.1'],
    ['GET', '/', '2.0'],
    ['GET', '/', '1.1\r\nX: y'],
  ])('the request line of %j, %j, %j', (method, path, httpVersion) => {
    expect(() => requestHead(method, path, httpVersion, [])).toThrow(RangeError);
  });

  test.each([
    [99, '', '1.1'],
    [1000, '', '1.1'],
    [200.5, '', '1.1'],
    [Number.NaN, '', '1.1'],
    [200, 'a\r\nX: y', '1.1'],
    [200, 'a\n', '1.1'],
    [200, '\u010a', '1.1'],
    [200, '', '2.0'],
  ])('the status line of %j, %j, %j', (status, reason, httpVersion) => {
    expect(() => responseHead(status, reason, httpVersion, [])).toThrow(RangeError);
  });
});

describe('chunks', () => {
  test('carry their size in hexadecimal digits', () => {
    expect(chunk(Buffer.from('hello')).toString()).toBe('5\r\nhello\r\n');
    const large = chunk(Buffer.alloc(70_000, 'x'));
    expect(large.toString('latin1')).toBe(`11170\r\n${'x'.repeat(70_000)}\r\n`);
  });

  test('of no bytes are nothing, and do not end the body', () => {
    expect(chunk(Buffer.alloc(0))).toHaveLength(0);
  });

  test('do not share memory with what they were made of', () => {
    const bytes = Buffer.from('hello');
    const written = chunk(bytes);
    bytes.fill('x');
    expect(written.toString()).toBe('5\r\nhello\r\n');
  });

  test('end with the trailers', () => {
    expect(lastChunk([])).toBe('0\r\n\r\n');
    expect(lastChunk(['X-Sum', '7', 'x', '\xe9'])).toBe('0\r\nX-Sum: 7\r\nx: \xe9\r\n\r\n');
  });

  test('end without trailers that would frame or route the message', () => {
    expect(lastChunk(['Content-Length', '5', 'X-Sum', '7', 'HOST', 'a', 'transfer-encoding', 'chunked'])).toBe(
      '0\r\nX-Sum: 7\r\n\r\n',
    );
    expect(lastChunk(['Trailer', 'x'])).toBe('0\r\n\r\n');
  });
});
