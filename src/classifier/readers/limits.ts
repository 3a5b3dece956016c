import type { MessageFacts } from './message.ts';
import { isRateLimitField } from './retry-delay.ts';

/** What kind of limit the words of a response name. */
export type LimitWords =
  /** Requests in a window of seconds, minutes or hours. */
  | 'rate'
  /** A day, a month, a plan, or a count without a window. */
  | 'quota'
  /** Things that run at the same time. */
  | 'concurrency'
  /** Only that there are too many requests. */
  | 'too-many'
  | 'none';

const CONCURRENCY = /\bconcurren|\bsimultaneous|\bparallel\b|\bat the same time\b/i;
const SHORT_WINDOW =
  /\b(?:per|a|an|each|every|\/)[ -]?(?:second|sec|minute|min|hour)s?\b|\b(?:RPM|TPM|RPS|QPS)\b|\b(?:minute|hour|second)ly\b/i;
const LONG_WINDOW =
  /\b(?:daily|monthly|weekly|yearly)\b|\b(?:per|a|this|each|today'?s)[ -]?(?:day|month|week|billing)\b|\b(?:day|month|24[ -]?h(?:ours)?)\b.{0,20}\blimit\b/i;
const QUOTA =
  /\bquotas?\b|\busage limit\b|\bplan\b.{0,30}\b(?:limit|upgrade)|\bupgrade\b.{0,30}\bplan\b|\blimit exceeded\b/i;
const RATE = /\brate[ -]?limit|\bthrottl|\bslow ?down\b|\brequest rate\b|\brate (?:of requests|exceeded)\b/i;
const TOO_MANY = /\btoo many (?:requests|calls|attempts)\b|\bsend(?:ing)? requests too (?:fast|quickly)\b/i;

/** Reads words that `errorText` prepared. The window decides before the word: a quota per minute is a rate. */
export function limitWords(text: string): LimitWords {
  if (CONCURRENCY.test(text)) return 'concurrency';
  if (LONG_WINDOW.test(text)) return 'quota';
  if (RATE.test(text)) return 'rate';
  if (SHORT_WINDOW.test(text) && /\b(?:limit|quota|exceed|calls|requests|queries)/i.test(text)) return 'rate';
  if (QUOTA.test(text)) return 'quota';
  if (TOO_MANY.test(text)) return 'too-many';
  return 'none';
}

/** A field of the response that says that a limit is used up. */
export interface ExhaustedLimit {
  readonly name: string;
  readonly value: string;
  /** The limit beside it, where one is given. */
  readonly limit: string | undefined;
}

/** The first `…ratelimit…remaining…: 0`, in whatever dialect. */
export function exhaustedLimit(response: MessageFacts): ExhaustedLimit | undefined {
  for (const name of response.headerNames()) {
    if (!isRateLimitField(name)) continue;
    const value = response.header(name) ?? '';
    if (name.includes('remaining') && Number(value) <= 0 && value.trim() !== '') {
      return { name, value, limit: response.header(name.replace('remaining', 'limit')) };
    }
    if (
      (name === 'ratelimit' || name === 'x-ratelimit') &&
      /;\s{0,4}r=0\b|\bremaining=0\b/.test(value.slice(0, 1024))
    ) {
      return { name, value, limit: undefined };
    }
  }
  return undefined;
}

/** A field that says in so many words that this answer is a limit's, for example Envoy's or Stripe's. */
export function limitedMark(response: MessageFacts): string | undefined {
  return response.headerNames().find((name) => /rate-?limited/.test(name) && response.header(name) !== 'false');
}
