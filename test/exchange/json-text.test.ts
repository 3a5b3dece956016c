import { expect, test } from 'vitest';
import { prettyJson } from '../../src/exchange/json-text.ts';

test.each([
  ['{"a":1,"b":[true,null],"c":{}}', '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ],\n  "c": {}\n}'],
  ['[ ]', '[]'],
  ['[[],[1]]', '[\n  [],\n  [\n    1\n  ]\n]'],
  ['"a \\" b"', '"a \\" b"'],
  [' 12345678901234567890.10 ', '12345678901234567890.10'],
  ['{"a":1,"a":2}', '{\n  "a": 1,\n  "a": 2\n}'],
])('%s is laid out with every token as it was', (text, pretty) => {
  expect(prettyJson(text)).toBe(pretty);
});

test('what is not JSON is not laid out', () => {
  expect(prettyJson('{"a":1,}')).toBeUndefined();
  expect(prettyJson('')).toBeUndefined();
});

test('a body of nothing but brackets does not grow with the square of its depth', () => {
  const text = '['.repeat(3000) + ']'.repeat(3000);
  expect(prettyJson(text)!.length).toBeLessThan(text.length * 70);
});
