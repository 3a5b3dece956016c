import { afterDetailCommand, editedIn, isDetailCommand, movedIn, settled, typedIn } from './detail/commands.ts';
import { type OpenDetail, openDetail, rowsInFront, tabOf, viewOf } from './detail/open-detail.ts';
import type { Screen } from './detail/place.ts';
import type { OpenedExchange } from './detail/tab.ts';
import { NOT_TYPING, type Typed, withCandidate, withKept, withPast } from './filter-typing.ts';
import { helpLines } from './help-lines.ts';
import { type Command, distanceOf, isMovement, type Movement } from './keys.ts';
import { detailScreen, helpHeight, menuHeight, textWidth } from './layout.ts';
import { type EditedLine, EMPTY_LINE, edited, inserted, type LineEdit } from './line-editor.ts';
import type { LogReading } from './log-lens.ts';
import { type Menu, movedBy, relisted, searchedFor } from './menu.ts';
import type { ExportPreview, FilterCompletions, Recording } from './source.ts';
import { frontView, type Notice, type Size, type State, viewBehind } from './state.ts';

export type Action =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'typed'; readonly text: string }
  /** A key was pressed that does something; what it does is an action of its own. */
  | { readonly kind: 'pressed' }
  | { readonly kind: 'resized'; readonly size: Size }
  /** The capture was read for what is in sight. */
  | { readonly kind: 'read'; readonly now: number; readonly reading: LogReading }
  /** An exchange was opened, or an open one has news. */
  | { readonly kind: 'opened'; readonly detail: OpenedExchange }
  /** What may be typed at the caret of the filter. */
  | { readonly kind: 'offered'; readonly offer: FilterCompletions }
  | { readonly kind: 'filters-recalled'; readonly past: readonly string[] }
  | { readonly kind: 'listed'; readonly menu: Menu }
  /** The list that is open was read again; for one that is not it comes too late. */
  | { readonly kind: 'relisted'; readonly menu: Menu }
  /** What an export would write; for a menu that is no longer open it comes too late. */
  | { readonly kind: 'previewed'; readonly id: number; readonly name: string; readonly preview: ExportPreview }
  | { readonly kind: 'asked'; readonly question: string }
  | { readonly kind: 'noting'; readonly id: number }
  | { readonly kind: 'paused'; readonly isPaused: boolean }
  | { readonly kind: 'recording-changed'; readonly recording: Recording }
  | { readonly kind: 'noticed'; readonly notice: Notice }
  | { readonly kind: 'time-passed'; readonly now: number };

/** What follows from one event. Reading the capture and acting on exchanges is not done here: see `controller.ts`. */
export function reduce(state: State, action: Action): State {
  switch (action.kind) {
    case 'command':
      return afterCommand(state, action.command);
    case 'typed':
      return afterTyping(state, action.text);
    case 'pressed':
      // The answer to an earlier key has been read by now; a warning stays, because nobody asked for it.
      return state.notice === null || state.notice.kind === 'warning' ? state : { ...state, notice: null };
    case 'resized':
      return inBounds({ ...state, size: action.size });
    case 'read':
      return {
        ...withTime(state, action.now),
        ...action.reading,
      };
    case 'opened':
      return afterOpening(state, action.detail);
    case 'offered':
      return { ...state, typing: { ...NOT_TYPING, offer: action.offer } };
    case 'filters-recalled':
      return { ...state, pastFilters: action.past };
    case 'listed': {
      const view = action.menu.kind === 'palette' ? 'palette' : 'menu';
      const below = frontView(state) === view ? state.views.slice(0, -1) : state.views;
      return { ...state, views: [...below, view], menu: action.menu };
    }
    case 'relisted': {
      const { menu } = state;
      if (menu?.kind !== action.menu.kind || menu.order !== action.menu.order) return state;
      return { ...state, menu: relisted(menu, action.menu, menu.kind === 'incidents') };
    }
    case 'previewed': {
      const { menu } = state;
      if (menu?.about !== action.id || menu.kind !== 'export') return state;
      return { ...state, menu: { ...menu, preview: { name: action.name, preview: action.preview } } };
    }
    case 'asked':
      return { ...state, views: [...state.views, 'question'], question: action.question };
    case 'noting':
      return { ...state, views: [...state.views, 'note'], note: { id: action.id, line: EMPTY_LINE } };
    case 'paused':
      return { ...state, isPaused: action.isPaused };
    case 'recording-changed':
      return { ...state, recording: action.recording };
    case 'noticed':
      return { ...state, notice: action.notice };
    case 'time-passed':
      return withTime(state, action.now);
  }
}

function withTime(state: State, now: number): State {
  const notice = state.notice !== null && state.notice.until <= now ? null : state.notice;
  return { ...state, now, notice };
}

