import { expect, test } from 'vitest';
import { summarize } from '../../src/replay/latency.ts';

const answered = (durationMs: number, status = 200) => ({ durationMs, status, errorCode: null });

test('percentiles are values that were measured: the nearest ranks', () => {
  const calls = Array.from({ length: 200 }, (_, index) => answered(200 - index));
  expect(summarize(calls).times).toEqual({ min: 1, median: 100, p95: 190, p99: 198, max: 200 });
  expect(summarize([answered(7)]).times).toEqual({ min: 7, median: 7, p95: 7, p99: 7, max: 7 });
});

test('calls that broke off are counted by their code, and have no part in the times', () => {
  const refused = { durationMs: 1, status: null, errorCode: 'ECONNREFUSED' };
  const cut = { durationMs: 9000, status: 200, errorCode: 'ECONNRESET' };
  expect(summarize([answered(5), refused, cut, answered(6, 503), refused])).toEqual({
    calls: 5,
    answered: 2,
    times: { min: 5, median: 5, p95: 6, p99: 6, max: 6 },
    statuses: [
      { name: '200', count: 2 },
      { name: '503', count: 1 },
    ],
    errors: [
      { name: 'ECONNREFUSED', count: 2 },
      { name: 'ECONNRESET', count: 1 },
    ],
  });
});

test('where nothing was answered there are no times', () => {
  expect(summarize([{ durationMs: 3, status: null, errorCode: 'ENOTFOUND' }]).times).toBe(null);
});
