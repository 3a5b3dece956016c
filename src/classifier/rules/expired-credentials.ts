import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import type { History } from '../../exchange/history.ts';
import { maskSecret } from '../../exchange/redact.ts';
import { formatDuration } from '../../exchange/units.ts';
import { bodyTokens } from '../access/body-tokens.ts';
import { isAboutProof } from '../access/causes.ts';
import { proofField, sentProof } from '../access/proof.ts';
import { type Refusal, refusalOf } from '../access/refusal.ts';
import { refusalEvidence, saidBy, saidFinding, sentence } from '../access/sentence.ts';
import { signedUrlEnd } from '../access/signed-url.ts';
import { credentialPast, pastOf } from '../credential-past.ts';
import type { Facts } from '../facts.ts';
import { type Credential, fingerprintOf } from '../readers/credentials.ts';
import { claimTime, type Jwt } from '../readers/jwt.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';
import { credentialName } from '../statuses/credential-name.ts';

/** Had the credential's time passed: by its own expiry, by what the server says, or because it worked before? */
export const rule: RuleDefinition = { causes: ['expired-credentials'], find };

interface Bearer {
  readonly credential: Credential;
  readonly jwt: Jwt;
  /** The first credential of the request, so the one that a server looks at. */
  readonly isDeciding: boolean;
}

function find(facts: Facts, history: History): Finding | undefined {
  const { status } = facts;
  if (status === null || status < 400 || facts.isPreflight()) return undefined;
  const refusal = refusalOf(facts);
  return (
    byClaim(facts, history, refusal) ??
    bySignedUrl(facts, refusal) ??
    byWords(facts, history, refusal) ??
    byPast(facts, history, refusal)
  );
}

function byClaim(facts: Facts, history: History, refusal: Refusal | undefined): Finding | undefined {
  if (!isRefusalOfCaller(facts, refusal)) return undefined;
  for (const bearer of bearersOf(facts)) {
    const expiresAt = claimTime(bearer.jwt, 'exp');
    if (expiresAt === undefined) continue;
    const confidence = confidenceOf(facts, bearer, expiresAt, refusal);
    if (confidence !== undefined) return findingOf(facts, history, bearer.credential, expiresAt, confidence);
  }
  return undefined;
}

/** A signed address that carries its own end: `X-Amz-Expires`, `X-Goog-Expires`, `se` of an Azure SAS, `Expires`. */
function bySignedUrl(facts: Facts, refusal: Refusal | undefined): Finding | undefined {
  const { status } = facts;
  const url = facts.url();
  if (url === undefined || url.search === '' || (status !== 400 && status !== 401 && status !== 403)) return undefined;
  const signed = signedUrlEnd(url);
  const calledAt = facts.serverClock()?.calledAt ?? facts.exchange.startedAt;
  if (signed === undefined || signed.endsAt > calledAt || isOfOthers(refusal)) return undefined;
  const isSaid = refusal?.cause === 'expired-credentials';
  return {
    cause: 'expired-credentials',
    confidence: isSaid && facts.serverClock() !== undefined ? 'certain' : 'likely',
    summary: `the signed URL expired ${agoInWords(calledAt - signed.endsAt)} (${signed.name} ${timeInWords(signed.endsAt)}): ${callOnHost(facts)}`,
    evidence: [
      { where: `request.url?${signed.name}`, what: `ends ${new Date(signed.endsAt).toISOString()}` },
      ...refusalEvidence(facts, refusal),
    ],
    advice: 'Get a new signed URL and use it at once; sign for longer where the client needs more time.',
  };
}

/** Another cause is said, and by its nature the credential was looked at and found good. */
function isOfOthers(refusal: Refusal | undefined): boolean {
  return refusal !== undefined && !isAboutProof(refusal.cause) && refusal.cause !== 'insufficient-scope';
}

function byWords(facts: Facts, history: History, refusal: Refusal | undefined): Finding | undefined {
  if (refusal?.cause !== 'expired-credentials') return undefined;
  const credential = sentProof(facts);
  const field = proofField(facts, facts.error()?.code);
  // "Your session has expired", to a caller who sent nothing at all.
  if (credential === undefined && field === undefined && facts.request.header('cookie') === undefined) return undefined;
  const past = credential === undefined ? undefined : pastOf(credential, facts, history);
  const expiresAt = credential?.jwt === undefined ? undefined : claimTime(credential.jwt, 'exp');
  const isGood = expiresAt !== undefined && expiresAt > facts.answeredAt();
  const name =
    credential === undefined
      ? field === undefined
        ? 'the cookies'
        : `${field} in the body`
      : credentialName(credential);
  return saidFinding(facts, refusal, {
    details: isGood ? [name, `its own exp is ${timeInWords(expiresAt)}`] : [name],
    past,
    evidence: credential === undefined ? [] : [{ where: credential.where, what: credential.scheme ?? 'sent' }],
    advice: /refresh|assertion|^code$/.test(field ?? '')
      ? 'Send the person through sign-in again: what should be exchanged for a new token has expired itself.'
      : 'Get a new credential (refresh the token, sign in again, or renew the key) and repeat the call.',
  });
}

