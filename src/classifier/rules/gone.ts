import type { Facts } from '../facts.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Was the thing there once, or has a cursor, sync or continuation token expired? */
export const rule: RuleDefinition = { causes: ['gone'], find };

const CURSOR =
  /\b(?:cursor|iterator|token|scroll|sync|delta|continuation|page|search context|snapshot|resource ?version|offset|upload)\b/i;

function find(facts: Facts): Finding | undefined {
  const verdict = refusalFor(facts, 'gone');
  if (verdict === undefined) return undefined;
  const isCursor = CURSOR.test(
    `${facts.errorMessage() ?? ''} ${facts.errorCode() ?? ''}`.replace(/([a-z])([A-Z])/g, '$1 $2').slice(0, 400),
  );
  const names = verdict.fields.slice(0, 1).map(({ name, value }) => `${name}${value === undefined ? '' : ` ${value}`}`);
  return finding(facts, verdict, {
    // A token of a list is no credential.
    ...(isCursor ? { explains: ['expired-credentials' as const, 'invalid-credentials' as const] } : {}),
    summary: quoted(facts, `removed for good: ${callOnHost(facts)}`, undefined, names),
    advice: isCursor
      ? 'Start again from the beginning without the old token, and read on before the new one expires.'
      : 'Stop asking for it, and drop references to it on your side.',
  });
}
