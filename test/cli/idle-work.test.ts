import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdleWork } from '../../src/cli/threads/idle-work.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work of so many steps, and how long each of those done could have taken. */
function workOf(steps: number) {
  const done: number[] = [];
  const step = (milliseconds: number) => {
    done.push(milliseconds);
    return done.length < steps;
  };
  return { done, idle: new IdleWork(step, () => Date.now()) };
}

test('nothing is done before something was recorded', () => {
  const { done } = workOf(5);
  vi.advanceTimersByTime(60_000);
  expect(done).toEqual([]);
});

test('in a quiet moment the work is done to its end, with pauses, and then nothing more', () => {
  const { done, idle } = workOf(20);
  idle.recorded();
  vi.advanceTimersByTime(499);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(done).toEqual(Array(20).fill(8));
  vi.advanceTimersByTime(60_000);
  expect(done.length).toBe(20);
});

test('under load little is done, twice a second, and the rest when it is over', () => {
  const { done, idle } = workOf(1000);
  for (let passed = 0; passed < 5000; passed += 20) {
    idle.recorded();
    vi.advanceTimersByTime(20);
  }
  expect(done).toEqual(Array(10).fill(3));
  vi.advanceTimersByTime(2000);
  expect(done.length).toBeGreaterThan(80);
});

test('a failure waits for the next recording, and is not thrown', () => {
  let tries = 0;
  const idle = new IdleWork(
    () => {
      tries += 1;
      throw new Error('database is locked');
    },
    () => Date.now(),
  );
  idle.recorded();
  vi.advanceTimersByTime(10_000);
  expect(tries).toBe(1);
  idle.recorded();
  vi.advanceTimersByTime(10_000);
  expect(tries).toBe(2);
});

test('stopped, nothing is done any more', () => {
  const { done, idle } = workOf(5);
  idle.recorded();
  idle.stop();
  vi.advanceTimersByTime(10_000);
  expect(done).toEqual([]);
});
