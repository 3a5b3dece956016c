import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { followFinished } from '../../src/cli/follow.ts';
import type { ExchangeRow } from '../../src/exchange/row.ts';

const sqliteError = (code: string) => Object.assign(new Error(code), { code });

/** A capture in which every look finds the next of these, and then nothing; an error is thrown. */
function capture(...looks: readonly (readonly Partial<ExchangeRow>[] | Error)[]) {
  let count = 0;
  return {
    get looks() {
      return count;
    },
    changesAfter(revision: number) {
      const found = looks[count++] ?? [];
      if (found instanceof Error) throw found;
      return { rows: [...found] as ExchangeRow[], revision: revision + found.length };
    },
  };
}

const ended = (id: number): Partial<ExchangeRow> => ({ id, durationMs: 1 });

async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await sleep(5);
}

describe('following a capture', () => {
  test('tells of exchanges that ended, and not of those that are pending', () => {
    const rows: number[] = [];
    const following = followFinished(capture([ended(1), { id: 2, durationMs: null }]), 0, ({ id }) => rows.push(id));
    following.stop();
    expect(rows).toEqual([1]);
  });

  test('reads nothing after it was stopped, however often that is', async () => {
    const reader = capture();
    const following = followFinished(reader, 0, () => undefined);
    following.stop();
    following.stop();
    await sleep(100);
    expect(reader.looks).toBe(1);
  });

  test('goes on after another program has held the lock', async () => {
    const rows: number[] = [];
    const reader = capture(sqliteError('SQLITE_BUSY'), [ended(1)]);
    const following = followFinished(reader, 0, ({ id }) => rows.push(id));
    await until(() => rows.length > 0);
    following.stop();
    expect(rows).toEqual([1]);
  });

  test('ends when the capture cannot be read, without ending the program', async () => {
    const reader = capture(sqliteError('SQLITE_CORRUPT'), sqliteError('SQLITE_CORRUPT'));
    const following = followFinished(reader, 0, () => undefined);
    await expect(following.failed).rejects.toThrow('SQLITE_CORRUPT');
    await sleep(100);
    expect(reader.looks).toBe(1);
    expect(() => following.stop()).toThrow('SQLITE_CORRUPT');
  });
});
