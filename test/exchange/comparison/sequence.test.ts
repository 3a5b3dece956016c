import { expect, test } from 'vitest';
import { sameRuns } from '../../../src/exchange/comparison/sequence.ts';

const runs = (before: readonly number[], after: readonly number[]) =>
  sameRuns(Int32Array.from(before), Int32Array.from(after));

/** The longest common subsequence, by the book. */
function longest(before: readonly number[], after: readonly number[]): number {
  let row = new Array<number>(after.length + 1).fill(0);
  for (const element of before) {
    const next = [0];
    for (const [index, other] of after.entries()) {
      next.push(element === other ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
    }
    row = next;
  }
  return row.at(-1)!;
}

/** The same numbers at every run. */
function sequenceOf(seed: number, length: number, kinds: number): number[] {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 16) % kinds;
  });
}

test('what is the same is found in order, and of short sequences all of it', () => {
  for (let seed = 1; seed <= 2000; seed += 1) {
    const before = sequenceOf(seed, seed % 14, 2 + (seed % 5));
    const after = sequenceOf(seed * 7919, (seed * 3) % 8, 2 + (seed % 5));
    let [a, b, length] = [0, 0, 0];
    for (const run of runs(before, after)) {
      expect(run.beforeStart >= a && run.afterStart >= b && run.length > 0).toBe(true);
      a = run.beforeStart + run.length;
      b = run.afterStart + run.length;
      length += run.length;
      expect(before.slice(run.beforeStart, a)).toEqual(after.slice(run.afterStart, b));
    }
    expect(length, `seed ${seed}`).toBe(longest(before, after));
  }
});

test('long sequences that have little in common end soon, with less than all', () => {
  const found = runs(sequenceOf(1, 100_000, 10), sequenceOf(2, 100_000, 10));
  expect(found.every(({ length }) => length > 0)).toBe(true);
});

test('elements that occur once hold the rest in place', () => {
  const before = [1, 0, 0, 0, 0, 0, 0, 0, 2];
  const after = [0, 0, 0, 0, 0, 0, 0, 2, 1];
  const pairs = runs(before, after).flatMap(({ beforeStart, afterStart, length }) =>
    Array.from({ length }, (_, index) => `${beforeStart + index}=${afterStart + index}`),
  );
  expect(pairs.length).toBe(8);
  expect(pairs).toContain('8=7');
});
