import type { Facts } from '../facts.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { sentVersion } from '../refusal/sent-version.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Is the version that the call asks for unknown or retired, or was the endpoint removed? */
export const rule: RuleDefinition = { causes: ['unsupported-api-version'], find };

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'unsupported-api-version');
  if (verdict === undefined) return undefined;
  const sent = sentVersion(facts);
  const isNew = sent !== undefined && facts.errorMessage()?.includes(sent.value) !== true;
  const proven = isProven(facts, sent?.value);
  const base = finding(facts, verdict, {
    summary: quoted(
      facts,
      `the version asked for is not supported: ${callOnHost(facts)}`,
      undefined,
      isNew ? [sent.inWords] : [],
    ),
    advice:
      'Move to a version or endpoint that the message or the changelog names, and read what changed between the two.',
    ...(proven ? { confidence: 'certain' as const } : {}),
  });
  return sent === undefined ? base : { ...base, evidence: [{ where: sent.where, what: sent.value }, ...base.evidence] };
}

/** The server names the very version that the request asks for, and the others that it has. */
function isProven(facts: Facts, version: string | undefined): boolean {
  const said = facts.errorMessage() ?? '';
  return version !== undefined && version.length > 2 && said.includes(version) && /supported versions?:/i.test(said);
}
