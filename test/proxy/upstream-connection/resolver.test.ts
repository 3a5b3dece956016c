import { expect, test } from 'vitest';
import { Resolver } from '../../../src/proxy/upstream-connection/resolver.ts';

const limits = { timeoutMs: 10_000, signal: new AbortController().signal };

const resolve = (...addresses: string[]) =>
  new Resolver((_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address })),
    ),
  ).resolve('api.test', limits);

test('addresses of both families take turns, the first one first', async () => {
  expect(await resolve('2001:db8::1', '2001:db8::2', '2001:db8::3', '192.0.2.1')).toEqual([
    '2001:db8::1',
    '192.0.2.1',
    '2001:db8::2',
    '2001:db8::3',
  ]);
  expect(await resolve('192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2', '2001:db8::3')).toEqual([
    '192.0.2.1',
    '2001:db8::1',
    '192.0.2.2',
    '2001:db8::2',
    '2001:db8::3',
  ]);
  expect(await resolve('192.0.2.1', '192.0.2.2')).toEqual(['192.0.2.1', '192.0.2.2']);
});

test('of a name with hundreds of addresses 16 are tried', async () => {
  const many = Array.from({ length: 300 }, (_, index) => `10.0.${index >> 8}.${index & 0xff}`);
  expect(await resolve(...many)).toEqual(many.slice(0, 16));
});
