import { bodyText, decodeBody, isFormType, isJsonType, mediaType } from '../exchange/body.ts';
import type { Body } from '../exchange/exchange.ts';
import { type Headers, joinedHeader } from '../exchange/headers.ts';
import { formatBytes } from '../exchange/units.ts';
import { safeText } from './cells.ts';
import { jsonLines } from './json-lines.ts';
import { type Line, span } from './line.ts';

/** What is decoded and laid out for the screen; the recording may hold more. */
export const SHOWN_BYTES = 2_000_000;
export const SHOWN_LINES = 20_000;

const HEX_BYTES = 128;
const HEX_BYTES_PER_LINE = 8;

export interface ShownBody {
  /** What is known of the body without reading it: type, coding, size. */
  readonly facts: string;
  readonly lines: readonly Line[];
  /** Why the end is missing, in a sentence; undefined where it is not. */
  readonly cut: string | undefined;
}

/** A body decoded and laid out in lines: JSON indented, forms one field a line, other text as it is, else bytes. */
export function shownBody(headers: Headers, body: Body | null): ShownBody {
  if (body === null || body.totalBytes === 0) return { facts: 'none', lines: [], cut: undefined };
  const decoded = decodeBody(headers, body, SHOWN_BYTES);
  const bytes = decoded.bytes.subarray(0, SHOWN_BYTES);
  // Already decoded: without its headers but the type, the body is only read as text.
  const text = bodyText(contentTypeOnly(headers), { bytes, totalBytes: bytes.length }, SHOWN_BYTES);
  const lines = text === undefined ? hexLines(bytes) : textLines(mediaType(headers).type, text);
  return {
    facts: factsOf(headers, body, decoded.bytes, text === undefined),
    lines: lines.slice(0, SHOWN_LINES),
    cut: cutReason(body, {
      isDecodingCut: decoded.isCut || decoded.bytes.length > bytes.length,
      isLinesCut: lines.length > SHOWN_LINES,
      isHex: text === undefined,
    }),
  };
}

function factsOf(headers: Headers, body: Body, decoded: Uint8Array, isBinary: boolean): string {
  const coding = joinedHeader(headers, 'content-encoding')?.trim();
  const isCoded = coding !== undefined && coding !== '' && coding.toLowerCase() !== 'identity';
  const facts = [mediaType(headers).type || 'no content-type', formatBytes(body.totalBytes)];
  if (isCoded && decoded === body.bytes) facts.push(`announced as ${coding}, but is not`);
  else if (isCoded) facts.push(`${coding}, ${formatBytes(decoded.length)} decoded`);
  if (isBinary) facts.push('binary');
  return safeText(facts.join(' · '));
}

function cutReason(
  body: Body,
  { isDecodingCut, isLinesCut, isHex }: { isDecodingCut: boolean; isLinesCut: boolean; isHex: boolean },
): string | undefined {
  if (isHex) return undefined;
  if (isLinesCut) return `Only the first ${SHOWN_LINES.toLocaleString('en-US')} lines are shown.`;
  if (body.totalBytes > body.bytes.length) {
    return `The recording was cut: it holds the first ${formatBytes(body.bytes.length)} of ${formatBytes(body.totalBytes)}.`;
  }
  return isDecodingCut ? `Only the first ${formatBytes(SHOWN_BYTES)} are shown.` : undefined;
}

function textLines(type: string, text: string): readonly Line[] {
  if (isFormType(type)) return formLines(text);
  if (isJsonType(type) || /^\s*[[{]/.test(text)) {
    const lines = jsonLines(text, SHOWN_LINES + 1);
    if (lines !== undefined) return lines;
  }
  return text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/, SHOWN_LINES + 1)
    .map((line) => [span(safeText(line.replace(/\t/g, '    ')))]);
}

function formLines(text: string): readonly Line[] {
  return text.split('&', SHOWN_LINES + 1).map((field) => {
    const equals = field.indexOf('=');
    const [name, value] = equals < 0 ? [field, ''] : [field.slice(0, equals), field.slice(equals + 1)];
    return [span(safeText(formDecoded(name)), 'name'), span(' = ', 'dim'), span(safeText(formDecoded(value)))];
  });
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // Not percent-encoded UTF-8; as it came it still says most.
    return text;
  }
}

function hexLines(bytes: Uint8Array): readonly Line[] {
  const lines: Line[] = [];
  for (let offset = 0; offset < Math.min(bytes.length, HEX_BYTES); offset += HEX_BYTES_PER_LINE) {
    const row = [...bytes.subarray(offset, Math.min(offset + HEX_BYTES_PER_LINE, HEX_BYTES))];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const characters = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push([
      span(`${offset.toString(16).padStart(4, '0')}  `, 'dim'),
      span(hex.padEnd(HEX_BYTES_PER_LINE * 3 + 1)),
      span(characters, 'dim'),
    ]);
  }
  if (bytes.length > HEX_BYTES) lines.push([span(`      and ${formatBytes(bytes.length - HEX_BYTES)} more`, 'dim')]);
  return lines;
}

function contentTypeOnly(headers: Headers): Headers {
  return headers.filter(([name]) => name.toLowerCase() === 'content-type');
}
