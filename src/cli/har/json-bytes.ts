import { Buffer } from 'node:buffer';

export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COLON = 0x3a;
export const COMMA = 0x2c;

/** No tool nests deeper, and each level of hostile text costs. */
export const DEEPEST = 500;

export const SPACE = 1;
export const WORD = 2;
export const PUNCTUATION = 3;

/** What a byte outside of strings is; 0 where it cannot stand there. */
export const KIND: Uint8Array = byteKinds();

function byteKinds(): Uint8Array {
  const kinds = new Uint8Array(256);
  for (const byte of Buffer.from(' \t\r\n')) kinds[byte] = SPACE;
  // Numbers, and the letters of true, false and null.
  for (const byte of Buffer.from('+-.0123456789eEtrufalsn')) kinds[byte] = WORD;
  for (const byte of Buffer.from('{}[]":,')) kinds[byte] = PUNCTUATION;
  return kinds;
}
