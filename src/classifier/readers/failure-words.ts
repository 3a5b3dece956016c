import { Buffer } from 'node:buffer';
import type { ResponseMessage } from '../../exchange/exchange.ts';
import { headerValue } from '../../exchange/headers.ts';
import type { MessageFacts } from './message.ts';
import { Signs } from './signs.ts';

/** Words of failures in data that a machine wrote, flags that say no, and codes that are not zero. */
const FAILURE =
  /err(?:o|or|ors|code|msg|no)?(?:\b|_)|error|fehler|erreur|fault\b|faultcode|faultstring|fail|denied|invalid|forbidden|unauthori|exception|unprocess|reject|exceeded|declin|refused\b|expired\b|insufficien|rate limit|call frequency|"(?:ok|success|succeeded|is_?success(?:ful)?|successful)"\s{0,4}:\s{0,4}"?false|\bsuccess="false"|"(?:(?:info|result|return|ret|res|response|resp|sub|status|http|biz)?_?code|status|cod|errno)"\s{0,4}:\s{0,4}"?[1-9]/i;

/** Both ends of a body are searched: some servers put the errors behind the data. */
const SEARCHED_BYTES = 4096;

/** Three letters that stand in each of the words above and seldom elsewhere; what they point at is then looked at. */
const SIGNS = new Signs([
  'err',
  'feh',
  'fau',
  'fai',
  'nie',
  'nva',
  'rbi',
  'nau',
  'xce',
  'npr',
  'imi',
  'uen',
  'rej',
  'suf',
  'ecl',
  'fus',
  'xpi',
  '"ok',
  'ucc',
  'de"',
  'us"',
  'od"',
  'no"',
]);

/**
 * Whether words of failure stand at the beginning or end of a body. One look at each byte, without decoding: nearly every
 * answer is a success, and this is asked of all of them.
 */
export function hasFailureWords(response: ResponseMessage, facts: MessageFacts): boolean {
  const { body, headers } = response;
  if (body === null || body.bytes.length === 0) return false;
  if (headerValue(headers, 'content-encoding') !== undefined || isWideCharset(headerValue(headers, 'content-type'))) {
    const text = facts.body()?.text;
    if (text === undefined) return false;
    return (
      FAILURE.test(text.slice(0, SEARCHED_BYTES)) ||
      (text.length > SEARCHED_BYTES && FAILURE.test(text.slice(-SEARCHED_BYTES)))
    );
  }
  const { bytes } = body;
  if (hasSign(bytes, 0, Math.min(bytes.length, SEARCHED_BYTES))) return true;
  return (
    bytes.length > SEARCHED_BYTES &&
    hasSign(bytes, Math.max(SEARCHED_BYTES, bytes.length - SEARCHED_BYTES), bytes.length)
  );
}

function isWideCharset(type: string | undefined): boolean {
  return type !== undefined && /utf-?(?:16|32)|ucs/i.test(type);
}

/** Bytes around a sign in which the whole word stands. */
const BEFORE = 32;
const BEHIND = 24;

/** Signs that turn out to be harmless before the whole is searched at once. */
const MOST_SIGNS = 24;

function hasSign(bytes: Uint8Array, start: number, end: number): boolean {
  let signs = 0;
  for (let at = SIGNS.find(bytes, start, end); at >= 0; at = SIGNS.find(bytes, at - 1, end)) {
    if (bytes[at] === QUOTE && !hasNumberBehind(bytes, at + 1)) continue;
    signs += 1;
    if (signs > MOST_SIGNS) return FAILURE.test(latin1(bytes, at - BEFORE, end));
    if (FAILURE.test(latin1(bytes, at - BEFORE, Math.min(end, at + BEHIND)))) return true;
  }
  return false;
}

const QUOTE = 0x22;

/** A name such as `code` or `status` is of interest before a number that is not 0: `": 4`, `":"4`. */
function hasNumberBehind(bytes: Uint8Array, start: number): boolean {
  let at = start;
  while (at < start + 6 && (bytes[at] === 0x20 || bytes[at] === 0x3a || bytes[at] === QUOTE)) at += 1;
  return bytes[at]! >= 0x31 && bytes[at]! <= 0x39;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  const from = Math.max(0, start);
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).toString('latin1');
}
