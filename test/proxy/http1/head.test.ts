import { describe, expect, test, vi } from 'vitest';
import type { Framing, RequestHead, ResponseHead } from '../../../src/proxy/call.ts';
import {
  type BadMessage,
  HeadCollector,
  isBad,
  MAX_FIELDS,
  parseRequestHead,
  parseResponseHead,
} from '../../../src/proxy/http1/head.ts';
import { requestHead, responseHead } from '../../../src/proxy/http1/write.ts';
import { mutated, randomBelow } from './mutate.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const LIMIT = 65_536;

/** A request with these header lines, each as it stands on the wire without its CRLF. */
const withLines = (...lines: string[]): string =>
  `POST /a HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;
const answerWith = (...lines: string[]): string =>
  `HTTP/1.1 200 OK\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`;

function request(text: string): RequestHead {
  const head = parseRequestHead(bytes(text));
  if (isBad(head)) throw new Error(head.message);
  return head;
}

function response(text: string, method = 'GET'): ResponseHead {
  const head = parseResponseHead(bytes(text), method);
  if (isBad(head)) throw new Error(head.message);
  return head;
}

function refusal(head: RequestHead | ResponseHead | BadMessage): [code: string, message: string] {
  if (!isBad(head)) throw new Error('it was accepted');
  return [head.code, head.message];
}

describe('a request head', () => {
  test('is read with target, authority and all fields as they came', () => {
    expect(
      request(
        'GET http://a.example/x?y=%20 HTTP/1.1\r\nHost: a.example\r\nX-a:1\r\nx-A: \t 2 \t\r\nCookie: a=b; c="d"\r\nEmpty:\r\nX-a:3\r\n\r\n',
      ),
    ).toEqual({
      method: 'GET',
      target: 'http://a.example/x?y=%20',
      authority: 'a.example',
      httpVersion: '1.1',
      rawHeaders: ['Host', 'a.example', 'X-a', '1', 'x-A', '2', 'Cookie', 'a=b; c="d"', 'Empty', '', 'X-a', '3'],
      framing: { kind: 'none' },
    });
  });

  test('keeps bytes beyond ASCII in target and values, one character for each', () => {
    const head = parseRequestHead(Buffer.from('GET /grüße HTTP/1.1\r\nX: é\x80\xff\r\n\r\n', 'utf8'));
    expect(head).toMatchObject({
      target: Buffer.from('/grüße').toString('latin1'),
      rawHeaders: ['X', Buffer.from('é\x80\xff').toString('latin1')],
    });
  });

  test('of HTTP/1.0 and without Host is one', () => {
    expect(request('GET / HTTP/1.0\r\n\r\n')).toMatchObject({
      httpVersion: '1.0',
      authority: undefined,
      rawHeaders: [],
    });
  });

  test.each([
    ['GET /', 'GET / HTTP/1.1\r\nX: a b\r\n\r\n'],
    ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\n\r\n'],
    ['CONNECT a:443', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'],
    ['a method of 32 characters', `${'M'.repeat(32)} / HTTP/1.1\r\n\r\n`],
    ['a method of odd token characters', "m-!#$%&'*+.^_`|~9 / HTTP/1.1\r\n\r\n"],
    ['quotes, backslashes and brackets in the target', 'GET /a"<>\\^`{|}[]# HTTP/1.1\r\n\r\n'],
    ['an empty line before it', '\r\nGET / HTTP/1.1\r\n\r\n'],
    ['four empty lines before it', '\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n\r\n'],
    ['a tab within a value', withLines('X: a\tb')],
    ['colons and commas in a value', withLines('X: a:b,,c::')],
    [
      'a field named like a framing one',
      withLines('Content-Lengths: 1', 'Content_Length: 2', 'X-Transfer-Encoding: gzip'),
    ],
    ['as many fields as there may be', withLines(...Array<string>(MAX_FIELDS).fill('a: b'))],
    ['an empty Host', withLines('Host:')],
    ['a Host with a port', withLines('Host: a-b_c.example:8443')],
    ['a Host that is an IPv6 address', withLines('Host: [fe80::1%25eth0]:80')],
    ['a Host of IPv4', withLines('hOsT: 127.0.0.1')],
  ])('is accepted with %s', (_what, text) => {
    expect(isBad(parseRequestHead(bytes(text)))).toBe(false);
  });

  const REFUSED: readonly (readonly [text: string, code: string, message: string])[] = [
    // Line ends.
    ['GET / HTTP/1.1\nHost: a\r\n\r\n', 'HPE_CR_EXPECTED', 'the request line ends in LF without CR'],
    ['GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n', 'HPE_CR_EXPECTED', 'a line of the headers ends in LF without CR'],
    ['GET / HTTP/1.1\r\nHost: a\n\r\n\r\n', 'HPE_CR_EXPECTED', 'a line of the headers ends in LF without CR'],
    ['GET / HTTP/1.1\r\nX: a\rY: b\r\n\r\n', 'HPE_LF_EXPECTED', 'a line of the headers contains CR without LF'],
    ['GET / HTTP/1.1\r\nX: a\r\r\n\r\n', 'HPE_LF_EXPECTED', 'a line of the headers contains CR without LF'],
    ['GET /\r HTTP/1.1\r\n\r\n', 'HPE_LF_EXPECTED', 'the request line contains CR without LF'],
    ['GET / HTTP/1.1\r\nX: a\r\n', 'HPE_INVALID_HEADER_TOKEN', 'the headers do not end in an empty line'],
    // Field lines.
    [withLines(' X: a'), 'HPE_INVALID_HEADER_TOKEN', 'the first line of the headers begins with white space'],
    [
      withLines('X: a', ' b: c'),
      'HPE_INVALID_HEADER_TOKEN',
      'a line of the headers is folded: it begins with white space',
    ],
    [
      withLines('X: a', '\tTransfer-Encoding: chunked'),
      'HPE_INVALID_HEADER_TOKEN',
      'a line of the headers is folded: it begins with white space',
    ],
    [
      withLines('Content-Length : 5'),
      'HPE_INVALID_HEADER_TOKEN',
      'white space between the name "Content-Length" and its colon',
    ],
    [withLines('Host\t: a'), 'HPE_INVALID_HEADER_TOKEN', 'white space between the name "Host" and its colon'],
    [withLines(': a'), 'HPE_INVALID_HEADER_TOKEN', 'a line of the headers has no name before its colon'],
    [withLines('nonsense'), 'HPE_INVALID_HEADER_TOKEN', 'a line of the headers has no colon'],
    [withLines('a b: c'), 'HPE_INVALID_HEADER_TOKEN', 'the name "a b" contains a character that is not allowed'],
    [withLines('X\xe9: c'), 'HPE_INVALID_HEADER_TOKEN', 'the name "X\xe9" contains a character that is not allowed'],
    [
      withLines('Transfer-Encoding\0: chunked'),
      'HPE_INVALID_HEADER_TOKEN',
      'the name "Transfer-Encoding\\u0000" contains a character that is not allowed',
    ],
    [withLines('X: a\0b'), 'HPE_INVALID_HEADER_TOKEN', 'the value of "X" contains a NUL character'],
    [withLines('X: \x1b[2J'), 'HPE_INVALID_HEADER_TOKEN', 'the value of "X" contains the control character 0x1b'],
    [withLines('X: a\x7f'), 'HPE_INVALID_HEADER_TOKEN', 'the value of "X" contains the control character 0x7f'],
    [
      withLines('Transfer-Encoding:\x0bchunked'),
      'HPE_INVALID_HEADER_TOKEN',
      'the value of "Transfer-Encoding" contains the control character 0x0b',
    ],
    // Framing.
    [
      withLines('Content-Length: 5', 'Transfer-Encoding: chunked'),
      'HPE_UNEXPECTED_CONTENT_LENGTH',
      'Content-Length and Transfer-Encoding together',
    ],
    [
      withLines('transfer-encoding: identity', 'CONTENT-LENGTH: 0'),
      'HPE_UNEXPECTED_CONTENT_LENGTH',
      'Content-Length and Transfer-Encoding together',
    ],
    [withLines('Content-Length: 5', 'Content-Length: 6'), 'HPE_INVALID_CONTENT_LENGTH', 'more than one Content-Length'],
    [withLines('Content-Length: 5', 'content-length: 5'), 'HPE_INVALID_CONTENT_LENGTH', 'more than one Content-Length'],
    ...['5, 5', '5,6', '+5', '-1', '0x5', '5 5', '5.0', '1e3', '', '5;', '\xb2'].map(
      (value) =>
        [
          withLines(`Content-Length: ${value}`),
          'HPE_INVALID_CONTENT_LENGTH',
          `Content-Length "${value}" is not a number`,
        ] as const,
    ),
    ...['9007199254740992', '18446744073709551621', `5${'0'.repeat(40)}`, `${'0'.repeat(40)}5`].map(
      (value) =>
        [
          withLines(`Content-Length: ${value}`),
          'HPE_INVALID_CONTENT_LENGTH',
          `Content-Length "${value}" is too large`,
        ] as const,
    ),
    ...['gzip, chunked', 'chunked, chunked', 'identity', 'chunked;q=1', '"chunked"', 'xchunked', ''].map(
      (value) =>
        [
          withLines(`Transfer-Encoding: ${value}`),
          'HPE_INVALID_TRANSFER_ENCODING',
          `Transfer-Encoding ${JSON.stringify(value)} is not supported, only chunked is`,
        ] as const,
    ),
    [
      withLines('Transfer-Encoding: chunked', 'Transfer-encoding: chunked'),
      'HPE_INVALID_TRANSFER_ENCODING',
      'more than one Transfer-Encoding',
    ],
    [
      'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n',
      'HPE_INVALID_TRANSFER_ENCODING',
      'Transfer-Encoding in a message of HTTP/1.0',
    ],
    [
      'CONNECT a:443 HTTP/1.1\r\nContent-Length: 5\r\n\r\n',
      'HPE_UNEXPECTED_CONTENT_LENGTH',
      'a CONNECT request announces a body, which it cannot have',
    ],
    [
      'CONNECT a:443 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n',
      'HPE_UNEXPECTED_CONTENT_LENGTH',
      'a CONNECT request announces a body, which it cannot have',
    ],
    // Routing.
    [withLines('Host: a', 'Host: b'), 'HPE_INVALID_HEADER_TOKEN', 'more than one Host'],
    [withLines('Host: a', 'hOST: a'), 'HPE_INVALID_HEADER_TOKEN', 'more than one Host'],
    ...['a b', 'a/b', 'u@a', 'a:b', 'a?b', 'a#b', 'a\\b', 'a:80:81', '[::1', '::1', 'a:123456', 'h\xe9'].map(
      (value) =>
        [
          withLines(`Host: ${value}`),
          'HPE_INVALID_HEADER_TOKEN',
          `Host ${JSON.stringify(value)} is not a host name`,
        ] as const,
    ),
    // The request line.
    ['GET / HTTP/2.0\r\n\r\n', 'HPE_INVALID_VERSION', 'the version "HTTP/2.0" is neither HTTP/1.0 nor HTTP/1.1'],
    ['GET / http/1.1\r\n\r\n', 'HPE_INVALID_VERSION', 'the version "http/1.1" is neither HTTP/1.0 nor HTTP/1.1'],
    ['GET / HTTP/1.2\r\n\r\n', 'HPE_INVALID_VERSION', 'the version "HTTP/1.2" is neither HTTP/1.0 nor HTTP/1.1'],
    ['GET / HTTP/1.10\r\n\r\n', 'HPE_INVALID_VERSION', 'the version "HTTP/1.10" is neither HTTP/1.0 nor HTTP/1.1'],
    ['GET /\r\n\r\n', 'HPE_INVALID_VERSION', 'the request line has no HTTP version'],
    ['GET\r\n\r\n', 'HPE_INVALID_URL', 'the request line has no target'],
    ['GET  HTTP/1.1\r\n\r\n', 'HPE_INVALID_URL', 'the request line has no target'],
    ['GET /a b HTTP/1.1\r\n\r\n', 'HPE_INVALID_URL', 'the request line has more than two spaces'],
    ['GET  / HTTP/1.1\r\n\r\n', 'HPE_INVALID_URL', 'the request line has more than two spaces'],
    ['GET / HTTP/1.1 \r\n\r\n', 'HPE_INVALID_URL', 'the request line has more than two spaces'],
    ['GET /\0 HTTP/1.1\r\n\r\n', 'HPE_INVALID_URL', 'the request target contains a NUL character'],
    ['GET /\t HTTP/1.1\r\n\r\n', 'HPE_INVALID_URL', 'the request target contains the control character 0x09'],
    [' GET / HTTP/1.1\r\n\r\n', 'HPE_INVALID_METHOD', 'the request line does not begin with a method'],
    ['G\tT / HTTP/1.1\r\n\r\n', 'HPE_INVALID_METHOD', 'the method "G\\tT" contains a character that is not allowed'],
    ['G(T / HTTP/1.1\r\n\r\n', 'HPE_INVALID_METHOD', 'the method "G(T" contains a character that is not allowed'],
    [`${'M'.repeat(33)} / HTTP/1.1\r\n\r\n`, 'HPE_INVALID_METHOD', 'the method is longer than 32 characters'],
    [
      `${'\r\n'.repeat(5)}GET / HTTP/1.1\r\n\r\n`,
      'HPE_INVALID_METHOD',
      'more than 4 empty lines before the request line',
    ],
  ];

  test.each(REFUSED)('%j is refused', (text, code, message) => {
    expect(refusal(parseRequestHead(bytes(text)))).toEqual([code, message]);
  });

  test('with more fields than there may be is refused', () => {
    const text = withLines(...Array<string>(MAX_FIELDS + 1).fill('a: b'));
    expect(refusal(parseRequestHead(bytes(text)))).toEqual(['HPE_HEADER_OVERFLOW', 'there are more than 2000 headers']);
  });

  test.each([
    ['GET /a HTTP/1.1\r\nX : b\r\n\r\n', { method: 'GET', target: '/a' }],
    ['\r\nPUT /a HTTP/1.1\r\nHost: a b\r\n\r\n', { method: 'PUT', target: '/a' }],
    ['GET /a HTTP/3\r\n\r\n', { method: 'GET', target: '/a' }],
    ['GET /a HTTP/1.1\nX: b\r\n\r\n', { method: 'GET', target: '/a' }],
    ['POST /a HTTP/1.1\r\nContent-Length: x\r\n\r\n', { method: 'POST', target: '/a' }],
    ['GET\r\n\r\n', { method: 'GET' }],
    ['G(T /a HTTP/1.1\r\n\r\n', {}],
  ])('that is refused tells method and target as far as they can be read: %j', (text, known) => {
    const { kind, code, message, ...rest } = parseRequestHead(bytes(text)) as BadMessage;
    expect([kind, typeof code, typeof message]).toEqual(['bad', 'string', 'string']);
    expect(rest).toEqual(known);
  });
});

