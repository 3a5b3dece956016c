import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import { type EditedLine, EMPTY_LINE } from '../line-editor.ts';
import { BEGINNING, type Place } from './place.ts';
import { type Row, type Rows, remembering } from './rows.ts';
import { FIRST_SHAPE, type Found, type OpenedExchange, type Shape, type Tab } from './tab.ts';
import { TABS } from './tabs.ts';

/** How one tab is being read. */
export interface TabView {
  readonly place: Place;
  readonly shape: Shape;
}

/** The exchange that is open, and how it is being read. */
export interface OpenDetail {
  readonly detail: OpenedExchange;
  /** Index of the tab in front. */
  readonly tab: number;
  /** By the name of the tab; one that has not been looked at is missing. */
  readonly views: ReadonlyMap<string, TabView>;
  /** What is searched for; empty where nothing is. */
  readonly search: EditedLine;
  /** It was not found. */
  readonly isMissed: boolean;
}

const FIRST_VIEW: TabView = { place: BEGINNING, shape: FIRST_SHAPE };

/** News of the same exchange keep the place; another one starts at its beginning, in the tab that was in front. */
export function openDetail(detail: OpenedExchange, before: OpenDetail | null): OpenDetail {
  if (before === null) return { detail, tab: 0, views: new Map(), search: EMPTY_LINE, isMissed: false };
  const isSame = before.detail.exchange.id === detail.exchange.id;
  return isSame ? { ...before, detail } : { ...before, detail, views: new Map() };
}

/** Whether an exchange that goes on has gone on: laying it out again is dear. */
export function hasNews({ exchange, annotation }: AnnotatedExchange, later: AnnotatedExchange): boolean {
  const next = later.exchange;
  return (
    (annotation === null) !== (later.annotation === null) ||
    exchange.durationMs !== next.durationMs ||
    exchange.messageCount !== next.messageCount ||
    exchange.timing.connectedMs !== next.timing.connectedMs ||
    exchange.request.body?.totalBytes !== next.request.body?.totalBytes ||
    exchange.response?.status !== next.response?.status ||
    exchange.response?.body?.totalBytes !== next.response?.body?.totalBytes ||
    exchange.response?.body?.bytes.length !== next.response?.body?.bytes.length
  );
}

export function tabOf({ tab }: Pick<OpenDetail, 'tab'>): Tab {
  return TABS[tab] ?? TABS[0]!;
}

export function viewOf(open: OpenDetail): TabView {
  return open.views.get(tabOf(open).name) ?? FIRST_VIEW;
}

export function withView(open: OpenDetail, view: TabView): OpenDetail {
  return { ...open, views: new Map(open.views).set(tabOf(open).name, view) };
}

interface Made {
  readonly shape: Shape;
  readonly cells: number;
  readonly rows: Rows;
  readonly evidence: ReadonlySet<number>;
}

const made = new WeakMap<OpenedExchange, Map<Tab, Made>>();

/** The text of the tab in front; remembered, because every frame and every movement asks for it. */
export function rowsInFront(open: OpenDetail, cells: number): Rows {
  return madeFor(open, cells).rows;
}

/** Indices of the rows that the evidence quotes, as far as they are not folded away. */
export function evidenceInFront(open: OpenDetail, cells: number): ReadonlySet<number> {
  return madeFor(open, cells).evidence;
}

function madeFor(open: OpenDetail, cells: number): Made {
  const { detail } = open;
  const tab = tabOf(open);
  const { shape } = viewOf(open);
  const ofExchange = made.get(detail) ?? new Map<Tab, Made>();
  const known = ofExchange.get(tab);
  if (known?.shape === shape && known.cells === cells) return known;
  const places = (detail.annotation?.evidence ?? []).map(({ where }) => tab.find?.(detail, shape, where, cells));
  const inSight = places.filter((found): found is Found => found !== undefined && found.shape === shape);
  const fresh: Made = {
    shape,
    cells,
    rows: remembering(tab.rows(detail, shape, cells)),
    evidence: new Set(inSight.map(({ row }) => row)),
  };
  ofExchange.set(tab, fresh);
  made.set(detail, ofExchange);
  return fresh;
}

/** Where the pointer that was jumped to stands in the tab in front. */
export function markInFront(open: OpenDetail, cells: number): Found | undefined {
  const { shape } = viewOf(open);
  if (shape.mark === null) return undefined;
  const found = tabOf(open).find?.(open.detail, shape, shape.mark, cells);
  return found?.shape === shape ? found : undefined;
}

/** The row that keys act on. */
export function rowUnderCursor(open: OpenDetail, cells: number): Row {
  const rows = rowsInFront(open, cells);
  return rows.at(Math.min(viewOf(open).place.cursor, rows.count - 1));
}
