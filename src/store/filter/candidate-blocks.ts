import type { Database } from 'better-sqlite3';
import { BLOCK_BITS, BLOCK_SIZE } from './index/tables.ts';
import type { BlockQuery } from './index/tokens.ts';

/** Which exchanges are looked at, and in which order. */
export interface Stretch {
  readonly order: 'ascending' | 'descending';
  /** The first number that belongs to it, or the last. */
  readonly from?: number;
  readonly to?: number;
}

/** Blocks for which the index is asked at once: few at first, for most filters find enough in the first ones. */
const FIRST_WINDOW = 1024;
const WINDOW_GROWTH = 4;

/** Blocks that follow each other; both ends belong to it. */
type Interval = readonly [first: number, last: number];

/**
 * Blocks that may hold matches, in the order of the stretch: those that the index names, and those of which it does not know
 * enough, for something in them changed after the revision up to which it goes, or is pending.
 */
export function* candidateBlocks(
  database: Database,
  query: BlockQuery,
  revision: number,
  { order, from, to }: Stretch,
): Generator<readonly number[]> {
  const newest = database.prepare<[], number | null>('select max(id) from exchange').pluck().get() ?? 0;
  const first = Math.floor(Math.max(0, from ?? 0) / BLOCK_SIZE);
  const last = Math.floor(Math.min(newest, to ?? newest) / BLOCK_SIZE);
  const untold = untoldBlocks(database, revision);
  const told = database
    .prepare<[string, number, number], number>(
      'select rowid from filter_index where filter_index match ? and rowid between ? and ?',
    )
    .pluck();
  const isAscending = order === 'ascending';
  let size = FIRST_WINDOW;
  for (let done = 0; done <= last - first; done += size, size *= WINDOW_GROWTH) {
    const low = isAscending ? first + done : Math.max(first, last - done - size + 1);
    const high = isAscending ? Math.min(last, first + done + size - 1) : last - done;
    const blocks = new Set(told.all(query, low, high));
    for (const interval of untold) {
      const end = Math.min(high, interval[1]);
      for (let block = Math.max(low, interval[0]); block <= end; block += 1) blocks.add(block);
    }
    const sorted = [...blocks].sort((a, b) => a - b);
    yield isAscending ? sorted : sorted.reverse();
  }
}

function untoldBlocks(database: Database, revision: number): readonly Interval[] {
  // Each row of the table `change` is a number of exchanges that got a number of revisions in their order.
  const changed = database
    .prepare<[number, number], { first: number; last: number }>(
      `select (first_id + max(0, ? + 1 - first_revision)) >> ${BLOCK_BITS} as first, last_id >> ${BLOCK_BITS} as last
       from change where last_revision > ?`,
    )
    .all(revision, revision);
  const pending = database
    .prepare<[], number>(`select distinct id >> ${BLOCK_BITS} from exchange where outcome = 'pending'`)
    .pluck()
    .all();
  return joined([
    ...changed.map(({ first, last }): Interval => [first, last]),
    ...pending.map((block): Interval => [block, block]),
  ]);
}

function joined(intervals: readonly Interval[]): Interval[] {
  const result: [number, number][] = [];
  for (const [first, last] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const before = result.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else result.push([first, last]);
  }
  return result;
}
