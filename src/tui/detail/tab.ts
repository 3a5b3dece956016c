import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import type { Exchange, StreamMessage } from '../../exchange/exchange.ts';
import type { Rows } from './rows.ts';

export type Side = 'request' | 'response';

/** What of an exchange is read only where it is looked at. Calls are synchronous, indexed look-ups. */
export interface Contents {
  /** How many bytes of a body can be read. */
  bodySize(id: number, side: Side): number;
  /** The bytes of a body from `from` on, at most `length`. */
  body(id: number, side: Side, from: number, length: number): Uint8Array;
  /** At most `limit` messages of a stream, from the one at place `from` (counted from 0) onwards. */
  messages(id: number, from: number, limit: number): readonly StreamMessage[];
}

export interface OpenedExchange extends AnnotatedExchange {
  readonly contents: Contents;
  /** The call that it is compared with, where the person chose one. */
  readonly comparedWith?: Exchange;
}

export function openedExchange(
  detail: AnnotatedExchange,
  contents: Contents,
  comparedWith: Exchange | undefined,
): OpenedExchange {
  return { ...detail, contents, ...(comparedWith !== undefined && { comparedWith }) };
}

/** How a text is shown; a new value for every change, so that what was made from it can be remembered. */
export interface Shape {
  /** Keys of what is folded, or unfolded where it is folded at first. */
  readonly folds: ReadonlySet<string>;
  /** Bodies as they came instead of laid out. */
  readonly isPlain: boolean;
  /** The pointer of evidence that was jumped to. */
  readonly mark: string | null;
}

export const FIRST_SHAPE: Shape = { folds: new Set(), isPlain: false, mark: null };

/** A place in a text, and what must be open so that it can be seen. */
export interface Found {
  readonly shape: Shape;
  readonly row: number;
  /** Index in the text of the row, where not the whole row is meant. */
  readonly column?: number;
}

/** One tab of the open exchange. Its text is a pure function of the exchange and of the shape. */
export interface Tab {
  /** One word. */
  readonly name: string;
  /** Tabs stand in ascending order. */
  readonly order: number;
  /** There is something to read; a tab without anything says so when it is opened. */
  hasText(opened: OpenedExchange): boolean;
  rows(opened: OpenedExchange, shape: Shape, cells: number): Rows;
  /** Where a pointer of evidence (`response.body#/error`) leads; undefined where not into this tab. */
  find?(opened: OpenedExchange, shape: Shape, where: string, cells: number): Found | undefined;
  /** What folding everything closes. */
  foldable?(opened: OpenedExchange, shape: Shape, cells: number): readonly string[];
}
