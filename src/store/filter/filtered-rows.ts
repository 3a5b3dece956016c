import type { Database } from 'better-sqlite3';
import { openForReading } from '../open.ts';
import { CHANGED_EXCHANGES, IN_ORDER_OF_CHANGE } from './changed.ts';
import { blockQueryOf, conditionOf } from './compile.ts';
import type { Filter } from './filter.ts';
import { BLOCK_BITS, BLOCK_SIZE, indexedRevision } from './index/tables.ts';
import { parseFilter } from './parse.ts';
import { DEEP_FUNCTION, type DeepTest, type SqlCondition, type Subject, URL_FUNCTION, type UrlTest } from './sql.ts';
import { SubjectReader } from './subject-reader.ts';

/** Which exchanges are looked at, and in which order. */
export interface Stretch {
  readonly order: 'ascending' | 'descending';
  /** The first number that belongs to it, or the last. */
  readonly from?: number;
  readonly to?: number;
}

/** Blocks looked at in one statement: few at first, for most filters are satisfied with the first ones. */
const FIRST_BLOCKS = 8;
const MOST_BLOCKS = 512;

/** A clock that was set back leaves exchanges behind that are newer than now. */
const CLOCK_SLACK_MS = 7 * 86_400_000;

/**
 * Finds the exchanges that match a filter, in the order of their numbers, without looking at more than it must: the index
 * tells in which blocks there may be any, and those are looked at in turn until there are enough.
 */
export class FilteredRows {
  readonly #database: Database;
  readonly #path: string;
  readonly #now: () => number;
  /** A connection of its own: it is read from within a statement of the other. */
  #deep: { readonly database: Database; readonly subjects: SubjectReader } | undefined;
  /** Of the statement that runs. */
  #tests: readonly (DeepTest | UrlTest)[] = [];
  #latestSubject: { readonly id: number; readonly subject: Subject | undefined } | undefined;

