import type { History, PastLimit } from '../../exchange/history.ts';
import { formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { waitWords } from '../readers/retry-delay.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, hostOf } from '../shown.ts';

/** Was the call limited again because the client had not waited as long as it was told? */
export const rule: RuleDefinition = { causes: ['retried-too-soon'], find };

/** Delays are given in whole seconds, and clients sleep to within some milliseconds. */
const LEAST_SHORTFALL_MS = 1000;
/** A longer delay is that of a day or a month: nobody waits for it, and it is the quota that is worth saying. */
const LONGEST_DELAY_SECONDS = 2 * 3600;

function find(facts: Facts, history: History): Finding | undefined {
  const { status, exchange } = facts;
  if (status !== 429 && status !== 403 && status !== 503) return undefined;
  const limit = history.limitBefore(exchange.request);
  if (limit === undefined || limit.delaySeconds > LONGEST_DELAY_SECONDS || !isSameLimit(facts, limit)) return undefined;
  const waitedMs = exchange.startedAt - limit.call.endedAt;
  // A call that was on its way before the other was answered could not know of the delay.
  if (waitedMs < 0 || limit.delaySeconds * 1000 - waitedMs < LEAST_SHORTFALL_MS) return undefined;
  const told = formatDuration(limit.delaySeconds * 1000);
  const delay = facts.statedDelay();
  const next = delay === undefined ? '' : `; ${waitWords(delay)}`;
  return {
    cause: 'retried-too-soon',
    confidence: status === 429 ? 'certain' : 'likely',
    summary: `told in #${limit.call.id} to wait ${told}, came back after ${formatDuration(waitedMs)}: ${callOnHost(facts)}${next}`,
    evidence: [
      { where: `history:${limit.call.id}`, what: `${limit.call.status}, wait ${limit.delaySeconds} s` },
      { where: 'timing.startedAt', what: `${formatDuration(waitedMs)} after it` },
      { where: 'response.status', what: String(status) },
      ...(delay === undefined ? [] : [{ where: delay.where, what: delay.what }]),
    ],
    advice: `Keep to the delay that ${hostOf(facts)} gives: many servers prolong it for clients that come back early.`,
    explains: ['rate-limited', 'concurrency-limited'],
    ...(delay === undefined ? { retryAfterSeconds: remainingSeconds(limit, waitedMs) } : {}),
  };
}

/** Limited again, and by the same: 403 has other meanings, so that both calls must say how long to wait. */
function isSameLimit(facts: Facts, { call }: PastLimit): boolean {
  if (call.cause === 'quota-exhausted') return false;
  if (facts.status === 503) return call.status === 503 && facts.says('maintenance') === undefined;
  return facts.status === 429 || (call.status === facts.status && facts.statedDelay() !== undefined);
}

function remainingSeconds({ delaySeconds }: PastLimit, waitedMs: number): number {
  return Math.ceil(delaySeconds - waitedMs / 1000);
}
