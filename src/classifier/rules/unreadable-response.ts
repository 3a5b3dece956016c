import { Buffer } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { isJsonType, mediaType } from '../../exchange/body.ts';
import type { Facts } from '../facts.ts';
import { findJsonFault } from '../readers/json-fault.ts';
import { isJsonLines } from '../readers/json-format.ts';
import { readPage } from '../readers/page.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, counted, headerEvidence } from '../shown.ts';

/** Is the body of a success not what its head says, so that the client cannot read it? */
export const rule: RuleDefinition = {
  causes: ['truncated-response', 'invalid-response', 'unexpected-html'],
  ofSuccesses: true,
  find,
};

/** Statuses that come without a body, or with a part of one. */
const WITHOUT_WHOLE_BODY: ReadonlySet<number> = new Set([204, 205, 206]);

function find(facts: Facts): Finding | undefined {
  const { exchange, status } = facts;
  const { response, error, request, durationMs } = exchange;
  const announced = facts.response.header('content-type') ?? '';
  // Asked of every success: most are ruled out by their head.
  if (!/json|grpc/i.test(announced) && facts.response.header('content-encoding') === undefined) return undefined;
  if (response === null || error !== null || durationMs === null || request.method === 'HEAD') return undefined;
  if (status! < 200 || status! > 299 || WITHOUT_WHOLE_BODY.has(status!) || facts.isPreflight()) return undefined;
  if (response.body !== null && response.body.totalBytes > response.body.bytes.length) return undefined;
  const type = mediaType(response.headers).type;
  return (
    (type.startsWith('application/grpc') ? endedWithoutStatus(facts, type) : undefined) ??
    brokenCoding(facts) ??
    (isJsonType(type) ? notJson(facts) : undefined)
  );
}

/** Only a recording of our own has the trailers: what was imported lost them. */
function isOurRecording({ exchange }: Facts): boolean {
  return exchange.connection.server !== null;
}

/** Every gRPC call ends with its status in the trailers, or in the headers where there is no message (gRPC over HTTP2). */
function endedWithoutStatus(facts: Facts, type: string): Finding | undefined {
  const { response, request } = facts.exchange;
  const hasStatus = [...response!.headers, ...response!.trailers].some(
    ([name]) => name.toLowerCase() === 'grpc-status',
  );
  if (hasStatus || !isOurRecording(facts) || type.startsWith('application/grpc-web') || request.httpVersion !== '2.0')
    return undefined;
  return {
    cause: 'truncated-response',
    confidence: 'likely',
    summary: `the gRPC call ended without grpc-status: ${counted(response!.body?.totalBytes ?? 0, 'byte')} came, and no trailers (${callOnHost(facts)})`,
    evidence: [
      headerEvidence('response', 'Content-Type', type),
      { where: 'response.trailers', what: 'no grpc-status' },
    ],
    advice:
      'Look for a proxy between that drops trailers or speaks HTTP/1.1 to the server, and for a crash in the handler; clients report this as UNKNOWN or INTERNAL.',
  };
}

const GZIP = /^(?:x-)?gzip$/i;

function brokenCoding(facts: Facts): Finding | undefined {
  const coding = (facts.response.header('content-encoding') ?? '').trim();
  const bytes = facts.exchange.response!.body?.bytes;
  if (!GZIP.test(coding) || bytes === undefined || bytes.length === 0) return undefined;
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const evidence = [
    headerEvidence('response', 'Content-Encoding', coding),
    { where: 'response.body', what: `begins with ${Buffer.from(bytes.subarray(0, 8)).toString('hex')}` },
  ];
  if (!isGzip) {
    if (!isOurRecording(facts)) return undefined;
    return {
      cause: 'invalid-response',
      confidence: 'likely',
      summary: `Content-Encoding says ${clip(coding, 20)}, and the body is not compressed so: ${callOnHost(facts)}`,
      evidence,
      advice:
        'Look for a server or proxy that sets Content-Encoding without compressing, or that decompresses and leaves it.',
    };
  }
  const body = facts.response.body();
  if (body !== undefined && hasItsSize(bytes, body.text)) return undefined;
  const fault = gzipFault(bytes, body?.isWhole === false);
  if (fault === undefined) return undefined;
  return {
    cause: fault.isCut ? 'truncated-response' : 'invalid-response',
    confidence: 'likely',
    summary: `the gzip body ${fault.isCut ? 'breaks off' : 'is damaged'} (${fault.words}), after ${counted(bytes.length, 'byte')}: ${callOnHost(facts)}`,
    evidence,
    advice: 'Ask once more without Accept-Encoding: where that works, look at what compresses on the way.',
  };
}

/** The size that stands at the end of gzip (RFC 1952 §2.3.1) is that of the text: then nothing is missing. */
function hasItsSize(bytes: Uint8Array, text: string): boolean {
  const { buffer, byteOffset, length } = bytes;
  return length >= 18 && Buffer.from(buffer, byteOffset, length).readUInt32LE(length - 4) === Buffer.byteLength(text);
}

/** Bytes up to which a compressed body is checked; one of a kilobyte takes 15 µs. */
const CHECKED_BYTES = 64 * 1024;

