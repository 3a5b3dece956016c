import type { Database, Statement } from 'better-sqlite3';
import { UserError } from '../exchange/user-error.ts';
import { openForReading } from './open.ts';

export type Cell = string | number | bigint | Uint8Array | null;

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Why there may be more rows than these; null where these are all. */
  readonly cut: 'rows' | 'bytes' | null;
}

/** So much of a result is held in memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Runs one statement that only reads, and gives at most `mostRows` rows. Throws `UserError` `sql`, and those of `openForReading`. */
export function readOnlyQuery(path: string, sql: string, mostRows: number): QueryResult {
  const database = openForReading(path);
  try {
    // The connection cannot write anyway; so it also says so where a statement only would.
    database.pragma('query_only = on');
    const statement = prepared(database, sql);
    return read(statement, mostRows);
  } catch (error) {
    throw asUserError(error);
  } finally {
    database.close();
  }
}

/** The views of a capture with their columns, in the order of their names. */
export function viewsOf(path: string): { readonly name: string; readonly columns: readonly string[] }[] {
  const database = openForReading(path);
  try {
    const views = database.prepare<[], string>("select name from sqlite_schema where type = 'view' order by name");
    const columns = database.prepare<[string], string>('select name from pragma_table_info(?)').pluck();
    return views
      .pluck()
      .all()
      .map((name) => ({ name, columns: columns.all(name) }));
  } finally {
    database.close();
  }
}

function prepared(database: Database, sql: string): Statement<[], Cell[]> {
  const statement = database.prepare<[], Cell[]>(sql);
  if (statement.reader && statement.readonly && !/^\s*pragma\b/i.test(sql)) return statement.raw().safeIntegers();
  throw new UserError('sql', 'Only statements that read are run here.', 'Begin with select, with or explain.', 2);
}

function read(statement: Statement<[], Cell[]>, mostRows: number): QueryResult {
  const columns = statement.columns().map(({ name }) => name);
  const rows: Cell[][] = [];
  let bytes = 0;
  for (const row of statement.iterate()) {
    if (rows.length === mostRows) return { columns, rows, cut: 'rows' };
    bytes += row.reduce<number>((sum, cell) => sum + sizeOf(cell), 0);
    if (bytes > MOST_BYTES) return { columns, rows, cut: 'bytes' };
    rows.push(row.map(plainNumber));
  }
  return { columns, rows, cut: null };
}

function sizeOf(cell: Cell): number {
  return typeof cell === 'string' || cell instanceof Uint8Array ? cell.length : 8;
}

/** Only what a number cannot hold stays a bigint. */
function plainNumber(cell: Cell): Cell {
  return typeof cell === 'bigint' && Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
}

function asUserError(error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  const isWrong = code === 'SQLITE_ERROR' || error instanceof RangeError || error instanceof TypeError;
  if (isWrong) {
    return new UserError(
      'sql',
      `The statement is wrong: ${message.replace(/\.$/, '')}.`,
      '`httpwhy sql` without a statement shows views and columns.',
      2,
    );
  }
  if (code === 'SQLITE_TOOBIG' || code === 'SQLITE_NOMEM' || code === 'SQLITE_FULL') {
    return new UserError('sql-too-large', `The statement needs too much room (${message}).`, 'Ask for less.');
  }
  return error;
}
