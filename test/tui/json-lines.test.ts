import { describe, expect, test } from 'vitest';
import { jsonLines } from '../../src/tui/json-lines.ts';
import { textOf } from '../../src/tui/line.ts';

function lines(text: string, maxLines = 1000): readonly string[] | undefined {
  return jsonLines(text, maxLines)?.map(textOf);
}

describe('jsonLines', () => {
  test('one member a line, empty containers on one', () => {
    expect(lines('{"a":[1,{"b":null}],"c":{},"d":[[]],"e":"x, {y}: \\"z\\""}')).toEqual([
      '{',
      '  "a": [',
      '    1,',
      '    {',
      '      "b": null',
      '    }',
      '  ],',
      '  "c": {},',
      '  "d": [',
      '    []',
      '  ],',
      '  "e": "x, {y}: \\"z\\""',
      '}',
    ]);
  });

  test('numbers keep their digits, and duplicate names stay', () => {
    expect(lines('{"id":12345678901234567890,"id":1.10}')).toEqual([
      '{',
      '  "id": 12345678901234567890,',
      '  "id": 1.10',
      '}',
    ]);
  });

  test('says the same as JSON.stringify where nothing is lost by parsing', () => {
    const value = { a: [1, -2.5e-7, true, null, 'ü "q" \\', [], {}], b: { c: { d: [{ e: [[1], [2]] }] } }, '': '' };
    const expected = JSON.stringify(value, undefined, 2);
    expect(lines(JSON.stringify(value))?.join('\n')).toBe(expected);
    expect(lines(expected)?.join('\n')).toBe(expected);
  });

  test('a value that is no container is JSON too', () => {
    expect(lines(' "text" ')).toEqual(['"text"']);
  });

  test('what is not JSON is left to others', () => {
    expect(lines('{"a":1,}')).toBeUndefined();
    expect(lines('')).toBeUndefined();
  });

  test('control characters in strings are shown', () => {
    expect(lines('["\u009b31m\u202e"]')).toEqual(['[', '  "\\x9b31m\\u202e"', ']']);
  });

  test('no more lines than asked for', () => {
    expect(lines(JSON.stringify(Array.from({ length: 1000 }, (_, index) => index)), 10)?.length).toBe(10);
  });

  test('nesting without end stays small', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(lines(deep, 20_000)!.join('').length).toBeLessThan(1_000_000);
  });
});
