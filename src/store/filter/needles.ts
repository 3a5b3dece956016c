import type { Pattern } from './filter.ts';
import { folded } from './pattern.ts';

/**
 * What must stand in the recorded bytes of an exchange, whatever the case of its letters, for a text in it to match: pieces that are
 * the same bytes in every form in which a text is kept plainly. None where the pattern has no such piece.
 */
export interface Needles {
  readonly needles: readonly string[];
  /** Whether bodies are looked into, or the head alone. */
  readonly isInBodies: boolean;
  /**
   * The words of the needles, where texts are looked at that are put together from the head and the row, such as `name: value`:
   * they stand there one by one.
   */
  readonly words: readonly string[] | null;
}

const MOST_NEEDLES = 6;
/** A shorter one is found everywhere. */
const SHORTEST_NEEDLE = 2;

export function needlesOf(patterns: readonly Pattern[], place: 'head' | 'bodies' | 'anywhere'): Needles {
  const parts = patterns.flat().map(folded);
  // JSON may escape quotation marks, slashes and what is not printable.
  const needles = piecesOf(parts, /[a-z0-9 !#-.:-@[\]-`{-~]+/g);
  return {
    needles,
    isInBodies: place !== 'head',
    words: place === 'anywhere' ? piecesOf(parts, /[a-z0-9]+/g) : null,
  };
}

function piecesOf(parts: readonly string[], pieces: RegExp): string[] {
  return parts
    .flatMap((part) => part.match(pieces) ?? [])
    .filter(({ length }) => length >= SHORTEST_NEEDLE)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, MOST_NEEDLES);
}

/** What the row of an exchange says about its entry. */
export interface EntryPlace {
  readonly offset: number;
  /** Whether there is a body that must be in the entry for the entry to be all there is: 1 of the request, 2 of the response, or both. */
  readonly bodies: number;
}

/**
 * False where the entry cannot match; true also where it cannot be told from the bytes as they are: bodies that are compressed,
 * in another charset, with escapes, or in another table. `further` is
 * text that is looked at too.
 */
export function mayHold(block: Buffer, { offset, bodies }: EntryPlace, wanted: Needles, further: string): boolean {
  const { needles, isInBodies, words } = wanted;
  const headEnd = block.indexOf(NEWLINE, offset);
  if (headEnd < 0) return true;
  const head = letters(block, offset, headEnd);
  if (!isInBodies) return needles.every((needle) => head.includes(needle)) || isMangled(head);
  // A quotation mark that belongs to a header is escaped.
  const responseAt = head.indexOf('},"response":{');
  const found = [...head.matchAll(/"body":(\d+)/g)].map(({ 1: length, index }) => ({ length: Number(length), index }));
  const isBeside = { request: false, response: false };
  for (const { index } of found) isBeside[responseAt < 0 || index < responseAt ? 'request' : 'response'] = true;
  if (((bodies & 1) > 0 && !isBeside.request) || ((bodies & 2) > 0 && !isBeside.response)) return true;
  const lengths = found.map(({ length }) => length);
  const end = headEnd + 1 + lengths.reduce((sum, length) => sum + length, 0);
  const entry = head + letters(block, headEnd, end);
  const row = folded(further);
  if (needles.every((needle) => entry.includes(needle) || row.includes(needle))) return true;
  if (words?.every((word) => head.includes(word) || row.includes(word))) return true;
  if (isMangled(entry) || isCoded(head)) return true;
  let start = headEnd + 1;
  for (const length of lengths) {
    if (isMarkOfUtf16(block.toString('latin1', start, start + 2))) return true;
    start += length;
  }
  return false;
}

const NEWLINE = 0x0a;

/** One character for each byte, in lower case. Not of a whole block: texts of that size stay in memory for long. */
function letters(block: Buffer, start: number, end: number): string {
  return block.toString('latin1', start, end).toLowerCase();
}

/** Letters as escapes of JSON, and the two letters beyond ASCII that are ASCII in lower case: the sign of Kelvin and İ. */
function isMangled(text: string): boolean {
  return text.includes('\\u') || text.includes('\xe2\x84\xaa') || text.includes('\xe4\xb0');
}

/** Whether the head announces bodies that are not ASCII where they hold ASCII. */
function isCoded(head: string): boolean {
  return head.includes('content-encoding') || /charset\s*=(?!\s*(?:\\")?utf-?8)/.test(head);
}

function isMarkOfUtf16(text: string): boolean {
  return text === '\xff\xfe' || text === '\xfe\xff';
}
