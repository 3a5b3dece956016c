import { describe, expect, test } from 'vitest';
import { LogLens, type Move } from '../../src/tui/log-lens.ts';
import type { State } from '../../src/tui/state.ts';
import * as viewport from '../../src/tui/viewport.ts';
import { EXPIRED, memorySource, NOON, readState, reduced, row, screenOf } from './support.ts';

const SIZE = { columns: 120, rows: 24 };
const ids = ({ log }: State) => log.rows.map(({ id }) => id);

function seen(lens: LogLens, state: State, move: Move, now = NOON + 60_000): State {
  return reduced(state, { kind: 'read', now, reading: lens.read(state, move, now) });
}

describe('repeated failures', () => {
  const rows = [row(1), ...[2, 3, 4].map((id) => row(id, EXPIRED)), row(5)];

  test('are one line with their number', () => {
    const state = readState(memorySource(...rows), SIZE);
    expect(ids(state)).toEqual([1, 4, 5]);
    expect(screenOf(state)).toContain('×3 in 2 s · the token');
  });

  test('do not vanish under the eyes of somebody who reads', () => {
    const source = memorySource(...rows.slice(0, 3));
    const lens = new LogLens(source);
    let state = seen(lens, readState(source, SIZE), viewport.followed);
    state = seen(lens, state, (read, log, height) => viewport.moved(read, log, -1, height));
    expect([ids(state), state.log.selectedId]).toEqual([[1, 2, 3], 2]);
    source.put(row(4, EXPIRED));
    state = seen(lens, state, viewport.refreshed);
    expect([ids(state).slice(0, 3), state.log.selectedId]).toEqual([[1, 2, 3], 2]);
  });

  test('are skipped by the search for the next failure', () => {
    const source = memorySource(...rows, row(9, { ...EXPIRED, cause: 'gone' }));
    const lens = new LogLens(source);
    seen(lens, readState(source, SIZE), viewport.followed);
    expect([lens.nextFailure(0, 'newer'), lens.nextFailure(4, 'newer'), lens.nextFailure(4, 'older')]).toEqual([
      4,
      9,
      undefined,
    ]);
  });
});

test('the wait that a server asked for counts down, says now, and goes', () => {
  const source = memorySource(row(1, { ...EXPIRED, cause: 'rate-limited', durationMs: 0 }));
  source.annotations.set(1, { retryAfterSeconds: 30, retry: 'safe' });
  const at = (seconds: number) => screenOf({ ...readState(source, SIZE), now: NOON + 1000 + seconds * 1000 });
  expect(at(2)).toContain('↻ 28 s');
  expect(at(2)).toContain('retry: safe, in 28 s');
  expect(at(31)).toContain('↻ now');
  expect(at(90)).not.toContain('↻');
});

test('the header shows how many calls arrive, and when they failed', () => {
  const source = memorySource(row(1, EXPIRED));
  const lens = new LogLens(source);
  let state = seen(lens, readState(source, SIZE), viewport.followed, NOON + 1000);
  source.put(...Array.from({ length: 20 }, (_, index) => row(index + 2)));
  state = seen(lens, state, viewport.refreshed, NOON + 3000);
  expect(screenOf(state).split('\n')[0]).toContain('█  10/s  21 calls');
  state = seen(lens, state, viewport.refreshed, NOON + 600_000);
  expect(screenOf(state).split('\n')[0]).not.toMatch(/█|\/s/);
});

test('large numbers of calls can be read', () => {
  const state = readState(memorySource(row(1)), SIZE);
  const many = { ...state, counts: { ...state.counts, success: 1_054_472, client_error: 1200 } };
  expect(screenOf(many).split('\n')[0]).toMatch(/1,055,672 calls .*4xx 1,200$/);
});
