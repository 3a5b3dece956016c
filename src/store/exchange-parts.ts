import type { Database, Statement } from 'better-sqlite3';
import type { Exchange } from '../exchange/exchange.ts';
import { type ConnectionRecord, toServerConnection } from './connection-record.ts';
import { ContentReader } from './content-reader.ts';
import { toExchange } from './exchange-read.ts';
import type { ExchangeRecord } from './record.ts';

/** Puts an exchange together from its row and what belongs to it in the other tables. */
export class ExchangeParts {
  readonly content: ContentReader;
  readonly #connection: Statement<[number], ConnectionRecord>;

  constructor(database: Database) {
    this.content = new ContentReader(database);
    this.#connection = database.prepare('select * from server_connection where id = ?');
  }

  /** With at most `bodyLimit` bytes of each body. */
  exchangeOf(record: ExchangeRecord, bodyLimit?: number): Exchange {
    const { id, server_connection_id: connectionId } = record;
    const connection = connectionId === null ? undefined : this.#connection.get(connectionId);
    const { head } = this.content.entry(id);
    return toExchange(record, {
      head,
      server: connection === undefined ? null : toServerConnection(connection),
      body: (side) => this.content.body(id, side, bodyLimit),
    });
  }
}
