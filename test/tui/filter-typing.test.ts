import { expect, test } from 'vitest';
import { NOT_TYPING, withCandidate, withKept, withPast } from '../../src/tui/filter-typing.ts';
import type { FilterCandidate } from '../../src/tui/source.ts';

const line = (text: string) => ({ text, caret: text.length });
const candidate = (text: string): FilterCandidate => ({ text, help: '', kind: 'value' });
const offer = { start: 7, end: 8, candidates: [candidate('404'), candidate('4xx')] };

test('candidates take the place of what was typed, around the end', () => {
  const first = withCandidate({ filter: { text: 'status:4 x', caret: 8 }, typing: { ...NOT_TYPING, offer } }, 1);
  expect(first.filter).toEqual({ text: 'status:404 x', caret: 10 });
  const second = withCandidate(first, 1);
  expect(second.filter.text).toBe('status:4xx x');
  expect(withCandidate(second, 1).filter.text).toBe('status:404 x');
});

test('where nothing is offered, nothing changes', () => {
  const typed = { filter: line('x'), typing: NOT_TYPING };
  expect(withCandidate(typed, 1)).toEqual(typed);
});

test('filters of before come back, and after the latest what was typed', () => {
  const past = ['is:failed', 'status:5xx'];
  const once = withPast({ filter: line('dr'), typing: NOT_TYPING }, past, 1);
  const twice = withPast(once, past, 1);
  expect([once, twice, withPast(twice, past, 1)].map(({ filter }) => filter.text)).toEqual([
    'status:5xx',
    'is:failed',
    'is:failed',
  ]);
  expect(withPast(once, past, -1).filter.text).toBe('dr');
});

test('a filter is kept once, at the end', () => {
  expect(withKept(['a', 'b'], 'a')).toEqual(['b', 'a']);
  expect(withKept(['a'], '')).toEqual(['a']);
});
