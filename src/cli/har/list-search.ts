import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  DEEPEST,
  KIND,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
} from './json-bytes.ts';

/** What a file lacks that has no list of entries. */
export type NoEntries = 'not-an-object' | 'no-entries' | 'cut-off' | 'not-json';

/** Longer names of members do not lead to the list. */
const LONGEST_NAME = 16;

const MARK: readonly number[] = [0xef, 0xbb, 0xbf];

/** Finds the list `log.entries`, wherever it stands in its object; nothing before it is kept. */
export class ListSearch {
  readonly #open = new Uint8Array(DEEPEST + 1);
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #name = '';
  /** Names of the members that are open on the first two levels. */
  readonly #names: [string, string] = ['', ''];
  #failure: NoEntries | undefined;

  get failure(): NoEntries | undefined {
    return this.#failure;
  }

  /** True for the bracket that opens the list. `place` is counted from the beginning of the file. */
  take(byte: number, place: number): boolean {
    if (this.#isInString) {
      this.#takeInString(byte);
      return false;
    }
    if (this.#depth === 0 && byte !== OPEN_BRACE && KIND[byte] !== SPACE && byte !== MARK[place]) {
      this.#failure = 'not-an-object';
      return false;
    }
    switch (byte) {
      case QUOTE:
        this.#isInString = true;
        this.#name = '';
        return false;
      case COLON:
        if (this.#depth <= 2) this.#names[this.#depth === 1 ? 0 : 1] = this.#name;
        return false;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (byte === OPEN_BRACKET && this.#isAtList()) return true;
        this.#depth += 1;
        if (this.#depth > DEEPEST) this.#failure = 'not-json';
        else this.#open[this.#depth] = byte;
        return false;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        this.#depth -= 1;
        if (this.#depth === 0) this.#failure = 'no-entries';
        return false;
      default:
        return false;
    }
  }

  /** To be called where the file ends before the list. */
  end(): void {
    this.#failure ??= this.#depth > 0 ? 'cut-off' : 'not-an-object';
  }

  #isAtList(): boolean {
    return (
      this.#depth === 2 && this.#open[2] === OPEN_BRACE && this.#names[0] === 'log' && this.#names[1] === 'entries'
    );
  }

  #takeInString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === QUOTE) this.#isInString = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte < 0x20) this.#failure = 'not-json';
    if (this.#isInString && this.#depth <= 2 && this.#name.length <= LONGEST_NAME)
      this.#name += String.fromCharCode(byte);
  }
}
