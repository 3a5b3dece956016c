import { escapedPart } from '../../exchange/json-pointer.ts';
import { formatDuration } from '../../exchange/units.ts';
import { clip } from '../shown.ts';
import type { MessageFacts } from './message.ts';
import { parseDate } from './server-clock.ts';

/** How long the server wants the client to wait, and where it says so. */
export interface RetryDelay {
  /** At most three decimals; 0 where the moment has passed. */
  readonly seconds: number;
  /** For people: `Retry-After`, `RateLimit`, `retry_after in the body`. */
  readonly source: string;
  /** An evidence pointer. */
  readonly where: string;
  /** The value as sent. */
  readonly what: string;
}

/** `retry after 23 min (X-RateLimit-Reset: 1380)` */
export function waitWords({ seconds, source, what }: RetryDelay): string {
  return `retry ${seconds === 0 ? 'now' : `after ${formatDuration(seconds * 1000)}`} (${source}: ${clip(what, 40)})`;
}

/** Longer than the longest window of a limit (a month): a number beyond it is not a delay. */
const LONGEST_DELAY_SECONDS = 31 * 86_400;

/** Fields in milliseconds are the more precise twins of `Retry-After`, so they come first. */
const DELAY_FIELDS: readonly (readonly [name: string, unit: 's' | 'ms'])[] = [
  ['retry-after-ms', 'ms'],
  ['x-ms-retry-after-ms', 'ms'],
  ['retry-after', 's'],
  ['x-retry-after', 's'],
];

/** Names under which JSON bodies give a delay, in seconds unless they say otherwise. */
const BODY_FIELDS: ReadonlyMap<string, 's' | 'ms'> = new Map([
  ['retry_after', 's'],
  ['retryafter', 's'],
  ['retry-after', 's'],
  ['retry_after_seconds', 's'],
  ['retryafterseconds', 's'],
  ['retrydelay', 's'],
  ['retry_after_ms', 'ms'],
  ['retryafterms', 'ms'],
]);

/** The delay that a response names outright: a `Retry-After` of any dialect, else a field of its JSON body. */
export function statedDelay(response: MessageFacts, serverNow: number): RetryDelay | undefined {
  for (const [name, unit] of DELAY_FIELDS) {
    const value = response.header(name);
    const seconds = value === undefined ? undefined : parseDelay(value, unit, serverNow);
    if (value !== undefined && seconds !== undefined) return headerDelay(name, seconds, value);
  }
  // Every name of such a field has this word in it.
  return /retry/i.test(response.body()?.text ?? '') ? delayInBody(response.json()) : undefined;
}

/**
 * The delay until an exhausted window opens again, from `RateLimit` (IETF draft) and every `…ratelimit…reset…` field.
 * A window of which something remains is not the reason and does not count. Of several exhausted ones the last counts.
 */
export function windowReset(response: MessageFacts, serverNow: number): RetryDelay | undefined {
  const delays: RetryDelay[] = [];
  for (const name of response.headerNames()) {
    if (!isRateLimitField(name)) continue;
    const value = response.header(name) ?? '';
    if (name === 'ratelimit' || name === 'x-ratelimit') {
      const seconds = secondsOfRateLimit(value);
      if (seconds !== undefined) delays.push(headerDelay(name, seconds, value));
    } else if (name.includes('reset') && !hasRemaining(response, name)) {
      const seconds = parseDelay(value, 's', serverNow);
      if (seconds !== undefined) delays.push(headerDelay(name, seconds, value));
    }
  }
  return delays.reduce<RetryDelay | undefined>(
    (longest, delay) => (longest === undefined || delay.seconds > longest.seconds ? delay : longest),
    undefined,
  );
}

export function isRateLimitField(name: string): boolean {
  return name.includes('ratelimit') || name.includes('rate-limit');
}

/**
 * Seconds from one value of any dialect: a number (a delay, or an epoch time in seconds or milliseconds by its size),
 * a duration such as `6m0s` or `20ms`, an HTTP date or ISO time. Undefined for what is none of them or not plausible.
 */
export function parseDelay(text: string, unit: 's' | 'ms', serverNow: number): number | undefined {
  const value = text.trim();
  if (/^-?\d{1,16}(\.\d{1,9})?$/.test(value)) {
    const number = Number(value);
    if (number > 1e12) return plausible((number - serverNow) / 1000);
    if (number > 1e9) return plausible(number - serverNow / 1000);
    return plausible(unit === 'ms' ? number / 1000 : number);
  }
  const duration = parseDuration(value);
  if (duration !== undefined) return plausible(duration);
  const date = parseDate(value);
  return date === undefined ? undefined : plausible((date - serverNow) / 1000);
}

