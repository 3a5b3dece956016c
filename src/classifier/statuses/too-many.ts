import type { Facts } from '../facts.ts';
import { limitCause } from '../limit-kind.ts';
import { callOnHost } from '../shown.ts';
import type { StatusReading } from './status-reading.ts';

/** 429 without a delay: which limit it was, as far as the words tell. */
export function tooMany(facts: Facts): StatusReading {
  const cause = limitCause(facts)?.cause ?? 'rate-limited';
  const SAID = {
    'quota-exhausted': [
      'a quota of the day, month or plan is used up',
      'Raise the quota or wait until it starts anew; quick retries cannot help.',
    ],
    'concurrency-limited': [
      'too many calls run at the same time',
      'Run fewer calls at once, and retry when one has ended.',
    ],
    'rate-limited': [
      'too many requests in a short time',
      'Send fewer requests and retry with growing pauses: it does not say how long to wait.',
    ],
  } as const;
  return { cause, summary: `${SAID[cause][0]}: ${callOnHost(facts)} was turned away`, advice: SAID[cause][1] };
}
