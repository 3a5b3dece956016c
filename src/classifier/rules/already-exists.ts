import type { Facts } from '../facts.ts';
import { claimSentence, fieldName } from '../refusal/field-sentence.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { identifyingValue } from '../refusal/identifying-value.ts';
import { mentionInWords } from '../refusal/mentioned.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Would the call make a second one of what may exist only once? */
export const rule: RuleDefinition = { causes: ['already-exists'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'already-exists');
  if (verdict === undefined) return undefined;
  const [first] = verdict.fields;
  if (first !== undefined) {
    return finding(facts, verdict, {
      summary: claimSentence('already-exists', verdict.fields),
      advice: `Use the one that exists, update it, or choose another value for ${fieldName(first)}.`,
    });
  }
  const named = verdict.mention ?? identifyingValue(facts);
  const isNew = named !== undefined && facts.errorMessage()?.includes(named.value) !== true;
  return finding(facts, verdict, {
    summary: quoted(facts, `it exists already: ${callOnHost(facts)}`, undefined, isNew ? [mentionInWords(named)] : []),
    advice:
      'Use the one that exists, update it, or choose another name; after a time-out an earlier attempt may have made it.',
  });
}
