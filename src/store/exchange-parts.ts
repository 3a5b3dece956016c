import type { Database, Statement } from 'better-sqlite3';
import { type ConnectionRecord, toServerConnection } from './connection-record.ts';
import type { ExchangeRecord, ForeignParts } from './record.ts';

/** Reads what belongs to an exchange from the other tables. */
export class ExchangeParts {
  readonly #chunks: Statement<[number, string], Uint8Array>;
  readonly #connection: Statement<[number], ConnectionRecord>;

  constructor(database: Database) {
    this.#chunks = database
      .prepare<[number, string], Uint8Array>(
        'select bytes from body_chunk where exchange_id = ? and side = ? order by position',
      )
      .pluck();
    this.#connection = database.prepare('select * from server_connection where id = ?');
  }

  of({ id, server_connection_id: connectionId }: ExchangeRecord): ForeignParts {
    const connection = connectionId === null ? undefined : this.#connection.get(connectionId);
    return {
      server: connection === undefined ? null : toServerConnection(connection),
      piecesOf: (side) => Buffer.concat(this.#chunks.all(id, side)),
    };
  }
}
