import { STATUS_CODES } from 'node:http';
import type { MessageFacts } from './message.ts';

/** Members under which JSON errors keep their sentence, the most telling first. */
const MEMBERS = [
  'error_description',
  'message',
  'detail',
  'error',
  'errors',
  'errorMessages',
  'description',
  'reason',
  'msg',
  'title',
  'fault',
  'faultstring',
  'exception',
  'code',
];

const LONGEST_MESSAGE = 2000;
const DEEPEST = 4;

/**
 * The sentence in which a response says what is wrong, on one line: from the common members of JSON, from the title of
 * an HTML page, from an XML message, plain text, or a reason phrase that is a sentence. Undefined where there is none, or
 * only the name of the status.
 */
export function errorMessage(response: MessageFacts, status: number, reason = ''): string | undefined {
  const json = response.json();
  const text = response.body()?.text ?? '';
  const found = json === undefined ? messageInText(text, status) : messageIn(json, 0, status);
  const message = oneLine(found ?? '');
  if (message !== '' && !isStatusName(message, status)) return message;
  const phrase = oneLine(reason);
  return phrase.split(' ').length > 3 && !isStatusName(phrase, status) ? phrase : undefined;
}

function oneLine(text: string): string {
  return text.slice(0, LONGEST_MESSAGE).replace(/\s+/g, ' ').trim();
}

function messageIn(value: unknown, depth: number, status: number): string | undefined {
  // Beside a member that repeats the status another one may say more.
  if (typeof value === 'string') return isStatusName(oneLine(value), status) ? undefined : value;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return messageIn(value[0], depth + 1, status);
  for (const member of MEMBERS) {
    const key = Object.hasOwn(value, member) ? member : `${member[0]!.toUpperCase()}${member.slice(1)}`;
    if (!Object.hasOwn(value, key)) continue;
    const message = messageIn((value as Record<string, unknown>)[key], depth + 1, status);
    if (message !== undefined && message !== '') return message;
  }
  return firstMember(value, depth, status);
}

/** A map of fields to what is wrong with them, as validators send: `{"to": ["must be after from"]}`. */
function firstMember(value: object, depth: number, status: number): string | undefined {
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    // At the top, where anything may stand, only a list of sentences counts.
    if (depth === 0 && !(Array.isArray(member) && typeof member[0] === 'string')) return undefined;
    const message = messageIn(member, depth + 1, status);
    return message === undefined ? undefined : `${key}: ${message}`;
  }
  return undefined;
}

const ELEMENTS = /<(?:[a-z]{1,10}:)?(?:message|faultstring|title|h1|pre)\b[^<>]{0,200}>([^<]{1,2000})/gi;

function messageInText(text: string, status: number): string | undefined {
  const start = text.slice(0, 4096);
  if (!start.trimStart().startsWith('<')) return start.trimStart().split('\n', 1)[0];
  for (const [, content = ''] of start.matchAll(ELEMENTS)) {
    const plain = content
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
      .trim();
    if (plain !== '' && !isStatusName(plain, status)) return plain;
  }
  return undefined;
}

/** `404 Not Found`, `Not Found`, `Error 503`: words that repeat the status. */
export function isStatusName(message: string, status: number): boolean {
  const plain = wordsBesideStatus(message);
  return (
    plain === '' ||
    plain === wordsBesideStatus(STATUS_CODES[status] ?? '') ||
    (plain.length < 40 && OTHER_NAMES.has(plain))
  );
}

function wordsBesideStatus(text: string): string {
  return text
    .replace(/\b(?:http|error|status|code|\d{1,3})\b|[^\p{L}\p{N} ]/giu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Names that servers give statuses besides the registered ones. */
const OTHER_NAMES = new Set([
  'not allowed',
  'unprocessable entity',
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
