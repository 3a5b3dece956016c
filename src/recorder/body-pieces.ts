export type Side = 'request' | 'response';

/** A piece of a body in the order in which it arrived; `index` counts from 0 for each side of an exchange. */
export interface BodyChunk {
  readonly side: Side;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Bytes of each body that stay in memory until the exchange ends, for the classifier to read. */
export const ANALYSED_BYTES = 1024 * 1024;

/** What arrives in many small pieces is handed out in pieces of up to this size. */
const JOINED_BYTES = 64 * 1024;

/** One body as it arrives: its beginning, what was not handed out yet, and how long it is. */
export class BodyPieces {
  readonly #side: Side;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #seenBytes = 0;
  #countedBytes = 0;
  #waiting: Uint8Array[] = [];
  #nextIndex = 0;
  waitingBytes = 0;

  constructor(side: Side) {
    this.#side = side;
  }

  /** All that passed, recorded or not. */
  get totalBytes(): number {
    return Math.max(this.#seenBytes, this.#countedBytes);
  }

  add(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.waitingBytes += bytes.length;
    this.#seenBytes += bytes.length;
    const room = ANALYSED_BYTES - this.#keptBytes;
    if (room <= 0) return;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    this.#kept.push(kept);
    this.#keptBytes += kept.length;
  }

  /** How much had passed by now, as the proxy counted. */
  counted(bytes: number): void {
    this.#countedBytes = Math.max(this.#countedBytes, bytes);
  }

  /** The first bytes. Joined once: they replace the pieces, so that later calls cost nothing. */
  beginning(inOwnMemory: boolean): Uint8Array {
    const [first] = this.#kept;
    if (first === undefined) return new Uint8Array();
    const isBorrowed = first.buffer.byteLength > 2 * first.length;
    if (this.#kept.length > 1) this.#kept = [Buffer.concat(this.#kept, this.#keptBytes)];
    else if (inOwnMemory && isBorrowed) this.#kept = [new Uint8Array(first)];
    return this.#kept[0]!;
  }

  /** Adds what arrived since the last call to a list. */
  takeChunks(into: BodyChunk[]): void {
    if (this.#waiting.length === 0) return;
    let from = 0;
    while (from < this.#waiting.length) {
      let size = this.#waiting[from]!.length;
      let to = from + 1;
      while (to < this.#waiting.length && size + this.#waiting[to]!.length <= JOINED_BYTES) {
        size += this.#waiting[to]!.length;
        to += 1;
      }
      const bytes = to === from + 1 ? this.#waiting[from]! : Buffer.concat(this.#waiting.slice(from, to), size);
      into.push({ side: this.#side, index: this.#nextIndex, bytes });
      this.#nextIndex += 1;
      from = to;
    }
    this.#waiting = [];
    this.waitingBytes = 0;
  }
}
