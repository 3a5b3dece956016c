import type { CauseEntries } from '../entry.ts';

export const LIMITS: CauseEntries<'limits'> = {
  'rate-limited': {
    title: 'Too many requests in a window',
    means:
      'The caller has used up its share for a second, minute or hour, and the server turned this call away without doing anything. It is a matter of pace: the same call passes when the window moves on.',
    commonCauses: [
      'A loop that calls once per item where a batch or list call exists.',
      'Several processes, pods or developers that share one key, each within the limit.',
      'All jobs start on the full hour.',
      'Repeats without a pause, which use up the next window too.',
      'An anonymous or per-address limit, shared with everyone behind the same NAT.',
    ],
    debug: [
      'Read Retry-After first; it comes in seconds or as a date.',
      'Read the quota headers: RateLimit and RateLimit-Policy, X-RateLimit-Limit, -Remaining and -Reset. Reset is seconds to go in some dialects and an epoch time in others.',
      'Count in the capture how many calls went to this host in the last window, and which route makes most of them.',
    ],
    handle: [
      'Wait as long as the server says, then repeat; every method is safe, because nothing was carried out.',
      'Without a number, back off exponentially with full jitter: 1, 2, 4 … up to a minute, and give up after a few attempts.',
      'Better than reacting: a token bucket in the client, one per key and shared by all workers, filled from the quota headers.',
    ],
    related: ['retried-too-soon', 'quota-exhausted', 'concurrency-limited'],
    example: 'retry after 10 s (Retry-After: 10); 60 requests per minute allowed: GET /v1/search',
  },
  'quota-exhausted': {
    title: 'The allowance is used up',
    means:
      'A quota of the day, month or plan, or a fixed number (seats, projects, rows, storage) is reached. A short pause does not help: wait for the period to end, free something, or buy more.',
    commonCauses: [
      'A free tier, or a daily limit that resets at midnight of the provider’s time zone.',
      'A runaway job or a leaked key that used it in an hour.',
      'A limit per project or region that is far below that of the account.',
      'Objects that tests create and never delete.',
    ],
    debug: [
      'Read which quota and which period: the message or details (quotaId, limit, reset) say so.',
      'Look at the provider’s usage page for who used it.',
      'See in the history when the first such answer came, and what ran before.',
    ],
    handle: [
      'Stop the queue until the reset and tell somebody; repeating every few seconds is only noise.',
      'Alert at 80 per cent, cache answers, and ask for an increase before you need it.',
    ],
    related: ['rate-limited', 'payment-required', 'feature-not-enabled'],
    example: 'the daily quota of 1000 requests is used up until 00:00 UTC: POST /v1/translate',
  },
  'concurrency-limited': {
    title: 'Too many at the same time',
    means:
      'Not the number per minute but the number in flight is limited: calls, connections, jobs or streams that run at once. A place becomes free when one of yours ends.',
    commonCauses: [
      'Promise.all over a large list.',
      'Streams, long polls or exports that were never closed.',
      'A limit per user that several tabs or workers share.',
      'A database or function platform with few connections behind the API.',
    ],
    debug: [
      'Count the calls that were pending to this host at that moment; the log shows when each began and ended.',
      'Look for abandoned ones: pending for minutes, with no reader.',
      'Read the message for the number allowed.',
    ],
    handle: [
      'Limit parallelism with a semaphore or pool somewhat below the allowed number.',
      'Repeat when one of your own calls has finished, with a small random pause.',
    ],
    related: ['rate-limited', 'overloaded', 'resource-locked'],
    example: 'at most 5 jobs may run at the same time: POST /v1/jobs was turned away',
  },
  'retried-too-soon': {
    title: 'Repeated before the given delay was over',
    means:
      'The call was limited, and the history shows why it was limited again: an earlier answer gave a delay, and the client did not wait for it. Some services count such calls too and lengthen the ban.',
    commonCauses: [
      'A retry layer that does not read Retry-After, or reads a date as seconds.',
      'Two retry layers on top of each other, such as SDK and queue.',
      'Other workers that do not know of the pause.',
      'Milliseconds for seconds in the waiting code.',
    ],
    debug: [
      'Go to the exchange that the evidence names, and read its Retry-After.',
      'Compare the gap between the two calls with it; a thousandth is a mistake in the unit.',
      'Check whether both calls come from the same client (User-Agent, connection).',
    ],
    handle: [
      'Honour the longest delay seen per host and key, in a place that all workers share.',
      'Keep retries in one layer only, and switch the others off.',
    ],
    related: ['rate-limited', 'concurrency-limited', 'blocked-by-firewall'],
    example: 'repeated after 1.2 s although #52 asked to wait 30 s: GET /v1/search',
  },
};
