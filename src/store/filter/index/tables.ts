import type { Database } from 'better-sqlite3';

/** Exchanges of one block have numbers that differ only in these lowest bits. */
export const BLOCK_BITS = 5;
export const BLOCK_SIZE = 1 << BLOCK_BITS;

/** To be raised whenever tokens are made in another way: an index of another version is not used, and made anew. */
const INDEX_VERSION = 2;

/**
 * The index is made from the capture and can be dropped at any time: it belongs to no step of the schema. `terms` of the
 * row with number n are the tokens of the exchanges n × 32 to n × 32 + 31.
 */
const TABLES = `
  create virtual table filter_index using fts5 (
    terms, tokenize = "ascii tokenchars '_-'", detail = none, content = '', contentless_delete = 1
  );

  -- The pieces that each transaction leaves are put together in idle moments, eight at a time: with fewer, all of the index would be
  -- written anew more often, and at its end a large piece takes long to delete.
  insert into filter_index (filter_index, rank) values ('automerge', 0), ('usermerge', 8), ('crisismerge', 128);

  create table filter_state (
    only_row integer primary key check (only_row = 1),
    version integer not null,
    -- Exchanges that had ended at this revision are in the index.
    revision integer not null
  ) strict;

  -- Values that were seen, for completion.
  create table filter_value (
    field text not null,
    value text not null,
    uses integer not null,
    primary key (field, value)
  ) strict, without rowid;
`;

/** Fields whose values are kept for completion, with their columns. */
export const SEEN_COLUMNS = {
  host: 'host',
  route: 'route',
  method: 'method',
  app: 'app',
  error: 'error_code',
  type: 'response_type',
  mock: 'mocked_by',
} as const;
export type SeenField = keyof typeof SEEN_COLUMNS;

/** Makes the tables where they are missing or of another version. To be called in a transaction. */
export function makeIndex(database: Database): void {
  if (indexedRevision(database) !== undefined) return;
  database.exec(
    'drop table if exists filter_index; drop table if exists filter_state; drop table if exists filter_value;',
  );
  database.exec(TABLES);
  database.prepare('insert into filter_state values (1, ?, 0)').run(INDEX_VERSION);
}

/** Up to where the index goes; undefined where there is none that can be used. */
export function indexedRevision(database: Database): number | undefined {
  const exists =
    database.prepare("select 1 from sqlite_schema where name = 'filter_state'").pluck().get() !== undefined;
  if (!exists) return undefined;
  return database
    .prepare<[number], number>('select revision from filter_state where version = ?')
    .pluck()
    .get(INDEX_VERSION);
}
