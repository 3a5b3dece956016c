import type { Evidence } from '../../exchange/annotation.ts';
import { grantsOf, hasScopes } from '../access/claims.ts';
import { grantedScopes, type Needed, namesOf, neededGrant } from '../access/needed.ts';
import { sentProof } from '../access/proof.ts';
import { type Refusal, refusalOf } from '../access/refusal.ts';
import { saidBy, saidFinding } from '../access/sentence.ts';
import type { Facts } from '../facts.ts';
import type { Credential } from '../readers/credentials.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOf, clip } from '../shown.ts';
import { credentialName } from '../statuses/credential-name.ts';

/** Does the server say that the caller, whom it knows, lacks a scope, role or permission? */
export const rule: RuleDefinition = { causes: ['insufficient-scope'], find };

function find(facts: Facts): Finding | undefined {
  const refusal = refusalOf(facts);
  if (refusal?.cause !== 'insufficient-scope') return undefined;
  const credential = sentProof(facts);
  const said = saidBy(facts, refusal);
  const needed = neededGrant(facts, said);
  const lack = needed === undefined ? undefined : lackIn(needed, credential, facts);
  // A sentence that names it already need not be led by it.
  const isNamed = needed !== undefined && said?.slice(0, 150).includes(needed.name) === true;
  const before =
    lack?.words ?? (needed === undefined || isNamed ? undefined : `needs the ${needed.kind} ${clip(needed.name, 80)}`);
  return saidFinding(facts, refusal, {
    before,
    details: [credential === undefined ? 'no credential sent' : credentialName(credential)],
    evidence: [...(lack?.evidence ?? []), ...(needed === undefined ? [] : [needed.evidence])],
    // Fields tell of scopes, words why the call was refused.
    confidence: lack === undefined || isOfFields(refusal) ? 'likely' : 'certain',
    advice:
      needed === undefined
        ? `Grant the role or scope that ${callOf(facts)} needs to this caller${renewal(credential)}.`
        : `Grant the ${needed.kind} ${clip(needed.name, 80)} to this caller${renewal(credential)}.`,
  });
}

/** A token was issued with its scopes; what a user and password or a key may do is looked up anew for each call. */
function renewal(credential: Credential | undefined): string {
  const isKey =
    credential?.place === 'header' &&
    credential.jwt === undefined &&
    (credential?.scheme ?? credential?.name ?? '').match(KEY) !== null;
  return isKey ? '' : ', then fetch a new token: an old one keeps its scopes';
}

const KEY = /^(?:basic|digest)$|key$/i;

/** By what it was seen: no word of the server, and no challenge. */
function isOfFields({ by, where }: Refusal): boolean {
  return by === 'code' && where.startsWith('response.headers.');
}

interface Lack {
  readonly words: string;
  readonly evidence: readonly Evidence[];
}

/** What the token has, by its own claims or by the server's `X-OAuth-Scopes`, where it lacks what is needed. */
function lackIn(needed: Needed, credential: Credential | undefined, facts: Facts): Lack | undefined {
  if (needed.kind !== 'scope') return undefined;
  const wanted = namesOf(needed);
  const granted = grantedScopes(facts);
  const has = granted?.scopes ?? (hasScopes(credential?.jwt) ? grantsOf(credential?.jwt) : undefined);
  if (has === undefined || wanted.length === 0 || wanted.some((scope) => has.includes(scope))) return undefined;
  const shown = has.filter((scope) => scope !== '').join(' ');
  return {
    words: `the scope ${clip(needed.name, 80)} is missing; the token has ${shown === '' ? 'none' : clip(shown, 80)}`,
    evidence: [
      granted === undefined
        ? { where: credential!.where, what: `scope ${shown}` }
        : { where: `response.headers.${granted.field}`, what: shown },
    ],
  };
}
