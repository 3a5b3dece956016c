import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isTurnSpent, mayGoOn, onNextTurn, spendTurn, spendTurnOnMessage } from '../../src/proxy/turn.ts';

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

test('few small pieces never end a turn, a flood of them does', async () => {
  for (let turn = 0; turn < 100; turn += 1) {
    for (let i = 0; i < 100; i += 1) spendTurn(10);
    expect(isTurnSpent()).toBe(false);
    await nextTurn();
  }
  for (let i = 0; i < 320; i += 1) spendTurn(10);
  expect(isTurnSpent()).toBe(true);
  await nextTurn();
  expect(isTurnSpent()).toBe(false);
});

test('who waits for the next turn already is called once', async () => {
  let calls = 0;
  const resume = () => {
    calls += 1;
  };
  const sink = { isFull: false, onceReady: () => expect.unreachable() };
  expect(mayGoOn(sink, 2 * 1024 * 1024, resume)).toBe(false);
  expect(mayGoOn(sink, 1, resume)).toBe(false);
  await nextTurn();
  expect({ calls, mayGoOn: mayGoOn(sink, 1, resume) }).toEqual({ calls: 1, mayGoOn: true });
});
