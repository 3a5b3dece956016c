import { expect, test } from 'vitest';
import { summaryLines } from '../../../src/cli/run/summary.ts';
import { RunTally } from '../../../src/cli/run/tally.ts';
import type { ExchangeRow } from '../../../src/exchange/row.ts';
import { failing, row } from './rows.ts';

function summary(rows: readonly ExchangeRow[], dataOption = ''): string[] {
  const tally = new RunTally();
  for (const each of rows) tally.add(each);
  return summaryLines(tally.result(), { durationMs: 3200, runId: 7, dataOption });
}

test('a run with failures is summed up by class and incident, with what to look at first', () => {
  const rows = [
    row(),
    failing({ id: 2 }),
    row({ id: 3, status: 302, class: 'redirection' }),
    failing({ id: 4 }),
    failing({
      id: 5,
      method: 'GET',
      url: 'http://127.0.0.1:9/x',
      status: null,
      class: 'no_response',
      cause: 'connection-refused',
      confidence: 'likely',
      summary: 'nothing listens on 127.0.0.1:9',
    }),
    row({ id: 6, method: 'POST' }),
  ];
  expect(summary(rows, ' --data /d')).toEqual([
    '6 exchanges in 3.2 s: 2 successes, 1 redirect, 2 client errors, 1 without a response. 3 failed.',
    '  ✗ 1 × ◐ connection-refused  GET 127.0.0.1:9/x → no response  #5',
    '  ✗ 2 × ● missing-field  POST api.test/v1/orders → 422  #2 to #4, works again since #6',
    'Look first at #5: nothing listens on 127.0.0.1:9 (connection-refused)',
    '  httpwhy why --data /d 5',
    'All of them: httpwhy log --data /d run:7 is:failed',
  ]);
});

test('a run without failures is said to have none', () => {
  expect(summary([row()])).toEqual(['1 exchange in 3.2 s: 1 success. None failed.', 'See them: httpwhy log run:7']);
});

test('a run without exchanges is told why that may be', () => {
  expect(summary([])).toEqual([
    'no request came through the proxy: the command made none, or its HTTP client ignores proxy variables.',
    'Whether a client comes through: httpwhy doctor',
  ]);
});

test('many incidents are cut, and what was captured cannot draw on the terminal', () => {
  const rows = Array.from({ length: 20 }, (_, index) =>
    failing({ id: index + 1, url: `https://h${index}.test/${'x'.repeat(500)}`, summary: `\x1b[2J${'y'.repeat(500)}` }),
  );
  const lines = summary(rows);
  expect(lines).toHaveLength(1 + 8 + 1 + 3);
  expect(lines[9]).toBe('  … and 12 more kinds of failure');
  expect(lines[10]).toMatch(/^Look first at #1: \\x1b\[2Jy+… \(missing-field\)$/);
  for (const line of lines) expect(line.length).toBeLessThan(300);
});
