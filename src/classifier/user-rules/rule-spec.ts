import type { Confidence, Fault, Retry } from '../../exchange/annotation.ts';
import type { CauseId } from '../../exchange/causes.ts';

/**
 * A rule of a rules file, checked and with its short forms written out. Plain data: those that ship with the program
 * are kept as JSON.
 */
export interface RuleSpec {
  /** For messages: as the file names it, else by its place. */
  readonly name: string;
  readonly when: WhenSpec;
  /** Null: nothing needs explaining. */
  readonly cause: CauseId | null;
  /** Only with `error-in-success`. */
  readonly inner?: CauseId;
  readonly confidence: Exclude<Confidence, 'certain'>;
  readonly fault?: Fault;
  readonly retry?: Retry;
  /** Seconds, or a pointer to the value that holds them. */
  readonly retryAfter?: number | string;
  /** Templates with `{{pointer}}`. */
  readonly summary?: string;
  readonly advice?: string;
  /** Pointers; where they are left out, those of `when`. */
  readonly evidence?: readonly string[];
  /** Goes before findings that are certain, too. */
  readonly override: boolean;
}

/** Everything that is there has to match; of each list one. */
export interface WhenSpec {
  /** Inclusive. */
  readonly status?: readonly (readonly [from: number, to: number])[];
  readonly method?: readonly string[];
  /** Globs. */
  readonly host?: readonly string[];
  readonly path?: readonly string[];
  /** Phrases in the words of the error. */
  readonly text?: readonly string[];
  readonly values: readonly ValueSpec[];
}

export interface ValueSpec {
  readonly pointer: string;
  readonly patterns: readonly ValuePattern[];
}

export type ValuePattern =
  | { readonly kind: 'equals'; readonly value: string | number | boolean | null }
  | { readonly kind: 'glob'; readonly glob: string }
  | { readonly kind: 'regex'; readonly source: string; readonly ignoresCase: boolean }
  | { readonly kind: 'exists'; readonly isThere: boolean };
