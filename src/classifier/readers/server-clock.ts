import type { Exchange } from '../../exchange/exchange.ts';
import { headerValue } from '../../exchange/headers.ts';

/** What the server's own clock said, as far as its `Date` header tells. Epoch milliseconds. */
export interface ServerClock {
  /**
   * When the call began. By our clock, which is exact, where the server's agrees with it; else by the server's, at the
   * earliest: `Date` has a resolution of one second.
   */
  readonly calledAt: number;
  /** Whether `calledAt` is by our clock. */
  readonly isOurs: boolean;
  /** When it generated the response, by its own clock; up to 999 ms later. */
  readonly answeredAt: number;
}

/** Up to here two clocks agree: machines on network time differ by less, and servers keep a `Date` for up to a second. */
const TOLERANCE_MS = 1000;
const DATE_RESOLUTION_MS = 1000;

const EARLIEST_DATE = Date.UTC(1995, 0, 1);
const LATEST_DATE = Date.UTC(2200, 0, 1);

/** Epoch milliseconds of an HTTP date (RFC 9110 §5.6.7) or ISO 8601 time; undefined for anything else. */
export function parseDate(text: string): number | undefined {
  // Date.parse takes "1" and "May 5" for dates; a date of a protocol names day, month, year and time.
  if (text.length > 40 || !/\d{4}/.test(text) || !/\d:\d/.test(text)) return undefined;
  const time = Date.parse(text);
  return time > EARLIEST_DATE && time < LATEST_DATE ? time : undefined;
}

export function readServerClock(exchange: Exchange): ServerClock | undefined {
  if (exchange.response === null) return undefined;
  const date = parseDate(headerValue(exchange.response.headers, 'date') ?? '');
  if (date === undefined) return undefined;
  // A cache repeats the origin's Date and says in Age how old it is (RFC 9111 §5.1).
  const age = Number(headerValue(exchange.response.headers, 'age') ?? '0');
  const answeredAt = date + (Number.isFinite(age) && age > 0 ? age * 1000 : 0);
  const tookMs = Math.max(0, exchange.timing.responseStartMs ?? exchange.durationMs ?? 0);
  const { startedAt } = exchange;
  const isOurs =
    answeredAt + DATE_RESOLUTION_MS + TOLERANCE_MS > startedAt && answeredAt - TOLERANCE_MS <= startedAt + tookMs;
  return { calledAt: isOurs ? startedAt : answeredAt - tookMs, isOurs, answeredAt };
}
