import { Buffer } from 'node:buffer';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bodyText, decodeBody, isFormType, isJsonType, mediaType } from '../../src/exchange/body.ts';
import type { Body } from '../../src/exchange/exchange.ts';
import type { Headers } from '../../src/exchange/headers.ts';

const body = (bytes: Uint8Array, totalBytes = bytes.length): Body => ({ bytes, totalBytes });
const coded = (...codings: string[]): Headers => codings.map((coding) => ['Content-Encoding', coding] as const);
const typed = (type: string): Headers => [['content-type', type]];

const CODINGS = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const;

describe('media types', () => {
  test.each([
    ['application/json', { type: 'application/json', charset: undefined }],
    ['Application/Problem+JSON; Charset="UTF-8"', { type: 'application/problem+json', charset: 'utf-8' }],
    ['text/html;charset=ISO-8859-1;boundary=x', { type: 'text/html', charset: 'iso-8859-1' }],
    ['text/plain; notcharset=x; charset = utf-16le', { type: 'text/plain', charset: 'utf-16le' }],
    ['text/plain; charset=', { type: 'text/plain', charset: undefined }],
    ['', { type: '', charset: undefined }],
    [';;;', { type: '', charset: undefined }],
  ])('%j', (value, expected) => {
    expect(mediaType(typed(value))).toEqual(expected);
  });

  test('without the header there is none', () => {
    expect(mediaType([])).toEqual({ type: '', charset: undefined });
  });

  test('JSON is one value, forms are forms', () => {
    expect(['application/json', 'text/json', 'application/vnd.api+json'].every(isJsonType)).toBe(true);
    expect(
      ['application/x-ndjson', 'application/json-seq', 'application/jsonp', 'text/html', ''].some(isJsonType),
    ).toBe(false);
    expect(isFormType('application/x-www-form-urlencoded')).toBe(true);
    expect(isFormType('multipart/form-data')).toBe(false);
  });
});

describe('content codings', () => {
  test.each(CODINGS)('%s is undone', (coding, encode) => {
    const { bytes, isCut } = decodeBody(coded(coding), body(encode(Buffer.from('hello'))));
    expect([Buffer.from(bytes).toString(), isCut]).toEqual(['hello', false]);
  });

  test('several are undone from the last to the first, in one header or two', () => {
    const bytes = brotliCompressSync(gzipSync('hello'));
    for (const headers of [coded('gzip, br'), coded('gzip', 'br'), coded(' identity,gzip ,, br ')]) {
      expect(bodyText(headers, body(bytes))).toBe('hello');
    }
  });

  test('what is not in the announced coding stays as it came, the same bytes', () => {
    for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'snappy', 'toString', '__proto__']) {
      const plain = Buffer.from('not encoded at all');
      expect(decodeBody(coded(coding), body(plain))).toEqual({ bytes: plain, isCut: false });
    }
    expect(decodeBody(coded('gzip'), body(Buffer.alloc(0))).bytes).toHaveLength(0);
  });

  test('a list of codings longer than anybody uses is not followed to its end', () => {
    let bytes = Buffer.from('hello');
    for (let layer = 0; layer < 5; layer += 1) bytes = gzipSync(bytes);
    const decoded = decodeBody(coded('gzip, gzip, gzip, gzip, gzip'), body(bytes)).bytes;
    expect(Buffer.from(decoded).toString()).not.toBe('hello');
  });

  test.each(CODINGS)(
    'of a recording that was cut, %s gives what it can and says that more is missing',
    (coding, encode) => {
      const text = Array.from({ length: 60_000 }, (_, index) => `${(index * 7919) % 65_521} `).join('');
      const whole = encode(Buffer.from(text));
      const { bytes, isCut } = decodeBody(coded(coding), body(whole.subarray(0, whole.length - 50), whole.length));
      expect(isCut).toBe(true);
      expect(bytes.length).toBeGreaterThan(text.length / 4);
      expect(text.startsWith(Buffer.from(bytes).toString())).toBe(true);
      for (const length of [0, 1, 3, 12]) {
        expect(decodeBody(coded(coding), body(whole.subarray(0, length), whole.length)).isCut).toBe(true);
      }
    },
  );

  test.each(CODINGS)('a bomb in %s ends at the limit', (coding, encode) => {
    const bomb = encode(Buffer.alloc(64 * 1024 * 1024, 'a'));
    const limit = 100_000;
    const { bytes, isCut } = decodeBody(coded(coding), body(bomb), limit);
    expect(isCut).toBe(true);
    expect(bytes.length).toBeLessThanOrEqual(limit);
    expect(Buffer.from(bytes).every((byte) => byte === 0x61)).toBe(true);
  });

  test('a body only just over the limit loses little of it', () => {
    const text = Array.from({ length: 30_000 }, (_, index) => `${(index * 7919) % 65_521} `).join('');
    const { bytes, isCut } = decodeBody(coded('gzip'), body(gzipSync(text)), text.length - 1000);
    expect(isCut).toBe(true);
    expect(bytes.length).toBeGreaterThan(text.length * 0.9);
    expect(text.startsWith(Buffer.from(bytes).toString())).toBe(true);
    expect(decodeBody(coded('gzip'), body(gzipSync(text)), text.length)).toMatchObject({ isCut: false });
  });

  test('a recording that was cut is cut without any coding, too', () => {
    expect(decodeBody([], body(Buffer.from('abc'), 10)).isCut).toBe(true);
    expect(decodeBody([], body(Buffer.from('abc'))).isCut).toBe(false);
  });
});

describe('text', () => {
  test.each([
    ['UTF-8 unless told otherwise', '', Buffer.from('h\u00e9'), 'h\u00e9'],
    ['the charset of the header', 'text/plain; charset=iso-8859-1', Buffer.from('h\u00e9', 'latin1'), 'h\u00e9'],
    [
      'a charset of several bytes',
      'text/plain; charset=shift_jis',
      Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
      '\u65e5\u672c',
    ],
    ['an unknown charset as UTF-8', 'text/plain; charset=klingon', Buffer.from('h\u00e9'), 'h\u00e9'],
    ['UTF-16 by its mark', '', Buffer.from('\ufeffh\u00e9', 'utf16le'), 'h\u00e9'],
    ['UTF-16 with the bytes swapped', '', Buffer.from('\ufeffh\u00e9', 'utf16le').swap16(), 'h\u00e9'],
    ['UTF-16 by the header', 'text/plain; charset=utf-16le', Buffer.from('h\u00e9', 'utf16le'), 'h\u00e9'],
    ['the mark before the header', 'text/plain; charset=iso-8859-1', Buffer.from('\ufeffh\u00e9'), 'h\u00e9'],
    ['broken bytes as replacement characters', '', Buffer.from([0x61, 0xff, 0x62]), 'a\ufffdb'],
    ['coloured logs', '', Buffer.from('\u001b[31mred\u001b[0m'), '\u001b[31mred\u001b[0m'],
    ['a sequence of JSON', 'application/json-seq', Buffer.from('\u001e{"a":1}\n'), '\u001e{"a":1}\n'],
    ['an empty body', '', Buffer.alloc(0), ''],
  ])('%s', (_what, type, bytes, expected) => {
    expect(bodyText(typed(type), body(bytes))).toBe(expected);
  });

  test.each([
    ['a NUL', Buffer.from('ab\0cd')],
    ['many controls', Buffer.from([1, 2, 3, 4, 65, 66])],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ])('bytes are no text with %s', (_what, bytes) => {
    expect(bodyText([], body(bytes))).toBeUndefined();
  });

  test('no body is no text', () => {
    expect(bodyText([], null)).toBeUndefined();
  });
});
