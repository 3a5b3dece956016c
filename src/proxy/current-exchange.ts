import type { AppliedRule } from '../exchange/applied-rule.ts';
import type { ServerConnection } from '../exchange/connection.ts';
import { printable } from '../exchange/printable.ts';
import type { ClientListener, ResponseHead } from './call.ts';
import { type NetworkError, networkError } from './network-error.ts';
import type { RuledListener } from './rules/ruled-upstream.ts';

/** An exchange of which a step may break. */
export interface Breakable {
  readonly method: string;
  readonly url: string;
  /** Ends it, so that nobody waits for it any longer. */
  giveUp(bug: NetworkError): void;
}

export const BUG = networkError('response', 'ERR_PROXY_BUG', 'a bug in httpwhy broke this call');

const LONGEST_NAME = 200;

/** Whose step is being taken. A step that throws leaves it here, for whoever hears of the exception. */
let current: Breakable | undefined;

/** To be called before a step; what it returns is handed to `leave` after it, but not where the step throws. */
export function enter(exchange: Breakable): Breakable | undefined {
  const before = current;
  current = exchange;
  return before;
}

export function leave(before: Breakable | undefined): void {
  current = before;
}

/** Throws a bug that was caught to whoever handles uncaught exceptions, so that this step goes on. Nothing is given up. */
export function throwOutside(bug: unknown): void {
  const exchange = current;
  setImmediate(() => {
    current = exchange && { method: exchange.method, url: exchange.url, giveUp: () => undefined };
    throw bug;
  });
}

/**
 * In a handler of uncaught exceptions: gives up the exchange in whose step the exception was thrown, and names it by method
 * and URL, without its query; undefined where it was in none. To be called once for each exception.
 */
export function endBrokenExchange(): string | undefined {
  const broken = current;
  current = undefined;
  if (broken === undefined) return undefined;
  try {
    broken.giveUp(BUG);
  } catch {
    // What is broken may be what would have ended it.
  }
  current = undefined;
  const [address = ''] = broken.url.split('?', 1);
  return printable(`${broken.method} ${address}`.slice(0, LONGEST_NAME));
}

/** Hands on what the client tells, as steps of an exchange. `AsyncLocalStorage` would do it for everything, at a price. */
export class NamedClientListener implements ClientListener {
  readonly #exchange: Breakable;
  readonly #listener: ClientListener;

  constructor(exchange: Breakable, listener: ClientListener) {
    this.#exchange = exchange;
    this.#listener = listener;
  }

  onData(bytes: Buffer): boolean {
    const before = enter(this.#exchange);
    const isWanted = this.#listener.onData(bytes);
    leave(before);
    return isWanted;
  }

  onEnd(rawTrailers: readonly string[]): void {
    const before = enter(this.#exchange);
    this.#listener.onEnd(rawTrailers);
    leave(before);
  }

  onDrain(): void {
    const before = enter(this.#exchange);
    this.#listener.onDrain();
    leave(before);
  }

  onHalfClosed(): boolean {
    const before = enter(this.#exchange);
    const isNoticed = this.#listener.onHalfClosed();
    leave(before);
    return isNoticed;
  }

  onFailed(error: NetworkError): void {
    const before = enter(this.#exchange);
    this.#listener.onFailed(error);
    leave(before);
  }
}

/** The same of what the server tells. */
export class NamedServerListener implements RuledListener {
  readonly #exchange: Breakable;
  readonly #listener: RuledListener;

  constructor(exchange: Breakable, listener: RuledListener) {
    this.#exchange = exchange;
    this.#listener = listener;
  }

  onConnected(connection: ServerConnection, isReused: boolean): void {
    const before = enter(this.#exchange);
    this.#listener.onConnected(connection, isReused);
    leave(before);
  }

  onInterim(head: ResponseHead): void {
    const before = enter(this.#exchange);
    this.#listener.onInterim(head);
    leave(before);
  }

  onResponse(head: ResponseHead): void {
    const before = enter(this.#exchange);
    this.#listener.onResponse(head);
    leave(before);
  }

  onData(bytes: Buffer): boolean {
    const before = enter(this.#exchange);
    const isWanted = this.#listener.onData(bytes);
    leave(before);
    return isWanted;
  }

  onEnd(rawTrailers: readonly string[]): void {
    const before = enter(this.#exchange);
    this.#listener.onEnd(rawTrailers);
    leave(before);
  }

  onDrain(): void {
    const before = enter(this.#exchange);
    this.#listener.onDrain();
    leave(before);
  }

  onFailed(error: NetworkError): void {
    const before = enter(this.#exchange);
    this.#listener.onFailed(error);
    leave(before);
  }

  onRule(rule: AppliedRule): void {
    this.#listener.onRule(rule);
  }

  onReady(): void {
    const before = enter(this.#exchange);
    this.#listener.onReady();
    leave(before);
  }

  onCutOff(error: NetworkError): void {
    const before = enter(this.#exchange);
    this.#listener.onCutOff(error);
    leave(before);
  }
}
