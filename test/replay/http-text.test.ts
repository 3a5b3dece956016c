import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { RequestMessage } from '../../src/exchange/exchange.ts';
import { fromHttpText, toHttpText } from '../../src/replay/http-text.ts';
import { exchange, textBody } from '../support/exchanges.ts';

const request = (differing: Partial<RequestMessage> = {}): RequestMessage =>
  exchange({
    request: {
      method: 'POST',
      url: 'https://api.example.com/v1/orders',
      headers: [
        ['hOST', 'api.example.com'],
        ['Content-Length', '7'],
      ],
      body: textBody('{"a":1}'),
      ...differing,
    },
  }).request;

const noFile = (): Uint8Array => {
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
};
/** As an editor leaves it that changes one thing. */
const edited = (given: RequestMessage, from: string | RegExp, to: string) =>
  fromHttpText(toHttpText(given).text.replace(from, to), given, noFile);

test('the text is a request as a .http file has it', () => {
  expect(toHttpText(request()).text).toBe(
    [
      '# The request as it will be sent. Save and close to send it; leave nothing but comments to send nothing.',
      '# Content-Length is corrected for you. This file holds the secrets of the request, and is deleted afterwards.',
      'POST https://api.example.com/v1/orders HTTP/1.1',
      'hOST: api.example.com',
      'Content-Length: 7',
      '',
      '{"a":1}',
      '',
    ].join('\n'),
  );
});

test.each<[string, Partial<RequestMessage>]>([
  ['a text', {}],
  ['no body', { headers: [['Host', 'x']], body: null }],
  ['bytes that are not UTF-8 in a header', { headers: [['X-Old', 'caf\u00e9']], body: null }],
  ['UTF-8 in a header', { headers: [['X-New', 'cafÃ©']], body: null }],
  ['control characters in a header', { headers: [['X-Odd', 'a\u001b[1mb\tc']], body: null }],
  [
    'names twice',
    {
      headers: [
        ['A', '1'],
        ['a', '2'],
        ['A', '1'],
      ],
      body: null,
    },
  ],
  ['a name that begins with #', { headers: [['#x', '1']], body: null }],
  ['a body with white space around', { body: textBody('  {"a":1}  '), headers: [['Content-Length', '11']] }],
  ['HTTP/2', { httpVersion: '2.0', headers: [['content-type', 'application/json']] }],
])('%s comes back as it was where nothing is touched', (_name, differing) => {
  const given = request(differing);
  const { text, bodyFile } = toHttpText(given);
  expect(bodyFile).toBe(null);
  expect(fromHttpText(text, given, noFile)).toEqual(given);
});

test.each([
  ['bytes', Buffer.from([0, 255, 10])],
  ['lines that end in CRLF', Buffer.from('a\r\nb')],
  ['a last line feed', Buffer.from('a\n')],
  ['what reads as the name of a file', Buffer.from('< /etc/passwd')],
  ['the same behind spaces', Buffer.from('  < /etc/passwd')],
])('a body with %s stands in a file of its own', (_name, bytes) => {
  const given = request({
    headers: [['Content-Length', String(bytes.length)]],
    body: { bytes, totalBytes: bytes.length },
  });
  const { text, bodyFile } = toHttpText(given);
  expect(text.endsWith('\n\n< ./body.bin\n')).toBe(true);
  expect(bodyFile).toEqual(bytes);
  expect(fromHttpText(text, given, (path) => (path === './body.bin' ? bodyFile! : noFile()))).toEqual(given);
});

test('a compressed body is shown as text, and sent as it was where it is not touched', () => {
  const bytes = gzipSync('{"a":1}');
  const headers = [['Content-Encoding', 'gzip'] as const, ['Content-Length', String(bytes.length)] as const];
  const given = request({ headers, body: { bytes, totalBytes: bytes.length } });
  expect(toHttpText(given).text).toContain('\n\n{"a":1}\n');
  expect(fromHttpText(toHttpText(given).text, given, noFile)).toEqual(given);
});

test('what is changed is sent, with the length that belongs to it', () => {
  const given = edited(request(), '{"a":1}', '{"a":\n12}')!;
  expect(given.headers[1]).toEqual(['Content-Length', '9']);
  expect(Buffer.from(given.body!.bytes).toString()).toBe('{"a":\n12}');
  expect(edited(request(), /^POST.*$/m, 'PUT http://localhost/x')).toMatchObject({
    method: 'PUT',
    url: 'http://localhost/x',
    httpVersion: '1.1',
  });
  expect(edited(request(), 'hOST: api.example.com', 'X-Name: Jürgen')?.headers[0]).toEqual(['X-Name', 'JÃ¼rgen']);
});

test('where nothing but comments is left, nothing is sent', () => {
  expect(fromHttpText('# nothing\n\n', request(), noFile)).toBe(null);
});

test.each([
  [/^POST.*$/m, 'POST', 'Line 3 of the edited request: a request line is expected.'],
  [/^POST.*$/m, 'GET /v1/orders', 'Line 3 of the edited request: /v1/orders is no URL of http or https.'],
  ['HTTP/1.1', 'HTTP/3', 'Line 3 of the edited request: HTTP/3 is not known.'],
  ['hOST: ', 'hOST ', 'Line 4 of the edited request: "hOST api.example.com" is no header.'],
  ['{"a":1}', '< ./nothing.json', 'Line 7 of the edited request: the file ./nothing.json cannot be read (ENOENT).'],
])('%s → %s is a mistake that is named with its line', (from, to, message) => {
  expect(() => edited(request(), from, to)).toThrow(message);
});
