import type { Database } from 'better-sqlite3';
import type { Annotation } from '../exchange/annotation.ts';
import type { Exchange, StreamMessage } from '../exchange/exchange.ts';
import type { Marks } from '../exchange/row.ts';
import { BlockPacker } from './block-packer.ts';
import { BodyPacker } from './body-packer.ts';
import type { StoredChunk } from './capture-writer.ts';
import { ExchangeWriter } from './exchange-writer.ts';
import { TextIndex } from './filter/index/text-index.ts';
import { doJobs } from './idle-job.ts';
import { openForWriting } from './open.ts';
import type { ExchangeOrigin } from './record.ts';
import type { RunRecord } from './run-table.ts';

/** An exchange that goes into another capture, under its number. */
export interface CopiedExchange {
  readonly exchange: Exchange;
  readonly annotation: Annotation;
  readonly messages: readonly StreamMessage[];
  readonly run: RunRecord;
  readonly origin: ExchangeOrigin;
  readonly marks: Marks | undefined;
}

const CHUNK_BYTES = 64 * 1024;

/** Makes a new capture of exchanges of another one. Each may come once. */
export class CaptureCopy {
  readonly #database: Database;
  readonly #runs = new Map<number, ExchangeWriter>();

  /** Throws `UserError` as `openForWriting` does. */
  constructor(path: string) {
    this.#database = openForWriting(path);
  }

  /** One transaction. */
  add(items: readonly CopiedExchange[]): void {
    this.#database.transaction(() => {
      for (const [writer, some] of this.#byRun(items)) {
        writer.begin();
        for (const item of some) this.#write(writer, item);
        writer.finish();
      }
    })();
  }

  /** Makes it small and one file. */
  close(): void {
    try {
      const database = this.#database;
      while (doJobs([new BlockPacker(database), new BodyPacker(database), new TextIndex(database)], 50)) {}
      database.exec('vacuum');
      database.pragma('journal_mode = delete');
    } finally {
      this.#database.close();
    }
  }

  *#byRun(items: readonly CopiedExchange[]): Generator<[ExchangeWriter, readonly CopiedExchange[]]> {
    const byRun = Map.groupBy(items, ({ run }) => run.id);
    for (const some of byRun.values()) {
      yield [this.#writerFor(some[0]!.run), some];
    }
  }

  #writerFor(run: RunRecord): ExchangeWriter {
    const known = this.#runs.get(run.id);
    if (known !== undefined) return known;
    this.#database
      .prepare('insert into run (id, kind, name, command, started_at, ended_at) values (?, ?, ?, ?, ?, ?)')
      .run(run.id, run.kind, run.name, run.command, run.started_at, run.ended_at ?? run.started_at);
    const writer = new ExchangeWriter(this.#database, run.id);
    this.#runs.set(run.id, writer);
    return writer;
  }

  #write(writer: ExchangeWriter, item: CopiedExchange): void {
    const { exchange, annotation, messages, origin, marks } = item;
    const chunks = [
      ...piecesOf('request', exchange.request.body?.bytes),
      ...piecesOf('response', exchange.response?.body?.bytes),
    ];
    const stored = messages.map((message, index) => ({ index, message }));
    const change = { key: exchange.id, exchange, chunks, messages: stored, origin };
    writer.write(change, exchange, annotation, undefined);
    if (marks === undefined) return;
    this.#database
      .prepare('update exchange set is_pinned = ?, note = ? where id = ?')
      .run(marks.isPinned ? 1 : 0, marks.note, exchange.id);
    const label = this.#database.prepare('insert or ignore into label (exchange_id, name) values (?, ?)');
    for (const name of marks.labels) label.run(exchange.id, name);
  }
}

function* piecesOf(side: StoredChunk['side'], bytes: Uint8Array = new Uint8Array()): Generator<StoredChunk> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    yield { side, index: at / CHUNK_BYTES, bytes: bytes.subarray(at, at + CHUNK_BYTES) };
  }
}
