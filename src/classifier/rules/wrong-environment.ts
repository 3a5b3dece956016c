import type { Evidence } from '../../exchange/annotation.ts';
import type { History, HostUses } from '../../exchange/history.ts';
import { splitUrl, templateOf } from '../../exchange/routes.ts';
import { hostIn, textsOf } from '../access/claims.ts';
import { sentProof } from '../access/proof.ts';
import { isAccepted, type Refusal, refusalOf } from '../access/refusal.ts';
import { regionMismatch } from '../access/regions.ts';
import { refusalEvidence, saidBy, saidFinding, sentence } from '../access/sentence.ts';
import { credentialPast } from '../credential-past.ts';
import type { Facts } from '../facts.ts';
import { agoInWords } from '../past-words.ts';
import type { Credential } from '../readers/credentials.ts';
import { type Environment, environmentOfUrl } from '../readers/environment.ts';
import { claimTime } from '../readers/jwt.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, hostOf } from '../shown.ts';
import { credentialName } from '../statuses/credential-name.ts';

/** Is the credential good, but for another place: test or live, issuer, audience, tenant, region, host? */
export const rule: RuleDefinition = { causes: ['wrong-environment'], find };

interface Mismatch {
  readonly before: string;
  readonly evidence: readonly Evidence[];
  readonly advice: string;
  /** The two values exclude each other by themselves; a bare refusal is then explained. */
  readonly isPlain: boolean;
}

function find(facts: Facts, history: History): Finding | undefined {
  const { status } = facts;
  if (status === null || status < 400 || status >= 500 || facts.isPreflight()) return undefined;
  const refusal = refusalOf(facts);
  const isSaid = refusal?.cause === 'wrong-environment';
  if (!isSaid && !isOpen(facts, refusal)) return undefined;
  const credential = sentProof(facts);
  const mismatch =
    (isSaid || refusal?.cause !== 'missing-credentials' ? byRegion(facts) : undefined) ??
    (credential === undefined
      ? undefined
      : (byKey(credential, facts) ?? byEarlierKey(credential, facts, history) ?? byToken(credential, facts, isSaid)));
  if (mismatch !== undefined && (isSaid || mismatch.isPlain)) return byMismatch(facts, refusal, mismatch, isSaid);
  if (isSaid) {
    return saidFinding(facts, refusal, {
      details: credential === undefined ? [] : [credentialName(credential), ...originOf(credential)],
      past: credentialPast(facts, history),
      evidence:
        credential === undefined ? [] : [{ where: credential.where, what: originOf(credential).join(', ') || 'sent' }],
      advice:
        'Bring credential and host together: both of test or both of live, and issuer, audience, tenant and region of the same environment.',
    });
  }
  return byHistory(facts, history, refusal);
}

/** Nothing is said, or only that the credential is not accepted. */
function isOpen(facts: Facts, refusal: Refusal | undefined): boolean {
  if (refusal === undefined) return facts.status === 401 || facts.status === 403;
  return (
    refusal.cause === 'invalid-credentials' ||
    refusal.cause === 'invalid-signature' ||
    refusal.cause === 'missing-credentials' ||
    refusal.cause === 'malformed-credentials'
  );
}

function byMismatch(facts: Facts, refusal: Refusal | undefined, mismatch: Mismatch, isSaid: boolean): Finding {
  const { before, evidence, advice } = mismatch;
  return {
    cause: 'wrong-environment',
    confidence: isSaid ? 'certain' : 'likely',
    summary:
      saidBy(facts, refusal) === undefined ? `${before}: ${callOnHost(facts)}` : sentence(facts, refusal, { before }),
    evidence: [...evidence, ...refusalEvidence(facts, refusal)],
    advice,
  };
}

function byRegion(facts: Facts): Mismatch | undefined {
  const found = regionMismatch(facts);
  if (found === undefined) return undefined;
  return {
    before: `signed for ${found.signedFor}, sent to ${found.region}`,
    evidence: [
      { where: 'request.headers.authorization', what: `credential scope …/${found.signedFor}/…` },
      { where: 'request.url', what: found.host },
    ],
    advice: `Set the region of the client to ${found.region}, or call the endpoint of ${found.signedFor}.`,
    isPlain: true,
  };
}

const NAMES: Readonly<Record<Environment, string>> = { live: 'live', test: 'test' };

function byKey(credential: Credential, facts: Facts): Mismatch | undefined {
  const url = facts.url();
  const ofHost = url === undefined ? undefined : environmentOfUrl(url);
  const { environment } = credential;
  if (environment === undefined || ofHost === undefined || environment === ofHost) return undefined;
  return {
    before: `a ${NAMES[environment]} key in ${credential.name} on the ${NAMES[ofHost]} host ${hostOf(facts)}`,
    evidence: [
      { where: credential.where, what: `a key of ${NAMES[environment]} by its prefix` },
      { where: 'request.url', what: hostOf(facts) },
    ],
    advice: `Use the ${NAMES[ofHost]} key with this host, or the ${NAMES[environment]} key with its own.`,
    isPlain: true,
  };
}

