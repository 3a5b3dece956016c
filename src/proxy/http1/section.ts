import { type BadMessage, bad } from './bad-message.ts';

/** The bytes up to the empty line, which is the last of them, and what came behind it. */
export interface Section {
  readonly kind: 'section';
  readonly bytes: Buffer;
  readonly rest: Buffer;
}

export const MORE = { kind: 'more' } as const;
export const NOTHING = Buffer.alloc(0);

const END = Buffer.from('\r\n\r\n');
const LEAST_CAPACITY = 512;
// Without end: a line that ends in another way would have it waited for until time runs out.
const BARE_LF = /[^\r]\n/;
const BARE_CR = /\r[^\n]/;

/**
 * Collects bytes up to and with CRLFCRLF, in linear time however they are cut up. What comes in one piece is handed
 * back as part of that piece; only what is cut up is copied.
 *
 * A bare LF or CR is refused as soon as the piece that holds it has been read. As long as there was no CRLFCRLF all
 * that came belongs to the section, so this never hits a body; once there is one, the grammar refuses the section.
 */
export class SectionCollector {
  readonly #limitBytes: number;
  /** `headers` or `trailers`, for the sentences. */
  readonly #name: string;
  /** What came so far is in the first `#length` bytes. */
  #held: Buffer = NOTHING;
  #length = 0;

  constructor(limitBytes: number, name: string) {
    this.#limitBytes = limitBytes;
    this.#name = name;
  }

  /** What is held so far; valid until the next push. */
  get held(): Buffer {
    return this.#held.subarray(0, this.#length);
  }

  /** The CRLFCRLF is looked for from the byte `start` of the section. After a section it is ready for the next. */
  push(bytes: Buffer, start = 0): Section | typeof MORE | BadMessage {
    const length = this.#length;
    if (length > 0) return this.#pushMore(bytes, Math.max(start, length - END.length + 1));
    const end = bytes.indexOf(END, start);
    if (end === -1) {
      if (bytes.length >= this.#limitBytes) return this.#tooLarge(bytes);
      return this.#hold(bytes);
    }
    const size = end + END.length;
    if (size > this.#limitBytes) return this.#tooLarge(bytes);
    if (size === bytes.length) return { kind: 'section', bytes, rest: NOTHING };
    return { kind: 'section', bytes: bytes.subarray(0, size), rest: bytes.subarray(size) };
  }

  #pushMore(bytes: Buffer, searchFrom: number): Section | typeof MORE | BadMessage {
    const before = this.#length;
    // Beyond the limit nothing is looked at, so nothing is copied either; one byte more shows that it was passed.
    const room = this.#limitBytes + 1 - before;
    const taken = bytes.length <= room ? bytes : bytes.subarray(0, room);
    this.#append(taken);
    const end = this.held.indexOf(END, searchFrom);
    const size = end + END.length;
    if (end !== -1 && size <= this.#limitBytes) {
      const section = this.#held.subarray(0, size);
      this.#held = NOTHING;
      this.#length = 0;
      return { kind: 'section', bytes: section, rest: bytes.subarray(size - before) };
    }
    if (this.#length >= this.#limitBytes) return this.#tooLarge(NOTHING);
    return this.#bareLineEnd(before - 1) ?? MORE;
  }

  #hold(bytes: Buffer): typeof MORE | BadMessage {
    this.#append(bytes);
    return this.#bareLineEnd(0) ?? MORE;
  }

  #append(bytes: Buffer): void {
    const length = this.#length + bytes.length;
    if (length > this.#held.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(LEAST_CAPACITY, length, this.#held.length * 2));
      larger.set(this.held);
      this.#held = larger;
    }
    this.#held.set(bytes, this.#length);
    this.#length = length;
  }

  /** A CR at the very end may be followed by its LF: the next piece is looked at together with it. */
  #bareLineEnd(from: number): BadMessage | undefined {
    const text = this.#held.toString('latin1', from, this.#length);
    if (BARE_LF.test(text) || (from === 0 && text.startsWith('\n'))) return bareLf(`a line of the ${this.#name}`);
    if (BARE_CR.test(text)) return bareCr(`a line of the ${this.#name}`);
    return undefined;
  }

  #tooLarge(bytes: Buffer): BadMessage {
    if (this.#length === 0) this.#append(bytes.subarray(0, this.#limitBytes));
    return bad('HPE_HEADER_OVERFLOW', `the ${this.#name} are larger than ${this.#limitBytes} bytes`);
  }
}

export function bareLf(where: string): BadMessage {
  return bad('HPE_CR_EXPECTED', `${where} ends in LF without CR`);
}

export function bareCr(where: string): BadMessage {
  return bad('HPE_LF_EXPECTED', `${where} contains CR without LF`);
}
