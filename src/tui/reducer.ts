import type { AnnotatedExchange } from '../exchange/annotation.ts';
import type { ClassCounts } from '../exchange/row.ts';
import { brokenAt, type ExchangeDocument } from './document.ts';
import { helpLines } from './help-lines.ts';
import { type Command, distanceOf, isMovement, type Movement, type SectionJump } from './keys.ts';
import { detailHeight, helpHeight, textWidth } from './layout.ts';
import { type EditedLine, EMPTY_LINE, edited, inserted, type LineEdit } from './line-editor.ts';
import { frontView, type Notice, type OpenExchange, type Size, type State, viewBehind } from './state.ts';
import type { Viewport } from './viewport.ts';

export type Action =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'typed'; readonly text: string }
  /** A key was pressed that does something; what it does is an action of its own. */
  | { readonly kind: 'pressed' }
  | { readonly kind: 'resized'; readonly size: Size }
  /** The capture was read for what is in sight. */
  | {
      readonly kind: 'read';
      readonly now: number;
      readonly log: Viewport;
      readonly counts: ClassCounts;
      readonly explained: State['explained'];
    }
  /** An exchange was opened, or an open one has news. */
  | { readonly kind: 'opened'; readonly detail: AnnotatedExchange; readonly document: ExchangeDocument }
  | { readonly kind: 'noticed'; readonly notice: Notice }
  | { readonly kind: 'time-passed'; readonly now: number };

/** What follows from one event. Reading the capture and acting on exchanges is not done here: see `controller.ts`. */
export function reduce(state: State, action: Action): State {
  switch (action.kind) {
    case 'command':
      return afterCommand(state, action.command);
    case 'typed':
      return frontView(state) === 'filter' ? { ...state, filter: inserted(state.filter, action.text) } : state;
    case 'pressed':
      // The answer to an earlier key has been read by now; a warning stays, because nobody asked for it.
      return state.notice === null || state.notice.kind === 'warning' ? state : { ...state, notice: null };
    case 'resized':
      return inBounds({ ...state, size: action.size });
    case 'read':
      return {
        ...withTime(state, action.now),
        log: action.log,
        counts: action.counts,
        explained: action.explained,
      };
    case 'opened':
      return afterOpening(state, action.detail, action.document);
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
      return view === 'log' ? state : withoutFront(state);
    case 'edit-filter':
      return {
        ...state,
        views: [...state.views, 'filter'],
        filter: { text: state.filter.text, caret: state.filter.text.length },
      };
    case 'keep-filter':
      return withoutFront({ ...state, filter: trimmed(state.filter) });
    case 'clear-filter':
      return { ...(view === 'filter' ? withoutFront(state) : state), filter: EMPTY_LINE };
    case 'caret-left':
    case 'caret-right':
    case 'caret-start':
    case 'caret-end':
    case 'delete-before':
    case 'delete-after':
    case 'delete-word':
    case 'delete-line':
      return { ...state, filter: edited(state.filter, command satisfies LineEdit) };
    case 'why':
    case 'request':
    case 'response':
    case 'next-section':
    case 'previous-section':
      return atSection(state, command);
    case 'open':
    case 'quit':
    case 'next-failure':
    case 'previous-failure':
    case 'export-report':
    case 'copy-curl':
    case 'tunnel-host':
      return state;
  }
}

function withoutFront(state: State): State {
  const closed = frontView(state);
  return { ...state, views: state.views.slice(0, -1), open: closed === 'detail' ? null : state.open };
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
    const end = Math.max(0, helpLines(viewBehind(state), textWidth(state.size)).length - height);
    return { ...state, helpOffset: clamped(state.helpOffset + distanceOf(movement, height), end) };
  }
  if (view !== 'detail' || state.open === null) return state;
  const { open, size } = state;
  const { lines, starts } = brokenAt(open.document, textWidth(size));
  const height = detailHeight(size);
  const end = Math.max(0, lines.length - height);
  const wanted = open.offset + distanceOf(movement, height);
  // A jump to the last section may have gone beyond the end; moving down does not snap back from there.
  const offset = clamped(wanted, movement === 'end' || wanted < open.offset ? end : Math.max(end, open.offset));
  return { ...state, open: { ...open, offset, section: sectionInSight(starts, offset, height, lines.length) } };
}

/** The section of the first line in sight, or the last one where the end is in sight. */
function sectionInSight(starts: readonly number[], offset: number, height: number, total: number): number {
  if (offset > 0 && offset + height >= total) return starts.length - 1;
  return Math.max(
    0,
    starts.findLastIndex((start) => start <= offset),
  );
}

const SECTION_OF: Readonly<Record<Extract<SectionJump, 'why' | 'request' | 'response'>, number>> = {
  why: 0,
  request: 1,
  response: 2,
};

function atSection(state: State, jump: SectionJump): State {
  const { open } = state;
  if (open === null) return state;
  const count = open.document.sections.length;
  const section =
    jump === 'next-section'
      ? (open.section + 1) % count
      : jump === 'previous-section'
        ? (open.section + count - 1) % count
        : SECTION_OF[jump];
  const offset = brokenAt(open.document, textWidth(state.size)).starts[section] ?? 0;
  return { ...state, open: { ...open, section, offset } };
}

function afterOpening(state: State, detail: AnnotatedExchange, document: ExchangeDocument): State {
  const isSame = state.open !== null && state.open.detail.exchange.id === detail.exchange.id;
  const open: OpenExchange = isSame
    ? { ...state.open!, detail, document }
    : { detail, document, offset: 0, section: 0 };
  const views = state.views.includes('detail') ? state.views : [...state.views, 'detail' as const];
  return inBounds({ ...state, views, open });
}

/** Offsets that still show something after the size or the contents changed. */
function inBounds(state: State): State {
  const { open, size } = state;
  const helpEnd = Math.max(0, helpLines(viewBehind(state), textWidth(size)).length - helpHeight(size));
  const helpOffset = clamped(state.helpOffset, helpEnd);
  if (open === null) return { ...state, helpOffset };
  const { lines, starts } = brokenAt(open.document, textWidth(size));
  const end = Math.max(starts.at(-1) ?? 0, lines.length - detailHeight(size), 0);
  return { ...state, helpOffset, open: { ...open, offset: clamped(open.offset, end) } };
}

function clamped(offset: number, end: number): number {
  return Math.min(Math.max(offset, 0), Math.max(end, 0));
}
