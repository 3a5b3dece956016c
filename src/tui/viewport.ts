import type { ExchangeRow, PageAnchor } from '../exchange/row.ts';

/** The part of the log that is on screen. What is selected is known by its id, so that new rows cannot move it. */
export interface Viewport {
  /** In ascending order of id, never more than the screen has lines for. */
  readonly rows: readonly ExchangeRow[];
  readonly selectedId: number | null;
  /** The row that the person chose; another is selected only while a filter hides it. */
  readonly chosenId: number | null;
  /** The newest row is selected and stays in sight, whatever arrives. */
  readonly isFollowing: boolean;
  /** The newest row that has been on screen. */
  readonly newestSeenId: number;
  /** How many rows are newer than that, counted up to `UNSEEN_LIMIT`. */
  readonly unseen: number;
}

export const UNSEEN_LIMIT = 100;

export const EMPTY_VIEWPORT: Viewport = {
  rows: [],
  selectedId: null,
  chosenId: null,
  isFollowing: true,
  newestSeenId: 0,
  unseen: 0,
};

/** Reads rows that match the filter. Every function below asks for a screenful at most, and for the rows to count. */
export type ReadPage = (anchor: PageAnchor, limit: number) => readonly ExchangeRow[];

export function selectedRow(viewport: Viewport): ExchangeRow | undefined {
  return viewport.rows.find(({ id }) => id === viewport.selectedId);
}

/** The newest rows, and from now on those that follow. */
export function followed(read: ReadPage, viewport: Viewport, height: number): Viewport {
  const rows = read({ kind: 'last' }, height);
  const newest = rows.at(-1)?.id;
  return {
    rows,
    selectedId: newest ?? null,
    chosenId: newest ?? viewport.chosenId,
    isFollowing: true,
    newestSeenId: Math.max(viewport.newestSeenId, newest ?? 0),
    unseen: 0,
  };
}

/** The same place with what the rows say now; also after the height changed or rows were deleted. */
export function refreshed(read: ReadPage, viewport: Viewport, height: number): Viewport {
  const top = viewport.rows[0];
  if (viewport.isFollowing) return followed(read, viewport, height);
  if (top === undefined) return around(read, viewport, height);
  const { selectedId } = viewport;
  let rows = read({ kind: 'from', id: top.id }, height);
  if (rows.length < height) rows = filledUp(read, rows, top.id, height);
  const last = rows.at(-1);
  if (last !== undefined && selectedId !== null && last.id < selectedId) {
    // The screen lost lines at the bottom, and the selected row with them.
    rows = read({ kind: 'before', id: selectedId + 1 }, height);
  }
  return placed(read, viewport, rows, nearest(rows, selectedId));
}

/** The selection moved by so many rows, up where negative; the rows move only as far as they must. */
export function moved(read: ReadPage, viewport: Viewport, distance: number, height: number): Viewport {
  const { rows } = viewport;
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return viewport;
  if (distance > 0 && viewport.isFollowing) return viewport;
  const from = Math.max(
    0,
    rows.findIndex(({ id }) => id === viewport.selectedId),
  );
  const to = from + distance;
  if (to < 0) {
    const above = read({ kind: 'before', id: first.id }, -to);
    const shown = [...above, ...rows].slice(0, height);
    return chosen(read, viewport, shown, shown[0]!.id);
  }
  if (to >= rows.length) {
    const below = read({ kind: 'from', id: last.id + 1 }, to - rows.length + 1);
    const shown = [...rows, ...below].slice(-height);
    return chosen(read, viewport, shown, shown.at(-1)!.id);
  }
  return chosen(read, viewport, rows, rows[to]!.id);
}

/** The oldest rows. */
export function atBeginning(read: ReadPage, viewport: Viewport, height: number): Viewport {
  const rows = read({ kind: 'from', id: 0 }, height);
  return chosen(read, viewport, rows, rows[0]?.id ?? null);
}

/** One row selected: the others stay where they are if it is among them, else it is shown amid its neighbours. */
export function selected(read: ReadPage, viewport: Viewport, id: number, height: number): Viewport {
  if (viewport.rows.some((row) => row.id === id)) return chosen(read, viewport, viewport.rows, id);
  return around(read, { ...viewport, chosenId: id }, height);
}

/** One row selected after rows around it came or went: it stays on its line of the screen as far as the log allows. */
export function selectedInPlace(read: ReadPage, viewport: Viewport, id: number, height: number): Viewport {
  const line = Math.max(
    0,
    viewport.rows.findIndex((row) => row.id === viewport.selectedId),
  );
  const above = read({ kind: 'before', id }, line);
  const rows = [...above, ...read({ kind: 'from', id }, height - above.length)];
  const shown = rows.length < height ? filledUp(read, rows, id, height) : rows;
  return chosen(read, viewport, shown, id);
}

/** The rows after the filter changed. */
export function refiltered(read: ReadPage, viewport: Viewport, height: number): Viewport {
  return viewport.isFollowing ? followed(read, viewport, height) : around(read, viewport, height);
}

function around(read: ReadPage, viewport: Viewport, height: number): Viewport {
  const id = viewport.chosenId ?? 0;
  const above = read({ kind: 'before', id }, height >> 1);
  const rows = [...above, ...read({ kind: 'from', id }, height - above.length)];
  const shown = rows.length < height ? filledUp(read, rows, id, height) : rows;
  return placed(read, viewport, shown, nearest(shown, viewport.chosenId));
}

/** More rows from above where the log ends before the screen does. */
function filledUp(read: ReadPage, rows: readonly ExchangeRow[], id: number, height: number): readonly ExchangeRow[] {
  return [...read({ kind: 'before', id: rows[0]?.id ?? id }, height - rows.length), ...rows];
}

function nearest(rows: readonly ExchangeRow[], id: number | null): number | null {
  if (id === null) return rows.at(-1)?.id ?? null;
  return (rows.find((row) => row.id >= id) ?? rows.at(-1))?.id ?? null;
}

function chosen(read: ReadPage, viewport: Viewport, rows: readonly ExchangeRow[], id: number | null): Viewport {
  return placed(read, { ...viewport, chosenId: id ?? viewport.chosenId }, rows, id);
}

function placed(read: ReadPage, viewport: Viewport, rows: readonly ExchangeRow[], selectedId: number | null): Viewport {
  const newestSeenId = Math.max(viewport.newestSeenId, rows.at(-1)?.id ?? 0);
  const unseen = read({ kind: 'from', id: newestSeenId + 1 }, UNSEEN_LIMIT).length;
  return { ...viewport, rows, selectedId, isFollowing: false, newestSeenId, unseen };
}
