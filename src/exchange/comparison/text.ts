import { printable } from '../printable.ts';
import type { ChangedLine, Hunk, TextChange } from './change.ts';
import { sameRuns } from './sequence.ts';
import { shown, shownPair } from './shown.ts';

const CONTEXT_LINES = 3;
const MOST_HUNKS = 40;
const MOST_LINES = 400;
const LONGEST_LINE = 160;

interface Edit {
  /** Lines `[beforeStart, beforeEnd)` are replaced by `[afterStart, afterEnd)`. */
  readonly beforeStart: number;
  readonly beforeEnd: number;
  readonly afterStart: number;
  readonly afterEnd: number;
}

/** Line by line; undefined where the lines are the same. The end of a line does not count. */
export function compareText(before: string, after: string): TextChange | undefined {
  const beforeLines = linesOf(before);
  const afterLines = linesOf(after);
  const edits = editsOf(beforeLines, afterLines);
  if (edits.length === 0) return undefined;
  const groups = grouped(edits);
  const hunks: Hunk[] = [];
  let lines = 0;
  for (const group of groups.slice(0, MOST_HUNKS)) {
    if (lines >= MOST_LINES) break;
    const hunk = hunkOf(group, beforeLines, afterLines, MOST_LINES - lines);
    lines += hunk.lines.length;
    hunks.push(hunk);
  }
  return {
    hunks,
    addedLines: edits.reduce((sum, edit) => sum + edit.afterEnd - edit.afterStart, 0),
    removedLines: edits.reduce((sum, edit) => sum + edit.beforeEnd - edit.beforeStart, 0),
    leftOut: groups.length - hunks.length,
  };
}

function linesOf(text: string): readonly string[] {
  return text.split(text.includes('\r') ? /\r?\n/ : '\n');
}

/** Equal lines get equal numbers. */
function numbered(lines: readonly string[], numbers: Map<string, number>): Int32Array {
  const result = new Int32Array(lines.length);
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i]!;
    let number = numbers.get(line);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(line, number);
    }
    result[i] = number;
  }
  return result;
}

function editsOf(before: readonly string[], after: readonly string[]): readonly Edit[] {
  // What is the same at both ends is most of a large body, and comparing is cheaper than numbering.
  const limit = Math.min(before.length, after.length);
  let first = 0;
  while (first < limit && before[first] === after[first]) first += 1;
  let rest = 0;
  while (rest < limit - first && before.at(-1 - rest) === after.at(-1 - rest)) rest += 1;
  const numbers = new Map<string, number>();
  const earlier = numbered(before.slice(first, before.length - rest), numbers);
  const later = numbered(after.slice(first, after.length - rest), numbers);
  const edits: Edit[] = [];
  let a = 0;
  let b = 0;
  const end = { beforeStart: earlier.length, afterStart: later.length, length: 0 };
  for (const run of [...sameRuns(earlier, later), end]) {
    if (run.beforeStart > a || run.afterStart > b) {
      edits.push({
        beforeStart: first + a,
        beforeEnd: first + run.beforeStart,
        afterStart: first + b,
        afterEnd: first + run.afterStart,
      });
    }
    a = run.beforeStart + run.length;
    b = run.afterStart + run.length;
  }
  return edits;
}

/** Edits whose surroundings touch are shown together. */
function grouped(edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const groups: Edit[][] = [];
  for (const edit of edits) {
    const last = groups.at(-1);
    const isNear = last !== undefined && edit.beforeStart - last.at(-1)!.beforeEnd <= 2 * CONTEXT_LINES;
    if (isNear) last.push(edit);
    else groups.push([edit]);
  }
  return groups;
}

function hunkOf(edits: readonly Edit[], before: readonly string[], after: readonly string[], mostLines: number): Hunk {
  const first = edits[0]!;
  const start = Math.max(0, first.beforeStart - CONTEXT_LINES);
  const lines: ChangedLine[] = [];
  let at = start;
  for (const edit of edits) {
    lines.push(...before.slice(at, edit.beforeStart).map(same));
    lines.push(
      ...replaced(before.slice(edit.beforeStart, edit.beforeEnd), after.slice(edit.afterStart, edit.afterEnd)),
    );
    at = edit.beforeEnd;
    if (lines.length >= mostLines) break;
  }
  lines.push(...before.slice(at, at + CONTEXT_LINES).map(same));
  return {
    beforeLine: start + 1,
    afterLine: first.afterStart - (first.beforeStart - start) + 1,
    lines: lines.slice(0, mostLines),
  };
}

function same(text: string): ChangedLine {
  return { how: 'same', text: line(text) };
}

/** A long line that replaces another is shown where the two differ. */
function replaced(before: readonly string[], after: readonly string[]): readonly ChangedLine[] {
  const pairs = before.map((text, index): readonly [string, string | undefined] => {
    const other = after[index];
    return other === undefined ? [line(text), undefined] : pair(text, other);
  });
  return [
    ...pairs.map(([text]): ChangedLine => ({ how: 'removed', text })),
    ...after.map((text, index): ChangedLine => ({ how: 'added', text: pairs[index]?.[1] ?? line(text) })),
  ];
}

function pair(before: string, after: string): readonly [string, string] {
  return before.length > LONGEST_LINE || after.length > LONGEST_LINE
    ? shownPair(before, after)
    : [line(before), line(after)];
}

/** Tabs stay: they are the layout. */
function line(text: string): string {
  return text.length > LONGEST_LINE ? shown(text) : text.split('\t').map(printable).join('\t');
}
