import { safeText } from './cells.ts';
import { rowUnderCursor, tabOf } from './detail/open-detail.ts';
import { frameOf } from './frame.ts';
import { detailScreen } from './layout.ts';
import { textOf } from './line.ts';
import { selectedItem, shownItems } from './menu.ts';
import { frontView, type State } from './state.ts';
import { stripLines } from './strip.ts';
import type { Surroundings } from './surroundings.ts';

/** Wide and high enough that nothing is broken or left out: sentences are read as they are. */
const CELLS = 4000;
const STRIP_LINES = 12;

/**
 * What a screen reader says: what was just answered or asked, and what the selection is on. It is read again whenever it
 * changes, so that nothing is in it that changes by itself: no counts, no clock, no rows that come in.
 */
export function spokenLines(state: State, surroundings: Surroundings): readonly string[] {
  const { notice, question, note } = state;
  return [
    ...(notice === null ? [] : [safeText(notice.text)]),
    ...(question === null ? [] : [`${safeText(question)} y yes, n no`]),
    ...(note === null ? [] : [`note for #${note.id}: ${safeText(note.line.text)}`]),
    ...viewLines(state, surroundings),
  ];
}

function viewLines(state: State, surroundings: Surroundings): readonly string[] {
  const view = frontView(state);
  const { open, menu, log } = state;
  if (view === 'help') return frameLines(state, surroundings);
  if ((view === 'menu' || view === 'palette') && menu !== null) return menuLines(menu);
  if (open !== null && state.views.includes('detail')) return detailLines(state, open);
  const filter = state.filter.text === '' && view !== 'filter' ? [] : [`filter: ${safeText(state.filter.text)}`];
  const mistake = state.mistake === null ? [] : [safeText(`${state.mistake.problem}. ${state.mistake.remedy}`)];
  const candidate = state.typing.chosen === null ? undefined : state.typing.offer.candidates[state.typing.chosen];
  return [
    ...filter,
    ...mistake,
    ...(candidate === undefined || candidate.help === '' ? [] : [safeText(candidate.help)]),
    ...(view === 'copy' ? ['copy: u URL, c curl, b body, h headers, r report'] : []),
    ...(log.rows.length === 0
      ? frameLines({ ...state, notice: null }, surroundings)
      : stripLines({ ...state, now: startOf(state) }, surroundings, CELLS, STRIP_LINES).map(textOf)),
  ];
}

/** A call that runs is not read again every second. */
function startOf({ log, now }: State): number {
  return log.rows.find(({ id }) => id === log.selectedId)?.startedAt ?? now;
}

function menuLines(menu: NonNullable<State['menu']>): readonly string[] {
  const item = selectedItem(menu);
  const search = menu.kind === 'palette' ? [`command: ${safeText(menu.search.text)}`] : [safeText(menu.title)];
  if (item === undefined) return [...search, menu.ifEmpty];
  const preview = menu.kind === 'export' && menu.preview?.name === item.name ? menu.preview.preview.redaction : [];
  const place = `${menu.selected + 1} of ${shownItems(menu).length}`;
  return [
    ...search,
    `${place}: ${textOf(item.line).replace(/ +/g, ' ')}`,
    safeText(item.help),
    ...preview.map(safeText),
  ];
}

function detailLines(state: State, open: NonNullable<State['open']>): readonly string[] {
  const { exchange } = open.detail;
  const { cells } = detailScreen(state.size);
  const row = textOf(rowUnderCursor(open, cells).line).trim();
  const search = frontView(state) === 'search' ? [`search: ${safeText(open.search.text)}`] : [];
  return [`#${exchange.id} ${safeText(exchange.request.method.slice(0, 40))}, ${tabOf(open).name}`, ...search, row];
}

/** A screen that is text already, without its empty lines and rules. */
function frameLines(state: State, surroundings: Surroundings): readonly string[] {
  return frameOf(state, surroundings)
    .lines.map((line) => textOf(line).trim())
    .filter((text) => /[^─\s]/.test(text));
}
