import type { Confidence } from '../exchange/annotation.ts';
import type { Finding } from './rule.ts';
import { specificityRank } from './specificity.ts';

export interface Candidate {
  readonly ruleName: string;
  readonly finding: Finding;
}

const CONFIDENCE_RANK: Record<Confidence, number> = { certain: 0, likely: 1, guess: 2 };

/**
 * The candidates, the best first. The order does not depend on the order in which they come: what the bytes prove
 * goes before what the server says, and that before what a status means; then the more specific cause; then the
 * finding with more evidence; then the name of the rule, which is unique.
 */
export function rankCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...candidates].sort(
    (a, b) =>
      CONFIDENCE_RANK[a.finding.confidence] - CONFIDENCE_RANK[b.finding.confidence] ||
      specificityRank(a.finding.cause) - specificityRank(b.finding.cause) ||
      b.finding.evidence.length - a.finding.evidence.length ||
      (a.ruleName < b.ruleName ? -1 : 1),
  );
}
