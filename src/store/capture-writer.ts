import type { Database, Statement } from 'better-sqlite3';
import type { Annotation } from '../exchange/annotation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { openForWriting } from './open.ts';
import { type ExchangeRecord, toExchange, toRecord } from './record.ts';

/** A piece of a body; `index` counts from 0 for each side of an exchange. */
export interface StoredChunk {
  readonly side: 'request' | 'response';
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** An exchange as it stands now, with what was added to its bodies. `key` names it until it ends. */
export interface WrittenChange {
  readonly key: number;
  /** `id` is not read: the capture gives the number. */
  readonly exchange: Exchange;
  readonly chunks: readonly StoredChunk[];
}

/** Called once for each exchange that ended, with its number in place, inside the transaction that stores it. */
export type Annotate = (exchange: Exchange) => Annotation;

/** The one writer of a process. Its methods throw what SQLite throws: the caller decides what a full disk means. */
export class CaptureWriter {
  readonly #database: Database;
  readonly #upsert: Statement<[readonly unknown[]]>;
  readonly #addChunk: Statement<[{ exchange_id: number; side: string; position: number; bytes: Uint8Array }]>;
  readonly #addToCount: Statement<[string, number]>;
  readonly #nextId: Statement<[], number>;
  readonly #nextRevision: Statement<[], number>;
  readonly #setRevision: Statement<[number]>;
  readonly #write: (changes: readonly WrittenChange[], annotate: Annotate) => void;
  /** Numbers of the exchanges that are in the capture as pending. */
  readonly #pending = new Map<number, number>();

  constructor(path: string) {
    this.#database = openForWriting(path);
    const database = this.#database;
    this.#upsert = database.prepare(UPSERT);
    this.#addChunk = database.prepare(
      'insert into body_chunk (exchange_id, side, position, bytes) values (@exchange_id, @side, @position, @bytes)',
    );
    this.#addToCount = database.prepare(
      'insert into class_count (class, total) values (?, ?) on conflict (class) do update set total = total + excluded.total',
    );
    this.#nextId = database.prepare<[], number>('select coalesce(max(id), 0) + 1 from exchange').pluck();
    this.#nextRevision = database.prepare<[], number>('select latest + 1 from revision').pluck();
    this.#setRevision = database.prepare('update revision set latest = ?');
    // Immediate: the numbers read at the beginning hold until the end, also with a second proxy on this capture.
    this.#write = database.transaction((changes: readonly WrittenChange[], annotate: Annotate) =>
      this.#insert(changes, annotate),
    ).immediate;
  }

  /** Stores all changes in one transaction: all of them or, when it throws, none. */
  write(changes: readonly WrittenChange[], annotate: Annotate): void {
    if (changes.length === 0) return;
    const before = new Map(this.#pending);
    try {
      this.#write(changes, annotate);
    } catch (error) {
      this.#pending.clear();
      for (const [key, id] of before) this.#pending.set(key, id);
      throw error;
    }
  }

  /**
   * Ends what other processes left pending when they were killed, as cut off by the end of the proxy. To be called once, at
   * the start. Exchanges of a process that still lives are left to it.
   */
  endOrphans(annotate: Annotate): void {
    const end = this.#database.transaction(() => {
      const orphans = this.#database
        .prepare<[], ExchangeRecord>("select * from exchange where outcome = 'pending'")
        .all()
        .filter(({ writer_pid: pid }) => pid === null || !isAlive(pid));
      let revision = this.#nextRevision.get()!;
      for (const record of orphans) {
        const exchange = toExchange(record, (side) => this.#bodyOf(record.id, side));
        const { connectedMs, requestSentMs, responseStartMs } = exchange.timing;
        const ended = {
          ...exchange,
          // When it was cut off is not known; the last that is known of it is.
          durationMs: Math.max(connectedMs ?? 0, requestSentMs ?? 0, responseStartMs ?? 0),
          error: { phase: 'response', code: 'ERR_PROXY_STOPPED', message: KILLED } as const,
        };
        const annotation = annotate(ended);
        this.#upsert.run(valuesOf(toRecord(ended, annotation, revision++)));
        this.#addToCount.run('pending', -1);
        this.#addToCount.run(annotation.class, 1);
      }
      this.#setRevision.run(revision - 1);
    });
    end.immediate();
  }

  close(): void {
    try {
      // Closing moves the WAL into the file only when no reader is left; without it the file alone is not the capture.
      this.#database.pragma('wal_checkpoint(truncate)');
    } finally {
      this.#database.close();
    }
  }

  #bodyOf(id: number, side: string): Uint8Array {
    return Buffer.concat(
      this.#database
        .prepare<[number, string], Uint8Array>(
          'select bytes from body_chunk where exchange_id = ? and side = ? order by position',
        )
        .pluck()
        .all(id, side),
    );
  }

  #insert(changes: readonly WrittenChange[], annotate: Annotate): void {
    const counts = new Map<string, number>();
    const count = (name: string, by: number) => counts.set(name, (counts.get(name) ?? 0) + by);
    let id = this.#nextId.get()!;
    let revision = this.#nextRevision.get()!;
    for (const { key, exchange, chunks } of changes) {
      const known = this.#pending.get(key);
      const exchangeId = known ?? id++;
      const numbered = { ...exchange, id: exchangeId };
      const isPending = exchange.durationMs === null;
      const annotation = isPending ? null : annotate(numbered);
      this.#upsert.run(valuesOf(toRecord(numbered, annotation, revision++)));
      for (const chunk of chunks) {
        this.#addChunk.run({
          exchange_id: exchangeId,
          side: chunk.side,
          position: chunk.index,
          bytes: chunk.bytes,
        });
      }
      if (known !== undefined) count('pending', -1);
      count(annotation?.class ?? 'pending', 1);
      if (isPending) this.#pending.set(key, exchangeId);
      else this.#pending.delete(key);
    }
    for (const [name, by] of counts) if (by !== 0) this.#addToCount.run(name, by);
    this.#setRevision.run(revision - 1);
  }
}

const KILLED = 'httpwhy was killed before the call was complete';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user exists all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const COLUMNS = [
  'id',
  'revision',
  'started_at',
  'duration_ms',
  'method',
  'url',
  'request_http_version',
  'request_headers',
  'request_trailers',
  'request_bytes',
  'status',
  'reason',
  'response_http_version',
  'response_headers',
  'response_trailers',
  'response_bytes',
  'error_phase',
  'error_code',
  'error_message',
  'proxy_status',
  'client',
  'server',
  'is_reused',
  'tls_protocol',
  'connected_ms',
  'request_sent_ms',
  'response_start_ms',
  'writer_pid',
  'outcome',
  'class',
  'cause',
  'inner_cause',
  'fault',
  'confidence',
  'summary',
  'evidence',
  'advice',
  'retry',
  'retry_after_s',
] as const satisfies readonly (keyof ExchangeRecord)[];

const UPSERT = `
  insert into exchange (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})
  on conflict (id) do update set ${COLUMNS.filter((name) => name !== 'id')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;

/** By position: names would be looked up in the record for each column, a quarter of the whole price of a row. */
function valuesOf(record: ExchangeRecord): readonly unknown[] {
  return COLUMNS.map((name) => record[name]);
}
