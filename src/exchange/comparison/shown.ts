import { printable } from '../printable.ts';

const LONGEST = 160;

/** On one line, cut where it is long. */
export function shown(text: string): string {
  // More than is shown, because escapes make it longer; not all of it, because it may be megabytes.
  const line = printable(text.slice(0, LONGEST * 2));
  return line.length > LONGEST || text.length > LONGEST * 2 ? `${line.slice(0, LONGEST)}…` : line;
}

/** Two long texts that begin alike are shown from a little before the place where they differ. */
export function shownPair(before: string, after: string): readonly [string, string] {
  if (before.length <= LONGEST && after.length <= LONGEST) return [shown(before), shown(after)];
  const limit = Math.min(before.length, after.length);
  let same = 0;
  while (same < limit && before.charCodeAt(same) === after.charCodeAt(same)) same += 1;
  const from = same - 30;
  if (from <= 0) return [shown(before), shown(after)];
  return [`…${shown(before.slice(from, from + LONGEST * 3))}`, `…${shown(after.slice(from, from + LONGEST * 3))}`];
}
