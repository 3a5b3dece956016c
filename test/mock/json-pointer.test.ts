import { expect, test } from 'vitest';
import { valueAt, withoutValue, withValue } from '../../src/mock/json-pointer.ts';

const ORDER = { id: 7, items: [{ sku: 'a' }, { sku: 'b' }], 'a/b': { '~': 1 } };

test('a pointer leads through objects and lists', () => {
  expect(valueAt(ORDER, '/items/1/sku')).toBe('b');
  expect(valueAt(ORDER, '/a~1b/~0')).toBe(1);
  expect(valueAt(ORDER, '')).toBe(ORDER);
});

test('what is not there is undefined, and so is what every object has', () => {
  expect(valueAt(ORDER, '/items/2')).toBeUndefined();
  expect(valueAt(ORDER, '/items/01')).toBeUndefined();
  expect(valueAt(ORDER, '/toString')).toBeUndefined();
  expect(valueAt(undefined, '/id')).toBeUndefined();
});

test('a value is put in place, and the original stays as it was', () => {
  const changed = withValue(ORDER, '/items/0/sku', 'x');
  expect(changed).toEqual({ ...ORDER, items: [{ sku: 'x' }, { sku: 'b' }] });
  expect(ORDER.items[0]!.sku).toBe('a');
  expect(Object.keys(changed as object)).toEqual(['id', 'items', 'a/b']);
});

test('objects on the way are made; a list grows at its end and has no holes', () => {
  expect(withValue({}, '/customer/name', 'Ada')).toEqual({ customer: { name: 'Ada' } });
  expect(withValue([1], '/-', 2)).toEqual([1, 2]);
  expect(withValue([1], '/5', 2)).toEqual([1]);
});

test('a member __proto__ is a member like any other', () => {
  const changed = withValue({}, '/__proto__/polluted', true) as object;
  expect(Object.hasOwn(changed, '__proto__')).toBe(true);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('a value is taken out; what is not there leaves all as it was', () => {
  expect(withoutValue(ORDER, '/items/0')).toEqual({ ...ORDER, items: [{ sku: 'b' }] });
  expect(withoutValue(ORDER, '/none')).toBe(ORDER);
});
