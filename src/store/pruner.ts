import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { BlockPacker } from './block-packer.ts';
import { Leftovers } from './leftovers.ts';
import type { Limits } from './limits.ts';
import { openForWriting } from './open.ts';
import { Removal } from './removal.ts';
import { Retention } from './retention.ts';

/** Exchanges that are removed in one transaction: a proxy that records meanwhile waits for no longer than a moment. */
const BATCH = 100;
/** Above this share of the file that is free, to write the whole file anew costs less than to move page after page. */
const SHARE_TO_REWRITE = 0.2;
/** Pages that are given back in one transaction. */
const PAGES = 64;
/** How long that goes on; a proxy that is running goes on with it. */
const GIVE_BACK_MS = 5000;

/** Removes exchanges from a capture and gives the room back, also while it is recorded. */
export class CapturePruner {
  readonly #path: string;
  readonly #database: Database;
  readonly #blocks: BlockPacker;
  readonly #removal: Removal;
  readonly #leftovers: Leftovers;

  /** Throws `UserError` as `openForWriting` does. */
  constructor(path: string) {
    this.#path = path;
    this.#database = openForWriting(path);
    // There is no hurry, and a proxy may be writing.
    this.#database.pragma('busy_timeout = 10000');
    this.#blocks = new BlockPacker(this.#database);
    this.#removal = new Removal(this.#database);
    this.#leftovers = new Leftovers(this.#database);
  }

  /** Bytes of the file and its log. */
  size(): number {
    return [this.#path, `${this.#path}-wal`]
      .map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size, 0);
  }

  /** How many exchanges the limits would have removed. */
  preview(limits: Limits): { readonly exchanges: number; readonly isEstimate: boolean } {
    return new Retention(this.#database, this.#removal, this.#blocks, limits).preview();
  }

  /** Removes the oldest until the limits hold. Gives how many were removed; `show` is told from time to time. */
  keepWithin(limits: Limits, show: (removed: number) => void = () => undefined): number {
    const retention = new Retention(this.#database, this.#removal, this.#blocks, limits);
    let total = 0;
    for (let isMore = true; isMore; ) {
      const step = retention.step();
      total += step.removed;
      isMore = step.isMore;
      show(total);
    }
    return total;
  }

  /** Removes exchanges, pinned ones too; pending ones stay. Gives how many were removed. */
  remove(ids: readonly number[]): number {
    const removeBatch = this.#database.transaction((batch: readonly number[]) => {
      const blocks = this.#database
        .prepare<[string], number>(
          'select distinct block_id from exchange where id in (select value from json_each(?))',
        )
        .pluck()
        .all(JSON.stringify(batch));
      const removed = this.#removal.remove(batch);
      for (const block of blocks) this.#blocks.repack(block);
      return removed;
    }).immediate;
    let removed = 0;
    for (let at = 0; at < ids.length; at += BATCH) removed += removeBatch(ids.slice(at, at + BATCH));
    return removed;
  }

  /** Removes what nothing refers to any more, and gives the room back to the file system as far as that is possible now. */
  giveBack(): void {
    this.#leftovers.complete();
    const free = this.#number('freelist_count');
    if (free === 0) return;
    if (free > SHARE_TO_REWRITE * this.#number('page_count') && this.#isAlone()) this.#rewrite();
    const end = performance.now() + GIVE_BACK_MS;
    while (this.#number('freelist_count') > 0 && performance.now() < end) {
      this.#database.pragma(`incremental_vacuum(${PAGES})`);
    }
    this.#database.pragma('wal_checkpoint(truncate)');
  }

  close(): void {
    this.#database.close();
  }

  /** Nobody records who would have to wait. */
  #isAlone(): boolean {
    return this.#database.prepare('select 1 from run where ended_at is null').get() === undefined;
  }

  #rewrite(): void {
    try {
      this.#database.exec('vacuum');
    } catch (error) {
      // Needs as much room again, and nobody else who writes. Without it, page after page is moved.
      if (!/^SQLITE_(?:FULL|BUSY|LOCKED|IOERR)/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }

  #number(pragma: 'freelist_count' | 'page_count'): number {
    return this.#database.pragma(pragma, { simple: true }) as number;
  }
}
