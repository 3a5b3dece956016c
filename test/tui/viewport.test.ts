import { describe, expect, test } from 'vitest';
import * as viewport from '../../src/tui/viewport.ts';
import { EXPIRED, memorySource, pendingRow, reader, row } from './support.ts';

const HEIGHT = 5;

function range(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => row(from + index));
}

/** `6 7 [8] 9 10`, then what is said about following. */
function shown({ rows, selectedId, isFollowing, unseen }: viewport.Viewport): string {
  const ids = rows.map(({ id }) => (id === selectedId ? `[${id}]` : id)).join(' ');
  return `${ids}${isFollowing ? ' follow' : ''}${unseen > 0 ? ` +${unseen}` : ''}`;
}

function start(count: number) {
  const source = memorySource(...range(1, count));
  const read = reader(source);
  return { source, read, log: viewport.followed(read, viewport.EMPTY_VIEWPORT, HEIGHT) };
}

describe('following', () => {
  test('the newest row is selected and stays in sight', () => {
    const { source, read, log } = start(10);
    expect(shown(log)).toBe('6 7 8 9 [10] follow');
    source.put(row(11), row(12));
    expect(shown(viewport.refreshed(read, log, HEIGHT))).toBe('8 9 10 11 [12] follow');
  });

  test('moving up ends it, moving down at the end does not', () => {
    const { read, log } = start(10);
    expect(shown(viewport.moved(read, log, 1, HEIGHT))).toBe('6 7 8 9 [10] follow');
    expect(shown(viewport.moved(read, log, -1, HEIGHT))).toBe('6 7 8 [9] 10');
  });

  test('an empty log follows', () => {
    expect(shown(viewport.refreshed(reader(memorySource()), viewport.EMPTY_VIEWPORT, HEIGHT))).toBe(' follow');
  });
});

describe('not following', () => {
  test('new rows move nothing and are counted until they have been in sight', () => {
    const { source, read, log } = start(10);
    let now = viewport.moved(read, log, -2, HEIGHT);
    source.put(row(11), row(12), row(13));
    now = viewport.refreshed(read, now, HEIGHT);
    expect(shown(now)).toBe('6 7 [8] 9 10 +3');
    now = viewport.moved(read, now, 3, HEIGHT);
    expect(shown(now)).toBe('7 8 9 10 [11] +2');
    now = viewport.moved(read, now, -1, HEIGHT);
    expect(shown(now)).toBe('7 8 9 [10] 11 +2');
    expect(shown(viewport.followed(read, now, HEIGHT))).toBe('9 10 11 12 [13] follow');
  });

  test('rows that were above are not new when they go out of sight below', () => {
    const { read, log } = start(20);
    expect(shown(viewport.moved(read, log, -8, HEIGHT))).toBe('[12] 13 14 15 16');
  });

  test('the count stops at a bound', () => {
    const { source, read, log } = start(10);
    const still = viewport.moved(read, log, -1, HEIGHT);
    source.put(...range(11, 500));
    expect(viewport.refreshed(read, still, HEIGHT).unseen).toBe(viewport.UNSEEN_LIMIT);
  });

  test('a pending row changes in its place', () => {
    const { source, read, log } = start(8);
    source.put(pendingRow(9), row(10));
    const still = viewport.moved(read, viewport.refreshed(read, log, HEIGHT), -1, HEIGHT);
    source.put(row(9, EXPIRED));
    const now = viewport.refreshed(read, still, HEIGHT);
    expect(shown(now)).toBe('6 7 8 [9] 10');
    expect(viewport.selectedRow(now)?.cause).toBe('expired-credentials');
  });

  test('rows in a log that does not fill the screen are in sight and not counted', () => {
    const { source, read, log } = start(2);
    const still = viewport.moved(read, log, -1, HEIGHT);
    source.put(row(3));
    expect(shown(viewport.refreshed(read, still, HEIGHT))).toBe('[1] 2 3');
  });
});

