import type { Database, Statement } from 'better-sqlite3';
import type { ExchangeClass } from '../exchange/annotation.ts';
import { type ClassCounts, NO_COUNTS } from '../exchange/row.ts';

/** Adds up in a transaction, and is written once. */
export class ClassCounter {
  readonly #add: Statement<[string, number]>;
  readonly #changes = new Map<string, number>();

  constructor(database: Database) {
    this.#add = database.prepare(
      'insert into class_count (class, total) values (?, ?) on conflict (class) do update set total = total + excluded.total',
    );
  }

  /** To be called first in a transaction. */
  begin(): void {
    this.#changes.clear();
  }

  /** `null`: of a pending exchange. */
  count(name: ExchangeClass | null, by: number): void {
    const key = name ?? 'pending';
    this.#changes.set(key, (this.#changes.get(key) ?? 0) + by);
  }

  /** Writes what has not been written: the transaction can be committed. */
  finish(): void {
    for (const [name, by] of this.#changes) if (by !== 0) this.#add.run(name, by);
    this.#changes.clear();
  }
}

export function readCounts(rows: readonly { class: keyof ClassCounts; total: number }[]): ClassCounts {
  const counts = { ...NO_COUNTS };
  for (const row of rows) counts[row.class] = row.total;
  return counts;
}
