import type { Database } from 'better-sqlite3';
import { indexedRevision, SEEN_COLUMNS, type SeenField } from './index/tables.ts';

/** Values that the capture knows without an index of its own, read from the newest exchanges. */
const NEWEST = 200;

/**
 * Values of a field that contain what was typed (lower case), those that begin with it first, then the most used: for
 * hosts, routes, programs and the like what the index has collected and what the newest exchanges add, labels and runs as they
 * are.
 */
export function seenValues(database: Database, field: string, typed: string, limit: number): string[] {
  const like = `%${typed.replace(/[\\%_]/g, '\\$&')}%`;
  const read = (sql: string, ...values: (string | number)[]) =>
    database
      .prepare<(string | number)[], string>(sql)
      .pluck()
      .all(...values);
  if (field === 'label') {
    return read(
      "select name from label where name like ? escape '\\' group by name order by count(*) desc limit ?",
      like,
      limit,
    );
  }
  if (field === 'run') {
    return read(
      "select value from (select coalesce(name, command) as value, max(id) as latest from run group by 1) where value like ? escape '\\' order by latest desc limit ?",
      like,
      limit,
    );
  }
  if (!Object.hasOwn(SEEN_COLUMNS, field)) return [];
  const column = SEEN_COLUMNS[field as SeenField];
  const collected =
    indexedRevision(database) === undefined
      ? []
      : read(
          "select value from filter_value where field = ? and value like ? escape '\\' order by uses desc limit ?",
          field,
          like,
          limit,
        );
  const newest = read(
    `select distinct value from (select ${column} as value from exchange order by id desc limit ${NEWEST}) where value like ? escape '\\'`,
    like,
  );
  const all = [...new Set([...collected, ...newest])];
  const begins = (value: string) => value.toLowerCase().startsWith(typed);
  return all.toSorted((a, b) => Number(begins(b)) - Number(begins(a))).slice(0, limit);
}
