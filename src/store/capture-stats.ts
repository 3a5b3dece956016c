import { FilteredRows } from './filter/filtered-rows.ts';
import { openForReading } from './open.ts';

/** What exchanges are put together by. */
export const DIMENSIONS = ['host', 'route', 'class', 'cause'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Figures {
  readonly exchanges: number;
  /** Those that failed or are doubtful. */
  readonly failures: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Milliseconds of those that have ended; null where there are none. Percentiles are right to one percent. */
  readonly duration: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number } | null;
}

export interface Group extends Figures {
  /** Null: of those without one, as a success has no cause. */
  readonly name: string | null;
}

export interface Stats {
  readonly total: Figures;
  /** Epoch milliseconds; null where there are no exchanges. */
  readonly from: number | null;
  readonly to: number | null;
  /** Most exchanges first; with what is beyond the most that are kept apart as one group, `others`, behind them. */
  readonly by: Readonly<Record<Dimension, { readonly groups: readonly Group[]; readonly others: Figures | null }>>;
}

interface Row {
  readonly id: number;
  readonly started_at: number;
  readonly duration_ms: number | null;
  readonly host: string;
  readonly route: string;
  readonly class: string | null;
  readonly cause: string | null;
  readonly is_failure: number;
  readonly request_bytes: number;
  readonly response_bytes: number;
}

const COLUMNS =
  "exchange.id, started_at, duration_ms, host, route, class, cause, outcome in ('failed', 'doubtful') as is_failure, request_bytes, response_bytes";
const PAGE = 2000;
/** Groups that are told apart: a scan of random hosts does not fill the memory. */
const MOST_GROUPS = 10_000;

/** Figures about the exchanges that match, in one pass and memory that does not grow with their number. @throws FilterError */
export function captureStats(path: string, filter: string, show: (count: number) => void = () => undefined): Stats {
  const database = openForReading(path);
  const rows = new FilteredRows(database, path);
  try {
    return collect(rows, filter, show);
  } finally {
    rows.close();
    database.close();
  }
}

function collect(rows: FilteredRows, text: string, show: (count: number) => void): Stats {
  const filter = rows.parse(text);
  const total = new Sum();
  const by: Readonly<Record<Dimension, Groups>> = {
    host: new Groups(),
    route: new Groups(),
    class: new Groups(),
    cause: new Groups(),
  };
  let from: number | null = null;
  let to: number | null = null;
  for (let next = 0; ; ) {
    const page = rows.select<Row>(COLUMNS, { order: 'ascending', from: next }, PAGE, filter);
    for (const row of page) {
      total.add(row);
      for (const dimension of DIMENSIONS) by[dimension].add(row[dimension], row);
      from = from === null ? row.started_at : Math.min(from, row.started_at);
      to = to === null ? row.started_at : Math.max(to, row.started_at);
    }
    show(total.exchanges);
    if (page.length < PAGE) break;
    next = page.at(-1)!.id + 1;
  }
  return {
    total: total.figures(),
    from,
    to,
    by: { host: by.host.result(), route: by.route.result(), class: by.class.result(), cause: by.cause.result() },
  };
}

class Groups {
  readonly #sums = new Map<string | null, Sum>();
  #others: Sum | null = null;

  add(name: string | null, row: Row): void {
    const known = this.#sums.get(name);
    const sum = known ?? (this.#sums.size < MOST_GROUPS ? new Sum() : (this.#others ?? new Sum()));
    if (known === undefined) {
      if (this.#sums.size < MOST_GROUPS) this.#sums.set(name, sum);
      else this.#others = sum;
    }
    sum.add(row);
  }

  result(): { groups: Group[]; others: Figures | null } {
    const groups = [...this.#sums].map(([name, sum]) => ({ name, ...sum.figures() }));
    groups.sort((a, b) => b.exchanges - a.exchanges || ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
    return { groups, others: this.#others?.figures() ?? null };
  }
}

/** Durations whose logarithms differ by less than this share a bucket. */
const BUCKET = Math.log(1.02);
const LEAST_MS = 0.01;

class Sum {
  exchanges = 0;
  #failures = 0;
  #requestBytes = 0;
  #responseBytes = 0;
  #ended = 0;
  #maxMs = 0;
  #minMs = Number.POSITIVE_INFINITY;
  readonly #buckets = new Map<number, number>();

  add({ duration_ms: ms, is_failure, request_bytes, response_bytes }: Row): void {
    this.exchanges += 1;
    this.#failures += is_failure;
    this.#requestBytes += request_bytes;
    this.#responseBytes += response_bytes;
    if (ms === null) return;
    this.#ended += 1;
    this.#maxMs = Math.max(this.#maxMs, ms);
    this.#minMs = Math.min(this.#minMs, ms);
    const bucket = Math.round(Math.log(Math.max(ms, LEAST_MS)) / BUCKET);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
  }

  figures(): Figures {
    const [p50, p95, p99] = this.#percentiles([50, 95, 99]);
    return {
      exchanges: this.exchanges,
      failures: this.#failures,
      requestBytes: this.#requestBytes,
      responseBytes: this.#responseBytes,
      duration: this.#ended === 0 ? null : { p50: p50!, p95: p95!, p99: p99!, max: this.#maxMs },
    };
  }

  /** By the nearest rank: so many percent took no longer. */
  #percentiles(wanted: readonly number[]): number[] {
    const buckets = [...this.#buckets].sort(([a], [b]) => a - b);
    return wanted.map((percent) => {
      let rank = Math.max(1, Math.ceil((percent / 100) * this.#ended));
      for (const [bucket, count] of buckets) {
        rank -= count;
        if (rank <= 0) return Math.min(this.#maxMs, Math.max(this.#minMs, Math.exp(bucket * BUCKET)));
      }
      return this.#maxMs;
    });
  }
}
