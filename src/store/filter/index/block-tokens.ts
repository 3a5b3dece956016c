import type { Database, Statement } from 'better-sqlite3';
import type { Column, RowFact } from '../column.ts';
import { FIELDS } from '../fields.ts';
import type { Subject } from '../sql.ts';
import { rowTexts, searchedTexts } from './searched-text.ts';
import { BLOCK_SIZE, SEEN_COLUMNS, type SeenField } from './tables.ts';
import { addGrams, addWord, FULL_TOKEN, wordsOf } from './tokens.ts';

/** Characters of text that one block puts into the index, each word counted once; with more it is looked at for every text. */
const MOST_CHARACTERS = 256 * 1024;
const COLUMNS: readonly Column[] = FIELDS.map(({ column }) => column);
const FACTS: readonly RowFact[] = COLUMNS.flatMap(({ facts }) => facts);
const DEEP = COLUMNS.map(({ tokens }) => tokens).filter((tokens) => tokens !== undefined);

type FactRow = { readonly id: number } & Readonly<Record<string, string | number | null>>;

export interface BlockContents {
  readonly tokens: ReadonlySet<string>;
  readonly values: readonly (readonly [field: SeenField, value: string])[];
}

/** Reads what the index has to know of one block. */
export class BlockReader {
  readonly #rows: Statement<[number, number], FactRow>;
  readonly #subject: (id: number) => Subject | undefined;

  constructor(database: Database, subject: (id: number) => Subject | undefined) {
    this.#subject = subject;
    const facts = FACTS.map(({ expression }, index) => `${expression} as fact_${index}`);
    const seen = Object.entries(SEEN_COLUMNS).map(([field, column]) => `${column} as seen_${field}`);
    this.#rows = database.prepare(
      `select id, ${[...facts, ...seen].join(', ')} from exchange where id between ? and ? and outcome <> 'pending'`,
    );
  }

  contents(block: number): BlockContents {
    const rows = this.#rows.all(block * BLOCK_SIZE, block * BLOCK_SIZE + BLOCK_SIZE - 1);
    const tokens = new Set<string>();
    const words = new Words();
    const rowWords = new Words();
    const values: (readonly [SeenField, string])[] = [];
    for (const row of rows) {
      for (const [index, fact] of FACTS.entries()) {
        const value = row[`fact_${index}`];
        if (value !== null && value !== undefined) for (const token of fact.tokens(value)) tokens.add(token);
      }
      for (const field of Object.keys(SEEN_COLUMNS) as SeenField[]) {
        const value = row[`seen_${field}`];
        if (typeof value === 'string') values.push([field, value]);
      }
      rowWords.add(String(row.seen_route));
      const subject = this.#subject(row.id);
      if (subject === undefined) continue;
      for (const tokensOf of DEEP) for (const token of tokensOf(subject)) tokens.add(token);
      for (const text of rowTexts(subject)) rowWords.add(text);
      for (const text of searchedTexts(subject)) words.add(text);
    }
    for (const word of rowWords.seen) {
      addGrams(word, tokens);
      addWord(word, tokens);
    }
    for (const word of words.seen) addWord(word, tokens);
    if (words.isFull || rowWords.isFull) tokens.add(FULL_TOKEN);
    return { tokens, values };
  }
}

/** The words of a block, each once: the same names come again and again in the traffic of an API. */
class Words {
  readonly seen = new Set<string>();
  #room = MOST_CHARACTERS;

  get isFull(): boolean {
    return this.#room <= 0;
  }

  add(text: string): void {
    if (this.isFull) return;
    for (const word of wordsOf(text)) {
      if (this.seen.has(word)) continue;
      this.seen.add(word);
      this.#room -= word.length;
      if (this.isFull) return;
    }
  }
}
