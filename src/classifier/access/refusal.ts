import type { Facts } from '../facts.ts';
import { type AccessCause, accessCauseOf, isAboutProof, tellingRank } from './causes.ts';
import { meaningOfCode } from './codes.ts';
import { leavesOpen } from './either.ts';
import { fingerprintOfFirewall } from './firewalls.ts';
import { headerSigns } from './header-signs.ts';
import { meaningOfNumber } from './numbered-codes.ts';
import { isSignIn, sendsSignature, sentProof } from './proof.ts';
import { asksForStages } from './sign-in-stages.ts';

/** What the server says about the caller: the most telling of its header, code, page and words. */
export interface Refusal {
  readonly cause: AccessCause;
  /** Evidence pointer and value of the sign. */
  readonly where: string;
  readonly what: string;
  /** `header` and `page` are made for nothing else; `code` and `words` are the application's. */
  readonly by: 'header' | 'page' | 'code' | 'words';
}

interface Candidate extends Refusal {
  readonly score: number;
  readonly isAside: boolean;
}

const SCORES = { header: 44, page: 41, firmCode: 38, invalidCode: 30, softCode: 22 };
/** Candidates that differ by less say it about equally well. */
const MARGIN = 1.3;
/** A phrase of the vocabulary that says it beyond doubt. */
const BEYOND_DOUBT = 31;
/** One that says it clearly, but could stand for something else elsewhere. */
const CLEAR = 21;

const known = new WeakMap<Facts, { readonly refusal: Refusal | undefined }>();

/** Undefined where the server says nothing about access, or says something else more clearly. */
export function refusalOf(facts: Facts): Refusal | undefined {
  if ((facts.status ?? 0) < 400) return undefined;
  const kept = known.get(facts);
  if (kept !== undefined) return kept.refusal;
  const refusal = decide(facts);
  known.set(facts, { refusal });
  return refusal;
}

/** The same of a success whose body reports a failure, where no status helps. */
export function refusalInBody(facts: Facts): Refusal | undefined {
  return decide(facts);
}

/** Statuses that are about the caller themselves: 440 is IIS's, 450 Windows's, 498 and 499 Esri's, 419 Laravel's. */
const ABOUT_CALLER: ReadonlySet<number> = new Set([401, 402, 403, 407, 419, 440, 450, 451, 498]);

function decide(facts: Facts): Refusal | undefined {
  const status = facts.status ?? 0;
  const candidates = candidatesOf(facts).filter((candidate) => isFit(candidate, facts, status));
  let best: Candidate | undefined;
  for (const candidate of candidates) if (best === undefined || candidate.score > best.score) best = candidate;
  if (best === undefined) return undefined;
  for (const candidate of candidates) {
    if (candidate.score < best.score - MARGIN) continue;
    if (preference(candidate, facts) < preference(best, facts)) best = { ...candidate, score: best.score };
  }
  return isOutspoken(best, facts, status) ? undefined : best;
}

/** Before a caller who did send a credential "anonymous" is the weaker half of the sentence. */
function preference({ cause }: Candidate, facts: Facts): number {
  if (cause === 'missing-credentials' && sentProof(facts) !== undefined) return 100;
  return tellingRank(cause);
}

/** Something else is said more clearly: a limit, a missing field, a route that does not exist. */
function isOutspoken({ score, by }: Candidate, facts: Facts, status: number): boolean {
  if (by === 'header' || by === 'page') return false;
  const gateway = facts.gateway();
  if (gateway?.answeredItself && gateway.meaning !== undefined && accessCauseOf(gateway.meaning.signal) === undefined) {
    return true;
  }
  // A status of the caller's own leaves room for a few things besides: a limit, another party, a lock.
  const others: ReadonlySet<string> | undefined = ABOUT_CALLER.has(status) ? RIVALS_UNDER_403 : undefined;
  for (const match of facts.signals()) {
    if (match.isAside || accessCauseOf(match.signal) !== undefined || IGNORED.has(match.signal)) continue;
    if (others !== undefined && !(status === 403 && others.has(match.signal)) && !LIMITS.has(match.signal)) continue;
    if (match.score > score + (others === undefined ? 0 : 0.9)) return true;
  }
  return false;
}

