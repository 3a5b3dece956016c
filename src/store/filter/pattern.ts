import type { Pattern } from './filter.ts';
import { isIdentifier } from './identifier.ts';

/**
 * Text for comparison without regard to case. Letter by letter: part of a folded text is the folded part, which
 * the two forms of the Greek sigma would break.
 */
export function folded(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}

export function foldedPattern(pattern: Pattern): Pattern {
  return pattern.map(folded);
}

/** Whether the pieces stand in the text one after the other. Text and pattern are folded. */
export function standsIn(text: string, pattern: Pattern): boolean {
  let at = 0;
  for (const part of pattern) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

/** Whether the pattern is the whole text: the first piece its beginning, the last its end. Both are folded. */
export function isWhole(text: string, pattern: Pattern): boolean {
  const first = pattern[0] ?? '';
  if (pattern.length < 2) return text === first;
  const last = pattern.at(-1)!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  return standsIn(text.slice(first.length, text.length - last.length), pattern.slice(1, -1));
}

const WORD_CHARACTER = /^[\p{L}\p{N}]/u;
/** Longer words are identifiers, or as little worth to look into. */
const LONGEST_WORD = 4096;

/**
 * Whether the pieces stand in the text one after the other, with one restriction: in a word that is an identifier a piece must
 * stand at the beginning. `req_8f3a` is found in `req_8f3a9c0d77e1`, and so is `8f3a9c`, but `0d77` is not: the index knows no
 * more of such words. Text and pattern are folded.
 */
export function standsInWords(text: string, pattern: Pattern): boolean {
  let at = 0;
  for (const part of pattern) {
    const found = placeOf(text, part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

function placeOf(text: string, part: string, from: number): number {
  const startsInWord = WORD_CHARACTER.test(part.slice(0, 2));
  for (let at = from; ; ) {
    const found = text.indexOf(part, at);
    if (found <= 0 || !startsInWord || !isWordBefore(text, found)) return found;
    const [start, end] = wordAround(text, found);
    if (end - start < LONGEST_WORD && !isIdentifier(text.slice(start, end))) return found;
    at = end;
  }
}

function wordAround(text: string, at: number): readonly [start: number, end: number] {
  let start = at;
  let end = at;
  while (at - start < LONGEST_WORD && isWordBefore(text, start)) start -= unitsBefore(text, start);
  while (end - at < LONGEST_WORD && WORD_CHARACTER.test(text.slice(end, end + 2))) end += unitsAt(text, end);
  return [start, Math.max(end, at + 1)];
}

function isWordBefore(text: string, at: number): boolean {
  if (at <= 0) return false;
  const units = unitsBefore(text, at);
  return WORD_CHARACTER.test(text.slice(at - units, at));
}

/** Characters beyond the basic plane have two units. */
function unitsBefore(text: string, at: number): 1 | 2 {
  return at > 1 && /^[\udc00-\udfff]$/.test(text[at - 1]!) ? 2 : 1;
}

function unitsAt(text: string, at: number): 1 | 2 {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(["\\/]))/g;

/** The text with the escapes of JSON undone that hide what people look for: `caf\u00e9`, `https:\/\/`, `\"id\"`. */
export function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, hex: string | undefined, character: string | undefined) =>
    hex === undefined ? character! : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

export function hasEscapes(text: string): boolean {
  return text.includes('\\');
}
