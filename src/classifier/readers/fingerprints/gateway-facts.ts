import type { Signal } from '../../vocabulary/signal.ts';

/**
 * What gives an intermediary away. `passed` is enough for "the answer came through it"; `answered` says that it answered
 * itself. All expressions are matched on bounded text.
 */
export interface GatewayFacts {
  readonly name: string;
  /** Header fields that it adds, with a value where the name alone proves nothing. */
  readonly passed: readonly (readonly [field: string, value?: RegExp])[];
  /** Pages and texts of its own. */
  readonly answered: { readonly [form in BodyForm]?: readonly RegExp[] };
  /** Texts of its own that others may have, too: they count where one of its fields is there. */
  readonly generic?: readonly RegExp[];
  /** Header fields that only its own answers have. */
  readonly answeredFields?: readonly (readonly [field: string, value?: RegExp])[];
  /** What its own texts and codes mean, where they do not say it in common words. */
  readonly meanings?: readonly Meaning[];
}

/** By its first sign: a brace, an angle bracket, or anything else. */
export type BodyForm = 'json' | 'html' | 'text';

export interface Meaning {
  /** On the body's first kilobytes, or on the named field. */
  readonly pattern: RegExp;
  readonly field?: string;
  readonly signal: Signal;
  /** In words that can stand in a sentence. */
  readonly says: string;
  /** Only under these statuses. */
  readonly statuses?: readonly number[];
}

export const says = (pattern: RegExp, signal: Signal, words: string, ...statuses: number[]): Meaning => ({
  pattern,
  signal,
  says: words,
  ...(statuses.length === 0 ? {} : { statuses }),
});

export const inField = (field: string, pattern: RegExp, signal: Signal, words: string): Meaning => ({
  field,
  pattern,
  signal,
  says: words,
});
