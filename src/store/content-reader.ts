import type { Database, Statement } from 'better-sqlite3';
import { BlockReader } from './block-reader.ts';
import type { Side } from './body-writer.ts';
import { unpacked } from './compression.ts';
import { type Entry, readEntry } from './entry.ts';

interface StoredChunk {
  readonly start: number;
  readonly size: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads heads and bodies, also while the writer puts blocks and pieces together: what one statement finds may be gone before
 * the next one.
 */
export class ContentReader {
  readonly #place: Statement<[number], { block_id: number; block_offset: number }>;
  readonly #blocks: BlockReader;
  readonly #size: Statement<[number, Side], number>;
  readonly #chunkAt: Statement<[number, Side, number], StoredChunk>;

  constructor(database: Database) {
    this.#place = database.prepare('select block_id, block_offset from exchange where id = ?');
    this.#blocks = new BlockReader(database);
    const chunks = `from body join body_chunk on body_chunk.body_id = coalesce(body.same_as, body.id)
      where body.exchange_id = ? and body.side = ?`;
    this.#size = database
      .prepare<[number, Side], number>(`select start + size ${chunks} order by start desc limit 1`)
      .pluck();
    this.#chunkAt = database.prepare(`select start, size, bytes ${chunks} and start <= ? order by start desc limit 1`);
  }

  /** Throws where there is no such exchange, or its block is damaged. */
  entry(id: number): Entry {
    for (let isSecondTime = false; ; isSecondTime = true) {
      const place = this.#place.get(id);
      const block = place && this.#blocks.block(place.block_id);
      if (block !== undefined) return readEntry(block, place!.block_offset);
      if (isSecondTime) throw new Error(`the content of exchange ${id} is missing`);
    }
  }

  /** How many bytes of a body were recorded. */
  bodySize(id: number, side: Side): number {
    return this.#size.get(id, side) ?? bodyIn(this.entry(id), side).length;
  }

  /** The bytes of a body from `from` on, at most `length`, in pieces; each is read when it is asked for. */
  *bodyPieces(id: number, side: Side, from = 0, length = Number.POSITIVE_INFINITY): Generator<Uint8Array> {
    const end = from + length;
    if (this.#size.get(id, side) === undefined) {
      const piece = bodyIn(this.entry(id), side).subarray(from, end);
      if (piece.length > 0) yield piece;
      return;
    }
    for (let at = from; at < end; ) {
      const chunk = this.#chunkAt.get(id, side, at);
      if (chunk === undefined || chunk.start + chunk.size <= at) return;
      const piece = unpacked(chunk.bytes, chunk.size).subarray(at - chunk.start, end - chunk.start);
      yield piece;
      at += piece.length;
    }
  }

  /** A body in one, or its beginning. */
  body(id: number, side: Side, limit = Number.POSITIVE_INFINITY): Uint8Array {
    const pieces = [...this.bodyPieces(id, side, 0, limit)];
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }
}

function bodyIn(entry: Entry, side: Side): Uint8Array {
  return side === 'request' ? entry.requestBody : entry.responseBody;
}
