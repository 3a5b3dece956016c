import type { Body, Exchange } from '../../exchange/exchange.ts';
import type { Change } from '../../recorder/recorder.ts';

/** While another process holds the capture, changes wait for this long at most. */
const PATIENCE_MS = 30_000;
/** Above this the proxy is about to slow its clients down: then a lock has had its second, and contents are given up. */
const PRESSING_BYTES = 9 * 1024 * 1024;
const PRESSING_PATIENCE_MS = 1000;
/** Rows without bodies and messages are small and wait for better times, up to this many. */
const MAX_OWED = 5000;
/** A body up to this size is kept for the classifier even then. */
const SMALL_BODY_BYTES = 4096;

export interface FlushResult {
  /** Cost of what need not be remembered any more: stored or given up. */
  readonly acknowledged: number;
  /** Something waits: flush again soon. */
  readonly isWaiting: boolean;
}

/**
 * Changes on their way into the capture. What cannot be stored (a full disk, a locked file) is tried again; bodies and
 * messages are given up before traffic suffers, rows only when there are thousands. It says what is missing.
 */
export class Backlog {
  readonly #write: (changes: readonly Change[]) => void;
  readonly #say: (line: string) => void;
  readonly #clock: () => number;
  /** Exchanges that lost a part of their content: what follows is left out too, so that what is stored is a beginning. */
  readonly #cut = new Set<number>();
  #changes: Change[] = [];
  #cost = 0;
  #failingSince: number | undefined;
  #hasSaid = false;
  #lostBodies = 0;
  #lostMessages = 0;
  #lostExchanges = 0;

  /** `clock` gives milliseconds. */
  constructor(write: (changes: readonly Change[]) => void, say: (line: string) => void, clock: () => number) {
    this.#write = write;
    this.#say = say;
    this.#clock = clock;
  }

  /** `cost`: bytes of memory that the changes hold, roughly. */
  add(changes: readonly Change[], cost: number): void {
    this.#cost += cost;
    for (const change of changes) {
      const isCut = this.#cut.has(change.key);
      if (isCut) this.#lostMessages += change.messages.length;
      this.#changes.push(isCut ? withoutContent(change) : change);
      if (change.exchange.durationMs !== null) this.#cut.delete(change.key);
    }
  }

  flush(isLast = false): FlushResult {
    try {
      this.#write(this.#changes);
    } catch (error) {
      return this.#onFailure(error as NodeJS.ErrnoException, isLast);
    }
    if (this.#hasSaid) {
      const lost = this.#lost();
      this.#say(`Recording works again${lost === '' ? '' : `; missing: ${lost}`}.`);
    }
    this.#failingSince = undefined;
    this.#hasSaid = false;
    this.#lostBodies = 0;
    this.#lostMessages = 0;
    this.#lostExchanges = 0;
    this.#changes = [];
    return { acknowledged: this.#takeCost(), isWaiting: false };
  }

  #onFailure(error: NodeJS.ErrnoException, isLast: boolean): FlushResult {
    const now = this.#clock();
    this.#failingSince ??= now;
    const failingMs = now - this.#failingSince;
    const patienceMs = this.#cost < PRESSING_BYTES ? PATIENCE_MS : PRESSING_PATIENCE_MS;
    const isLocked = String(error.code).startsWith('SQLITE_BUSY');
    if (isLocked && failingMs < patienceMs && !isLast) return { acknowledged: 0, isWaiting: true };
    this.#lighten();
    if (isLast) {
      const count = this.#lostExchanges + new Set(this.#changes.map(({ key }) => key)).size;
      this.#say(`${counted(count, 'exchange was', 'exchanges were')} not recorded: ${error.message}.`);
    } else if (!this.#hasSaid) {
      this.#hasSaid = true;
      this.#say(`Recording fails: ${error.message}. Traffic goes on; what can wait is recorded later.`);
    }
    return { acknowledged: this.#takeCost(), isWaiting: !isLast };
  }

  #lighten(): void {
    for (const { key, exchange, chunks, messages } of this.#changes) {
      if (chunks.length === 0 && messages.length === 0) continue;
      if (chunks.length > 0) this.#lostBodies += 1;
      this.#lostMessages += messages.length;
      if (exchange.durationMs === null) this.#cut.add(key);
    }
    this.#changes = this.#changes.map((change) => ({ ...withoutContent(change), exchange: light(change.exchange) }));
    const over = this.#changes.length - MAX_OWED;
    if (over <= 0) return;
    this.#lostExchanges += over;
    this.#changes = this.#changes.slice(over);
  }

  /** `1 body, 12 messages and 2 exchanges` */
  #lost(): string {
    const parts = [
      counted(this.#lostBodies, 'body', 'bodies'),
      counted(this.#lostMessages, 'message', 'messages'),
      counted(this.#lostExchanges, 'exchange', 'exchanges'),
    ].filter((part) => part !== '');
    return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ');
  }

  #takeCost(): number {
    const cost = this.#cost;
    this.#cost = 0;
    return cost;
  }
}

function withoutContent(change: Change): Change {
  return { ...change, chunks: [], messages: [] };
}

function light(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  return {
    ...exchange,
    request: { ...request, body: lightBody(request.body) },
    response: response && { ...response, body: lightBody(response.body) },
  };
}

/** In memory of its own: it may be a view of a batch that is a thousand times as large. */
function lightBody(body: Body | null): Body | null {
  if (body === null) return null;
  const isSmall = body.bytes.length <= SMALL_BODY_BYTES;
  return { ...body, bytes: isSmall ? new Uint8Array(body.bytes) : new Uint8Array() };
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
}