describe('a response head', () => {
  test('is read with its reason and all fields as they came', () => {
    expect(response('HTTP/1.1 404 Not \xe9  Found \r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\n')).toEqual({
      status: 404,
      reason: 'Not \xe9  Found ',
      httpVersion: '1.1',
      rawHeaders: ['Set-Cookie', 'a', 'set-cookie', 'b'],
      framing: { kind: 'until-close' },
    });
  });

  test.each([
    ['HTTP/1.1 200\r\n\r\n', ''],
    ['HTTP/1.1 200 \r\n\r\n', ''],
    ['HTTP/1.0 999 \tx\r\n\r\n', '\tx'],
    ['HTTP/1.1 100  two spaces\r\n\r\n', ' two spaces'],
    ['HTTP/1.1 200 OK\r\nHost: a b\r\nHost: c\r\n\r\n', 'OK'],
  ])('%j is accepted', (text, reason) => {
    expect(response(text).reason).toBe(reason);
  });

  test.each([
    [
      'SSH-2.0-OpenSSH_9.6\r\n\r\n',
      'HPE_INVALID_CONSTANT',
      'the response does not begin with HTTP/ (received "SSH-2.0-OpenSSH_9.6\\r\\n\\r\\n")',
    ],
    [
      `<html>${'x'.repeat(100)}\r\n\r\n`,
      'HPE_INVALID_CONSTANT',
      `the response does not begin with HTTP/ (received "<html>${'x'.repeat(54)}…")`,
    ],
    [
      '\r\nHTTP/1.1 200 OK\r\n\r\n',
      'HPE_INVALID_CONSTANT',
      'the response does not begin with HTTP/ (received "\\r\\nHTTP/1.1 200 OK\\r\\n\\r\\n")',
    ],
    ['HTTP/2 200\r\n\r\n', 'HPE_INVALID_VERSION', 'the version "HTTP/2" is neither HTTP/1.0 nor HTTP/1.1'],
    ['HTTP/1.1\r\n\r\n', 'HPE_INVALID_STATUS', 'the status "" is not a number from 100 to 999'],
    ['HTTP/1.1 099 Low\r\n\r\n', 'HPE_INVALID_STATUS', 'the status "099" is not a number from 100 to 999'],
    ['HTTP/1.1 20\r\n\r\n', 'HPE_INVALID_STATUS', 'the status "20" is not a number from 100 to 999'],
    ['HTTP/1.1 2000 OK\r\n\r\n', 'HPE_INVALID_STATUS', 'the status "2000" is not a number from 100 to 999'],
    ['HTTP/1.1 200OK\r\n\r\n', 'HPE_INVALID_STATUS', 'the status "200OK" is not a number from 100 to 999'],
    ['HTTP/1.1  200 OK\r\n\r\n', 'HPE_INVALID_STATUS', 'the status "" is not a number from 100 to 999'],
    ['HTTP/1.1 200 O\0K\r\n\r\n', 'HPE_INVALID_STATUS', 'the reason phrase contains a NUL character'],
    ['HTTP/1.1 200 OK\nX: y\r\n\r\n', 'HPE_CR_EXPECTED', 'the status line ends in LF without CR'],
    ['HTTP/1.1 200 OK\rX: y\r\n\r\n', 'HPE_LF_EXPECTED', 'the status line contains CR without LF'],
    [answerWith('X: a\nb: c'), 'HPE_CR_EXPECTED', 'a line of the headers ends in LF without CR'],
    [
      answerWith('X: a', ' b'),
      'HPE_INVALID_HEADER_TOKEN',
      'a line of the headers is folded: it begins with white space',
    ],
    [answerWith('X : a'), 'HPE_INVALID_HEADER_TOKEN', 'white space between the name "X" and its colon'],
    [
      answerWith('Content-Length: 5', 'Transfer-Encoding: chunked'),
      'HPE_UNEXPECTED_CONTENT_LENGTH',
      'Content-Length and Transfer-Encoding together',
    ],
    [
      answerWith('Content-Length: 5', 'Content-Length: 5'),
      'HPE_INVALID_CONTENT_LENGTH',
      'more than one Content-Length',
    ],
    [answerWith('Content-Length: 5,5'), 'HPE_INVALID_CONTENT_LENGTH', 'Content-Length "5,5" is not a number'],
    [
      answerWith('Transfer-Encoding: gzip, chunked'),
      'HPE_INVALID_TRANSFER_ENCODING',
      'Transfer-Encoding "gzip, chunked" is not supported, only chunked is',
    ],
    [
      'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
      'HPE_INVALID_TRANSFER_ENCODING',
      'Transfer-Encoding in a message of HTTP/1.0',
    ],
  ])('%j is refused', (text, code, message) => {
    expect(refusal(parseResponseHead(bytes(text), 'GET'))).toEqual([code, message]);
  });

  test('with more fields than there may be is refused', () => {
    const text = answerWith(...Array<string>(MAX_FIELDS + 1).fill('a: b'));
    expect(refusal(parseResponseHead(bytes(text), 'GET'))[0]).toBe('HPE_HEADER_OVERFLOW');
  });

  test('with contradictions is refused even where no body follows', () => {
    const text = answerWith('Content-Length: 5', 'Transfer-Encoding: chunked');
    expect(refusal(parseResponseHead(bytes(text), 'HEAD'))[0]).toBe('HPE_UNEXPECTED_CONTENT_LENGTH');
  });
});