  /** `path` is that of the capture which `database` reads; `now` is epoch milliseconds. */
  constructor(database: Database, path: string, now: () => number = Date.now) {
    this.#database = database;
    this.#path = path;
    this.#now = now;
    database.function(DEEP_FUNCTION, (id, test) => (this.#holds(Number(id), Number(test)) ? 1 : 0));
    database.function(URL_FUNCTION, (url, test) => {
      const asked = this.#tests[Number(test)];
      return asked !== undefined && 'holdsFor' in asked && asked.holdsFor(String(url)) ? 1 : 0;
    });
  }

  /** @throws FilterError */
  parse(text: string): Filter {
    return parseFilter(text, this.#now());
  }

  close(): void {
    this.#deep?.database.close();
    this.#deep = undefined;
  }

  /** At most `limit` rows with these columns of the table `exchange`. */
  select<Row>(columns: string, stretch: Stretch, limit: number, filter: Filter): Row[] {
    const condition = conditionOf(filter);
    const read = this.#database.transaction(() => {
      const query = blockQueryOf(filter, { latest: this.#latest(), routeOf: (id) => this.#routeOf(id) });
      const revision = query === null ? undefined : indexedRevision(this.#database);
      if (query === null || revision === undefined) return this.#fromAll<Row>(columns, stretch, limit, condition);
      return this.#fromBlocks<Row>(columns, stretch, limit, condition, this.#blocks(query, revision, stretch));
    });
    return read();
  }

  /** Rows that changed after one revision and up to another, oldest change first. */
  changes<Row>(columns: string, after: number, upTo: number, limit: number, filter: Filter): Row[] {
    const { sql, values } = this.#bound(conditionOf(filter));
    return this.#database
      .prepare<unknown[], Row>(
        `select ${columns} from ${CHANGED_EXCHANGES} and exchange.revision <= ? and ${sql} ${IN_ORDER_OF_CHANGE} limit ?`,
      )
      .all(after, after, upTo, ...values, limit);
  }

  #fromAll<Row>(columns: string, stretch: Stretch, limit: number, condition: SqlCondition): Row[] {
    const { sql, values } = this.#bound(condition);
    const place = placeOf(stretch);
    return this.#database
      .prepare<unknown[], Row>(
        `select ${columns} from exchange where ${[...place.sql, sql].join(' and ')} order by exchange.id ${sqlOrder(stretch)} limit ?`,
      )
      .all(...place.values, ...values, limit);
  }

  #fromBlocks<Row>(
    columns: string,
    stretch: Stretch,
    limit: number,
    condition: SqlCondition,
    blocks: readonly number[],
  ): Row[] {
    const { sql, values } = this.#bound(condition);
    const place = placeOf(stretch);
    const statement = this.#database.prepare<unknown[], Row>(
      `with candidate (block) as materialized (select value from json_each(?))
       select ${columns} from candidate cross join exchange
         on exchange.id between candidate.block * ${BLOCK_SIZE} and candidate.block * ${BLOCK_SIZE} + ${BLOCK_SIZE - 1}
       where ${[...place.sql, sql].join(' and ')} order by exchange.id ${sqlOrder(stretch)} limit ?`,
    );
    const rows: Row[] = [];
    let size = FIRST_BLOCKS;
    for (let at = 0; at < blocks.length && rows.length < limit; ) {
      const some = JSON.stringify(blocks.slice(at, at + size));
      rows.push(...statement.all(some, ...place.values, ...values, limit - rows.length));
      at += size;
      // A statement looks at all of its blocks: no more of them than will be needed, as far as one can tell.
      const needed = rows.length === 0 ? MOST_BLOCKS : Math.ceil(((limit - rows.length) * at) / rows.length);
      size = Math.max(1, Math.min(size * 2, needed, MOST_BLOCKS));
    }
    return rows;
  }

  /** Blocks that may hold matches, in order: those that the index names, and those that it does not know well enough. */
  #blocks(query: string, revision: number, stretch: Stretch): number[] {
    const first = Math.floor((stretch.from ?? 0) / BLOCK_SIZE);
    const last = stretch.to === undefined ? Number.MAX_SAFE_INTEGER : Math.floor(stretch.to / BLOCK_SIZE);
    const told = this.#database
      .prepare<[string, number, number], number>(
        'select rowid from filter_index where filter_index match ? and rowid between ? and ?',
      )
      .pluck()
      .all(query, first, last);
    const untold = this.#database
      .prepare<[number, number], number>(
        `select distinct exchange.id >> ${BLOCK_BITS} from ${CHANGED_EXCHANGES}
         union select id >> ${BLOCK_BITS} from exchange where outcome = 'pending'`,
      )
      .pluck()
      .all(revision, revision)
      .filter((block) => block >= first && block <= last);
    const blocks = [...new Set([...told, ...untold])].sort((a, b) => a - b);
    return stretch.order === 'ascending' ? blocks : blocks.reverse();
  }

  #latest(): number {
    const newest = this.#database
      .prepare<[], number>('select started_at from exchange order by id desc limit 64')
      .pluck()
      .all();
    return Math.max(this.#now(), ...newest) + CLOCK_SLACK_MS;
  }

  #routeOf(id: number): string | undefined {
    return this.#database.prepare<[number], string>('select route from exchange where id = ?').pluck().get(id);
  }

  /** Deep tests are numbered for the function that SQL calls. */
  #bound({ sql, values }: SqlCondition): { sql: string; values: (string | number)[] } {
    const tests: (DeepTest | UrlTest)[] = [];
    const bound = values.map((value) => (typeof value === 'object' ? tests.push(value) - 1 : value));
    this.#tests = tests;
    this.#latestSubject = undefined;
    return { sql, values: bound };
  }

  #subject(id: number): Subject | undefined {
    if (this.#deep === undefined) {
      const database = openForReading(this.#path);
      this.#deep = { database, subjects: new SubjectReader(database) };
    }
    return this.#deep.subjects.subject(id);
  }

  #holds(id: number, test: number): boolean {
    if (this.#latestSubject?.id !== id) this.#latestSubject = { id, subject: this.#subject(id) };
    const { subject } = this.#latestSubject;
    const asked = this.#tests[test];
    return subject !== undefined && asked !== undefined && 'holds' in asked && asked.holds(subject);
  }
}

function sqlOrder({ order }: Stretch): 'asc' | 'desc' {
  return order === 'ascending' ? 'asc' : 'desc';
}

function placeOf({ from, to }: Stretch): { readonly sql: string[]; readonly values: number[] } {
  return {
    sql: [...(from === undefined ? [] : ['exchange.id >= ?']), ...(to === undefined ? [] : ['exchange.id <= ?'])],
    values: [from, to].filter((id) => id !== undefined),
  };
}
