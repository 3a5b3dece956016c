import { printable } from '../../exchange/printable.ts';
import { UserError } from '../../exchange/user-error.ts';

/** Where a filter is wrong, and what would be right. */
export interface FilterProblem {
  /** From 1, in UTF-16 units of the filter as it was typed. */
  readonly column: number;
  /** How many units are meant, from 1. */
  readonly length: number;
  /** What is wrong, without a full stop: `there is no field "staus"`. */
  readonly problem: string;
  /** What may stand there: `a duration such as 500ms, 2s or 5m`. */
  readonly expected: string;
  /** What to write in place of the marked part, where there is a good guess. */
  readonly suggestion?: string;
}

/** A filter that cannot be understood. `message` and `nextStep` say it in one line; `pointer` shows the place. */
export class FilterError extends UserError {
  readonly column: number;
  readonly length: number;
  readonly problem: string;
  readonly expected: string;
  readonly suggestion: string | undefined;
  readonly #text: string;

  constructor(text: string, { column, length, problem, expected, suggestion }: FilterProblem) {
    super(
      'filter',
      `The filter is wrong at column ${column}: ${problem}.`,
      suggestion === undefined ? `Expected ${expected}.` : `Did you mean ${suggestion}?`,
      2,
    );
    this.name = 'FilterError';
    this.column = column;
    this.length = length;
    this.problem = problem;
    this.expected = expected;
    this.suggestion = suggestion;
    this.#text = text;
  }

  /** The filter and, below it, a caret under each unit that is meant; a long filter is cut around the place. */
  pointer(cells = 100): readonly [line: string, carets: string] {
    const start = this.column - 1;
    const from = Math.max(0, Math.min(start - Math.floor(cells / 2), this.#text.length - cells));
    const part = this.#text.slice(from, from + cells);
    const before = printable(part.slice(0, start - from)).length;
    const meant = printable(part.slice(start - from, start - from + this.length)).length;
    return [printable(part), `${' '.repeat(before)}${'^'.repeat(Math.max(1, meant))}`];
  }
}
