import type { Database, Statement } from 'better-sqlite3';
import { unpacked } from '../compression.ts';
import type { ContentReader } from '../content-reader.ts';
import { type Entry, readEntry } from '../entry.ts';
import type { ExchangeRecord } from '../record.ts';
import { type EntryPlace, mayHold, type Needles } from './needles.ts';

/** Blocks that are kept unpacked. Filters go through neighbours, and seldom back. */
const MOST_BLOCKS = 8;

/** Reads the entries of exchanges whose row is at hand, which names the block. */
export class EntryReader {
  readonly #block: Statement<[number], { size: number; bytes: Uint8Array }>;
  readonly #content: ContentReader;
  /** A block never changes; what takes its place has another id. */
  readonly #blocks = new Map<number, Buffer>();

  constructor(database: Database, content: ContentReader) {
    this.#block = database.prepare('select size, bytes from block where id = ?');
    this.#content = content;
  }

  /** Throws where the exchange is gone, or its block is damaged. */
  entry(record: ExchangeRecord): Entry {
    const block = this.#unpacked(record.block_id);
    // The writer may have moved the content since the row was read.
    return block === undefined ? this.#content.entry(record.id) : readEntry(block, record.block_offset);
  }

  /** False where the entry cannot match, told without taking it apart. */
  mayHold(blockId: number, place: EntryPlace, needles: Needles, further: string): boolean {
    const block = this.#unpacked(blockId);
    return block === undefined || mayHold(block, place, needles, further);
  }

  #unpacked(id: number): Buffer | undefined {
    const known = this.#blocks.get(id);
    if (known !== undefined) return known;
    const stored = this.#block.get(id);
    if (stored === undefined) return undefined;
    const block = unpacked(stored.bytes, stored.size);
    this.#blocks.set(id, block);
    if (this.#blocks.size > MOST_BLOCKS) this.#blocks.delete(this.#blocks.keys().next().value!);
    return block;
  }
}
