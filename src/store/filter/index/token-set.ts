import { isIdentifier } from '../identifier.ts';
import {
  BEGINNING_BYTES,
  BEGINNING_LENGTHS,
  BEGINNINGS,
  HASH_SEED,
  hashStep,
  ROW_MARK,
  wordsOf,
  writeBeginning,
} from './tokens.ts';

/** With more tokens of text than this a block is looked at for every text. */
const MOST_TOKENS = 24_000;
const LEAST_DIGITS = 4;
const IDENTIFIER_LENGTH = BEGINNING_LENGTHS[1];

/** What a byte is: 0 between words, 1 to 26 a letter, 27 to 36 a digit, `FOREIGN` part of a character beyond ASCII. */
const KIND = new Uint8Array(256);
/** Bytes of letters in lower case and of digits; 0 for all others. */
const FOLDED = new Uint8Array(256);
const FOREIGN = 64;
const LAST_LETTER = 26;
const ALPHABET = ' abcdefghijklmnopqrstuvwxyz0123456789';
for (let kind = 1; kind < ALPHABET.length; kind += 1) {
  for (const form of [ALPHABET[kind]!, ALPHABET[kind]!.toUpperCase()]) {
    KIND[form.charCodeAt(0)] = kind;
    FOLDED[form.charCodeAt(0)] = ALPHABET.charCodeAt(kind);
  }
}
KIND.fill(FOREIGN, 0x80);

/** Six bits for each character, and one for the texts of a row. */
const ROW_GRAM = 2 ** 18;
const GRAM_BYTES = 5;
const LETTERS = Buffer.from(ALPHABET);
const SPACE = 0x20;
const UNDERSCORE = ROW_MARK.charCodeAt(0);

/** Room for most texts, so that they need not get memory each. */
const SCRATCH = Buffer.allocUnsafe(96 * 1024);
/** Bytes that a UTF-16 unit takes at most. */
const MOST_BYTES = 3;

/**
 * The tokens of one block. Words of ASCII, of which a capture holds thousands for each other, are taken from their bytes, without a
 * string for each; the others as text.
 */
export class TokenSet {
  readonly #hasGram = new Uint8Array(ROW_GRAM * 2);
  readonly #hasBeginning = new Uint8Array(BEGINNINGS);
  readonly #grams: number[] = [];
  readonly #beginnings: number[] = [];
  readonly #others = new Set<string>();

  /** No room is left: further text is left out. */
  get isFull(): boolean {
    return this.#grams.length + this.#beginnings.length + this.#others.size > MOST_TOKENS;
  }

  /** A token that is ready made. */
  add(token: string): void {
    this.#others.add(token);
  }

  /** The words of a text. `isRow`: it belongs to the row of a log, and every part of its identifiers can be found. */
  addText(text: string, isRow: boolean): void {
    const bytes = text.length * MOST_BYTES <= SCRATCH.length ? SCRATCH : Buffer.from(text);
    const length = bytes === SCRATCH ? SCRATCH.write(text, 0, 'utf8') : bytes.length;
    for (let at = 0; at < length; ) {
      if (KIND[bytes[at]!] === 0) {
        at += 1;
        continue;
      }
      const start = at;
      let digits = 0;
      let kinds = 0;
      for (; at < length; at += 1) {
        const kind = KIND[bytes[at]!]!;
        if (kind === 0) break;
        if (kind > LAST_LETTER) digits += 1;
        kinds |= kind;
      }
      if ((kinds & FOREIGN) !== 0) {
        for (const word of wordsOf(bytes.toString('utf8', start, at))) this.#addWord(word, isRow);
      } else {
        if (isRow) this.#addGrams(bytes, start, at, ROW_GRAM);
        if (digits < LEAST_DIGITS || at - start < IDENTIFIER_LENGTH) this.#addGrams(bytes, start, at, 0);
        else this.#addIdentifier(bytes, start, at);
      }
      // A body of noise fills it at once, and need not be read to its end.
      if (this.isFull) return;
    }
  }

