import type { Database } from 'better-sqlite3';
import type { IdleJob } from './idle-job.ts';

/** Pages that are free are used again; only where they are many does the file get shorter. */
const LEAST_FREE_PAGES = 1024;
const LEAST_FREE_SHARE = 0.1;
/** How long a step may take, and how many pages that may be. */
const STEP_MS = 3;
const MOST_PAGES = 256;
/** With fewer pages a step, the work is not worth to be done in one go. */
const WORTHWHILE_PAGES = 8;

/**
 * Gives space that is not used any more back to the file system. SQLite searches its list of free pages for each page
 * that it moves: the longer the list, the fewer pages a step can take.
 */
export class FreeSpace implements IdleJob {
  readonly #database: Database;
  readonly #now: () => number;
  #pages = WORTHWHILE_PAGES;

  /** `now` is a monotonic clock in milliseconds. */
  constructor(database: Database, now: () => number = () => performance.now()) {
    this.#database = database;
    this.#now = now;
  }

  step(): boolean {
    const free = this.#database.pragma('freelist_count', { simple: true }) as number;
    const all = this.#database.pragma('page_count', { simple: true }) as number;
    if (free < LEAST_FREE_PAGES || free < all * LEAST_FREE_SHARE) return false;
    const started = this.#now();
    this.#database.pragma(`incremental_vacuum(${this.#pages})`);
    const share = STEP_MS / Math.max(0.1, this.#now() - started);
    // At most twice as many as the last time: it may have been lucky.
    this.#pages = Math.max(1, Math.min(MOST_PAGES, this.#pages * 2, Math.floor(this.#pages * share)));
    return this.#pages >= WORTHWHILE_PAGES;
  }
}
