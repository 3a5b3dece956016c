import { Buffer } from 'node:buffer';
import {
  colonFault,
  endFault,
  extraFault,
  keyFault,
  noValueFault,
  separatorFault,
  valueFault,
} from './json-fault-places.ts';
import type { FaultWords } from './json-fault-words.ts';
import { endOfString, readString } from './json-string.ts';

/** The first place at which a text stops being JSON (RFC 8259). */
export interface JsonFault extends FaultWords {
  /** Offset in UTF-16 units, from 0, where a parser stops: the number that most servers report. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The text before the fault with string values blanked, the mark ‹here›, and the character that does not fit. */
  readonly excerpt: string;
  readonly isAtEnd: boolean;
}

const EXCERPT_CHARACTERS = 24;

/** Between which of the tokens of JSON the reading stands. */
const VALUE = 0;
const FIRST_VALUE = 1;
const KEY = 2;
const FIRST_KEY = 3;
const COLON = 4;
const AFTER_VALUE = 5;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Where and why the text is not JSON, or undefined where it is. One pass, no recursion, no exception: time and memory
 * grow with the length alone. Of a text that is not whole only faults before its end count.
 */
export function findJsonFault(text: string, isWhole: boolean): JsonFault | undefined {
  // Numbers in a row are read several times as fast as the characters of a string.
  const codes = codesOf(text);
  const open = new OpenBrackets();
  const values = new LatestValues();
  let state = VALUE;
  let at = 0;

  const fault = (offset: number, words: FaultWords): JsonFault => ({
    ...words,
    ...placeOf(text, offset, values.list()),
  });

  for (;;) {
    at = skipWhiteSpace(codes, at);
    if (at >= codes.length) {
      if ((state === AFTER_VALUE && open.count === 0) || !isWhole) return undefined;
      const words = open.count === 0 ? noValueFault() : endFault(text[open.last]!, lineAndColumn(text, open.last));
      return fault(text.length, words);
    }
    const code = codes[at]!;
    if (state === AFTER_VALUE) {
      if (open.count === 0) return fault(at, extraFault(text, at));
      const isObject = codes[open.last] === OPEN_OBJECT;
      if (code === COMMA) state = isObject ? KEY : VALUE;
      else if (code === (isObject ? CLOSE_OBJECT : CLOSE_LIST)) open.pop();
      else return fault(at, separatorFault(text, at, text[at]!, isObject ? '{' : '['));
      at += 1;
    } else if (state === COLON) {
      if (code !== 0x3a) return fault(at, colonFault(text[at]!));
      state = VALUE;
      at += 1;
    } else if (code === QUOTE) {
      const isKey = state === KEY || state === FIRST_KEY;
      let end = endOfString(codes, at);
      if (end < 0) {
        const string = readString(text, -end - 1);
        end = string.end;
        if (!string.isComplete) {
          if (end >= text.length && !isWhole) return undefined;
          if (!isKey) values.add(at, end);
          return fault(end, string.words);
        }
      }
      if (!isKey) values.add(at, end);
      state = isKey ? COLON : AFTER_VALUE;
      at = end;
    } else if (state === KEY || state === FIRST_KEY) {
      if (code !== CLOSE_OBJECT || state === KEY) return fault(at, keyFault(text, at, text[at]!, state === KEY));
      open.pop();
      state = AFTER_VALUE;
      at += 1;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      open.push(at);
      state = code === OPEN_OBJECT ? FIRST_KEY : FIRST_VALUE;
      at += 1;
    } else if (code === CLOSE_LIST && state === FIRST_VALUE) {
      open.pop();
      state = AFTER_VALUE;
      at += 1;
    } else {
      const end = scalarEnd(codes, at);
      if (end >= text.length && !isWhole) return undefined;
      if (!isPlainNumber(codes, at, end)) {
        const word = text.slice(at, Math.min(end, at + LONGEST_SCALAR));
        const around = open.count === 0 ? undefined : text[open.last];
        if (!isScalar(word, end - at)) return fault(at, valueFault(text, at, word, around));
      }
      state = AFTER_VALUE;
      at = end;
    }
  }
}

