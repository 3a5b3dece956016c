import { isAccepted, refusalOf } from '../access/refusal.ts';
import { sentence } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import type { Credential } from '../readers/credentials.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { clip } from '../shown.ts';

/** Was the credential sent under a scheme that is none of those in the challenge, or without any? */
export const rule: RuleDefinition = { causes: ['malformed-credentials'], find };

/** Schemes by which a token or password is sent as it is. A signed request is understood, whatever a challenge for browsers says. */
const PLAIN_SCHEME = /^(?:bearer|basic|token|jwt|oauth2?|api-?key|key|dpop|digest|access-?token|session|bot)$/i;

function find(facts: Facts): Finding | undefined {
  if (facts.status !== 401) return undefined;
  const credential = facts.credentials()[0];
  const scheme = credential?.scheme;
  if (credential === undefined || credential.secret === '') return undefined;
  if (scheme === undefined ? !isBare(credential) : !PLAIN_SCHEME.test(scheme)) return undefined;
  const challenges = facts.challenges();
  const wanted = challenges[0];
  if (wanted === undefined) return undefined;
  for (const { scheme: offered, parameters } of challenges) {
    // Basic is what servers offer to browsers by default; `error` is said of a token that was looked at.
    if (/^basic$/i.test(offered) || offered.toLowerCase() === scheme?.toLowerCase()) return undefined;
    if (scheme !== undefined && parameters.has('error')) return undefined;
    if (!KNOWN_SCHEME.test(offered)) return undefined;
  }
  const refusal = refusalOf(facts);
  // Who calls it invalid or expired has read it.
  if (refusal !== undefined && refusal.cause !== 'missing-credentials' && scheme !== undefined) return undefined;
  if (isAccepted(refusal) || refusal?.cause === 'expired-credentials') return undefined;
  const offer = clip(challenges.map(({ scheme: offered }) => offered).join(' or '), 60);
  return {
    cause: 'malformed-credentials',
    confidence: 'likely',
    summary: sentence(facts, refusal, {
      before:
        scheme === undefined
          ? `the server wants ${offer} before the token in Authorization, which was sent without a scheme`
          : `the server wants ${offer} in Authorization, ${clip(scheme, 30)} was sent`,
    }),
    evidence: [
      { where: credential.where, what: scheme ?? 'a token without a scheme' },
      { where: 'response.headers.www-authenticate', what: facts.response.header('www-authenticate') ?? '' },
      { where: 'response.status', what: '401' },
    ],
    advice:
      /^bearer$/i.test(wanted.scheme) && scheme !== undefined
        ? 'Send the token as Authorization: Bearer …; where it is no token but a key or password, get one with it first.'
        : `Send it as Authorization: ${clip(wanted.scheme, 30)} …`,
  };
}

/** A token stands alone in `Authorization`; of a JWT the rule of its form speaks. */
function isBare({ name, jwt, secret }: Credential): boolean {
  return name.toLowerCase() === 'authorization' && jwt === undefined && !/[\s=,]/.test(secret.slice(0, 200));
}

const KNOWN_SCHEME = /^(?:bearer|token|jwt|oauth2?|api-?key|key|dpop|digest|negotiate|ntlm)$/i;
