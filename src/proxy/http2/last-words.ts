import type { Duplex } from 'node:stream';

/** How long a peer may take to read what was sent last and to close its side. */
const LINGER_MS = 2000;

/** Node.js waits for the peer to close a session that is over; a peer that does not would keep the socket for ever. */
export class LastWords {
  readonly #socket: Duplex;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: Duplex) {
    this.#socket = socket;
    socket.once('close', () => clearTimeout(this.#timer));
  }

  /** From now on the peer has little time left. */
  begin(): void {
    if (!this.#socket.destroyed) this.#timer ??= setTimeout(() => this.#socket.destroy(), LINGER_MS).unref();
  }
}
