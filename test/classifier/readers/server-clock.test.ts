import { describe, expect, test } from 'vitest';
import { parseDate, readServerClock } from '../../../src/classifier/readers/server-clock.ts';
import { date, exchange, NOON } from '../build.ts';

describe('the server’s clock', () => {
  test('is its Date, and began with the request that took its time', () => {
    const clock = readServerClock(exchange({ headers: [date(5000)], durationMs: 3000 }));
    expect(clock).toEqual({ earliest: NOON + 2000, answeredAt: NOON + 5000 });
  });

  test('runs on in a cache', () => {
    expect(readServerClock(exchange({ headers: [date(), ['Age', '60']], durationMs: 0 }))!.answeredAt).toBe(
      NOON + 60_000,
    );
  });

  test('is unknown without a usable Date', () => {
    expect(readServerClock(exchange())).toBeUndefined();
    expect(readServerClock(exchange({ headers: [['Date', 'today']] }))).toBeUndefined();
    expect(readServerClock(exchange({ status: null }))).toBeUndefined();
  });
});

test.each(['1', 'May 5', '2026', '12:00', '0001-01-01T00:00:00Z', '9999-01-01T00:00:00Z', 'x'.repeat(100)])(
  '%j is no date',
  (text) => {
    expect(parseDate(text)).toBeUndefined();
  },
);
