/** What a capture keeps. Pinned exchanges and those that have not ended stay whatever the limits say. */
export interface Limits {
  /** Age from when it was recorded, in milliseconds; null: however old. */
  readonly keepForMs: number | null;
  /** How many, pinned ones not counted. */
  readonly keepCount: number | null;
  /** Bytes of the file that are in use. */
  readonly keepBytes: number | null;
}

export const DEFAULT_LIMITS: Limits = { keepForMs: null, keepCount: null, keepBytes: 2 * 2 ** 30 };
