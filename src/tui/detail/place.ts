import { distanceOf, type Movement } from '../keys.ts';
import { linesOf, type Rows } from './rows.ts';

/** Where somebody is in a text. */
export interface Place {
  /** Index of the row that keys act on. */
  readonly cursor: number;
  /** Index of the first row in sight. */
  readonly top: number;
  /** How many of its lines are above the screen. */
  readonly skipped: number;
}

export const BEGINNING: Place = { cursor: 0, top: 0, skipped: 0 };

/** The part of a text that is in sight. */
export interface Screen {
  readonly cells: number;
  readonly height: number;
}

type Top = Pick<Place, 'top' | 'skipped'>;

/** A row that is taller than the screen is read line by line; otherwise the cursor goes to the next row. */
export function moved(rows: Rows, place: Place, movement: Movement, screen: Screen): Place {
  const last = Math.max(0, rows.count - 1);
  switch (movement) {
    case 'beginning':
      return BEGINNING;
    case 'end':
      return { cursor: last, ...lowestTop(rows, screen) };
    case 'down':
      if (hiddenBelow(rows, place, screen) > 0) return { ...place, ...forward(rows, place, 1, screen.cells) };
      return placedAt(rows, place, Math.min(place.cursor + 1, last), screen);
    case 'up':
      if (place.cursor === place.top && place.skipped > 0) return { ...place, skipped: place.skipped - 1 };
      return placedAt(rows, place, Math.max(place.cursor - 1, 0), screen);
    default:
      return paged(rows, place, distanceOf(movement, screen.height), screen);
  }
}

function paged(rows: Rows, place: Place, distance: number, screen: Screen): Place {
  const { cells } = screen;
  const lowest = lowestTop(rows, screen);
  const wanted = distance > 0 ? forward(rows, place, distance, cells) : backward(rows, place, -distance, cells);
  const top = isBelow(wanted, lowest) ? lowest : wanted;
  // At the end there is nothing to scroll; then the cursor goes the rest of the way.
  if (top.top === place.top && top.skipped === place.skipped) {
    return { ...place, cursor: distance > 0 ? Math.max(0, rows.count - 1) : 0 };
  }
  const walked = forward(rows, top, linesBetween(rows, place, cells), cells).top;
  return placedAt(rows, top, walked, screen);
}

/** The cursor on this row and the row in sight; what is in sight moves only as far as it must. */
export function placedAt(rows: Rows, place: Top, cursor: number, screen: Screen): Place {
  if (cursor < place.top) return { cursor, top: cursor, skipped: 0 };
  const at = { ...place, cursor };
  if (cursor === place.top) {
    const isShown = place.skipped === 0 || heightAt(rows, cursor, screen.cells) > screen.height;
    return isShown ? at : { cursor, top: cursor, skipped: 0 };
  }
  if (hiddenBelow(rows, at, screen) <= 0) return at;
  const above = backward(rows, { top: cursor + 1, skipped: 0 }, screen.height, screen.cells);
  return isBelow(above, { top: cursor, skipped: 0 }) ? { cursor, top: cursor, skipped: 0 } : { cursor, ...above };
}

/** The cursor on a row that somebody jumped to, a third of the screen above it. */
export function jumpedTo(rows: Rows, place: Place, cursor: number, screen: Screen): Place {
  const inSight = placedAt(rows, place, cursor, screen);
  if (inSight.top === place.top && inSight.skipped === place.skipped) return inSight;
  const top = backward(rows, { top: cursor, skipped: 0 }, Math.floor(screen.height / 3), screen.cells);
  const lowest = lowestTop(rows, screen);
  return placedAt(rows, isBelow(top, lowest) ? lowest : top, cursor, screen);
}

/** The same place after the text or the screen changed. */
export function inBounds(rows: Rows, place: Place, screen: Screen): Place {
  const last = Math.max(0, rows.count - 1);
  const lowest = lowestTop(rows, screen);
  const top = place.top > last || isBelow(place, lowest) ? lowest : place;
  const skipped = Math.min(top.skipped, Math.max(0, heightAt(rows, top.top, screen.cells) - 1));
  return placedAt(rows, { top: top.top, skipped }, Math.min(place.cursor, last), screen);
}

/** The last place at which the screen is full. */
function lowestTop(rows: Rows, { cells, height }: Screen): Top {
  return backward(rows, { top: rows.count, skipped: 0 }, height, cells);
}

function forward(rows: Rows, { top, skipped }: Top, lines: number, cells: number): Top {
  let row = top;
  let line = skipped + lines;
  while (row < rows.count - 1) {
    const height = heightAt(rows, row, cells);
    if (line < height) break;
    line -= height;
    row += 1;
  }
  return { top: row, skipped: Math.min(line, Math.max(0, heightAt(rows, row, cells) - 1)) };
}

function backward(rows: Rows, { top, skipped }: Top, lines: number, cells: number): Top {
  let row = top;
  let line = skipped - lines;
  while (line < 0 && row > 0) {
    row -= 1;
    line += heightAt(rows, row, cells);
  }
  return { top: row, skipped: Math.max(0, line) };
}

/** Lines from the first one in sight to the cursor's first. */
function linesBetween(rows: Rows, { top, skipped, cursor }: Place, cells: number): number {
  let lines = -skipped;
  for (let row = top; row < cursor; row += 1) lines += heightAt(rows, row, cells);
  return Math.max(0, lines);
}

/** How many lines of the cursor's row are below the screen. */
function hiddenBelow(rows: Rows, place: Place, { cells, height }: Screen): number {
  let lines = -place.skipped;
  for (let row = place.top; row <= place.cursor; row += 1) {
    lines += heightAt(rows, row, cells);
    // The cursor may be far away.
    if (lines > height && row < place.cursor) return heightAt(rows, place.cursor, cells);
  }
  return lines - height;
}

function heightAt(rows: Rows, index: number, cells: number): number {
  return index < rows.count ? linesOf(rows.at(index), cells).length : 0;
}

function isBelow(one: Top, other: Top): boolean {
  return one.top > other.top || (one.top === other.top && one.skipped > other.skipped);
}
