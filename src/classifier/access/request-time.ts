import type { Facts } from '../facts.ts';
import { parseDate } from '../readers/server-clock.ts';
import { basicIsoTime } from './signed-url.ts';

/** The time that the client itself wrote into the request. */
export interface RequestTime {
  /** `X-Amz-Date`, `the query parameter timestamp` */
  readonly name: string;
  readonly where: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly shown: string;
}

const FIELDS = [
  'x-amz-date',
  'x-goog-date',
  'x-ms-date',
  'x-date',
  'date',
  'x-timestamp',
  'x-request-timestamp',
  'timestamp',
  'x-signature-timestamp',
];
const FIELD_OF_ANY = /^(?:[a-z]{1,20}-){0,4}(?:timestamp|request-time|access-timestamp)$/;
const PARAMETERS = ['timestamp', 'Timestamp', 'X-Amz-Date', 'X-Goog-Date', 'ts', 'nonce_ts', 'oauth_timestamp'];

/** Stands in a signature's own header: `t=1793937429,v1=…` of webhooks. */
const IN_SIGNATURE = /(?:^|,)\s?t=(\d{10,13})(?:,|$)/;

/** OAuth 1's `oauth_timestamp="…"`, Hawk's `ts="…"`, `created=…` of HTTP signatures. */
const IN_SCHEME = /[\s,](oauth_timestamp|ts|created|timestamp)="?(\d{10,13})\b/i;

export function requestTimeOf(facts: Facts): RequestTime | undefined {
  for (const name of facts.request.headerNames()) {
    const value = facts.request.header(name) ?? '';
    const text =
      FIELDS.includes(name) || FIELD_OF_ANY.test(name) ? value : (IN_SIGNATURE.exec(value.slice(0, 300))?.[1] ?? '');
    const at = timeOf(text);
    if (at !== undefined) return { name: nameAsSent(facts, name), where: `request.headers.${name}`, at, shown: text };
  }
  const inScheme = IN_SCHEME.exec((facts.request.header('authorization') ?? '').slice(0, 2000));
  const signedAt = timeOf(inScheme?.[2] ?? '');
  if (signedAt !== undefined) {
    const [, name = '', text = ''] = inScheme!;
    return { name: `${name} of Authorization`, where: 'request.headers.authorization', at: signedAt, shown: text };
  }
  const url = facts.url();
  if (url === undefined || url.search === '') return undefined;
  for (const name of PARAMETERS) {
    const value = url.searchParams.get(name);
    const at = value === null ? undefined : timeOf(value);
    if (at !== undefined)
      return { name: `the query parameter ${name}`, where: `request.url?${name}`, at, shown: value! };
  }
  return undefined;
}

function nameAsSent(facts: Facts, key: string): string {
  return facts.exchange.request.headers.find(([name]) => name.toLowerCase() === key)?.[0] ?? key;
}

const EARLIEST = Date.UTC(2001, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

function timeOf(text: string): number | undefined {
  if (text === '' || text.length > 40) return undefined;
  if (/^\d{10}(?:\.\d{1,6})?$/.test(text)) return within(Number(text) * 1000);
  if (/^\d{13}$/.test(text)) return within(Number(text));
  return basicIsoTime(text) ?? parseDate(text);
}

function within(at: number): number | undefined {
  return at > EARLIEST && at < LATEST ? at : undefined;
}
