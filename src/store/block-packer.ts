import type { Database, Statement } from 'better-sqlite3';
import { BLOCK_BYTES, BlockWriter } from './block-writer.ts';
import { unpacked } from './compression.ts';
import { readEntry } from './entry.ts';
import type { IdleJob } from './idle-job.ts';

interface BlockRecord {
  readonly id: number;
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** Less than this waits for more: the next exchanges may come soon. */
const LEAST_BYTES = BLOCK_BYTES / 2;
const MOST_BLOCKS = 200;

/**
 * Puts small blocks together and compresses them; what is no exchange's content any more is left out. What was written
 * under load is compressed already.
 */
export class BlockPacker implements IdleJob {
  readonly #blocks: BlockWriter;
  readonly #waiting: Statement<[number], BlockRecord>;
  readonly #move: Statement<[number, number, number, number, number]>;
  readonly #isLive: Statement<[number, number, number], number>;
  readonly #remove: Statement<[number]>;
  readonly #one: Statement<[number], BlockRecord>;
  readonly #step: () => boolean;
  /** Blocks in which an exchange that was pending had its content. */
  readonly #left = new Set<number>();

  constructor(database: Database) {
    this.#blocks = new BlockWriter(database, 1);
    this.#waiting = database.prepare('select id, size, bytes from block where is_packed = 0 order by id limit ?');
    this.#one = database.prepare('select id, size, bytes from block where id = ?');
    const isLive = 'id = ? and block_id = ? and block_offset = ?';
    this.#move = database.prepare(`update exchange set block_id = ?, block_offset = ? where ${isLive}`);
    this.#isLive = database.prepare<[number, number, number], number>(`select 1 from exchange where ${isLive}`).pluck();
    this.#remove = database.prepare('delete from block where id = ?');
    this.#step = database.transaction(() => this.#lookAtLeft() || this.#pack()).immediate;
  }

  /** The content of an exchange that stood there stands elsewhere now. */
  left(blockId: number): void {
    this.#left.add(blockId);
  }

  step(): boolean {
    return this.#step();
  }

  /** Leaves out of one block what is no exchange's content any more. Inside of a transaction. */
  repack(blockId: number): void {
    const block = this.#one.get(blockId);
    if (block !== undefined) this.#rewrite([block]);
  }

  #lookAtLeft(): boolean {
    for (const id of this.#left) {
      this.#left.delete(id);
      const block = this.#one.get(id);
      if (block === undefined) continue;
      const isLive = (exchangeId: number, offset: number) => this.#isLive.get(exchangeId, id, offset) !== undefined;
      if (!entriesOf(block).some((entry) => isLive(entry.exchangeId, entry.offset))) this.#remove.run(id);
      return true;
    }
    return false;
  }

  #pack(): boolean {
    const taken: BlockRecord[] = [];
    let size = 0;
    // A block that was packed is here because something was removed from it: that must not wait.
    let isUrgent = false;
    for (const block of this.#waiting.iterate(MOST_BLOCKS)) {
      if (taken.length > 0 && size + block.size > BLOCK_BYTES) break;
      taken.push(block);
      size += block.size;
      isUrgent ||= block.bytes.length < block.size;
    }
    if (size < LEAST_BYTES && !isUrgent) return false;
    this.#rewrite(taken);
    return true;
  }

  #rewrite(taken: readonly BlockRecord[]): void {
    this.#blocks.begin();
    for (const block of taken) {
      for (const { exchangeId, offset, bytes } of entriesOf(block)) {
        if (this.#isLive.get(exchangeId, block.id, offset) === undefined) continue;
        const place = this.#blocks.addCopy(bytes);
        this.#move.run(place.blockId, place.offset, exchangeId, block.id, offset);
      }
    }
    this.#blocks.finish();
    for (const { id } of taken) this.#remove.run(id);
  }
}

interface PlacedEntry {
  readonly exchangeId: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

function entriesOf({ size, bytes }: BlockRecord): PlacedEntry[] {
  const block = unpacked(bytes, size);
  const entries: PlacedEntry[] = [];
  for (let offset = 0; offset < block.length; ) {
    const { head, end } = readEntry(block, offset);
    entries.push({ exchangeId: head.id, offset, bytes: block.subarray(offset, end) });
    offset = end;
  }
  return entries;
}
