import type { Database } from 'better-sqlite3';
import type { Annotation } from '../exchange/annotation.ts';
import type { Exchange, StreamMessage } from '../exchange/exchange.ts';
import { BlockPacker } from './block-packer.ts';
import { BodyPacker } from './body-packer.ts';
import { ExchangeWriter, type Known } from './exchange-writer.ts';
import { TextIndex } from './filter/index/text-index.ts';
import { FreeSpace } from './free-space.ts';
import { doJobs, type IdleJob } from './idle-job.ts';
import { Leftovers } from './leftovers.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { openForWriting } from './open.ts';
import { endOrphans } from './orphans.ts';
import type { ExchangeOrigin } from './record.ts';
import { Removal } from './removal.ts';
import { Retention } from './retention.ts';
import { beginRun, endRun, type NewRun } from './run-table.ts';

/** A piece of a body; `index` counts from 0 for each side of an exchange. */
export interface StoredChunk {
  readonly side: 'request' | 'response';
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** A message with its place in the exchange, from 0. */
export interface StoredMessage {
  readonly index: number;
  readonly message: StreamMessage;
}

/** An exchange as it stands now, with what was added to its bodies. `key` names it until it ends; later ones have higher keys. */
export interface WrittenChange {
  readonly key: number;
  /** `id` is not read: the capture gives the number. */
  readonly exchange: Exchange;
  readonly chunks: readonly StoredChunk[];
  readonly messages: readonly StoredMessage[];
  /** As far as it is known by now; what was known before stays. */
  readonly origin?: ExchangeOrigin;
}

/** Called once for each exchange that ended, with its number in place, inside the transaction that stores it. */
export type Annotate = (exchange: Exchange) => Annotation;

export interface WriterOptions {
  /** What is being recorded; a start of the proxy where nothing is said. */
  readonly run?: NewRun | undefined;
  /** What `makeRoom` keeps; the newest 2 GiB where nothing is said. */
  readonly limits?: Limits | undefined;
}

/** What a transaction learns; it is taken over when it is committed. */
interface Numbers {
  /** The exchanges that are in the capture as pending. */
  readonly pending: Map<number, Known>;
  /** Numbers that are kept for exchanges which are not in the capture yet. */
  readonly reserved: Map<number, number>;
}

/** The one writer of a process. Its methods throw what SQLite throws: the caller decides what a full disk means. */
export class CaptureWriter {
  readonly runId: number;
  readonly #database: Database;
  readonly #exchanges: ExchangeWriter;
  readonly #blocks: BlockPacker;
  readonly #jobs: readonly IdleJob[];
  readonly #leftovers: Leftovers;
  readonly #remove: (ids: readonly number[]) => number;
  readonly #retention: Retention;
  readonly #write: (changes: readonly WrittenChange[], annotate: Annotate, young: readonly number[]) => Numbers;
  #numbers: Numbers = { pending: new Map(), reserved: new Map() };

  constructor(path: string, { run = { kind: 'start' }, limits = DEFAULT_LIMITS }: WriterOptions = {}) {
    this.#database = openForWriting(path);
    const database = this.#database;
    try {
      this.runId = beginRun(database, run, Date.now());
    } catch (error) {
      database.close();
      throw error;
    }
    this.#exchanges = new ExchangeWriter(database, this.runId);
    this.#blocks = new BlockPacker(database);
    this.#leftovers = new Leftovers(database, this.runId, () => this.#exchanges.forget());
    const removal = new Removal(database);
    this.#remove = database.transaction((ids: readonly number[]) => removal.remove(ids)).immediate;
    this.#retention = new Retention(database, removal, this.#blocks, limits);
    this.#jobs = [
      this.#blocks,
      new BodyPacker(database),
      new TextIndex(database),
      this.#leftovers,
      new FreeSpace(database),
    ];
    // Immediate: the numbers read at the beginning hold until the end, also with a second proxy on this capture.
    this.#write = database.transaction(
      (changes: readonly WrittenChange[], annotate: Annotate, young: readonly number[]) =>
        this.#store(changes, annotate, young),
    ).immediate;
  }

  /**
   * Stores all changes in one transaction: all of them or, when it throws, none. `young` are the keys, in ascending
   * order, of exchanges that have begun and will be stored later: they keep their place in the order of numbers.
   */
  write(changes: readonly WrittenChange[], annotate: Annotate, young: readonly number[] = []): void {
    if (changes.length === 0) return;
    try {
      this.#numbers = this.#write(changes, annotate, young);
    } catch (error) {
      this.#exchanges.forget();
      throw error;
    }
  }

  /**
   * Ends what other processes left pending when they were killed, as cut off by the end of the proxy. To be called once, at
   * the start. Exchanges of a process that still lives are left to it.
   */
  endOrphans(annotate: Annotate): void {
    this.#database.transaction(() => endOrphans(this.#database, annotate)).immediate();
  }

  /**
   * For moments in which nothing else is to do: compresses what was written in haste, keeps the same bodies once, gives
   * unused space back. Takes about so many milliseconds; true where more is to do.
   */
  tidy(milliseconds: number): boolean {
    return doJobs(this.#jobs, milliseconds);
  }

  /** Takes exchanges, with all that belongs to them, out of the capture. Pending ones stay. */
  remove(ids: readonly number[]): void {
    this.#leftovers.removed(this.#remove(ids));
  }

  /**
   * Takes the oldest exchanges out where the capture holds more than its limits allow. Takes about so many milliseconds; true
   * where more is to do.
   */
  makeRoom(milliseconds: number): boolean {
    const end = performance.now() + milliseconds;
    for (;;) {
      const { removed, isMore } = this.#retention.step();
      this.#leftovers.removed(removed);
      if (!isMore || performance.now() >= end) return isMore;
    }
  }

  close(): void {
    try {
      endRun(this.#database, this.runId, Date.now());
      // Closing moves the WAL into the file only when no reader is left; without it the file alone is not the capture.
      this.#database.pragma('wal_checkpoint(truncate)');
    } finally {
      this.#database.close();
    }
  }

  #store(changes: readonly WrittenChange[], annotate: Annotate, young: readonly number[]): Numbers {
    const pending = new Map(this.#numbers.pending);
    const reserved = new Map(this.#numbers.reserved);
    let nextId = this.#exchanges.begin();
    let nextYoung = 0;
    for (const change of changes) {
      const { key } = change;
      // Numbers are only ever kept below one that is taken now: the next transaction, also of another process, counts on.
      for (; nextYoung < young.length && young[nextYoung]! < key; nextYoung += 1) {
        if (!reserved.has(young[nextYoung]!)) reserved.set(young[nextYoung]!, nextId++);
      }
      const known = pending.get(key);
      const id = known?.record.id ?? reserved.get(key) ?? nextId++;
      const exchange = { ...change.exchange, id };
      const annotation = exchange.durationMs === null ? null : annotate(exchange);
      const written = this.#exchanges.write(change, exchange, annotation, known);
      if (known !== undefined) this.#blocks.left(known.record.block_id);
      reserved.delete(key);
      if (annotation === null) pending.set(key, written);
      else pending.delete(key);
    }
    this.#exchanges.finish();
    return { pending, reserved };
  }
}