describe('moving', () => {
  test('the rows move only as far as they must', () => {
    const { read, log } = start(20);
    const up = viewport.moved(read, log, -4, HEIGHT);
    expect(shown(up)).toBe('[16] 17 18 19 20');
    expect(shown(viewport.moved(read, up, -1, HEIGHT))).toBe('[15] 16 17 18 19');
    expect(shown(viewport.moved(read, up, 2, HEIGHT))).toBe('16 17 [18] 19 20');
  });

  test('the ends hold', () => {
    const { read, log } = start(7);
    const first = viewport.atBeginning(read, log, HEIGHT);
    expect(shown(first)).toBe('[1] 2 3 4 5');
    expect(shown(viewport.moved(read, first, -3, HEIGHT))).toBe('[1] 2 3 4 5');
    expect(shown(viewport.moved(read, first, 30, HEIGHT))).toBe('3 4 5 6 [7]');
    expect(shown(viewport.moved(read, viewport.EMPTY_VIEWPORT, 1, HEIGHT))).toBe(' follow');
  });

  test('a row out of sight is shown amid its neighbours, a row in sight where it is', () => {
    const { read, log } = start(20);
    expect(shown(viewport.selected(read, log, 17, HEIGHT))).toBe('16 [17] 18 19 20');
    expect(shown(viewport.selected(read, log, 9, HEIGHT))).toBe('7 8 [9] 10 11');
    expect(shown(viewport.selected(read, log, 1, HEIGHT))).toBe('[1] 2 3 4 5');
  });
});

describe('when the screen or the capture changes', () => {
  test('the selected row stays in sight when lines are lost', () => {
    const { read, log } = start(20);
    const still = viewport.moved(read, log, -1, HEIGHT);
    expect(shown(viewport.refreshed(read, still, 3))).toBe('17 18 [19]');
  });

  test('lines that are won are filled from above where the log ends', () => {
    const { read, log } = start(20);
    const still = viewport.moved(read, log, -1, HEIGHT);
    expect(shown(viewport.refreshed(read, still, 7))).toBe('14 15 16 17 18 [19] 20');
  });

  test('where the selected row was deleted, the next one is selected', () => {
    const { read, log } = start(10);
    const still = viewport.moved(read, log, -3, HEIGHT);
    const pruned = reader(memorySource(...range(9, 12)));
    expect(shown(viewport.refreshed(pruned, still, HEIGHT))).toBe('[9] 10 11 12');
    expect(shown(viewport.refreshed(reader(memorySource()), still, HEIGHT))).toBe('');
  });
});

describe('filtering', () => {
  const rows = range(1, 20).map((each) => (each.id % 5 === 0 ? row(each.id, EXPIRED) : each));
  const source = memorySource(...rows);
  const all = reader(source);
  const some = reader(source, 'expired');
  const none = reader(source, 'nowhere');

  test('a followed log is followed with the filter', () => {
    const log = viewport.followed(all, viewport.EMPTY_VIEWPORT, HEIGHT);
    expect(shown(viewport.refiltered(some, log, HEIGHT))).toBe('5 10 15 [20] follow');
  });

  test('a hidden row gives the selection to the next one, and gets it back', () => {
    const log = viewport.selected(all, viewport.EMPTY_VIEWPORT, 8, HEIGHT);
    const filtered = viewport.refiltered(some, log, HEIGHT);
    expect(shown(filtered)).toBe('5 [10] 15 20');
    const emptied = viewport.refiltered(none, filtered, HEIGHT);
    expect(shown(emptied)).toBe('');
    expect(viewport.selectedRow(emptied)).toBeUndefined();
    expect(shown(viewport.refiltered(all, emptied, HEIGHT))).toBe('6 7 [8] 9 10');
  });

  test('a row chosen under the filter is kept without it', () => {
    const log = viewport.selected(all, viewport.EMPTY_VIEWPORT, 8, HEIGHT);
    const filtered = viewport.moved(some, viewport.refiltered(some, log, HEIGHT), 1, HEIGHT);
    expect(shown(filtered)).toBe('5 10 [15] 20');
    expect(shown(viewport.refiltered(all, filtered, HEIGHT))).toBe('13 14 [15] 16 17');
  });
});

test('no more rows are asked for than the screen shows and the counter counts', () => {
  const { source, read, log } = start(1000);
  source.requests.length = 0;
  let now = viewport.moved(read, log, -3, HEIGHT);
  for (const distance of [-4, -4, 2, 4, 4]) now = viewport.moved(read, now, distance, HEIGHT);
  now = viewport.refreshed(read, viewport.selected(read, now, 400, HEIGHT), HEIGHT);
  const rowsOnly = source.requests.filter((limit) => limit !== viewport.UNSEEN_LIMIT);
  expect(Math.max(...rowsOnly)).toBeLessThanOrEqual(HEIGHT);
});
