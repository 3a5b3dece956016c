import type { Facts } from '../facts.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { mentionInWords } from '../refusal/mentioned.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Is the resource locked, or an operation on it in progress? */
export const rule: RuleDefinition = { causes: ['resource-locked'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'resource-locked');
  if (verdict === undefined) return undefined;
  const { mention } = verdict;
  const isNew =
    mention !== undefined && mention.place !== 'path' && facts.errorMessage()?.includes(mention.value) !== true;
  return finding(facts, verdict, {
    summary: quoted(
      facts,
      `locked, or an operation on it is still running: ${callOnHost(facts)}`,
      undefined,
      isNew ? [mentionInWords(mention)] : [],
    ),
    advice:
      'Retry after a pause that grows, once the other operation has ended or the lock was released; look who holds it.',
  });
}
