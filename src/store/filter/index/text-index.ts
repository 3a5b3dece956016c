import type { Database, Statement } from 'better-sqlite3';
import type { IdleJob } from '../../idle-job.ts';
import { CHANGED_EXCHANGES, IN_ORDER_OF_CHANGE } from '../changed.ts';
import { SubjectReader } from '../subject-reader.ts';
import { type BlockContents, BlockReader } from './block-tokens.ts';
import { BLOCK_BITS, BLOCK_SIZE, makeIndex, type SeenField } from './tables.ts';

/** A step goes on for so long and ends with the block it is at: the thread has more urgent things to do. */
const STEP_MS = 8;
/** Rows that are looked at in one go. */
const MOST_ROWS = 256;
/** Different values of one field that are kept for completion. */
const MOST_VALUES = 2000;
/** Blocks at which one step of tidying looks, and the pause between two rounds. */
const TIDIED_BLOCKS = 200;
const TIDY_PAUSE_MS = 10 * 60_000;

/**
 * Brings the index up to date in small steps, behind the writer's back: what it has not reached yet is found all the
 * same, by looking at it. Each process that writes has one; several do no harm.
 */
export class TextIndex implements IdleJob {
  readonly #database: Database;
  readonly #now: () => number;
  /** Revisions as of which blocks were read that lie ahead of the mark. */
  readonly #fresh = new Map<number, number>();
  readonly #valueCounts = new Map<string, number>();
  #prepared: Prepared | undefined;
  #tidiedTo = 0;
  #tidyAt = 0;

  /** `now` is a monotonic clock in milliseconds. */
  constructor(database: Database, now: () => number = () => performance.now()) {
    this.#database = database;
    this.#now = now;
  }

