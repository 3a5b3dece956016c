import type { History } from '../../exchange/history.ts';
import { sentProof } from '../access/proof.ts';
import { refusalOf } from '../access/refusal.ts';
import { saidFinding } from '../access/sentence.ts';
import { pastOf } from '../credential-past.ts';
import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { credentialName } from '../statuses/credential-name.ts';

/** Does the server say that a signature does not match: of the request, of a webhook, of a token? */
export const rule: RuleDefinition = { causes: ['invalid-signature'], find };

function find(facts: Facts, history: History): Finding | undefined {
  const refusal = refusalOf(facts);
  if (refusal?.cause !== 'invalid-signature') return undefined;
  const credential = sentProof(facts);
  const jwt = credential?.jwt;
  const { alg, kid } = jwt?.header ?? {};
  const details = [
    ...(credential === undefined ? [] : [credentialName(credential)]),
    ...(typeof alg === 'string' ? [`alg ${alg.slice(0, 20)}`] : []),
    ...(typeof kid === 'string' ? [`kid ${kid.slice(0, 40)}`] : []),
  ];
  return saidFinding(facts, refusal, {
    details,
    past: credential === undefined ? undefined : pastOf(credential, facts, history),
    evidence: credential === undefined ? [] : [{ where: credential.where, what: credential.scheme ?? 'sent' }],
    advice:
      jwt === undefined
        ? 'Compare secret and signed bytes: sign the raw body and the exact path and query as they are sent, with the secret that belongs to this key or endpoint.'
        : 'Compare kid and alg of the token with the keys of its issuer: it was signed with another key, or changed since.',
  });
}
