import { expect, test } from 'vitest';
import { queryPairs } from '../../../src/exchange/comparison/url-parts.ts';

test('a query is read as a form, but for the plus sign of a mask', () => {
  expect(queryPairs('https://a.example/?q=blue+pen&key=<api key-1, 40+ characters>&x=%2B#part')).toEqual([
    ['q', 'blue pen'],
    ['key', '<api key-1, 40+ characters>'],
    ['x', '+'],
  ]);
  expect(queryPairs('https://a.example/')).toEqual([]);
});
