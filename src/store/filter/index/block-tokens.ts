import type { Database, Statement } from 'better-sqlite3';
import { COLUMNS, type ExchangeRecord } from '../../record.ts';
import type { Column, RowFact } from '../column.ts';
import { FIELDS } from '../fields.ts';
import type { SubjectReader } from '../subject-reader.ts';
import { rowTexts, searchedTexts } from './searched-text.ts';
import { BLOCK_SIZE, SEEN_COLUMNS, type SeenField } from './tables.ts';
import { TokenSet } from './token-set.ts';
import { FULL_TOKEN } from './tokens.ts';

const FIELD_COLUMNS: readonly Column[] = FIELDS.map(({ column }) => column);
const FACTS: readonly RowFact[] = FIELD_COLUMNS.flatMap(({ facts }) => facts);
const DEEP = FIELD_COLUMNS.map(({ tokens }) => tokens).filter((tokens) => tokens !== undefined);
const SEEN = Object.entries(SEEN_COLUMNS) as (readonly [SeenField, keyof ExchangeRecord])[];
/** Values of one fact whose tokens are kept: nearly all rows have one of few. */
const MOST_KEPT = 500;

type FactRow = ExchangeRecord & Readonly<Record<`fact_${number}`, string | number | null>>;

export interface BlockContents {
  /** Text, separated by spaces. */
  readonly tokens: Uint8Array;
  readonly values: readonly (readonly [field: SeenField, value: string])[];
}

interface KnownValue {
  readonly tokens: readonly string[];
  /** The latest block that has them. */
  addedTo: number;
}

/** Reads what the index has to know of one block, an exchange after the other. */
export class BlockReader {
  readonly #rows: Statement<[number, number], FactRow>;
  readonly #subjects: SubjectReader;
  readonly #tokens = new TokenSet();
  readonly #kept: readonly Map<string | number, KnownValue>[] = FACTS.map(() => new Map());
  /** Grows with every block. */
  #round = 0;
  #waiting: FactRow[] = [];
  #values: (readonly [SeenField, string])[] = [];

  constructor(database: Database, subjects: SubjectReader) {
    this.#subjects = subjects;
    const facts = FACTS.map(({ expression }, index) => `${expression} as fact_${index}`);
    this.#rows = database.prepare(
      `select ${[...COLUMNS, ...facts].join(', ')} from exchange where id between ? and ? and outcome <> 'pending'`,
    );
  }

  /** What was read of another block is forgotten. */
  begin(block: number): void {
    this.#tokens.take();
    this.#round += 1;
    this.#values = [];
    this.#waiting = this.#rows.all(block * BLOCK_SIZE, block * BLOCK_SIZE + BLOCK_SIZE - 1).reverse();
  }

  /** Reads one exchange more; false where all were read. */
  readOne(): boolean {
    const row = this.#waiting.pop();
    if (row === undefined) return false;
    this.#addFacts(row);
    for (const [field, column] of SEEN) {
      const value = row[column];
      if (typeof value === 'string') this.#values.push([field, value]);
    }
    this.#addTexts(row);
    return true;
  }

  /** Ends the block. */
  contents(): BlockContents {
    if (this.#tokens.isFull) this.#tokens.add(FULL_TOKEN);
    const contents = { tokens: this.#tokens.take(), values: this.#values };
    this.#values = [];
    return contents;
  }

  #addFacts(row: FactRow): void {
    for (const [index, fact] of FACTS.entries()) {
      const value = row[`fact_${index}`];
      if (value === null || value === undefined) {
        if (fact.absent !== undefined) this.#tokens.add(fact.absent);
        continue;
      }
      const known = this.#known(index, fact, value);
      if (known.addedTo === this.#round) continue;
      known.addedTo = this.#round;
      for (const token of known.tokens) this.#tokens.add(token);
    }
  }

  #known(index: number, fact: RowFact, value: string | number): KnownValue {
    const kept = this.#kept[index]!;
    let known = kept.get(value);
    if (known === undefined) {
      known = { tokens: fact.tokens(value), addedTo: -1 };
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(value, known);
    }
    return known;
  }

  #addTexts(row: FactRow): void {
    const tokens = this.#tokens;
    tokens.addText(row.route, true);
    const subject = this.#subjects.subjectOf(row);
    if (subject === undefined) return;
    for (const tokensOf of DEEP) for (const token of tokensOf(subject)) tokens.add(token);
    for (const text of rowTexts(subject)) tokens.addText(text, true);
    for (const text of searchedTexts(subject)) {
      if (tokens.isFull) return;
      tokens.addText(text, false);
    }
  }
}
