import { joined, type Rows } from '../rows.ts';
import type { Found, Shape } from '../tab.ts';

/** A body, or a part of one, laid out for reading. */
export interface LaidOut {
  readonly rows: Rows;
  /** Keys of everything that can be folded. */
  readonly foldable: () => readonly string[];
  /** What evidence says after `request.body`: `#/error/param`, `:3:14`, `?amount`, or nothing. */
  readonly find: (rest: string) => Found | undefined;
}

/** What has nothing to fold. */
export const NOTHING = (): readonly string[] => [];

/** What the layout of a body depends on beside its bytes. */
export interface Look {
  readonly shape: Shape;
  /** Begins every key of a fold, so that two bodies of one text are told apart. */
  readonly key: string;
  readonly cells: number;
  /** How many bodies this one stands in; multipart bodies may hold others. */
  readonly level: number;
  /** Epoch milliseconds: what the lifetime of a token is measured against. */
  readonly at: number;
}

export function inSight(look: Look, row: number, column?: number): Found {
  return { shape: look.shape, row, ...(column === undefined ? {} : { column }) };
}

/** Text that cannot be folded and in which nothing is looked for. */
export function plainly(rows: Rows, look: Look): LaidOut {
  return { rows, foldable: NOTHING, find: (rest) => (rest === '' ? inSight(look, 0) : undefined) };
}

/** Rows put in front of a laid-out text. */
export function after(above: Rows, laidOut: LaidOut): LaidOut {
  return stacked([{ rows: above, foldable: NOTHING, find: () => undefined }, laidOut]);
}

/** Several texts one under another; what is looked for is found in the first that has it. */
export function stacked(parts: readonly LaidOut[]): LaidOut {
  return {
    rows: joined(...parts.map(({ rows }) => rows)),
    foldable: () => parts.flatMap(({ foldable }) => foldable()),
    find(rest) {
      let start = 0;
      for (const { rows, find } of parts) {
        const found = find(rest);
        if (found !== undefined) return { ...found, row: found.row + start };
        start += rows.count;
      }
      return undefined;
    },
  };
}
