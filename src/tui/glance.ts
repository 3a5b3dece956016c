import type { Repetition } from './incidents.ts';
import { NO_PULSE, type Pulse } from './pulse.ts';

/** What the log shows beyond the rows themselves. */
export interface Glance {
  /** By id, of rows in sight that are repeated. */
  readonly repetitions: ReadonlyMap<number, Repetition>;
  /** By id, of rows in sight: epoch milliseconds from which on a retry makes sense, where the server said so. */
  readonly retryAt: ReadonlyMap<number, number>;
  readonly pulse: Pulse;
  /** How many incidents have more than one line's worth of failures. */
  readonly incidents: number;
}

export const NO_GLANCE: Glance = { repetitions: new Map(), retryAt: new Map(), pulse: NO_PULSE, incidents: 0 };

/** So long after the moment of a retry it is still said that it is possible. */
const NOW_FOR_MS = 30_000;

/** Milliseconds until a retry makes sense, 0 for half a minute after; undefined where that is over or nothing was said. */
export function untilRetry(retryAt: number | undefined, now: number): number | undefined {
  if (retryAt === undefined || now - retryAt > NOW_FOR_MS) return undefined;
  return Math.max(0, retryAt - now);
}
