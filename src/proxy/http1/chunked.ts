import { type BadMessage, bad, quoted } from './bad-message.ts';
import type { BodyReader, BodyStep } from './body-reader.ts';
import { characterName, readTrailers } from './fields.ts';
import { bareCr, bareLf, MORE, NOTHING, SectionCollector } from './section.ts';

/** Extensions of one chunk (RFC 9112 §7.1.1); signatures of uploads take some 90 bytes. */
export const MAX_EXTENSION_BYTES = 4096;
/** Leading zeros count: a size without end is none. */
const MAX_SIZE_DIGITS = 16;

const CR = 0x0d;
const LF = 0x0a;
const SEMICOLON = 0x3b;

/** What the next byte belongs to. */
type State = 'size' | 'extension' | 'size-lf' | 'data' | 'data-cr' | 'data-lf' | 'trailers' | 'end';

/** A chunked body (RFC 9112 §7.1) with its trailers, cut up anywhere. Extensions are hop-by-hop and dropped. */
export class ChunkedReader implements BodyReader {
  readonly #trailers: SectionCollector;
  #state: State = 'size';
  /** Of the size that is being read, then what is missing of the chunk's data. */
  #bytes = 0;
  #digits = 0;
  #extensionBytes = 0;
  #refusal: BadMessage | undefined;

  constructor(maxTrailerBytes: number) {
    // The section begins with the CRLF of the last chunk's line: so the empty line that ends it is always CRLFCRLF.
    this.#trailers = new SectionCollector(maxTrailerBytes, 'trailers');
  }

