import type { Movement } from '../keys.ts';
import { EMPTY_LINE, edited, inserted, type LineEdit } from '../line-editor.ts';
import { DETAIL_KEYS } from './keys.ts';
import { type OpenDetail, rowsInFront, rowUnderCursor, tabOf, viewOf, withView } from './open-detail.ts';
import { inBounds, jumpedTo, moved, type Screen } from './place.ts';
import { rowWith } from './rows.ts';
import type { Shape } from './tab.ts';
import { TABS } from './tabs.ts';

/** What keys do in the open exchange beside moving. */
export type DetailCommand =
  | `tab-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`
  | 'next-tab'
  | 'previous-tab'
  | 'activate'
  | 'fold-all'
  | 'unfold-all'
  | 'plain'
  | 'edit-search'
  | 'keep-search'
  | 'clear-search'
  | 'next-match'
  | 'previous-match'
  // These need more than the open exchange and are carried out elsewhere.
  | 'older-of-route'
  | 'newer-of-route'
  | 'copy-value'
  | 'copy-path';

const DETAIL_COMMANDS: ReadonlySet<string> = new Set(DETAIL_KEYS.map(({ command }) => command));

export function isDetailCommand(command: string): command is DetailCommand {
  return DETAIL_COMMANDS.has(command);
}

export function movedIn(open: OpenDetail, movement: Movement, screen: Screen): OpenDetail {
  const view = viewOf(open);
  return withView(open, { ...view, place: moved(rowsInFront(open, screen.cells), view.place, movement, screen) });
}

/** The same reading after the screen or the exchange changed. */
export function settled(open: OpenDetail, screen: Screen): OpenDetail {
  const view = viewOf(open);
  return withView(open, { ...view, place: inBounds(rowsInFront(open, screen.cells), view.place, screen) });
}

export function afterDetailCommand(open: OpenDetail, command: DetailCommand, screen: Screen): OpenDetail {
  switch (command) {
    case 'next-tab':
      return inTab(open, (open.tab + 1) % TABS.length, screen);
    case 'previous-tab':
      return inTab(open, (open.tab + TABS.length - 1) % TABS.length, screen);
    case 'activate':
      return activated(open, screen);
    case 'fold-all': {
      const view = viewOf(open);
      const keys = tabOf(open).foldable?.(open.detail, view.shape, screen.cells) ?? [];
      return reshaped(open, { ...view.shape, folds: new Set(keys) }, screen);
    }
    case 'unfold-all':
      return reshaped(open, { ...viewOf(open).shape, folds: new Set() }, screen);
    case 'plain': {
      const { shape } = viewOf(open);
      return reshaped(open, { ...shape, isPlain: !shape.isPlain }, screen);
    }
    case 'edit-search':
      return { ...open, search: EMPTY_LINE, isMissed: false };
    case 'keep-search':
      return open;
    case 'clear-search':
      return { ...open, search: EMPTY_LINE, isMissed: false };
    case 'next-match':
      return searched(open, 1, 1, screen);
    case 'previous-match':
      return searched(open, -1, -1, screen);
    case 'older-of-route':
    case 'newer-of-route':
    case 'copy-value':
    case 'copy-path':
      return open;
    default: {
      const tab = Number(command.slice('tab-'.length)) - 1;
      return tab < TABS.length ? inTab(open, tab, screen) : open;
    }
  }
}

/** The search is carried out with every character. */
export function typedIn(open: OpenDetail, text: string, screen: Screen): OpenDetail {
  return searched({ ...open, search: inserted(open.search, text) }, 0, 1, screen);
}

export function editedIn(open: OpenDetail, edit: LineEdit, screen: Screen): OpenDetail {
  return searched({ ...open, search: edited(open.search, edit) }, 0, 1, screen);
}

/** To the place that a pointer of evidence names; undefined where it leads nowhere. */
export function jumped(open: OpenDetail, where: string, screen: Screen): OpenDetail | undefined {
  for (const [index, tab] of TABS.entries()) {
    const { shape } = viewOf({ ...open, tab: index });
    const found = tab.find?.(open.detail, shape, where, screen.cells);
    if (found === undefined) continue;
    const there = { ...open, tab: index };
    return atRow(withView(there, { ...viewOf(there), shape: { ...found.shape, mark: where } }), found.row, screen);
  }
  return undefined;
}

function inTab(open: OpenDetail, tab: number, screen: Screen): OpenDetail {
  return settled({ ...open, tab }, screen);
}

function activated(open: OpenDetail, screen: Screen): OpenDetail {
  const { action } = rowUnderCursor(open, screen.cells);
  switch (action?.kind) {
    case 'fold': {
      const { shape } = viewOf(open);
      const folds = new Set(shape.folds);
      if (!folds.delete(action.key)) folds.add(action.key);
      return reshaped(open, { ...shape, folds }, screen);
    }
    case 'jump':
      return jumped(open, action.where, screen) ?? open;
    default:
      return open;
  }
}

function reshaped(open: OpenDetail, shape: Shape, screen: Screen): OpenDetail {
  return settled(withView(open, { ...viewOf(open), shape }), screen);
}

/** `step` is how far from the cursor the search begins: 0 finds the row under it again. */
function searched(open: OpenDetail, step: -1 | 0 | 1, direction: 1 | -1, screen: Screen): OpenDetail {
  const { text } = open.search;
  if (text === '') return { ...open, isMissed: false };
  const { place } = viewOf(open);
  const row = rowWith(rowsInFront(open, screen.cells), text, place.cursor + step, direction);
  if (row !== undefined) return { ...atRow(open, row, screen), isMissed: false };
  // It may be folded away.
  const unfolded = reshaped(open, { ...viewOf(open).shape, folds: new Set() }, screen);
  const hidden = rowWith(rowsInFront(unfolded, screen.cells), text, 0, direction);
  return hidden === undefined ? { ...open, isMissed: true } : { ...atRow(unfolded, hidden, screen), isMissed: false };
}

function atRow(open: OpenDetail, row: number, screen: Screen): OpenDetail {
  const view = viewOf(open);
  return withView(open, { ...view, place: jumpedTo(rowsInFront(open, screen.cells), view.place, row, screen) });
}
