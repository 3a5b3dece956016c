import { expect, test } from 'vitest';
import { whyText } from '../../src/cli/commands/why.ts';
import { EXPIRED, exchange } from '../support/exchanges.ts';

const stored = { exchange: exchange({ id: 91 }), annotation: EXPIRED };

test('an exchange that repeats another says which, and how to see what differs', () => {
  const lines = whyText(stored, 17, false).split('\n');
  expect(lines[1]).toBe('Repeats #17; what differs: httpwhy diff 17 91');
  expect(
    whyText({ ...stored, annotation: null }, 17, false)
      .split('\n')
      .slice(1),
  ).toEqual([lines[1], 'Still pending.']);
});

test('one that was sent by its own client says nothing of that', () => {
  expect(whyText(stored, null, false)).not.toContain('Repeats');
});
