import { refusalOf } from '../access/refusal.ts';
import { saidBy, saidFinding } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import { idInPath } from '../readers/id-shape.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { clip } from '../shown.ts';
import { credentialName, sentCredential } from '../statuses/credential-name.ts';

/** Does the server say that the resource belongs to somebody else? */
export const rule: RuleDefinition = { causes: ['not-resource-owner'], find };

function find(facts: Facts): Finding | undefined {
  const refusal = refusalOf(facts);
  if (refusal?.cause !== 'not-resource-owner') return undefined;
  const id = idInPath(facts.url()?.pathname ?? '');
  const credential = sentCredential(facts);
  const isNamed = id === undefined || (saidBy(facts, refusal) ?? '').includes(id) || facts.path().includes('<');
  return saidFinding(facts, refusal, {
    before: isNamed ? undefined : `${clip(id, 60)} is not the caller’s`,
    details: credential === undefined ? [] : [credentialName(credential)],
    advice:
      'Call as the owner, or use an id that this very credential has listed or created; another scope does not help.',
  });
}
