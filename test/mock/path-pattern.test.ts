import { expect, test } from 'vitest';
import { compileGlob } from '../../src/classifier/user-rules/glob.ts';
import { matchPath, parsePathPattern } from '../../src/mock/path-pattern.ts';

const match = (pattern: string, path: string) => matchPath(parsePathPattern(pattern, compileGlob)!, path);

test('names in braces stand for one segment each, percent-decoded', () => {
  expect(match('/v1/orders/{id}/items/{item}', '/v1/orders/a%20b/items/2')).toEqual({ id: 'a b', item: '2' });
  expect(match('/v1/orders/{id}', '/v1/orders/7/items')).toBeUndefined();
  expect(match('/v1/orders/{id}', '/v1/orders/')).toBeUndefined();
});

test('a star stays within a segment, two stars are any number of them', () => {
  expect(match('/files/*.json', '/files/a.json')).toEqual({});
  expect(match('/files/*.json', '/files/a/b.json')).toBeUndefined();
  expect(match('/files/**', '/files/a/b.json')).toEqual({ rest: 'a/b.json' });
  expect(match('/files/**', '/files')).toEqual({ rest: '' });
  expect(match('/**/items/{id}', '/v1/orders/7/items/2')).toEqual({ rest: 'v1/orders/7', id: '2' });
  expect(match('/**/items/{id}', '/v1/orders/7')).toBeUndefined();
});

test('a path that is written out fits itself alone', () => {
  expect(match('/v1/orders', '/v1/orders')).toEqual({});
  expect(match('/v1/orders', '/v1/orders/')).toBeUndefined();
});

test('a broken percent-encoding is taken as it stands', () => {
  expect(match('/{name}', '/100%')).toEqual({ name: '100%' });
});

test('braces within a segment are no pattern', () => {
  expect(parsePathPattern('/v1/order-{id}', compileGlob)).toBeUndefined();
});

test('many double stars do not make a long path slow', () => {
  const started = performance.now();
  expect(match(`${'/**/a'.repeat(20)}/b`, '/a'.repeat(1000))).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(1000);
});
