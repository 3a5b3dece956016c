import type { Annotation } from '../exchange/annotation.ts';
import { type ClassCounts, NO_COUNTS } from '../exchange/row.ts';
import type { OpenDetail } from './detail/open-detail.ts';
import type { FilterMistake } from './filter-mistake.ts';
import { NOT_TYPING, type Typing } from './filter-typing.ts';
import { type Glance, NO_GLANCE } from './glance.ts';
import { KEY_TABLE, type KeyBinding, type View } from './keys.ts';
import { type EditedLine, EMPTY_LINE } from './line-editor.ts';
import type { Menu } from './menu.ts';
import type { Recording } from './source.ts';
import { EMPTY_VIEWPORT, type Viewport } from './viewport.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
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
  readonly glance: Glance;
  /** What has become of the recording since the interface was opened; null while it is as it was. */
  readonly recording: Recording | null;
  /** Traffic passes without being recorded. */
  readonly isPaused: boolean;
  /** What explains the selected row; null where nothing is selected or the row is pending. */
  readonly explained: { readonly id: number; readonly annotation: Annotation } | null;
  /** The filter in force, also while it is being typed. */
  readonly filter: EditedLine;
  readonly typing: Typing;
  /** Filters that were kept before, the latest at the end. */
  readonly pastFilters: readonly string[];
  /** What is wrong with it; then the log still shows what the filter before it found. */
  readonly mistake: FilterMistake | null;
  readonly open: OpenDetail | null;
  readonly helpOffset: number;
  /** The keys that are in force: those whose actions are there, and the person’s own. */
  readonly keys: readonly KeyBinding[];
  readonly menu: Menu | null;
  /** The note that is being typed, and the exchange it is for. */
  readonly note: { readonly id: number; readonly line: EditedLine } | null;
  /** What waits for yes or no. */
  readonly question: string | null;
  readonly notice: Notice | null;
}

export function initialState(size: Size, now: number, keys: readonly KeyBinding[] = KEY_TABLE): State {
  return {
    size,
    now,
    views: ['log'],
    log: EMPTY_VIEWPORT,
    counts: NO_COUNTS,
    glance: NO_GLANCE,
    recording: null,
    isPaused: false,
    explained: null,
    filter: EMPTY_LINE,
    typing: NOT_TYPING,
    pastFilters: [],
    mistake: null,
    open: null,
    helpOffset: 0,
    keys,
    menu: null,
    note: null,
    question: null,
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
