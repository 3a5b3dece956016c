import type { Body } from '../../exchange/exchange.ts';
import type { Headers } from '../../exchange/headers.ts';
import { safeText } from '../cells.ts';
import { span } from '../line.ts';
import { layOutBody } from './body/body.ts';
import { formFields } from './body/form.ts';
import { type LaidOut, type Look, NOTHING, stacked } from './body/laid-out.ts';
import { tokenIn, tokenRows } from './jwt.ts';
import { beginningOf, GAP, heading, LONGEST_ROW, type Row, rowsOf, wire } from './rows.ts';
import type { Found, OpenedExchange, Shape, Side } from './tab.ts';

/** A row that a pointer of evidence may name: `request.headers.accept`. */
export type Placed = Row & { readonly where?: string };

/** One message of an exchange: its first line is the caller's. */
export interface MessageText {
  /** Rows above the header fields. */
  readonly head: readonly Placed[];
  readonly side: Side;
  readonly headers: Headers;
  readonly body: Body | null;
  readonly trailers: Headers;
}

/** Head, header fields, body and trailers as one text, in which the pointers of evidence are found. */
function layOutMessage(
  { exchange, contents }: OpenedExchange,
  { head, side, headers, body, trailers }: MessageText,
  shape: Shape,
  cells: number,
): LaidOut {
  const look: Look = { shape, key: `${side}:`, cells, level: 0, at: exchange.startedAt };
  const recorded = body === null ? 0 : contents.bodySize(exchange.id, side);
  const content = layOutBody(headers, body, recorded, look);
  const fields = fieldRows(headers, `${side}.headers`, look.at);
  const below =
    trailers.length === 0 ? [] : [GAP, heading('trailers'), ...fieldRows(trailers, `${side}.trailers`, look.at)];
  const above = [...head, ...fields, GAP];
  return stacked([
    placed(above, look),
    {
      ...content,
      find: (rest) => (rest.startsWith(`${side}.body`) ? content.find(rest.slice(`${side}.body`.length)) : undefined),
    },
    placed(below, look),
  ]);
}

function placed(rows: readonly Placed[], { shape }: Look): LaidOut {
  return {
    rows: rowsOf(rows),
    foldable: NOTHING,
    find(where) {
      const wanted = where.toLowerCase();
      const exact = rows.findIndex((each) => each.where?.toLowerCase() === wanted);
      // `request.headers` is all of them.
      const row = exact >= 0 ? exact : rows.findIndex((each) => each.where?.toLowerCase().startsWith(`${wanted}.`));
      return row < 0 ? undefined : { shape, row };
    },
  };
}

interface Remembered {
  readonly shape: Shape;
  readonly cells: number;
  readonly laidOut: LaidOut;
}

const remembered = new WeakMap<OpenedExchange, Map<Side, readonly Remembered[]>>();

/** Lays a message out once for a shape: every piece of evidence asks where it stands. */
export function rememberedMessage(opened: OpenedExchange, message: MessageText, shape: Shape, cells: number): LaidOut {
  const bySide = remembered.get(opened) ?? new Map<Side, readonly Remembered[]>();
  const known = bySide.get(message.side) ?? [];
  const fitting = known.find((each) => {
    return each.cells === cells && each.shape.folds === shape.folds && each.shape.isPlain === shape.isPlain;
  });
  if (fitting !== undefined) return fitting.laidOut;
  const laidOut = layOutMessage(opened, message, shape, cells);
  // As it came, and laid out.
  bySide.set(message.side, [{ shape, cells, laidOut }, ...known.slice(0, 1)]);
  remembered.set(opened, bySide);
  return laidOut;
}

/**
 * Where a pointer of evidence leads in a message; a position in the text opens the body as it came, a JSON Pointer the
 * tree. What is not there is sought where it would stand.
 */
export function findInMessage(
  opened: OpenedExchange,
  message: MessageText,
  shape: Shape,
  where: string,
  cells: number,
): Found | undefined {
  const within = (each: Shape, pointer: string): Found | undefined => {
    const found = rememberedMessage(opened, message, each, cells).find(pointer);
    // What was remembered may have been laid out for another shape that looks the same.
    return found === undefined ? undefined : { ...found, shape: isSameLook(found.shape, each) ? each : found.shape };
  };
  const exact = within(shape, where) ?? within({ ...shape, isPlain: !shape.isPlain }, where);
  if (exact !== undefined) return exact;
  for (let pointer = where; pointer.includes('#/'); ) {
    pointer = pointer.slice(0, pointer.lastIndexOf('/'));
    const around = within(shape, pointer);
    if (around !== undefined) return around;
  }
  const [, part = ''] = /^((?:request|response)\.(?:body|headers|trailers|url))/.exec(where) ?? [];
  return part === '' || part === where ? undefined : within(shape, part);
}

function isSameLook(one: Shape, other: Shape): boolean {
  return one.folds === other.folds && one.isPlain === other.isPlain;
}

function fieldRows(headers: Headers, where: string, at: number): readonly Placed[] {
  return headers.flatMap(([name, value]): Placed[] => [
    {
      ...wire([
        span(safeText(beginningOf(name, LONGEST_ROW)), 'name'),
        span(': ', 'dim'),
        span(safeText(beginningOf(value, LONGEST_ROW))),
      ]),
      where: `${where}.${name}`,
      copies: { path: name, value: () => value },
    },
    ...belowField(name, value, at),
  ]);
}

/** What a value holds that cannot be read as it is: tokens, and cookies in one line. */
function belowField(name: string, value: string, at: number): readonly Row[] {
  const key = name.toLowerCase();
  const cookies = key === 'cookie' ? value.split(';').map((cookie) => cookie.trim()) : [];
  if (cookies.length < 2) return further(tokenAt(value, at));
  return cookies.slice(0, 100).flatMap((cookie) => {
    const equals = cookie.indexOf('=');
    const [own, content] = equals < 0 ? ['', cookie] : [cookie.slice(0, equals), cookie.slice(equals + 1)];
    return [...further([pairRow(own, content)]), ...further(further(tokenAt(content, at)))];
  });
}

function tokenAt(text: string, at: number): readonly Row[] {
  const token = tokenIn(text);
  return token === undefined ? [] : tokenRows(token, at);
}

/** The parameters of a URL, decoded. */
export function queryRows(url: string, at: number): readonly Placed[] {
  const query = url.indexOf('?');
  if (query < 0) return [];
  const fragment = url.indexOf('#', query);
  const fields = formFields(url.slice(query + 1, fragment < 0 ? undefined : fragment));
  return fields
    .slice(0, 200)
    .flatMap(({ name, value }): Placed[] => [
      { ...further([pairRow(name, value)])[0]!, where: `request.url?${name}` },
      ...further(further(tokenAt(value, at))),
    ]);
}

function pairRow(name: string, value: string): Row {
  return {
    ...wire([
      span(safeText(beginningOf(name, LONGEST_ROW)), 'name'),
      span(' = ', 'dim'),
      span(safeText(beginningOf(value, LONGEST_ROW)), 'string'),
    ]),
    copies: { path: name, value: () => value },
  };
}

function further(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => ({ ...row, line: [span('    '), ...row.line], hang: row.hang + 4 }));
}

export function protocol(version: string): string {
  return `HTTP/${safeText(version === '2.0' ? '2' : version)}`;
}