const LIMITS: ReadonlySet<string> = new Set(['rate-limit', 'quota', 'concurrency', 'network-auth']);
const RIVALS_UNDER_403: ReadonlySet<string> = new Set([
  'invalid-state',
  'locked',
  'duplicate',
  'maintenance',
  'too-large',
  'version',
  'unknown-field',
]);
/** Said beside everything. */
const IGNORED: ReadonlySet<string> = new Set(['sign-in', 'exception', 'not-implemented']);

function candidatesOf(facts: Facts): readonly Candidate[] {
  const found: Candidate[] = [];
  const add = (
    cause: AccessCause,
    by: Refusal['by'],
    where: string,
    what: string,
    score: number,
    isAside = false,
  ): void => {
    found.push({ cause, by, where, what, score, isAside });
  };
  for (const { cause, where, what, isField } of headerSigns(facts))
    add(cause, 'header', where, what, isField ? SCORES.header : SCORES.firmCode);
  const firewall = fingerprintOfFirewall(facts);
  if (firewall !== undefined) add('blocked-by-firewall', 'page', firewall.where, firewall.what, SCORES.page);
  const gateway = facts.gateway();
  const meant = gateway?.meaning === undefined ? undefined : accessCauseOf(gateway.meaning.signal);
  if (gateway?.meaning !== undefined && meant !== undefined && meant !== 'insufficient-scope') {
    const score = gateway.answeredItself ? SCORES.page : SCORES.firmCode;
    add(meant, gateway.answeredItself ? 'page' : 'words', gateway.meaning.where, gateway.meaning.what, score);
  }
  if (asksForStages(facts.response.json())) {
    add(
      'step-up-required',
      'header',
      'response.body#/flows',
      'flows of stages that are still to be gone through',
      SCORES.header,
    );
  }
  const error = facts.error();
  if (error !== undefined) {
    const number = meaningOfNumber(error);
    if (number !== undefined) add(number.cause, 'code', error.codeWhere, number.name, SCORES.firmCode);
    if (facts.status === 402 && [error.code, error.subcode].includes('authentication_required')) {
      // Of a card payment: strong customer authentication.
      add('step-up-required', 'code', error.codeWhere, 'authentication_required', SCORES.firmCode + 2);
    }
    for (const code of [error.subcode, error.code, error.message, error.type]) {
      const meaning = code === undefined ? undefined : meaningOfCode(code);
      if (meaning === undefined) continue;
      const score = !meaning.isFirm
        ? // At a token endpoint the code is a standard's (RFC 6749 §5.2).
          /^invalid_?grant$/i.test(code!) && isSignIn(facts)
          ? SCORES.invalidCode
          : SCORES.softCode
        : // The sentence beside it may say why it is not accepted.
          meaning.cause === 'invalid-credentials' &&
            /key|client|credentials|grant/i.test(code!) &&
            !/access_?key/i.test(code!)
          ? SCORES.invalidCode
          : SCORES.firmCode;
      // A class of errors is wider than its code.
      add(meaning.cause, 'code', error.codeWhere, code!, code === error.type ? score - 2 : score);
    }
  }
  for (const match of facts.signals()) {
    const cause = accessCauseOf(match.signal);
    if (cause === undefined || match.isAside) continue;
    // "Invalid or expired": the server leaves open which, and only the wider one is said.
    const isWide = cause === 'expired-credentials' && leavesOpen(match.sentence);
    add(isWide ? 'invalid-credentials' : cause, 'words', match.where, match.sentence, match.score);
  }
  return found;
}

function isFit(candidate: Candidate, facts: Facts, status: number): boolean {
  const { cause, score, by } = candidate;
  if (by === 'header') return true;
  if (facts.isPreflight()) return cause === 'cors-rejected';
  // A silent word such as "forbidden" says no more than the status.
  if (score < CLEAR) return false;
  switch (cause) {
    case 'cors-rejected':
      return by !== 'words' || score >= BEYOND_DOUBT || facts.request.header('origin') !== undefined;
    case 'csrf-failed':
      return status < 500 || score >= BEYOND_DOUBT;
    case 'payment-required':
      return status === 402 || (score >= BEYOND_DOUBT && status < 500 && status !== 410);
    case 'legal-block':
      return status === 451 || (score >= BEYOND_DOUBT && status < 500 && status !== 429);
    case 'blocked-by-firewall':
      return by === 'page' || isFirewallStatus(status, score);
    case 'feature-not-enabled':
      // "… exceeded your storage quota. Please upgrade your plan": the plan has it, and it is used up.
      if (by === 'words' && UPGRADE.test(candidate.what) && saysQuota(facts)) return false;
      break;
    default:
      break;
  }
  if (status === 429) return false;
  if (status >= 500) return status === 500 && isCrashOfProof(candidate, facts);
  if (status >= 200 && status < 300) return score >= CLEAR;
  if (ABOUT_CALLER.has(status)) {
    // "Access denied" under 401 is said to a caller who is not accepted.
    return status !== 401 || cause !== 'insufficient-scope' || score >= BEYOND_DOUBT;
  }
  return isFitElsewhere(candidate, facts, status);
}

