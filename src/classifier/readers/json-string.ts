import type { FaultWords } from './json-fault-words.ts';

export interface StringEnd {
  /** After the closing quote, or where the fault is. */
  readonly end: number;
  readonly isComplete: boolean;
  readonly words: FaultWords;
}

const NO_WORDS: FaultWords = { problem: '', remedy: '' };

/** What may follow a backslash (RFC 8259 §7). */
const IS_ESCAPE = tableOf('"\\/bfnrtu');
const IS_HEXADECIMAL = tableOf('0123456789abcdefABCDEF');

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

/**
 * Index after the string that begins at `start`; where something is wrong with it, the negative of the index before which all
 * is well: from the character before that one `readString` says what it is.
 */
export function endOfString(codes: Uint16Array, start: number): number {
  for (let at = start + 1; at < codes.length; at += 1) {
    const code = codes[at]!;
    if (code === 0x22) return at + 1;
    if (code < 0x20) return -at;
    if (code !== 0x5c) continue;
    const letter = codes[at + 1] ?? 0;
    if (IS_ESCAPE[letter] !== 1 || (letter === 0x75 && !areDigits(codes, at + 2))) return -at;
    at += letter === 0x75 ? 5 : 1;
  }
  return -codes.length;
}

function areDigits(codes: Uint16Array, start: number): boolean {
  for (let at = start; at < start + 4; at += 1) if (IS_HEXADECIMAL[codes[at] ?? 0] !== 1) return false;
  return true;
}

/** Reads the string that begins at `start`, up to its closing quote or the first thing that no string may hold. */
export function readString(text: string, start: number): StringEnd {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { end: at + 1, isComplete: true, words: NO_WORDS };
    if (code < 0x20) return { end: at, isComplete: false, words: controlFault(code) };
    if (code !== 0x5c) continue;
    const letter = text.slice(at + 1, at + 2);
    if (letter === 'u' && !/^[0-9A-Fa-f]{4}$/.test(text.slice(at + 2, at + 6))) {
      // A text that ends within the four digits is cut, not wrong.
      if (at + 6 > text.length) return { end: text.length, isComplete: false, words: unclosedFault() };
      return {
        end: at,
        isComplete: false,
        words: {
          problem: '\\u must be followed by four hexadecimal digits',
          remedy: 'Write the character itself, or its code as four digits.',
        },
      };
    }
    if (letter !== '' && !'"\\/bfnrtu'.includes(letter)) {
      return { end: at, isComplete: false, words: escapeFault(letter) };
    }
    at += 1;
  }
  return { end: text.length, isComplete: false, words: unclosedFault() };
}

function controlFault(code: number): FaultWords {
  const name =
    code === 0x0a || code === 0x0d ? 'a raw line break' : code === 0x09 ? 'a raw tab' : 'a raw control character';
  const spelling =
    code === 0x0a ? '\\n' : code === 0x0d ? '\\r' : code === 0x09 ? '\\t' : `\\u${code.toString(16).padStart(4, '0')}`;
  return {
    problem: `${name} inside a string`,
    remedy: `Write it as ${spelling}, or build the body with a JSON serialiser.`,
  };
}

function escapeFault(letter: string): FaultWords {
  return {
    problem: `\\${letter} is no escape of JSON`,
    remedy:
      letter === "'"
        ? "Write ' without a backslash."
        : 'Double the backslash to mean the character itself (Windows paths, regular expressions).',
  };
}

function unclosedFault(): FaultWords {
  return {
    problem: 'the body ends inside a string',
    remedy: 'Close the string, and check whether the body was cut off.',
  };
}
