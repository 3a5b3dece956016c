import { expect, test } from 'vitest';
import { formatBytes, formatDuration } from '../../src/exchange/units.ts';

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1234, '1.2 kB'],
  [9949, '9.9 kB'],
  [9950, '10 kB'],
  [34_400, '34 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [5_600_000, '5.6 MB'],
  [2e9, '2.0 GB'],
  [3e12, '3.0 TB'],
  [5e15, '5000 TB'],
])('%i bytes are %s', (bytes, shown) => {
  expect(formatBytes(bytes)).toBe(shown);
});

test.each([
  [0, '0 ms'],
  [0.04, '<0.1 ms'],
  [0.4, '0.4 ms'],
  [8, '8 ms'],
  [8.25, '8.3 ms'],
  [12.4, '12 ms'],
  [999.4, '999 ms'],
  [999.5, '1 s'],
  [1000, '1 s'],
  [1449, '1.4 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [42_000, '42 s'],
  [59_499, '59 s'],
  [59_500, '1 min'],
  [185_000, '3 min 5 s'],
  [3_599_499, '59 min 59 s'],
  [3_599_500, '1 h'],
  [7_800_000, '2 h 10 min'],
  [86_399_000, '23 h 59 min'],
  [86_400_000, '1 d'],
  [442_800_000, '5 d 3 h'],
])('%d ms are %s', (ms, shown) => {
  expect(formatDuration(ms)).toBe(shown);
});
