import { cellsOf, cutStart, indexAtCells } from './cells.ts';

/** A line being typed. */
export interface EditedLine {
  readonly text: string;
  /** Index into `text` before which the next character is put. */
  readonly caret: number;
}

export const EMPTY_LINE: EditedLine = { text: '', caret: 0 };

/** Longer than any filter; a paste may be longer. */
const MAX_LENGTH = 500;

export type LineEdit =
  | 'caret-left'
  | 'caret-right'
  | 'caret-start'
  | 'caret-end'
  | 'delete-before'
  | 'delete-after'
  | 'delete-word'
  | 'delete-line';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first line of what was typed or pasted, put in at the caret. Control characters are dropped. */
export function inserted({ text, caret }: EditedLine, typed: string): EditedLine {
  const clean = (typed.split(/[\r\n]/).find((line) => line !== '') ?? '')
    .replace(/\p{Control}/gu, ' ')
    .slice(0, Math.max(0, MAX_LENGTH - text.length))
    .toWellFormed();
  return { text: text.slice(0, caret) + clean + text.slice(caret), caret: caret + clean.length };
}

export function edited({ text, caret }: EditedLine, edit: LineEdit): EditedLine {
  const before = text.slice(0, caret);
  const after = text.slice(caret);
  switch (edit) {
    case 'caret-left':
      return { text, caret: beforeLastGrapheme(before) };
    case 'caret-right':
      return { text, caret: caret + firstGrapheme(after) };
    case 'caret-start':
      return { text, caret: 0 };
    case 'caret-end':
      return { text, caret: text.length };
    case 'delete-before': {
      const kept = before.slice(0, beforeLastGrapheme(before));
      return { text: kept + after, caret: kept.length };
    }
    case 'delete-after':
      return { text: before + after.slice(firstGrapheme(after)), caret };
    case 'delete-word': {
      const kept = before.replace(/\S*\s*$/, '');
      return { text: kept + after, caret: kept.length };
    }
    case 'delete-line':
      return { text: after, caret: 0 };
  }
}

/** The part of the line around the caret that fits into so many cells, and the cell of the caret in it. */
export function visiblePart({ text, caret }: EditedLine, cells: number): { text: string; caretCell: number } {
  // One cell is for the caret itself, which may stand behind the last character.
  const before = cutStart(text.slice(0, caret), cells - 1);
  const rest = text.slice(caret);
  const room = cells - cellsOf(before);
  return { text: before + rest.slice(0, indexAtCells(rest, room)), caretCell: cellsOf(before) };
}

function beforeLastGrapheme(text: string): number {
  return Array.from(graphemes.segment(text)).at(-1)?.index ?? 0;
}

function firstGrapheme(text: string): number {
  return graphemes.segment(text)[Symbol.iterator]().next().value?.segment.length ?? 0;
}
