import type { Database, Statement } from 'better-sqlite3';
import type { IdleJob } from './idle-job.ts';
import { orphanedRuns } from './run-table.ts';

/** With fewer exchanges removed than this, what they leave behind is not worth to be looked for. */
const LEAST_REMOVED = 2000;
const PAUSE_MS = 10 * 60_000;
/** Rows that one step looks at: a few milliseconds. */
const ROWS = 4000;

interface Row {
  readonly id: number;
  readonly run_id: number;
  readonly server_connection_id: number | null;
}

/** A walk through all exchanges, to see which connections and runs they name. */
interface Walk {
  /** The last of each when it began: newer ones are not asked about. */
  readonly lastConnection: number;
  readonly lastRun: number;
  /** The latest revision when it began: what has changed since is looked at once more. */
  readonly revision: number;
  readonly connections: Uint8Array;
  readonly runs: Uint8Array;
  at: number;
}

/**
 * Removes what exchanges that are gone have left behind: connections and runs that no exchange names, and the record of
 * changes. No index tells who names a connection, so now and then all exchanges are walked through, step by step.
 * Only while nobody else records: another process remembers connections that it is about to name again.
 */
export class Leftovers implements IdleJob {
  readonly #database: Database;
  readonly #ownRunId: number | null;
  readonly #onRemoved: () => void;
  readonly #now: () => number;
  readonly #next: Statement<[number], Row>;
  readonly #changed: Statement<[number], Row>;
  readonly #finish: (walk: Walk) => void;
  #removed = 0;
  #notBefore = 0;
  #walk: Walk | undefined;
  /** The last revision whose entry in the table `change` was looked at; null: not begun. */
  #change: number | null = null;

  /** `onRemoved` is called inside of the transaction: connections that are remembered may be gone. `now` is monotonic. */
  constructor(
    database: Database,
    ownRunId: number | null = null,
    onRemoved: () => void = () => undefined,
    now: () => number = () => performance.now(),
  ) {
    this.#database = database;
    this.#ownRunId = ownRunId;
    this.#onRemoved = onRemoved;
    this.#now = now;
    const columns = 'select id, run_id, server_connection_id from exchange';
    this.#next = database.prepare(`${columns} where id > ? order by id limit ${ROWS}`);
    this.#changed = database.prepare(
      `select exchange.id, run_id, server_connection_id from change cross join exchange
         on exchange.id between change.first_id and change.last_id
       where change.last_revision > ?`,
    );
    this.#finish = database.transaction((walk: Walk) => this.#removeUnnamed(walk)).immediate;
  }

  /** So many exchanges were removed. */
  removed(count: number): void {
    this.#removed += count;
  }

  step(): boolean {
    if (this.#walk === undefined && this.#change === null) {
      if (this.#removed < LEAST_REMOVED || this.#now() < this.#notBefore) return false;
      this.#begin();
    }
    if (this.#change !== null) return this.#forgetChanges(this.#change) || this.#walk !== undefined;
    return this.#advance(this.#walk!);
  }

  /** All of it, however little was removed. */
  complete(): void {
    this.#begin();
    for (let isMore = true; isMore; ) isMore = this.step();
  }

  #begin(): void {
    this.#removed = 0;
    this.#notBefore = this.#now() + PAUSE_MS;
    this.#change = 0;
    this.#walk = undefined;
    if (this.#isAlone()) {
      const lastConnection = this.#number('select max(id) from server_connection');
      const lastRun = this.#number('select max(id) from run');
      this.#walk = {
        lastConnection,
        lastRun,
        revision: this.#number('select latest from revision'),
        connections: bits(lastConnection),
        runs: bits(lastRun),
        at: 0,
      };
    }
  }

  /** Entries whose exchanges are all gone tell nobody anything. */
  #forgetChanges(after: number): boolean {
    const last = this.#database
      .prepare<[number], number | null>(
        `select max(last_revision) from (select last_revision from change where last_revision > ? order by last_revision limit ${ROWS})`,
      )
      .pluck()
      .get(after);
    if (last == null) {
      this.#change = null;
      return false;
    }
    this.#database
      .prepare(
        `delete from change where last_revision > ? and last_revision <= ?
           and not exists (select 1 from exchange where id between change.first_id and change.last_id)`,
      )
      .run(after, last);
    this.#change = last;
    return true;
  }

  #advance(walk: Walk): boolean {
    const rows = this.#next.all(walk.at);
    for (const row of rows) mark(walk, row);
    walk.at = rows.at(-1)?.id ?? walk.at;
    if (rows.length === ROWS) return true;
    this.#walk = undefined;
    if (this.#isAlone()) this.#finish(walk);
    return false;
  }

  #removeUnnamed(walk: Walk): void {
    for (const row of this.#next.iterate(walk.at)) mark(walk, row);
    for (const row of this.#changed.iterate(walk.revision)) mark(walk, row);
    this.#onRemoved();
    for (const [table, named, last, condition] of [
      ['server_connection', walk.connections, walk.lastConnection, 'true'],
      ['run', walk.runs, walk.lastRun, 'ended_at is not null'],
    ] as const) {
      const ids = this.#database.prepare<[number], number>(`select id from ${table} where id <= ? and ${condition}`);
      const unnamed = ids
        .pluck()
        .all(last)
        .filter((id) => !isSet(named, id));
      const remove = this.#database.prepare(`delete from ${table} where id = ?`);
      for (const id of unnamed) remove.run(id);
    }
  }

  #isAlone(): boolean {
    const orphans = new Set(orphanedRuns(this.#database).map(({ id }) => id));
    return this.#database
      .prepare<[], number>('select id from run where ended_at is null')
      .pluck()
      .all()
      .every((id) => id === this.#ownRunId || orphans.has(id));
  }

  #number(sql: string): number {
    return this.#database.prepare<[], number>(sql).pluck().get() ?? 0;
  }
}

/** One bit for each number from 0 to `last`, rounded up. */
function bits(last: number): Uint8Array {
  return new Uint8Array(Math.floor(last / 8) + 1);
}

function isSet(set: Uint8Array, id: number): boolean {
  return ((set[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;
}

function mark({ connections, runs }: Walk, row: Row): void {
  if (row.server_connection_id !== null) setBit(connections, row.server_connection_id);
  setBit(runs, row.run_id);
}

/** One beyond the end was made after the walk began, and is not asked about. */
function setBit(set: Uint8Array, id: number): void {
  const at = id >> 3;
  if (at < set.length) set[at]! |= 1 << (id & 7);
}
