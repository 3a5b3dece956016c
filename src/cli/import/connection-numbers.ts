import type { ServerConnection } from '../../exchange/connection.ts';
import type { Exchange } from '../../exchange/exchange.ts';

/** Connections that are told apart; one that comes again after so many others counts as another. */
const MOST_KNOWN = 10_000;

/**
 * Numbers for the connections of an import. Those in a file count from 1 in each recording, or are missing; in a run each
 * number means one connection.
 */
export class ConnectionNumbers {
  readonly #numbers = new Map<string, number>();
  readonly #taken = new Set<number>();
  #next = 1;

  /** The exchange with the number of its connection in this import: that of the file where no other has it. */
  apply(exchange: Exchange): Exchange {
    const { server } = exchange.connection;
    if (server === null) return exchange;
    const id = this.#numberOf(server);
    return id === server.id
      ? exchange
      : { ...exchange, connection: { ...exchange.connection, server: { ...server, id } } };
  }

  #numberOf(server: ServerConnection): number {
    const key = `${server.id} ${server.server} ${server.via ?? ''} ${server.tls?.chain[0]?.fingerprint ?? ''}`;
    const known = server.id === 0 ? undefined : this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = server.id > 0 && !this.#taken.has(server.id) ? server.id : this.#free();
    this.#taken.add(number);
    this.#numbers.set(key, number);
    if (this.#numbers.size > MOST_KNOWN) this.#numbers.delete(this.#numbers.keys().next().value!);
    return number;
  }

  #free(): number {
    while (this.#taken.has(this.#next)) this.#next += 1;
    return this.#next;
  }
}
