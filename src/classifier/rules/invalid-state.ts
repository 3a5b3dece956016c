import type { Facts } from '../facts.ts';
import { claimSentence } from '../refusal/field-sentence.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { mentionInWords } from '../refusal/mentioned.ts';
import { statedState } from '../refusal/stated-state.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Does the present state of the resource, or of the other party, not allow the call? */
export const rule: RuleDefinition = { causes: ['invalid-state'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'invalid-state');
  if (verdict === undefined) return undefined;
  const said = facts.errorMessage();
  const state = statedState(facts);
  const { mention } = verdict;
  const details = [
    ...(mention !== undefined && mention.place !== 'path' && said?.includes(mention.value) !== true
      ? [mentionInWords(mention)]
      : []),
    ...(state === undefined || said?.includes(state.value) === true ? [] : [`${state.name} ${state.value}`]),
  ];
  return finding(facts, verdict, {
    summary:
      said === undefined && verdict.fields.length > 0
        ? claimSentence('invalid-state', verdict.fields)
        : quoted(facts, `its present state does not allow it: ${callOnHost(facts)}`, undefined, details),
    advice: 'Read the present state first, and bring it into one that allows this call, or treat the call as done.',
  });
}
