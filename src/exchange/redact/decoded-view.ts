import { Buffer } from 'node:buffer';

/** Text with its escapes undone, and the way back to where each character stood. */
export interface DecodedView {
  readonly text: string;
  /** The place in the original of a range of this text; an escape is taken whole. */
  rangeInOriginal(start: number, end: number): readonly [start: number, end: number];
}

const NAMED: Readonly<Record<string, number>> = { amp: 0x26, lt: 0x3c, gt: 0x3e, quot: 0x22, apos: 0x27 };
/** What a backslash may stand before, as pairs of codes. */
const SHORT = new Uint8Array(128);
for (const [from, to] of ['bb\b', 'ff\f', 'nn\n', 'rr\r', 'tt\t', '""', '\\\\', '//', "''"].map((pair) => [
  pair.charCodeAt(0),
  pair.charCodeAt(pair.length - 1),
])) {
  SHORT[from!] = to!;
}

/**
 * The text with one layer of escapes undone (percent-encoding, JSON and JavaScript escapes, the HTML entities that stand for
 * one character), or undefined where it holds none.
 */
export function decodedView(original: string): DecodedView | undefined {
  const first = original.search(/[%\\&]/);
  if (first < 0) return undefined;
  const length = original.length;
  const codes = new Uint16Array(length);
  const starts = new Uint32Array(length + 1);
  let size = 0;
  const put = (code: number, start: number): void => {
    codes[size] = code;
    starts[size] = start;
    size += 1;
  };
  for (let at = 0; at < length; ) {
    const code = original.charCodeAt(at);
    if (code === 0x25) at = percents(original, at, put);
    else if (code === 0x5c) at = backslash(original, at, put);
    else if (code === 0x26) at = entity(original, at, put);
    else put(code, at++);
  }
  if (size === length) return undefined;
  starts[size] = length;
  const text = Buffer.from(codes.buffer, 0, size * 2).toString('utf16le');
  return {
    text,
    rangeInOriginal(start, end) {
      let after = end;
      while (after < size && starts[after] === starts[after - 1]) after += 1;
      return [starts[start] ?? 0, starts[after] ?? length];
    },
  };
}

type Put = (code: number, start: number) => void;

/** Each reader puts what stands at `at` and returns where it goes on. */
function percents(text: string, at: number, put: Put): number {
  const byte = hexByte(text, at + 1);
  if (byte < 0) {
    put(0x25, at);
    return at + 1;
  }
  if (byte < 0x80) {
    put(byte, at);
    return at + 3;
  }
  const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
  const bytes = [byte];
  for (let next = at + 3; bytes.length < size && text.charCodeAt(next) === 0x25; next += 3) {
    const following = hexByte(text, next + 1);
    if (following < 0x80 || following >= 0xc0) break;
    bytes.push(following);
  }
  const decoded = bytes.length === size && byte >= 0xc2 ? Buffer.from(bytes).toString('utf8') : '\ufffd';
  if (decoded.includes('\ufffd')) {
    // Not UTF-8: Latin-1 as old forms have it.
    put(byte, at);
    return at + 3;
  }
  for (let i = 0; i < decoded.length; i += 1) put(decoded.charCodeAt(i), at);
  return at + 3 * size;
}

function backslash(text: string, at: number, put: Put): number {
  const next = text.charCodeAt(at + 1);
  const digits = next === 0x75 ? 4 : next === 0x78 ? 2 : 0;
  if (digits > 0) {
    const high = hexByte(text, at + 2);
    const low = digits === 4 ? hexByte(text, at + 4) : 0;
    if (high >= 0 && low >= 0) {
      put(digits === 4 ? high * 256 + low : high, at);
      return at + 2 + digits;
    }
  }
  const short = next < 128 ? SHORT[next]! : 0;
  if (short !== 0) {
    put(short, at);
    return at + 2;
  }
  put(0x5c, at);
  return at + 1;
}

const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,6})|#[xX]([0-9A-Fa-f]{1,5}));/y;

function entity(text: string, at: number, put: Put): number {
  ENTITY.lastIndex = at;
  const found = ENTITY.exec(text);
  if (found === null) {
    put(0x26, at);
    return at + 1;
  }
  const [whole, named, decimal, hex] = found;
  const code =
    named !== undefined ? NAMED[named]! : decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
  // No entity is shorter than what it stands for.
  for (const unit of code <= 0x10ffff ? String.fromCodePoint(code) : whole) {
    for (let i = 0; i < unit.length; i += 1) put(unit.charCodeAt(i), at);
  }
  return at + whole.length;
}

/** The byte that two hexadecimal digits stand for, or -1. */
function hexByte(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at));
  const low = hexDigit(text.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
