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

/** `AsyncLocalStorage` would do it for everything, at a price. */
class Steps<Listener> {
  readonly #exchange: Breakable;
  readonly #listener: Listener;

  constructor(exchange: Breakable, listener: Listener) {
    this.#exchange = exchange;
    this.#listener = listener;
  }

  protected step<Result>(take: (listener: Listener) => Result): Result {
    const before = enter(this.#exchange);
    const result = take(this.#listener);
    leave(before);
    return result;
  }
}

/** Hands on what the client tells, as steps of an exchange. */
export class NamedClientListener extends Steps<ClientListener> implements ClientListener {
  onData(bytes: Buffer): boolean {
    return this.step((listener) => listener.onData(bytes));
  }

  onEnd(rawTrailers: readonly string[]): void {
    this.step((listener) => listener.onEnd(rawTrailers));
  }

  onDrain(): void {
    this.step((listener) => listener.onDrain());
  }

  onHalfClosed(): boolean {
    return this.step((listener) => listener.onHalfClosed());
  }

  onFailed(error: NetworkError): void {
    this.step((listener) => listener.onFailed(error));
  }
}

/** The same of what the server tells. */
export class NamedServerListener extends Steps<RuledListener> implements RuledListener {
  onConnected(connection: ServerConnection, isReused: boolean): void {
    this.step((listener) => listener.onConnected(connection, isReused));
  }

  onInterim(head: ResponseHead): void {
    this.step((listener) => listener.onInterim(head));
  }

  onResponse(head: ResponseHead): void {
    this.step((listener) => listener.onResponse(head));
  }

  onData(bytes: Buffer): boolean {
    return this.step((listener) => listener.onData(bytes));
  }

  onEnd(rawTrailers: readonly string[]): void {
    this.step((listener) => listener.onEnd(rawTrailers));
  }

  onDrain(): void {
    this.step((listener) => listener.onDrain());
  }

  onFailed(error: NetworkError): void {
    this.step((listener) => listener.onFailed(error));
  }

  onRule(rule: AppliedRule): void {
    this.step((listener) => listener.onRule(rule));
  }

  onReady(): void {
    this.step((listener) => listener.onReady());
  }

  onCutOff(error: NetworkError): void {
    this.step((listener) => listener.onCutOff(error));
  }
}
