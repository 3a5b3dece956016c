import { createHash, type Hash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import { packed, unpacked } from './compression.ts';
import type { IdleJob } from './idle-job.ts';

/** Pieces are put together up to this size; a reader unpacks one at a time. */
const CHUNK_BYTES = 64 * 1024;
/** So much is done in one step: a few milliseconds. */
const STEP_BYTES = 512 * 1024;

/** What it costs to look a body up or to finish it, in bytes that could be hashed meanwhile. */
const STATEMENT_BYTES = 8 * 1024;

interface ChunkRecord {
  readonly start: number;
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** A body that is being looked at, step by step: first all of it is hashed, then, if it is the first of its kind, packed. */
interface Work {
  readonly bodyId: number;
  readonly hash: Hash;
  sha256: Buffer | null;
  /** In this pass, all before it is done. */
  at: number;
}

/** Compresses bodies that are complete, and keeps those with the same bytes once. */
export class BodyPacker implements IdleJob {
  readonly #next: Statement<[], number>;
  readonly #isWaiting: Statement<[number], number>;
  readonly #chunksFrom: Statement<[number, number], ChunkRecord>;
  readonly #removeChunks: Statement<[number, number, number]>;
  readonly #insertChunk: Statement<[number, number, number, Uint8Array]>;
  readonly #same: Statement<[Uint8Array], number>;
  readonly #finish: Statement<[Uint8Array, number | null, number]>;
  readonly #step: () => boolean;
  #work: Work | null = null;

  constructor(database: Database) {
    this.#next = database
      .prepare<[], number>(
        `select id from body where sha256 is null
           and exists (select 1 from exchange where exchange.id = body.exchange_id and outcome <> 'pending')
         order by id limit 1`,
      )
      .pluck();
    this.#isWaiting = database.prepare<[number], number>('select 1 from body where id = ? and sha256 is null').pluck();
    this.#chunksFrom = database.prepare(
      'select start, size, bytes from body_chunk where body_id = ? and start >= ? order by start',
    );
    this.#removeChunks = database.prepare('delete from body_chunk where body_id = ? and start >= ? and start < ?');
    this.#insertChunk = database.prepare('insert into body_chunk (body_id, start, size, bytes) values (?, ?, ?, ?)');
    this.#same = database
      .prepare<[Uint8Array], number>('select id from body where sha256 = ? and same_as is null')
      .pluck();
    this.#finish = database.prepare('update body set sha256 = ?, same_as = ? where id = ?');
    this.#step = database.transaction(() => this.#advance()).immediate;
  }

  step(): boolean {
    try {
      return this.#step();
    } catch (error) {
      // The hash has taken in what was undone.
      this.#work = null;
      throw error;
    }
  }

  #advance(): boolean {
    // Another process may have done it meanwhile.
    if (this.#work !== null && this.#isWaiting.get(this.#work.bodyId) === undefined) this.#work = null;
    for (let done = 0; done < STEP_BYTES; ) {
      this.#work ??= this.#begin();
      if (this.#work === null) return false;
      done += this.#work.sha256 === null ? this.#hashChunk(this.#work) : this.#packChunk(this.#work, this.#work.sha256);
    }
    return true;
  }

  #begin(): Work | null {
    const bodyId = this.#next.get();
    return bodyId === undefined ? null : { bodyId, hash: createHash('sha256'), sha256: null, at: 0 };
  }

  /** How many bytes it has looked at. */
  #hashChunk(work: Work): number {
    const chunk = this.#chunksFrom.get(work.bodyId, work.at);
    if (chunk !== undefined) {
      work.hash.update(unpacked(chunk.bytes, chunk.size));
      work.at = chunk.start + chunk.size;
      return chunk.size;
    }
    work.sha256 = work.hash.digest();
    const same = this.#same.get(work.sha256);
    if (same !== undefined) {
      this.#removeChunks.run(work.bodyId, 0, Number.MAX_SAFE_INTEGER);
      this.#finish.run(work.sha256, same, work.bodyId);
      this.#work = null;
    }
    work.at = 0;
    return STATEMENT_BYTES;
  }

  /** Makes one chunk of those that come next. */
  #packChunk(work: Work, sha256: Buffer): number {
    const pieces: Buffer[] = [];
    let size = 0;
    let first: ChunkRecord | undefined;
    for (const chunk of this.#chunksFrom.iterate(work.bodyId, work.at)) {
      if (first !== undefined && size + chunk.size > CHUNK_BYTES) break;
      first ??= chunk;
      pieces.push(unpacked(chunk.bytes, chunk.size));
      size += chunk.size;
    }
    if (first === undefined) {
      this.#finish.run(sha256, null, work.bodyId);
      this.#work = null;
      return STATEMENT_BYTES;
    }
    const whole = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    const stored = first.bytes.length < first.size && pieces.length === 1 ? first.bytes : packed(whole);
    const isAsBefore = pieces.length === 1 && stored.length === first.bytes.length;
    if (!isAsBefore) {
      this.#removeChunks.run(work.bodyId, first.start, first.start + size);
      this.#insertChunk.run(work.bodyId, first.start, size, stored);
    }
    work.at = first.start + size;
    return size;
  }
}