describe('the end of the body is known', () => {
  const none: Framing = { kind: 'none' };
  const chunked: Framing = { kind: 'chunked' };
  const untilClose: Framing = { kind: 'until-close' };
  const length = (count: number): Framing => ({ kind: 'length', bytes: count });

  test.each([
    [withLines('Host: a'), none],
    [withLines('Content-Length: 0'), length(0)],
    [withLines('Content-Length:  17 '), length(17)],
    [withLines('content-LENGTH: 007'), length(7)],
    [withLines('Content-Length: 9007199254740991'), length(Number.MAX_SAFE_INTEGER)],
    [withLines('Transfer-Encoding: chunked'), chunked],
    [withLines('transfer-encoding:\tCHunked\t'), chunked],
    ['GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\n', length(3)],
    ['GET / HTTP/1.0\r\nContent-Length: 3\r\n\r\n', length(3)],
    ['CONNECT a:443 HTTP/1.1\r\nContent-Length: 0\r\n\r\n', length(0)],
  ])('of the request %j', (text, framing) => {
    expect(request(text).framing).toEqual(framing);
  });

  test.each([
    ['GET', answerWith(), untilClose],
    ['GET', 'HTTP/1.0 200 OK\r\n\r\n', untilClose],
    ['GET', answerWith('Content-Length: 0'), length(0)],
    ['POST', answerWith('Content-Length: 12'), length(12)],
    ['GET', answerWith('Transfer-Encoding: Chunked'), chunked],
    ['HEAD', answerWith('Content-Length: 12'), none],
    ['HEAD', answerWith('Transfer-Encoding: chunked'), none],
    ['HEAD', answerWith(), none],
    // Methods are case-sensitive: this is another one.
    ['head', answerWith('Content-Length: 12'), length(12)],
    ['CONNECT', answerWith('Content-Length: 12'), none],
    ['CONNECT', 'HTTP/1.1 299 x\r\n\r\n', none],
    ['CONNECT', 'HTTP/1.1 407 x\r\nContent-Length: 12\r\n\r\n', length(12)],
    ['GET', 'HTTP/1.1 204 x\r\nContent-Length: 0\r\n\r\n', none],
    ['GET', 'HTTP/1.1 304 x\r\nContent-Length: 12\r\n\r\n', none],
    ['GET', 'HTTP/1.1 100 x\r\n\r\n', none],
    ['GET', 'HTTP/1.1 101 x\r\n\r\n', none],
    ['GET', 'HTTP/1.1 199 x\r\n\r\n', none],
    ['GET', 'HTTP/1.1 205 x\r\nContent-Length: 0\r\n\r\n', length(0)],
    ['GET', 'HTTP/1.1 303 x\r\n\r\n', untilClose],
  ])('of the response to %s: %j', (method, text, framing) => {
    expect(response(text, method).framing).toEqual(framing);
  });
});

