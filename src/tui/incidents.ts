import type { CauseId } from '../exchange/causes.ts';
import { routeOf } from '../exchange/routes.ts';
import type { ExchangeRow } from '../exchange/row.ts';

/** From so many on, repetitions are one line of the log: two failures are read as quickly as a count of them. */
export const FOLDED_FROM = 3;
/** A failure that comes later than this after the one before is news again. */
const SERIES_GAP_MS = 2 * 60_000;
const MOST_MEMBERS = 2000;
const MOST_ROWS = 20_000;
const MOST_ADDRESSES = 100;
const LONGEST_URL = 2000;
const LONGEST_SUMMARY = 300;

/** Failures of the same route with the same cause and the same thing wrong, one soon after the other. */
export interface Incident {
  readonly key: string;
  /** `GET api.example.com/v1/users/{id}` */
  readonly route: string;
  readonly cause: CauseId | null;
  readonly latest: ExchangeRow;
  readonly count: number;
  /** Epoch milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** How many different URLs were called, counted up to a hundred. */
  readonly addresses: number;
}

/** The place of one failure in its incident. */
export interface Repetition {
  /** From 1. */
  readonly position: number;
  readonly count: number;
  /** From the first to this one. */
  readonly forMs: number;
  readonly addresses: number;
  /** All of it is in the log, instead of its latest member only. */
  readonly isUnfolded: boolean;
}

class Series {
  readonly ids: number[] = [];
  readonly urls = new Set<string>();
  readonly key: string;
  readonly route: string;
  firstAt: number;
  lastAt: number;
  latest: ExchangeRow;
  isUnfolded = false;

  constructor(key: string, route: string, first: ExchangeRow) {
    this.key = key;
    this.route = route;
    this.latest = first;
    this.firstAt = first.startedAt;
    this.lastAt = first.startedAt;
  }

  add(row: ExchangeRow): void {
    const before = this.ids.findLastIndex((id) => id < row.id);
    this.ids.splice(before + 1, 0, row.id);
    if (row.id > this.latest.id) this.latest = row;
    this.firstAt = Math.min(this.firstAt, row.startedAt);
    this.lastAt = Math.max(this.lastAt, row.startedAt);
    if (this.urls.size < MOST_ADDRESSES) this.urls.add(row.url.slice(0, LONGEST_URL));
  }

  takes(row: ExchangeRow): boolean {
    const gap = Math.max(row.startedAt - this.lastAt, this.firstAt - row.startedAt);
    return gap <= SERIES_GAP_MS && this.ids.length < MOST_MEMBERS;
  }
}

/** Which failures repeat each other. Holds a bounded number of the latest ones; what it has forgotten stands in the log by itself. */
export class IncidentBook {
  /** The latest series of each key, the one that changed last at the end. */
  readonly #open = new Map<string, Series>();
  readonly #seriesOf = new Map<number, Series>();

  /** Takes in failures that are new or have changed. */
  note(rows: readonly ExchangeRow[]): void {
    for (const row of rows) {
      const key = keyOf(row);
      const known = this.#seriesOf.get(row.id);
      if (known !== undefined) {
        if (known.latest.id === row.id) known.latest = row;
        continue;
      }
      const open = this.#open.get(key.text);
      const series = open?.takes(row) ? open : new Series(`${key.text}\n${row.id}`, key.route, row);
      this.#open.delete(key.text);
      this.#open.set(key.text, series);
      series.add(row);
      this.#seriesOf.set(row.id, series);
    }
    this.#forget();
  }

  knows(id: number): boolean {
    return this.#seriesOf.has(id);
  }

  /** The log leaves it out, because a later member stands for it. */
  isFolded(id: number): boolean {
    const series = this.#seriesOf.get(id);
    return series !== undefined && series.latest.id !== id && series.ids.length >= FOLDED_FROM && !series.isUnfolded;
  }

  /** Undefined where it is not repeated often enough to be folded. */
  repetitionOf(row: ExchangeRow): Repetition | undefined {
    const series = this.#seriesOf.get(row.id);
    if (series === undefined || series.ids.length < FOLDED_FROM) return undefined;
    return {
      position: series.ids.lastIndexOf(row.id) + 1,
      count: series.ids.length,
      forMs: Math.max(0, row.startedAt - series.firstAt),
      addresses: series.urls.size,
      isUnfolded: series.isUnfolded,
    };
  }

  /** False where there was nothing to change. */
  unfold(id: number, isUnfolded: boolean): boolean {
    const series = this.#seriesOf.get(id);
    if (series === undefined || series.ids.length < FOLDED_FROM || series.isUnfolded === isUnfolded) return false;
    series.isUnfolded = isUnfolded;
    return true;
  }

  /** The exchange that stands for the incident of this one. */
  latestOf(id: number): number {
    return this.#seriesOf.get(id)?.latest.id ?? id;
  }

  /** The one that was repeated last comes first. */
  incidents(limit: number): readonly Incident[] {
    const latest = [...this.#open.values()].sort((one, other) => other.latest.id - one.latest.id);
    return latest.slice(0, limit).map(incidentOf);
  }

  /** How many incidents would be folded. */
  get foldedCount(): number {
    let count = 0;
    for (const { ids } of this.#open.values()) if (ids.length >= FOLDED_FROM) count += 1;
    return count;
  }

  #forget(): void {
    for (const id of this.#seriesOf.keys()) {
      if (this.#seriesOf.size <= MOST_ROWS) return;
      const series = this.#seriesOf.get(id)!;
      this.#seriesOf.delete(id);
      // In the order in which they were noted, which is the order of the ids but for slow calls.
      series.ids.splice(series.ids.indexOf(id), 1);
      const key = keyOf(series.latest).text;
      if (series.ids.length === 0 && this.#open.get(key) === series) this.#open.delete(key);
    }
  }
}

function incidentOf({ key, route, latest, ids, firstAt, lastAt, urls }: Series): Incident {
  return { key, route, cause: latest.cause, latest, count: ids.length, firstAt, lastAt, addresses: urls.size };
}

/** Words with a digit in them (numbers, ids, times) differ from one repetition to the next; what is wrong does not. */
const VARYING = /[\p{Letter}\p{Number}_-]*\p{Number}[\p{Letter}\p{Number}_.:-]*/gu;

function keyOf(row: ExchangeRow): { readonly text: string; readonly route: string } {
  const route = routeOf(row.method.slice(0, 40), row.url.slice(0, LONGEST_URL));
  const wrong = row.summary.slice(0, LONGEST_SUMMARY).replace(VARYING, '#');
  return { text: [route, row.status, row.cause, row.inner, wrong].join('\n'), route };
}
