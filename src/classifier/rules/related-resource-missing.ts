import type { Facts } from '../facts.ts';
import { claimSentence, fieldName } from '../refusal/field-sentence.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { identifyingValue } from '../refusal/identifying-value.ts';
import { mentionInWords } from '../refusal/mentioned.ts';
import { lookedUp, missingThing } from '../refusal/missing-thing.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Does the body or query refer to something that does not exist? */
export const rule: RuleDefinition = { causes: ['related-resource-missing'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'related-resource-missing');
  if (verdict === undefined) return undefined;
  const [first] = verdict.fields;
  if (first !== undefined && (first.isPresent || verdict.mention === undefined)) {
    return finding(facts, verdict, {
      summary: claimSentence('related-resource-missing', verdict.fields),
      advice: `Check that what ${fieldName(first)} refers to exists in this environment and for this account, or create it first.`,
    });
  }
  const named =
    verdict.mention ?? missingThing(facts, facts.errorMessage() ?? '') ?? lookedUp(facts) ?? identifyingValue(facts);
  const base = finding(facts, verdict, {
    summary: quoted(
      facts,
      `what the request refers to does not exist: ${callOnHost(facts)}`,
      undefined,
      named === undefined || facts.errorMessage()?.includes(named.value) === true ? [] : [mentionInWords(named)],
    ),
    advice:
      named?.place === 'query' && facts.exchange.request.method === 'GET'
        ? `Check spelling and form of ${clip(named.name ?? 'the value', 60)}: nothing is known here under that value.`
        : `Check that ${named?.name === undefined ? 'what the request refers to' : clip(named.name, 60)} exists in this environment and for this account, or create it first.`,
  });
  return named === undefined || base.evidence.some(({ where }) => where === named.where)
    ? base
    : { ...base, evidence: [{ where: named.where, what: mentionInWords(named) }, ...base.evidence] };
}
