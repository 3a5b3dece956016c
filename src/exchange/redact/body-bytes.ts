import { Buffer, isUtf8 } from 'node:buffer';
import { decodeBody, mediaType } from '../body.ts';
import type { Body } from '../exchange.ts';
import { type Headers, joinedHeader } from '../headers.ts';

/** A body as text that can be searched and turned back into its bytes, whatever they are. */
export interface ReadableBody {
  readonly text: string;
  readonly isCut: boolean;
  /** The content coding was undone: the header that names it is no longer true. */
  readonly wasEncoded: boolean;
  /** Unchanged text gives the original bytes. */
  toBody(text: string): Body;
}

/** Undefined where the bytes cannot be read: a content coding that is unknown, or that they are not in. */
export function readBody(headers: Headers, body: Body): ReadableBody | undefined {
  const coding = (joinedHeader(headers, 'content-encoding') ?? 'identity').trim().toLowerCase();
  const { bytes, isCut } = decodeBody(headers, body);
  const isNamed = !/^(?:identity)?$/.test(coding) && body.bytes.length > 0;
  const wasEncoded = isNamed && bytes !== body.bytes;
  // Some captures hold decoded bodies beside the header of their coding: plain text can be read whatever it says.
  if (isNamed && !wasEncoded && !isPlainText(bytes)) return undefined;
  const charset = charsetOf(headers, bytes);
  const text = charset.decode(bytes);
  const totalBytes = (size: number): number => {
    if (isCut) return Math.max(size + 1, wasEncoded ? 0 : body.totalBytes);
    return size;
  };
  return {
    text,
    isCut,
    wasEncoded,
    toBody(masked) {
      if (masked === text) return { bytes, totalBytes: totalBytes(bytes.length) };
      const written = charset.encode(masked);
      return { bytes: written, totalBytes: totalBytes(written.length) };
    },
  };
}

function isPlainText(bytes: Uint8Array): boolean {
  return isUtf8(bytes) && bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

interface Charset {
  decode(bytes: Uint8Array): string;
  encode(text: string): Uint8Array;
}

const UTF8: Charset = {
  decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'),
  encode: (text) => Buffer.from(text, 'utf8'),
};

const UTF16_LE: Charset = {
  decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf16le'),
  encode: (text) => Buffer.from(text, 'utf16le'),
};

const UTF16_BE: Charset = {
  decode: (bytes) => UTF16_LE.decode(swapped(bytes)),
  encode: (text) => swapped(UTF16_LE.encode(text)),
};

/** Every byte one character, and back: for other charsets and binary bodies, in which ASCII secrets stand as they are. */
const ONE_BYTE: Charset = {
  decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
  // Only placeholders bring characters that are not one byte.
  encode: (text) => Buffer.from(text.replaceAll('…', '...'), 'latin1'),
};

function charsetOf(headers: Headers, bytes: Uint8Array): Charset {
  const [first, second] = bytes;
  const name = mediaType(headers).charset ?? '';
  if ((first === 0xff && second === 0xfe) || name === 'utf-16le') return evenLength(bytes, UTF16_LE);
  if ((first === 0xfe && second === 0xff) || name === 'utf-16be' || name === 'utf-16')
    return evenLength(bytes, UTF16_BE);
  return isUtf8(bytes) ? UTF8 : ONE_BYTE;
}

/** A body cut in the middle of a code unit is still UTF-16; the half is dropped with what is missing. */
function evenLength(bytes: Uint8Array, charset: Charset): Charset {
  return bytes.length % 2 === 0
    ? charset
    : { ...charset, decode: (all) => charset.decode(all.subarray(0, all.length - 1)) };
}

function swapped(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
