import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isTurnSpent, onNextTurn, spendTurn, spendTurnOnMessage } from '../../src/proxy/turn.ts';

test('a turn takes a mebibyte, whoever sends it, and the next one another', async () => {
  for (let i = 0; i < 15; i += 1) spendTurn(64 * 1024);
  expect(isTurnSpent()).toBe(false);
  spendTurn(64 * 1024);
  expect(isTurnSpent()).toBe(true);
  let isResumed = false;
  onNextTurn(() => {
    isResumed = true;
  });
  expect(isResumed).toBe(false);
  await nextTurn();
  expect({ isSpent: isTurnSpent(), isResumed }).toEqual({ isSpent: false, isResumed: true });
});

test('a message costs more than its bytes', async () => {
  for (let i = 0; i < 1000; i += 1) spendTurnOnMessage();
  expect(isTurnSpent()).toBe(false);
  for (let i = 0; i < 100; i += 1) spendTurnOnMessage();
  expect(isTurnSpent()).toBe(true);
  await nextTurn();
  expect(isTurnSpent()).toBe(false);
});

test('small pieces never end a turn', () => {
  for (let i = 0; i < 10_000; i += 1) spendTurn(1000);
  expect(isTurnSpent()).toBe(false);
});
