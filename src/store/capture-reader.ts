import type { Database, Statement } from 'better-sqlite3';
import type { AnnotatedExchange, Annotation } from '../exchange/annotation.ts';
import type { StreamMessage } from '../exchange/exchange.ts';
import { type ClassCounts, type ExchangeRow, NO_COUNTS, type PageAnchor } from '../exchange/row.ts';
import { ExchangeParts } from './exchange-parts.ts';
import { type MessageRecord, toMessage } from './message-record.ts';
import { openForReading } from './open.ts';
import { type ExchangeRecord, ROW_COLUMNS, type RowRecord, toAnnotation, toExchange, toRow } from './record.ts';
import { wordFilter } from './word-filter.ts';

/** Reads a capture, also while another process writes it: every call sees what is committed at that moment. */
export class CaptureReader {
  readonly #database: Database;
  readonly #revision: Statement<[], number>;
  readonly #one: Statement<[number], ExchangeRecord>;
  readonly #parts: ExchangeParts;
  readonly #messages: Statement<[number, number, number], MessageRecord>;
  readonly #counts: Statement<[], { class: keyof ClassCounts; total: number }>;

  constructor(path: string) {
    this.#database = openForReading(path);
    this.#revision = this.#database.prepare<[], number>('select latest from revision').pluck();
    this.#one = this.#database.prepare('select * from exchange where id = ?');
    this.#parts = new ExchangeParts(this.#database);
    this.#messages = this.#database.prepare(
      'select * from message where exchange_id = ? and position >= ? order by position limit ?',
    );
    this.#counts = this.#database.prepare('select class, total from class_count');
  }

  /** Grows with every change of the capture. */
  revision(): number {
    return this.#revision.get() ?? 0;
  }

  counts(): ClassCounts {
    const counts = { ...NO_COUNTS };
    for (const row of this.#counts.all()) counts[row.class] = row.total;
    return counts;
  }

  /** At most `limit` rows in which all words of `filter` occur, in ascending order of id. */
  page(start: PageAnchor, limit: number, filter = ''): ExchangeRow[] {
    const words = wordFilter(filter);
    const [position, order] =
      start.kind === 'from' ? ['id >= ?', 'asc'] : start.kind === 'before' ? ['id < ?', 'desc'] : ['true', 'desc'];
    const rows = this.#database
      .prepare<unknown[], RowRecord>(
        `select ${ROW_COLUMNS} from exchange where ${position} and ${words.sql} order by id ${order} limit ?`,
      )
      .all(...(start.kind === 'last' ? [] : [start.id]), ...words.values, limit)
      .map(toRow);
    return order === 'asc' ? rows : rows.reverse();
  }

  /** Rows that changed after a revision, oldest change first, and the revision to go on from. */
  changesAfter(revision: number, limit: number, filter = ''): { rows: ExchangeRow[]; revision: number } {
    const words = wordFilter(filter);
    const latest = this.revision();
    const records = this.#database
      .prepare<unknown[], RowRecord & { revision: number }>(
        `select ${ROW_COLUMNS}, revision from exchange where revision > ? and revision <= ? and ${words.sql} order by revision limit ?`,
      )
      .all(revision, latest, ...words.values, limit);
    const isWhole = records.length < limit;
    return { rows: records.map(toRow), revision: isWhole ? latest : records.at(-1)!.revision };
  }

  /** The next exchange that failed or is doubtful after (or before) one, or undefined. */
  nextFailure(id: number, direction: 'newer' | 'older', filter = ''): number | undefined {
    const words = wordFilter(filter);
    const [position, order] = direction === 'newer' ? ['id > ?', 'asc'] : ['id < ?', 'desc'];
    return this.#database
      .prepare<unknown[], number>(
        `select id from exchange where ${position} and outcome in ('failed', 'doubtful') and ${words.sql} order by id ${order} limit 1`,
      )
      .pluck()
      .get(id, ...words.values);
  }

  /** The whole exchange with its recorded bodies. */
  exchange(id: number): AnnotatedExchange | undefined {
    const record = this.#one.get(id);
    if (record === undefined) return undefined;
    return { exchange: toExchange(record, this.#parts.of(record)), annotation: toAnnotation(record) };
  }

  /** At most `limit` messages of an exchange, from the one at place `from` (counted from 0) onwards. */
  messages(id: number, from: number, limit: number): StreamMessage[] {
    return this.#messages.all(id, from, limit).map(toMessage);
  }

  /** What explains one exchange, without its bodies; null while it is pending, and where there is none. */
  annotation(id: number): Annotation | null {
    const record = this.#one.get(id);
    return record === undefined ? null : toAnnotation(record);
  }

  close(): void {
    this.#database.close();
  }
}
