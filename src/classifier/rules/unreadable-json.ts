import type { Facts } from '../facts.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Does the server say that it cannot parse the JSON, where the bytes do not show why? */
export const rule: RuleDefinition = { causes: ['malformed-json'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'malformed-json');
  if (verdict === undefined) return undefined;
  const json = facts.request.json();
  const isDouble = typeof json === 'string' && /^\s*[[{]/.test(json.slice(0, 100));
  const isValid = json !== undefined;
  const before = isDouble
    ? 'the body is a JSON string that holds JSON'
    : isValid
      ? 'the body is valid JSON, yet the server cannot read it'
      : undefined;
  const type = facts.request.header('content-type');
  return finding(facts, verdict, {
    ...(isValid && !isDouble ? { confidence: 'guess' as const } : {}),
    summary: quoted(
      facts,
      `the server cannot parse the JSON: ${callOnHost(facts)}`,
      before,
      type === undefined ? ['no Content-Type'] : [],
    ),
    advice: isDouble
      ? 'Encode the value once: the client serialised a text that was JSON already.'
      : `Check the body with a JSON parser, its charset, and that ${clip(type ?? 'a Content-Type', 60)} fits.`,
  });
}
