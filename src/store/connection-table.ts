import type { Database, Statement } from 'better-sqlite3';
import type { ServerConnection } from '../exchange/connection.ts';
import { type ConnectionRecord, toConnectionRecord } from './connection-record.ts';

/** Connections whose rows are remembered, the latest; one that comes again after so many others gets a second row. */
const MOST_REMEMBERED = 4096;

/** Stores each connection of a run once. */
export class ConnectionTable {
  readonly #insert: Statement<[Omit<ConnectionRecord, 'id'>]>;
  /** Ids of the rows by the connection's own number. */
  readonly #rows = new Map<number, number>();

  constructor(database: Database) {
    this.#insert = database.prepare(
      `insert into server_connection (number, server, via, dns_ms, tcp_ms, tls_ms, tls_protocol, tls_cipher, tls_alpn,
         tls_server_name, tls_chain, tls_distrust)
       values (@number, @server, @via, @dns_ms, @tcp_ms, @tls_ms, @tls_protocol, @tls_cipher, @tls_alpn,
         @tls_server_name, @tls_chain, @tls_distrust)`,
    );
  }

  /** The id of its row, which is made where there is none yet. */
  idOf(connection: ServerConnection): number {
    const known = this.#rows.get(connection.id);
    if (known !== undefined) return known;
    const id = Number(this.#insert.run(toConnectionRecord(connection)).lastInsertRowid);
    this.#rows.set(connection.id, id);
    if (this.#rows.size > MOST_REMEMBERED) this.#rows.delete(this.#rows.keys().next().value!);
    return id;
  }

  /** To be called when a transaction was undone: its rows are gone. */
  forget(): void {
    this.#rows.clear();
  }
}