/** Offsets of the brackets that are open: numbers alone, because a hostile text is nothing but brackets. */
class OpenBrackets {
  #offsets = new Int32Array(64);
  count = 0;

  get last(): number {
    return this.#offsets[this.count - 1]!;
  }

  push(offset: number): void {
    if (this.count === this.#offsets.length) {
      const wider = new Int32Array(4 * this.count);
      wider.set(this.#offsets);
      this.#offsets = wider;
    }
    this.#offsets[this.count] = offset;
    this.count += 1;
  }

  pop(): void {
    this.count -= 1;
  }
}

/** Where string values stood near the end of what was read, for the excerpt. */
class LatestValues {
  readonly #starts = new Int32Array(EXCERPT_CHARACTERS);
  readonly #ends = new Int32Array(EXCERPT_CHARACTERS);
  #count = 0;

  add(start: number, end: number): void {
    const slot = this.#count % EXCERPT_CHARACTERS;
    this.#starts[slot] = start;
    this.#ends[slot] = end;
    this.#count += 1;
  }

  /** In the order of the text. */
  list(): readonly (readonly [start: number, end: number])[] {
    const length = Math.min(this.#count, EXCERPT_CHARACTERS);
    return Array.from({ length }, (_, index) => {
      const slot = (this.#count - length + index) % EXCERPT_CHARACTERS;
      return [this.#starts[slot]!, this.#ends[slot]!] as const;
    });
  }
}

function codesOf(text: string): Uint16Array {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint16Array(bytes.buffer, bytes.byteOffset, text.length);
}

function skipWhiteSpace(codes: Uint16Array, from: number): number {
  let at = from;
  while (at < codes.length) {
    const code = codes[at]!;
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
    at += 1;
  }
  return at;
}

/** A number, literal or word ends at white space, a bracket, a comma, a colon, a quote, a slash or a semicolon. */
const ENDS_SCALAR = new Uint8Array(128);
for (const character of ' \t\r\n\f\v{}[],:"\'/;') ENDS_SCALAR[character.charCodeAt(0)] = 1;

function scalarEnd(codes: Uint16Array, start: number): number {
  let at = start;
  while (at < codes.length && ENDS_SCALAR[codes[at]!] !== 1) at += 1;
  return at === start ? start + 1 : at;
}

/** Digits that do not begin with 0, perhaps with a point between them: most numbers, without making a text of them. */
function isPlainNumber(codes: Uint16Array, start: number, end: number): boolean {
  if (end - start > LONGEST_SCALAR) return false;
  let point = -1;
  for (let at = start; at < end; at += 1) {
    const code = codes[at]!;
    if (code === 0x2e && point < 0 && at > start && at < end - 1) point = at;
    else if (code < 0x30 || code > 0x39 || (code === 0x30 && at === start)) return false;
  }
  return true;
}

const LONGEST_SCALAR = 64;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function isScalar(word: string, length: number): boolean {
  // A longer number is cut here; nobody writes one, and its digits up to here have to do.
  if (length > word.length) return /^-?\d+\.?\d*$/.test(word);
  return word === 'true' || word === 'false' || word === 'null' || NUMBER.test(word);
}

/** `line 3, column 14` */
export function lineAndColumn(text: string, offset: number): string {
  const { line, column } = position(text, offset);
  return `line ${line}, column ${column}`;
}

function position(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; ) {
    line += 1;
    lineStart = at + 1;
    // A search that ends at once costs more than a look.
    at = text.charCodeAt(lineStart) === 0x0a ? lineStart : text.indexOf('\n', lineStart);
  }
  return { line, column: offset - lineStart + 1 };
}

function placeOf(text: string, offset: number, values: readonly (readonly [number, number])[]) {
  const from = Math.max(0, offset - EXCERPT_CHARACTERS);
  let before = '';
  let at = from;
  for (const [start, end] of values) {
    if (end <= from) continue;
    before += `${text.slice(at, Math.max(at, start))}"…"`;
    at = Math.min(offset, end);
  }
  before += text.slice(at, offset);
  const isAtEnd = offset >= text.length;
  const excerpt = `${from > 0 ? '…' : ''}${before}‹here›${isAtEnd ? '' : text[offset]}`;
  return { offset, ...position(text, offset), excerpt, isAtEnd };
}
