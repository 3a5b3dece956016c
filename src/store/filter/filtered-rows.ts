import type { Database } from 'better-sqlite3';
import { openForReading } from '../open.ts';

export type { Stretch } from './candidate-blocks.ts';

import { candidateBlocks, type Stretch } from './candidate-blocks.ts';
import { CHANGED_EXCHANGES, IN_ORDER_OF_CHANGE } from './changed.ts';
import { blockQueryOf, conditionOf } from './compile.ts';
import type { Filter } from './filter.ts';
import { BLOCK_SIZE, indexedRevision } from './index/tables.ts';
import { parseFilter } from './parse.ts';
import {
  DEEP_FUNCTION,
  NEEDLES_FUNCTION,
  type NumberedTest,
  type SqlCondition,
  type Subject,
  URL_FUNCTION,
} from './sql.ts';
import { SubjectReader } from './subject-reader.ts';

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
  #tests: readonly NumberedTest[] = [];
  #latestSubject: { readonly id: number; readonly subject: Subject | undefined } | undefined;

  /** `path` is that of the capture which `database` reads; `now` is epoch milliseconds. */
  constructor(database: Database, path: string, now: () => number = Date.now) {
    this.#database = database;
    this.#path = path;
    this.#now = now;
    database.function(DEEP_FUNCTION, (id, test) => (this.#holds(Number(id), Number(test)) ? 1 : 0));
    database.function(NEEDLES_FUNCTION, (test, blockId, offset, bodies, further) => {
      const asked = this.#tests[Number(test)];
      if (asked === undefined || !('needles' in asked)) return 1;
      const place = { offset: Number(offset), bodies: Number(bodies) };
      return this.#subjects().mayHold(Number(blockId), place, asked, String(further)) ? 1 : 0;
    });
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
      const query = blockQueryOf(filter, {
        latest: this.#latest(),
        routeOf: (id) => this.#routeOf(id),
        runsWith: (where) => this.#runsWith(where),
      });
      const revision = query === null ? undefined : indexedRevision(this.#database);
      if (query === null || revision === undefined) return this.#fromAll<Row>(columns, stretch, limit, condition);
      return this.#fromBlocks<Row>(
        columns,
        stretch,
        limit,
        condition,
        candidateBlocks(this.#database, query, revision, stretch),
      );
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
    candidates: Iterable<readonly number[]>,
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
    let looked = 0;
    for (const blocks of candidates) {
      for (let at = 0; at < blocks.length; ) {
        const some = blocks.slice(at, at + size);
        rows.push(...statement.all(JSON.stringify(some), ...place.values, ...values, limit - rows.length));
        if (rows.length >= limit) return rows;
        at += some.length;
        looked += some.length;
        // A statement looks at all of its blocks: no more of them than will be needed, as far as one can tell.
        const needed = rows.length === 0 ? MOST_BLOCKS : Math.ceil(((limit - rows.length) * looked) / rows.length);
        size = Math.max(1, Math.min(size * 2, needed, MOST_BLOCKS));
      }
    }
    return rows;
  }

  #latest(): number {
    const newest = this.#database
      .prepare<[], number>('select started_at from exchange order by id desc limit 64')
      .pluck()
      .all();
    return Math.max(this.#now(), ...newest) + CLOCK_SLACK_MS;
  }

  #runsWith({ sql, values }: SqlCondition): number[] {
    return this.#database
      .prepare<unknown[], number>(`select id from run where ${sql}`)
      .pluck()
      .all(...values);
  }

  #routeOf(id: number): string | undefined {
    return this.#database.prepare<[number], string>('select route from exchange where id = ?').pluck().get(id);
  }

  /** Deep tests are numbered for the function that SQL calls. */
  #bound({ sql, values }: SqlCondition): { sql: string; values: (string | number)[] } {
    const tests: NumberedTest[] = [];
    const bound = values.map((value) => (typeof value === 'object' ? tests.push(value) - 1 : value));
    this.#tests = tests;
    this.#latestSubject = undefined;
    return { sql, values: bound };
  }

  #subjects(): SubjectReader {
    if (this.#deep === undefined) {
      const database = openForReading(this.#path);
      this.#deep = { database, subjects: new SubjectReader(database) };
    }
    return this.#deep.subjects;
  }

  #holds(id: number, test: number): boolean {
    if (this.#latestSubject?.id !== id) this.#latestSubject = { id, subject: this.#subjects().subject(id) };
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
