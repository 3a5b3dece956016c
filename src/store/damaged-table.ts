import type { Database } from 'better-sqlite3';

/** Rows that are read at once while all is well. */
const PAGE = 64;
/** No capture has higher row numbers: what lies beyond is damage. */
const HIGHEST = 2 ** 50;

type Row = readonly unknown[];
interface Found {
  readonly rowid: number;
  readonly row: Row;
}

/**
 * The rows of a table that can be read, in the order of their numbers. Where a page cannot be, what lies behind it is looked
 * for: each page is reached from the root of the tree, and not only from the one before it.
 */
export function* readableRows(database: Database, table: string, columns: readonly string[]): Generator<Row> {
  const statement = database
    .prepare<[number, number], unknown[]>(
      `select rowid, ${columns.join(', ')} from ${table} where rowid > ? order by rowid limit ?`,
    )
    .raw();
  const read = (after: number, limit: number): Found[] | undefined => {
    try {
      return statement.all(after, limit).map(([rowid, ...row]) => ({ rowid: Number(rowid), row }));
    } catch {
      return undefined;
    }
  };
  let after = 0;
  for (let size = PAGE; after < HIGHEST; ) {
    const found = read(after, size);
    if (found?.length === 0) return;
    if (found !== undefined) {
      yield* found.map(({ row }) => row);
      after = found.at(-1)!.rowid;
      size = PAGE;
    } else if (size > 1) size = 1;
    else after = behindDamage(after, (place) => read(place, 1) !== undefined);
  }
}

/** The smallest number behind which something can be read again, or is known to be nothing. */
function behindDamage(after: number, isReadable: (place: number) => boolean): number {
  let damaged = after;
  let step = 1;
  while (!isReadable(after + step)) {
    damaged = after + step;
    step *= 2;
    if (after + step >= HIGHEST) return HIGHEST;
  }
  let readable = after + step;
  while (readable - damaged > 1) {
    const middle = Math.floor((damaged + readable) / 2);
    if (isReadable(middle)) readable = middle;
    else damaged = middle;
  }
  return readable;
}
