import type { Database, Statement } from 'better-sqlite3';
import type { IdleJob } from '../../idle-job.ts';
import { CHANGED_EXCHANGES, IN_ORDER_OF_CHANGE } from '../changed.ts';
import { SubjectReader } from '../subject-reader.ts';
import { type BlockContents, BlockReader } from './block-tokens.ts';
import { BLOCK_BITS, BLOCK_SIZE, makeIndex, type SeenField } from './tables.ts';

/** A step goes on for so long and ends with the exchange it is at: the thread has more urgent things to do. */
const STEP_MS = 8;
/** Blocks that are written together. The more, the less does each cost; and the longer does it take at once. */
const STORED_BLOCKS = 8;
/** SQLite puts pieces of the index together by this many pages in a step. */
const MERGED_PAGES = 32;
/** Rows that are looked at in one go. */
const MOST_ROWS = 64;
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
  /** Blocks that were read and wait to be written, and how far that goes. */
  readonly #read = new Map<number, BlockContents>();
  #readTo = 0;
  /** The block that is being read, and its revision when that began. */
  #open: { readonly block: number; readonly asOf: number } | undefined;
  readonly #valueCounts = new Map<string, number>();
  /** Something was written, and perhaps there are enough pieces to be put together. */
  #isInPieces = true;
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
      this.#forget();
      return false;
    }
  }

  #forget(): void {
    this.#fresh.clear();
    this.#read.clear();
    this.#readTo = 0;
    this.#open = undefined;
  }

  #step(): boolean {
    this.#prepared ??= this.#prepare();
    const mark = this.#prepared.mark.get() ?? 0;
    if (this.#isInPieces) {
      this.#isInPieces = this.#merge();
      return true;
    }
    if (this.#read.size >= STORED_BLOCKS) return this.#store();
    const hasMore = this.#readBlocks(this.#prepared, Math.max(mark, this.#readTo), this.#now() + STEP_MS);
    if (hasMore) return true;
    if (this.#read.size > 0 || this.#readTo > mark) return this.#store();
    return this.#tidy();
  }

  #store(): true {
    this.#prepared!.store(this.#read, this.#readTo);
    this.#isInPieces = true;
    this.#read.clear();
    for (const [block, asOf] of this.#fresh) if (asOf <= this.#readTo) this.#fresh.delete(block);
    return true;
  }

  #prepare(): Prepared {
    const database = this.#database;
    database.transaction(() => makeIndex(database)).immediate();
    return {
      blocks: new BlockReader(database, new SubjectReader(database)),
      next: database.prepare(
        `select exchange.id, exchange.revision from ${CHANGED_EXCHANGES} and outcome <> 'pending' ${IN_ORDER_OF_CHANGE}
         limit ${MOST_ROWS}`,
      ),
      mark: database.prepare<[], number>('select revision from filter_state').pluck(),
      setMark: database.prepare('update filter_state set revision = max(revision, ?)'),
      latestRevision: database.prepare<[], number>('select latest from revision').pluck(),
      latestId: database.prepare<[], number | null>('select max(id) from exchange').pluck(),
      insert: database.prepare('insert or replace into filter_index (rowid, terms) values (?, cast(? as text))'),
      merge: database.prepare("insert into filter_index (filter_index, rank) values ('merge', ?)"),
      addUses: database.prepare('update filter_value set uses = uses + ? where field = ? and value = ?'),
      store: database.transaction((done: ReadonlyMap<number, BlockContents>, revision: number) =>
        this.#storeBlocks(done, revision),
      ).immediate,
    };
  }

  /** Reads on from a revision until a time. True where more is to read. */
  #readBlocks({ next, latestRevision, latestId }: Prepared, from: number, end: number): boolean {
    const latest = latestRevision.get() ?? 0;
    // A block is read once all its numbers are taken: the last, half-empty one would be read again and again.
    const firstOpenBlock = ((latestId.get() ?? 0) + 1) >> BLOCK_BITS;
    const rows = next.all(from, from);
    for (const row of rows) {
      const block = Math.floor(row.id / BLOCK_SIZE);
      if ((this.#fresh.get(block) ?? 0) < row.revision) {
        if (block >= firstOpenBlock) return false;
        if (this.#read.size >= STORED_BLOCKS) return true;
        if (!this.#readBlock(block, row.revision, latest, end)) return true;
      }
      this.#readTo = row.revision;
    }
    return rows.length === MOST_ROWS;
  }

  /** Goes on with what an earlier step began; false where the time was over before the end. */
  #readBlock(block: number, revision: number, latest: number, end: number): boolean {
    const { blocks } = this.#prepared!;
    if (this.#open?.block !== block || this.#open.asOf < revision) {
      this.#open = { block, asOf: latest };
      blocks.begin(block);
    }
    while (blocks.readOne()) if (this.#now() >= end) return false;
    this.#read.set(block, blocks.contents());
    this.#fresh.set(block, this.#open.asOf);
    this.#open = undefined;
    return true;
  }

  #storeBlocks(done: ReadonlyMap<number, BlockContents>, revision: number): void {
    const { insert, setMark } = this.#prepared!;
    const uses = new Map<string, readonly [SeenField, string, number]>();
    for (const [block, { tokens, values }] of done) {
      insert.run(block, tokens);
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

  /** Puts pieces of the index together, a little at a time: SQLite itself would do much of it at once. */
  #merge(): boolean {
    const before = this.#changes();
    this.#prepared!.merge.run(MERGED_PAGES);
    // As its documentation says: less than two changes mean that nothing was left to do.
    return this.#changes() - before >= 2;
  }

  #changes(): number {
    return this.#number('select total_changes()');
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
  readonly insert: Statement<[number, Uint8Array]>;
  readonly merge: Statement<[number]>;
  readonly addUses: Statement<[number, string, string]>;
  readonly store: (done: ReadonlyMap<number, BlockContents>, revision: number) => void;
}
