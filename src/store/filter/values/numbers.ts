import { SIZE_UNITS } from '../../../exchange/units.ts';
import type { Test } from '../filter.ts';
import {
  ANY,
  asksForAny,
  asksForNone,
  type KnownValue,
  Misread,
  NONE,
  type TypedValue,
  type ValueKind,
} from './value.ts';

/** From (included) to (excluded): what one number stands for: `404` is 404 to 405, `5xx` is 500 to 600. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** What it stands for where it is not compared, if that is more: `2s` is everything that a log shows as 2 s. */
  readonly rounded?: readonly [from: number, to: number];
}

/**
 * A kind that is compared by size: `500`, `>500`, `400..499`, `400..`, `..499`. `spanOf` reads one number and throws
 * `Misread`; what an end includes follows from it: `..5xx` goes to 599.
 */
export function intervalKind(
  expects: string,
  known: readonly KnownValue[],
  spanOf: (text: string, now: number) => Span,
): ValueKind {
  return {
    expects,
    known,
    read(value, now) {
      if (asksForAny(value)) return ANY;
      if (asksForNone(value)) return NONE;
      return readInterval(value, (text) => spanOf(text, now));
    },
  };
}

function readInterval({ comparison, text }: TypedValue, spanOf: (text: string) => Span): Test {
  if (text === '') throw new Misread('the value is missing');
  const dots = text.indexOf('..');
  if (dots >= 0) {
    if (comparison !== null) throw new Misread('a range and a comparison in one');
    const [start, end] = [text.slice(0, dots), text.slice(dots + 2)];
    if (start === '' && end === '') throw new Misread('a range needs at least one end');
    const from = start === '' ? null : spanOf(start).from;
    const to = end === '' ? null : spanOf(end).to;
    if (from !== null && to !== null && to <= from)
      throw new Misread('the range ends before it begins', `${end}..${start}`);
    return { kind: 'interval', from, to };
  }
  const { from, to, rounded = [from, to] } = withSign(comparison ?? '', () => spanOf(text));
  switch (comparison) {
    case '>':
      return { kind: 'interval', from: to, to: null };
    case '>=':
      return { kind: 'interval', from, to: null };
    case '<':
      return { kind: 'interval', from: null, to: from };
    case '<=':
      return { kind: 'interval', from: null, to };
    case null:
      return { kind: 'interval', from: rounded[0], to: rounded[1] };
  }
}

/** What is suggested keeps the comparison. */
function withSign(sign: string, read: () => Span): Span {
  try {
    return read();
  } catch (error) {
    if (error instanceof Misread && error.suggestion !== undefined && sign !== '') {
      throw new Misread(error.message, sign + error.suggestion);
    }
    throw error;
  }
}

export const COUNT: ValueKind = intervalKind('a whole number such as 3, >10 or 2..5', [], (text) => wholeNumber(text));

export const EXCHANGE_ID: ValueKind = intervalKind('the number of an exchange such as 17, >100 or 20..30', [], (text) =>
  wholeNumber(text.replace(/^#/, '')),
);

function wholeNumber(text: string): Span {
  if (!/^\d{1,15}$/.test(text)) throw new Misread(`"${text}" is not a whole number`);
  return { from: Number(text), to: Number(text) + 1 };
}

/**
 * A number with a unit, exact to what was typed: `2s` is 1.5 s to 2.5 s, `2.0s` is 1.95 s to 2.05 s, as the log would
 * show it. Units are in lower case.
 */
export function measureKind(
  expects: string,
  example: string,
  units: Readonly<Record<string, number>>,
  isWhole: boolean,
): ValueKind {
  return intervalKind(expects, [], (text) => {
    const match = /^(\d{1,12})(?:\.(\d{1,6}))?([a-zµ]*)$/i.exec(text);
    if (match === null) throw new Misread(`"${text}" is not a number with a unit`);
    const [, whole = '', fraction = '', unitName = ''] = match;
    const unit = units[unitName.toLowerCase()];
    const number = Number(`${whole}.${fraction || 0}`);
    if (unit === undefined || !Object.hasOwn(units, unitName.toLowerCase())) {
      if (unitName !== '') throw new Misread(`"${unitName}" is not a unit`);
      if (number !== 0) throw new Misread(`${text} has no unit`, `${text}${example}`);
    }
    const value = number * (unit ?? 1);
    if (isWhole) {
      const bytes = Math.round(value);
      const half = Math.floor((unit ?? 1) / 10 ** fraction.length / 2);
      return { from: bytes, to: bytes + 1, rounded: [Math.max(0, bytes - half), bytes + Math.max(1, half)] };
    }
    const half = (unit ?? 0) / 10 ** fraction.length / 2;
    return {
      from: value,
      to: nextAbove(value),
      rounded: [Math.max(0, value - half), Math.max(nextAbove(value), value + half)],
    };
  });
}

function nextAbove(value: number): number {
  return value === 0 ? Number.MIN_VALUE : value * (1 + 2 * Number.EPSILON);
}

export const DURATION_UNITS: Readonly<Record<string, number>> = {
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

export const DURATION = measureKind(
  'a duration such as 500ms, >2s or 1m..5m (ms, s, m, h, d)',
  'ms',
  DURATION_UNITS,
  false,
);

export const SIZE = measureKind(
  'a size such as 500b, >10kb or 1mb..5mb (b, kb, mb, gb, kib, mib, gib)',
  'b',
  SIZE_UNITS,
  true,
);
