import { type AnalysisBudget, SURE_BYTES } from './analysis-budget.ts';

export type Side = 'request' | 'response';

/** A piece of a body in the order in which it arrived; `index` counts from 0 for each side of an exchange. */
export interface BodyChunk {
  readonly side: Side;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/**
 * Bytes of each body that stay in memory until the exchange ends, for the classifier to read, if the budget allows. It
 * parses no JSON beyond that.
 */
export const ANALYSED_BYTES = 256 * 1024;

/** What arrives in many small pieces is handed out in pieces of up to this size. */
const JOINED_BYTES = 64 * 1024;

const NOTHING = Buffer.alloc(0);

/** One body as it arrives: its beginning, what was not handed out yet, and how long it is. */
export class BodyPieces {
  readonly #side: Side;
  readonly #budget: AnalysisBudget;
  /** What of the budget is ours. */
  #taken = 0;
  /** The beginning ends here: what follows would not fit. */
  #isCut = false;
  /** The beginning, up to `#ownBytes`, in memory that grows; behind it come the borrowed pieces. */
  #own = NOTHING;
  #ownBytes = 0;
  #borrowed: Uint8Array[] = [];
  #borrowedBytes = 0;
  #seenBytes = 0;
  #countedBytes = 0;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #nextIndex = 0;

  constructor(side: Side, budget: AnalysisBudget) {
    this.#side = side;
    this.#budget = budget;
  }

  /** All that passed, recorded or not. */
  get totalBytes(): number {
    return Math.max(this.#seenBytes, this.#countedBytes);
  }

  /** Bytes that were not handed out yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  add(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#seenBytes += bytes.length;
    const room = ANALYSED_BYTES - this.#ownBytes - this.#borrowedBytes;
    if (room <= 0 || this.#isCut) return;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    this.#borrowed.push(kept);
    this.#borrowedBytes += kept.length;
  }

  /** The exchange has ended: what was handed out is the last that is wanted. */
  release(): void {
    this.#budget.giveBack(this.#taken);
    this.#taken = 0;
  }

  /** How much had passed by now, as the proxy counted. */
  counted(bytes: number): void {
    this.#countedBytes = Math.max(this.#countedBytes, bytes);
  }

  /** The first bytes. Of a body in one piece it is that piece. */
  beginning(): Uint8Array {
    if (this.#ownBytes === 0 && this.#borrowed.length === 1) return this.#borrowed[0]!;
    this.#takeIn();
    return this.#own.subarray(0, this.#ownBytes);
  }

  /** Copies what is still borrowed: afterwards nothing here refers to the memory in which events came. */
  settle(): void {
    this.#takeIn();
    this.#keepToBudget();
    this.#waiting = this.#waiting.map((bytes) => new Uint8Array(bytes));
  }

  /** Adds what arrived since the last call to a list. */
  takeChunks(into: BodyChunk[]): void {
    const waiting = this.#waiting;
    for (let from = 0; from < waiting.length; ) {
      let size = waiting[from]!.length;
      let to = from + 1;
      while (to < waiting.length && size + waiting[to]!.length <= JOINED_BYTES) size += waiting[to++]!.length;
      const bytes = to === from + 1 ? waiting[from]! : Buffer.concat(waiting.slice(from, to), size);
      into.push({ side: this.#side, index: this.#nextIndex++, bytes });
      from = to;
    }
    if (waiting.length === 0) return;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #keepToBudget(): void {
    const wanted = this.#ownBytes - SURE_BYTES - this.#taken;
    if (wanted <= 0) return;
    const granted = this.#budget.take(wanted);
    this.#taken += granted;
    if (granted === wanted) return;
    this.#isCut = true;
    this.#ownBytes = SURE_BYTES + this.#taken;
    // What was handed out may still be looked at: the memory itself is not touched.
    const kept = Buffer.allocUnsafeSlow(this.#ownBytes);
    kept.set(this.#own.subarray(0, this.#ownBytes));
    this.#own = kept;
  }

  #takeIn(): void {
    if (this.#borrowed.length === 0) return;
    const needed = this.#ownBytes + this.#borrowedBytes;
    if (needed > this.#own.length) {
      // Twice as much for a stream of small pieces, so that each byte is copied twice at most.
      const grown = Buffer.allocUnsafeSlow(this.#ownBytes === 0 ? needed : Math.min(needed * 2, ANALYSED_BYTES));
      grown.set(this.#own.subarray(0, this.#ownBytes));
      this.#own = grown;
    }
    for (const bytes of this.#borrowed) {
      this.#own.set(bytes, this.#ownBytes);
      this.#ownBytes += bytes.length;
    }
    this.#borrowed = [];
    this.#borrowedBytes = 0;
  }
}
