import type { Database, Statement } from 'better-sqlite3';

export type Side = 'request' | 'response';

/** Appends to bodies that are too large for the block of their exchange, or not complete yet. They are packed later. */
export class BodyWriter {
  readonly #find: Statement<[number, Side], number>;
  readonly #end: Statement<[number], number>;
  readonly #insertBody: Statement<[number, Side]>;
  readonly #insertChunk: Statement<[number, number, number, Uint8Array]>;

  constructor(database: Database) {
    this.#find = database
      .prepare<[number, Side], number>('select id from body where exchange_id = ? and side = ?')
      .pluck();
    this.#end = database
      .prepare<[number], number>('select start + size from body_chunk where body_id = ? order by start desc limit 1')
      .pluck();
    this.#insertBody = database.prepare('insert into body (exchange_id, side) values (?, ?)');
    this.#insertChunk = database.prepare('insert into body_chunk (body_id, start, size, bytes) values (?, ?, ?, ?)');
  }

  /** The first pieces of a body, from its beginning. */
  begin(exchangeId: number, side: Side, pieces: readonly Uint8Array[]): void {
    this.#add(Number(this.#insertBody.run(exchangeId, side).lastInsertRowid), 0, pieces);
  }

  /** Pieces that follow each other and what is there already. */
  append(exchangeId: number, side: Side, pieces: readonly Uint8Array[]): void {
    const bodyId = this.#find.get(exchangeId, side);
    if (bodyId === undefined) this.begin(exchangeId, side, pieces);
    else this.#add(bodyId, this.#end.get(bodyId) ?? 0, pieces);
  }

  #add(bodyId: number, from: number, pieces: readonly Uint8Array[]): void {
    let start = from;
    for (const bytes of pieces) {
      if (bytes.length === 0) continue;
      this.#insertChunk.run(bodyId, start, bytes.length, bytes);
      start += bytes.length;
    }
  }
}