  /** All of them, separated by spaces, as text in ASCII where there are no others; the set is empty afterwards. */
  take(): Uint8Array {
    const others = Buffer.from([...this.#others, ''].join(' '));
    const most = others.length + this.#grams.length * GRAM_BYTES + this.#beginnings.length * (BEGINNING_BYTES + 1);
    const bytes = Buffer.allocUnsafe(most);
    let at = others.copy(bytes);
    for (const code of this.#grams) {
      this.#hasGram[code] = 0;
      if (code >= ROW_GRAM) bytes[at++] = UNDERSCORE;
      const first = (code >> 12) & 63;
      if (first > 0) bytes[at++] = LETTERS[first]!;
      bytes[at++] = LETTERS[(code >> 6) & 63]!;
      bytes[at++] = LETTERS[code & 63]!;
      bytes[at++] = SPACE;
    }
    for (const number of this.#beginnings) {
      this.#hasBeginning[number] = 0;
      at = writeBeginning(number, bytes, at);
      bytes[at++] = SPACE;
    }
    this.#grams.length = 0;
    this.#beginnings.length = 0;
    this.#others.clear();
    return bytes.subarray(0, at);
  }

  /**
   * Every three characters that stand side by side. The last two are added, so that each pair of a word begins a token and can
   * be looked up as a beginning.
   */
  #addGrams(bytes: Uint8Array, start: number, end: number, mark: 0 | typeof ROW_GRAM): void {
    if (end - start < 2) return;
    let pair = (KIND[bytes[start]!]! << 6) | KIND[bytes[start + 1]!]!;
    for (let at = start + 2; at < end; at += 1) {
      const gram = (pair << 6) | KIND[bytes[at]!]!;
      if (this.#hasGram[gram | mark] === 0) this.#addCode(gram | mark);
      pair = gram & 0xfff;
    }
    if (this.#hasGram[pair | mark] === 0) this.#addCode(pair | mark);
  }

  #addCode(code: number): void {
    this.#hasGram[code] = 1;
    this.#grams.push(code);
  }

  #addIdentifier(bytes: Uint8Array, start: number, end: number): void {
    this.#addGrams(bytes, start, Math.min(end, start + 3), 0);
    let hash = HASH_SEED;
    for (let length = 1; length <= IDENTIFIER_LENGTH; length += 1) {
      hash = hashStep(hash, FOLDED[bytes[start + length - 1]!]!);
      if (length === BEGINNING_LENGTHS[0] || length === IDENTIFIER_LENGTH) this.#addBeginning(hash);
    }
  }

  #addBeginning(hash: number): void {
    const number = (hash >>> 0) % BEGINNINGS;
    if (this.#hasBeginning[number] === 1) return;
    this.#hasBeginning[number] = 1;
    this.#beginnings.push(number);
  }

  /** The same for a word that is folded text. */
  #addWord(word: string, isRow: boolean): void {
    if (isRow) this.#addParts(word, ROW_MARK);
    if (!isIdentifier(word)) {
      this.#addParts(word, '');
      return;
    }
    this.#others.add(word.slice(0, 3));
    let hash = HASH_SEED;
    for (let i = 0; i < IDENTIFIER_LENGTH; i += 1) {
      hash = hashStep(hash, word.charCodeAt(i));
      if (i + 1 === BEGINNING_LENGTHS[0] || i + 1 === IDENTIFIER_LENGTH) this.#addBeginning(hash);
    }
  }

  /** In other scripts than Latin one character is much: the last one is added too. */
  #addParts(word: string, mark: string): void {
    const { length } = word;
    for (let i = 0; i + 3 <= length; i += 1) this.#others.add(mark + word.slice(i, i + 3));
    if (length >= 2) this.#others.add(mark + word.slice(-2));
    if (word.charCodeAt(length - 1) > 0x7f) this.#others.add(mark + word.slice(-1));
  }
}
