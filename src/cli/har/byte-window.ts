import { Buffer } from 'node:buffer';

const FIRST_CAPACITY = 256 * 1024;

/** A stretch of a file that moves along with reading: bytes are appended behind, and forgotten in front. */
export class ByteWindow {
  #buffer = Buffer.allocUnsafe(FIRST_CAPACITY);
  /** Within the buffer. */
  #from = 0;
  #to = 0;
  #start = 0;

  /** Place in the file of the first byte of `bytes`. */
  get start(): number {
    return this.#start;
  }

  /** Place in the file behind the last byte. */
  get end(): number {
    return this.#start + this.#to - this.#from;
  }

  /** Valid until the next `append`. */
  get bytes(): Buffer {
    return this.#buffer.subarray(this.#from, this.#to);
  }

  append(bytes: Uint8Array): void {
    const held = this.#to - this.#from;
    if (this.#to + bytes.length > this.#buffer.length) {
      // Doubled, so that a large entry is not copied once for each of its pieces; what was needed for it is given back.
      const needed = Math.max(FIRST_CAPACITY, held + bytes.length);
      const isAmple = this.#buffer.length >= needed * 2 && this.#buffer.length <= needed * 8;
      const target = isAmple ? this.#buffer : Buffer.allocUnsafe(needed * 2);
      this.#buffer.copy(target, 0, this.#from, this.#to);
      this.#buffer = target;
      this.#from = 0;
      this.#to = held;
    }
    this.#buffer.set(bytes, this.#to);
    this.#to += bytes.length;
  }

  /** What stands before this place of the file is not needed any more. */
  forget(place: number): void {
    const count = Math.min(Math.max(0, place - this.#start), this.#to - this.#from);
    this.#from += count;
    this.#start += count;
  }

  byteAt(place: number): number {
    return this.#buffer[this.#from + place - this.#start]!;
  }

  /** Place in the file of a byte, from a place on; -1 where it does not occur. */
  indexOf(byte: number, from: number): number {
    const found = this.bytes.indexOf(byte, from - this.#start);
    return found < 0 ? -1 : found + this.#start;
  }

  copy(from: number, to: number): Buffer {
    const first = this.#from - this.#start;
    return Buffer.from(this.#buffer.subarray(first + from, first + to));
  }
}
