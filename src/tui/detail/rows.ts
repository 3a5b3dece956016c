import { safeText } from '../cells.ts';
import { type Line, span, textOf, type Wrap, wrapLine } from '../line.ts';

/** What `enter` does on a row. */
export type RowAction =
  | { readonly kind: 'fold'; readonly key: string }
  /** To the place that a pointer of evidence names. */
  | { readonly kind: 'jump'; readonly where: string }
  | { readonly kind: 'open'; readonly id: number };

/** What can be taken away from a row. */
export interface Copies {
  /** How a program gets at it: `.items[0].price`, the name of a header. Empty where there is no way to say it. */
  readonly path: string;
  readonly value: () => string;
}

/** One thing in a text: a header, a member of a JSON object. It may take several lines of a screen. */
export interface Row {
  readonly line: Line;
  /** Indentation of what does not fit on the first line. */
  readonly hang: number;
  readonly wrap: Wrap;
  readonly action?: RowAction;
  readonly copies?: Copies;
}

/** Rows of a text that is made where it is looked at: however long it is, only what is in sight costs anything. */
export interface Rows {
  readonly count: number;
  /** Only for an index from 0 to below `count`. */
  at(index: number): Row;
  /** What is searched in a row, where that is to be had without making the row. */
  textAt?(index: number): string;
}

export function searchedText(rows: Rows, index: number): string {
  return rows.textAt?.(index) ?? textOf(rows.at(index).line);
}

/** No row is longer, so that breaking one into lines stays cheap. */
export const LONGEST_ROW = 4000;

/** Text up to the first so many characters, never ending in half of one. */
export function beginningOf(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).toWellFormed();
}

export const GAP: Row = { line: [], hang: 0, wrap: 'words' };

export function prose(text: string, hang = 0): Row {
  return { line: [span(safeText(text))], hang, wrap: 'words' };
}

/** Bytes as they passed: broken anywhere, so that nothing is changed or lost. */
export function wire(line: Line, hang = 2): Row {
  return { line, hang, wrap: 'anywhere' };
}

export function heading(text: string): Row {
  return { line: [span(safeText(text), 'dim')], hang: 2, wrap: 'words' };
}

export function warning(text: string): Row {
  return { line: [span(safeText(text), 'warning')], hang: 0, wrap: 'words' };
}

/** A name in a column and what belongs to it. */
export function fact(name: string, value: string, width = 10): Row {
  return {
    line: [span(`${safeText(name).padEnd(width)} `, 'dim'), span(safeText(value))],
    hang: width + 1,
    wrap: 'words',
    copies: { path: name, value: () => value },
  };
}

export function rowsOf(rows: readonly Row[]): Rows {
  return { count: rows.length, at: (index) => rows[index] ?? GAP };
}

/** Several texts one after another. */
export function joined(...parts: readonly Rows[]): Rows {
  const starts: number[] = [];
  let count = 0;
  for (const part of parts) {
    starts.push(count);
    count += part.count;
  }
  const partAt = (index: number) => {
    let part = parts.length - 1;
    while (part > 0 && starts[part]! > index) part -= 1;
    return [parts[part] ?? rowsOf([]), index - (starts[part] ?? 0)] as const;
  };
  return {
    count,
    at(index) {
      const [part, inside] = partAt(index);
      return part.at(inside);
    },
    textAt: (index) => searchedText(...partAt(index)),
  };
}

/** The same text, each row further to the right. */
export function indented(rows: Rows, cells: number): Rows {
  return {
    count: rows.count,
    at(index) {
      const row = rows.at(index);
      return { ...row, line: [span(' '.repeat(cells)), ...row.line], hang: row.hang + cells };
    },
    textAt: (index) => searchedText(rows, index),
  };
}

const broken = new WeakMap<Row, { readonly cells: number; readonly lines: readonly Line[] }>();

/** The lines that a row takes on a screen; at least one. Remembered: a movement asks for the same few again and again. */
export function linesOf(row: Row, cells: number): readonly Line[] {
  const known = broken.get(row);
  if (known?.cells === cells) return known.lines;
  const lines = wrapLine(row.line, cells, row.hang, row.wrap);
  broken.set(row, { cells, lines });
  return lines;
}

const MOST_REMEMBERED = 400;

/** The same rows, of which the last few hundred that were made are kept. */
export function remembering(rows: Rows): Rows {
  const made = new Map<number, Row>();
  return {
    count: rows.count,
    at(index) {
      const known = made.get(index);
      if (known !== undefined) return known;
      const row = rows.at(index);
      made.set(index, row);
      if (made.size > MOST_REMEMBERED) made.delete(made.keys().next().value!);
      return row;
    },
    textAt: (index) => searchedText(rows, index),
  };
}

/** Of a longer text, this many rows are searched at a time. */
export const MOST_SEARCHED = 100_000;

/**
 * Index of the next row that contains the text, from `from` on in one direction and around the end; undefined where there
 * is none. Of very long texts only so many rows are looked at.
 */
export function rowWith(rows: Rows, text: string, from: number, step: 1 | -1): number | undefined {
  const wanted = text.toLowerCase();
  const { count } = rows;
  for (let seen = 0, index = from; seen < Math.min(count, MOST_SEARCHED); seen += 1, index += step) {
    const at = ((index % count) + count) % count;
    if (searchedText(rows, at).toLowerCase().includes(wanted)) return at;
  }
  return undefined;
}
