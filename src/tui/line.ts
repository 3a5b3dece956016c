import { cellsOf, cut, indexAtCells } from './cells.ts';

/** What a piece of text is, from which the theme makes colours. No meaning is carried by the tone alone. */
export type Tone =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'title'
  | 'key'
  | 'name'
  | 'selected'
  | 'recording'
  | 'success'
  | 'redirect'
  | 'pending'
  | 'warning'
  | 'client-error'
  | 'server-error'
  | 'no-response'
  | 'string'
  | 'number'
  | 'literal'
  /** What evidence quotes, and what a search has found. */
  | 'mark';

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** One line of the screen. Its text is safe to print: whoever makes a span of captured text calls `safeText`. */
export type Line = readonly Span[];

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

export function textOf(line: Line): string {
  return line.map(({ text }) => text).join('');
}

export function cellsOfLine(line: Line): number {
  return line.reduce((cells, { text }) => cells + cellsOf(text), 0);
}

export function blank(cells: number): Span {
  return span(' '.repeat(Math.max(0, cells)));
}

/** The line in at most so many cells. */
export function cutLine(line: Line, cells: number): Line {
  if (cellsOfLine(line) <= cells) return line;
  const shown: Span[] = [];
  let left = cells;
  for (const { text, tone } of line) {
    const width = cellsOf(text);
    // The last cell is kept for the sign that something follows.
    if (width >= left) {
      shown.push(span(width === left ? cut(`${text}…`, left) : cut(text, left), tone));
      break;
    }
    shown.push({ text, tone });
    left -= width;
  }
  return shown;
}

/** One part at the left edge and one at the right; the left one gives way. */
export function spread(left: Line, right: Line, cells: number): Line {
  const rightCells = cellsOfLine(right);
  if (rightCells === 0) return cutLine(left, cells);
  if (rightCells + 2 > cells) return cutLine(right, cells);
  const shown = cutLine(left, cells - rightCells - 2);
  return [...shown, blank(cells - rightCells - cellsOfLine(shown)), ...right];
}

/** Groups one after another with a gap between them; one that does not fit any more is left out whole. */
export function joinWhileFits(groups: readonly Line[], gap: number, cells: number): Line {
  const line: Span[] = [];
  let used = 0;
  for (const group of groups) {
    const needed = cellsOfLine(group) + (used === 0 ? 0 : gap);
    if (used + needed > cells) continue;
    if (used > 0) line.push(blank(gap));
    line.push(...group);
    used += needed;
  }
  return line;
}

/** Prose breaks between words; wire text (headers, bodies) breaks anywhere, so that nothing is changed or lost. */
export type Wrap = 'words' | 'anywhere';

/** UTF-16 units that share a cell: a base character and the marks that `safeText` leaves on it. */
const MAX_UNITS_PER_CELL = 8;

/** The line as often broken as needed; continuation lines are indented by `hang` cells. */
export function wrapLine(line: Line, cells: number, hang: number, wrap: Wrap): readonly Line[] {
  const text = textOf(line);
  // Measured only where it may fit: text this much longer than the screen is wide goes on several lines anyway.
  if (text.length <= cells * MAX_UNITS_PER_CELL && cellsOf(text) <= cells) return [line];
  const indent = Math.min(hang, Math.max(0, cells - 10));
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const room = lines.length === 0 ? cells : cells - indent;
    const ahead = text.slice(start, start + (room + 1) * MAX_UNITS_PER_CELL);
    let length = Math.max(1, indexAtCells(ahead, room));
    if (wrap === 'words' && start + length < text.length) {
      const space = ahead.lastIndexOf(' ', length);
      if (space > indent) length = space;
    }
    const piece = sliceLine(line, start, start + length);
    lines.push(lines.length === 0 || indent === 0 ? piece : [blank(indent), ...piece]);
    start += length;
    if (wrap === 'words') while (text[start] === ' ') start += 1;
  }
  return lines;
}

function sliceLine(line: Line, start: number, end: number): Line {
  const piece: Span[] = [];
  let offset = 0;
  for (const { text, tone } of line) {
    const from = Math.max(0, start - offset);
    const to = Math.min(text.length, end - offset);
    if (from < to) piece.push(span(text.slice(from, to), tone));
    offset += text.length;
    if (offset >= end) break;
  }
  return piece;
}
