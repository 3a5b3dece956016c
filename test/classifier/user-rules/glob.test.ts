import { describe, expect, test } from 'vitest';
import { compileGlob, compileHostGlob, compilePathGlob } from '../../../src/classifier/user-rules/glob.ts';

test.each([
  ['abc', ['abc'], ['abcd', 'ABC', '']],
  ['a*', ['a', 'ab'], ['ba']],
  ['*a*b*', ['ab', 'xaxbx'], ['ba', 'a']],
  ['a*a', ['aa', 'aba'], ['a']],
  ['*', ['', 'x'], []],
  ['a.c', ['a.c'], ['abc']],
])('the glob %s fits whole texts', (glob, hits, misses) => {
  const test = compileGlob(glob);
  expect(hits.filter(test)).toEqual(hits);
  expect(misses.filter(test)).toEqual([]);
});

test.each([
  ['api.acme.com', ['api.acme.com'], ['api.acme.com.evil.test', 'x.api.acme.com']],
  ['*.Acme.com', ['acme.com', 'api.acme.com', 'a.b.acme.com'], ['notacme.com', 'acme.com.evil.test']],
])('the host %s', (glob, hits, misses) => {
  const test = compileHostGlob(glob);
  expect(hits.filter(test)).toEqual(hits);
  expect(misses.filter(test)).toEqual([]);
});

describe('a path', () => {
  test.each([
    ['/v1/orders', ['/v1/orders'], ['/v1/orders/', '/v1/orders/7']],
    ['/v1/orders/*', ['/v1/orders/7', '/v1/orders/'], ['/v1/orders', '/v1/orders/7/items']],
    ['/v*/orders', ['/v1/orders', '/v22/orders'], ['/v1/x/orders']],
    ['/v1/**', ['/v1', '/v1/a', '/v1/a/b'], ['/v2/a']],
    ['/**/items/*', ['/items/1', '/a/b/items/1', '/items/items/1'], ['/items', '/a/items/1/x']],
  ])('%s', (glob, hits, misses) => {
    const test = compilePathGlob(glob);
    expect(hits.filter(test)).toEqual(hits);
    expect(misses.filter(test)).toEqual([]);
  });

  test('with many stars takes no longer on a path made to be slow', () => {
    const start = performance.now();
    expect(compilePathGlob(`${'/**/a'.repeat(50)}/b`)(`${'/a'.repeat(1000)}`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