  push(bytes: Buffer, onData: (piece: Buffer) => void): BodyStep {
    const { length } = bytes;
    let at = 0;
    while (at < length && this.#refusal === undefined) {
      switch (this.#state) {
        case 'size':
          at = this.#readSize(bytes, at);
          break;
        case 'extension':
          at = this.#readExtension(bytes, at);
          break;
        case 'size-lf':
          if (bytes[at] !== LF) return this.#refuse(bareCr(SIZE_LINE));
          this.#state = 'data';
          at += 1;
          break;
        case 'data': {
          const end = Math.min(at + this.#bytes, length);
          this.#bytes -= end - at;
          if (this.#bytes === 0) this.#state = 'data-cr';
          onData(at === 0 && end === length ? bytes : bytes.subarray(at, end));
          at = end;
          break;
        }
        case 'data-cr':
          if (bytes[at] === LF) return this.#refuse(bareLf('a chunk'));
          if (bytes[at] !== CR) return this.#refuse(bad('HPE_INVALID_CHUNK_SIZE', 'a chunk is longer than its size'));
          this.#state = 'data-lf';
          at += 1;
          break;
        case 'data-lf':
          if (bytes[at] !== LF) return this.#refuse(bad('HPE_LF_EXPECTED', 'a chunk ends in CR without LF'));
          this.#state = 'size';
          this.#digits = 0;
          at += 1;
          break;
        case 'trailers':
          return this.#readTrailers(at === 0 ? bytes : bytes.subarray(at));
        case 'end':
          return { kind: 'end', rest: at === 0 ? bytes : bytes.subarray(at), rawTrailers: [] };
      }
    }
    if (this.#refusal !== undefined) return this.#refusal;
    return this.#state === 'end' ? { kind: 'end', rest: NOTHING, rawTrailers: [] } : MORE;
  }

  finish(): BodyStep {
    if (this.#refusal !== undefined) return this.#refusal;
    switch (this.#state) {
      case 'end':
        return { kind: 'end', rest: NOTHING, rawTrailers: [] };
      case 'trailers':
        return bad('HPE_INVALID_EOF_STATE', 'the connection ended before the end of the trailers');
      case 'data': {
        const missing = this.#bytes === 1 ? '1 byte' : `${this.#bytes} bytes`;
        return bad('HPE_INVALID_EOF_STATE', `the connection ended with ${missing} of a chunk missing`);
      }
      default:
        return bad('HPE_INVALID_EOF_STATE', 'the connection ended before the last chunk');
    }
  }

  /** Digits of a size, and with the byte behind them the way on; the place of the first byte that was not read. */
  #readSize(bytes: Buffer, start: number): number {
    let at = start;
    while (at < bytes.length) {
      const byte = bytes[at]!;
      const digit = hexDigit(byte);
      if (digit === -1) {
        if (this.#digits === 0 || (byte !== CR && byte !== SEMICOLON)) return this.#refuseSize(bytes, at);
        if (byte === CR) return this.#endSizeLine(bytes, at);
        this.#state = 'extension';
        this.#extensionBytes = 0;
        return at;
      }
      this.#digits += 1;
      this.#bytes = this.#bytes * 16 + digit;
      if (this.#digits > MAX_SIZE_DIGITS || this.#bytes > Number.MAX_SAFE_INTEGER) {
        this.#refuse(bad('HPE_INVALID_CHUNK_SIZE', 'a chunk size is too large'));
        return at;
      }
      at += 1;
    }
    return at;
  }

  #readExtension(bytes: Buffer, start: number): number {
    const mayEnd = Math.min(bytes.length, start + MAX_EXTENSION_BYTES + 1 - this.#extensionBytes);
    let at = start;
    while (at < mayEnd && isText(bytes[at]!)) at += 1;
    this.#extensionBytes += at - start;
    if (this.#extensionBytes > MAX_EXTENSION_BYTES) {
      const message = `the extensions of a chunk are larger than ${MAX_EXTENSION_BYTES} bytes`;
      this.#refuse(bad('HPE_CHUNK_EXTENSIONS_OVERFLOW', message));
    } else if (at < bytes.length) {
      const byte = bytes[at]!;
      if (byte === CR) return this.#endSizeLine(bytes, at);
      if (byte === LF) this.#refuse(bareLf(SIZE_LINE));
      else this.#refuse(bad('HPE_STRICT', `an extension of a chunk contains ${characterName(byte)}`));
    }
    return at;
  }

  /** At the CR of the line. Of the last chunk's line it belongs to the trailers, and is not read. */
  #endSizeLine(bytes: Buffer, at: number): number {
    if (this.#bytes > 0) {
      this.#state = 'size-lf';
      return at + 1;
    }
    const hasNoTrailers = bytes[at + 1] === LF && bytes[at + 2] === CR && bytes[at + 3] === LF;
    this.#state = hasNoTrailers ? 'end' : 'trailers';
    return hasNoTrailers ? at + 4 : at;
  }

  #readTrailers(bytes: Buffer): BodyStep {
    const section = this.#trailers.push(bytes);
    if (section.kind === 'more') return section;
    if (section.kind === 'bad') return this.#refuse(section);
    const rawTrailers = readTrailers(section.bytes);
    if ('kind' in rawTrailers) return this.#refuse(rawTrailers);
    this.#state = 'end';
    return { kind: 'end', rest: section.rest, rawTrailers };
  }

  #refuseSize(bytes: Buffer, at: number): number {
    const byte = bytes[at]!;
    const misread = quoted(String.fromCharCode(byte));
    this.#refuse(
      byte === LF && this.#digits > 0
        ? bareLf(SIZE_LINE)
        : bad(
            'HPE_INVALID_CHUNK_SIZE',
            this.#digits === 0
              ? `a chunk begins with ${misread} instead of its size in hexadecimal digits`
              : `a chunk size is followed by ${misread}`,
          ),
    );
    return at;
  }

  #refuse(refusal: BadMessage): BadMessage {
    this.#refusal = refusal;
    return refusal;
  }
}

const SIZE_LINE = 'the line of a chunk size';

/** The value of a digit, -1 for any other byte. */
function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Visible characters, space, tab and bytes beyond ASCII. */
function isText(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 0x09;
}