function gzipFault(
  bytes: Uint8Array,
  isLong: boolean,
): { readonly isCut: boolean; readonly words: string } | undefined {
  if (isLong || bytes.length > CHECKED_BYTES) return undefined;
  try {
    gunzipSync(bytes, { maxOutputLength: 1024 * 1024 });
    return undefined;
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    if (code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    return { isCut: code === 'Z_BUF_ERROR', words: message };
  }
}

/** Before it some servers put what no script can run: `)]}'`, `for(;;);`, `while(1);`. */
const GUARD = /^\s{0,8}(?:\)\]\}'?,?|for\s?\(;;\);|while\s?\(1\);|\/\*|&&&START&&&|[\w$.]{1,60}\()/;

function notJson(facts: Facts): Finding | undefined {
  const { response, request } = facts.exchange;
  const type = headerEvidence('response', 'Content-Type', facts.response.header('content-type') ?? '');
  const bytes = response!.body?.bytes;
  if (bytes === undefined || bytes.length === 0) {
    // To other methods an empty body says no more than "done".
    if (request.method !== 'GET' || !isAnnouncedEmpty(facts)) return undefined;
    return {
      cause: 'invalid-response',
      confidence: 'likely',
      summary: `the body is empty, though Content-Type announces JSON: ${callOnHost(facts)}`,
      evidence: [type, { where: 'response.body', what: '0 bytes' }],
      advice: 'Treat an empty body as no value before it is parsed; the server should answer 204, or null.',
    };
  }
  const isCoded = facts.response.header('content-encoding') !== undefined;
  if (isCoded ? looksWholeText(facts.response.body()?.text ?? '') : looksWhole(bytes)) return undefined;
  if (facts.response.json() !== undefined) return undefined;
  const body = facts.response.body();
  if (body === undefined || body.isRecordingCut || !body.isWhole || GUARD.test(body.text)) return undefined;
  const { text } = body;
  const start = text.slice(0, 512).trimStart();
  if (start.startsWith('<')) {
    const title = readPage(facts.response)?.title ?? '';
    const isPage = /^<(?:!doctype|html|head|body|title)/i.test(start);
    return {
      cause: isPage ? 'unexpected-html' : 'invalid-response',
      confidence: 'likely',
      summary: `${isPage ? 'an HTML page' : 'markup'}${title === '' ? '' : ` titled "${clip(title, 60)}"`} under Content-Type ${clip(type.what, 40)}: ${callOnHost(facts)}`,
      evidence: [type, { where: 'response.body:1:1', what: clip(start, 80) }],
      advice: 'Look at what answered: a proxy, a sign-in page or a debug output took the place of the JSON.',
    };
  }
  // A bare word is what lax servers say under any type, and clients of theirs know it.
  if (!/[[{"]/.test(start) || isJsonLines(text, true)) return undefined;
  const fault = findJsonFault(text, true);
  // A stream of values under the type of one of them.
  if (fault === undefined || (/^more text/.test(fault.problem) && /[[{"\d]/.test(text.charAt(fault.offset))))
    return undefined;
  if (fault.offset === 0 || !/^[[{"]/.test(start)) {
    return {
      cause: 'invalid-response',
      confidence: 'likely',
      summary: `the body begins with "${clip(start.replace(/\s+/g, ' '), 60)}", where Content-Type announces JSON: ${callOnHost(facts)}`,
      evidence: [{ where: 'response.body:1:1', what: clip(start, 80) }, type],
      advice: 'Look for what was written before the JSON: a warning, a debug output, a log line of the server.',
    };
  }
  return {
    cause: fault.isAtEnd ? 'truncated-response' : 'invalid-response',
    confidence: 'likely',
    summary: `line ${fault.line}, column ${fault.column} of the response body: ${fault.problem} (${fault.isAtEnd ? 'the JSON breaks off' : 'invalid JSON'}, ${callOnHost(facts)})`,
    evidence: [{ where: `response.body:${fault.line}:${fault.column}`, what: fault.excerpt }, type],
    advice: fault.isAtEnd
      ? 'Repeat the call; where it breaks off at the same place again, look in the server log for an exception while the answer was written.'
      : 'Report it to the people of the server; until then, the client must not take the body for JSON.',
  };
}

/** Nothing came, and that was announced; or our own recording saw the whole. */
function isAnnouncedEmpty(facts: Facts): boolean {
  return facts.response.header('content-length') === '0' || isOurRecording(facts);
}

/** Up to here a body is parsed, in a few microseconds. */
const SHORT_BYTES = 512;

/** As far as Python's NaN is looked for, which its own JSON writer produces. */
const SEARCHED_BYTES = 8192;

/** The brackets at both ends match, and nothing hints at a number that JSON does not have. No more than a look. */
function looksWhole(bytes: Uint8Array): boolean {
  if (bytes.length <= SHORT_BYTES) return false;
  let first = 0;
  while (first < 64 && isSpace(bytes[first]!)) first += 1;
  let last = bytes.length - 1;
  while (last > bytes.length - 64 && isSpace(bytes[last]!)) last -= 1;
  const isPair = (bytes[first] === 0x7b && bytes[last] === 0x7d) || (bytes[first] === 0x5b && bytes[last] === 0x5d);
  return (
    isPair && Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SEARCHED_BYTES)).indexOf('NaN') < 0
  );
}

/** The same of a text that had to be decoded anyway. */
function looksWholeText(text: string): boolean {
  if (text.length <= SHORT_BYTES) return false;
  const ends = `${text.slice(0, 64).trimStart().charAt(0)}${text.slice(-64).trimEnd().at(-1) ?? ''}`;
  return (ends === '{}' || ends === '[]') && !text.slice(0, SEARCHED_BYTES).includes('NaN');
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
