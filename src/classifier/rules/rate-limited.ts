import type { Confidence } from '../../exchange/annotation.ts';
import { formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { type LimitCause, LONGEST_WINDOW_SECONDS, limitTold, usedUp } from '../limit-kind.ts';
import { delayOf, limitEvidence, limitSummary } from '../limit-words.ts';
import type { RetryDelay } from '../readers/retry-delay.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { hostOf } from '../shown.ts';

/** Were there too many requests in a window, under 429 or under any other status that says so? */
export const rule: RuleDefinition = { causes: ['rate-limited'], find };

function find(facts: Facts): Finding | undefined {
  const limit = limitTold(facts);
  const delay = delayOf(facts);
  // A bare 429 with a delay of a window's length names a window, though no limit.
  const isBare =
    limit === undefined && facts.status === 429 && delay !== undefined && delay.seconds <= LONGEST_WINDOW_SECONDS;
  if (limit?.cause !== 'rate-limited' && !isBare) return undefined;
  return {
    cause: 'rate-limited',
    confidence: confidenceOf(facts, limit, delay),
    summary: limitSummary(facts, limit, 'too many requests'),
    evidence: limitEvidence(facts, limit),
    advice:
      delay === undefined
        ? `Send fewer requests to ${hostOf(facts)} and retry with growing pauses: it does not say how long to wait.`
        : delay.seconds === 0
          ? 'Retry now; the window has opened again.'
          : `Wait ${formatDuration(delay.seconds * 1000)}, then retry; spread the calls so that they stay under the limit.`,
    ...(delay === undefined ? {} : { retryAfterSeconds: delay.seconds }),
  };
}

/** Proven where a window of hours at most is named or counted down, and words or a status of limits agree. */
function confidenceOf(facts: Facts, limit: LimitCause | undefined, delay: RetryDelay | undefined): Confidence {
  if (limit === undefined || limit.sign === 'too-many') return 'likely';
  if (delay !== undefined && delay.seconds > LONGEST_WINDOW_SECONDS) return 'likely';
  const isShort = delay !== undefined && delay.seconds > 0;
  // "Limit" alone may be the day's or the plan's.
  const isSaid =
    /rate|throttl|slow ?down|too (?:fast|many)|flood/i.test(limit.what) || facts.says('rate-limit')?.weight === 3;
  if (facts.status === 429) {
    return limit.sign === 'window' || (isShort && (isSaid || usedUp(facts) !== undefined)) ? 'certain' : 'likely';
  }
  return facts.status === 403 && isSaid && isShort ? 'certain' : 'likely';
}
