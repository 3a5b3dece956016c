import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StreamMessage } from '../../src/exchange/exchange.ts';
import { MessageRate, MOST_SMALL_MESSAGES, SMALL_MESSAGE_BYTES } from '../../src/proxy/message-rate.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function ping(at: number, totalBytes = 0): StreamMessage {
  return { at, from: 'server', type: 'ping', bytes: new Uint8Array(totalBytes), totalBytes, closeCode: null };
}

function start() {
  const passed: { at: number; type: string; skipped: number }[] = [];
  const rate = new MessageRate(({ at, type }, skipped) => passed.push({ at, type, skipped }));
  /** Messages that were handed over, and that were counted only. */
  const total = () => passed.reduce((sum, { skipped }) => sum + skipped + 1, 0);
  return { passed, rate, total };
}

test('a stream of as many small messages as a second takes is recorded message by message', () => {
  const { passed, rate } = start();
  for (let second = 0; second < 3; second += 1) {
    for (let i = 0; i < MOST_SMALL_MESSAGES; i += 1) rate.pass(ping(1000 * second + i / 10));
  }
  expect(passed).toHaveLength(3 * MOST_SMALL_MESSAGES);
  expect(passed.every(({ skipped }) => skipped === 0)).toBe(true);
});

test('of a flood the last message of each second is recorded with the count of those before it', () => {
  const { passed, rate, total } = start();
  for (let i = 0; i < 300_000; i += 1) rate.pass(ping(i / 100));
  rate.flush();
  expect(passed).toHaveLength(3 * (MOST_SMALL_MESSAGES + 1));
  expect(passed[MOST_SMALL_MESSAGES]).toEqual({ at: 999.99, type: 'ping', skipped: 100_000 - MOST_SMALL_MESSAGES - 1 });
  expect(total()).toBe(300_000);
});

test('the last message of a flood that falls silent is recorded after a second', () => {
  const { passed, rate, total } = start();
  for (let i = 0; i < MOST_SMALL_MESSAGES + 10; i += 1) rate.pass(ping(5));
  expect(passed).toHaveLength(MOST_SMALL_MESSAGES);
  vi.advanceTimersByTime(1000);
  expect(total()).toBe(MOST_SMALL_MESSAGES + 10);
  rate.flush();
  expect(passed).toHaveLength(MOST_SMALL_MESSAGES + 1);
});

test('a large message in a flood is recorded, in its place, and so is a close', () => {
  const { passed, rate, total } = start();
  for (let i = 0; i < MOST_SMALL_MESSAGES + 10; i += 1) rate.pass(ping(5));
  rate.pass({ ...ping(6, SMALL_MESSAGE_BYTES + 1), type: 'text' });
  rate.pass(ping(7));
  rate.pass({ ...ping(8), type: 'close' });
  expect(passed.slice(MOST_SMALL_MESSAGES)).toEqual([
    { at: 5, type: 'ping', skipped: 9 },
    { at: 6, type: 'text', skipped: 0 },
    { at: 7, type: 'ping', skipped: 0 },
    { at: 8, type: 'close', skipped: 0 },
  ]);
  expect(total()).toBe(MOST_SMALL_MESSAGES + 13);
});
