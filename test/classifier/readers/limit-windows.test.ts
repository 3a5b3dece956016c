import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { windowsIn } from '../../../src/classifier/readers/limit-windows.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { date, exchange } from '../build.ts';
import { annotateLast } from '../capture.ts';

const limits = (headers: Headers) => createFacts(exchange({ status: 429, headers: [date(), ...headers] })).limits();

describe('several windows in one field', () => {
  test('have their length, and a lock, or stand in the order of their length', () => {
    expect(windowsIn('20:1,100:120')).toMatchObject([
      { count: 20, windowSeconds: 1, lockedFor: 0 },
      { count: 100, windowSeconds: 120, lockedFor: 0 },
    ]);
    expect(windowsIn('13:6:60')).toMatchObject([{ count: 13, windowSeconds: 6, lockedFor: 60 }]);
    expect(windowsIn('5, 100, 5000')?.map(({ name }) => name)).toEqual([
      'the short window',
      'window 2',
      'the long window',
    ]);
  });

  test.each(['100', '39/40', '100, 100;w=60', '12:30:00 GMT', 'a:1', '1,2,', ''])('are not %j', (value) => {
    expect(windowsIn(value)).toBeUndefined();
  });

  test('are compared with what was used of each', () => {
    expect(
      limits([
        ['X-RateLimit-Limit', '200,2000'],
        ['X-RateLimit-Usage', '41,2003'],
      ]),
    ).toMatchObject([
      { name: 'the short window', limit: 200, remaining: 159 },
      { name: 'the long window', limit: 2000, remaining: 0 },
    ]);
    expect(
      limits([
        ['X-Rate-Limit-Ip', '12:6:60,16:12:60'],
        ['X-Rate-Limit-Ip-State', '13:6:60,13:12:0'],
      ]),
    ).toMatchObject([
      { limit: 12, remaining: 0, windowSeconds: 6, resetSeconds: 60 },
      { limit: 16, remaining: 3, windowSeconds: 12 },
    ]);
  });

  test.each([
    ['quota-exhausted', '41,2003', '(429, limit 2000 of the long window, 0 left, '],
    ['rate-limited', '201,803', '(429, limit 200 of the short window, 0 left, '],
  ])('say %s of %s', async (cause, used, words) => {
    const headers: Headers = [
      ['X-RateLimit-Limit', '200,2000'],
      ['X-RateLimit-Usage', used],
    ];
    const annotation = await annotateLast({ status: 429, headers, body: '{"message":"Rate Limit Exceeded"}' });
    expect(annotation.cause).toBe(cause);
    expect(annotation.summary).toContain(words);
  });
});
