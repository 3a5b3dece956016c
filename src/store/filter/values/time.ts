import type { Test } from '../filter.ts';
import { DURATION_UNITS, intervalKind, type Span } from './numbers.ts';
import { type KnownValue, Misread, type ValueKind } from './value.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const MOMENTS: readonly KnownValue[] = [
  { value: '10m', help: 'ten minutes ago' },
  { value: '1h', help: 'an hour ago' },
  { value: 'today', help: 'since midnight' },
  { value: 'yesterday', help: 'the day before' },
];

/** A time with the span it names: `2026-11-26` is a day, `10:30` a minute of today, `10m` the moment ten minutes ago. */
export const TIME: ValueKind = intervalKind(
  'a time such as 10m (ago), 10:30, today, 2026-11-26 or 2026-11-26T10:00',
  MOMENTS,
  timeSpan,
);

/** From the beginning of what is named onwards. */
export const SINCE: ValueKind = oneEnd((interval) => ({ kind: 'interval', from: interval.from, to: null }));
/** To the end of a day that is named, and to the moment of everything shorter, as people mean it. */
export const UNTIL: ValueKind = oneEnd(({ from, to }) => {
  const isDay = from !== null && to !== null && to - from > DAY / 2;
  return { kind: 'interval', from: null, to: isDay ? to : from };
});

function oneEnd(cut: (interval: Extract<Test, { kind: 'interval' }>) => Test): ValueKind {
  return {
    ...TIME,
    read(value, now) {
      if (value.comparison !== null) throw new Misread('since: and until: are comparisons already', value.text);
      if (value.text.includes('..')) throw new Misread('a range belongs to at:', undefined);
      const test = TIME.read(value, now);
      if (test.kind !== 'interval') throw new Misread('the time is missing');
      return cut(test);
    },
  };
}

const AGO = /^(\d{1,6}(?:\.\d{1,3})?)([a-zµ]+)$/i;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

function timeSpan(text: string, now: number): Span {
  const word = text.toLowerCase();
  if (word === 'now') return { from: now, to: now };
  if (word === 'today') return day(new Date(now));
  if (word === 'yesterday') {
    const at = new Date(now);
    return day(new Date(at.getFullYear(), at.getMonth(), at.getDate() - 1));
  }
  const ago = AGO.exec(word);
  if (ago !== null) return agoSpan(Number(ago[1]), ago[2]!, now);
  const clock = CLOCK.exec(text);
  if (clock !== null) return clockSpan(clock, new Date(now), text);
  const date = DATE.exec(text);
  if (date !== null) return dateSpan(date, text);
  throw new Misread(`"${text}" is not a time`);
}

function day(at: Date): Span {
  const [year, month, date] = [at.getFullYear(), at.getMonth(), at.getDate()];
  return { from: new Date(year, month, date).getTime(), to: new Date(year, month, date + 1).getTime() };
}

function agoSpan(amount: number, unitName: string, now: number): Span {
  const unit = DURATION_UNITS[unitName];
  if (unit === undefined || !Object.hasOwn(DURATION_UNITS, unitName)) {
    throw new Misread(`"${unitName}" is not a unit of time`, undefined);
  }
  const from = now - amount * unit;
  return { from, to: from };
}

/** Today, or yesterday where that time is still to come: nothing has been recorded in the future. */
function clockSpan([, hours, minutes, seconds, fraction]: RegExpExecArray, now: Date, text: string): Span {
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59)
    throw new Misread(`"${text}" is not a time`);
  const at = (dayOffset: number) =>
    new Date(
      now.getFullYear(),
      now.getMonth(),
      now.getDate() + dayOffset,
      Number(hours),
      Number(minutes),
      Number(seconds ?? 0),
      millisecondsOf(fraction),
    ).getTime();
  const from = at(0) > now.getTime() ? at(-1) : at(0);
  return { from, to: from + precision(seconds, fraction) };
}

function dateSpan(match: RegExpExecArray, text: string): Span {
  const [, year, month, date, hours, minutes, seconds, fraction, zone] = match;
  const parts = [year, month, date, hours ?? 0, minutes ?? 0, seconds ?? 0].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts;
  const utc = Date.UTC(y, mo - 1, d, h, mi, s, millisecondsOf(fraction));
  // Dates that do not exist are moved by the constructor: 31 February becomes 3 March.
  const isReal = new Date(utc).getUTCDate() === d && new Date(utc).getUTCMonth() === mo - 1;
  if (!isReal || h > 23 || mi > 59 || s > 59) throw new Misread(`"${text}" is not a date`);
  const from =
    zone === undefined ? new Date(y, mo - 1, d, h, mi, s, millisecondsOf(fraction)).getTime() : utc - offsetOf(zone);
  if (hours !== undefined) return { from, to: from + precision(seconds, fraction) };
  return { from, to: zone === undefined ? new Date(y, mo - 1, d + 1).getTime() : from + DAY };
}

function millisecondsOf(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.padEnd(3, '0'));
}

function precision(seconds: string | undefined, fraction: string | undefined): number {
  if (seconds === undefined) return MINUTE;
  return fraction === undefined ? 1000 : 1000 / 10 ** fraction.length;
}

function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}
