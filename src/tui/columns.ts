/** Cells of each column of the log; 0 where there is no room for it. */
export interface Columns {
  /** Selection and sign. */
  readonly mark: number;
  readonly time: number;
  readonly method: number;
  /** Status and confidence. */
  readonly status: number;
  /** Host and path. */
  readonly target: number;
  readonly duration: number;
  readonly size: number;
  /** The program that sent it. */
  readonly app: number;
  /** Cause and what happened. */
  readonly why: number;
  /** Share of `why` in which causes stand in a column of their own; 0 where summary follows cause directly. */
  readonly cause: number;
}

/**
 * The columns that fit, for widths from 40 upwards. As the width shrinks, the program goes first, then size, then duration,
 * then the time; host and path are shortened before the reason is, which is what the log is read for.
 */
export function columnsFor(width: number): Columns {
  const mark = 3;
  const time = width >= 72 ? 8 : 0;
  const method = width >= 110 ? 7 : width >= 50 ? 6 : 4;
  const status = 6;
  const duration = width >= 90 ? 6 : 0;
  const size = width >= 120 ? 6 : 0;
  const app = width >= 150 ? 16 : 0;
  const fixed =
    mark + [time, method, status, duration, size, app].reduce((sum, cells) => sum + (cells && cells + 1), 0);
  // Two cells before the reason set it apart from the numbers.
  const rest = width - fixed - 2;
  const target = Math.min(60, Math.round(rest * 0.36));
  const why = rest - target;
  return { mark, time, method, status, target, duration, size, app, why, cause: causeCells(why) };
}

/** The longest name of a cause has 25 cells, most have less than 20; those that have more are cut so that the column stays one. */
function causeCells(why: number): number {
  if (why >= 60) return 25;
  return why >= 38 ? 20 : 0;
}
