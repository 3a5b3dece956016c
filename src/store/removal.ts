import type { Database, Statement } from 'better-sqlite3';
import type { ExchangeClass } from '../exchange/annotation.ts';
import { ClassCounter } from './class-counts.ts';

interface Found {
  readonly class: ExchangeClass | null;
  readonly block_id: number;
}

/** Takes exchanges out of a capture with all that belongs to them. */
export class Removal {
  readonly #counter: ClassCounter;
  readonly #find: Statement<[number], Found>;
  readonly #removeParts: readonly Statement<[number]>[];
  readonly #removeExchange: Statement<[number]>;
  readonly #bodiesOf: Statement<[number], number>;
  readonly #repack: Statement<[number]>;
  readonly #changed: Statement<[]>;
  readonly #heir: Statement<[number], number | null>;
  readonly #removeBody: Statement<[number]>;
  readonly #removeChunks: Statement<[number]>;
  readonly #bequeath: readonly Statement<[number, number]>[];
  readonly #makeFirst: Statement<[number]>;

  constructor(database: Database) {
    this.#counter = new ClassCounter(database);
    this.#find = database.prepare("select class, block_id from exchange where id = ? and outcome <> 'pending'");
    this.#removeParts = ['message', 'label'].map((table) =>
      database.prepare<[number]>(`delete from ${table} where exchange_id = ?`),
    );
    this.#removeExchange = database.prepare('delete from exchange where id = ?');
    this.#bodiesOf = database.prepare<[number], number>('select id from body where exchange_id = ?').pluck();
    this.#repack = database.prepare('update block set is_packed = 0 where id = ? and is_packed = 1');
    this.#changed = database.prepare('update revision set latest = latest + 1');
    this.#heir = database.prepare<[number], number | null>('select min(id) from body where same_as = ?').pluck();
    this.#removeBody = database.prepare('delete from body where id = ?');
    this.#removeChunks = database.prepare('delete from body_chunk where body_id = ?');
    this.#bequeath = [
      database.prepare('update body_chunk set body_id = ? where body_id = ?'),
      database.prepare('update body set same_as = ? where same_as = ?'),
    ];
    this.#makeFirst = database.prepare('update body set same_as = null where id = ?');
  }

  /**
   * Pending ones stay. What their blocks hold of them is gone when the blocks were packed again. Gives how many were
   * removed. Inside of a transaction.
   */
  remove(ids: readonly number[]): number {
    this.#counter.begin();
    const touched = new Set<number>();
    let removed = 0;
    for (const id of ids) {
      const found = this.#find.get(id);
      if (found === undefined) continue;
      for (const removePart of this.#removeParts) removePart.run(id);
      for (const bodyId of this.#bodiesOf.all(id)) this.#takeBody(bodyId);
      this.#removeExchange.run(id);
      this.#counter.count(found.class, -1);
      touched.add(found.block_id);
      removed += 1;
    }
    this.#counter.finish();
    for (const blockId of touched) this.#repack.run(blockId);
    // Who shows the log looks again.
    if (removed > 0) this.#changed.run();
    return removed;
  }

  /** Another exchange whose body is the same takes over the bytes. */
  #takeBody(id: number): void {
    const heir = this.#heir.get(id);
    this.#removeBody.run(id);
    if (heir == null) {
      this.#removeChunks.run(id);
      return;
    }
    this.#makeFirst.run(heir);
    for (const bequeath of this.#bequeath) bequeath.run(heir, id);
  }
}
