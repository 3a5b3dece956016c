import { isStatusName } from './error-message.ts';
import type { MessageFacts } from './message.ts';

/** Members that hold a code or the name of an exception, the most telling first; compared in lower case without `_`. */
const MEMBERS = ['code', 'errorcode', 'reason', 'type', 'exception', 'trace', 'stack', 'error', 'status'];

/** A word that was made for programs: `order_already_exists`, `NoSuchKey`, `PGRST116`, `E-1042`. */
const SLUG = /^(?=.{3,60}$)[A-Za-z][A-Za-z0-9]*(?:[_.:-][A-Za-z0-9]+)*$/;

/** Slugs that say no more than the status. */
const GENERIC =
  /^(?:error|err|fail|failure|failed|invalid_?request(?:_?error)?|api_?error|http_?error|unknown|about:blank)$/i;

const EXCEPTION =
  /^#?<?((?:[A-Za-z_$][\w$]*(?:\.|::))*[A-Z][\w$]*(?:Error|Exception|Refused|Invalid|NotFound|NotEstablished))\b/;

const XML_CODE = /<(?:[a-z]{1,10}:)?code\b[^<>]{0,200}>([^<]{1,100})</i;

const MOST_NODES = 20;

/**
 * The code by which an API names its error, or the exception that a framework shows; undefined where there is none or
 * it only repeats the status. From JSON at most three levels deep, or from `<Code>` of XML.
 */
export function errorCode(response: MessageFacts, status: number): string | undefined {
  const json = response.json();
  if (json === undefined) {
    const text = (response.body()?.text ?? '').slice(0, 4096);
    // In a page `<code>` sets a word in a fixed width.
    const code = /<html|<!doctype html/i.test(text) ? undefined : XML_CODE.exec(text)?.[1]?.trim();
    return code === undefined ? undefined : codeIn(code, status);
  }
  const queue: { value: unknown; depth: number }[] = [{ value: json, depth: 0 }];
  for (let next = 0; next < queue.length && next < MOST_NODES; next += 1) {
    const { value, depth } = queue[next]!;
    if (typeof value !== 'object' || value === null || depth > 3) continue;
    const members = membersOf(value);
    for (const name of MEMBERS) {
      const code = members.get(name);
      const found = code === undefined ? undefined : codeIn(code, status);
      if (found !== undefined) return found;
    }
    for (const [, member] of members) queue.push({ value: member, depth: depth + 1 });
  }
  return undefined;
}

function membersOf(value: object): ReadonlyMap<string, unknown> {
  const members = new Map<string, unknown>();
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    members.set(key.toLowerCase().replace(/^_+|_/g, ''), (value as Record<string, unknown>)[key]);
    if (members.size >= MOST_NODES) break;
  }
  return members;
}

function codeIn(value: unknown, status: number): string | undefined {
  if (typeof value === 'number')
    return Number.isInteger(value) && value > 0 && value !== status ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.slice(0, 300);
  const exception = EXCEPTION.exec(text)?.[1];
  if (exception !== undefined && exception.length <= 100) return exception;
  return SLUG.test(text) && !GENERIC.test(text) && !isStatusName(text.replaceAll('_', ' '), status) ? text : undefined;
}
