import type { Facts } from '../facts.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Can the server not answer in any form that `Accept` and its kin allow? */
export const rule: RuleDefinition = { causes: ['not-acceptable'], find };

/** What to ask for instead; who asks for plain JSON already is told so by no example. */
export function formatAdvice(facts: Facts): string {
  return /^application\/json\b/i.test(facts.request.header('accept') ?? '')
    ? 'Send the media type that the documentation gives, its version included (Accept: application/vnd.….+json).'
    : 'Ask for a format that the API offers, for example Accept: application/json.';
}

const NAMES = ['Accept', 'Accept-Language', 'Accept-Encoding', 'Accept-Charset'];

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'not-acceptable');
  if (verdict === undefined) return undefined;
  const said = facts.errorMessage() ?? '';
  const name = NAMES.findLast((field) => said.toLowerCase().includes(field.toLowerCase())) ?? 'Accept';
  const value = facts.request.header(name);
  const isNew = value !== undefined && !said.includes(value);
  const base = finding(facts, verdict, {
    summary: quoted(
      facts,
      `${name}: ${clip(value ?? '*/*', 80)} cannot be satisfied: ${callOnHost(facts)}`,
      undefined,
      isNew ? [`${name}: ${clip(value, 80)}`] : [],
    ),
    advice: formatAdvice(facts),
  });
  return value === undefined
    ? base
    : { ...base, evidence: [{ where: `request.headers.${name.toLowerCase()}`, what: value }, ...base.evidence] };
}
