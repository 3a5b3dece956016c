import { isUtf8 } from 'node:buffer';
import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import { mediaType } from '../../exchange/body.ts';
import type { Facts } from '../facts.ts';
import { andServerSays } from '../quoting/telling.ts';
import { errorText } from '../readers/error-text.ts';
import { findJsonFault, type JsonFault, lineAndColumn } from '../readers/json-fault.ts';
import { isAnnouncedJson, isAnotherFormat, isJsonLines } from '../readers/json-format.ts';
import type { BodyText } from '../readers/message.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Is the request's body announced as JSON and not JSON, and can that be why it was refused? */
export const rule: RuleDefinition = { causes: ['malformed-json'], find };

/** The server speaks of reading the body: then both sides agree. Matched on at most 4 kB. */
const SPEAKS_OF_PARSING =
  /json|pars(?:e|ing|er)|syntax|serializ|decod|malformed|unexpected (?:token|end|character)|not readable/i;

function find(facts: Facts): Finding | undefined {
  if (!canComeFromTheBody(facts.status) || !isAnnouncedJson(mediaType(facts.exchange.request.headers)))
    return undefined;
  const body = facts.request.body();
  if (body === undefined || body.isRecordingCut || !hasArrivedWhole(facts)) return undefined;
  if (body.text.trim() === '' || isAnotherFormat(body.text) || isStillCoded(facts, body.text)) return undefined;
  if (isUtf16(facts.exchange.request.body?.bytes)) return undefined;
  const says = SPEAKS_OF_PARSING.test(errorText(facts.response));
  const fault = faultOf(facts, body);
  if (fault === undefined) return encodingFinding(facts, body, says);
  // Bulk endpoints take one value a line under any JSON type.
  if (isJsonLines(body.text, body.isWhole) && !says) return undefined;
  const evidence: Evidence[] = [
    { where: `request.body:${fault.line}:${fault.column}`, what: fault.excerpt },
    { where: 'request.headers.content-type', what: facts.request.header('content-type') ?? '' },
    { where: 'response.status', what: String(facts.status) },
  ];
  return {
    cause: 'malformed-json',
    confidence: confidenceOf(facts, says),
    summary: andServerSays(
      facts,
      summaryOf(facts, `line ${fault.line}, column ${fault.column}`, fault.problem),
      facts.errorMessage(),
    ),
    evidence,
    advice: `${fault.remedy}${lengthHint(fault, body.text)}`,
  };
}

/**
 * 400 and 422 are what parsers answer; 415 and 500 come from servers that did not expect the failure. Under any other
 * status the server looked at something else first.
 */
function canComeFromTheBody(status: number | null): boolean {
  return status === 400 || status === 422 || status === 415 || status === 500;
}

/** A silent refusal may have another reason, however broken the body is. */
function confidenceOf(facts: Facts, saysParsing: boolean): Confidence {
  return saysParsing && (facts.status === 400 || facts.status === 422) ? 'certain' : 'likely';
}

/** A server may answer before the client has sent everything; what is missing then was never recorded. */
function hasArrivedWhole({ exchange: { timing, error } }: Facts): boolean {
  return error === null && (timing.responseStartMs === null || timing.requestSentMs !== null);
}

/** Compressed or chunked once more (`aws-chunked`), in a way that could not be undone. */
function isStillCoded(facts: Facts, text: string): boolean {
  return facts.request.header('content-encoding') !== undefined && !/^\s{0,64}[[{"]/.test(text);
}

/** A byte-order mark of UTF-16, which some clients send without naming the charset. */
function isUtf16(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
}

function faultOf(facts: Facts, body: BodyText): JsonFault | undefined {
  // The built-in parser is several times faster, and nearly every body is valid.
  if (facts.request.json() !== undefined) return undefined;
  return findJsonFault(body.text, body.isWhole);
}

/** What a text decoder hides: a byte-order mark, or bytes that are not UTF-8 (RFC 8259 §8.1). */
function encodingFinding(facts: Facts, body: BodyText, saysParsing: boolean): Finding | undefined {
  const bytes = facts.exchange.request.body?.bytes;
  const { charset } = mediaType(facts.exchange.request.headers);
  const isPlain = facts.request.header('content-encoding') === undefined && (charset ?? 'utf-8') === 'utf-8';
  if (bytes === undefined || !isPlain || !body.isWhole) return undefined;
  const found = (where: string, what: string, place: string, problem: string, advice: string): Finding => ({
    cause: 'malformed-json',
    confidence: confidenceOf(facts, saysParsing),
    summary: summaryOf(facts, place, problem),
    evidence: [
      { where, what },
      { where: 'response.status', what: String(facts.status) },
    ],
    advice,
  });
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return found(
      'request.body:1:1',
      'EF BB BF',
      'line 1, column 1',
      'a byte-order mark before the value',
      'Send the body as UTF-8 without a byte-order mark.',
    );
  }
  if (isUtf8(bytes)) return undefined;
  const offset = Math.max(0, body.text.indexOf('\ufffd'));
  const place = lineAndColumn(body.text, offset);
  return found(
    'request.body',
    `not UTF-8 at ${place}`,
    place,
    'a byte that is not UTF-8',
    'Encode the body as UTF-8; it looks like Latin-1 or Windows-1252.',
  );
}

function summaryOf(facts: Facts, place: string, problem: string): string {
  return `${place} of the request body: ${problem} (invalid JSON, ${callOnHost(facts)})`;
}

/** A client that counts characters announces fewer bytes than it means, and the end is cut off. */
function lengthHint(fault: JsonFault, text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is a range that begins with control characters
  const isAscii = /^[\x00-\x7f]*$/.test(text);
  return fault.isAtEnd && !isAscii ? ' Content-Length counts bytes, not characters.' : '';
}
