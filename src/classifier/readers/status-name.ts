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

function wordsBesideStatus(text: string): string {
  const cached = known.get(text);
  if (cached !== undefined) return cached;
  const words = withoutStatus(text);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, words);
  return words;
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
  Object.entries(STATUS_CODES).map(([code, name]) => [Number(code), wordsBesideStatus(name ?? '')]),
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
