import type { Database, Statement } from 'better-sqlite3';
import type { Annotation } from '../exchange/annotation.ts';
import type { Exchange, StreamMessage } from '../exchange/exchange.ts';
import { ConnectionTable } from './connection-table.ts';
import { ExchangeInsert } from './exchange-insert.ts';
import { ExchangeParts } from './exchange-parts.ts';
import { type MessageRecord, toMessageRecord } from './message-record.ts';
import { openForWriting } from './open.ts';
import { COLUMNS, type ExchangeRecord, toExchange, valuesOf } from './record.ts';

/** Up to here a body stands in the row of its exchange: a second row costs as much as these bytes. */
const SMALL_BODY_BYTES = 16 * 1024;

/** A piece of a body; `index` counts from 0 for each side of an exchange. */
export interface StoredChunk {
  readonly side: 'request' | 'response';
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** A message with its place in the exchange, from 0. */
export interface StoredMessage {
  readonly index: number;
  readonly message: StreamMessage;
}

/** An exchange as it stands now, with what was added to its bodies. `key` names it until it ends; later ones have higher keys. */
export interface WrittenChange {
  readonly key: number;
  /** `id` is not read: the capture gives the number. */
  readonly exchange: Exchange;
  readonly chunks: readonly StoredChunk[];
  readonly messages: readonly StoredMessage[];
}

/** Called once for each exchange that ended, with its number in place, inside the transaction that stores it. */
export type Annotate = (exchange: Exchange) => Annotation;

/** The one writer of a process. Its methods throw what SQLite throws: the caller decides what a full disk means. */
export class CaptureWriter {
  readonly #database: Database;
  readonly #connections: ConnectionTable;
  readonly #insert: ExchangeInsert;
  readonly #update: Statement<unknown[]>;
  readonly #addChunk: Statement<[number, string, number, Uint8Array]>;
  readonly #addMessage: Statement<[MessageRecord]>;
  readonly #addToCount: Statement<[string, number]>;
  readonly #nextId: Statement<[], number>;
  readonly #nextRevision: Statement<[], number>;
  readonly #setRevision: Statement<[number]>;
  readonly #write: (changes: readonly WrittenChange[], annotate: Annotate, young: readonly number[]) => void;
  /** Numbers of the exchanges that are in the capture as pending. */
  #pending = new Map<number, number>();
  /** Numbers that are kept for exchanges which are not in the capture yet. */
  #reserved = new Map<number, number>();

