import type { Exchange } from './exchange.ts';

/** One secret that was masked. */
export interface Masked {
  /** A pointer as in `Evidence.where`. */
  readonly where: string;
  /** Why it counts as a secret, for example `header authorization` or `json field password`. */
  readonly rule: string;
}

export interface Redacted {
  readonly exchange: Exchange;
  readonly masked: readonly Masked[];
}

/** A secret with its kind and length class kept, for example `Bearer <jwt, 300 characters>`. */
export function maskSecret(value: string): string {
  return `<secret, ${value.length} characters>`;
}
