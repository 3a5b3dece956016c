import type { Database, Statement } from 'better-sqlite3';
import { unpacked } from './compression.ts';

/** Blocks that are kept unpacked: neighbours are often read one after the other. */
const MOST_BLOCKS = 8;

/** Reads blocks of entries. A block never changes; what takes its place has another id. */
export class BlockReader {
  readonly #stored: Statement<[number], { size: number; bytes: Uint8Array }>;
  readonly #unpacked = new Map<number, Buffer>();

  constructor(database: Database) {
    this.#stored = database.prepare('select size, bytes from block where id = ?');
  }

  /** Undefined where it is gone: the writer has put another in its place. Throws where it is damaged. */
  block(id: number): Buffer | undefined {
    const known = this.#unpacked.get(id);
    if (known !== undefined) return known;
    const stored = this.#stored.get(id);
    if (stored === undefined) return undefined;
    const block = unpacked(stored.bytes, stored.size);
    this.#unpacked.set(id, block);
    if (this.#unpacked.size > MOST_BLOCKS) this.#unpacked.delete(this.#unpacked.keys().next().value!);
    return block;
  }
}
