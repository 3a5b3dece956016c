import { describe, expect, test } from 'vitest';
import { PatternError } from '../../../src/exchange/pattern/parser.ts';
import { compilePattern } from '../../../src/exchange/pattern/ranges.ts';

const found = (pattern: string, text: string, ignoresCase = false) =>
  compilePattern(pattern, ignoresCase)(text)?.map(([start, end]) => text.slice(start, end));

test.each([
  ['EMP-\\d{6}', 'EMP-123456 and EMP-12', ['EMP-123456']],
  ['a+', 'caaat aa', ['aaa', 'aa']],
  ['(?:ab|a)c?', 'abc a', ['abc', 'a']],
  ['[A-F0-9]{4}(?:-[A-F0-9]{4})*', 'x 12AB-34CD-56EF y 99', ['12AB-34CD-56EF']],
  ['\\bcat\\b', 'cat concat cats cat', ['cat', 'cat']],
  ['\\d{2,4}', '1 12 123 1234 12345', ['12', '123', '1234', '1234']],
  ['x.z', 'xyz x\nz', ['xyz']],
  ['\\$\\{\\w+\\}', 'a $' + '{B} c', ['$' + '{B}']],
  ['[^,]+,', 'ab,cd,', ['ab,', 'cd,']],
  ['ü\\u00df', 'üß', ['üß']],
  ['[😀-😂]+', 'a😁😂b', ['😁😂']],
  ['x.', 'x😀y', ['x😀']],
  ['(?<id>a)b', 'ab', ['ab']],
  ['/v1/(users|orders)/\\d+', 'GET /v1/users/12?x', ['/v1/users/12']],
])('%s finds in %j', (pattern, text, ranges) => {
  expect(found(pattern, text)).toEqual(ranges);
});

test('case counts unless told otherwise', () => {
  expect(found('emp', 'EMP')).toEqual([]);
  expect(found('emp', 'EMP', true)).toEqual(['EMP']);
});

test.each([
  ['', 'is empty'],
  ['a*', 'matches the empty text'],
  ['(a', 'opens a group with ( that is not closed'],
  ['a)', 'closes a group with ) that was not opened'],
  ['(?=a)b', 'looks ahead or behind, or sets flags, with (?; that is not available'],
  ['(a)\\1', 'has \\1, which is not available'],
  ['a{3,2}', 'has {3,2}, whose bounds are in the wrong order'],
  ['a+?', 'has a lazy repetition; the longest match always counts'],
  ['[z-a]', 'has [z-a], which is no valid character or class'],
  ['a$b', 'has $, which is not available here; write \\$ for the character'],
  ['(?:a{100}){100}', 'repeats too much: more than 512 characters'],
  ['a'.repeat(501), 'is longer than 500 characters'],
])('%j is refused', (pattern, message) => {
  expect(() => compilePattern(pattern, false)).toThrow(new PatternError(message));
});

describe('no text makes a pattern slow', () => {
  test('a repetition in a repetition', () => {
    expect(found('(?:a+)+b', 'a'.repeat(3000))).toBeUndefined();
    expect(found('(?:a+)+b', `${'a'.repeat(100)}b`)).toEqual([`${'a'.repeat(100)}b`]);
  });

  test('an ordinary text of a megabyte is searched to its end', () => {
    expect(found('EMP-\\d{6}', `${'EMP-12 '.repeat(150_000)}EMP-123456`)).toEqual(['EMP-123456']);
  });
});
