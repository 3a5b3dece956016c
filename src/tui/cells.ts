import stringWidth from 'string-width';
import { printable } from '../exchange/printable.ts';

/** Text is measured in terminal cells: one for most characters, two for wide ones, none for combining marks. */

const PLAIN_ASCII = /^[\x20-\x7e]*$/;
/**
 * Characters of one cell each that need not be measured: Latin, and the signs, arrows and lines that stand in every frame.
 * The first text that is measured costs as much as a whole frame.
 */
const NARROW = /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25fc\u2713\u2717]*$/;

/** They only choose between two pictures of the same character, and terminals disagree about the width that follows. */
const VARIATION_SELECTORS = /[\ufe00-\ufe0f]/g;

/**
 * What attaches itself to the character before it, or is not seen at all. Terminals count these differently
 * (a skin tone is two cells or none), and one cell of doubt shifts everything to its right.
 */
const UNMEASURABLE = /\p{Default_Ignorable_Code_Point}|\p{Emoji_Modifier}|\u20e3/gu;

/** Marks piled on one character beyond any language's need grow over the lines above and below. */
const PILED_MARKS = /(\p{Mark}{3})\p{Mark}+/gu;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text on one line, without anything that could reach the terminal as a command or has no certain width. */
export function safeText(text: string): string {
  if (PLAIN_ASCII.test(text)) return text;
  return printable(text)
    .replace(VARIATION_SELECTORS, '')
    .replace(UNMEASURABLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
    .replace(PILED_MARKS, '$1');
}

const knownWidths = new Map<string, number>();
const MAX_KNOWN_WIDTHS = 10_000;
const MAX_KNOWN_LENGTH = 200;

/** Measuring takes microseconds a character; the same few texts stand in every frame, the same few characters in a body. */
export function cellsOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  if (text.length > MAX_KNOWN_LENGTH) return stringWidth(text);
  let cells = knownWidths.get(text);
  if (cells === undefined) {
    cells = stringWidth(text);
    if (knownWidths.size >= MAX_KNOWN_WIDTHS) knownWidths.clear();
    knownWidths.set(text, cells);
  }
  return cells;
}

/** The index up to which the text fits into so many cells. Never splits a character. */
export function indexAtCells(text: string, cells: number): number {
  if (NARROW.test(text)) return Math.max(0, Math.min(text.length, cells));
  let used = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    used += cellsOf(segment);
    if (used > cells) return index;
  }
  return text.length;
}

/** The beginning of the text, with `…` in the last cell where something was left out. */
export function cut(text: string, cells: number): string {
  if (cells <= 0) return '';
  if (cellsOf(text) <= cells) return text;
  return `${text.slice(0, indexAtCells(text, cells - 1)).trimEnd()}…`;
}

/** The end of the text, with `…` in the first cell where something was left out. */
export function cutStart(text: string, cells: number): string {
  if (cells <= 0) return '';
  if (cellsOf(text) <= cells) return text;
  const characters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let used = 1;
  let first = characters.length;
  while (first > 0 && used + cellsOf(characters[first - 1]!) <= cells) {
    first -= 1;
    used += cellsOf(characters[first]!);
  }
  return `…${characters.slice(first).join('')}`;
}

/** The text in exactly so many cells. */
export function fitted(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
  const shown = cut(text, cells);
  const padding = ' '.repeat(Math.max(0, cells - cellsOf(shown)));
  return align === 'left' ? shown + padding : padding + shown;
}
