import type { UserError } from '../exchange/user-error.ts';

/** Where a filter is wrong, and what would be right. */
export interface FilterMistake {
  /** Index into the filter as it was typed, in UTF-16 units. */
  readonly start: number;
  /** Units that are meant, from 1. */
  readonly length: number;
  /** `there is no field "staus"`; what is expected, or the likeliest correction. */
  readonly problem: string;
  readonly remedy: string;
  /** What to write in place of the part, where there is a good guess. */
  readonly suggestion: string | undefined;
}

/** Reads the place and the words from the error of a filter; one without a place concerns all of it. */
export function mistakeIn(error: UserError): FilterMistake {
  const place = error as UserError & Partial<Record<'column' | 'length' | 'problem' | 'suggestion', unknown>>;
  const suggestion = typeof place.suggestion === 'string' ? place.suggestion : undefined;
  return {
    start: typeof place.column === 'number' ? Math.max(0, place.column - 1) : 0,
    length: typeof place.length === 'number' ? Math.max(1, place.length) : 1,
    problem: typeof place.problem === 'string' ? place.problem : error.message,
    remedy: error.nextStep,
    suggestion,
  };
}
