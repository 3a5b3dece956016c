import type { Phase } from '../../exchange/transport-error.ts';
import { NetworkError, toTransportError } from '../network-error.ts';

/** What bounds each step of opening a connection. */
export interface StepLimits {
  readonly timeoutMs: number;
  /** Aborted, with a `NetworkError` for a reason, when nobody waits for the connection any more. */
  readonly signal: AbortSignal;
}

export interface Step {
  /** Phase of the errors that are not `NetworkError`s already. */
  readonly phase: Phase;
  timedOut(): NetworkError;
}

/** Called once when a step is over, however it ended: gives back what it held. */
type Tidy = (isDone: boolean) => void;

/**
 * Runs one step: it settles once, rejects with a `NetworkError` only, and leaves no timer behind. `start` may call
 * `done` and `fail` as often as events come; what comes after the first is without effect.
 */
export function runStep<T>(
  { phase, timedOut }: Step,
  { timeoutMs, signal }: StepLimits,
  start: (done: (value: T) => void, fail: (error: unknown) => void) => Tidy,
): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let outcome: 'done' | 'failed' | undefined;
  let tidy: Tidy | undefined;
  const end = (how: 'done' | 'failed') => {
    outcome = how;
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    tidy?.(how === 'done');
  };
  const done = (value: T) => {
    if (outcome !== undefined) return;
    end('done');
    resolve(value);
  };
  const fail = (error: unknown) => {
    if (outcome !== undefined) return;
    end('failed');
    reject(error instanceof NetworkError ? error : new NetworkError(toTransportError(error, phase)));
  };
  const onAbort = () => fail(signal.reason);
  const timer = setTimeout(() => fail(timedOut()), timeoutMs);
  signal.addEventListener('abort', onAbort);
  try {
    tidy = start(done, fail);
    if (outcome !== undefined) tidy(outcome === 'done');
  } catch (error) {
    fail(error);
  }
  return promise;
}
