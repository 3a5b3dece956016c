import { expect, test } from 'vitest';
import { headersFromRaw, headerValue, headerValues, joinedHeader } from '../../src/exchange/headers.ts';

const HEADERS = [
  ['X-Dup', 'a'],
  ['set-cookie', 'a=1, b'],
  ['x-dup', 'b'],
  ['Set-Cookie', 'c=2'],
  ['X-Empty', ''],
] as const;

test('names are compared without regard to case, the first value wins', () => {
  expect(headerValue(HEADERS, 'x-dup')).toBe('a');
  expect(headerValue(HEADERS, 'X-DUP')).toBe('a');
  expect(headerValue(HEADERS, 'x-du')).toBeUndefined();
});

test('an empty header is there, an absent one is not', () => {
  expect(headerValue(HEADERS, 'x-empty')).toBe('');
  expect(joinedHeader(HEADERS, 'x-empty')).toBe('');
  expect(joinedHeader(HEADERS, 'x-none')).toBeUndefined();
});

test('duplicates are listed in order, and joined only on request', () => {
  expect(headerValues(HEADERS, 'Set-Cookie')).toEqual(['a=1, b', 'c=2']);
  expect(headerValues(HEADERS, 'none')).toEqual([]);
  expect(joinedHeader(HEADERS, 'X-Dup')).toBe('a, b');
});

test('raw lists become pairs; a name without a value is dropped', () => {
  expect(headersFromRaw(['Host', 'h', 'x', '', 'Host', 'i'])).toEqual([
    ['Host', 'h'],
    ['x', ''],
    ['Host', 'i'],
  ]);
  expect(headersFromRaw(['Host', 'h', 'odd'])).toEqual([['Host', 'h']]);
  expect(headersFromRaw([])).toEqual([]);
});
