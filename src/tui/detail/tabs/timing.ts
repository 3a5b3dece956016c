import { namedPhases, phasesOf } from '../../../exchange/phases.ts';
import { formatBytes, formatDuration } from '../../../exchange/units.ts';
import { span, type Tone } from '../../line.ts';
import { fact, GAP, prose, type Row, rowsOf, wire } from '../rows.ts';
import { messageAt } from '../stream.ts';
import type { OpenedExchange, Tab } from '../tab.ts';

/** Where the time went: each part of the call as a bar that begins where the part began. */
export const tab: Tab = {
  name: 'Timing',
  order: 6,
  hasText: ({ exchange }) => exchange.durationMs !== null,
  rows: (opened, _shape, cells) => rowsOf([...waterfall(opened, cells), ...factRows(opened)]),
  find(opened, shape, where, cells) {
    if (!where.startsWith('timing')) return undefined;
    const name = where === 'timing.startedAt' ? 'started' : 'in all';
    const row = [...waterfall(opened, cells), ...factRows(opened)].findIndex(({ copies }) => copies?.path === name);
    return row < 0 ? undefined : { shape, row };
  },
};

interface Bar {
  readonly name: string;
  /** Milliseconds from the moment at which the request's head was complete. */
  readonly from: number;
  readonly ms: number;
}

const NAMES: Readonly<Record<string, string>> = {
  dns: 'dns',
  connect: 'connect',
  tls: 'tls',
  send: 'send',
  wait: 'wait',
  receive: 'receive',
};

const TONES: Readonly<Record<string, Tone>> = {
  dns: 'name',
  connect: 'name',
  tls: 'name',
  send: 'success',
  wait: 'warning',
  receive: 'success',
};

function barsOf({ exchange }: OpenedExchange): readonly Bar[] {
  const { timing, durationMs } = exchange;
  const named = namedPhases(phasesOf(exchange));
  const msOf = new Map(named);
  const opening = named.filter(([name]) => name === 'dns' || name === 'connect' || name === 'tls');
  const openingMs = opening.reduce((sum, [, ms]) => sum + ms, 0);
  const bars: Bar[] = [];
  let from = (timing.connectedMs ?? openingMs) - openingMs;
  for (const [name, ms] of opening) {
    bars.push({ name, from, ms });
    from += ms;
  }
  const sendMs = msOf.get('send');
  if (sendMs !== undefined) bars.push({ name: 'send', from: timing.connectedMs ?? 0, ms: sendMs });
  const waitMs = msOf.get('wait');
  const startMs = timing.responseStartMs;
  if (waitMs !== undefined && startMs !== null) bars.push({ name: 'wait', from: startMs - waitMs, ms: waitMs });
  const receiveMs = msOf.get('receive');
  if (receiveMs !== undefined && startMs !== null) bars.push({ name: 'receive', from: startMs, ms: receiveMs });
  // What broke while nothing had come back yet took its time as well.
  const end = Math.max(0, ...bars.map((bar) => bar.from + bar.ms));
  if (durationMs !== null && startMs === null && exchange.response === null && durationMs > end)
    bars.push({ name: 'wait', from: end, ms: durationMs - end });
  return bars;
}

const NAME_CELLS = 8;
const DURATION_CELLS = 9;
const SHARE_CELLS = 6;

function waterfall(opened: OpenedExchange, cells: number): readonly Row[] {
  const bars = barsOf(opened);
  if (bars.length === 0) return [prose('When its parts began and ended is not known.'), GAP];
  const start = Math.min(0, ...bars.map(({ from }) => from));
  const end = Math.max(opened.exchange.durationMs ?? 0, ...bars.map(({ from, ms }) => from + ms));
  const whole = Math.max(end - start, Number.EPSILON);
  const width = Math.max(8, cells - NAME_CELLS - DURATION_CELLS - SHARE_CELLS - 1);
  const early =
    start < 0 ? [prose(`The connection was being opened ${formatDuration(-start)} before the request came.`)] : [];
  return [axisRow(whole, width), ...bars.map((bar) => barRow(bar, start, whole, width)), GAP, ...early];
}

/** A zero at the left, the whole time at the right. */
function axisRow(whole: number, width: number): Row {
  const right = formatDuration(whole);
  const middle = '─'.repeat(Math.max(1, width - right.length - '0 ms'.length - 2));
  return wire([span(`${' '.repeat(NAME_CELLS)}0 ms ${middle} ${right}`, 'dim')]);
}

function barRow({ name, from, ms }: Bar, start: number, whole: number, width: number): Row {
  const left = Math.min(width - 1, Math.round(((from - start) / whole) * width));
  const length = Math.max(1, Math.min(width - left, Math.round((ms / whole) * width)));
  const share = `${Math.round((ms / whole) * 100)} %`;
  return {
    ...wire([
      span((NAMES[name] ?? name).padEnd(NAME_CELLS), 'name'),
      span('·'.repeat(left), 'dim'),
      span('█'.repeat(length), TONES[name] ?? 'plain'),
      span('·'.repeat(width - left - length), 'dim'),
      span(formatDuration(ms).padStart(DURATION_CELLS)),
      span(share.padStart(SHARE_CELLS), 'dim'),
    ]),
    copies: { path: name, value: () => formatDuration(ms) },
  };
}

function factRows(opened: OpenedExchange): readonly Row[] {
  const { exchange } = opened;
  const { startedAt, durationMs, timing, connection, request, response, messageCount } = exchange;
  const received = response?.body?.totalBytes ?? 0;
  const receiveMs = phasesOf(exchange).receiveMs ?? 0;
  const rate = received > 0 && receiveMs >= 1 ? `, ${formatBytes((received / receiveMs) * 1000)} a second` : '';
  const facts: (readonly [string, string] | null)[] = [
    ['started', isoTime(startedAt)],
    ['in all', durationMs === null ? 'still running' : formatDuration(durationMs)],
    timing.responseStartMs === null ? null : ['first byte', `after ${formatDuration(timing.responseStartMs)}`],
    ['sent', formatBytes(request.body?.totalBytes ?? 0)],
    response === null ? null : ['received', `${formatBytes(received)}${rate}`],
    connection.server === null
      ? null
      : ['connection', connection.isReused ? 'had carried an earlier call' : 'opened for this call'],
    messageCount === 0 ? null : ['messages', messageTimes(opened)],
  ];
  return facts.flatMap((each) => (each === null ? [] : [fact(...each)]));
}

function messageTimes(opened: OpenedExchange): string {
  const { startedAt, messageCount } = opened.exchange;
  const [first, last] = [messageAt(opened, 0), messageAt(opened, messageCount - 1)];
  const count = messageCount.toLocaleString('en-US');
  if (first === undefined || last === undefined) return count;
  const [from, to] = [first.at - startedAt, last.at - startedAt].map((ms) => formatDuration(Math.max(0, ms)));
  return messageCount === 1 ? `1, after ${from}` : `${count}, the first after ${from}, the last after ${to}`;
}

function isoTime(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString();
}
