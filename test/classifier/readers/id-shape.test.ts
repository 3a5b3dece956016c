import { expect, test } from 'vitest';
import { idInPath, looksLikeId } from '../../../src/classifier/readers/id-shape.ts';

test.each([
  '42',
  '42.json',
  '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  'deadbeef01',
  'cus_FAKE0Qd81x',
  'ABC-123',
  'a@example.com',
  '12C4',
  '51.5,-0.12',
  '192.0.2.7',
])('%s names one of many', (segment) => {
  expect(looksLikeId(segment)).toBe(true);
});

test.each([
  'orders',
  'v1',
  'v2.1',
  '2026-07',
  '2010-04-01',
  'oauth2',
  'index.html',
  '',
  'facade',
  's3',
  '2.1',
  '1.0.3',
])('%j is a part of the route', (segment) => {
  expect(looksLikeId(segment)).toBe(false);
});

test('the last two segments of a path are looked at', () => {
  expect(idInPath('/v1/users/42/orders')).toBe('42');
  expect(idInPath('/v1/orders/42/')).toBe('42');
  expect(idInPath('/42/users/orders')).toBeUndefined();
});
