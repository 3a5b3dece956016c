import type { Facts } from '../facts.ts';
import { limitTold } from '../limit-kind.ts';
import { limitEvidence, limitSummary } from '../limit-words.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { hostOf } from '../shown.ts';

/** Did too many calls, sessions or jobs run at the same time? */
export const rule: RuleDefinition = { causes: ['concurrency-limited'], find };

function find(facts: Facts): Finding | undefined {
  const limit = limitTold(facts);
  if (limit?.cause !== 'concurrency-limited') return undefined;
  return {
    cause: 'concurrency-limited',
    confidence: 'likely',
    summary: limitSummary(facts, limit, 'too many calls run at the same time'),
    evidence: limitEvidence(facts, limit),
    advice: `Run fewer calls to ${hostOf(facts)} at once, and retry when one has ended.`,
  };
}
