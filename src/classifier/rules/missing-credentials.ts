import type { Confidence, Evidence } from '../../exchange/annotation.ts';
import type { Facts } from '../facts.ts';
import type { Challenge } from '../readers/challenge.ts';
import type { Credential } from '../readers/credentials.ts';
import { errorText } from '../readers/error-text.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, hostOf } from '../shown.ts';

/** Did the call come without any credential, or with an empty one, where the server wants one? */
export const rule: RuleDefinition = { causes: ['missing-credentials'], find };

/** The server says that something about the caller is absent. Matched on at most 4 kB; every gap is bounded. */
const ABSENT =
  /\b(?:no|missing|without|requires?|required|provide)\b[^.\n]{0,40}\b(?:credentials?|authentication|api[ _-]?key|(?:access|bearer|auth|authentication|security) token|authorization(?: header)?|jwt)\b|\b(?:credentials?|authentication|api[ _-]?key|(?:access|bearer|auth|authentication) token|authorization header|jwt)\b[^.\n]{0,30}\b(?:missing|required|not provided|not found|not present|absent|needed|empty)\b|\bnot authenticated\b|\bmust be (?:authenticated|logged in|signed in)\b|\bnot (?:logged|signed) in\b|\banonymous (?:access|caller|client|request|user)/i;

/** The server says that it saw a credential and did not like it, or that another thing is absent. */
const REFUSED =
  /\b(?:invalid|incorrect|wrong|expired|revoked|bad|mismatch|unknown|malformed|csrf|xsrf|captcha|two[- ]factor|mfa|otp)\b/i;

function find(facts: Facts): Finding | undefined {
  const { status } = facts;
  // A browser never sends credentials with a preflight.
  if (status === null || status < 400 || status >= 500 || facts.isPreflight()) return undefined;
  const credentials = facts.credentials();
  if (credentials.some(({ secret }) => secret !== '') || facts.credentialInBody() !== undefined) return undefined;
  const said = facts.errorMessage() ?? errorText(facts.response);
  const saysAbsent = ABSENT.test(said) && !REFUSED.test(said);
  const challenge = facts.challenges()[0];
  if (!isDemand(status, challenge, saysAbsent)) return undefined;
  const empty = credentials[0];
  const evidence: Evidence[] = [
    empty === undefined
      ? { where: 'request.headers', what: 'no credential in headers, query or cookies' }
      : { where: empty.where, what: empty.scheme === undefined ? 'empty' : `${empty.scheme} without a value` },
    { where: 'response.status', what: String(status) },
  ];
  if (challenge !== undefined) {
    evidence.push({
      where: 'response.headers.www-authenticate',
      what: facts.response.header('www-authenticate') ?? '',
    });
  }
  if (saysAbsent) evidence.push({ where: 'response.body', what: said.replace(/\s+/g, ' ').trim() });
  return {
    cause: 'missing-credentials',
    confidence: confidenceOf(facts, saysAbsent),
    summary: summaryOf(facts, empty, challenge),
    evidence,
    advice: adviceOf(facts, empty, challenge),
  };
}

/** Only 401 asks for a credential by itself; under another status the server has to say so. */
function isDemand(status: number, challenge: Challenge | undefined, saysAbsent: boolean): boolean {
  if (status === 401) return true;
  if (status === 400 || status === 403) return saysAbsent || challenge !== undefined;
  return false;
}

/**
 * Certain where both sides agree: the request carries nothing and the server says that something is absent.
 * A cookie, or a body that could not be searched, may hold a credential under a name that is not known here.
 */
function confidenceOf(facts: Facts, saysAbsent: boolean): Confidence {
  return saysAbsent && facts.request.header('cookie') === undefined && isBodySearched(facts) ? 'certain' : 'likely';
}

function isBodySearched(facts: Facts): boolean {
  const { body, headers } = facts.exchange.request;
  if (body === null) return !headers.some(([name, value]) => name.toLowerCase() === 'content-length' && value !== '0');
  return body.totalBytes === 0 || facts.request.json() !== undefined;
}

function summaryOf(facts: Facts, empty: Credential | undefined, challenge: Challenge | undefined): string {
  const demand = `the server wants ${demandOf(challenge)} for ${callOnHost(facts)}`;
  if (empty !== undefined) {
    const what = empty.place === 'header' ? `the header ${empty.name}` : `${PLACE_WORDS[empty.place]} ${empty.name}`;
    const state = empty.scheme === undefined ? 'is empty' : `holds only the scheme ${empty.scheme}, no value`;
    return `${what} ${state}; ${demand}`;
  }
  return `no credential sent; ${demand}`;
}

const PLACE_WORDS = { url: 'the', query: 'the query parameter', cookie: 'the cookie' } as const;

/** What the server asks for, named by header and scheme. */
function demandOf(challenge: Challenge | undefined): string {
  if (challenge === undefined) return 'one, usually in Authorization,';
  const realm = challenge.parameters.get('realm');
  const inRealm = realm === undefined || realm === '' ? '' : ` (realm "${clip(realm, 60)}")`;
  const scheme = clip(challenge.scheme, 30);
  return /^(?:api-?)?key$/i.test(scheme) ? `an API key${inRealm}` : `${scheme} in Authorization${inRealm}`;
}

function adviceOf(facts: Facts, empty: Credential | undefined, challenge: Challenge | undefined): string {
  if (empty !== undefined) {
    return `Fill ${empty.name}: an empty value usually comes from an unset environment variable or configuration key.`;
  }
  const scheme = challenge?.scheme ?? '';
  if (/^(?:api-?)?key$/i.test(scheme)) return `Send the API key for ${hostOf(facts)} with the call.`;
  if (/^(?:digest|negotiate|ntlm)$/i.test(scheme)) {
    return `Nothing, if the client now repeats the call with ${scheme}: the first call of that scheme is always refused.`;
  }
  return `Send Authorization: ${scheme === '' ? 'Bearer …' : `${clip(scheme, 30)} …`} with the call, and check that no redirect or proxy drops it.`;
}
