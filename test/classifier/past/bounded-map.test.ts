import { expect, test } from 'vitest';
import { BoundedMap } from '../../../src/classifier/past/bounded-map.ts';

const keys = (map: BoundedMap<string, number>) => map.entries().map(([key]) => key);

test('the entry that was set longest ago goes first', () => {
  const map = new BoundedMap<string, number>(2);
  for (const key of ['a', 'b', 'a', 'c']) map.set(key, 1);
  expect(keys(map)).toEqual(['a', 'c']);
});

test('an entry that is set twice in a row keeps its place as the newest, with the later value', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 1);
  map.set('b', 2);
  expect(map.entries()).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
});

test('an entry that was deleted and is set again is the newest', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 1);
  map.delete('b');
  map.set('b', 2);
  map.set('c', 3);
  expect(keys(map)).toEqual(['b', 'c']);
});
