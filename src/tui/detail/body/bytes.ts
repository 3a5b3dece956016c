import { Buffer } from 'node:buffer';

/** The same bytes with the reading methods of a Buffer. */
export function bytesFrom(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
