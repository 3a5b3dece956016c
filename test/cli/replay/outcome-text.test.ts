import { expect, test } from 'vitest';
import {
  countsText,
  latencyText,
  outcomeLine,
  outcomeRemark,
  outcomeText,
} from '../../../src/cli/replay/outcome-text.ts';
import type { Replayed } from '../../../src/cli/replay/replayer.ts';
import { EXPIRED, exchange, QUIET } from '../../support/exchanges.ts';

const request = { method: 'POST', url: 'https://api.example.com/v1/me?api_key=k3J9x2Lq8Zr5Tn1Wb7Vd' };
const refused = (id: number) => ({
  exchange: exchange({ id, request, response: { status: 401 } }),
  annotation: EXPIRED,
});
const fine = (id: number) => ({ exchange: exchange({ id, request }), annotation: QUIET });
const silent = (id: number) => ({
  exchange: exchange({ id, request, response: null, error: { phase: 'connect', code: 'ECONNREFUSED', message: '' } }),
  annotation: { ...EXPIRED, cause: 'connection-refused', class: 'no_response', summary: 'nothing listens' } as const,
});

test.each<[Replayed, string]>([
  [{ before: refused(1), after: fine(2), verdict: 'fixed' }, 'fixed: no more expired-credentials'],
  [{ before: fine(1), after: fine(2), verdict: 'still-fine' }, 'still fine'],
  [
    { before: refused(1), after: refused(2), verdict: 'same-cause' },
    'same cause: expired-credentials. Fetch a new token, then repeat the call.',
  ],
  [
    { before: refused(1), after: silent(2), verdict: 'new-cause' },
    'new cause: connection-refused in place of expired-credentials. Fetch a new token, then repeat the call.',
  ],
  [
    { before: fine(1), after: refused(2), verdict: 'broke' },
    'broke: expired-credentials, and it was fine before. Fetch a new token, then repeat the call.',
  ],
])('%# ends with what it means', (replayed, sentence) => {
  expect(outcomeText(replayed, false).split('\n').at(-1)).toBe(sentence);
});

test('one replay is a paragraph, its URL without secrets', () => {
  const [title, ...rest] = outcomeText({ before: refused(1), after: silent(2), verdict: 'new-cause' }, false).split(
    '\n',
  );
  expect(title).toMatch(/^#2 repeats #1: POST https:\/\/api\.example\.com\/v1\/me\?api_key=<[^>]+>$/);
  expect(rest.slice(0, 2)).toEqual([
    '  before  401 in 13 ms  expired-credentials (certain): the token expired 8 s before the call',
    '  now     no response in 13 ms  connection-refused (certain): nothing listens',
  ]);
});

test('what could not be stored is said to be so', () => {
  const replayed: Replayed = { before: refused(1), after: fine(0), verdict: 'fixed' };
  expect(outcomeText(replayed, false)).toContain('Not recorded, repeats #1: POST');
  expect(outcomeLine(replayed, false)).toContain('#1 → not recorded');
  expect(outcomeRemark(replayed)).toBe('#1 sent again (not recorded): fixed (401 → 200 in 13 ms)');
});

test('one of many is a line', () => {
  expect(outcomeLine({ before: fine(1), after: refused(2), verdict: 'broke' }, false)).toMatch(
    /^broke {8}#1 → #2 {2}200 → 401 {2}13 ms {2}POST api\.example\.com\/v1\/me\?api_key=<[^>]+> {2}expired-credentials: the token expired 8 s before the call$/,
  );
});

test('verdicts are counted in one sentence', () => {
  expect(countsText(['fixed', 'broke', 'fixed'], 2)).toBe('3 replayed: 2 fixed, 1 broke; 2 left out.');
  expect(countsText([], 0)).toBe('0 replayed: nothing was sent.');
});

test('a series that nobody answered has no times', () => {
  const errors = [{ name: 'ECONNREFUSED', count: 2 }];
  const summary = { calls: 2, answered: 0, times: null, statuses: [], errors };
  expect(latencyText(summary, { concurrency: 1, wallMs: 100 })).toBe(
    '2 calls, one after the other, in 100 ms (20.0 a second)\n  times   none was answered\n  errors  ECONNREFUSED × 2 (2 of the calls)',
  );
});
