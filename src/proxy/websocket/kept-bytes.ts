/**
 * The first bytes of something that arrives in pieces, up to a limit, and the count of all. What it hands out has a
 * buffer of its own: between threads a view would be copied with all that lies around it.
 */
export class KeptBytes {
  readonly #limit: number;
  #bytes = NOTHING;
  #length = 0;
  #totalBytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** Copies what still fits and returns that copy, which the caller may change in place. */
  add(piece: Uint8Array): Uint8Array {
    this.#totalBytes += piece.length;
    const size = Math.min(piece.length, this.#limit - this.#length);
    if (size <= 0) return NOTHING;
    const begin = this.#length;
    this.#makeRoom(begin + size);
    this.#bytes.set(size === piece.length ? piece : piece.subarray(0, size), begin);
    this.#length += size;
    return this.#bytes.subarray(begin, this.#length);
  }

  /** What was kept, and begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes.length === this.#length ? this.#bytes : this.#bytes.slice(0, this.#length);
    this.#bytes = NOTHING;
    this.#length = 0;
    this.#totalBytes = 0;
    return bytes;
  }

  /** One piece gets exactly its size; many grow by doubling, so that pieces of one byte cost no list of pieces. */
  #makeRoom(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.min(this.#limit, Math.max(needed, 2 * this.#bytes.length)));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

const NOTHING = new Uint8Array(0);
