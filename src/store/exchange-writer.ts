import type { Database, Statement } from 'better-sqlite3';
import type { Annotation } from '../exchange/annotation.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { AddressMemory } from './address-memory.ts';
import { BlockWriter } from './block-writer.ts';
import { BodyWriter, type Side } from './body-writer.ts';
import type { StoredChunk, WrittenChange } from './capture-writer.ts';
import { ChangeLog } from './change-log.ts';
import { ClassCounter } from './class-counts.ts';
import { ConnectionTable } from './connection-table.ts';
import { ExchangeTable } from './exchange-table.ts';
import { type MessageRecord, toMessageRecord } from './message-record.ts';
import { type ExchangeOrigin, type ExchangeRecord, toRecord } from './record.ts';

/** Up to here a body stands in the block of its exchange: a row of its own costs as much as these bytes. */
const SMALL_BODY_BYTES = 16 * 1024;
/** The same of an exchange that is pending: it is kept in memory until more is known. */
const KEPT_BODY_BYTES = 4 * 1024;

const EMPTY = Buffer.alloc(0);

/** What is remembered of an exchange that is pending. */
export interface Known {
  readonly record: ExchangeRecord;
  readonly origin: ExchangeOrigin;
  /** What of each body stands in the block; null where it is in the tables for larger ones. */
  readonly small: Readonly<Record<Side, Uint8Array | null>>;
}

/** Writes exchanges with all that belongs to them, inside of a transaction. */
export class ExchangeWriter {
  readonly #runId: number;
  readonly #addresses = new AddressMemory();
  readonly #connections: ConnectionTable;
  readonly #table: ExchangeTable;
  readonly #blocks: BlockWriter;
  readonly #bodies: BodyWriter;
  readonly #changes: ChangeLog;
  readonly #counter: ClassCounter;
  readonly #addMessage: Statement<[MessageRecord]>;
  readonly #nextId: Statement<[], number>;

  constructor(database: Database, runId: number) {
    this.#runId = runId;
    this.#connections = new ConnectionTable(database);
    this.#table = new ExchangeTable(database);
    this.#blocks = new BlockWriter(database);
    this.#bodies = new BodyWriter(database);
    this.#changes = new ChangeLog(database);
    this.#counter = new ClassCounter(database);
    this.#addMessage = database.prepare(
      `insert into message (exchange_id, position, at, sender, type, bytes, total_bytes, close_code)
       values (@exchange_id, @position, @at, @sender, @type, @bytes, @total_bytes, @close_code)`,
    );
    this.#nextId = database.prepare<[], number>('select coalesce(max(id), 0) + 1 from exchange').pluck();
  }

  /** To be called first in a transaction. Gives the number of the next exchange. */
  begin(): number {
    this.#blocks.begin();
    this.#changes.begin();
    this.#counter.begin();
    return this.#nextId.get()!;
  }

  /** `known` is what was returned for this exchange the last time. */
  write(
    { chunks, messages, origin: told }: WrittenChange,
    exchange: Exchange,
    annotation: Annotation | null,
    known: Known | undefined,
  ): Known {
    const { id, request, connection } = exchange;
    const origin = told === undefined ? (known?.origin ?? {}) : { ...known?.origin, ...told };
    const isPending = annotation === null;
    const small = {
      request: this.#storeBody(id, 'request', chunks, known, isPending),
      response: this.#storeBody(id, 'response', chunks, known, isPending),
    };
    const place = this.#blocks.add(exchange, small.request, small.response);
    const record = toRecord({
      exchange,
      annotation,
      origin,
      revision: this.#changes.revisionFor(id),
      runId: this.#runId,
      address: this.#addresses.of(request.method, request.url),
      connectionId: connection.server && this.#connections.idOf(connection.server),
      blockId: place.blockId,
      blockOffset: place.offset,
    });
    if (known === undefined) this.#table.insert(record);
    else this.#table.update(record, known.record);
    for (const { index, message } of messages) this.#addMessage.run(toMessageRecord(id, index, message));
    if (known !== undefined) this.#counter.count(null, -1);
    this.#counter.count(record.class, 1);
    return { record, origin, small };
  }

  /** Writes what has not been written: the transaction can be committed. */
  finish(): void {
    this.#blocks.finish();
    this.#changes.finish();
    this.#counter.finish();
  }

  /** To be called when a transaction was undone. */
  forget(): void {
    this.#connections.forget();
  }

  /** Gives the bytes that go into the block, or null where the body is in the tables for larger ones. */
  #storeBody(
    id: number,
    side: Side,
    chunks: readonly StoredChunk[],
    known: Known | undefined,
    isPending: boolean,
  ): Uint8Array | null {
    const before = known === undefined ? EMPTY : known.small[side];
    const pieces: Uint8Array[] = before === null || before.length === 0 ? [] : [before];
    let size = before?.length ?? 0;
    for (const chunk of chunks) {
      if (chunk.side !== side) continue;
      pieces.push(chunk.bytes);
      size += chunk.bytes.length;
    }
    if (before !== null && size <= (isPending ? KEPT_BODY_BYTES : SMALL_BODY_BYTES)) {
      if (pieces.length === 0) return EMPTY;
      if (pieces.length > 1) return Buffer.concat(pieces, size);
      // A chunk's memory is used again after the transaction.
      return isPending && pieces[0] !== before ? Buffer.from(pieces[0]!) : pieces[0]!;
    }
    if (before !== null) this.#bodies.begin(id, side, pieces);
    else if (pieces.length > 0) this.#bodies.append(id, side, pieces);
    return null;
  }
}