  constructor(path: string) {
    this.#database = openForWriting(path);
    const database = this.#database;
    this.#connections = new ConnectionTable(database);
    this.#insert = new ExchangeInsert(database);
    this.#update = database.prepare(UPDATE);
    this.#addChunk = database.prepare(
      'insert into body_chunk (exchange_id, side, position, bytes) values (?, ?, ?, ?)',
    );
    this.#addMessage = database.prepare(
      `insert into message (exchange_id, position, at, sender, type, bytes, total_bytes, close_code)
       values (@exchange_id, @position, @at, @sender, @type, @bytes, @total_bytes, @close_code)`,
    );
    this.#addToCount = database.prepare(
      'insert into class_count (class, total) values (?, ?) on conflict (class) do update set total = total + excluded.total',
    );
    this.#nextId = database.prepare<[], number>('select coalesce(max(id), 0) + 1 from exchange').pluck();
    this.#nextRevision = database.prepare<[], number>('select latest + 1 from revision').pluck();
    this.#setRevision = database.prepare('update revision set latest = ?');
    // Immediate: the numbers read at the beginning hold until the end, also with a second proxy on this capture.
    this.#write = database.transaction(
      (changes: readonly WrittenChange[], annotate: Annotate, young: readonly number[]) =>
        this.#store(changes, annotate, young),
    ).immediate;
  }

  /**
   * Stores all changes in one transaction: all of them or, when it throws, none. `young` are the keys, in ascending
   * order, of exchanges that have begun and will be stored later: they keep their place in the order of numbers.
   */
  write(changes: readonly WrittenChange[], annotate: Annotate, young: readonly number[] = []): void {
    if (changes.length === 0) return;
    const pending = new Map(this.#pending);
    const reserved = new Map(this.#reserved);
    try {
      this.#write(changes, annotate, young);
    } catch (error) {
      this.#pending = pending;
      this.#reserved = reserved;
      this.#connections.forget();
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
      const parts = new ExchangeParts(this.#database);
      let revision = this.#nextRevision.get()!;
      for (const record of orphans) {
        const exchange = toExchange(record, parts.of(record));
        const { connectedMs, requestSentMs, responseStartMs } = exchange.timing;
        const ended = {
          ...exchange,
          // When it was cut off is not known; the last that is known of it is.
          durationMs: Math.max(connectedMs ?? 0, requestSentMs ?? 0, responseStartMs ?? 0),
          error: { phase: 'response', code: 'ERR_PROXY_STOPPED', message: KILLED } as const,
        };
        const annotation = annotate(ended);
        this.#update.run(
          ...valuesOf({
            exchange: ended,
            annotation,
            revision: revision++,
            connectionId: record.server_connection_id,
            requestBody: record.request_body,
            responseBody: record.response_body,
          }),
          record.id,
        );
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

  #store(changes: readonly WrittenChange[], annotate: Annotate, young: readonly number[]): void {
    const counts = new Map<string, number>();
    const count = (name: string, by: number) => counts.set(name, (counts.get(name) ?? 0) + by);
    let nextId = this.#nextId.get()!;
    let revision = this.#nextRevision.get()!;
    let nextYoung = 0;
    for (const change of changes) {
      const { key } = change;
      // Numbers are only ever kept below one that is taken now: the next transaction, also of another process, counts on.
      for (; nextYoung < young.length && young[nextYoung]! < key; nextYoung += 1) {
        if (!this.#reserved.has(young[nextYoung]!)) this.#reserved.set(young[nextYoung]!, nextId++);
      }
      const known = this.#pending.get(key);
      const id = known ?? this.#reserved.get(key) ?? nextId++;
      const exchange = { ...change.exchange, id };
      const isPending = exchange.durationMs === null;
      const annotation = isPending ? null : annotate(exchange);
      this.#storeOne(change, exchange, annotation, revision++, known !== undefined);
      if (known !== undefined) count('pending', -1);
      count(annotation?.class ?? 'pending', 1);
      this.#reserved.delete(key);
      if (isPending) this.#pending.set(key, id);
      else this.#pending.delete(key);
    }
    for (const [name, by] of counts) if (by !== 0) this.#addToCount.run(name, by);
    this.#setRevision.run(revision - 1);
  }

  #storeOne(
    { chunks, messages }: WrittenChange,
    exchange: Exchange,
    annotation: Annotation | null,
    revision: number,
    isKnown: boolean,
  ): void {
    const { id, connection } = exchange;
    // More may follow of a pending one.
    const isWhole = annotation !== null && !isKnown;
    const requestBody = isWhole ? smallBody(chunks, 'request') : null;
    const responseBody = isWhole ? smallBody(chunks, 'response') : null;
    const connectionId = connection.server && this.#connections.idOf(connection.server);
    const values = valuesOf({ exchange, annotation, revision, connectionId, requestBody, responseBody });
    if (isKnown) this.#update.run(...values, id);
    else this.#insert.run(values);
    for (const { side, index, bytes } of chunks) {
      if (bytes !== requestBody && bytes !== responseBody) this.#addChunk.run(id, side, index, bytes);
    }
    for (const { index, message } of messages) this.#addMessage.run(toMessageRecord(id, index, message));
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

/** Takes the values of all columns, the id among them, and the id once more. */
const UPDATE = `update exchange set ${COLUMNS.map((name) => `${name} = ?`).join(', ')} where id = ?`;

/** A body that is whole in one small piece, if this side has one. */
function smallBody(chunks: readonly StoredChunk[], side: StoredChunk['side']): Uint8Array | null {
  let found: StoredChunk | null = null;
  for (const chunk of chunks) {
    if (chunk.side !== side) continue;
    if (found !== null) return null;
    found = chunk;
  }
  return found !== null && found.index === 0 && found.bytes.length <= SMALL_BODY_BYTES ? found.bytes : null;
}
