import type { AppliedRule } from '../exchange/applied-rule.ts';
import type { ServerConnection } from '../exchange/connection.ts';
import { printable } from '../exchange/printable.ts';
import type { ClientListener, ResponseHead } from './call.ts';
import { type NetworkError, networkError } from './network-error.ts';
import type { RuledListener } from './rules/ruled-upstream.ts';

/** An exchange, or a connection outside of one, of which a step may break. */
export interface Breakable {
  /** For people: `the call GET http://…`, `the connection of 127.0.0.1:50312`. Asked for when it has broken. */
  readonly name: string;
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

/** A handler each call of which is a step of this. */
export function asStep<Args extends readonly unknown[], Result>(
  of: Breakable | undefined,
  handle: (...args: Args) => Result,
): (...args: Args) => Result {
  return (...args) => {
    const before = current;
    current = of;
    const result = handle(...args);
    current = before;
    return result;
  };
}

/** The same for what is called later, from a timer say: it belongs to the step that is being taken now. */
export function keepStep<Args extends readonly unknown[], Result>(
  handle: (...args: Args) => Result,
): (...args: Args) => Result {
  return asStep(current, handle);
}

/** A call as people know it, without its query. */
export function callName(method: string, url: string): string {
  const [address = ''] = url.split('?', 1);
  return `the call ${method} ${address}`.slice(0, LONGEST_NAME);
}

/** What is lost with a connection on which nothing is under way. */
export function connectionStep(name: string, socket: { destroy(): void }): Breakable {
  return { name, giveUp: () => socket.destroy() };
}

/** Throws a bug that was caught to whoever handles uncaught exceptions, so that this step goes on. Nothing is given up. */
export function throwOutside(bug: unknown): void {
  const exchange = current;
  setImmediate(() => {
    current = exchange && { name: exchange.name, giveUp: () => undefined };
    throw bug;
  });
}

/**
 * In a handler of uncaught exceptions: gives up the exchange, or the connection, in whose step the exception was thrown, and
 * names it; undefined where it was in none. To be called once for each exception.
 */
export function endBrokenExchange(): string | undefined {
  const broken = current;
  current = undefined;
  if (broken === undefined) return undefined;
  const { name } = broken; // Of a connection it may be that of a call, which is over then.
  try {
    broken.giveUp(BUG);
  } catch {
    // What is broken may be what would have ended it.
  }
  current = undefined;
  return printable(name);
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
