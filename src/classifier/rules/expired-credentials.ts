import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import type { History } from '../../exchange/history.ts';
import { maskSecret } from '../../exchange/redact.ts';
import { formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { type Credential, fingerprintOf } from '../readers/credentials.ts';
import { claimTime, type Jwt } from '../readers/jwt.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Had the token's own expiry passed when the server looked at it? */
export const rule: RuleDefinition = { causes: ['expired-credentials'], find };

interface Bearer {
  readonly credential: Credential;
  readonly jwt: Jwt;
  /** The first credential of the request, so the one that a server looks at. */
  readonly isDeciding: boolean;
}

function find(facts: Facts, history: History): Finding | undefined {
  if (!isRefusalOfCaller(facts)) return undefined;
  for (const bearer of bearersOf(facts)) {
    const expiresAt = claimTime(bearer.jwt, 'exp');
    if (expiresAt === undefined) continue;
    const confidence = confidenceOf(facts, bearer, expiresAt);
    if (confidence !== undefined) return findingOf(facts, history, bearer.credential, expiresAt, confidence);
  }
  return undefined;
}

/**
 * A 401, or a 403 or 400 where it can mean the same: many gateways answer 403 to a token that they do not accept.
 * A server that names a scope has accepted the token.
 */
function isRefusalOfCaller(facts: Facts): boolean {
  const errors = facts.challenges().map(({ parameters }) => parameters.get('error'));
  if (errors.includes('insufficient_scope')) return false;
  return facts.status === 401 || facts.status === 403 || (facts.status === 400 && errors.includes('invalid_token'));
}

function bearersOf(facts: Facts): readonly Bearer[] {
  const credentials = facts.credentials().filter(({ secret }) => secret !== '');
  return credentials.flatMap((credential, index) =>
    credential.jwt === undefined ? [] : [{ credential, jwt: credential.jwt, isDeciding: index === 0 }],
  );
}

/** Undefined where the token had not expired. */
function confidenceOf(facts: Facts, { credential, isDeciding }: Bearer, expiresAt: number): Confidence | undefined {
  const clock = facts.serverClock();
  // Without the server's clock ours stands in for it, and may be wrong.
  if (clock === undefined) return isDeciding && expiresAt <= facts.exchange.startedAt ? 'likely' : undefined;
  if (expiresAt > clock.answeredAt) return undefined;
  // A session's cookie is renewed on its own, and a second token may be for another party.
  if (!isDeciding || credential.place === 'cookie') return isDeciding ? 'likely' : 'guess';
  // A token that expired while the call was running was good when the server looked at it.
  return facts.status === 401 && expiresAt <= clock.calledAt ? 'certain' : 'likely';
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
    summary: `the token expired ${agoInWords(calledAt - expiresAt)} (exp ${timeInWords(expiresAt, calledAt)})${usesInWords(uses.successes)}; sent in ${placeInWords(credential)} of ${callOnHost(facts)}`,
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

function placeInWords({ place, name }: Credential): string {
  return place === 'header' ? name : `the ${place === 'query' ? 'query parameter' : place} ${name}`;
}

function usesInWords(successes: number): string {
  if (successes === 0) return '';
  return `; the same token worked ${successes === 1 ? 'once' : successes === 2 ? 'twice' : `${successes} times`}`;
}

/** `12:03:10 UTC`, with the date where it is another day's. */
function timeInWords(time: number, now: number): string {
  const iso = new Date(time).toISOString();
  const isSameDay = iso.slice(0, 10) === new Date(now).toISOString().slice(0, 10);
  return `${isSameDay ? '' : `${iso.slice(0, 10)} `}${iso.slice(11, 19)} UTC`;
}
