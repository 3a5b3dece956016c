/** So many connections in a window are told one by one … */
const MOST_AT_ONCE = 8;
const WINDOW_MS = 100;
/** … and more of them in lots: each message to another thread costs as much as a part of an exchange. */
const LOT_MS = 25;

/** Tells of new connections: at once, because their programs may end soon, unless there are many. */
export class ConnectionReports {
  readonly #report: (clients: readonly string[]) => void;
  #clients: string[] = [];
  #windowSince = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(report: (clients: readonly string[]) => void) {
    this.#report = report;
  }

  connected(client: string): void {
    this.#clients.push(client);
    if (this.#clients.length > 1) return;
    const now = performance.now();
    if (now - this.#windowSince > WINDOW_MS) {
      this.#windowSince = now;
      this.#count = 0;
    }
    const isLot = this.#count > MOST_AT_ONCE;
    if (isLot) setTimeout(() => this.#tell(), LOT_MS).unref();
    else setImmediate(() => this.#tell());
  }

  #tell(): void {
    const clients = this.#clients;
    this.#clients = [];
    this.#count += clients.length;
    this.#report(clients);
  }
}
