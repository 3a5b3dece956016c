/** One call of a series. */
export interface TimedCall {
  readonly durationMs: number;
  /** Null where no response came. */
  readonly status: number | null;
  /** Why it broke off, also after a status line; null where it did not. */
  readonly errorCode: string | null;
}

export interface LatencySummary {
  readonly calls: number;
  /** Calls that were answered to the end; the times are theirs. */
  readonly answered: number;
  /** Null where none was answered. */
  readonly times: Times | null;
  /** How many calls had each status, the most frequent first. */
  readonly statuses: readonly Count[];
  /** How many calls broke off with each code. */
  readonly errors: readonly Count[];
}

/** Milliseconds. Percentiles are nearest ranks: values that were measured. */
export interface Times {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface Count {
  readonly name: string;
  readonly count: number;
}

export function summarize(calls: readonly TimedCall[]): LatencySummary {
  const answered = calls.filter(({ status, errorCode }) => status !== null && errorCode === null);
  const sorted = answered.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  return {
    calls: calls.length,
    answered: answered.length,
    times: sorted.length === 0 ? null : timesOf(sorted),
    statuses: counted(calls.flatMap(({ status }) => (status === null ? [] : [String(status)]))),
    errors: counted(calls.flatMap(({ errorCode }) => (errorCode === null ? [] : [errorCode]))),
  };
}

function timesOf(sorted: readonly number[]): Times {
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  return { min: rank(0), median: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: rank(1) };
}

function counted(names: readonly string[]): readonly Count[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
