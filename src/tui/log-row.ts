import { CONFIDENCE_SIGNS } from '../exchange/outcome.ts';
import { redactUrl } from '../exchange/redact.ts';
import { type ExchangeRow, rowRemarks } from '../exchange/row.ts';
import { formatBytes, formatDuration, formatMessages } from '../exchange/units.ts';
import { cellsOf, cut, fitted, safeText } from './cells.ts';
import type { Columns } from './columns.ts';
import { untilRetry } from './glance.ts';
import type { Repetition } from './incidents.ts';
import { type Line, type Span, span, type Tone, textOf } from './line.ts';
import { MOCKED_MARK, PINNED_MARK, signOf } from './signs.ts';
import { shortTarget } from './target.ts';
import { shortDuration, type TimeOfDay } from './time.ts';

/** Captured text is cut to this before it is measured; no column is wider. */
const MAX_LENGTH = 400;
const LONGEST_URL = 2000;
/** From so many cells on, the name of this machine leaves enough room for a path. */
const WIDE_TARGET = 36;

export interface RowContext {
  readonly columns: Columns;
  readonly isSelected: boolean;
  /** Epoch milliseconds; what a pending exchange has taken so far is measured to it. */
  readonly now: number;
  readonly timeOfDay: TimeOfDay;
  readonly repetition?: Repetition | undefined;
  /** Epoch milliseconds from which on a retry makes sense. */
  readonly retryAt?: number | undefined;
}

/** One exchange in the log, in exactly the width for which the columns were made. */
export function rowLine(row: ExchangeRow, context: RowContext): Line {
  const { columns, isSelected, now, timeOfDay } = context;
  const sign = signOf(row);
  // Somebody may look on, and screens are shown: a key in the query is no more to be read there than on plain lines.
  const target = redactUrl(row.url.slice(0, LONGEST_URL));
  const cells: Span[] = [span(`${isSelected ? '▸' : ' '}${sign.glyph}${markOf(row)}`, sign.tone)];
  const add = (width: number, text: string, tone: Tone, align: 'left' | 'right' = 'left') => {
    if (width > 0) cells.push(span(`${fitted(text, width, align)} `, tone));
  };
  add(columns.time, timeOfDay(row.startedAt), 'dim');
  add(columns.method, safeText(row.method.slice(0, MAX_LENGTH)), 'plain');
  add(columns.status, statusText(row), sign.tone);
  if (hasNoWhy(row) && columns.duration === 0) {
    // Nothing stands between address and reason here, so that an address without a reason may have the room of both.
    const room = columns.target + 2 + columns.why;
    cells.push(span(fitted(shortTarget(target, room, true), room), 'plain'));
    return isSelected ? asSelected(cells) : cells;
  }
  add(columns.target, shortTarget(target, columns.target, columns.target < WIDE_TARGET), 'plain');
  add(columns.duration, shortDuration(row.durationMs ?? Math.max(0, now - row.startedAt)), 'dim', 'right');
  add(columns.size, sizeText(row), 'dim', 'right');
  add(columns.app, safeText((row.app ?? '').slice(0, MAX_LENGTH)), 'dim');
  cells.push(span(' '), ...whySpans(row, context, sign.tone));
  return isSelected ? asSelected(cells) : cells;
}

/** That the answer is not the server's is worth more than that somebody has put the call aside. */
function markOf({ mockedBy, marks }: ExchangeRow): string {
  if (mockedBy !== undefined) return MOCKED_MARK;
  return marks?.isPinned === true ? PINNED_MARK : ' ';
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
    [columns.app, 'PROGRAM', 'left'],
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

function whySpans(row: ExchangeRow, { columns, repetition, retryAt, now }: RowContext, tone: Tone): Line {
  const { why, cause } = columns;
  // What a success in name only reports says more than that it failed.
  const told = row.inner ? `${row.inner} · ${row.summary}` : row.summary;
  const summary = safeText(told.slice(0, MAX_LENGTH));
  if (row.class === null) return [span(fitted(progressText(row), why), 'pending')];
  // "200 OK" would say what the status says.
  if (row.cause === null) return [span(fitted(rowRemarks(row).join(' · '), why), 'dim')];
  const repeated = repetition === undefined ? '' : repetitionText(repetition, cause === 0);
  const countdown = countdownText(untilRetry(retryAt, now));
  const name = cause > 0 ? fitted(row.cause, cause) : row.cause;
  const wholeName = `${name}${cause > 0 ? ' ' : repeated !== '' ? ' ' : summary === '' ? '' : ' · '}`;
  const shownName = cut(wholeName, why);
  const shownRepeated = cut(`${repeated}${repeated === '' || summary === '' ? '' : ' · '}`, why - cellsOf(shownName));
  const room = why - cellsOf(shownName) - cellsOf(shownRepeated);
  const hasCountdown = countdown !== '' && cellsOf(countdown) + 8 <= room;
  return [
    span(shownName, tone),
    span(shownRepeated, 'strong'),
    // One that was cut has said already that more would follow.
    span(fitted(shownName === wholeName ? summary : '', hasCountdown ? room - cellsOf(countdown) - 1 : room)),
    ...(hasCountdown ? [span(` ${countdown}`, 'pending')] : []),
  ];
}

/** `×37 in 2 min` for the row that stands for all, `12 of 37` for one among them. */
export function repetitionText({ position, count, forMs }: Repetition, isShort = false): string {
  if (position < count) return `${position} of ${count}`;
  const seconds = Math.round(forMs / 1000);
  return isShort || seconds === 0 ? `×${count}` : `×${count} in ${formatDuration(seconds * 1000)}`;
}

/** `↻ 28 s` while a retry would come too soon, then `↻ now`. */
export function countdownText(ms: number | undefined): string {
  if (ms === undefined) return '';
  return ms === 0 ? '↻ now' : `↻ ${shortDuration(Math.ceil(ms / 1000) * 1000)}`;
}

/** What a pending exchange is doing. */
export function progressText({ status, responseBytes, messageCount }: ExchangeRow): string {
  if (messageCount > 0) return `${formatMessages(messageCount)}, ${formatBytes(responseBytes)} so far`;
  if (status === null) return 'waiting for the response';
  return responseBytes === 0 ? 'waiting for the body' : `receiving, ${formatBytes(responseBytes)} so far`;
}