const DURATION =
  /^(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m(?!s))?(?:(\d{1,8}(?:\.\d{1,9})?)s)?(?:(\d{1,10}(?:\.\d{1,9})?)ms)?$/;

/** `1h2m`, `6m0s`, `1.5s`, `20ms`: Go's notation, which OpenAI and others use. Seconds. */
function parseDuration(value: string): number | undefined {
  const match = DURATION.exec(value);
  if (match === null || value === '') return undefined;
  const [days, hours, minutes, seconds, milliseconds] = match.slice(1).map((part) => Number(part ?? 0));
  return days! * 86_400 + hours! * 3600 + minutes! * 60 + seconds! + milliseconds! / 1000;
}

function plausible(seconds: number): number | undefined {
  if (!Number.isFinite(seconds) || seconds > LONGEST_DELAY_SECONDS) return undefined;
  return seconds <= 0 ? 0 : Math.round(seconds * 1000) / 1000;
}

/**
 * `RateLimit: "default";r=0;t=30` (draft-ietf-httpapi-ratelimit-headers-10) or the older
 * `limit=100, remaining=0, reset=30`; the seconds of what is exhausted.
 */
function secondsOfRateLimit(value: string): number | undefined {
  const text = value.slice(0, 1024);
  const older = /\breset=(\d{1,9})\b/.exec(text);
  if (older !== null) return /\bremaining=0\b/.test(text) ? plausible(Number(older[1])) : undefined;
  const exhausted = text
    .split(',')
    .filter((policy) => /;\s{0,4}r=0\b/.test(policy))
    .map((policy) => Number(/;\s{0,4}t=(\d{1,9})\b/.exec(policy)?.[1] ?? Number.NaN))
    .filter((seconds) => !Number.isNaN(seconds));
  return exhausted.length === 0 ? undefined : plausible(Math.max(...exhausted));
}

/** The field that counts down beside a reset field says that something is left. */
function hasRemaining(response: MessageFacts, resetName: string): boolean {
  const remainingName = resetName.replace('reset-after', 'remaining').replace('reset', 'remaining');
  const remaining = response.header(remainingName);
  return remaining !== undefined && Number(remaining) > 0;
}

function headerDelay(name: string, seconds: number, what: string): RetryDelay {
  return { seconds, source: FIELD_SPELLING[name] ?? name, where: `response.headers.${name}`, what };
}

const FIELD_SPELLING: Readonly<Record<string, string>> = {
  'retry-after': 'Retry-After',
  ratelimit: 'RateLimit',
  'ratelimit-reset': 'RateLimit-Reset',
  'x-ratelimit-reset': 'X-RateLimit-Reset',
  'x-ratelimit-reset-after': 'X-RateLimit-Reset-After',
};

/** Envelopes nest two or three levels deep (`error.details[0].retryDelay`); more is data. */
const DEEPEST = 4;
const MOST_NODES = 200;

function delayInBody(body: unknown): RetryDelay | undefined {
  const queue: { value: unknown; pointer: string; depth: number }[] = [{ value: body, pointer: '', depth: 0 }];
  for (let next = 0; next < queue.length && next < MOST_NODES; next += 1) {
    const { value, pointer, depth } = queue[next]!;
    if (typeof value !== 'object' || value === null || depth > DEEPEST) continue;
    for (const [key, member] of boundedEntries(value)) {
      const unit = BODY_FIELDS.get(key.toLowerCase());
      const memberPointer = `${pointer}/${escapedPart(key)}`;
      if (unit !== undefined && (typeof member === 'number' || typeof member === 'string')) {
        // Epoch times do not occur here, so the present moment does not matter.
        const seconds = parseDelay(String(member), unit, 0);
        if (seconds !== undefined) {
          return {
            seconds,
            source: `${key} in the body`,
            where: `response.body#${memberPointer}`,
            what: String(member),
          };
        }
      }
      if (typeof member === 'object' && member !== null && queue.length < MOST_NODES) {
        queue.push({ value: member, pointer: memberPointer, depth: depth + 1 });
      }
    }
  }
  return undefined;
}

/** The first members of an object or array, without listing all of a huge one. */
function* boundedEntries(value: object): Generator<[string, unknown]> {
  let count = 0;
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    yield [key, (value as Record<string, unknown>)[key]];
    count += 1;
    if (count >= MOST_NODES) return;
  }
}