/** A key of the other environment worked for the same route of the same host. */
function byEarlierKey(credential: Credential, facts: Facts, history: History): Mismatch | undefined {
  const { environment, name, where } = credential;
  if (environment === undefined) return undefined;
  const other: Environment = environment === 'live' ? 'test' : 'live';
  const worked = history
    .successesLike(facts.exchange.request)
    .find(({ request }) => request.host === facts.url()?.host);
  const key = worked?.request.headers.find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1] ?? '';
  if (worked === undefined || !new RegExp(`<[^<>]{0,40}\\b${other} key\\b`).test(key)) return undefined;
  return {
    before: `a ${NAMES[environment]} key in ${name}; #${worked.call.id} worked with a ${NAMES[other]} key ${agoInWords(worked.call, facts)}`,
    evidence: [
      { where, what: `a key of ${NAMES[environment]} by its prefix` },
      { where: `history:${worked.call.id}`, what: `${NAMES[other]} key` },
    ],
    advice: `Use the ${NAMES[other]} key with this host, or the ${NAMES[environment]} key with its own.`,
    isPlain: true,
  };
}

/** A label of a host, or the part of one: `id.staging.example.com`, `dev-api.example.com`. */
const ELSEWHERE =
  /(?:^|[.-])(?:localhost|127\.0\.0\.1|dev|develop|development|test|testing|staging|stage|stg|sandbox|sbx|uat|qa|demo|preprod|preview|int)\d?(?=[.:-]|$)/i;

const WHOLE_LABEL =
  /(?:^|\.)(?:localhost|127\.0\.0\.1|dev|develop|development|test|testing|staging|stage|stg|sandbox|uat|qa|demo|preprod)(?=[.:]|$)/i;

/** A machine of one's own, or a name inside a cluster. */
function isLocal(host: string): boolean {
  return (
    !host.includes('.') ||
    /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|\.(?:local|internal|localhost|test)(?::|$)/i.test(host)
  );
}

/** `iss` and `aud` of the token against the host. */
function byToken({ jwt, where }: Credential, facts: Facts, isSaid: boolean): Mismatch | undefined {
  if (jwt === undefined) return undefined;
  const host = facts.url()?.host ?? '';
  const now = facts.answeredAt();
  // One that has expired is refused wherever it comes from.
  const expiresAt = claimTime(jwt, 'exp');
  if (!isSaid && expiresAt !== undefined && expiresAt <= now) return undefined;
  for (const claim of ['iss', 'aud'] as const) {
    for (const text of textsOf(jwt, claim)) {
      const named = hostIn(text) ?? text;
      const ofClaim = ELSEWHERE.exec(named)?.[0];
      if (ofClaim === undefined || ELSEWHERE.test(host) || isLocal(host)) continue;
      // `dev-123456` is also the name of a tenant that is all that a small company has.
      if (!isSaid && !WHOLE_LABEL.test(named)) continue;
      return {
        before: `the token is of another environment (${claim} ${clip(text, 80)})`,
        evidence: [
          { where, what: `${claim} ${clip(text, 120)}` },
          { where: 'request.url', what: host },
        ],
        advice: `Get the token from the issuer of the environment that ${hostOf(facts)} belongs to.`,
        isPlain: hostIn(text) !== undefined,
      };
    }
  }
  if (!isSaid) return undefined;
  const audience = textsOf(jwt, 'aud').find((text) => hostIn(text) !== undefined && hostIn(text) !== host);
  return audience === undefined || !/\baudiences?\b|\baud\b/i.test(saidBy(facts, refusalOf(facts)) ?? '')
    ? undefined
    : {
        before: `the token is for ${clip(audience, 80)}, not for ${hostOf(facts)}`,
        evidence: [{ where, what: `aud ${clip(audience, 120)}` }],
        advice: `Ask for a token with the audience of ${hostOf(facts)}.`,
        isPlain: true,
      };
}

function originOf({ jwt, environment }: Credential): readonly string[] {
  const ofToken = (['iss', 'aud'] as const).flatMap((claim) => {
    const text = textsOf(jwt, claim).join(' ');
    return text === '' ? [] : [`${claim} ${clip(text, 80)}`];
  });
  return environment === undefined ? ofToken : [`a ${NAMES[environment]} key`, ...ofToken];
}

/** Under a bare 403, where a right may be missing: the very route that refuses it here answers there. */
function isTwin(facts: Facts, { last }: HostUses): boolean {
  if (facts.status !== 403 || facts.errorMessage() !== undefined) return false;
  const { method, url } = facts.exchange.request;
  const template = (path: string) => templateOf(path, () => false);
  return last.method === method && template(last.path) === template(splitUrl(url).path);
}

/** The same credential works on another host, and never worked on this one. */
function byHistory(facts: Facts, history: History, refusal: Refusal | undefined): Finding | undefined {
  if (isAccepted(refusal)) return undefined;
  const past = credentialPast(facts, history);
  const [other] = past?.elsewhere ?? [];
  if (past === undefined || other === undefined || past.here !== undefined || past.uses.endedBy !== null)
    return undefined;
  if (facts.status !== 401 && !isTwin(facts, other)) return undefined;
  const before = `${credentialName(past.credential)} is for ${clip(other.host, 80)}: ${past.words}`;
  return {
    cause: 'wrong-environment',
    confidence: 'likely',
    summary:
      saidBy(facts, refusal) === undefined
        ? `${before}; refused here: ${callOnHost(facts)}`
        : sentence(facts, refusal, { before }),
    evidence: [{ where: past.credential.where, what: 'sent' }, ...past.evidence, ...refusalEvidence(facts, refusal)],
    advice: `Use the credential of ${hostOf(facts)}; keep host and credential in one configuration per environment.`,
  };
}
