import type { ExchangeRow } from '../exchange/row.ts';

/** The sparkline of the header: five minutes of failures. */
const BUCKET_MS = 15_000;
const BUCKETS = 20;
const RATE_WINDOW_MS = 5000;

/** How lively the log is. */
export interface Pulse {
  /** Calls that arrived in the last seconds, by the second. */
  readonly perSecond: number;
  /** Failures per quarter of a minute, the present one last; empty where there were none. */
  readonly failures: readonly number[];
}

export const NO_PULSE: Pulse = { perSecond: 0, failures: [] };

/** Measures it from what the capture is asked anyway. */
export class PulseMeter {
  readonly #totals: { readonly at: number; readonly total: number }[] = [];
  readonly #failures = new Map<number, number>();

  /** `total` is how many calls there are in all. */
  note(now: number, total: number): void {
    const last = this.#totals.at(-1);
    if (last?.total !== total) this.#totals.push({ at: now, total });
    // One sample older than the window stays: from it on is counted.
    while ((this.#totals[1]?.at ?? now) < now - RATE_WINDOW_MS) this.#totals.shift();
  }

  /** Failures that have not been noted before. */
  noteFailures(rows: readonly ExchangeRow[]): void {
    for (const { startedAt, durationMs } of rows) {
      const bucket = Math.floor((startedAt + (durationMs ?? 0)) / BUCKET_MS);
      this.#failures.set(bucket, (this.#failures.get(bucket) ?? 0) + 1);
    }
  }

  pulse(now: number): Pulse {
    const present = Math.floor(now / BUCKET_MS);
    for (const bucket of this.#failures.keys()) if (bucket <= present - BUCKETS) this.#failures.delete(bucket);
    const failures = Array.from(
      { length: BUCKETS },
      (_, index) => this.#failures.get(present - BUCKETS + 1 + index) ?? 0,
    );
    return { perSecond: this.#rate(now), failures: failures.some((count) => count > 0) ? failures : [] };
  }

  #rate(now: number): number {
    const [first] = this.#totals;
    const last = this.#totals.at(-1);
    // What was there when the log was opened has not just arrived.
    if (first === undefined || last === undefined || last.at < now - RATE_WINDOW_MS) return 0;
    return ((last.total - first.total) * 1000) / Math.max(1000, now - first.at);
  }
}

const BARS = '▁▂▃▄▅▆▇█';

/** One character for each number, high where it is high in comparison. */
export function sparkline(values: readonly number[]): string {
  const highest = Math.max(...values, 1);
  return values.map((value) => (value === 0 ? ' ' : BARS[Math.ceil((value / highest) * BARS.length) - 1])).join('');
}
