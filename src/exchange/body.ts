import { TextDecoder } from 'node:util';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { Body } from './exchange.ts';
import { type Headers, headerValue, joinedHeader } from './headers.ts';

/** A decoded body may grow to this many bytes; what would grow further is cut (a gzip bomb expands 1,000-fold). */
const DEFAULT_DECODED_LIMIT = 8 * 1024 * 1024;

export interface MediaType {
  /** Lower case, without parameters, for example `application/problem+json`; empty where none was given. */
  readonly type: string;
  /** Lower-case name of the `charset` parameter, or undefined. */
  readonly charset: string | undefined;
}

export interface DecodedBody {
  readonly bytes: Uint8Array;
  /** The recording was cut, or decoding hit the limit: bytes are missing at the end. */
  readonly isCut: boolean;
}

export function mediaType(headers: Headers): MediaType {
  const value = headerValue(headers, 'content-type') ?? '';
  const known = mediaTypes.get(value);
  if (known !== undefined) return known;
  const read = readMediaType(value);
  if (value.length <= LONGEST_KNOWN_TYPE) {
    // A hostile server must not make the table grow.
    if (mediaTypes.size >= MOST_KNOWN_TYPES) mediaTypes.clear();
    mediaTypes.set(value, read);
  }
  return read;
}

/** The same few come with every message. */
const mediaTypes = new Map<string, MediaType>();
const MOST_KNOWN_TYPES = 200;
const LONGEST_KNOWN_TYPE = 100;

function readMediaType(value: string): MediaType {
  const [type = '', ...parameters] = value.split(';');
  const charset = parameters.map((part) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(part)?.[1]).find(Boolean);
  return { type: type.trim().toLowerCase(), charset: charset?.toLowerCase() };
}

/** `application/json`, `text/json`, any `+json`. Streams of several values (`ndjson`, `json-seq`) are not. */
export function isJsonType(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || type === 'text/x-json' || type.endsWith('+json');
}

export function isFormType(type: string): boolean {
  return type === 'application/x-www-form-urlencoded';
}

/**
 * The body after `Content-Encoding` was undone (RFC 9110 §8.4). Where the bytes are not in the announced
 * coding they are returned as they came. Never throws.
 */
export function decodeBody(headers: Headers, body: Body, limit = DEFAULT_DECODED_LIMIT): DecodedBody {
  let bytes = body.bytes;
  let isCut = body.totalBytes > body.bytes.length;
  const announced = joinedHeader(headers, 'content-encoding');
  if (announced === undefined) return { bytes, isCut };
  const codings = announced
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  // Three codings are already one more than anybody uses; a longer list is an attack.
  for (const coding of codings.slice(0, 3).reverse()) {
    const decoded = undoCoding(coding, bytes, limit);
    if (decoded === undefined) break;
    bytes = decoded.bytes;
    isCut ||= decoded.isCut;
  }
  return { bytes, isCut };
}

/**
 * The body as text: charset from the media type, from a byte-order mark, else UTF-8.
 * Undefined where the bytes are not text.
 */
export function bodyText(headers: Headers, body: Body | null, limit = DEFAULT_DECODED_LIMIT): string | undefined {
  if (body === null) return undefined;
  const { bytes } = decodeBody(headers, body, limit);
  // A byte-order mark outranks what the header says, as everywhere on the web (Encoding Standard, §6).
  const charset = charsetOfMark(bytes) ?? mediaType(headers).charset;
  if (charset?.startsWith('utf-16') !== true && isBinary(bytes)) return undefined;
  return decoderFor(charset).decode(bytes);
}

function charsetOfMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function undoCoding(coding: string, bytes: Uint8Array, limit: number): DecodedBody | undefined {
  const decode = DECODERS.get(coding);
  if (decode === undefined || bytes.length === 0) return undefined;
  for (const attempt of decode) {
    const whole = run(() => attempt(bytes, limit));
    if (whole.bytes !== undefined) return { bytes: whole.bytes, isCut: false };
    if (whole.code === 'ERR_BUFFER_TOO_LARGE') return cutDecoding(attempt, bytes, limit);
  }
  return undefined;
}

/** Steps of the search for the longest beginning that fits; each decodes at most the limit. */
const CUT_STEPS = 10;

/** The beginning of a body that decodes to more than the limit: feed less input until the output fits. */
function cutDecoding(attempt: Decoder, bytes: Uint8Array, limit: number): DecodedBody {
  let best = new Uint8Array();
  let fitting = 0;
  let tooLong = bytes.length;
  for (let step = 0; step < CUT_STEPS && tooLong - fitting > 1; step += 1) {
    const size = (fitting + tooLong) >> 1;
    const part = run(() => attempt(bytes.subarray(0, size), limit));
    if (part.bytes === undefined) tooLong = size;
    else {
      fitting = size;
      best = new Uint8Array(part.bytes);
    }
  }
  return { bytes: best, isCut: true };
}

type Decoder = (bytes: Uint8Array, maxOutputLength: number) => Uint8Array;

// `finishFlush` makes zlib return what it has when the recording was cut in the middle of a stream.
const SYNC_FLUSH = 2; // zlib.constants.Z_SYNC_FLUSH
const gunzip: Decoder = (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength, finishFlush: SYNC_FLUSH });
const inflate: Decoder = (bytes, maxOutputLength) => inflateSync(bytes, { maxOutputLength, finishFlush: SYNC_FLUSH });
// Some servers send raw deflate data under `deflate`, against RFC 9110 §8.4.1.2; browsers accept both.
const inflateRaw: Decoder = (bytes, maxOutputLength) =>
  inflateRawSync(bytes, { maxOutputLength, finishFlush: SYNC_FLUSH });
const brotli: Decoder = (bytes, maxOutputLength) =>
  brotliDecompressSync(bytes, { maxOutputLength, finishFlush: 1 /* BROTLI_OPERATION_FLUSH */ });
const zstd: Decoder = (bytes, maxOutputLength) =>
  zstdDecompressSync(bytes, { maxOutputLength, finishFlush: 1 /* ZSTD_e_flush */ });

/** A map, not an object: the name comes from the wire, and every object has a `constructor`. */
const DECODERS: ReadonlyMap<string, readonly Decoder[]> = new Map([
  ['gzip', [gunzip]],
  ['x-gzip', [gunzip]],
  ['deflate', [inflate, inflateRaw]],
  ['br', [brotli]],
  ['zstd', [zstd]],
]);

function run(decode: () => Uint8Array): { bytes?: Uint8Array; code?: string } {
  try {
    return { bytes: decode() };
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? '' };
  }
}

/** Text has no NUL and hardly any other control character in its first kilobytes. */
function isBinary(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, 4096);
  let controls = 0;
  // By index, and one comparison for what is no control: this runs over every body that is recorded.
  for (let i = 0; i < length; i += 1) {
    const byte = bytes[i]!;
    if (byte >= 32) continue;
    if (byte === 0) return true;
    // Escapes colour logs, and a record separator begins each value of a JSON sequence (RFC 7464).
    if (byte < 9 || (byte > 13 && byte !== 27 && byte !== 30)) controls += 1;
  }
  return controls > length / 50;
}

/** Nearly every text: making a decoder costs more than decoding a short one. */
const UTF_8 = new TextDecoder('utf-8');

function decoderFor(charset: string | undefined): TextDecoder {
  if (charset === undefined || charset === 'utf-8') return UTF_8;
  try {
    return new TextDecoder(charset);
  } catch {
    return UTF_8;
  }
}
