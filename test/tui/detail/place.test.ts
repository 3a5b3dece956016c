import { describe, expect, test } from 'vitest';
import { BEGINNING, inBounds, jumpedTo, moved, type Place } from '../../../src/tui/detail/place.ts';
import { rowsOf, wire } from '../../../src/tui/detail/rows.ts';
import type { Movement } from '../../../src/tui/keys.ts';
import { span } from '../../../src/tui/line.ts';

const SCREEN = { cells: 20, height: 5 };
/** Rows of so many lines each. */
const rows = (...heights: readonly number[]) =>
  rowsOf(heights.map((height) => wire([span('x'.repeat(20 * (height - 1) + 1))], 0)));

function placeAfter(text: ReturnType<typeof rows>, ...movements: readonly Movement[]): Place {
  return movements.reduce((place, movement) => moved(text, place, movement, SCREEN), BEGINNING);
}

describe('moving in a text', () => {
  const even = rows(...Array<number>(20).fill(1));

  test('the cursor goes first, then the text under it', () => {
    expect(placeAfter(even, 'down', 'down')).toEqual({ cursor: 2, top: 0, skipped: 0 });
    expect(placeAfter(even, ...Array<Movement>(6).fill('down'))).toEqual({ cursor: 6, top: 2, skipped: 0 });
    expect(placeAfter(even, ...Array<Movement>(6).fill('down'), 'up')).toEqual({ cursor: 5, top: 2, skipped: 0 });
    expect(placeAfter(even, 'up')).toEqual(BEGINNING);
  });

  test('pages leave a line in sight and end at the end', () => {
    expect(placeAfter(even, 'page-down')).toEqual({ cursor: 4, top: 4, skipped: 0 });
    expect(placeAfter(even, 'page-down', 'page-up')).toEqual(BEGINNING);
    expect(placeAfter(even, 'end')).toEqual({ cursor: 19, top: 15, skipped: 0 });
    expect(placeAfter(even, ...Array<Movement>(9).fill('page-down'))).toEqual({ cursor: 19, top: 15, skipped: 0 });
    expect(placeAfter(even, 'end', 'page-down', 'beginning')).toEqual(BEGINNING);
    expect(placeAfter(even, 'down', 'down', 'page-up')).toEqual(BEGINNING);
  });

  test('a text that fits does not scroll', () => {
    const short = rows(1, 1, 1);
    expect(placeAfter(short, 'end')).toEqual({ cursor: 2, top: 0, skipped: 0 });
    expect(placeAfter(short, 'page-down')).toEqual({ cursor: 2, top: 0, skipped: 0 });
  });

  test('a row that is taller than the screen is read line by line, both ways', () => {
    const tall = rows(1, 12, 1);
    const down = (times: number) => placeAfter(tall, ...Array<Movement>(times).fill('down'));
    expect(down(1)).toEqual({ cursor: 1, top: 1, skipped: 0 });
    expect(down(8)).toEqual({ cursor: 1, top: 1, skipped: 7 });
    expect(down(9)).toEqual({ cursor: 2, top: 1, skipped: 8 });
    expect(placeAfter(tall, 'end', 'up')).toEqual({ cursor: 1, top: 1, skipped: 8 });
    expect(placeAfter(tall, 'end', 'up', 'up')).toEqual({ cursor: 1, top: 1, skipped: 7 });
    expect(placeAfter(tall, 'page-down', 'page-down')).toEqual({ cursor: 1, top: 1, skipped: 7 });
  });

  test('every row can be reached, whatever the heights', () => {
    const mixed = rows(3, 7, 1, 9, 2, 5, 1);
    const seen = new Set<number>();
    let place = BEGINNING;
    for (let step = 0; step < 60; step += 1) {
      place = moved(mixed, place, 'down', SCREEN);
      seen.add(place.cursor);
    }
    expect(place).toEqual(moved(mixed, place, 'end', SCREEN));
    expect([...seen]).toEqual([1, 2, 3, 4, 5, 6]);
    for (let step = 0; step < 60; step += 1) place = moved(mixed, place, 'up', SCREEN);
    expect(place).toEqual(BEGINNING);
  });
});

test('what was jumped to stands amid what is around it, and nothing moves where it is in sight', () => {
  const even = rows(...Array<number>(20).fill(1));
  expect(jumpedTo(even, BEGINNING, 10, SCREEN)).toEqual({ cursor: 10, top: 9, skipped: 0 });
  expect(jumpedTo(even, BEGINNING, 3, SCREEN)).toEqual({ cursor: 3, top: 0, skipped: 0 });
  expect(jumpedTo(even, BEGINNING, 19, SCREEN)).toEqual({ cursor: 19, top: 15, skipped: 0 });
});

test('a text that became shorter leaves nobody beyond its end', () => {
  expect(inBounds(rows(1, 1, 1), { cursor: 50, top: 40, skipped: 3 }, SCREEN)).toEqual({
    cursor: 2,
    top: 0,
    skipped: 0,
  });
  expect(inBounds(rows(1), { cursor: 0, top: 0, skipped: 4 }, SCREEN)).toEqual(BEGINNING);
  expect(inBounds(rowsOf([]), { cursor: 3, top: 3, skipped: 0 }, SCREEN)).toEqual(BEGINNING);
});
