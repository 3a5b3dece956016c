import { STATUS_CODES } from 'node:http';

/** The same few words come with nearly every error. */
const known = new Map<string, string>();
const MOST_KNOWN = 2000;

/** `404 Not Found`, `Not Found`, `Error 503`: words that repeat the status. */
export function isStatusName(message: string, status: number): boolean {
  if (message.length > 80) return false;
  const plain = wordsBesideStatus(message);
  // Below a status that says nothing (an envelope under 200) such a word is all that is said.
  return plain === '' || plain === REGISTERED.get(status) || (status !== 0 && OTHER_NAMES.has(plain));
}

/** Of `Forbidden` 403; undefined of words that are no registered name. */
export function statusOfName(message: string): number | undefined {
  if (message.length > 80) return undefined;
  const plain = wordsBesideStatus(message);
  if (plain === '' || plain === 'ok') return undefined;
  for (const [status, name] of REGISTERED) if (name === plain) return status;
  return undefined;
}

/** The words are the name of some status, whichever the response has. */
export function isAnyStatusName(message: string): boolean {
  if (message.length > 80) return false;
  const plain = wordsBesideStatus(message);
  return plain === '' || ALL_REGISTERED.has(plain) || OTHER_NAMES.has(plain);
}

/** Nothing that is a name, of a text with a word that stands in none. */
const NO_NAME = '\u0000';

function wordsBesideStatus(text: string): string {
  if (hasForeignWord(text)) return NO_NAME;
  const cached = known.get(text);
  if (cached !== undefined) return cached;
  const words = withoutStatus(text);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, words);
  return words;
}

/** Most sentences show by their first or second word that they are more than a name. */
function hasForeignWord(text: string): boolean {
  let start = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    // What is not ASCII may be a letter.
    if (code > 127) return false;
    const isSmall = code >= 0x61 && code <= 0x7a;
    if (isSmall || (code >= 0x30 && code <= 0x39)) {
      if (start < 0) start = at;
      continue;
    }
    const isCapital = code >= 0x41 && code <= 0x5a;
    const isSeam = isCapital && at > 0 && isSmallLetter(text.charCodeAt(at - 1));
    if (start >= 0 && (!isCapital || isSeam)) {
      const word = text.slice(start, at).toLowerCase();
      if (!NAME_WORDS.has(word) && !(word.length <= 3 && isNumber(word))) return true;
      start = -1;
    }
    if (isCapital && start < 0) start = at;
  }
  return false;
}

function isSmallLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isNumber(word: string): boolean {
  return word.charCodeAt(0) <= 0x39 && word.charCodeAt(word.length - 1) <= 0x39 && /^\d+$/.test(word);
}

function withoutStatus(text: string): string {
  return text
    .replace(/[_-]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/\b(?:http|error|status|code|\d{1,3})\b|[^\p{L}\p{N} ]/giu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

const REGISTERED: ReadonlyMap<number, string> = new Map(
  Object.entries(STATUS_CODES).map(([code, name]) => [Number(code), withoutStatus(name ?? '')]),
);
const ALL_REGISTERED: ReadonlySet<string> = new Set([...REGISTERED.values()].filter((name) => name !== 'ok'));

/** Names that servers give statuses besides the registered ones. */
const OTHER_NAMES: ReadonlySet<string> = new Set([
  'not allowed',
  'unprocessable entity',
  'unprocessable content',
  'content too large',
  'payload too large',
  'uri too long',
  'service temporarily unavailable',
  'request time out',
  'gateway time out',
  'method not allowed',
  'request entity too large',
  'request uri too large',
  'requested range not satisfiable',
  'forbidden',
  'unauthorized',
  'bad request',
  'not found',
  'conflict',
]);

/** The words that these names consist of, and those that may stand beside them. */
const NAME_WORDS: ReadonlySet<string> = new Set(
  [...REGISTERED.values(), ...OTHER_NAMES, 'http error status code'].flatMap((name) => name.split(' ')),
);
