import type { ProxyEvent } from '../exchange/events.ts';

/**
 * Up to here copying bytes is cheaper than handing memory over, and a sink copies them. Larger pieces come to it in memory
 * of their own, which it may give away.
 */
export const COPIED_BYTES = 16 * 1024;

/**
 * Where a proxy's events go. It never drops: when the other end is behind, `isFull` turns true and whoever
 * reads bytes stops until `onceReady` calls back.
 */
export interface EventSink {
  /** Bytes may be views of memory that is not the sink's, unless they have all of it. */
  emit(event: ProxyEvent): void;
  readonly isFull: boolean;
  /**
   * Calls back as soon as the sink is not full; at once where it is not. A new call takes little room, and need not wait
   * behind the bodies that fill the sink. A function that waits already is called once.
   */
  onceReady(callback: () => void, wanted?: 'bytes' | 'call'): void;
}

/** Epoch milliseconds with fractions from the monotonic clock: differences are durations, whatever the wall clock does. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
