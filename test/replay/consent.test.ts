import { expect, test } from 'vitest';
import { consentForMany, consentForOne } from '../../src/replay/consent.ts';
import { exchange } from '../support/exchanges.ts';

const of = (method: string, url = 'https://api.example.com/v1/orders?api_key=k3J9x2Lq8Zr5Tn1Wb7Vd') =>
  exchange({ request: { method, url } }).request;

test.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])('%s is sent without a question', (method) => {
  expect(consentForOne(of(method), 1000)).toBe(undefined);
});

test.each(['POST', 'PATCH', 'LOCK', 'get'])('%s is not', (method) => {
  expect(consentForOne(of(method), 1)).toMatch(/^\S+ is not idempotent: sending it again may do its work twice/);
});

test('the question names the call without its secrets, how often, and what may protect from the repetition', () => {
  expect(consentForOne(of('POST'), 20)).toMatch(
    /^POST is not idempotent: sending it again may do its work 20 times more \(https:\/\/api\.example\.com\/v1\/orders\?api_key=<[^>]+>\)\.$/,
  );
  const keyed = { ...of('POST', 'https://api.example.com/pay'), headers: [['idempotency-key', 'a1']] as const };
  expect(consentForOne(keyed, 1)).toBe(
    'POST is not idempotent: sending it again may do its work twice (https://api.example.com/pay). It carries Idempotency-Key, by which the server may recognise the repetition.',
  );
});

test('of many calls the risky ones are counted', () => {
  const all = [of('GET'), of('POST'), of('PATCH', 'http://localhost:3000/x')];
  expect(consentForMany(all, 1)).toBe(
    '3 requests would be sent to 2 servers; 2 of them are PATCH or POST, not idempotent: their work may be done twice.',
  );
  expect(consentForMany([of('GET'), of('POST')], 1)).toBe(
    '2 requests would be sent to api.example.com; 1 of them is POST, not idempotent: their work may be done twice.',
  );
  expect(consentForMany([of('GET'), of('GET')], 1)).toBe(undefined);
});

test('a filter that matches more than a person may have meant needs a yes, a number that was given does not', () => {
  const many = Array.from({ length: 500 }, () => of('GET'));
  expect(consentForMany(many, 2)).toBe('1,000 requests would be sent to api.example.com.');
  expect(consentForMany(many.slice(0, 2), 500)).toBe(undefined);
});
