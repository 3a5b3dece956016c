import type { Database, Statement } from 'better-sqlite3';
import { COLUMNS, DEFAULTS, type ExchangeRecord } from './record.ts';

type Write = Statement<unknown[]>;

/** Sets of columns for which a statement is kept; an ordinary capture has a dozen. */
const MOST_SHAPES = 100;

const DEFAULT_VALUES: readonly unknown[] = Object.values(DEFAULTS);

/** Its content may have been moved since the row was written: these are always named. */
const ALWAYS_UPDATED: ReadonlySet<string> = new Set<keyof ExchangeRecord>(['block_id', 'block_offset']);

/**
 * Writes rows of the table `exchange` without naming the columns that have their defaults or, in an update, are as they
 * were: half of an ordinary row, and binding a value costs as much whatever it is.
 */
export class ExchangeTable {
  readonly #database: Database;
  readonly #inserts = new Map<number, Write>();
  readonly #updates = new Map<number, Write>();

  constructor(database: Database) {
    this.#database = database;
  }

  insert(record: ExchangeRecord): void {
    const values = Object.values(record);
    const bound: unknown[] = [];
    // One bit for each column: there are fewer than the 53 that a number holds.
    let shape = 0;
    for (let i = 0; i < values.length; i += 1) {
      shape *= 2;
      if (values[i] === DEFAULT_VALUES[i]) continue;
      shape += 1;
      bound.push(values[i]);
    }
    const insert =
      this.#inserts.get(shape) ??
      this.#remember(this.#inserts, shape, () => {
        const names = COLUMNS.filter((column) => record[column] !== DEFAULTS[column]);
        return `insert into exchange (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
      });
    // Spread: reading the elements of an array costs a call each.
    insert.run(...bound);
  }

  /** `before` is what the row had when it was written last. */
  update(record: ExchangeRecord, before: ExchangeRecord): void {
    const isChanged = (column: keyof ExchangeRecord) => record[column] !== before[column] || ALWAYS_UPDATED.has(column);
    const names = COLUMNS.filter(isChanged);
    const shape = names.reduce((bits, column) => bits + 2 ** COLUMNS.indexOf(column), 0);
    const update =
      this.#updates.get(shape) ??
      this.#remember(
        this.#updates,
        shape,
        () => `update exchange set ${names.map((name) => `${name} = ?`).join(', ')} where id = ?`,
      );
    update.run(...names.map((column) => record[column]), record.id);
  }

  #remember(statements: Map<number, Write>, shape: number, sql: () => string): Write {
    if (statements.size >= MOST_SHAPES) statements.clear();
    const statement = this.#database.prepare<unknown[]>(sql());
    statements.set(shape, statement);
    return statement;
  }
}
