/** Every body may keep so much of its beginning, whatever else is under way. */
export const SURE_BYTES = 16 * 1024;

/**
 * The memory that the beginnings of bodies share until their exchanges end: hundreds of downloads may be under way at
 * once, and stalled for as long as their clients like.
 */
export class AnalysisBudget {
  #free: number;

  constructor(bytes: number) {
    this.#free = bytes;
  }

  /** How much of the bytes wanted may be kept. */
  take(wanted: number): number {
    const taken = Math.min(wanted, this.#free);
    this.#free -= taken;
    return taken;
  }

  giveBack(bytes: number): void {
    this.#free += bytes;
  }
}
