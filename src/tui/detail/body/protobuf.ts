import { isUtf8 } from 'node:buffer';
import { safeText } from '../../cells.ts';
import { type Line, span } from '../../line.ts';
import { beginningOf, LONGEST_ROW, type Row, rowsOf, wire } from '../rows.ts';
import { bytesFrom } from './bytes.ts';
import { inSight, type LaidOut, type Look } from './laid-out.ts';

/** A field as it is on the wire; which type the program gave it is not known there. */
export interface WireField {
  readonly number: number;
  readonly value:
    | { readonly kind: 'varint'; readonly value: bigint }
    | { readonly kind: 'fixed64' | 'fixed32' | 'bytes'; readonly bytes: Uint8Array };
}

const DEEPEST = 20;
const MOST_FIELDS = 5000;

/** The fields of a message (protobuf.dev, "Encoding"); undefined where the bytes are none, or end within a field. */
export function wireFields(bytes: Uint8Array): readonly WireField[] | undefined {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint | undefined => {
    let value = 0n;
    for (let shift = 0n; shift < 70n && at < bytes.length; shift += 7n) {
      const byte = bytes[at]!;
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    return undefined;
  };
  const take = (length: number): Uint8Array | undefined => {
    if (length > bytes.length - at) return undefined;
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length && fields.length < MOST_FIELDS) {
    const tag = varint();
    if (tag === undefined || tag >> 3n === 0n || tag >> 3n > 536_870_911n) return undefined;
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    if (wireType === 0) {
      const value = varint();
      if (value === undefined) return undefined;
      fields.push({ number, value: { kind: 'varint', value } });
      continue;
    }
    const kind = wireType === 1 ? 'fixed64' : wireType === 5 ? 'fixed32' : wireType === 2 ? 'bytes' : undefined;
    if (kind === undefined) return undefined;
    const length = kind === 'fixed64' ? 8 : kind === 'fixed32' ? 4 : Number(varint() ?? Number.MAX_SAFE_INTEGER);
    const content = take(length);
    if (content === undefined) return undefined;
    fields.push({ number, value: { kind, bytes: content } });
  }
  return fields;
}

/** A message without its schema: numbers of fields, and what the values may be. Undefined where the bytes are none. */
export function layOutProtobuf(bytes: Uint8Array, look: Look): LaidOut | undefined {
  const fields = wireFields(bytes);
  if (fields === undefined || fields.length === 0) return undefined;
  const rows: Row[] = [];
  const foldable: string[] = [];
  walk(fields, '', 0);
  return { rows: rowsOf(rows), foldable: () => foldable, find: (rest) => (rest === '' ? inSight(look, 0) : undefined) };

  function walk(members: readonly WireField[], above: string, depth: number): void {
    for (const [index, { number, value }] of members.entries()) {
      if (rows.length >= MOST_FIELDS) return;
      const key = `${look.key}${above}${index}`;
      const path = `${above.replaceAll(/\d+:/g, '')}${number}`;
      const indent = ' '.repeat(2 * Math.min(depth, look.cells >> 2));
      const inner = value.kind === 'bytes' && depth < DEEPEST ? nested(value.bytes) : undefined;
      const isFolded = inner !== undefined && look.shape.folds.has(key);
      const sign = inner === undefined ? '  ' : isFolded ? '▸ ' : '▾ ';
      const line: Line = [
        span(indent + sign, 'dim'),
        span(String(number), 'name'),
        span(': ', 'dim'),
        ...(inner === undefined ? shownValue(value) : [span(isFolded ? `{ ${inner.length} fields }` : '{', 'dim')]),
      ];
      const copies = { path, value: () => plainValue(value) };
      if (inner === undefined) {
        rows.push({ ...wire(line, indent.length + 4), copies });
        continue;
      }
      foldable.push(key);
      rows.push({ ...wire(line, indent.length + 4), copies, action: { kind: 'fold', key } });
      if (isFolded) continue;
      walk(inner, `${above}${index}:${number}.`, depth + 1);
      rows.push(wire([span(`${indent}  }`, 'dim')]));
    }
  }
}

/** Text is text, also where it could be read as fields: most words could. */
function nested(bytes: Uint8Array): readonly WireField[] | undefined {
  if (bytes.length === 0 || isText(bytes)) return undefined;
  return wireFields(bytes);
}

function isText(bytes: Uint8Array): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they tell text from bytes
  return isUtf8(bytes) && !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(bytesFrom(bytes).toString('utf8'));
}

function shownValue(value: WireField['value']): Line {
  switch (value.kind) {
    case 'varint': {
      const { value: number } = value;
      const signed = BigInt.asIntN(64, number);
      const zigzag = (number >> 1n) ^ -(number & 1n);
      const other = signed < 0n ? `, signed ${signed}` : number > 1n && number < 1n << 32n ? `, zigzag ${zigzag}` : '';
      return [span(String(number), 'number'), span(`  varint${other}`, 'dim')];
    }
    case 'fixed32': {
      const view = bytesFrom(value.bytes);
      return [span(shortest(view.readFloatLE(0)), 'number'), span(`  fixed32, integer ${view.readUInt32LE(0)}`, 'dim')];
    }
    case 'fixed64': {
      const view = bytesFrom(value.bytes);
      const integer = view.readBigUInt64LE(0);
      return [span(shortest(view.readDoubleLE(0)), 'number'), span(`  fixed64, integer ${integer}`, 'dim')];
    }
    case 'bytes':
      return isText(value.bytes)
        ? [span(safeText(JSON.stringify(beginningOf(plainValue(value), LONGEST_ROW))), 'string')]
        : [
            span(bytesFrom(value.bytes).toString('hex', 0, 64)),
            span(`${value.bytes.length > 64 ? '…' : ''}  ${value.bytes.length} bytes`, 'dim'),
          ];
  }
}

function shortest(number: number): string {
  return String(Number(number.toPrecision(9)));
}

function plainValue(value: WireField['value']): string {
  if (value.kind === 'varint') return String(value.value);
  return bytesFrom(value.bytes).toString(isText(value.bytes) && value.kind === 'bytes' ? 'utf8' : 'hex');
}
