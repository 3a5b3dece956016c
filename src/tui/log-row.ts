import { CONFIDENCE_SIGNS } from '../exchange/outcome.ts';
import { redactUrl } from '../exchange/redact.ts';
import { type ExchangeRow, rowRemarks } from '../exchange/row.ts';
import { formatBytes, formatMessages } from '../exchange/units.ts';
import { cut, fitted, safeText } from './cells.ts';
import type { Columns } from './columns.ts';
import { type Line, type Span, span, type Tone, textOf } from './line.ts';
import { signOf } from './signs.ts';
import { shortTarget } from './target.ts';
import { shortDuration, type TimeOfDay } from './time.ts';

/** Captured text is cut to this before it is measured; no column is wider. */
const MAX_LENGTH = 400;
const LONGEST_URL = 2000;

export interface RowContext {
  readonly columns: Columns;
  readonly isSelected: boolean;
  /** Epoch milliseconds; what a pending exchange has taken so far is measured to it. */
  readonly now: number;
  readonly timeOfDay: TimeOfDay;
}

/** One exchange in the log, in exactly the width for which the columns were made. */
export function rowLine(row: ExchangeRow, { columns, isSelected, now, timeOfDay }: RowContext): Line {
  const sign = signOf(row);
  // Somebody may look on, and screens are shown: a key in the query is no more to be read there than on plain lines.
  const target = redactUrl(row.url.slice(0, LONGEST_URL));
  const cells: Span[] = [span(`${isSelected ? '▸' : ' '}${sign.glyph} `, sign.tone)];
  const add = (width: number, text: string, tone: Tone, align: 'left' | 'right' = 'left') => {
    if (width > 0) cells.push(span(`${fitted(text, width, align)} `, tone));
  };
  add(columns.time, timeOfDay(row.startedAt), 'dim');
  add(columns.method, safeText(row.method.slice(0, MAX_LENGTH)), 'plain');
  add(columns.status, statusText(row), sign.tone);
  if (hasNoWhy(row) && columns.duration === 0) {
    // Nothing stands between address and reason here, so that an address without a reason may have the room of both.
    const room = columns.target + 2 + columns.why;
    cells.push(span(fitted(shortTarget(target, room), room), 'plain'));
    return isSelected ? asSelected(cells) : cells;
  }
  add(columns.target, shortTarget(target, columns.target), 'plain');
  add(columns.duration, shortDuration(row.durationMs ?? Math.max(0, now - row.startedAt)), 'dim', 'right');
  add(columns.size, sizeText(row), 'dim', 'right');
  cells.push(span(' '), ...whySpans(row, columns, sign.tone));
  return isSelected ? asSelected(cells) : cells;
}

function asSelected(line: Line): Line {
  return [span(textOf(line), 'selected')];
}

function hasNoWhy(row: ExchangeRow): boolean {
  return row.class !== null && row.cause === null && rowRemarks(row).length === 0;
}

/** Names over the columns. */
export function headingLine(columns: Columns): Line {
  const names: readonly [number, string, 'left' | 'right'][] = [
    [columns.time, 'TIME', 'left'],
    [columns.method, columns.method < 6 ? 'METH' : 'METHOD', 'left'],
    [columns.status, 'STATUS', 'left'],
    [columns.target, 'HOST / PATH', 'left'],
    [columns.duration, 'TOOK', 'right'],
    [columns.size, 'SIZE', 'right'],
  ];
  const left = names.map(([width, name, align]) => (width === 0 ? '' : `${fitted(name, width, align)} `)).join('');
  const why = columns.cause === 0 ? 'WHY' : `${fitted('WHY', columns.cause)} WHAT HAPPENED`;
  return [span(`   ${left} ${fitted(why, columns.why)}`, 'dim')];
}

function statusText({ status, class: outcome, cause, confidence }: ExchangeRow): string {
  const code = status === null ? (outcome === null ? '···' : '–––') : String(status);
  return confidence === null || cause === null ? code : `${code} ${CONFIDENCE_SIGNS[confidence]}`;
}

function sizeText({ responseBytes }: ExchangeRow): string {
  return responseBytes === 0 ? '' : formatBytes(responseBytes);
}

function whySpans(row: ExchangeRow, { why, cause }: Columns, tone: Tone): Line {
  // What a success in name only reports says more than that it failed.
  const told = row.inner ? `${row.inner} · ${row.summary}` : row.summary;
  const summary = safeText(told.slice(0, MAX_LENGTH));
  if (row.class === null) return [span(fitted(progressText(row), why), 'pending')];
  // "200 OK" would say what the status says.
  if (row.cause === null) return [span(fitted(rowRemarks(row).join(' · '), why), 'dim')];
  const name = cause > 0 ? row.cause.padEnd(cause) : row.cause;
  const shownName = cut(`${name}${summary === '' ? '' : cause > 0 ? ' ' : ' · '}`, why);
  return [span(shownName, tone), span(fitted(summary, why - shownName.length))];
}

/** What a pending exchange is doing. */
export function progressText({ status, responseBytes, messageCount }: ExchangeRow): string {
  if (messageCount > 0) return `${formatMessages(messageCount)}, ${formatBytes(responseBytes)} so far`;
  if (status === null) return 'waiting for the response';
  return responseBytes === 0 ? 'waiting for the body' : `receiving, ${formatBytes(responseBytes)} so far`;
}
