import { span } from '../../line.ts';
import { type Rows, wire } from '../rows.ts';

/** Sixteen bytes a line where they fit, else eight. */
export function bytesPerLine(cells: number): number {
  return cells >= lineCells(16) ? 16 : 8;
}

/** Offset, two digits and a space for each byte, a gap in the middle, the characters. */
function lineCells(bytes: number): number {
  return 10 + bytes * 3 + 2 + bytes;
}

/** Bytes in hexadecimal, read where they are looked at; the first one is called `base`. */
export function hexRows(size: number, read: (from: number, length: number) => Uint8Array, cells: number): Rows {
  const perLine = bytesPerLine(cells);
  const digits = size > 0xffff_ffff ? 10 : size > 0xffff ? 8 : 4;
  return {
    count: Math.ceil(size / perLine),
    at(row) {
      const from = row * perLine;
      const bytes = read(from, Math.min(perLine, size - from));
      return {
        ...wire([
          span(`${from.toString(16).padStart(digits, '0')}  `, 'dim'),
          span(`${hexDigits(bytes, perLine)} `),
          span(characters(bytes), 'string'),
        ]),
        copies: { path: '', value: () => Buffer.from(bytes).toString('hex') },
      };
    },
  };
}

function hexDigits(bytes: Uint8Array, perLine: number): string {
  const half = perLine / 2;
  const pairs = Array.from(bytes, (byte, index) => (index === half ? ' ' : '') + byte.toString(16).padStart(2, '0'));
  return pairs.join(' ').padEnd(perLine * 3 + 1);
}

function characters(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
}
