import { isTrouble, outcomeOf } from '../../exchange/outcome.ts';
import { redactUrl } from '../../exchange/redact.ts';
import { routeOf } from '../../exchange/routes.ts';
import { type ClassCounts, type ExchangeRow, NO_COUNTS } from '../../exchange/row.ts';

/** The same failure of the same route. */
export interface Incident {
  /** The first of them. */
  readonly first: ExchangeRow;
  /** `POST api.example.com/v1/orders/{id}` */
  readonly route: string;
  readonly count: number;
  readonly lastId: number;
  /** An exchange of the same route that went well since; null where none did. */
  readonly recoveredBy: number | null;
}

/** All exchanges of one method and route. */
export interface RouteTally {
  readonly route: string;
  readonly count: number;
  readonly totalMs: number;
  readonly incidents: readonly Incident[];
}

/** What came of a run, in memory that does not grow with the number of its exchanges. */
export interface Tally {
  readonly total: number;
  readonly counts: ClassCounts;
  /** How many wanted somebody's attention. */
  readonly troubled: number;
  /** In the order in which they began. */
  readonly incidents: readonly Incident[];
  readonly routes: readonly RouteTally[];
  /** There were more routes or incidents than are kept. */
  readonly isCut: boolean;
}

const MOST_ROUTES = 2000;
const MOST_INCIDENTS = 2000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Adds up the exchanges of a run as they end. */
export class RunTally {
  readonly #isFailure: (row: ExchangeRow) => boolean;
  readonly #incidents = new Map<string, Mutable<Incident>>();
  readonly #routes = new Map<string, { count: number; totalMs: number; incidents: Mutable<Incident>[] }>();
  readonly #counts: Mutable<ClassCounts> = { ...NO_COUNTS };
  #total = 0;
  #troubled = 0;
  #isCut = false;

  /** `isFailure` says what is to be counted as an incident; by default what wants attention in the log. */
  constructor(isFailure = (row: ExchangeRow): boolean => isTrouble(outcomeOf(row))) {
    this.#isFailure = isFailure;
  }

  add(row: ExchangeRow): void {
    this.#total += 1;
    this.#counts[row.class ?? 'pending'] += 1;
    // Names of routes end up in logs of CI: what is a secret in the path goes.
    const name = routeOf(row.method, redactUrl(row.url));
    const route = this.#routeNamed(name);
    if (route !== undefined) {
      route.count += 1;
      route.totalMs += row.durationMs ?? 0;
    }
    if (!this.#isFailure(row)) {
      for (const incident of route?.incidents ?? []) incident.recoveredBy ??= row.id;
      return;
    }
    this.#troubled += 1;
    const key = `${row.cause} ${row.status} ${name}`;
    const known = this.#incidents.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.lastId = row.id;
      known.recoveredBy = null;
    } else if (this.#incidents.size < MOST_INCIDENTS) {
      const incident = { first: row, route: name, count: 1, lastId: row.id, recoveredBy: null };
      this.#incidents.set(key, incident);
      route?.incidents.push(incident);
    } else {
      this.#isCut = true;
    }
  }

  result(): Tally {
    return {
      total: this.#total,
      counts: { ...this.#counts },
      troubled: this.#troubled,
      incidents: [...this.#incidents.values()],
      routes: [...this.#routes].map(([route, tally]) => ({ route, ...tally })),
      isCut: this.#isCut,
    };
  }

  #routeNamed(name: string) {
    const known = this.#routes.get(name);
    if (known !== undefined) return known;
    if (this.#routes.size === MOST_ROUTES) {
      this.#isCut = true;
      return undefined;
    }
    const fresh = { count: 0, totalMs: 0, incidents: [] };
    this.#routes.set(name, fresh);
    return fresh;
  }
}

const BY_CONFIDENCE = { certain: 0, likely: 1, guess: 2 } as const;

/**
 * The incidents with the one to look at first in front: what failed before what is only doubtful, what is still so before
 * what works again, what is known before what is guessed; between equals the earlier, which may be why the later happened.
 */
export function byUrgency(incidents: readonly Incident[]): Incident[] {
  const rank = ({ first, recoveredBy }: Incident) =>
    (outcomeOf(first) === 'failed' ? 0 : 100) +
    (recoveredBy === null ? 0 : 10) +
    (first.confidence === null ? 3 : BY_CONFIDENCE[first.confidence]);
  return incidents.toSorted((a, b) => rank(a) - rank(b) || a.first.id - b.first.id);
}
