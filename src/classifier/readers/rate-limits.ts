import { windowsIn } from './limit-windows.ts';
import type { MessageFacts } from './message.ts';
import { parseDelay } from './retry-delay.ts';

/** One limit that a response counts down in its headers. Numbers are as the server gave them. */
export interface RateLimit {
  /** What is counted or which window, as far as the field's name or the policy says: `requests`, `minute`, `default`. */
  readonly name: string;
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  /** Seconds until it starts anew. */
  readonly resetSeconds: number | undefined;
  readonly windowSeconds: number | undefined;
  /** `user`, `shared`, `core`: who or what shares the limit, where it says so. */
  readonly scope: string | undefined;
  /** Evidence pointer of its most telling field. */
  readonly where: string;
  readonly what: string;
}

/** A limit of which nothing is left. */
export function isExhausted({ remaining }: RateLimit): boolean {
  return remaining !== undefined && remaining <= 0;
}

const FAMILY = /rate-?limit|quota|call-limit|limit-info|throttle|calls-left|requests-left/;
const MOST_FIELDS = 40;

type Metric = 'limit' | 'remaining' | 'used' | 'reset' | 'window' | 'scope' | 'policy';

/** Words of a field's name that say what its number is. */
const METRICS: ReadonlyMap<string, Metric> = new Map([
  ['limit', 'limit'],
  ['max', 'limit'],
  ['maximum', 'limit'],
  ['allowed', 'limit'],
  ['total', 'limit'],
  ['remaining', 'remaining'],
  ['left', 'remaining'],
  ['available', 'remaining'],
  ['used', 'used'],
  ['current', 'used'],
  ['usage', 'used'],
  ['count', 'used'],
  ['state', 'used'],
  ['reset', 'reset'],
  ['resets', 'reset'],
  ['interval', 'window'],
  ['window', 'window'],
  ['resource', 'scope'],
  ['scope', 'scope'],
  ['bucket', 'scope'],
  ['policy', 'policy'],
]);

/** Words that are part of no limit's name. */
const FILLER: ReadonlySet<string> = new Set([
  'x',
  'rate',
  'ratelimit',
  'api',
  'call',
  'calls',
  'after',
  'time',
  'in',
  'at',
  'milliseconds',
  'seconds',
  'sec',
  'ms',
  'http',
]);

const WINDOWS: ReadonlyMap<string, number> = new Map([
  ['second', 1],
  ['secondly', 1],
  ['minute', 60],
  ['hour', 3600],
  ['hourly', 3600],
  ['day', 86_400],
  ['daily', 86_400],
  ['month', 2_592_000],
  ['monthly', 2_592_000],
]);

interface Draft {
  name: string;
  limit?: number;
  remaining?: number;
  used?: number;
  resetSeconds?: number;
  windowSeconds?: number;
  scope?: string;
  where?: string;
  what?: string;
  rank: number;
}

/**
 * Every limit of the response's headers, in whatever dialect: `X-RateLimit-*` in any spelling and with any suffix,
 * `RateLimit` and `RateLimit-Policy` of the IETF drafts 3 to 10, `39/40`, `api-usage=25/5000`.
 */
export function readRateLimits(response: MessageFacts, serverNow: number): readonly RateLimit[] {
  const drafts = new Map<string, Draft>();
  let count = 0;
  for (const field of response.headerNames()) {
    if (!FAMILY.test(field) || field.length > 80) continue;
    count += 1;
    if (count > MOST_FIELDS) break;
    const value = (response.header(field) ?? '').slice(0, 1024).trim();
    if (value !== '') readField(field, value, serverNow, drafts);
  }
  return [...drafts.values()].flatMap((draft) => {
    const { limit, remaining, used, resetSeconds } = draft;
    if (limit === undefined && remaining === undefined && used === undefined && resetSeconds === undefined) return [];
    return {
      name: draft.name,
      limit,
      remaining: remaining ?? (limit !== undefined && used !== undefined ? Math.max(0, limit - used) : undefined),
      resetSeconds,
      windowSeconds: draft.windowSeconds ?? WINDOWS.get(draft.name),
      scope: draft.scope,
      where: draft.where ?? 'response.headers',
      what: draft.what ?? '',
    };
  });
}

