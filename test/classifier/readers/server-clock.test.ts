import { describe, expect, test } from 'vitest';
import { parseDate, readServerClock } from '../../../src/classifier/readers/server-clock.ts';
import { date, exchange, NOON } from '../build.ts';

describe('the server’s clock', () => {
  test('puts the beginning of the call by our clock where it agrees with Date', () => {
    const clock = (ms: number) => readServerClock(exchange({ headers: [date(ms)], durationMs: 3000 }));
    expect(clock(2000)).toEqual({ calledAt: NOON, isOurs: true, answeredAt: NOON + 2000 });
    expect([clock(-1000)!.isOurs, clock(4000)!.isOurs]).toEqual([true, true]);
  });

  test('puts it by Date and the time that the call took where ours is off', () => {
    const clock = readServerClock(exchange({ headers: [date(8000)], durationMs: 3000 }));
    expect(clock).toEqual({ calledAt: NOON + 5000, isOurs: false, answeredAt: NOON + 8000 });
    expect(readServerClock(exchange({ headers: [date(-2000)], durationMs: 3000 }))!.isOurs).toBe(false);
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
