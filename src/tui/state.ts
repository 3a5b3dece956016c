import type { AnnotatedExchange, Annotation } from '../exchange/annotation.ts';
import { type ClassCounts, NO_COUNTS } from '../exchange/row.ts';
import type { ExchangeDocument } from './document.ts';
import type { View } from './keys.ts';
import { type EditedLine, EMPTY_LINE } from './line-editor.ts';
import { EMPTY_VIEWPORT, type Viewport } from './viewport.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface OpenExchange {
  readonly detail: AnnotatedExchange;
  readonly document: ExchangeDocument;
  /** Index of the first line in sight. */
  readonly offset: number;
  /** Index of the section that is being read. */
  readonly section: number;
}

/** One line said to the person for a while. */
export interface Notice {
  readonly kind: 'done' | 'failed' | 'warning';
  readonly text: string;
  /** Epoch milliseconds after which it goes. */
  readonly until: number;
}

/** Everything that decides what is on screen. */
export interface State {
  readonly size: Size;
  /** Epoch milliseconds; grows only as fast as something on screen depends on it. */
  readonly now: number;
  /** The views that are open, the one in front last. */
  readonly views: readonly View[];
  readonly log: Viewport;
  readonly counts: ClassCounts;
  /** What explains the selected row; null where nothing is selected or the row is pending. */
  readonly explained: { readonly id: number; readonly annotation: Annotation } | null;
  /** The filter in force, also while it is being typed. */
  readonly filter: EditedLine;
  readonly open: OpenExchange | null;
  readonly helpOffset: number;
  readonly notice: Notice | null;
}

export function initialState(size: Size, now: number): State {
  return {
    size,
    now,
    views: ['log'],
    log: EMPTY_VIEWPORT,
    counts: NO_COUNTS,
    explained: null,
    filter: EMPTY_LINE,
    open: null,
    helpOffset: 0,
    notice: null,
  };
}

export function frontView(state: State): View {
  return state.views.at(-1) ?? 'log';
}

/** The view under the one in front: what the help is about. */
export function viewBehind(state: State): View {
  return state.views.at(-2) ?? 'log';
}
