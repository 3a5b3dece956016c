import { cellsOf, cut, safeText } from '../tui/cells.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Longer cells are cut: a line of a table is to be seen as a line. */
const LONGEST_CELL = 80;

/** Lines with aligned columns, made safe for a terminal; the last column is not filled up. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => row.map(cellText));
  const widths = columns.map((_, place) => cells.reduce((most, row) => Math.max(most, cellsOf(row[place] ?? '')), 0));
  return cells.map((row) =>
    row
      .map((cell, place) => {
        const fill = ' '.repeat(Math.max(0, (widths[place] ?? 0) - cellsOf(cell)));
        return columns[place]?.align === 'right' ? fill + cell : cell + fill;
      })
      .join('  ')
      .trimEnd(),
  );
}

function cellText(text: string): string {
  // Much longer than what is shown: to escape a megabyte for a line would be a waste.
  const beginning = text.length <= 4 * LONGEST_CELL ? text : text.slice(0, 4 * LONGEST_CELL);
  return cut(safeText(beginning), LONGEST_CELL);
}
