import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inOrder } from '../../../src/cli/replay/pool.ts';

const never = new AbortController().signal;

test('tasks begin in order, no more than allowed at a time', async () => {
  const begun: number[] = [];
  let [underWay, most] = [0, 0];
  await inOrder(
    [1, 2, 3, 4, 5, 6, 7],
    3,
    async (item) => {
      begun.push(item);
      underWay += 1;
      most = Math.max(most, underWay);
      for (let turn = 0; turn < item; turn += 1) await nextTurn();
      underWay -= 1;
    },
    never,
  );
  expect([begun, most]).toEqual([[1, 2, 3, 4, 5, 6, 7], 3]);
});

test('after the signal no more begin', async () => {
  const stop = new AbortController();
  const begun: number[] = [];
  await inOrder(
    [1, 2, 3],
    1,
    async (item) => {
      begun.push(item);
      if (item === 2) stop.abort();
    },
    stop.signal,
  );
  expect(begun).toEqual([1, 2]);
});

test('what a task throws is thrown when those under way have ended', async () => {
  let hasEnded = false;
  const tasks = inOrder(
    ['fails', 'lasts', 'never begins'],
    2,
    async (item) => {
      if (item === 'fails') throw new Error('no');
      expect(item).toBe('lasts');
      await nextTurn();
      hasEnded = true;
    },
    never,
  );
  await expect(tasks).rejects.toThrow('no');
  expect(hasEnded).toBe(true);
});
