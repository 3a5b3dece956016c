import type { Database, Statement } from 'better-sqlite3';
import { COLUMNS } from './record.ts';

type Insert = Statement<unknown[]>;

/** Sets of columns for which a statement is kept; an ordinary capture has a dozen. */
const MOST_SHAPES = 100;

/**
 * Inserts rows of the table `exchange` without naming the columns that are null: a third of an ordinary row is, and
 * binding a null costs as much as binding a number.
 */
export class ExchangeInsert {
  readonly #database: Database;
  readonly #byShape = new Map<number, Insert>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Takes the values of all columns in the order of `COLUMNS`. */
  run(values: readonly unknown[]): void {
    const bound: unknown[] = [];
    // One bit for each column: there are fewer than the 53 that a number holds.
    let shape = 0;
    for (const value of values) {
      shape *= 2;
      if (value === null) continue;
      shape += 1;
      bound.push(value);
    }
    let insert = this.#byShape.get(shape);
    if (insert === undefined) {
      const names = COLUMNS.filter((_, index) => values[index] !== null);
      insert = this.#database.prepare<unknown[]>(
        `insert into exchange (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
      );
      if (this.#byShape.size >= MOST_SHAPES) this.#byShape.clear();
      this.#byShape.set(shape, insert);
    }
    // Spread: reading the elements of an array costs a call each.
    insert.run(...bound);
  }
}
