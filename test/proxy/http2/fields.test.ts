import { describe, expect, test } from 'vitest';
import {
  fieldBytes,
  fieldObject,
  takeField,
  toHttp1Fields,
  toHttp2Fields,
  withoutPseudoFields,
} from '../../../src/proxy/http2/fields.ts';

describe('towards HTTP/2', () => {
  test('names are in lower case, and order, duplicates and values stay', () => {
    expect(toHttp2Fields(['X-B', 'One', 'Cookie', 'a=1; b=2', 'x-b', 'Two', 'Content-Length', '3'])).toEqual([
      ...['x-b', 'One', 'cookie', 'a=1; b=2', 'x-b', 'Two', 'content-length', '3'],
    ]);
  });

  test('fields of an HTTP/1.1 connection are left out', () => {
    const fields = [
      ...['Connection', 'close', 'Keep-Alive', 'timeout=5', 'Proxy-Connection', 'close', 'Upgrade', 'h2c'],
      ...['Transfer-Encoding', 'chunked', 'HTTP2-Settings', 'AAMAAABk', 'Trailer', 'X-Sum'],
    ];
    expect(toHttp2Fields(fields)).toEqual(['trailer', 'X-Sum']);
  });

  test.each([
    ['trailers', ['te', 'trailers']],
    ['Trailers', ['te', 'trailers']],
    ['deflate;q=0.5, trailers', ['te', 'trailers']],
    ['gzip', []],
    ['', []],
  ])('of TE "%s" only trailers are left', (value, kept) => {
    expect(toHttp2Fields(['TE', value])).toEqual(kept);
  });
});

describe('towards HTTP/1.1', () => {
  test('Host comes first where :authority named the server', () => {
    expect(toHttp1Fields(['accept', '*/*'], 'a.test:81')).toEqual(['Host', 'a.test:81', 'accept', '*/*']);
  });

  test('a Host that is there stays where it is', () => {
    expect(toHttp1Fields(['accept', '*/*', 'host', 'b.test'], 'a.test')).toEqual(['accept', '*/*', 'host', 'b.test']);
  });

  test('without either there is none', () => {
    expect(toHttp1Fields(['accept', '*/*'], undefined)).toEqual(['accept', '*/*']);
  });

  test('crumbs of cookies are joined where the first one stood, other duplicates are not', () => {
    expect(
      toHttp1Fields(['x-a', '1', 'cookie', 'a=1', 'x-a', '2', 'cookie', 'b=2', 'cookie', 'c=3'], undefined),
    ).toEqual([...['x-a', '1', 'cookie', 'a=1; b=2; c=3', 'x-a', '2']]);
  });
});

test('fields as an object keep their places when the keys are lower-cased again', () => {
  const fields = ['a-b', '1', 'c', '2', 'a-b', '3', 'c', '4', 'a-b', '5'];
  const object = fieldObject(fields);
  expect(Object.entries(object).flatMap(([name, value]) => [name.toLowerCase(), value])).toEqual(fields);
});

test('fields as an object lose nothing where a name has no more spellings', () => {
  expect(fieldObject(['c', '1', 'c', '2', 'c', '3', 'd', '4'])).toEqual({ c: ['1', '3'], C: '2', d: '4' });
  expect(fieldObject(['__proto__', '1', 'constructor', '2', '1', 'a', '1', 'b'])).toEqual(
    Object.fromEntries([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['1', ['a', 'b']],
    ]),
  );
});

test('a field is taken out of a list with all its values, and the first one counts', () => {
  expect(takeField(['a', '1', 'host', 'x', 'b', '2', 'host', 'y'], 'host')).toEqual({
    value: 'x',
    rest: ['a', '1', 'b', '2'],
  });
  expect(takeField(['a', '1'], 'host')).toEqual({ value: undefined, rest: ['a', '1'] });
});

test('pseudo-header fields are left out, wherever they stand', () => {
  expect(withoutPseudoFields([':status', '200', 'a', ':b', ':c', '1'])).toEqual(['a', ':b']);
});

test('the size of fields is what HTTP/1.1 would take for them', () => {
  expect(fieldBytes(['ab', 'cde', 'f', ''])).toBe('ab: cde\r\nf: \r\n'.length);
});
