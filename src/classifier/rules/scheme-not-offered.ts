import { refusalOf } from '../access/refusal.ts';
import { sentence } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { clip } from '../shown.ts';

/** Was the credential sent under a scheme that is none of those in the challenge? */
export const rule: RuleDefinition = { causes: ['malformed-credentials'], find };

/** Schemes by which a token or password is sent as it is. A signed request is understood, whatever a challenge for browsers says. */
const PLAIN_SCHEME = /^(?:bearer|basic|token|jwt|oauth2?|api-?key|key|dpop|digest|access-?token|session|bot)$/i;

function find(facts: Facts): Finding | undefined {
  if (facts.status !== 401) return undefined;
  const credential = facts.credentials()[0];
  const scheme = credential?.scheme;
  if (scheme === undefined || credential!.secret === '' || !PLAIN_SCHEME.test(scheme)) return undefined;
  const challenges = facts.challenges();
  const wanted = challenges[0];
  if (wanted === undefined) return undefined;
  for (const { scheme: offered, parameters } of challenges) {
    // Basic is what servers offer to browsers by default; `error` is said of a token that was looked at.
    if (/^basic$/i.test(offered) || offered.toLowerCase() === scheme.toLowerCase() || parameters.has('error'))
      return undefined;
    if (!KNOWN_SCHEME.test(offered)) return undefined;
  }
  const refusal = refusalOf(facts);
  // Who calls it invalid or expired has read it.
  if (refusal !== undefined && refusal.cause !== 'missing-credentials') return undefined;
  const offer = clip(challenges.map(({ scheme: offered }) => offered).join(' or '), 60);
  return {
    cause: 'malformed-credentials',
    confidence: 'likely',
    summary: sentence(facts, refusal, {
      before: `the server wants ${offer} in Authorization, ${clip(scheme, 30)} was sent`,
    }),
    evidence: [
      { where: credential!.where, what: scheme },
      { where: 'response.headers.www-authenticate', what: facts.response.header('www-authenticate') ?? '' },
      { where: 'response.status', what: '401' },
    ],
    advice: /^bearer$/i.test(wanted.scheme)
      ? 'Send the token as Authorization: Bearer …; where it is no token but a key or password, get one with it first.'
      : `Send it as Authorization: ${clip(wanted.scheme, 30)} …`,
  };
}

const KNOWN_SCHEME = /^(?:bearer|token|jwt|oauth2?|api-?key|key|dpop|digest|negotiate|ntlm)$/i;
