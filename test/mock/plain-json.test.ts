import { expect, test } from 'vitest';
import { plainJson } from '../../src/mock/plain-json.ts';

const nested = (depth: number) => `{"a":${'['.repeat(depth)}1${']'.repeat(depth)}}`;

test('JSON is read as it is, however many members it has', () => {
  expect(plainJson('{"a":[1,null,"x"]}')).toEqual({ a: [1, null, 'x'] });
  expect(plainJson(nested(100))).toBeDefined();
  expect(plainJson(JSON.stringify(Array.from({ length: 200_000 }, () => 0)))).toHaveLength(200_000);
});

test('what is no JSON, or nested out of all measure, is nothing', () => {
  expect(plainJson('{')).toBeUndefined();
  expect(plainJson('')).toBeUndefined();
  expect(plainJson(nested(200_000))).toBeUndefined();
});
