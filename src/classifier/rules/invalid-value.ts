import type { Facts } from '../facts.ts';
import { claimSentence, fieldName } from '../refusal/field-sentence.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { mentionInWords } from '../refusal/mentioned.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Has a field the right type, but a value that the server does not allow: range, choice, length, pattern, order? */
export const rule: RuleDefinition = { causes: ['invalid-value'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'invalid-value');
  if (verdict === undefined) return undefined;
  const [first] = verdict.fields;
  if (first === undefined) {
    const { mention } = verdict;
    return finding(facts, verdict, {
      summary: quoted(
        facts,
        `a value is not allowed: ${callOnHost(facts)}`,
        undefined,
        mention === undefined ? [] : [mentionInWords(mention)],
      ),
      advice: 'Send a value that the message allows.',
    });
  }
  return finding(facts, verdict, {
    summary: claimSentence('invalid-value', verdict.fields),
    advice: `Send ${fieldName(first)} within what the message allows.`,
  });
}
