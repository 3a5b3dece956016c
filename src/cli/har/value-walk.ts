import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  DEEPEST,
  KIND,
  OPEN_BRACE,
  OPEN_BRACKET,
  PUNCTUATION,
  QUOTE,
  SPACE,
  WORD,
} from './json-bytes.ts';

/**
 * Where a value ends, found in pieces of it. What this lets pass may still not be JSON, but no bracket or quote is misread: a
 * missing quote is seen at once, and not at the end of the file.
 */
export class ValueWalk {
  readonly #open = new Uint8Array(DEEPEST + 1);
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** A value is complete: a comma, a colon or a closing bracket has to follow. */
  #isAfterValue = false;
  #isAfterColon = false;
  #isInWord = false;
  #at = 0;

  get isTooDeep(): boolean {
    return this.#depth > DEEPEST;
  }

  /** Index of the byte at which the last call stopped. */
  get at(): number {
    return this.#at;
  }

  /** A value begins at the next byte. */
  begin(): void {
    this.#depth = 0;
    this.#isInString = false;
    this.#isEscaped = false;
    this.#isAfterValue = false;
    this.#isAfterColon = false;
    this.#isInWord = false;
  }

  /**
   * Goes on from an index: `whole` where the value has ended just before `at`, `broken` where the byte at `at` cannot stand
   * there, `more` where more bytes are needed.
   */
  go(bytes: Uint8Array, from: number): 'whole' | 'broken' | 'more' {
    const end = bytes.length;
    let i = from;
    while (i < end) {
      if (this.#isInString) {
        i = this.#throughString(bytes, i);
        if (i < 0) return this.#stopAt(-i - 1, 'broken');
        if (!this.#isInString && this.#depth === 0) return this.#stopAt(i, 'whole');
        continue;
      }
      const byte = bytes[i]!;
      const kind = KIND[byte]!;
      if (this.#isInWord && kind !== WORD) {
        this.#isInWord = false;
        if (this.#depth === 0) return this.#stopAt(i, 'whole');
      }
      if (kind === WORD) {
        if (!this.#isInWord && !this.#mayBegin()) return this.#stopAt(i, 'broken');
        this.#isInWord = true;
        this.#isAfterValue = true;
      } else if (kind !== SPACE) {
        if (kind !== PUNCTUATION || !this.#punctuate(byte)) return this.#stopAt(i, 'broken');
        if (this.#depth === 0 && !this.#isInString) return this.#stopAt(i + 1, 'whole');
      }
      i += 1;
    }
    return this.#stopAt(end, 'more');
  }

  #stopAt<Result>(at: number, result: Result): Result {
    this.#at = at;
    return result;
  }

  /** Behind the string, or its part that is here; where a byte cannot stand in it, the negative of its index less one. */
  #throughString(bytes: Uint8Array, from: number): number {
    const end = bytes.length;
    let i = from;
    if (this.#isEscaped) {
      this.#isEscaped = false;
      i += 1;
    }
    for (; i < end; i += 1) {
      const byte = bytes[i]!;
      if (byte === QUOTE) {
        this.#isInString = false;
        this.#isAfterValue = true;
        return i + 1;
      }
      if (byte === BACKSLASH) {
        i += 1;
        if (i >= end) {
          this.#isEscaped = true;
          return end;
        }
      } else if (byte < 0x20) {
        // A line end in a string: its closing quote is missing.
        return -i - 1;
      }
    }
    return i;
  }

  /** False where it cannot stand here. */
  #punctuate(byte: number): boolean {
    switch (byte) {
      case QUOTE:
        if (this.#isAfterValue) return false;
        this.#isInString = true;
        return true;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (!this.#mayBegin()) return false;
        this.#isAfterColon = false;
        this.#depth += 1;
        if (this.#depth > DEEPEST) return false;
        this.#open[this.#depth] = byte;
        return true;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        // In ASCII the closing one is the second behind the opening one.
        if (this.#depth === 0 || this.#open[this.#depth] !== byte - 2) return false;
        this.#depth -= 1;
        this.#isAfterValue = true;
        return true;
      default:
        // A colon or a comma.
        if (!this.#isAfterValue || this.#depth === 0) return false;
        this.#isAfterValue = false;
        this.#isAfterColon = byte === COLON;
        return true;
    }
  }

  /** Whether a value that is no string may begin here: in an object none stands where a name has to. */
  #mayBegin(): boolean {
    return !this.#isAfterValue && (this.#depth === 0 || this.#isAfterColon || this.#open[this.#depth] === OPEN_BRACKET);
  }
}
