import type { Confidence } from '../exchange/annotation.ts';
import type { CauseId } from '../exchange/causes.ts';
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
 * finding with more evidence; then the name of the rule, which is unique. Before the first of them goes one that explains
 * it as a mere consequence.
 */
export function rankCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  const ranked = [...candidates].sort(
    (a, b) =>
      CONFIDENCE_RANK[a.finding.confidence] - CONFIDENCE_RANK[b.finding.confidence] ||
      specificityRank(a.finding.cause) - specificityRank(b.finding.cause) ||
      b.finding.evidence.length - a.finding.evidence.length ||
      (a.ruleName < b.ruleName ? -1 : 1),
  );
  const first = ranked[0]?.finding.cause ?? null;
  if (first === null) return ranked;
  const origin = ranked.find(({ finding }) => finding.explains?.includes(first));
  return origin === undefined ? ranked : [origin, ...ranked.filter((candidate) => candidate !== origin)];
}

const MOST_RUNNERS_UP = 3;

/** What else it may have been: the best finding of each other cause, in order. A cause that says nothing is left out. */
export function runnersUp(ranked: readonly Candidate[]): readonly (Finding & { readonly cause: CauseId })[] {
  const best = ranked[0]?.finding.cause;
  const seen = new Set<CauseId | null | undefined>([best, null, 'unspecified']);
  const others: (Finding & { readonly cause: CauseId })[] = [];
  for (const { finding } of ranked) {
    const { cause } = finding;
    if (cause === null || seen.has(cause)) continue;
    seen.add(cause);
    others.push({ ...finding, cause });
    if (others.length === MOST_RUNNERS_UP) break;
  }
  return others;
}
