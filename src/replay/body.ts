import { Buffer, isUtf8 } from 'node:buffer';
import {
  brotliCompressSync,
  brotliDecompressSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import type { RequestMessage } from '../exchange/exchange.ts';
import { type Header, type Headers, headerValue, joinedHeader } from '../exchange/headers.ts';

const LARGEST_TEXT = 64 * 1024 * 1024;

interface Coding {
  undo(bytes: Uint8Array): Uint8Array;
  redo(bytes: Uint8Array): Uint8Array;
}

const limit = { maxOutputLength: LARGEST_TEXT };
const gzip: Coding = { undo: (bytes) => gunzipSync(bytes, limit), redo: (bytes) => gzipSync(bytes) };
const CODINGS: ReadonlyMap<string, Coding> = new Map<string, Coding>([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', { undo: (bytes) => inflateSync(bytes, limit), redo: (bytes) => deflateSync(bytes) }],
  ['br', { undo: (bytes) => brotliDecompressSync(bytes, limit), redo: (bytes) => brotliCompressSync(bytes) }],
  ['zstd', { undo: (bytes) => zstdDecompressSync(bytes, limit), redo: (bytes) => zstdCompressSync(bytes) }],
]);

/**
 * The body as text that can be changed and written back, its `Content-Encoding` undone. Undefined where it is not UTF-8
 * to the last byte, or in a coding that is not known: such a body can be sent again, but not changed.
 */
export function editableText({ headers, body }: RequestMessage): string | undefined {
  if (body === null) return '';
  const coding = codingOf(headers);
  if (coding === undefined) return undefined;
  try {
    const bytes = coding === null ? body.bytes : coding.undo(body.bytes);
    return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : undefined;
  } catch {
    return undefined; // Not in the coding that it names, or a bomb.
  }
}

/** The request with this text as its body, in the coding that its headers name, and with the length that belongs to it. */
export function withBodyText(request: RequestMessage, text: string): RequestMessage {
  const bytes = Buffer.from(text, 'utf8');
  // No body is in no coding.
  const coding = bytes.length === 0 ? null : codingOf(request.headers);
  return withBodyBytes(request, coding == null ? bytes : coding.redo(bytes));
}

export function withBodyBytes(request: RequestMessage, bytes: Uint8Array): RequestMessage {
  const body = bytes.length === 0 ? null : { bytes, totalBytes: bytes.length };
  return framed({ ...request, body });
}

/**
 * The request with a length that is true, where its headers tell one: a body of HTTP/1 needs one or is sent in chunks
 * (RFC 9112 §6), and one that is wrong would make another message of it. Everything else stays where it was.
 */
export function framed(request: RequestMessage): RequestMessage {
  const { headers, body, httpVersion } = request;
  const length = body?.bytes.length ?? 0;
  if (isChunked(request)) return { ...request, headers: without(headers, 'content-length') };
  const announced = headerValue(headers, 'content-length');
  if (announced === String(length)) return request;
  if (announced === undefined) {
    const needsOne = length > 0 && !httpVersion.startsWith('2');
    return needsOne ? { ...request, headers: [...headers, ['Content-Length', String(length)]] } : request;
  }
  let isFirst = true;
  const corrected = headers.flatMap(([name, value]): readonly Header[] => {
    if (name.toLowerCase() !== 'content-length') return [[name, value]];
    if (!isFirst) return [];
    isFirst = false;
    return [[name, String(length)]];
  });
  return { ...request, headers: corrected };
}

/** The body goes in chunks, which HTTP/2 does not know. */
export function isChunked({ headers, httpVersion }: RequestMessage): boolean {
  if (httpVersion.startsWith('2')) return false;
  return /(?:^|,)\s*chunked\s*$/i.test(joinedHeader(headers, 'transfer-encoding') ?? '');
}

export function without(headers: Headers, name: string): Headers {
  const unwanted = name.toLowerCase();
  return headers.filter(([candidate]) => candidate.toLowerCase() !== unwanted);
}

/** Null: none; undefined: one that cannot be made here, or several. */
function codingOf(headers: Headers): Coding | null | undefined {
  const name = (joinedHeader(headers, 'content-encoding') ?? '').trim().toLowerCase();
  return name === '' || name === 'identity' ? null : CODINGS.get(name);
}
