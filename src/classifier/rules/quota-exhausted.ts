import { formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { limitTold } from '../limit-kind.ts';
import { delayOf, limitEvidence, limitSummary } from '../limit-words.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { hostOf } from '../shown.ts';

/** Is a quota of the day, month or plan used up, or a count that no waiting brings back? */
export const rule: RuleDefinition = { causes: ['quota-exhausted'], find };

function find(facts: Facts): Finding | undefined {
  const limit = limitTold(facts);
  if (limit?.cause !== 'quota-exhausted') return undefined;
  const delay = delayOf(facts);
  const isLong = delay !== undefined && delay.seconds > 60;
  return {
    cause: 'quota-exhausted',
    confidence: 'likely',
    summary: limitSummary(facts, limit, 'a quota of the day, month or plan is used up'),
    evidence: limitEvidence(facts, limit),
    advice: isLong
      ? `Wait ${formatDuration(delay.seconds * 1000)}, until it starts anew, or have the quota at ${hostOf(facts)} raised.`
      : `Raise the quota at ${hostOf(facts)}, use up less of it, or wait until it starts anew; quick retries cannot help.`,
  };
}