const UPGRADE = /\bupgrad|\bplan\b|\btier\b/i;

function saysQuota(facts: Facts): boolean {
  const quota = facts.says('quota');
  return (
    quota !== undefined &&
    quota.weight === 3 &&
    !quota.isAside &&
    /exceed|exhaust|reach|used|over\b|hit\b/i.test(quota.sentence)
  );
}

function isFirewallStatus(status: number, score: number): boolean {
  if (status === 403 || status === 406) return true;
  return (
    score >= BEYOND_DOUBT && (status === 400 || status === 401 || status === 405 || status === 429 || status === 503)
  );
}

/** A library's exception that nobody caught: `TokenExpiredError: jwt expired` with 500. */
function isCrashOfProof({ cause, score }: Candidate, facts: Facts): boolean {
  const isOfProof =
    cause === 'expired-credentials' ||
    cause === 'malformed-credentials' ||
    cause === 'invalid-signature' ||
    cause === 'credentials-not-yet-valid';
  return isOfProof && score >= BEYOND_DOUBT && facts.credentials().some(({ secret }) => secret !== '');
}

/** Under a status that is about the request, and about the caller only in some APIs. */
function isFitElsewhere({ cause, score, by, what }: Candidate, facts: Facts, status: number): boolean {
  // A sign-in, a token call, or a request that carries its own proof.
  const isFirm = score >= BEYOND_DOUBT;
  const isProving =
    isSignIn(facts) || sentProof(facts) !== undefined || (isFirm && facts.credentialInBody() !== undefined);
  switch (cause) {
    case 'step-up-required':
    case 'credentials-not-yet-valid':
    case 'wrong-environment':
    case 'ip-not-allowed':
      return isFirm;
    case 'feature-not-enabled':
      // Of a resource that is inactive the same is said.
      return isFirm && (by === 'code' || (status !== 409 && status !== 422) || OF_PLAN.test(what));
    case 'account-suspended':
      // The state of an account that the call is about is not the caller's own.
      return (
        isFirm &&
        (by === 'code' ||
          status === 423 ||
          isSignIn(facts) ||
          /\b(?:your?|login|sign[ -]?in|this organi[sz]ation)\b/i.test(what))
      );
    case 'insufficient-scope':
    case 'not-resource-owner':
      return status !== 404 && (isFirm || (status === 400 && by === 'code'));
    case 'missing-credentials':
      return (
        status !== 404 && isFirm && !namesField(facts) && (sentProof(facts) === undefined || AUTHORIZATION.test(what))
      );
    case 'malformed-credentials':
      return isProving && isFirm && !(by === 'words' && namesField(facts));
    case 'invalid-signature':
      // The sum over a file is sent with it; that over a request is a signature.
      return isFirm && (sendsSignature(facts) || (isProving && !isSumOnly(what)));
    case 'expired-credentials':
      return isProving && isFirm;
    default:
      return isProving && (status !== 404 || by === 'code') && status !== 409 && !namesField(facts);
  }
}

/** Of a checksum that does not fit the words do not say whether it proves the caller or guards a file. */
function isSumOnly(said: string): boolean {
  return /checksum|digest|hash/i.test(said) && !/sign|hmac|\bmac\b/i.test(said);
}

const OF_PLAN = /\b(?:plans?|tier|upgrade|enabled?|disabled|trial|licen[cs]e|edition|sign-?ups?)\b/i;

const AUTHORIZATION = /\bauthorization\b|\bapi[ _-]?key\b/i;

/** The server complains of a field of the body, whatever that is called. */
function namesField(facts: Facts): boolean {
  if (isSignIn(facts)) return false;
  return facts
    .fields()
    .some(({ place, isPresent }) => place === 'body' && (isPresent || facts.request.body() !== undefined));
}

/** The causes of a refusal that says that the caller was accepted. */
export function isAccepted(refusal: Refusal | undefined): boolean {
  return refusal !== undefined && !isAboutProof(refusal.cause);
}
