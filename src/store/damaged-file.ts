import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { UserError } from '../exchange/user-error.ts';
import { openForWriting } from './open.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './schema.ts';

const PAGE_BYTES = 4096;
/** Fields of the header of a SQLite file (https://www.sqlite.org/fileformat2.html#the_database_header). */
const CHANGE_COUNTER = 24;
const PAGE_COUNT = 28;
const FREE_LIST = 32;
const VALID_FOR = 92;

/**
 * A copy of a damaged capture in a folder, opened as far as that is possible: with its log, without it, and at last with another
 * first page in place of its own. That page names the tables and where they begin.
 * Throws `UserError` `unrecoverable`, `capture-too-new`.
 */
export function openDamaged(path: string, folder: string): Database {
  const copy = join(folder, 'damaged.db');
  for (const suffix of ['', '-wal']) {
    if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix, constants.COPYFILE_FICLONE);
  }
  const attempts = [() => {}, () => removeLog(copy), () => replaceFirstPage(copy, folder)];
  let database: Database | undefined;
  for (const prepare of attempts) {
    prepare();
    database = opened(copy);
    if (database !== undefined) break;
  }
  if (database === undefined) {
    throw new UserError('unrecoverable', `Nothing of ${path} can be read.`, 'It may be no capture of httpwhy.');
  }
  const version = database.pragma('user_version', { simple: true }) as number;
  if (version <= SCHEMA_VERSION) return database;
  database.close();
  throw new UserError(
    'capture-too-new',
    `${path} was written by a newer httpwhy (format ${version}; this one knows ${SCHEMA_VERSION}).`,
    'Update httpwhy.',
  );
}

function removeLog(copy: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(copy + suffix, { force: true });
}

function opened(copy: string): Database | undefined {
  let database: Database | undefined;
  try {
    database = new BetterSqlite3(copy);
    // The file may come from anywhere: nothing in its schema is carried out.
    database.pragma('trusted_schema = off');
    database.pragma('cell_size_check = on');
    database.prepare('select id, block_id from exchange limit 0').all();
    return database;
  } catch {
    database?.close();
    return undefined;
  }
}

function replaceFirstPage(copy: string, folder: string): void {
  removeLog(copy);
  const page = firstPage(folder);
  page.writeUInt32BE(Math.floor(statSync(copy).size / PAGE_BYTES), PAGE_COUNT);
  page.copy(page, VALID_FOR, CHANGE_COUNTER, CHANGE_COUNTER + 4);
  // Nothing is written into the copy: which pages are free need not be known.
  page.fill(0, FREE_LIST, FREE_LIST + 8);
  const file = openSync(copy, 'r+');
  writeSync(file, page, 0, PAGE_BYTES, 0);
  closeSync(file);
}

/** A first page that names the tables of a capture where they begin, in so few words that no second page is needed. */
function firstPage(folder: string): Buffer {
  const path = join(folder, 'first-page.db');
  const tables = tablesOfNewCapture(join(folder, 'new.db'));
  const database = new BetterSqlite3(path);
  database.pragma(`page_size = ${PAGE_BYTES}`);
  database.pragma('auto_vacuum = incremental');
  database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma(`user_version = ${SCHEMA_VERSION}`);
  // Only so does SQLite let anybody say where a table begins.
  database.unsafeMode();
  database.pragma('writable_schema = on');
  const insert = database.prepare("insert into sqlite_schema values ('table', ?, ?, ?, ?)");
  for (const { name, root, sql } of tables) insert.run(name, name, root, sql);
  database.close();
  const page = Buffer.alloc(PAGE_BYTES);
  const file = openSync(path, 'r');
  readSync(file, page, 0, PAGE_BYTES, 0);
  closeSync(file);
  return page;
}

interface TableAt {
  readonly name: string;
  readonly root: number;
  readonly sql: string;
}

/** The tables of a schema begin at the same pages in every capture: they are made first, and in this order. */
function tablesOfNewCapture(path: string): TableAt[] {
  const database = openForWriting(path);
  try {
    return database
      .prepare<[], { name: string; root: number; isPlain: number }>(
        `select t.name, rootpage as root, not wr as isPlain from sqlite_schema s join pragma_table_list t on t.name = s.name
         where s.type = 'table' and t.schema = 'main'`,
      )
      .all()
      .map(({ name, root, isPlain }) => ({ name, root, sql: shortSql(database, name, isPlain === 1) }));
  } finally {
    database.close();
  }
}

function shortSql(database: Database, table: string, hasRowid: boolean): string {
  const columns = database
    .prepare<[string], { name: string; type: string; pk: number }>('select name, type, pk from pragma_table_info(?)')
    .all(table);
  const key = columns.filter(({ pk }) => pk > 0).map(({ name }) => name);
  // Nothing but this makes a column another name of the row's number.
  const isNumber = hasRowid && key.length === 1;
  const words = columns.map(({ name, pk }) => (isNumber && pk > 0 ? `${name} integer primary key` : name));
  const rest = hasRowid ? ')' : `, primary key (${key.join(', ')})) without rowid`;
  return `create table ${table} (${words.join(', ')}${rest}`;
}
