/** Letters of both cases, the quotation mark and the rest as codes of five bits. */
const FOLD = new Uint8Array(256);
for (let letter = 1; letter <= 26; letter += 1) {
  FOLD[0x40 + letter] = letter;
  FOLD[0x60 + letter] = letter;
}
FOLD[0x22] = 27;

/**
 * Finds where in bytes one of many signs stands: three letters in a row, of whatever case, or quotation marks among them.
 * One look at each byte, without decoding.
 */
export class Signs {
  readonly #isSign = new Uint8Array(1 << 15);

  constructor(signs: readonly string[]) {
    for (const sign of signs) {
      let code = 0;
      for (const letter of sign) code = (code << 5) | FOLD[letter.charCodeAt(0)]!;
      this.#isSign[code] = 1;
    }
  }

  /** Where the first sign that lies between the two ends has its last letter, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const isSign = this.#isSign;
    let code = 0;
    for (let at = start; at < end; at += 1) {
      code = ((code << 5) | FOLD[bytes[at]!]!) & 0x7fff;
      if (isSign[code] !== 0) return at;
    }
    return -1;
  }
}
