/** A map that holds at most `limit` entries: the one that was set longest ago goes first. */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #limit: number;
  /** What is set twice in a row keeps its place, and taking it out would be for nothing. */
  #newest: Key | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    if (key !== this.#newest) {
      this.#entries.delete(key);
      this.#newest = key;
    }
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) this.#entries.delete(this.#entries.keys().next().value!);
  }

  delete(key: Key): void {
    this.#entries.delete(key);
  }

  /** A list of its own: entries may be set and deleted while it is gone through. */
  entries(): [Key, Value][] {
    return [...this.#entries];
  }
}
