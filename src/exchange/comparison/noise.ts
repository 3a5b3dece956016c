import { isRequestIdField } from '../request-ids.ts';
import type { Noise } from './change.ts';

/** When the two exchanges happened, in epoch milliseconds. */
export interface Times {
  readonly before: number;
  readonly after: number;
}

/** Two times belong to their calls when they went on as much as the clock, give or take the work of a server. */
const TOLERANCE_MS = 2000;

/** Fields that tell when, and how long it took. */
const TIME_FIELDS: ReadonlySet<string> = new Set([
  'date',
  'age',
  'x-runtime',
  'x-response-time',
  'x-timer',
  'x-envoy-upstream-service-time',
  'server-timing',
]);

/** Why the change of a header field tells nothing, as far as its name and values say so. */
export function fieldNoise(name: string, values: readonly [string, string] | null, times: Times): Noise | null {
  const key = name.toLowerCase();
  if (values !== null && TIME_FIELDS.has(key)) return 'time-of-call';
  if (isRequestIdField(key)) return 'request-id';
  return values === null ? null : valueNoise(values, times);
}

/** Two times that went on with the clock. */
export function valueNoise([before, after]: readonly [string, string], times: Times): Noise | null {
  const earlier = timeIn(before);
  const later = timeIn(after);
  if (earlier === undefined || later === undefined) return null;
  const drift = later - earlier - (times.after - times.before);
  return Math.abs(drift) <= TOLERANCE_MS ? 'time-of-call' : null;
}

/** ISO 8601 with a time of day, or the dates of HTTP (RFC 9110 §5.6.7). */
const DATE =
  /^(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d\d:?\d\d)?|[A-Z][a-z]{2}, \d\d[ -][A-Z][a-z]{2}[ -]\d{4} \d\d:\d\d:\d\d GMT)$/;
/** Seconds since 2001 and until 2286, with a fraction or not; or milliseconds. */
const EPOCH = /^(\d{10}(?:\.\d{1,9})?|\d{13})$/;

/** Epoch milliseconds. */
function timeIn(text: string): number | undefined {
  if (text.length > 40) return undefined;
  const value = text.replace(/^"(.*)"$/, '$1');
  const epoch = EPOCH.exec(value)?.[1];
  if (epoch !== undefined) return epoch.length === 13 && !epoch.includes('.') ? Number(epoch) : Number(epoch) * 1000;
  if (!DATE.test(value)) return undefined;
  const isZoned = /(?:Z|GMT|[+-]\d\d:?\d\d)$/.test(value);
  const at = Date.parse(isZoned ? value : `${value.replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? undefined : at;
}

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
const HEX = /^[\da-f]{8,}$/i;
const DIGITS = /^\d{6,}(?:\.\d+)?$/;
const TOKEN = /^[\w.:+/=-]{8,}$/;

/** An id or a time, by its form: what a program makes up for each call. Words and small numbers are not. */
export function looksGenerated(text: string): boolean {
  const value = text.replace(/^"(.*)"$/, '$1').slice(0, 512);
  if (timeIn(value) !== undefined || UUID.test(value) || HEX.test(value) || DIGITS.test(value)) return true;
  // Letters and digits mixed, as in `ord_8fk2Lq`; a word with a version behind it has one digit.
  return TOKEN.test(value) && value.replace(/\D/g, '').length >= 2 && /[a-z]/i.test(value);
}
