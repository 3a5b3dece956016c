import type { Facts } from '../facts.ts';
import type { BlamedField } from '../readers/blame.ts';
import { claimSentence, fieldName } from '../refusal/field-sentence.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { mentionInWords, requestValues } from '../refusal/mentioned.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, shown } from '../shown.ts';

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
    advice: adviceOn(facts, first),
  });
}

/** What is quoted may be the value, `Connector type 'salesforcee' is unknown`. */
function adviceOn(facts: Facts, first: BlamedField): string {
  const member = first.isPresent
    ? undefined
    : requestValues(facts).find(({ name, value }) => name !== undefined && !NAMES.test(name) && value === first.name);
  const name = member === undefined ? fieldName(first) : `"${shown(member.name!, 80)}"`;
  return `Send ${name} within what the message allows.`;
}

/** Members whose value is itself the name of a field: `{"path": "id", "value": 7}`. */
const NAMES = /^(?:key|name|path|field|param|parameter|attribute|column|property)$/i;