  step(): boolean {
    try {
      return this.#step();
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!/^SQLITE_(?:BUSY|FULL|IOERR|LOCKED|READONLY)/.test(code)) throw error;
      // Another process writes, or the disk is full: nothing was changed, and it is tried again at another time.
      this.#fresh.clear();
      return false;
    }
  }

  #step(): boolean {
    this.#prepared ??= this.#prepare();
    const end = this.#now() + STEP_MS;
    const mark = this.#prepared.mark.get() ?? 0;
    const { done, revision, hasMore } = this.#readBlocks(this.#prepared, mark, end);
    if (revision > mark || done.size > 0) this.#prepared.store(done, revision);
    for (const [block, asOf] of this.#fresh) if (asOf <= revision) this.#fresh.delete(block);
    return hasMore || this.#tidy();
  }

  #prepare(): Prepared {
    const database = this.#database;
    database.transaction(() => makeIndex(database)).immediate();
    const subjects = new SubjectReader(database);
    return {
      blocks: new BlockReader(database, (id) => subjects.subject(id)),
      next: database.prepare(
        `select exchange.id, exchange.revision from ${CHANGED_EXCHANGES} and outcome <> 'pending' ${IN_ORDER_OF_CHANGE}
         limit ${MOST_ROWS}`,
      ),
      mark: database.prepare<[], number>('select revision from filter_state').pluck(),
      setMark: database.prepare('update filter_state set revision = max(revision, ?)'),
      latestRevision: database.prepare<[], number>('select latest from revision').pluck(),
      latestId: database.prepare<[], number | null>('select max(id) from exchange').pluck(),
      insert: database.prepare('insert or replace into filter_index (rowid, terms) values (?, ?)'),
      addUses: database.prepare('update filter_value set uses = uses + ? where field = ? and value = ?'),
      store: database.transaction((done: ReadonlyMap<number, BlockContents>, revision: number) =>
        this.#storeBlocks(done, revision),
      ).immediate,
    };
  }

  #readBlocks({ blocks, next, latestRevision, latestId }: Prepared, mark: number, end: number) {
    const latest = latestRevision.get() ?? 0;
    // A block is read once all its numbers are taken: the last, half-empty one would be read again and again.
    const firstOpenBlock = ((latestId.get() ?? 0) + 1) >> BLOCK_BITS;
    const done = new Map<number, BlockContents>();
    let revision = mark;
    const rows = next.all(mark, mark);
    for (const row of rows) {
      const block = Math.floor(row.id / BLOCK_SIZE);
      if ((this.#fresh.get(block) ?? 0) < row.revision) {
        if (block >= firstOpenBlock) return { done, revision, hasMore: false };
        if (done.size > 0 && this.#now() >= end) return { done, revision, hasMore: true };
        done.set(block, blocks.contents(block));
        this.#fresh.set(block, latest);
      }
      revision = row.revision;
    }
    return { done, revision, hasMore: rows.length === MOST_ROWS };
  }

  #storeBlocks(done: ReadonlyMap<number, BlockContents>, revision: number): void {
    const { insert, setMark } = this.#prepared!;
    const uses = new Map<string, readonly [SeenField, string, number]>();
    for (const [block, { tokens, values }] of done) {
      insert.run(block, [...tokens].join(' '));
      for (const [field, value] of values) {
        const key = `${field}:${value}`;
        uses.set(key, [field, value, (uses.get(key)?.[2] ?? 0) + 1]);
      }
    }
    for (const use of uses.values()) this.#countValue(...use);
    setMark.run(revision);
  }

  #countValue(field: SeenField, value: string, uses: number): void {
    const known = this.#prepared!.addUses.run(uses, field, value);
    if (known.changes > 0) return;
    const count =
      this.#valueCounts.get(field) ?? this.#number('select count(*) from filter_value where field = ?', field);
    this.#valueCounts.set(field, count + 1);
    if (count >= MOST_VALUES) return;
    this.#database
      .prepare<[string, string, number]>('insert into filter_value values (?, ?, ?)')
      .run(field, value, uses);
  }

  /** Forgets blocks whose exchanges are all gone, some at a time; true where more is to do. */
  #tidy(): boolean {
    if (this.#now() < this.#tidyAt) return false;
    const last = this.#number('select coalesce(max(id), 0) from exchange') >> BLOCK_BITS;
    const from = this.#tidiedTo;
    const to = Math.min(last, from + TIDIED_BLOCKS);
    const kept = new Set(
      this.#database
        .prepare<[number, number], number>(`select distinct id >> ${BLOCK_BITS} from exchange where id >= ? and id < ?`)
        .pluck()
        .all(from * BLOCK_SIZE, to * BLOCK_SIZE),
    );
    const indexed = this.#database
      .prepare<[number, number], number>('select id from filter_index_docsize where id >= ? and id < ?')
      .pluck()
      .all(from, to);
    const gone = indexed.filter((block) => !kept.has(block));
    if (gone.length > 0) {
      const remove = this.#database.prepare<[string]>(
        'delete from filter_index where rowid in (select value from json_each(?))',
      );
      this.#database.transaction(() => remove.run(JSON.stringify(gone))).immediate();
    }
    this.#tidiedTo = to >= last ? 0 : to;
    if (to < last) return true;
    this.#tidyAt = this.#now() + TIDY_PAUSE_MS;
    return false;
  }

  #number(sql: string, ...values: string[]): number {
    return (
      this.#database
        .prepare<string[], number>(sql)
        .pluck()
        .get(...values) ?? 0
    );
  }
}

/** Made at the first step: a program that only opens a capture need not pay for it. */
interface Prepared {
  readonly blocks: BlockReader;
  readonly next: Statement<[number, number], { id: number; revision: number }>;
  readonly mark: Statement<[], number>;
  readonly setMark: Statement<[number]>;
  readonly latestRevision: Statement<[], number>;
  /** Null where there is no exchange. */
  readonly latestId: Statement<[], number | null>;
  readonly insert: Statement<[number, string]>;
  readonly addUses: Statement<[number, string, string]>;
  readonly store: (done: ReadonlyMap<number, BlockContents>, revision: number) => void;
}
