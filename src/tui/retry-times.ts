import type { Annotation } from '../exchange/annotation.ts';
import { outcomeOf } from '../exchange/outcome.ts';
import type { ExchangeRow } from '../exchange/row.ts';

/** Waits that began earlier are over, or nobody waits for their end at a screen. */
const RECENT_MS = 60 * 60_000;
const MOST_KNOWN = 1000;

/** From when on a failed call may be repeated, as its server said. What is asked once per exchange is kept. */
export class RetryTimes {
  readonly #annotation: (id: number) => Annotation | null;
  readonly #known = new Map<number, number | undefined>();

  constructor(annotation: (id: number) => Annotation | null) {
    this.#annotation = annotation;
  }

  /** Epoch milliseconds, by the id of those rows for which the server named a delay. */
  of(rows: readonly ExchangeRow[], now: number): ReadonlyMap<number, number> {
    const times = new Map<number, number>();
    for (const row of rows) {
      if (now - row.startedAt > RECENT_MS || outcomeOf(row) !== 'failed') continue;
      const time = this.#of(row);
      if (time !== undefined) times.set(row.id, time);
    }
    return times;
  }

  #of(row: ExchangeRow): number | undefined {
    if (!this.#known.has(row.id)) {
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      const seconds = this.#annotation(row.id)?.retryAfterSeconds;
      this.#known.set(
        row.id,
        seconds === undefined ? undefined : row.startedAt + (row.durationMs ?? 0) + seconds * 1000,
      );
    }
    return this.#known.get(row.id);
  }
}