function afterCommand(state: State, command: Command): State {
  const view = frontView(state);
  if (isMovement(command)) return scrolled(state, command);
  switch (command) {
    case 'help':
      return { ...state, views: [...state.views, 'help'], helpOffset: 0 };
    case 'back':
      // What a search has marked goes first.
      if (view === 'detail' && state.open !== null && state.open.search.text !== '')
        return inDetail(state, (open, screen) => afterDetailCommand(open, 'clear-search', screen));
      return view === 'log' ? state : withoutFront(state);
    case 'edit-filter':
      return {
        ...state,
        views: [...state.views, 'filter'],
        filter: { text: state.filter.text, caret: state.filter.text.length },
      };
    case 'keep-filter':
      // What is wrong stays in the line, where it can be mended.
      if (state.mistake !== null) return state;
      return withoutFront({
        ...state,
        filter: trimmed(state.filter),
        typing: NOT_TYPING,
        pastFilters: withKept(state.pastFilters, state.filter.text.trim()),
      });
    case 'clear-filter':
      return { ...(view === 'filter' ? withoutFront(state) : state), filter: EMPTY_LINE, typing: NOT_TYPING };
    case 'next-candidate':
    case 'previous-candidate':
      return { ...state, ...completed(state, command === 'next-candidate' ? 1 : -1) };
    case 'older-filter':
    case 'newer-filter':
      return { ...state, ...withPast(state, state.pastFilters, command === 'older-filter' ? 1 : -1) };
    case 'caret-left':
    case 'caret-right':
    case 'caret-start':
    case 'caret-end':
    case 'delete-before':
    case 'delete-after':
    case 'delete-word':
    case 'delete-line':
      if (view === 'palette' && state.menu !== null)
        return { ...state, menu: searchedFor(state.menu, edited(state.menu.search, command satisfies LineEdit)) };
      if (view === 'note' && state.note !== null)
        return { ...state, note: { ...state.note, line: edited(state.note.line, command satisfies LineEdit) } };
      if (view === 'search')
        return inDetail(state, (open, screen) => editedIn(open, command satisfies LineEdit, screen));
      return { ...state, filter: edited(state.filter, command satisfies LineEdit) };
    case 'copy':
      return { ...state, views: [...state.views, 'copy'] };
    case 'cancel':
      return withoutFront(state);
    case 'edit-search':
      return inDetail({ ...state, views: [...state.views, 'search'] }, (open, screen) =>
        afterDetailCommand(open, command, screen),
      );
    case 'keep-search':
    case 'clear-search':
      return inDetail(withoutFront(state), (open, screen) => afterDetailCommand(open, command, screen));
    default:
      // The others need more than the state, and are carried out elsewhere.
      return isDetailCommand(command)
        ? inDetail(state, (open, screen) => afterDetailCommand(open, command, screen))
        : state;
  }
}

function inDetail(state: State, change: (open: OpenDetail, screen: Screen) => OpenDetail): State {
  return state.open === null ? state : { ...state, open: change(state.open, detailScreen(state.size)) };
}

function afterTyping(state: State, text: string): State {
  const view = frontView(state);
  if (view === 'search') return inDetail(state, (open, screen) => typedIn(open, text, screen));
  if (view === 'palette' && state.menu !== null)
    return { ...state, menu: searchedFor(state.menu, inserted(state.menu.search, text)) };
  if (view === 'note' && state.note !== null)
    return { ...state, note: { ...state.note, line: inserted(state.note.line, text) } };
  return view === 'filter' ? { ...state, filter: inserted(state.filter, text) } : state;
}

function withoutFront(state: State): State {
  const closed = frontView(state);
  return {
    ...state,
    views: state.views.slice(0, -1),
    open: closed === 'detail' ? null : state.open,
    menu: closed === 'menu' || closed === 'palette' ? null : state.menu,
    note: closed === 'note' ? null : state.note,
    question: closed === 'question' ? null : state.question,
  };
}

/** The next candidate; where there is none, the correction of what is wrong. */
function completed(state: State, step: 1 | -1): Typed {
  const { filter, typing, mistake } = state;
  if (typing.offer.candidates.length > 0 || mistake?.suggestion === undefined) return withCandidate(state, step);
  const { start, length, suggestion } = mistake;
  const text = filter.text.slice(0, start) + suggestion + filter.text.slice(start + length);
  return { filter: { text, caret: start + suggestion.length }, typing };
}

function trimmed({ text }: EditedLine): EditedLine {
  const kept = text.trim();
  return { text: kept, caret: kept.length };
}

/** A view that is text is moved by lines; the log moves its selection, for which rows must be read. */
function scrolled(state: State, movement: Movement): State {
  const view = frontView(state);
  if (view === 'help') {
    const height = helpHeight(state.size);
    const end = Math.max(0, helpLines(viewBehind(state), textWidth(state.size), state.keys).length - height);
    return { ...state, helpOffset: clamped(state.helpOffset + distanceOf(movement, height), end) };
  }
  if (view === 'menu' || view === 'palette') {
    if (state.menu === null) return state;
    const { list } = menuHeight(state.size, state.menu.kind === 'export');
    return { ...state, menu: movedBy(state.menu, distanceOf(movement, list)) };
  }
  return view === 'detail' ? inDetail(state, (open, screen) => movedIn(open, movement, screen)) : state;
}

function afterOpening(state: State, detail: OpenedExchange): State {
  const views = state.views.includes('detail') ? state.views : [...state.views, 'detail' as const];
  const next = inBounds({ ...state, views, open: openDetail(detail, state.open) });
  return isAtLastMessage(state, detail) ? inDetail(next, (open, screen) => movedIn(open, 'end', screen)) : next;
}

/** Who is at the last message of a stream goes on to those that follow. */
function isAtLastMessage({ open, size }: State, { exchange }: OpenedExchange): boolean {
  if (open === null || open.detail.exchange.id !== exchange.id || tabOf(open).name !== 'Messages') return false;
  const { count } = rowsInFront(open, detailScreen(size).cells);
  return count > 1 && viewOf(open).place.cursor === count - 1;
}

/** Offsets that still show something after the size or the contents changed. */
function inBounds(state: State): State {
  const helpEnd = Math.max(
    0,
    helpLines(viewBehind(state), textWidth(state.size), state.keys).length - helpHeight(state.size),
  );
  return inDetail({ ...state, helpOffset: clamped(state.helpOffset, helpEnd) }, settled);
}

function clamped(offset: number, end: number): number {
  return Math.min(Math.max(offset, 0), Math.max(end, 0));
}
