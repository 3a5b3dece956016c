import { documentedScheme } from '../access/documented-schemes.ts';
import { isAccepted, refusalOf } from '../access/refusal.ts';
import { sentence } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { clip, hostOf } from '../shown.ts';

/** Was a token sent without the scheme that the documentation of this API asks for, or under another where it takes one only? */
export const rule: RuleDefinition = { causes: ['malformed-credentials'], find };

const TAKEN_FOR_TOKENS = /^(?:bearer|token|apikey|api-key|key)$/i;

function find(facts: Facts): Finding | undefined {
  const { status } = facts;
  if (status !== 401 && status !== 403 && status !== 400) return undefined;
  const credential = facts.credentials()[0];
  if (credential === undefined || credential.secret === '' || credential.name.toLowerCase() !== 'authorization')
    return undefined;
  const { scheme } = credential;
  if (scheme !== undefined && !TAKEN_FOR_TOKENS.test(scheme)) return undefined;
  const documented = documentedScheme(facts.url()?.hostname ?? '');
  if (documented === undefined || (scheme !== undefined && !documented.isOnly)) return undefined;
  const refusal = refusalOf(facts);
  if (isAccepted(refusal) || refusal?.cause === 'expired-credentials') return undefined;
  // A bare 403 may be about a right, unless the API can have read no token at all.
  const isUnread = status === 401 || (status === 403 && documented.isOnly && facts.errorMessage() === undefined);
  if (refusal === undefined && !isUnread) return undefined;
  return {
    cause: 'malformed-credentials',
    confidence: 'likely',
    summary: sentence(facts, refusal, {
      before: `${hostOf(facts)} wants ${documented.scheme} before the token in Authorization, ${
        scheme === undefined ? 'none' : clip(scheme, 30)
      } was sent`,
    }),
    evidence: [
      { where: credential.where, what: scheme ?? 'a token without a scheme' },
      { where: 'response.status', what: String(status) },
    ],
    advice: `Send it as Authorization: ${documented.scheme} <token>.`,
    explains: ['invalid-credentials', 'missing-credentials'],
  };
}