describe('the collector of a head', () => {
  const HEAD = 'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n';
  const BODY = 'x\r\n\r\ny\n\n\r\rz';

  test('hands a head that came in one piece back without copying it, and what came behind it', () => {
    const pushed = bytes(HEAD + BODY);
    const step = new HeadCollector(LIMIT).push(pushed);
    if (step.kind !== 'head') throw new Error(step.kind);
    expect(step.bytes.toString('latin1')).toBe(HEAD);
    expect(step.rest.toString('latin1')).toBe(BODY);
    expect([step.bytes.buffer, step.bytes.byteOffset]).toEqual([pushed.buffer, pushed.byteOffset]);
    expect([step.rest.buffer, step.rest.byteOffset]).toEqual([pushed.buffer, pushed.byteOffset + HEAD.length]);
  });

  test.each([
    ['request', HEAD],
    ['request', `\r\n\r\n${HEAD}`],
    ['response', 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n'],
  ] as const)('finds the end of a %s wherever it is cut', (expected, head) => {
    const whole = head + BODY;
    for (let first = 0; first <= whole.length; first += 1) {
      for (const second of [first, first + 1, first + 2, first + 3, whole.length]) {
        const collector = new HeadCollector(LIMIT, expected);
        let seen = 0;
        for (const piece of [whole.slice(0, first), whole.slice(first, second), whole.slice(second)]) {
          const step = collector.push(bytes(piece));
          seen += piece.length;
          if (step.kind === 'more') {
            expect(seen).toBeLessThan(head.length);
            continue;
          }
          if (step.kind === 'bad') throw new Error(`${step.message} at ${first}`);
          expect(step.bytes.toString('latin1')).toBe(head);
          expect(step.rest.toString('latin1')).toBe(whole.slice(head.length, seen));
          break;
        }
        expect(seen).toBeGreaterThanOrEqual(head.length);
      }
    }
  });

  test('reads heads that follow one another, byte by byte and in one piece', () => {
    const emptyLines = '\r\n'.repeat(4);
    const heads = [1, 2, 3].map((path) => `${path === 1 ? '' : emptyLines}GET /${path} HTTP/1.1\r\nX: y\r\n\r\n`);
    const trickled: string[] = [];
    const slow = new HeadCollector(LIMIT);
    for (const character of heads.join('')) {
      const step = slow.push(bytes(character));
      if (step.kind === 'head') trickled.push(step.bytes.toString('latin1'));
    }
    expect(trickled).toEqual(heads);
    const pipelined: string[] = [];
    const fast = new HeadCollector(LIMIT);
    for (let rest = bytes(heads.join('')); rest.length > 0; ) {
      const step = fast.push(rest);
      if (step.kind !== 'head') throw new Error(step.kind);
      pipelined.push(step.bytes.toString('latin1'));
      rest = step.rest;
    }
    expect(pipelined).toEqual(heads);
  });

  test('does not change a head it has handed over when the next one comes in pieces', () => {
    const collector = new HeadCollector(LIMIT);
    collector.push(bytes('GET /1 HTTP/1.1\r\n'));
    const first = collector.push(bytes('\r\n'));
    collector.push(bytes('PUT /2 HTTP/1.1\r\n'));
    collector.push(bytes('\r\n'));
    expect(first.kind === 'head' && first.bytes.toString()).toBe('GET /1 HTTP/1.1\r\n\r\n');
  });

  test('is empty before a head, after one and after empty lines, not within one', () => {
    const collector = new HeadCollector(LIMIT);
    const states = ['', '\r\n', '\r', '\nG', 'ET / HTTP/1.1\r\n', '\r\n', '\r\n'].map((piece) => {
      collector.push(bytes(piece));
      return collector.isEmpty;
    });
    expect(states).toEqual([true, true, true, false, false, true, true]);
    const responses = new HeadCollector(LIMIT, 'response');
    responses.push(bytes('H'));
    expect(responses.isEmpty).toBe(false);
  });

  test('accepts a head of exactly the limit and refuses one of a byte more, in one piece or many', () => {
    for (const size of [1, 7, 2000]) {
      for (const [limit, kind] of [
        [HEAD.length, 'head'],
        [HEAD.length - 1, 'bad'],
      ] as const) {
        const collector = new HeadCollector(limit);
        let step = collector.push(bytes(''));
        for (let at = 0; at < HEAD.length && step.kind === 'more'; at += size) {
          step = collector.push(bytes(HEAD.slice(at, at + size)));
        }
        expect(step.kind).toBe(kind);
      }
    }
  });

  test('stops an endless head at the limit, with the request line for the record', () => {
    const collector = new HeadCollector(1000);
    let sent = 0;
    let step = collector.push(bytes('GET /a HTTP/1.1\r\n'));
    while (step.kind === 'more') {
      step = collector.push(bytes('X: yyyyyy\r\n'));
      sent += 11;
    }
    expect(step).toEqual({
      kind: 'bad',
      code: 'HPE_HEADER_OVERFLOW',
      message: 'the headers are larger than 1000 bytes',
      method: 'GET',
      target: '/a',
    });
    expect(sent).toBeLessThan(1011);
    expect(collector.push(bytes('\r\n\r\n'))).toBe(step);
  });

  test('stops a head of one piece at the limit, whether or not its end is in the piece', () => {
    for (const end of ['', '\r\n\r\n']) {
      const step = new HeadCollector(1000).push(bytes(`GET /a HTTP/1.1\r\nX: ${'y'.repeat(5000)}${end}`));
      expect(step).toMatchObject({ code: 'HPE_HEADER_OVERFLOW', method: 'GET', target: '/a' });
    }
  });

  test('does not wait for more once the limit is reached without an end', () => {
    const text = `GET /a HTTP/1.1\r\nX: ${'y'.repeat(1000)}`.slice(0, 1000);
    expect(new HeadCollector(1000).push(bytes(text)).kind).toBe('bad');
    const collector = new HeadCollector(1000);
    expect(collector.push(bytes(text.slice(0, 999))).kind).toBe('more');
    expect(collector.push(bytes(text.slice(999))).kind).toBe('bad');
  });

  test('takes a body larger than the limit in the same piece for what it is', () => {
    const step = new HeadCollector(1000).push(bytes(`${HEAD}${'y'.repeat(5000)}`));
    expect(step.kind === 'head' && step.rest.length).toBe(5000);
  });

  test.each([
    ['GET / HTTP/1.1\n\n', 'HPE_CR_EXPECTED', 'a line of the headers ends in LF without CR'],
    ['GET / HTTP/1.1\r\nHost: a\n\r\n', 'HPE_CR_EXPECTED', 'a line of the headers ends in LF without CR'],
    ['GET / HTTP/1.1\r\rHost', 'HPE_LF_EXPECTED', 'a line of the headers contains CR without LF'],
    ['\nGET /', 'HPE_CR_EXPECTED', 'an empty line before the request line ends in LF without CR'],
    ['\r\n\nGET /', 'HPE_CR_EXPECTED', 'an empty line before the request line ends in LF without CR'],
    ['\rGET /', 'HPE_LF_EXPECTED', 'an empty line before the request line contains CR without LF'],
    ['\r\n'.repeat(5), 'HPE_INVALID_METHOD', 'more than 4 empty lines before the request line'],
    [' GET /', 'HPE_INVALID_METHOD', 'the request line does not begin with a method'],
    ['\x01\x02', 'HPE_INVALID_METHOD', 'the request line does not begin with a method'],
    ['\x05\x01\x00', 'HPE_INVALID_METHOD', 'SOCKS5 where HTTP belongs: name this address with http://, not socks://'],
    ['\x04\x01\x00', 'HPE_INVALID_METHOD', 'SOCKS4 where HTTP belongs: name this address with http://, not socks://'],
    [
      '\x16\x03\x01\x02',
      'HPE_INVALID_METHOD',
      'TLS where a request in clear belongs: name this address with http://, not https://',
    ],
  ])('does not wait for the end of %j, in one piece or byte by byte', (text, code, message) => {
    const whole = new HeadCollector(LIMIT).push(bytes(text));
    expect(whole).toMatchObject({ kind: 'bad', code, message });
    const collector = new HeadCollector(LIMIT);
    const steps = Array.from(text, (character) => collector.push(bytes(character)));
    expect(steps.at(-1)).toMatchObject({ kind: 'bad', code, message });
  });

  test('waits for the LF of a CR at the end of a piece', () => {
    const collector = new HeadCollector(LIMIT);
    expect(['GET / HTTP/1.1\r', '\nX: y\r', '\n\r', '\n'].map((piece) => collector.push(bytes(piece)).kind)).toEqual([
      'more',
      'more',
      'more',
      'head',
    ]);
  });

  test.each([
    ['-ERR unknown command\r\n', '-ERR unknown command\\r\\n'],
    ['HTTQ', 'HTTQ'],
    ['\r\n', '\\r\\n'],
    ['\x15\x03\x01\x00\x02', '\\u0015\\u0003\\u0001\\u0000\\u0002'],
  ])('refuses a response that begins with %j at once, with what came', (text, shown) => {
    expect(new HeadCollector(LIMIT, 'response').push(bytes(text))).toEqual({
      kind: 'bad',
      code: 'HPE_INVALID_CONSTANT',
      message: `the response does not begin with HTTP/ (received "${shown}")`,
    });
  });

  test('shows what came of a response in pieces from its first byte on', () => {
    const collector = new HeadCollector(LIMIT, 'response');
    expect([collector.push(bytes('HT')).kind, collector.push(bytes('T')).kind]).toEqual(['more', 'more']);
    expect(collector.push(bytes('X or so'))).toMatchObject({
      message: 'the response does not begin with HTTP/ (received "HTTX or so")',
    });
  });

  test('copies and searches a head that trickles in only a few times', () => {
    const copying = vi.spyOn(Buffer.prototype, 'set');
    const searching = vi.spyOn(Buffer.prototype, 'indexOf');
    try {
      const pieces = 20_000;
      const collector = new HeadCollector(LIMIT);
      collector.push(bytes('GET / HTTP/1.1\r\nX: '));
      for (let i = 0; i < pieces; i += 1) collector.push(bytes('x'));
      const copied = copying.mock.calls.reduce((sum, [source]) => sum + (source as Buffer).length, 0);
      const searched = searching.mock.calls.reduce(
        (sum, [, from], call) => sum + (searching.mock.contexts[call] as Buffer).length - Number(from),
        0,
      );
      expect(copied).toBeGreaterThan(pieces);
      expect(copied).toBeLessThan(5 * pieces);
      expect(searched).toBeGreaterThan(pieces);
      expect(searched).toBeLessThan(5 * pieces);
    } finally {
      copying.mockRestore();
      searching.mockRestore();
    }
  });
});

describe('whatever is accepted, however damaged, is one message and no other', () => {
  const REQUESTS = [
    'POST http://a.example/x?y HTTP/1.1\r\nHost: a.example\r\nContent-Length: 12\r\nX-A: b c\r\n\r\n',
    'GET /x HTTP/1.0\r\nAccept: */*\r\nCookie: a=b; c=d\r\n\r\n',
    'PUT /\xc3\xa9 HTTP/1.1\r\nHost: a:80\r\nTransfer-Encoding: chunked\r\nX: \xc3\xa9\r\n\r\n',
  ];
  const RESPONSES = [
    'HTTP/1.1 200 OK\r\nContent-Length: 12\r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\n\r\n',
    'HTTP/1.0 404 Not Found\r\nServer: x\r\nX:\r\n\r\n',
    'HTTP/1.1 201\r\nTransfer-Encoding: chunked\r\n\r\n',
  ];
  const ROUNDS = 2000;

  /** The head that the text begins with, if it is one; in one piece and byte by byte must be the same. */
  function parsed<Head extends object>(
    text: string,
    expected: 'request' | 'response',
    parse: (head: Buffer) => Head | BadMessage,
  ): { readonly head: Head; readonly text: string } | undefined {
    const whole = new HeadCollector(LIMIT, expected).push(bytes(text));
    const head = whole.kind === 'head' ? parse(whole.bytes) : undefined;
    const collector = new HeadCollector(LIMIT, expected);
    let step = collector.push(bytes(''));
    for (let at = 0; at < text.length && step.kind === 'more'; at += 1) step = collector.push(bytes(text[at]!));
    const trickled = step.kind === 'head' ? parse(step.bytes) : undefined;
    if (head === undefined || isBad(head) || whole.kind !== 'head') {
      if (trickled !== undefined && !isBad(trickled)) throw new Error(`only byte by byte: ${JSON.stringify(text)}`);
      return undefined;
    }
    expect(trickled).toEqual(head);
    return { head, text: whole.bytes.toString('latin1') };
  }

  function expectOneMessage(text: string, rawHeaders: readonly string[]): void {
    const trimmed = text.replace(/^(\r\n){1,4}/, '');
    expect(/[^\r]\n|\r[^\n]|[\0\x7f]/.test(trimmed)).toBe(false);
    expect(trimmed.split('\r\n')).toHaveLength(rawHeaders.length / 2 + 3);
  }

  test('requests', () => {
    const random = randomBelow(1);
    let accepted = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const found = parsed(mutated(REQUESTS[random(REQUESTS.length)]!, random), 'request', parseRequestHead);
      if (found === undefined) continue;
      accepted += 1;
      const { head } = found;
      expectOneMessage(found.text, head.rawHeaders);
      const again = bytes(requestHead(head.method, head.target, head.httpVersion, head.rawHeaders));
      expect(parseRequestHead(again)).toEqual(head);
    }
    expect(accepted).toBeGreaterThan(ROUNDS / 20);
    expect(accepted).toBeLessThan((ROUNDS * 19) / 20);
  });

  test('responses', () => {
    const random = randomBelow(2);
    let accepted = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const found = parsed(mutated(RESPONSES[random(RESPONSES.length)]!, random), 'response', (head) =>
        parseResponseHead(head, 'GET'),
      );
      if (found === undefined) continue;
      accepted += 1;
      const { head } = found;
      expectOneMessage(found.text, head.rawHeaders);
      const again = bytes(responseHead(head.status, head.reason, head.httpVersion, head.rawHeaders));
      expect(parseResponseHead(again, 'GET')).toEqual(head);
    }
    expect(accepted).toBeGreaterThan(ROUNDS / 20);
    expect(accepted).toBeLessThan((ROUNDS * 19) / 20);
  });
});
