import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { ChangeLog } from './change-log.ts';
import { ContentReader } from './content-reader.ts';
import { openDamaged } from './damaged-file.ts';
import { readableRows } from './damaged-table.ts';
import { openForWriting } from './open.ts';

export interface Recovered {
  readonly exchanges: number;
  /** Of these, without headers and small bodies. */
  readonly withoutContent: number;
  /** How many the capture had counted and are not here; null where that cannot be read. */
  readonly lost: number | null;
}

/** In an order in which what a row names comes before it. */
const TABLES = ['run', 'server_connection', 'block', 'exchange', 'body', 'body_chunk', 'message', 'label'];
const BATCH = 500;

/**
 * Puts what can be read of a damaged capture into a new one; the damaged file stays as it is. `show` is told from time to time how
 * many rows were read. Throws `UserError` as `openDamaged` and `openForWriting` do.
 */
export function recoverCapture(
  path: string,
  newPath: string,
  show: (rows: number) => void = () => undefined,
): Recovered {
  const folder = mkdtempSync(join(dirname(newPath), '.httpwhy-recover-'));
  try {
    const damaged = openDamaged(path, folder);
    try {
      return copyReadable(damaged, newPath, show);
    } finally {
      damaged.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyReadable(damaged: Database, newPath: string, show: (rows: number) => void): Recovered {
  const target = openForWriting(newPath);
  try {
    let total = 0;
    const count = () => show(++total);
    for (const table of TABLES) copyTable(damaged, target, table, count);
    const repair = target.transaction(() => {
      removeUnowned(target);
      const withoutContent = replaceLostContent(target);
      numberAnew(target);
      return withoutContent;
    });
    const withoutContent = repair.immediate();
    target.pragma('wal_checkpoint(truncate)');
    const exchanges = target.prepare<[], number>('select count(*) from exchange').pluck().get()!;
    const before = countBefore(damaged);
    return { exchanges, withoutContent, lost: before === null ? null : Math.max(0, before - exchanges) };
  } finally {
    target.close();
  }
}

function countBefore(damaged: Database): number | null {
  try {
    return damaged.prepare<[], number | null>('select sum(total) from class_count').pluck().get() ?? null;
  } catch {
    return null;
  }
}

function copyTable(damaged: Database, target: Database, table: string, count: () => void): void {
  const columns = target.prepare<[], string>(`select name from pragma_table_info('${table}')`).pluck().all();
  const insert = target.prepare(
    `insert or ignore into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
  const store = target.transaction((rows: readonly (readonly unknown[])[]) => {
    for (const row of rows) {
      try {
        insert.run(...row);
      } catch (error) {
        // A damaged page may give values that no capture has.
        if (!/^SQLITE_(?:CONSTRAINT|MISMATCH)/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
      }
      count();
    }
  });
  let batch: (readonly unknown[])[] = [];
  for (const row of table === 'label' ? readableLabels(damaged) : readableRows(damaged, table, columns)) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    store.immediate(batch);
    batch = [];
  }
  store.immediate(batch);
}

/** From both ends: the table has no numbers to look for. */
function* readableLabels(damaged: Database): Generator<readonly unknown[]> {
  for (const order of ['asc', 'desc']) {
    const sql = `select exchange_id, name from label order by exchange_id ${order}, name ${order}`;
    try {
      yield* damaged.prepare<[], unknown[]>(sql).raw().iterate();
      return;
    } catch {
      // What follows is read from the other end.
    }
  }
}

/** What belongs to nothing, and what names something that is lost. */
function removeUnowned(target: Database): void {
  target.exec(`
    insert into run (id, kind, started_at, ended_at)
      select run_id, 'start', min(started_at), max(started_at) from exchange
      where run_id not in (select id from run) group by run_id;
    update run set ended_at = coalesce(ended_at, started_at), pid = null;
    update exchange set server_connection_id = null
      where server_connection_id not in (select id from server_connection);
    delete from message where exchange_id not in (select id from exchange);
    delete from label where exchange_id not in (select id from exchange);
    delete from body where exchange_id not in (select id from exchange);
    delete from body where same_as not in (select id from body);
    delete from body_chunk where body_id not in (select id from body);
    -- What is missing in the middle makes another hash.
    update body set sha256 = null where same_as is null;
  `);
}

/** Exchanges whose block is lost keep what stands in their rows. Gives how many they are. */
function replaceLostContent(target: Database): number {
  const content = new ContentReader(target);
  const isReadable = (id: number) => {
    try {
      return content.entry(id).head.id === id;
    } catch {
      return false;
    }
  };
  const rows = target.prepare<[], { id: number; status: number | null }>('select id, status from exchange order by id');
  const lost = rows.all().filter(({ id }) => !isReadable(id));
  const insert = target.prepare('insert into block (size, bytes, is_packed) values (?, ?, 0)');
  const place = target.prepare('update exchange set block_id = ?, block_offset = 0 where id = ?');
  for (const { id, status } of lost) {
    const message = { httpVersion: '', headers: [] };
    const line = Buffer.from(
      `${JSON.stringify({ id, request: message, ...(status === null ? {} : { response: message }) })}\n`,
    );
    place.run(insert.run(line.length, line).lastInsertRowid, id);
  }
  target.exec('delete from block where id not in (select block_id from exchange)');
  return lost.length;
}

/** Revisions, the record of changes and the counts, as if all had been written just now. */
function numberAnew(target: Database): void {
  const changes = new ChangeLog(target);
  changes.begin();
  const update = target.prepare('update exchange set revision = ? where id = ?');
  for (const id of target.prepare<[], number>('select id from exchange order by id').pluck().all()) {
    update.run(changes.revisionFor(id), id);
  }
  changes.finish();
  target.exec(`
    delete from class_count;
    insert into class_count select coalesce(class, 'pending'), count(*) from exchange group by 1;
  `);
}
