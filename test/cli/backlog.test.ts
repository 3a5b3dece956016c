import { expect, test } from 'vitest';
import { Backlog } from '../../src/cli/threads/backlog.ts';
import type { Change } from '../../src/recorder/recorder.ts';
import { exchange, textBody } from '../support/exchanges.ts';

const MIB = 1024 * 1024;
const locked = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });

function change(key: number, index: number, durationMs: number | null = 5): Change {
  const big = textBody('x'.repeat(10_000));
  return {
    key,
    exchange: exchange({ durationMs, response: { body: big } }),
    chunks: [{ side: 'response', index, bytes: big.bytes }],
    messages: [],
  };
}

function backlog() {
  const state = { failure: undefined as Error | undefined, now: 0 };
  const stored: Change[] = [];
  const said: string[] = [];
  const write = (changes: readonly Change[]) => {
    if (state.failure !== undefined) throw state.failure;
    stored.push(...changes);
  };
  return {
    state,
    stored,
    said,
    backlog: new Backlog(
      write,
      (line) => said.push(line),
      () => state.now,
    ),
  };
}

test('what is stored is acknowledged, without a word', () => {
  const { backlog: log, stored, said } = backlog();
  log.add([change(1, 0)], 100);
  expect(log.flush()).toEqual({ acknowledged: 100, isWaiting: false });
  expect(stored).toHaveLength(1);
  expect(said).toEqual([]);
});

test('a short lock loses nothing: everything waits with its bodies', () => {
  const { backlog: log, state, stored, said } = backlog();
  state.failure = locked;
  log.add([change(1, 0)], 100);
  expect(log.flush()).toEqual({ acknowledged: 0, isWaiting: true });
  state.now = 5000;
  state.failure = undefined;
  log.add([change(2, 0)], 50);
  expect(log.flush()).toEqual({ acknowledged: 150, isWaiting: false });
  expect(stored.map(({ key, chunks }) => [key, chunks.length])).toEqual([
    [1, 1],
    [2, 1],
  ]);
  expect(said).toEqual([]);
});

test('a lock that would slow the traffic down costs bodies after a second, but no rows, and is said', () => {
  const { backlog: log, state, stored, said } = backlog();
  state.failure = locked;
  log.add([change(1, 0)], 13 * MIB);
  expect(log.flush().isWaiting).toBe(true);
  state.now = 1000;
  expect(log.flush()).toEqual({ acknowledged: 13 * MIB, isWaiting: true });
  state.failure = undefined;
  expect(log.flush()).toEqual({ acknowledged: 0, isWaiting: false });
  expect(stored).toMatchObject([{ key: 1, chunks: [], exchange: { response: { body: { totalBytes: 10_000 } } } }]);
  expect(said).toEqual([
    'Recording fails: database is locked. Traffic goes on; what can wait is recorded later.',
    'Recording works again; missing: 1 body.',
  ]);
});

test('a body that lost a piece is stored up to there and not beyond', () => {
  const { backlog: log, state, stored } = backlog();
  log.add([change(1, 0, null)], 100);
  log.flush();
  state.failure = full;
  log.add([change(1, 1, null)], 100);
  expect(log.flush()).toEqual({ acknowledged: 100, isWaiting: true });
  state.failure = undefined;
  log.add([change(1, 2, null), change(2, 0)], 100);
  log.add([change(1, 3)], 100);
  log.flush();
  expect(stored.flatMap(({ key, chunks }) => chunks.map(({ index }) => `${key}:${index}`))).toEqual(['1:0', '2:0']);
});

test('messages are given up like bodies, each is counted, and those that follow are left out too', () => {
  const { backlog: log, state, stored, said } = backlog();
  const withMessages = (durationMs: number | null, ...indices: number[]): Change => ({
    key: 1,
    exchange: exchange({ durationMs, messageCount: 5 }),
    chunks: [],
    messages: indices.map((index) => ({
      index,
      message: { at: 1, from: 'client', type: 'text', bytes: Buffer.from('a'), totalBytes: 1, closeCode: null },
    })),
  });
  log.add([withMessages(null, 0)], 100);
  log.flush();
  state.failure = full;
  log.add([withMessages(null, 1, 2)], 100);
  log.flush();
  state.failure = undefined;
  log.add([withMessages(null, 3), change(2, 0)], 100);
  log.add([withMessages(5, 4)], 100);
  log.flush();
  expect(stored.flatMap(({ key, messages }) => messages.map(({ index }) => `${key}:${index}`))).toEqual(['1:0']);
  expect(stored.at(-1)?.exchange.messageCount).toBe(5);
  expect(said.at(-1)).toBe('Recording works again; missing: 4 messages.');
});

test('what waits without its content does not hold on to the memory in which it came', () => {
  const { backlog: log, state, stored } = backlog();
  state.failure = full;
  const batch = Buffer.from(new ArrayBuffer(1_000_000));
  const body = { bytes: batch.subarray(0, 5), totalBytes: 5 };
  log.add([{ ...change(1, 0), exchange: exchange({ response: { body } }) }], 100);
  log.flush();
  state.failure = undefined;
  log.flush();
  expect(stored[0]?.exchange.response?.body?.bytes.buffer.byteLength).toBeLessThan(100_000);
});

test('rows are given up only when there are thousands, the oldest first', () => {
  const { backlog: log, state, stored, said } = backlog();
  state.failure = full;
  log.add(
    Array.from({ length: 5002 }, (_, key) => change(key, 0)),
    100,
  );
  log.flush();
  state.failure = undefined;
  log.flush();
  expect(stored).toHaveLength(5000);
  expect(stored[0]?.key).toBe(2);
  expect(said.at(-1)).toBe('Recording works again; missing: 5002 bodies and 2 exchanges.');
});

test('at the end it says how many exchanges could not be stored', () => {
  const { backlog: log, state, said } = backlog();
  state.failure = full;
  log.add([change(1, 0)], 100);
  expect(log.flush(true)).toEqual({ acknowledged: 100, isWaiting: false });
  expect(said).toEqual(['1 exchange was not recorded: database or disk is full.']);
});
