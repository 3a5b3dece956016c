import { expect, test } from 'vitest';
import { localTimeOfDay, shortDuration } from '../../src/tui/time.ts';

test('durations take at most six cells', () => {
  const durations = [0, 0.4, 84, 999, 1400, 42_000, 61_000, 3_599_000, 7_300_000, 90_000_000].map(shortDuration);
  expect(durations).toEqual(['0 ms', '0.4 ms', '84 ms', '999 ms', '1.4 s', '42 s', '1 min', '59 min', '2 h', '1 d']);
});

test('the time of day is the one of this machine', () => {
  expect(localTimeOfDay(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('03:04:05');
});

test('a moment that is none does not throw', () => {
  expect(localTimeOfDay(Number.NaN)).toBe('--:--:--');
});
