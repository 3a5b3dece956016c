import type { AppliedRule } from '../exchange/applied-rule.ts';
import type { ServerConnection } from '../exchange/connection.ts';
import { printable } from '../exchange/printable.ts';
import type { ClientListener, ResponseHead } from './call.ts';
import type { NetworkError } from './network-error.ts';
import type { RuledListener } from './rules/ruled-upstream.ts';

interface Named {
  readonly method: string;
  readonly url: string;
}

const LONGEST_NAME = 200;

/** Whose step is being taken. A step that throws leaves it here, for whoever hears of the exception. */
let current: Named | undefined;

/** To be called before a step; what it returns is handed to `leave` after it, but not where the step throws. */
export function enter(exchange: Named): Named | undefined {
  const before = current;
  current = exchange;
  return before;
}

export function leave(before: Named | undefined): void {
  current = before;
}

/** Throws a bug that was caught to whoever handles uncaught exceptions, so that this step goes on. */
export function throwOutside(bug: unknown): void {
  const exchange = current;
  setImmediate(() => {
    current = exchange;
    throw bug;
  });
}

/**
 * In a handler of uncaught exceptions: method and URL, without its query, of the exchange in whose step the exception was
 * thrown; undefined where it was in none. Asked once for each exception.
 */
export function takeBrokenExchange(): string | undefined {
  const broken = current;
  current = undefined;
  if (broken === undefined) return undefined;
  const [address = ''] = broken.url.split('?', 1);
  return printable(`${broken.method} ${address}`.slice(0, LONGEST_NAME));
}

/** Hands on what the client tells, as steps of an exchange. `AsyncLocalStorage` would do it for everything, at a price. */
export class NamedClientListener implements ClientListener {
  readonly #exchange: Named;
  readonly #listener: ClientListener;

  constructor(exchange: Named, listener: ClientListener) {
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
  readonly #exchange: Named;
  readonly #listener: RuledListener;

  constructor(exchange: Named, listener: RuledListener) {
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
