const keyBytes = new Uint8Array(4);
const keyWord = new Uint32Array(keyBytes.buffer);

/** Undoes the masking of a client's payload in place (RFC 6455 §5.3). `position` is where in the payload the bytes begin. */
export function unmask(bytes: Uint8Array, mask: Uint8Array, position: number): void {
  const { length, byteOffset } = bytes;
  // Four bytes at a time, which needs an aligned beginning.
  const begin = Math.min(length, -byteOffset & 3);
  const words = (length - begin) >> 2;
  unmaskEach(bytes, mask, position, 0, begin);
  if (words > 0) {
    for (let i = 0; i < 4; i += 1) keyBytes[i] = mask[(position + begin + i) & 3]!;
    const key = keyWord[0]!;
    const view = new Uint32Array(bytes.buffer, byteOffset + begin, words);
    for (let i = 0; i < words; i += 1) view[i] = view[i]! ^ key;
  }
  unmaskEach(bytes, mask, position, begin + 4 * words, length);
}

function unmaskEach(bytes: Uint8Array, mask: Uint8Array, position: number, begin: number, end: number): void {
  for (let i = begin; i < end; i += 1) bytes[i] = bytes[i]! ^ mask[(position + i) & 3]!;
}
