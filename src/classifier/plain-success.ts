import { Buffer } from 'node:buffer';
import type { Facts } from './facts.ts';
import { nameTest } from './readers/name-test.ts';
import { Signs } from './readers/signs.ts';

/** Fields by which a success says that something is about to change or did not quite work. */
const isTelling = nameTest(/deprecat|sunset|^warning$|^grpc-status$|^x-error|function-error|errortype/i);

/**
 * A success in which nothing hints at the contrary: no telling field, no page where data was asked for, no words of
 * failure at either end of the body. Of any other a rule that knows better may say more.
 */
export function isPlainSuccess(facts: Facts): boolean {
  const { response } = facts.exchange;
  if (response === null || response.status === 207 || response.status === 205 || facts.isPreflight()) return false;
  // What was created may be named nowhere.
  if (response.status === 201 && facts.response.header('location') === undefined) return false;
  for (const [name] of response.headers) if (isTelling(name)) return false;
  if (response.trailers.some(([name]) => name.toLowerCase() === 'grpc-status')) return false;
  if (response.status === 204) return (facts.response.header('content-length') ?? '0') === '0';
  const { body } = response;
  if (body === null || body.bytes.length === 0) return true;
  return !isMarkup(body.bytes) && !facts.hasFailureWords() && !isSuspicious(body.bytes);
}

/** Words with which a body may say no in its own way. They are no failure; but what has them is not certainly none. */
const SUSPICIOUS =
  /refus|declin|unknown|\[false,|\b(?:n|not)?ok["':]|required\b|already exist|"ko"|zero|empty|limit|expire|missing|not[ _]?(?:found|allowed|valid|exist|auth)|"no[a-z]*[ _]?(?:such|route|result|match|data|segment)|unable|cannot|could ?n[o']t|sorry|problem|warn|notice|deprecat|block|banned|suspend|unavail|timed?[ _]?out|incomplete|partial|"(?:code|ret|rc|errno|err)"|^[\s{}[\]]{0,8}$/i;
const SUSPICIOUS_BYTES = 160;

/** Three letters of each of these words: without one of them there is no need to read the text. */
const SIGNS = new Signs(
  'fus cli unk [fa ok" ko" zer mpt imi xpi iss not "no nab ann oul rry rob war epr blo ban usp nav out nco art uir alr de" et" rc" rno rr"'.split(
    ' ',
  ),
);
/** A body of next to nothing has no letters that give it away. */
const LEAST_BYTES = 9;

function isSuspicious(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, SUSPICIOUS_BYTES);
  if (length >= LEAST_BYTES && SIGNS.find(bytes, 0, length) < 0) return false;
  return SUSPICIOUS.test(Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1'));
}

function isMarkup(bytes: Uint8Array): boolean {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && at < 64 && isSpace(bytes[at]!)) at += 1;
  return bytes[at] === 0x3c;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
