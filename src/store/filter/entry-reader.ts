import type { Database } from 'better-sqlite3';
import { BlockReader } from '../block-reader.ts';
import type { ContentReader } from '../content-reader.ts';
import { type Entry, readEntry } from '../entry.ts';
import type { ExchangeRecord } from '../record.ts';
import { type EntryPlace, mayHold, type Needles } from './needles.ts';

/** Reads the entries of exchanges whose row is at hand, which names the block. */
export class EntryReader {
  readonly #blocks: BlockReader;
  readonly #content: ContentReader;

  constructor(database: Database, content: ContentReader) {
    this.#blocks = new BlockReader(database);
    this.#content = content;
  }

  /** Throws where the exchange is gone, or its block is damaged. */
  entry(record: ExchangeRecord): Entry {
    const block = this.#blocks.block(record.block_id);
    // The writer may have moved the content since the row was read.
    return block === undefined ? this.#content.entry(record.id) : readEntry(block, record.block_offset);
  }

  /** False where the entry cannot match, told without taking it apart. */
  mayHold(blockId: number, place: EntryPlace, needles: Needles, further: string): boolean {
    const block = this.#blocks.block(blockId);
    return block === undefined || mayHold(block, place, needles, further);
  }
}
