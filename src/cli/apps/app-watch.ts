import type { App, AppFinder } from './app-finder.ts';
import type { Endpoint } from './socket-table.ts';

/** Which program is behind a client, as the proxy writes clients: `127.0.0.1:53412`; null where that is not known (any more). */
export type NamedClient = readonly [client: string, app: App | null];

/** Under load, so much of the process's own work may be spent on looking for programs; */
const BUSY_SHARE = 0.005;
/** otherwise so much of all time … */
const SHARE = 0.01;
/** … and so much at once after a time of rest: a person who tries something out is always told. */
const MOST_SAVED_MS = 200;
/**
 * After a look at leisure, so many times as long passes until the next: when a load begins, it must not have had several dear
 * ones before it is known for a load.
 */
const REST = 4;
/** Where more connect in a second or two, nothing saved is spent: under load the proxy needs the processor. */
const MOST_AT_LEISURE = 10;
const RATE_MS = 1000;
const ASK_MS = 50;
const RETRY_MS = 250;
/** The latest: the others are likely to be gone when there is time to look. */
const MOST_WAITING = 32;
/** How many named clients are remembered, here and by whoever is told: more than a busy proxy has open. */
export const MOST_CLIENTS = 5000;

export interface AppWatchOptions {
  readonly finder: Pick<AppFinder, 'find'>;
  readonly tell: (named: readonly NamedClient[]) => void;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  /** Milliseconds of processor time that this thread, and the whole process, have spent so far. */
  readonly worked: () => number;
  readonly processWorked: () => number;
  /** Runs something later; the returned function calls it off. */
  readonly later: (run: () => void, ms: number) => () => void;
}

/** Names the programs behind new connections, at once while that is cheap, and in larger lots when there are many. */
export class AppWatch {
  readonly #options: AppWatchOptions;
  readonly #waiting = new Set<string>();
  /** Clients that were named, and not forgotten since. */
  readonly #named = new Set<string>();
  #savedMs = MOST_SAVED_MS;
  #savedAt: number;
  /** When there may be the next look at leisure. */
  #leisureFrom = Number.NEGATIVE_INFINITY;
  /** Under load, the processor time of the process at which the next look is within the share. */
  #restsUntil = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #rateSince: number;
  #count = 0;
  #countBefore = 0;
  #cancel: (() => void) | undefined;

  constructor(options: AppWatchOptions) {
    this.#options = options;
    this.#savedAt = options.now();
    this.#rateSince = this.#savedAt;
  }

  /** Connections that have just been made. */
  connected(clients: readonly string[]): void {
    const forgotten: NamedClient[] = [];
    for (const client of clients) {
      // The port belonged to another program before.
      if (this.#named.delete(client)) forgotten.push([client, null]);
      this.#waiting.add(client);
    }
    for (const client of this.#waiting) {
      if (this.#waiting.size <= MOST_WAITING) break;
      this.#waiting.delete(client);
    }
    this.#countConnections(clients.length);
    if (this.#mayLook()) this.#look(forgotten);
    else {
      if (forgotten.length > 0) this.#options.tell(forgotten);
      this.#cancel ??= this.#options.later(() => this.#retry(), this.#retryMs());
    }
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#waiting.clear();
  }

  #retry(): void {
    this.#cancel = undefined;
    if (this.#mayLook()) this.#look([]);
    else this.#cancel = this.#options.later(() => this.#retry(), this.#retryMs());
  }

  #retryMs(): number {
    const restsMs = this.#leisureFrom - this.#options.now();
    return restsMs > 0 && !this.#isBusy() ? Math.min(RETRY_MS, Math.ceil(restsMs)) : RETRY_MS;
  }

  #isBusy(): boolean {
    return this.#count + this.#countBefore > MOST_AT_LEISURE;
  }

  #mayLook(): boolean {
    const now = this.#options.now();
    this.#savedMs = Math.min(MOST_SAVED_MS, this.#savedMs + (now - this.#savedAt) * SHARE);
    this.#savedAt = now;
    if (!this.#isBusy()) return this.#savedMs > 0 && now >= this.#leisureFrom;
    // To ask for that time costs, too, if it is asked at each connection.
    if (now - this.#askedAt < ASK_MS) return false;
    this.#askedAt = now;
    return this.#options.processWorked() >= this.#restsUntil;
  }

  #countConnections(count: number): void {
    const now = this.#options.now();
    const elapsedMs = now - this.#rateSince;
    if (elapsedMs >= RATE_MS) {
      this.#countBefore = elapsedMs < 2 * RATE_MS ? this.#count : 0;
      this.#count = 0;
      this.#rateSince = now;
    }
    this.#count += count;
  }

  #look(forgotten: readonly NamedClient[]): void {
    const { finder, tell, worked, processWorked } = this.#options;
    const before = worked();
    const clients = new Map<Endpoint, string>();
    for (const client of this.#waiting) {
      const endpoint = localEndpoint(client);
      if (endpoint !== undefined) clients.set(endpoint, client);
    }
    this.#waiting.clear();
    const named = new Map(forgotten);
    if (clients.size > 0) {
      for (const [endpoint, app] of finder.find([...clients.keys()])) named.set(clients.get(endpoint)!, app);
    }
    this.#remember(named);
    if (named.size > 0) tell([...named]);
    const cost = worked() - before;
    this.#savedMs -= cost;
    this.#leisureFrom = this.#options.now() + cost * REST;
    this.#restsUntil = processWorked() + cost / BUSY_SHARE;
  }

  #remember(named: ReadonlyMap<string, App | null>): void {
    for (const [client, app] of named) if (app !== null) this.#named.add(client);
    for (const client of this.#named) {
      if (this.#named.size <= MOST_CLIENTS) break;
      this.#named.delete(client);
    }
  }
}

/** Undefined for a client on another machine. */
export function localEndpoint(client: string): Endpoint | undefined {
  const match = /^(?:\[(::1)\]|(?:\[::ffff:)?(127\.\d+\.\d+\.\d+)\]?):(\d{1,5})$/.exec(client);
  const address = match?.[1] ?? match?.[2];
  return address === undefined ? undefined : { address, port: Number(match![3]) };
}
