/** How the characters of a string are written; two bits beside its length. */
const ASCII = 0;
const UTF_8 = 1;
/** For what UTF-8 cannot hold: halves of surrogate pairs. */
const UTF_16 = 2;

const LEAST_CAPACITY = 16 * 1024;
const MOST_CAPACITY = 512 * 1024;

/** Writes plain values one behind the other into memory that grows. */
export class BatchWriter {
  #buffer = Buffer.allocUnsafeSlow(LEAST_CAPACITY);
  #view = new DataView(this.#buffer.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  number(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  text(text: string): void {
    this.#reserve(4 + text.length * 3);
    const start = this.#length + 4;
    let size = text === '' ? 0 : this.#buffer.write(text, start, 'utf8');
    let coding = ASCII;
    // Only of ASCII each unit of the string is one byte: then it is read back without decoding.
    if (size !== text.length) {
      coding = UTF_8;
      if (!text.isWellFormed()) {
        coding = UTF_16;
        size = this.#buffer.write(text, start, 'utf16le');
      }
    }
    this.#view.setUint32(this.#length, size * 4 + coding, true);
    this.#length = start + size;
  }

  /**
   * Joined by line feeds, which header fields cannot hold; in a list that has one all the same, each string by itself.
   * With a step of 2 every second string is written, from the first one on.
   */
  texts(list: readonly string[], first = 0, step = 1): void {
    const count = Math.max(0, Math.ceil((list.length - first) / step));
    const joined = joinedTexts(list, first, step);
    const isJoined = countLineFeeds(joined) === Math.max(0, count - 1);
    this.number(isJoined ? count : -count);
    if (isJoined) this.text(joined);
    else for (let i = first; i < list.length; i += step) this.text(list[i]!);
  }

  bytes(bytes: Uint8Array): void {
    this.number(bytes.length);
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What was written, in memory of its own, which the writer has no part in any more: it begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const written = this.#buffer.subarray(0, this.#length);
    // As much as the last time and a little more: growing copies, and what is not used is wasted.
    const expected = Math.ceil(this.#length * 1.25);
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(MOST_CAPACITY, Math.max(LEAST_CAPACITY, expected)));
    this.#view = new DataView(this.#buffer.buffer);
    this.#length = 0;
    return written;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Reads in the same order what a `BatchWriter` wrote. Byte strings are views of the memory that is read. */
export class BatchReader {
  readonly #buffer: Buffer;
  readonly #view: DataView;
  #position = 0;

  constructor(written: Uint8Array) {
    this.#buffer = Buffer.from(written.buffer, written.byteOffset, written.length);
    this.#view = new DataView(written.buffer, written.byteOffset, written.length);
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#buffer.length;
  }

  byte(): number {
    return this.#view.getUint8(this.#position++);
  }

  number(): number {
    const value = this.#view.getFloat64(this.#position, true);
    this.#position += 8;
    return value;
  }

  text(): string {
    const head = this.#view.getUint32(this.#position, true);
    const start = this.#position + 4;
    const end = start + Math.floor(head / 4);
    this.#position = end;
    if (start === end) return '';
    const coding = head % 4;
    return this.#buffer.toString(coding === ASCII ? 'latin1' : coding === UTF_8 ? 'utf8' : 'utf16le', start, end);
  }

  texts(): readonly string[] {
    const count = this.number();
    if (count < 0) return Array.from({ length: -count }, () => this.text());
    return splitTexts(this.text(), count);
  }

  bytes(): Uint8Array {
    const length = this.number();
    const start = this.#position;
    this.#position += length;
    return this.#buffer.subarray(start, this.#position);
  }
}

/** Not `join` and `split`: they cost three times as much. */
export function joinedTexts(list: readonly string[], first: number, step: number): string {
  let joined = list[first] ?? '';
  for (let i = first + step; i < list.length; i += step) joined += `\n${list[i]}`;
  return joined;
}

/** The strings of a text in which so many were joined. */
export function splitTexts(joined: string, count: number): readonly string[] {
  const list: string[] = [];
  let start = 0;
  for (let i = 1; i < count; i += 1) {
    const end = joined.indexOf('\n', start);
    list.push(joined.slice(start, end));
    start = end + 1;
  }
  if (count > 0) list.push(joined.slice(start));
  return list;
}

export function countLineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