/** The same credential worked on this host and is refused now, and nobody says why or ended it. */
function byPast(facts: Facts, history: History, refusal: Refusal | undefined): Finding | undefined {
  if (
    facts.status !== 401 ||
    (refusal !== undefined && refusal.cause !== 'invalid-credentials' && refusal.cause !== 'missing-credentials')
  ) {
    return undefined;
  }
  // A password does not expire between two calls, and who says "revoked" means it.
  const past = credentialPast(facts, history);
  if (past?.here === undefined || past.uses.endedBy !== null || past.credential.basic !== undefined) return undefined;
  // A key has no time of its own: it was revoked or replaced.
  if (/key/i.test(past.credential.name) || REVOKED.test(refusal?.what ?? '')) return undefined;
  const name = credentialName(past.credential);
  const call = callOnHost(facts);
  return {
    cause: 'expired-credentials',
    confidence: 'likely',
    summary:
      saidBy(facts, refusal) === undefined
        ? `${name} is not accepted any more; ${past.words}: ${call}`
        : sentence(facts, refusal, { before: `${name} is not accepted any more; ${past.words}` }),
    evidence: [
      { where: past.credential.where, what: past.credential.scheme ?? 'sent' },
      ...refusalEvidence(facts, refusal),
      ...past.evidence,
    ],
    advice:
      'Get a new one (refresh the token or sign in again) and repeat the call; look whether it was revoked meanwhile.',
  };
}

const REVOKED = /\b(?:revoked|deleted|disabled|deactivated|password)\b/i;

/**
 * A 401, or a 403 or 400 where it can mean the same: many gateways answer 403 to a token that they do not accept.
 * A server that names a scope has accepted the token.
 */
function isRefusalOfCaller(facts: Facts, refusal: Refusal | undefined): boolean {
  const errors = facts.challenges().map(({ parameters }) => parameters.get('error'));
  if (errors.includes('insufficient_scope') || isOfOthers(refusal)) return false;
  if (facts.status === 401 || facts.status === 403 || facts.status === 498) return true;
  if (refusal === undefined) return facts.status === 400 && errors.includes('invalid_token');
  return isAboutProof(refusal.cause) || errors.includes('invalid_token');
}

function bearersOf(facts: Facts): readonly Bearer[] {
  const credentials = [...facts.credentials().filter(({ secret }) => secret !== ''), ...bodyTokens(facts)];
  return credentials.flatMap((credential, index) =>
    credential.jwt === undefined ? [] : [{ credential, jwt: credential.jwt, isDeciding: index === 0 }],
  );
}

/** Undefined where the token had not expired. */
function confidenceOf(
  facts: Facts,
  { credential, isDeciding }: Bearer,
  expiresAt: number,
  refusal: Refusal | undefined,
): Confidence | undefined {
  const clock = facts.serverClock();
  // Without the server's clock ours stands in for it, and may be wrong.
  if (clock === undefined) return isDeciding && expiresAt <= facts.exchange.startedAt ? 'likely' : undefined;
  if (expiresAt > clock.answeredAt) return undefined;
  // A session's cookie is renewed on its own, and a second token may be for another party.
  if (!isDeciding || credential.place === 'cookie') return isDeciding ? 'likely' : 'guess';
  // The server names a permission under 403: then it took the token, and the clocks are at odds.
  if (refusal?.cause === 'insufficient-scope' && facts.status !== 401) return 'guess';
  // A token that expired while the call was running was good when the server looked at it.
  const isRefused = facts.status === 401 || refusal?.cause === 'expired-credentials';
  return isRefused && expiresAt <= clock.calledAt ? 'certain' : 'likely';
}

function findingOf(
  facts: Facts,
  history: History,
  credential: Credential,
  expiresAt: number,
  confidence: Confidence,
): Finding {
  const clock = facts.serverClock();
  const calledAt = clock?.calledAt ?? facts.exchange.startedAt;
  const uses = history.usesOfCredential(fingerprintOf(credential));
  const evidence: Evidence[] = [
    { where: credential.where, what: `${maskSecret(credential.secret)}, exp ${new Date(expiresAt).toISOString()}` },
    ...(clock === undefined ? [] : [{ where: 'response.headers.date', what: facts.response.header('date') ?? '' }]),
    ...(clock === undefined || clock.isOurs
      ? [{ where: 'timing.startedAt', what: new Date(facts.exchange.startedAt).toISOString() }]
      : []),
  ];
  if (uses.lastSuccessId !== null) {
    evidence.push({ where: `history:${uses.lastSuccessId}`, what: 'the same token was accepted' });
  }
  return {
    cause: 'expired-credentials',
    confidence,
    summary: `the token expired ${agoInWords(calledAt - expiresAt)} (exp ${timeInWords(expiresAt)})${usesInWords(uses.successes)}; sent in ${placeInWords(credential)} of ${callOnHost(facts)}`,
    evidence,
    advice: 'Get a new token (refresh it or sign in again) and repeat the call; renew it before exp from now on.',
  };
}

/** Whole seconds: `exp` and `Date` have no finer ones. */
function agoInWords(ms: number): string {
  if (ms < 0) return 'during the call';
  return ms < 1000
    ? 'less than 1 s before the call'
    : `${formatDuration(Math.floor(ms / 1000) * 1000)} before the call`;
}

function placeInWords({ place, name, where }: Credential): string {
  if (where.startsWith('request.body')) return `${name} in the body`;
  return place === 'header' ? name : `the ${place === 'query' ? 'query parameter' : place} ${name}`;
}

function usesInWords(successes: number): string {
  if (successes === 0) return '';
  return `; the same token worked ${successes === 1 ? 'once' : successes === 2 ? 'twice' : `${successes} times`}`;
}

/** `2026-11-10 12:03:10 UTC` */
function timeInWords(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
