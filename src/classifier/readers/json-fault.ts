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
import { readString } from './json-string.ts';

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

type State = 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'after-value' | 'end';

const EXCERPT_CHARACTERS = 24;

/**
 * Where and why the text is not JSON, or undefined where it is. One pass, no recursion, no exception: time and memory
 * grow with the length alone. Of a text that is not whole only faults before its end count.
 */
export function findJsonFault(text: string, isWhole: boolean): JsonFault | undefined {
  // Offsets of the brackets that are open: numbers alone, because a hostile text is nothing but brackets.
  const open: number[] = [];
  // Where string values stood near the end of what was read, for the excerpt.
  const values: (readonly [start: number, end: number])[] = [];
  let state: State = 'value';
  let at = 0;

  const fault = (offset: number, words: FaultWords): JsonFault => ({ ...words, ...placeOf(text, offset, values) });
  const afterValue = (): State => (open.length === 0 ? 'end' : 'after-value');

  while (true) {
    at = skipWhiteSpace(text, at);
    if (at >= text.length) {
      if (state === 'end' || !isWhole) return undefined;
      const last = open.at(-1);
      const words = last === undefined ? noValueFault() : endFault(text[last]!, lineAndColumn(text, last));
      return fault(text.length, words);
    }
    const character = text[at]!;
    switch (state) {
      case 'value':
      case 'first-value': {
        if (character === '{' || character === '[') {
          open.push(at);
          state = character === '{' ? 'first-key' : 'first-value';
          at += 1;
        } else if (character === ']' && state === 'first-value') {
          open.pop();
          state = afterValue();
          at += 1;
        } else if (character === '"') {
          const string = readString(text, at);
          if (!string.isComplete) {
            if (string.end >= text.length && !isWhole) return undefined;
            values.push([at, string.end]);
            return fault(string.end, string.words);
          }
          values.push([at, string.end]);
          if (values.length > EXCERPT_CHARACTERS) values.shift();
          at = string.end;
          state = afterValue();
        } else {
          const end = scalarEnd(text, at);
          if (end >= text.length && !isWhole) return undefined;
          const word = text.slice(at, Math.min(end, at + 64));
          if (!isScalar(word, end - at)) return fault(at, valueFault(text, at, word, text[open.at(-1) ?? text.length]));
          at = end;
          state = afterValue();
        }
        break;
      }
      case 'key':
      case 'first-key': {
        if (character === '}' && state === 'first-key') {
          open.pop();
          state = afterValue();
          at += 1;
        } else if (character === '"') {
          const string = readString(text, at);
          if (!string.isComplete)
            return string.end >= text.length && !isWhole ? undefined : fault(string.end, string.words);
          at = string.end;
          state = 'colon';
        } else {
          return fault(at, keyFault(text, at, character, state === 'key'));
        }
        break;
      }
      case 'colon': {
        if (character !== ':') return fault(at, colonFault(character));
        at += 1;
        state = 'value';
        break;
      }
      case 'after-value': {
        const bracket = text[open.at(-1)!]!;
        if (character === ',') {
          state = bracket === '{' ? 'key' : 'value';
          at += 1;
        } else if (character === (bracket === '{' ? '}' : ']')) {
          open.pop();
          state = afterValue();
          at += 1;
        } else {
          return fault(at, separatorFault(text, at, character, bracket));
        }
        break;
      }
      case 'end':
        return fault(at, extraFault(text, at));
    }
  }
}

function skipWhiteSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
    at += 1;
  }
  return at;
}

/** A number, literal or word ends at white space, a bracket, a comma, a colon, a quote, a slash or a semicolon. */
const ENDS_SCALAR: ReadonlySet<number> = new Set(
  [...' \t\r\n\f\v{}[],:"\'/;'].map((character) => character.charCodeAt(0)),
);

function scalarEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !ENDS_SCALAR.has(text.charCodeAt(at))) at += 1;
  return at === start ? start + 1 : at;
}

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
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
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
