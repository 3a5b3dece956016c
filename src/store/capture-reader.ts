import type { Database, Statement } from 'better-sqlite3';
import type { AnnotatedExchange, Annotation } from '../exchange/annotation.ts';
import type { StreamMessage } from '../exchange/exchange.ts';
import type { ClassCounts, ExchangeRow, Marks, PageAnchor } from '../exchange/row.ts';
import type { Side } from './body-writer.ts';
import { readCounts } from './class-counts.ts';
import { ExchangeParts } from './exchange-parts.ts';
import { toAnnotation } from './explanation.ts';
import { type Completions, completions } from './filter/completions.ts';
import type { Filter } from './filter/filter.ts';
import { FilteredRows, type Stretch } from './filter/filtered-rows.ts';
import { TROUBLE } from './filter/parse.ts';
import { seenValues } from './filter/seen-values.ts';
import { type MessageRecord, toMessage } from './message-record.ts';
import { openForReading } from './open.ts';
import { type ExchangeOrigin, type ExchangeRecord, ROW_COLUMNS, type RowRecord, toRow } from './record.ts';
import type { RunRecord } from './run-table.ts';

/** Where an exchange came from, and what people have put on it. */
export interface Belongings {
  readonly runId: number;
  readonly origin: ExchangeOrigin;
  readonly marks: Marks | undefined;
}

/** Reads a capture, also while another process writes it: every call sees what is committed at that moment. */
export class CaptureReader {
  readonly #database: Database;
  readonly #revision: Statement<[], number>;
  readonly #one: Statement<[number], ExchangeRecord>;
  readonly #parts: ExchangeParts;
  readonly #messages: Statement<[number, number, number], MessageRecord>;
  readonly #counts: Statement<[], { class: keyof ClassCounts; total: number }>;
  readonly #filtered: FilteredRows;

  constructor(path: string) {
    this.#database = openForReading(path);
    this.#revision = this.#database.prepare<[], number>('select latest from revision').pluck();
    this.#one = this.#database.prepare('select * from exchange where id = ?');
    this.#parts = new ExchangeParts(this.#database);
    this.#messages = this.#database.prepare(
      'select * from message where exchange_id = ? and position >= ? order by position limit ?',
    );
    this.#counts = this.#database.prepare('select class, total from class_count');
    this.#filtered = new FilteredRows(this.#database, path);
  }

  /** Grows with every change of the capture. */
  revision(): number {
    return this.#revision.get() ?? 0;
  }

  counts(): ClassCounts {
    return readCounts(this.#counts.all());
  }

  /** At most `limit` rows that match the filter, in ascending order of id. @throws FilterError */
  page(start: PageAnchor, limit: number, filter = ''): ExchangeRow[] {
    const stretch = stretchOf(start);
    const rows = this.#filtered.select<RowRecord>(ROW_COLUMNS, stretch, limit, this.#filtered.parse(filter)).map(toRow);
    return stretch.order === 'ascending' ? rows : rows.reverse();
  }

  /** Numbers of exchanges that match the filter, at most `limit`, in ascending order from `from` on. @throws FilterError */
  matching(filter: string, limit: number, from = 0): number[] {
    const stretch: Stretch = { order: 'ascending', from };
    const rows = this.#filtered.select<{ id: number }>('exchange.id', stretch, limit, this.#filtered.parse(filter));
    return rows.map(({ id }) => id);
  }

  /** Rows that changed after a revision, oldest change first, and the revision to go on from. @throws FilterError */
  changesAfter(revision: number, limit: number, filter = ''): { rows: ExchangeRow[]; revision: number } {
    const latest = this.revision();
    // Who follows asks many times a second, and mostly nothing has changed.
    if (latest === revision) return { rows: [], revision };
    const records = this.#filtered.changes<RowRecord & { revision: number }>(
      `${ROW_COLUMNS}, exchange.revision`,
      revision,
      latest,
      limit,
      this.#filtered.parse(filter),
    );
    const isWhole = records.length < limit;
    return { rows: records.map(toRow), revision: isWhole ? latest : records.at(-1)!.revision };
  }

  /** The next exchange that failed or is doubtful after (or before) one, or undefined. @throws FilterError */
  nextFailure(id: number, direction: 'newer' | 'older', filter = ''): number | undefined {
    const wanted = this.#filtered.parse(filter);
    const trouble: Filter = wanted.kind === 'everything' ? TROUBLE : { kind: 'all-of', parts: [TROUBLE, wanted] };
    const stretch: Stretch =
      direction === 'newer' ? { order: 'ascending', from: id + 1 } : { order: 'descending', to: id - 1 };
    return this.#filtered.select<{ id: number }>('exchange.id', stretch, 1, trouble)[0]?.id;
  }

  /** What may be typed at the caret of a filter, also of one that is not complete. */
  completions(filter: string, caret: number): Completions {
    return completions(filter, caret, (field, typed, limit) => seenValues(this.#database, field, typed, limit));
  }

  /** The whole exchange with at most `bodyLimit` bytes of each recorded body. */
  exchange(id: number, bodyLimit?: number): AnnotatedExchange | undefined {
    // One state of the capture for all statements: it may end meanwhile.
    return this.#database.transaction(() => {
      const record = this.#one.get(id);
      if (record === undefined) return undefined;
      return { exchange: this.#parts.exchangeOf(record, bodyLimit), annotation: toAnnotation(record) };
    })();
  }

  /** How many bytes of a body were recorded; 0 where there is no such exchange. */
  bodySize(id: number, side: Side): number {
    return this.#one.get(id) === undefined ? 0 : this.#parts.content.bodySize(id, side);
  }

  /** The bytes of a recorded body from `from` on, at most `length`, in pieces of at most 64 KiB; each is read when it is asked for. */
  *bodyPieces(id: number, side: Side, from = 0, length?: number): Generator<Uint8Array> {
    if (this.#one.get(id) !== undefined) yield* this.#parts.content.bodyPieces(id, side, from, length);
  }

  /** What was recorded when, the latest first. */
  runs(): RunRecord[] {
    return this.#database.prepare<[], RunRecord>('select * from run order by id desc').all();
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

  /** What a person has put on an exchange; undefined where nobody has. */
  marks(id: number): Marks | undefined {
    return this.row(id)?.marks;
  }

  /** One line of the log. */
  row(id: number): ExchangeRow | undefined {
    const record = this.#database
      .prepare<[number], RowRecord>(`select ${ROW_COLUMNS} from exchange where id = ?`)
      .get(id);
    return record && toRow(record);
  }

  /** What is known of an exchange beside itself; undefined where there is none. */
  belongings(id: number): Belongings | undefined {
    const record = this.#one.get(id);
    if (record === undefined) return undefined;
    const { run_id: runId, replay_of: replayOf, mocked_by: mockedBy, app, app_pid: appPid } = record;
    return {
      runId,
      origin: {
        ...(replayOf !== null && { replayOf }),
        ...(mockedBy !== null && { mockedBy }),
        ...(app !== null && { app }),
        ...(appPid !== null && { appPid }),
      },
      marks: this.marks(id),
    };
  }

  close(): void {
    this.#filtered.close();
    this.#database.close();
  }
}

function stretchOf(start: PageAnchor): Stretch {
  switch (start.kind) {
    case 'last':
      return { order: 'descending' };
    case 'from':
      return { order: 'ascending', from: start.id };
    case 'before':
      return { order: 'descending', to: start.id - 1 };
  }
}
