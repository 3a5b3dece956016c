import type { Database, Statement } from 'better-sqlite3';
import type { BlockPacker } from './block-packer.ts';
import type { Limits } from './limits.ts';
import type { Removal } from './removal.ts';

/** Exchanges that are taken out in one transaction: at most, and as many as take so many milliseconds. */
const MOST_AT_ONCE = 400;
const LEAST_AT_ONCE = 10;
const STEP_MS = 4;
/** Messages of a long stream are taken out before it, so many at once. */
const MESSAGES = 2000;
/** How often those that were passed over are looked at again: a pin may have been taken off. */
const ROUND_MS = 10 * 60_000;
/** A step that makes room takes at least so many: what is counted in pages is too coarse for one. */
const LEAST_FOR_ROOM = 20;

interface Candidate {
  readonly id: number;
  readonly block_id: number;
  readonly recorded_at: number;
  readonly message_count: number;
}

/**
 * Takes the oldest exchanges out while a capture holds more than it is to keep. What was imported is as old as its import,
 * and what a clock that was set back makes look older than its run is as old as the run.
 */
export class Retention {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #pageSize: number;
  readonly #oldest: Statement<[number, number], Candidate>;
  readonly #total: Statement<[], number>;
  readonly #pinned: Statement<[], number>;
  readonly #database: Database;
  readonly #remove: (batch: readonly Candidate[], unfinished: number | undefined) => number;
  readonly #shorten: (id: number) => void;
  #atOnce = 50;
  /** All up to here is pinned, pending or gone. */
  #passed = 0;
  #roundEndsAt = Number.NEGATIVE_INFINITY;

  /** `now` is epoch milliseconds. */
  constructor(database: Database, removal: Removal, blocks: BlockPacker, limits: Limits, now: () => number = Date.now) {
    this.#database = database;
    this.#limits = limits;
    this.#now = now;
    this.#pageSize = database.pragma('page_size', { simple: true }) as number;
    this.#oldest = database.prepare(
      `select exchange.id, block_id, max(exchange.started_at, run.started_at) as recorded_at, message_count
       from exchange join run on run.id = run_id
       where exchange.id > ? and is_pinned = 0 and outcome <> 'pending' order by exchange.id limit ?`,
    );
    this.#total = database.prepare<[], number>('select coalesce(sum(total), 0) from class_count').pluck();
    this.#pinned = database.prepare<[], number>('select count(*) from exchange where is_pinned = 1').pluck();
    this.#remove = database.transaction((batch: readonly Candidate[], unfinished: number | undefined) => {
      const removed = removal.remove(batch.map(({ id }) => id));
      // At once: until then the room is not free, and more would be removed than has to be. Only not the one that goes on
      // behind the batch: to write the rest of it anew, again and again, would be the dear part.
      const blockIds = new Set(batch.map(({ block_id }) => block_id));
      for (const blockId of blockIds) if (blockId !== unfinished) blocks.repack(blockId);
      return removed;
    }).immediate;
    const shorten = database.prepare(
      `delete from message where rowid in
         (select rowid from message where exchange_id = ? order by position desc limit ${MESSAGES})`,
    );
    const count = database.prepare('update exchange set message_count = max(0, message_count - ?) where id = ?');
    this.#shorten = database.transaction((id: number) => {
      count.run(shorten.run(id).changes, id);
    }).immediate;
  }

  /** Does a few milliseconds of it. How many exchanges were removed, and whether more is to do. */
  step(): { readonly removed: number; readonly isMore: boolean } {
    const now = this.#now();
    // Also where the clock was set back.
    if (now >= this.#roundEndsAt || now < this.#roundEndsAt - ROUND_MS) {
      this.#passed = 0;
      this.#roundEndsAt = now + ROUND_MS;
    }
    const overSize = this.#overSize();
    const over = Math.max(this.#overCount(), overSize);
    if (over === 0 && this.#limits.keepForMs === null) return NOTHING;
    const expiredBefore = now - (this.#limits.keepForMs ?? Number.POSITIVE_INFINITY);
    // One more, to see whether a block goes on.
    const found = this.#oldest.all(this.#passed, this.#atOnce + 1);
    const wanted = found.filter((candidate, place) => place < over || candidate.recorded_at < expiredBefore);
    const [first] = wanted;
    if (first === undefined) {
      // Recorded while the clock was ahead: they would hide those behind them.
      const ahead = found.findLast(({ recorded_at }) => recorded_at > now)?.id;
      if (ahead === undefined) return NOTHING;
      this.#passed = ahead;
      return { removed: 0, isMore: true };
    }
    if (first.message_count > MESSAGES) {
      this.#shorten(first.id);
      return { removed: 0, isMore: true };
    }
    const batch = upToLongStream(wanted.slice(0, this.#atOnce));
    const started = performance.now();
    const removed = this.#remove(batch, wanted[batch.length]?.block_id);
    const share = STEP_MS / Math.max(0.1, performance.now() - started);
    this.#atOnce = Math.round(Math.min(MOST_AT_ONCE, Math.max(LEAST_AT_ONCE, batch.length * Math.min(2, share))));
    // Those in between that stay have not expired yet.
    if (batch.length === found.indexOf(batch.at(-1)!) + 1) this.#passed = batch.at(-1)!.id;
    // What was estimated is measured again.
    return { removed, isMore: wanted.length > batch.length || over > batch.length || overSize > 0 };
  }

  /** How many it would remove; an estimate where the size decides. */
  preview(): { readonly exchanges: number; readonly isEstimate: boolean } {
    const { keepForMs } = this.#limits;
    const expired =
      keepForMs === null
        ? 0
        : this.#database
            .prepare<[number], number>(
              `select count(*) from exchange join run on run.id = run_id
               where max(exchange.started_at, run.started_at) < ? and is_pinned = 0 and outcome <> 'pending'`,
            )
            .pluck()
            .get(this.#now() - keepForMs)!;
    const counted = Math.max(expired, this.#overCount());
    const estimated = this.#overSize();
    return { exchanges: Math.max(counted, estimated), isEstimate: estimated > counted };
  }

  #overCount(): number {
    const { keepCount } = this.#limits;
    if (keepCount === null) return 0;
    const total = this.#total.get()!;
    return total <= keepCount ? 0 : Math.max(0, total - this.#pinned.get()! - keepCount);
  }

  /** An estimate: exchanges are taken to be of the same size. */
  #overSize(): number {
    const { keepBytes } = this.#limits;
    if (keepBytes === null) return 0;
    const pages = this.#database.pragma('page_count', { simple: true }) as number;
    if (pages * this.#pageSize <= keepBytes) return 0;
    const used = (pages - (this.#database.pragma('freelist_count', { simple: true }) as number)) * this.#pageSize;
    if (used <= keepBytes) return 0;
    return Math.max(LEAST_FOR_ROOM, Math.ceil((this.#total.get()! * (used - keepBytes)) / used));
  }
}

const NOTHING = { removed: 0, isMore: false } as const;

function upToLongStream(batch: readonly Candidate[]): readonly Candidate[] {
  const place = batch.findIndex(({ message_count }) => message_count > MESSAGES);
  return place < 0 ? batch : batch.slice(0, place);
}
