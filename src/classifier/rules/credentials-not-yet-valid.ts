import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import { formatDuration } from '../../exchange/units.ts';
import { bodyTokens } from '../access/body-tokens.ts';
import { isAboutProof } from '../access/causes.ts';
import { type Refusal, refusalOf } from '../access/refusal.ts';
import { requestTimeOf } from '../access/request-time.ts';
import { refusalEvidence, saidBy, saidFinding, sentence } from '../access/sentence.ts';
import { type StatedSkew, statedSkew } from '../access/stated-skew.ts';
import type { Facts } from '../facts.ts';
import { claimTime, type Jwt } from '../readers/jwt.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost } from '../shown.ts';

/** Do the clocks disagree: is a token not valid yet, or the request's own time too far from the server's? */
export const rule: RuleDefinition = { causes: ['credentials-not-yet-valid'], find };

/** Libraries allow up to a minute between two clocks; what is within it explains no refusal. */
const LEEWAY_MS = 5000;
/** Signed requests are refused from 5 (webhooks) or 15 minutes (S3) on. */
const SIGNED_LEEWAY_MS = 5 * 60_000;

function find(facts: Facts): Finding | undefined {
  const { status } = facts;
  if (status === null || status < 400 || facts.isPreflight()) return undefined;
  const refusal = refusalOf(facts);
  const stated = skewOf(facts, refusal);
  const isSaid = refusal?.cause === 'credentials-not-yet-valid' || stated !== undefined;
  const isOfOthers = refusal !== undefined && !isAboutProof(refusal.cause);
  if (isOfOthers || (refusal === undefined && status !== 401 && status !== 403)) return undefined;
  return (
    byClaim(facts, refusal, isSaid) ??
    (stated === undefined ? undefined : byStatement(facts, refusal, stated)) ??
    bySkew(facts, refusal, isSaid) ??
    (isSaid && refusal !== undefined ? byWords(facts, refusal) : undefined)
  );
}

/** The difference that the server states, where it refuses the caller's time or signature and it is large enough for that. */
function skewOf(facts: Facts, refusal: Refusal | undefined): StatedSkew | undefined {
  if (refusal?.cause !== 'credentials-not-yet-valid' && refusal?.cause !== 'invalid-signature' && refusal !== undefined)
    return undefined;
  if (refusal === undefined && facts.says('not-yet-valid') === undefined) return undefined;
  const stated = statedSkew(facts, requestTimeOf(facts)?.at);
  return stated !== undefined && Math.abs(stated.offMs) >= LEAST_STATED_MS ? stated : undefined;
}

/** Some exchanges refuse a request that is a second ahead of them. */
const LEAST_STATED_MS = 500;

function byStatement(facts: Facts, refusal: Refusal | undefined, { offMs, where, what }: StatedSkew): Finding {
  const before = `the client’s clock is ${inWords(offMs)} the server’s`;
  const sent = requestTimeOf(facts);
  const clock = facts.serverClock();
  const isProven =
    refusal?.cause === 'credentials-not-yet-valid' &&
    sent !== undefined &&
    clock !== undefined &&
    Math.abs(sent.at - clock.answeredAt) > SIGNED_LEEWAY_MS;
  return {
    cause: 'credentials-not-yet-valid',
    confidence: isProven ? 'certain' : 'likely',
    summary:
      saidBy(facts, refusal) === undefined ? `${before}: ${callOnHost(facts)}` : sentence(facts, refusal, { before }),
    evidence: [
      { where, what },
      ...(sent === undefined ? [] : [{ where: sent.where, what: sent.shown }]),
      ...clockEvidence(facts),
      ...refusalEvidence(facts, refusal),
    ],
    advice: CLOCK_ADVICE,
    // A signature that is too old is said to be none.
    explains: ['invalid-signature'],
  };
}

const CLOCK_ADVICE =
  'Synchronise the clock of the client (NTP), write the time in UTC, and sign at the moment of sending; sign anew for every repeat.';

