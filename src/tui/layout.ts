import type { Screen } from './detail/place.ts';
import type { Size } from './state.ts';

export const SMALLEST: Size = { columns: 40, rows: 8 };

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < SMALLEST.columns || rows < SMALLEST.rows;
}

/** Lines of each part of the log; 0 where there is no room. */
export interface LogLayout {
  readonly status: 0 | 1;
  readonly headings: 0 | 1;
  readonly list: number;
  /** The explanation of the selected row, without the rule above it. */
  readonly strip: number;
}

/** Header and footer take a line each, the rule above the strip another. */
const LOG_FRAME = 3;

export function logLayout({ rows }: Size): LogLayout {
  const strip = rows >= 36 ? 7 : rows >= 30 ? 6 : rows >= 22 ? 5 : rows >= 14 ? 3 : 2;
  const headings = rows >= 12 ? 1 : 0;
  const status = 1;
  return { status, headings, strip, list: Math.max(1, rows - LOG_FRAME - strip - headings - status) };
}

/** Title, sections, rule and footer. */
const DETAIL_FRAME = 4;

export function detailHeight({ rows }: Size): number {
  return Math.max(1, rows - DETAIL_FRAME);
}

/** The part of the open call in sight; the cursor has two cells before it, the right edge one. */
export function detailScreen(size: Size): Screen {
  return { cells: size.columns - 3, height: detailHeight(size) };
}

/** Text stands one cell away from both edges. */
export function textWidth({ columns }: Size): number {
  return columns - 2;
}

/** Title and footer. */
export function helpHeight({ rows }: Size): number {
  return Math.max(1, rows - 2);
}

/** Lines of a list to choose from, and of what stands below it. Title, rule and footer take one each. */
export function menuHeight({ rows }: Size, hasPreview: boolean): { readonly list: number; readonly below: number } {
  const room = Math.max(2, rows - 3);
  const below = hasPreview ? Math.floor(room * 0.55) : Math.min(3, room >> 1);
  return { list: room - below, below };
}
