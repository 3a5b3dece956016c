import { counted } from '../shown.ts';

/** Why a place in a text is not JSON, and what to do about it. */
export interface FaultWords {
  /** A clause: `a trailing comma before }`. */
  readonly problem: string;
  /** A sentence in the imperative. */
  readonly remedy: string;
}

/** What a character that begins no JSON token usually means; undefined for letters and the like. */
export function characterFault(text: string, at: number): FaultWords | undefined {
  const character = text[at]!;
  const next = text[at + 1];
  if (character === "'") {
    return {
      problem: 'a single quote where JSON wants a double quote',
      remedy: 'Use double quotes; a printed Python dict or a JavaScript literal is not JSON.',
    };
  }
  if ('\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb'.includes(character)) {
    return {
      problem: 'a typographic quote where JSON wants "',
      remedy: 'Replace the curly quotes; a word processor or chat put them there.',
    };
  }
  if (character === '`') return { problem: 'a backtick where JSON wants "', remedy: 'Use double quotes.' };
  if ((character === '/' && (next === '/' || next === '*')) || character === '#') {
    return { problem: 'a comment', remedy: 'Remove the comment: JSON has none.' };
  }
  if (character === '\\') {
    return {
      problem: 'a backslash outside a string: the quotes were escaped once too often',
      remedy: 'Send the body without escaping its quotes; check the quoting of the shell.',
    };
  }
  if (character === '$' && next === '{') {
    return {
      problem: 'a shell placeholder ($ and a brace) that was not filled in',
      remedy: 'Fill in the variable before sending; in a shell, single quotes keep it from being replaced.',
    };
  }
  if (character === '{' && next === '{') {
    return {
      problem: 'a template placeholder ({{ and }}) that was not filled in',
      remedy: 'Fill in the template before sending.',
    };
  }
  if (character === ';') return { problem: 'a semicolon', remedy: 'Separate members and values with commas.' };
  const code = character.codePointAt(0)!;
  if (code === 0xfeff || code === 0xa0 || (code >= 0x2000 && code <= 0x200f) || code === 0x3000) {
    return {
      problem: `the invisible character U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
      remedy: 'Remove it: JSON knows only the plain space, tab and line break outside strings.',
    };
  }
  return undefined;
}

/** A value that begins like a number and is none. */
export function numberFault(word: string): FaultWords {
  const shown = shortWord(word);
  if (/^[-+]?Infinity$/.test(word)) return scriptValue(word);
  if (word.startsWith('+')) return { problem: `the number ${shown} begins with +`, remedy: 'Leave out the plus sign.' };
  if (/^-?0[\dxXbBoO]/.test(word)) {
    return {
      problem: `the number ${shown} begins with 0`,
      remedy: 'Write it in decimal without leading zeros, or as a string.',
    };
  }
  if (/^-?\.\d/.test(word))
    return { problem: `the number ${shown} begins with a point`, remedy: 'Write 0 before the point.' };
  if (/\.$|\.[eE]/.test(word))
    return { problem: `the number ${shown} has no digit after the point`, remedy: 'Add a digit after the point.' };
  return {
    problem: `${shown} is no number of JSON`,
    remedy: 'Write a plain decimal number, or put the text in double quotes.',
  };
}

const SCRIPT_VALUES = new Set(['undefined', 'NaN', 'Infinity']);
const OTHER_LANGUAGES: Readonly<Record<string, string>> = {
  True: 'true',
  TRUE: 'true',
  False: 'false',
  FALSE: 'false',
  None: 'null',
  NULL: 'null',
  Null: 'null',
  nil: 'null',
};

/** A value that is a word, but not true, false or null. */
export function barewordFault(word: string): FaultWords {
  if (SCRIPT_VALUES.has(word)) return scriptValue(word);
  const meant = OTHER_LANGUAGES[word];
  if (meant !== undefined) {
    return {
      problem: `${word} is no JSON value; ${meant} is`,
      remedy: 'Serialise the body with a JSON library instead of printing it.',
    };
  }
  const literal = ['true', 'false', 'null'].find((name) => word.length > 1 && name.startsWith(word.toLowerCase()));
  if (literal !== undefined)
    return { problem: `the bare word ${word}`, remedy: `Write ${literal} in full and in lower case.` };
  return { problem: `the bare word ${shortWord(word)}`, remedy: 'Put text in double quotes.' };
}

function scriptValue(word: string): FaultWords {
  return {
    problem: `${word} is no JSON value`,
    remedy: `Send null or leave the member out; ${word} comes from a variable without a usable value.`,
  };
}

/** A word without quotes may be a secret that lost them: only plain words and short numbers are shown. */
function shortWord(word: string): string {
  return /^[A-Za-z]{1,20}$/.test(word) || /^[-+.\dxXeE]{1,20}$/.test(word)
    ? word
    : `of ${counted(word.length, 'character')}`;
}