/** `20 min behind`, `1 s ahead of` */
function inWords(offMs: number): string {
  const ms = Math.abs(offMs);
  return `${formatDuration(ms < 10_000 ? ms : Math.round(ms / 1000) * 1000)} ${offMs < 0 ? 'behind' : 'ahead of'}`;
}

function byClaim(facts: Facts, refusal: Refusal | undefined, isSaid: boolean): Finding | undefined {
  const now = facts.answeredAt();
  const sent = [...facts.credentials(), ...bodyTokens(facts)];
  for (const { jwt, where, name } of sent) {
    const ahead = jwt === undefined ? undefined : claimAhead(jwt, now);
    if (ahead === undefined) continue;
    const isProven = facts.serverClock() !== undefined && (isSaid || (ahead.claim === 'nbf' && facts.status === 401));
    const confidence: Confidence = isProven ? 'certain' : ahead.claim === 'nbf' || isSaid ? 'likely' : 'guess';
    const before = `the token in ${name} is valid only in ${formatDuration(ahead.byMs)} (${ahead.claim} ${timeInWords(ahead.at)})`;
    return {
      cause: 'credentials-not-yet-valid',
      confidence,
      summary:
        saidBy(facts, refusal) === undefined ? `${before}: ${callOnHost(facts)}` : sentence(facts, refusal, { before }),
      evidence: [
        { where, what: `${ahead.claim} ${new Date(ahead.at).toISOString()}` },
        ...clockEvidence(facts),
        ...refusalEvidence(facts, refusal),
      ],
      advice: `Compare the clock of the issuer with ${new Date(now).toISOString().slice(0, 19)}Z, the server’s time, and synchronise it (NTP); seconds and not milliseconds belong into ${ahead.claim}.`,
    };
  }
  return undefined;
}

function claimAhead(jwt: Jwt, now: number) {
  for (const claim of ['nbf', 'iat'] as const) {
    const at = claimTime(jwt, claim);
    if (at !== undefined && at - now > LEEWAY_MS) return { claim, at, byMs: at - now };
  }
  return undefined;
}

/** The time that the client signed, against the server's. */
function bySkew(facts: Facts, refusal: Refusal | undefined, isSaid: boolean): Finding | undefined {
  const sent = requestTimeOf(facts);
  const clock = facts.serverClock();
  if (sent === undefined) return undefined;
  const now = clock?.answeredAt ?? facts.exchange.startedAt;
  const offMs = sent.at - now;
  const isFar = Math.abs(offMs) > SIGNED_LEEWAY_MS;
  // A date alone proves nothing: some clients send the time of an event.
  const isSigned = facts.credentials().some(({ secret }) => secret !== '') && refusal?.cause === 'invalid-signature';
  if (!isSaid && !(isFar && isSigned)) return undefined;
  if (isSaid && Math.abs(offMs) < 1500) return undefined;
  const before = `the time in ${sent.name} is ${inWords(Math.round(offMs / 1000) * 1000)} the server’s`;
  return {
    cause: 'credentials-not-yet-valid',
    confidence: isSaid && isFar && clock !== undefined ? 'certain' : 'likely',
    summary:
      saidBy(facts, refusal) === undefined ? `${before}: ${callOnHost(facts)}` : sentence(facts, refusal, { before }),
    evidence: [{ where: sent.where, what: sent.shown }, ...clockEvidence(facts), ...refusalEvidence(facts, refusal)],
    advice: CLOCK_ADVICE,
  };
}

function byWords(facts: Facts, refusal: Refusal): Finding {
  return saidFinding(facts, refusal, {
    evidence: clockEvidence(facts),
    advice: 'Compare the client’s clock with the Date of the response, synchronise it, and sign or issue anew.',
  });
}

function clockEvidence(facts: Facts): readonly Evidence[] {
  const date = facts.response.header('date');
  return date === undefined ? [] : [{ where: 'response.headers.date', what: date }];
}

/** `2026-11-10 12:03:10 UTC` */
function timeInWords(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
