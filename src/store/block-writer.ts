import type { Database, Statement } from 'better-sqlite3';
import type { Exchange } from '../exchange/exchange.ts';
import { packed } from './compression.ts';
import { entryLine } from './entry.ts';

/** Who reads one exchange unpacks its whole block, in a fraction of a millisecond at this size. */
export const BLOCK_BYTES = 128 * 1024;

/** To compress costs as much for 50 kB as for one exchange: with fewer entries, a block stays raw until there is time. */
const LEAST_ENTRIES_TO_PACK = 10;

/** What memory the entries of one transaction get at first. It grows for larger ones, and is kept. */
const MEMORY_BYTES = 2 * BLOCK_BYTES;

export interface EntryPlace {
  readonly blockId: number;
  readonly offset: number;
}

/** Gathers the entries of a transaction, and writes them as few rows: to write one for each would cost more than all else. */
export class BlockWriter {
  readonly #insert: Statement<[number, number, Uint8Array, number]>;
  readonly #nextId: Statement<[], number>;
  #memory = Buffer.allocUnsafeSlow(MEMORY_BYTES);
  #size = 0;
  #entries = 0;
  #id = 0;

  readonly #leastEntriesToPack: number;

  constructor(database: Database, leastEntriesToPack = LEAST_ENTRIES_TO_PACK) {
    this.#leastEntriesToPack = leastEntriesToPack;
    this.#insert = database.prepare('insert into block (id, size, bytes, is_packed) values (?, ?, ?, ?)');
    this.#nextId = database.prepare<[], number>('select coalesce(max(id), 0) + 1 from block').pluck();
  }

  /** To be called first in a transaction. */
  begin(): void {
    this.#id = this.#nextId.get()!;
    this.#size = 0;
    this.#entries = 0;
  }

  add(exchange: Exchange, requestBody: Uint8Array | null, responseBody: Uint8Array | null): EntryPlace {
    const line = entryLine(exchange, requestBody?.length ?? 0, responseBody?.length ?? 0);
    return this.#add(line, requestBody, responseBody);
  }

  /** An entry that stood elsewhere. */
  addCopy(bytes: Uint8Array): EntryPlace {
    return this.#add('', bytes, null);
  }

  /** Writes what has not been written: the transaction can be committed. */
  finish(): void {
    if (this.#entries === 0) return;
    const raw = this.#memory.subarray(0, this.#size);
    const isPacked = this.#entries >= this.#leastEntriesToPack || this.#size >= BLOCK_BYTES;
    this.#insert.run(this.#id, raw.length, isPacked ? packed(raw) : raw, isPacked ? 1 : 0);
    this.#id += 1;
    this.#size = 0;
    this.#entries = 0;
  }

  #add(line: string, first: Uint8Array | null, second: Uint8Array | null): EntryPlace {
    const needed = line.length * 3 + (first?.length ?? 0) + (second?.length ?? 0);
    if (this.#size + needed > BLOCK_BYTES) this.finish();
    if (this.#size + needed > this.#memory.length) this.#memory = Buffer.allocUnsafeSlow(needed);
    const place = { blockId: this.#id, offset: this.#size };
    this.#size += this.#memory.write(line, this.#size);
    for (const body of [first, second]) {
      if (body === null) continue;
      this.#memory.set(body, this.#size);
      this.#size += body.length;
    }
    this.#entries += 1;
    return place;
  }
}
