import type { Database } from 'better-sqlite3';
import type { ExchangeClass } from '../exchange/annotation.ts';
import { ClassCounter } from './class-counts.ts';

/**
 * Takes exchanges out of the capture with all that belongs to them; pending ones stay. What their blocks hold of them is gone
 * when the blocks were packed again. Inside of a transaction.
 */
export function removeExchanges(database: Database, ids: readonly number[]): void {
  const counter = new ClassCounter(database);
  counter.begin();
  const find = database.prepare<[number], { class: ExchangeClass; block_id: number }>(
    "select class, block_id from exchange where id = ? and outcome <> 'pending'",
  );
  const statements = ['message', 'label'].map((table) =>
    database.prepare(`delete from ${table} where exchange_id = ?`),
  );
  const removeExchange = database.prepare('delete from exchange where id = ?');
  const bodiesOf = database.prepare<[number], number>('select id from body where exchange_id = ?').pluck();
  const touched = new Set<number>();
  for (const id of ids) {
    const found = find.get(id);
    if (found === undefined) continue;
    for (const statement of statements) statement.run(id);
    for (const bodyId of bodiesOf.all(id)) removeBody(database, bodyId);
    removeExchange.run(id);
    counter.count(found.class, -1);
    touched.add(found.block_id);
  }
  counter.finish();
  const repack = database.prepare('update block set is_packed = 0 where id = ?');
  for (const blockId of touched) repack.run(blockId);
}

/** Another exchange whose body is the same takes over the bytes. */
function removeBody(database: Database, id: number): void {
  const heir = database.prepare<[number], number | null>('select min(id) from body where same_as = ?').pluck().get(id);
  database.prepare('delete from body where id = ?').run(id);
  if (heir == null) {
    database.prepare('delete from body_chunk where body_id = ?').run(id);
    return;
  }
  database.prepare('update body_chunk set body_id = ? where body_id = ?').run(heir, id);
  database.prepare('update body set same_as = null where id = ?').run(heir);
  database.prepare('update body set same_as = ? where same_as = ?').run(heir, id);
}
