import { Buffer } from 'node:buffer';

/** Text with its escapes undone, and the way back to where each character stood. */
export interface DecodedView {
  readonly text: string;
  /** The place in the original of a range of this text; an escape is taken whole. */
  rangeInOriginal(start: number, end: number): readonly [start: number, end: number];
}

/** Percent-encoding, JSON escapes and the HTML entities that stand for punctuation. */
const ESCAPE =
  /((?:%[0-9A-Fa-f]{2})+)|\\u([0-9A-Fa-f]{4})|\\(["\\/bfnrt])|&(?:(amp|lt|gt|quot|apos)|#(\d{1,6})|#[xX]([0-9A-Fa-f]{1,5}));/g;

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The text with one layer of escapes undone, or undefined where it holds none. */
export function decodedView(original: string): DecodedView | undefined {
  if (!/[%\\&]/.test(original)) return undefined;
  let text = '';
  let done = 0;
  const starts = new Uint32Array(original.length + 1);
  const copyUntil = (end: number): void => {
    for (let at = done; at < end; at += 1) starts[text.length + at - done] = at;
    text += original.slice(done, end);
    done = end;
  };
  for (const match of original.matchAll(ESCAPE)) {
    copyUntil(match.index);
    const decoded = decodeEscape(match);
    // One character per `%41` where that holds; else the sequence is one piece.
    const width = match[1] !== undefined && decoded.length * 3 === match[0].length ? 3 : 0;
    for (let i = 0; i < decoded.length; i += 1) starts[text.length + i] = match.index + i * width;
    text += decoded;
    done = match.index + match[0].length;
  }
  if (text.length === original.length) return undefined;
  copyUntil(original.length);
  starts[text.length] = original.length;
  return {
    text,
    rangeInOriginal(start, end) {
      let after = end;
      while (after < text.length && starts[after] === starts[after - 1]) after += 1;
      return [starts[start] ?? 0, starts[after] ?? original.length];
    },
  };
}

function decodeEscape([whole, percents, unicode, short, named, decimal, hex]: RegExpMatchArray): string {
  if (percents !== undefined) return decodePercents(percents);
  if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
  if (short !== undefined) return SHORT[short] ?? short;
  if (named !== undefined) return NAMED[named] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

function decodePercents(sequence: string): string {
  try {
    return decodeURIComponent(sequence);
  } catch {
    return Buffer.from(sequence.replaceAll('%', ''), 'hex').toString('latin1');
  }
}
