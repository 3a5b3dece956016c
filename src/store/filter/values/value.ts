import type { Pattern, Test } from '../filter.ts';

export type Comparison = '>' | '>=' | '<' | '<=';

/** One value as it was typed, taken apart by its quotes only. */
export interface TypedValue {
  readonly comparison: Comparison | null;
  /** What stands behind the comparison, quotes removed. */
  readonly text: string;
  /** In quotes as a whole: every character stands for itself. */
  readonly isQuoted: boolean;
  /** With the wildcards of its parts that are not quoted. */
  readonly pattern: Pattern;
  /** The same split at the first equals sign that is not quoted; null where there is none. */
  readonly pair: readonly [name: Pattern, value: Pattern] | null;
}

/** A value that its field does not take. */
export class Misread extends Error {
  /** What to write in place of the whole value, a comparison included. */
  readonly suggestion: string | undefined;

  constructor(problem: string, suggestion?: string) {
    super(problem);
    this.suggestion = suggestion;
  }
}

/** A value that may be typed, with what it means. */
export interface KnownValue {
  readonly value: string;
  readonly help: string;
}

/** What a field takes. */
export interface ValueKind {
  /** Completes "Expected …": `a duration such as 500ms, 2s or 5m`. */
  readonly expects: string;
  /** All values, or the usual ones, for completion. */
  readonly known: readonly KnownValue[];
  /** @throws Misread `now` is epoch milliseconds. */
  read(value: TypedValue, now: number): Test;
}

export const ANY: Test = { kind: 'any' };
export const NONE: Test = { kind: 'none' };

/** A lone wildcard. */
export function asksForAny({ comparison, pattern }: TypedValue): boolean {
  return comparison === null && pattern.length > 1 && pattern.every((part) => part === '');
}

/** `none`, which stands for itself in quotes. */
export function asksForNone({ comparison, text, isQuoted }: TypedValue): boolean {
  return comparison === null && !isQuoted && text.toLowerCase() === 'none';
}

export function refuseComparison({ comparison, text }: TypedValue): void {
  if (comparison !== null) throw new Misread('this field is not compared by size', text || undefined);
}
