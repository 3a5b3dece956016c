import { mayBeTrailer } from './fields.ts';
import { MAX_METHOD_LENGTH, REQUEST_HEAD, RESPONSE_HEAD, TRAILER_SECTION } from './grammar.ts';

/**
 * Messages as text with one character for each byte, to be written as `latin1`.
 *
 * Nothing leaves here that a strict recipient would not read as the message that was meant: the text must pass the
 * grammar of what is read, and have exactly one line for each field. Otherwise `RangeError` is thrown, for a CR, LF or
 * NUL as well as for a character beyond 0xff, whose lower byte alone would be written and may be one of them. Whatever
 * the parser of this folder accepted passes.
 */
export function requestHead(method: string, path: string, httpVersion: string, rawHeaders: readonly string[]): string {
  const text = `${method} ${path} HTTP/${httpVersion}\r\n${fieldLines(rawHeaders)}\r\n`;
  if (!REQUEST_HEAD.test(text) || !hasLines(text, rawHeaders.length / 2 + 2) || method.length > MAX_METHOD_LENGTH) {
    throw new RangeError('A request that would not be valid HTTP/1.1 was not written.');
  }
  return text;
}

/** See `requestHead`. The space before the reason is always written (RFC 9112 §4). */
export function responseHead(
  status: number,
  reason: string,
  httpVersion: string,
  rawHeaders: readonly string[],
): string {
  const text = `HTTP/${httpVersion} ${status} ${reason}\r\n${fieldLines(rawHeaders)}\r\n`;
  if (!RESPONSE_HEAD.test(text) || !hasLines(text, rawHeaders.length / 2 + 2)) {
    throw new RangeError('A response that would not be valid HTTP/1.1 was not written.');
  }
  return text;
}

/** One chunk (RFC 9112 §7.1). Nothing for no bytes: a chunk of size 0 would end the body. */
export function chunk(bytes: Buffer): Buffer {
  const { length } = bytes;
  if (length === 0) return bytes;
  const start = `${length.toString(16)}\r\n`;
  const written = Buffer.allocUnsafe(start.length + length + 2);
  written.write(start, 0, 'latin1');
  written.set(bytes, start.length);
  written[start.length + length] = 0x0d;
  written[start.length + length + 1] = 0x0a;
  return written;
}

/**
 * The end of a chunked body. Fields that may not be trailers are left out: HTTP/2 lets them through, and whoever
 * merges trailers into the headers would read another message.
 */
export function lastChunk(rawTrailers: readonly string[]): string {
  if (rawTrailers.length === 0) return '0\r\n\r\n';
  const kept: string[] = [];
  for (let i = 0; i < rawTrailers.length; i += 2) {
    if (mayBeTrailer(rawTrailers[i]!)) kept.push(...rawTrailers.slice(i, i + 2));
  }
  const section = `\r\n${fieldLines(kept)}\r\n`;
  if (!TRAILER_SECTION.test(section) || !hasLines(section, kept.length / 2 + 2)) {
    throw new RangeError('Trailers that would not be valid HTTP/1.1 were not written.');
  }
  return `0${section}`;
}

function fieldLines(rawHeaders: readonly string[]): string {
  let lines = '';
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    // The grammar cannot tell: what follows the colon would be read as a part of the value.
    if (name.includes(':')) throw new RangeError('A field whose name contains a colon was not written.');
    lines += `${name}: ${rawHeaders[i + 1]}\r\n`;
  }
  return lines;
}

/** A value that holds a line of its own shows in the count, however well-formed that line is. */
function hasLines(text: string, expected: number): boolean {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count === expected;
}
