import type { Field } from './fields.ts';

/** Literal pieces between the wildcards of a value: `a*b` is `['a', 'b']`, and `ab` without any is `['ab']`. */
export type Pattern = readonly string[];

/** What a value asks of what it is compared with. */
export type Test =
  /** `*`: there is a value at all. */
  | { readonly kind: 'any' }
  /** There is none. */
  | { readonly kind: 'none' }
  /** From (included) to (excluded); null is open. */
  | { readonly kind: 'interval'; readonly from: number | null; readonly to: number | null }
  /** One of these, which stand so in the capture. */
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly place: 'whole' | 'start' | 'inside' }
  /** A host: the name itself or one below it, with any port where none is named. */
  | { readonly kind: 'domain'; readonly pattern: Pattern }
  /** A named value of many: a header, a query parameter. Without a value it is enough that the name is there. */
  | { readonly kind: 'pair'; readonly name: Pattern; readonly value: Pattern | null };

export type Filter =
  | { readonly kind: 'everything' }
  | { readonly kind: 'all-of'; readonly parts: readonly Filter[] }
  | { readonly kind: 'one-of'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  /** At least one of the tests holds. */
  | { readonly kind: 'term'; readonly field: Field; readonly tests: readonly Test[] }
  /** In the texts that a row of the log shows. */
  | { readonly kind: 'word'; readonly pattern: Pattern };

export const EVERYTHING: Filter = { kind: 'everything' };

/** More than a person types, less than what would burden SQLite. */
export const LIMITS = { characters: 2000, depth: 20, terms: 100, values: 100 } as const;
