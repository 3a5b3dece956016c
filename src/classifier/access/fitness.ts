import type { Facts } from '../facts.ts';
import { isSignIn, sendsSignature, sentProof } from './proof.ts';
import type { Refusal } from './refusal.ts';

/** A phrase of the vocabulary that says it beyond doubt. */
const BEYOND_DOUBT = 31;
/** One that says it clearly, but could stand for something else elsewhere. */
const CLEAR = 21;

/** Statuses that are about the caller themselves: 440 is IIS's, 450 Windows's, 498 and 499 Esri's, 419 Laravel's. */
export const ABOUT_CALLER: ReadonlySet<number> = new Set([401, 402, 403, 407, 419, 440, 450, 451, 498]);

interface Weighed extends Refusal {
  readonly score: number;
}

/** Whether what was said can be a refusal of the caller under this status, and to this call. */
export function isFit(candidate: Weighed, facts: Facts, status: number): boolean {
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
  // A link or an invitation that has expired is gone, and no credential.
  if (status === 410 && cause === 'expired-credentials' && facts.says('gone')?.weight === 3) return false;
  if (status >= 500) {
    if (status !== 500) return cause === 'account-suspended' && isSwitchedOff(candidate, status);
    return isCrashOfProof(candidate, facts);
  }
  if (status >= 200 && status < 300) return score >= CLEAR;
  if (ABOUT_CALLER.has(status)) {
    // "Access denied" under 401 is said to a caller who is not accepted.
    return status !== 401 || cause !== 'insufficient-scope' || score >= BEYOND_DOUBT;
  }
  return isFitElsewhere(candidate, facts, status);
}

/** 530 and what is not registered belong to hosts that answer for the sites and projects of others. */
function isSwitchedOff({ score, by, what }: Weighed, status: number): boolean {
  if (status !== 503 && status !== 530 && status < 540) return false;
  return by === 'page' || (score >= BEYOND_DOUBT && SWITCHED_OFF.test(what) && !FOR_NOW.test(what));
}

/** By its owner or for what is owed, so that no waiting helps. */
const SWITCHED_OFF =
  /\b(?:accounts?|projects?|app|application|sites?|website|service|instance|deployment|database|cluster|workspace|tenant|subscription|shop|store|organi[sz]ation)\b.{0,40}\b(?:suspended|disabled|deactivated|paused|frozen|terminated)\b/i;
const FOR_NOW = /\btemporar|\bmaintenance\b|\boverload|\bload\b|\bcapacity\b|\b(?:try|retry|later|soon)\b/i;

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
function isCrashOfProof({ cause, score }: Weighed, facts: Facts): boolean {
  const isOfProof =
    cause === 'expired-credentials' ||
    cause === 'malformed-credentials' ||
    cause === 'invalid-signature' ||
    cause === 'credentials-not-yet-valid';
  return isOfProof && score >= BEYOND_DOUBT && facts.credentials().some(({ secret }) => secret !== '');
}

/** Under a status that is about the request, and about the caller only in some APIs. */
function isFitElsewhere({ cause, score, by, what }: Weighed, facts: Facts, status: number): boolean {
  // A sign-in, a token call, or a request that carries its own proof.
  const isFirm = score >= BEYOND_DOUBT;
  const isProving =
    isSignIn(facts) || sentProof(facts) !== undefined || (isFirm && facts.credentialInBody() !== undefined);
  switch (cause) {
    case 'step-up-required':
    case 'credentials-not-yet-valid':
    case 'wrong-environment':
      return isFirm;
    case 'ip-not-allowed':
      // An address that is the value of a field may be none.
      return isFirm && !/\b(?:in)?valid\b|\b(?:recipient|phone|sender|e-?mail)s?\b/i.test(what);
    case 'feature-not-enabled':
      // Of a resource that is inactive the same is said.
      return (
        isFirm && (by === 'code' || (status !== 409 && status !== 422) || (OF_PLAN.test(what) && !namesField(facts)))
      );
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
        status !== 404 &&
        isFirm &&
        !namesField(facts) &&
        (sentProof(facts) === undefined || AUTHORIZATION.test(what) || SIGNED_IN.test(what))
      );
    case 'malformed-credentials':
      return isProving && isFirm && !(by === 'words' && namesField(facts));
    case 'invalid-signature':
      // The sum over a file is sent with it; that over a request is a signature.
      return isFirm && (sendsSignature(facts) || (isProving && !isSumOnly(what)));
    case 'expired-credentials':
      return isProving && isFirm;
    default:
      if (status === 400 && namesMember(what, facts)) return false;
      return isProving && (status !== 404 || by === 'code') && status !== 409 && !namesField(facts);
  }
}

/** Of a checksum that does not fit the words do not say whether it proves the caller or guards a file. */
function isSumOnly(said: string): boolean {
  return /checksum|digest|hash/i.test(said) && !/sign|hmac|\bmac\b/i.test(said);
}

/** "Invalid key titel", where the query is `filters[titel]=…`: a key of the data. */
function namesMember(said: string, facts: Facts): boolean {
  const name = /\bkey ["'`]?([A-Za-z_][\w-]{1,60})["'`]?\.?$/.exec(said.slice(0, 200))?.[1];
  if (name === undefined) return false;
  for (const parameter of facts.url()?.searchParams.keys() ?? [])
    if (parameter === name || parameter.includes(`[${name}]`)) return true;
  const json = facts.request.json();
  return typeof json === 'object' && json !== null && Object.hasOwn(json, name);
}

const OF_PLAN = /\b(?:plans?|tier|upgrade|enabled?|disabled|trial|licen[cs]e|edition|sign-?ups?)\b/i;

const SIGNED_IN = /\b(?:authenticated|logged[ -]in|signed[ -]in) (?:user|session|account)\b/i;

const AUTHORIZATION = /\bauthorization\b|\bapi[ _-]?key\b/i;

/** The server complains of a field of the body, whatever that is called. */
function namesField(facts: Facts): boolean {
  if (isSignIn(facts)) return false;
  return facts
    .fields()
    .some(({ place, isPresent }) => place === 'body' && (isPresent || facts.request.body() !== undefined));
}