function readField(field: string, value: string, serverNow: number, drafts: Map<string, Draft>): void {
  const family = familyOf(field);
  const draftOf = (name: string, key = `${family} ${name}`): Draft => {
    const known = drafts.get(key);
    if (known !== undefined) return known;
    const made: Draft = { name, rank: 9 };
    drafts.set(key, made);
    return made;
  };
  const note = (draft: Draft, rank: number) => {
    if (rank >= draft.rank) return;
    draft.rank = rank;
    draft.where = `response.headers.${field}`;
    draft.what = value;
  };
  if (field === 'ratelimit' || field === 'x-ratelimit' || field.endsWith('ratelimit-policy')) {
    readStructured(value, field.endsWith('policy'), serverNow, draftOf, note);
    return;
  }
  // `39/40`, `api-usage=25/5000`
  const fraction = /^(?:[\w-]{1,40}\s?=\s?)?(\d{1,12})\s?\/\s?(\d{1,12})\b/.exec(value);
  if (fraction !== null) {
    const draft = draftOf(nameOf(field));
    draft.used = Number(fraction[1]);
    draft.limit = Number(fraction[2]);
    note(draft, 1);
    return;
  }
  const metric = metricOf(field);
  const windows = windowsIn(value);
  if (
    windows !== undefined &&
    (metric === 'reset' || metric === 'limit' || metric === 'used' || metric === 'remaining')
  ) {
    for (const window of windows) {
      const draft = draftOf(window.name ?? nameOf(field), `${family} ${nameOf(field)} ${window.key}`);
      if (window.windowSeconds !== undefined) draft.windowSeconds = window.windowSeconds;
      if (metric === 'reset') draft.resetSeconds = parseDelay(String(window.count), 's', serverNow) ?? window.count;
      else draft[metric] = window.count;
      if (metric === 'used' && window.lockedFor > 0) draft.resetSeconds = window.lockedFor;
      note(draft, metric === 'reset' ? 3 : metric === 'limit' ? 4 : 1);
    }
    return;
  }
  const draft = draftOf(nameOf(field));
  if (metric === 'scope') {
    draft.scope = value.slice(0, 60);
    return;
  }
  if (metric === 'reset') {
    const seconds = parseDelay(value, field.includes('-ms') || field.includes('milli') ? 'ms' : 's', serverNow);
    if (seconds !== undefined) draft.resetSeconds = seconds;
    note(draft, 3);
    return;
  }
  const number = numberIn(value);
  if (number === undefined) return;
  if (metric === 'remaining') {
    draft.remaining = number;
    note(draft, 0);
  } else if (metric === 'used') {
    draft.used = number;
    note(draft, 2);
  } else if (metric === 'window') {
    draft.windowSeconds = field.includes('milli') || field.endsWith('-ms') ? number / 1000 : number;
  } else {
    draft.limit = number;
    const window = /;\s{0,4}w(?:indow)?=(\d{1,9})/.exec(value);
    if (window !== null) draft.windowSeconds = Number(window[1]);
    note(draft, 4);
  }
}

/** `"default";r=0;t=30`, `"burst";q=100;w=60`, or the older `limit=100, remaining=0, reset=30`. */
function readStructured(
  value: string,
  isPolicy: boolean,
  serverNow: number,
  draftOf: (name: string, key?: string) => Draft,
  note: (draft: Draft, rank: number) => void,
): void {
  if (/\b(?:limit|remaining|reset)\s?=/.test(value)) {
    const draft = draftOf('', 'structured ');
    for (const [, name, number] of value.matchAll(/\b(limit|remaining|reset)\s?=\s?(\d{1,15})/g)) {
      if (name === 'limit') draft.limit = Number(number);
      else if (name === 'remaining') draft.remaining = Number(number);
      else draft.resetSeconds = parseDelay(number!, 's', serverNow) ?? Number(number);
    }
    note(draft, 0);
    return;
  }
  for (const item of value.split(',').slice(0, 8)) {
    const [head = '', ...parameters] = item.trim().split(';');
    // Draft 3 wrote the quota itself in front: `100;w=60`.
    const isNumber = /^\d{1,12}$/.test(head.trim());
    const name = isNumber ? '' : head.trim().replace(/^"|"$/g, '').slice(0, 60);
    const draft = draftOf(name, `structured ${name}`);
    if (isNumber) draft.limit = Number(head);
    for (const parameter of parameters.slice(0, 8)) {
      const [, key, number] = /^\s{0,4}(q|r|t|w)=(\d{1,15})/.exec(parameter) ?? [];
      if (key === 'q') draft.limit = Number(number);
      if (key === 'w') draft.windowSeconds = Number(number);
      if (key === 'r') draft.remaining = Number(number);
      if (key === 't') draft.resetSeconds = Number(number);
    }
    note(draft, isPolicy ? 4 : 0);
  }
}

function partsOf(field: string): readonly string[] {
  return field
    .replace('rate-limit', 'ratelimit')
    .replace('call-limit', 'call')
    .replace('limit-info', 'info')
    .split(/[-_]/);
}

function metricOf(field: string): Metric {
  const parts = partsOf(field);
  // The last that says it: `x-ratelimit-limit-requests`, but `anthropic-ratelimit-requests-limit` as well.
  const metrics = parts.flatMap((part) => METRICS.get(part) ?? []);
  return metrics.find((metric) => metric !== 'limit') ?? metrics[0] ?? 'limit';
}

function nameOf(field: string): string {
  const own = partsOf(field).filter(
    (part) => !FILLER.has(part) && !METRICS.has(part) && part !== 'quota' && part !== 'info',
  );
  return own.filter((part) => part !== vendorOf(field)).join('-');
}

/** Who prefixed the field; a part that stands before the family's own word. */
function vendorOf(field: string): string | undefined {
  const parts = partsOf(field);
  const at = parts.findIndex((part) => part === 'ratelimit' || part === 'quota' || part === 'call');
  return parts.slice(0, Math.max(0, at)).find((part) => part !== 'x' && !WINDOWS.has(part));
}

/** `X-RateLimit-…` and `RateLimit-…` of one response are two accounts of the same limit; they are not mixed. */
function familyOf(field: string): string {
  return field.replace(/(?:rate-?limit|quota|call-limit).*$/, '');
}

function numberIn(value: string): number | undefined {
  const match = /^(-?\d{1,15}(?:\.\d{1,6})?)(?:$|[\s,;])/.exec(value);
  return match === null ? undefined : Number(match[1]);
}
