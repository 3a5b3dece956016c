import type { Pattern } from '../filter.ts';
import { IDENTIFIER_LENGTH, isIdentifier } from '../identifier.ts';
import { folded } from '../pattern.ts';

/**
 * The index knows, for each block of exchanges that follow each other, which tokens occur anywhere in it. A token is
 * either a fact (`status` is 503), written as a hash behind a hyphen, or three characters that stand side by side in a word
 * (for identifiers, their beginning).
 * Blocks that may hold a match are found by it; the exchanges in them are then looked at themselves.
 */
export type BlockQuery = string;

/** In every block whose text was too much for the index. */
export const FULL_TOKEN = '-full';

/** A fact of an exchange: the field's name and the value. */
export function factToken(field: string, value: string | number): string {
  return `-${hashOf(`${field}:${folded(String(value))}`).toString(36)}`;
}

/** FNV-1a. A collision costs a look at a block in vain. */
function hashOf(text: string): number {
  let hash = HASH_SEED;
  for (let i = 0; i < text.length; i += 1) hash = hashStep(hash, text.charCodeAt(i));
  return hash >>> 0;
}

export const HASH_SEED = 0x811c9dc5;

export function hashStep(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** Two steps for each doubling. */
const STEPS = 2;
const LEAST_MAGNITUDE = -20;
const MOST_MAGNITUDE = 90;

function magnitudeOf(value: number): number {
  if (value <= 0) return LEAST_MAGNITUDE;
  return Math.max(LEAST_MAGNITUDE, Math.min(MOST_MAGNITUDE, Math.floor(Math.log2(value) * STEPS)));
}

/** About how large the number is. */
export function magnitudeToken(field: string, value: number): string {
  return factToken(field, `~${magnitudeOf(value)}`);
}

export function magnitudeQuery(field: string, from: number | null, to: number | null): BlockQuery {
  const first = from === null ? LEAST_MAGNITUDE : magnitudeOf(from);
  const last = to === null ? MOST_MAGNITUDE : magnitudeOf(to);
  return anyOf(Array.from({ length: last - first + 1 }, (_, i) => quoted(factToken(field, `~${first + i}`))));
}

/** Bits of a time in milliseconds that one step covers: 50 days, 19 hours, 17 minutes. */
const TIME_STEPS = [32, 26, 20] as const;
const MOST_TIMES = 200;

export function timeTokens(field: string, at: number): string[] {
  return TIME_STEPS.map((bits) => timeToken(field, bits, at));
}

function timeToken(field: string, bits: number, at: number): string {
  return factToken(field, `${bits}~${Math.floor(at / 2 ** bits)}`);
}

/**
 * Short steps at the beginning, longer ones as soon as they fit: exact where it matters, and few. Null where that is too
 * much. `latest` takes the place of an open end.
 */
export function timeQuery(field: string, from: number | null, to: number | null, latest: number): BlockQuery | null {
  if (from === null) return null;
  const shortest = 2 ** TIME_STEPS[2];
  const end = to ?? Math.max(from, latest) + 1;
  const tokens: string[] = [];
  for (let at = Math.floor(from / shortest) * shortest; at < end; ) {
    const bits = TIME_STEPS.find((some) => at % 2 ** some === 0 && at + 2 ** some <= end) ?? TIME_STEPS[2];
    tokens.push(quoted(timeToken(field, bits, at)));
    if (tokens.length > MOST_TIMES) return null;
    at += 2 ** bits;
  }
  return tokens.length === 0 ? null : anyOf(tokens);
}

const WORD = /[\p{L}\p{N}]+/gu;

/** The words of a text, folded: letters and digits that stand side by side. */
export function wordsOf(text: string): readonly string[] {
  return folded(text).match(WORD) ?? [];
}

/**
 * Different ones of these: so few that each stands in many blocks, for SQLite a new one costs more than a further block; and so
 * many that two of them together tell an identifier from all others.
 */
export const BEGINNINGS = 2 ** 15;
/** Of an identifier the index knows, beside the first three characters, the first four and the first eight. */
export const BEGINNING_LENGTHS = [4, IDENTIFIER_LENGTH] as const;

/** Three digits of five bits, behind what no other token begins with. */
const DIGITS = Buffer.from('0123456789abcdefghijklmnopqrstuv');
export const BEGINNING_BYTES = 5;

/** Returns where it ends. */
export function writeBeginning(number: number, bytes: Uint8Array, at: number): number {
  bytes[at] = 0x2d;
  bytes[at + 1] = 0x62;
  bytes[at + 2] = DIGITS[number >> 10]!;
  bytes[at + 3] = DIGITS[(number >> 5) & 31]!;
  bytes[at + 4] = DIGITS[number & 31]!;
  return at + BEGINNING_BYTES;
}

function beginningToken(number: number): string {
  const bytes = Buffer.alloc(BEGINNING_BYTES);
  writeBeginning(number, bytes, 0);
  return bytes.toString('latin1');
}

/** The beginnings that an identifier has which begins with the word, which is at least three characters long. */
function beginningQuery(word: string): BlockQuery {
  const hashes = BEGINNING_LENGTHS.filter((length) => length <= word.length).map(
    (length) => hashOf(word.slice(0, length)) % BEGINNINGS,
  );
  return allOf([word.slice(0, 3), ...hashes.map(beginningToken)].map(quoted));
}

/**
 * Blocks in whose texts the pieces may stand; null where they are too short to tell. `texts`: `row` for those of a row of the
 * log, in which identifiers are found by every part of them, `all` for headers and bodies too.
 */
export function textQuery(pattern: Pattern, texts: 'row' | 'all'): BlockQuery | null {
  const words = pattern.flatMap((part) => wordsOf(part));
  const queries = [...new Set(words)].map((word) => wordQuery(word, texts)).filter((query) => query !== null);
  return queries.length === 0 ? null : anyOf([allOf(queries.slice(0, MOST_WORDS)), quoted(FULL_TOKEN)]);
}

/** Words that are asked for at most, and tokens of each: so many are as good as all. */
const MOST_WORDS = 12;
const MOST_GRAMS = 16;

/** Before what stands in a text of a row: few blocks have a word there that many have somewhere. */
export const ROW_MARK = '_';

function wordQuery(word: string, texts: 'row' | 'all'): BlockQuery | null {
  const mark = texts === 'row' ? ROW_MARK : '';
  if (word.length < 3) return word.length === 2 || word.charCodeAt(0) > 0x7f ? `${quoted(mark + word)} *` : null;
  if (texts === 'all' && isIdentifier(word)) return beginningQuery(word);
  const grams: string[] = [];
  for (let i = 0; i + 3 <= word.length; i += 1) grams.push(quoted(mark + word.slice(i, i + 3)));
  // Evenly from the whole: what is near to each other tells the same.
  const step = Math.max(1, grams.length / MOST_GRAMS);
  const picked = Array.from({ length: Math.min(grams.length, MOST_GRAMS) }, (_, i) => grams[Math.floor(i * step)]!);
  const inside = allOf([...new Set(picked)]);
  // It may be the beginning of an identifier.
  return texts === 'row' || word.length === 3 ? inside : anyOf([inside, beginningQuery(word)]);
}

export function factQuery(field: string, values: readonly (string | number)[]): BlockQuery {
  return anyOf(values.map((value) => quoted(factToken(field, value))));
}

export function allOf(queries: readonly BlockQuery[]): BlockQuery {
  return queries.length === 1 ? queries[0]! : `(${queries.join(' AND ')})`;
}

export function anyOf(queries: readonly BlockQuery[]): BlockQuery {
  return queries.length === 1 ? queries[0]! : `(${queries.join(' OR ')})`;
}

/** Tokens are letters, digits, underscores and hyphens: nothing that would need escaping. */
function quoted(token: string): string {
  return `"${token}"`;
}
