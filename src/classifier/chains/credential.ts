import { causeOf } from '../../exchange/causes.ts';
import type { History, PastCall, TokenCall } from '../../exchange/history.ts';
import { siteOf, splitUrl } from '../../exchange/routes.ts';
import { credentialPast, nounOf } from '../credential-past.ts';
import type { Facts } from '../facts.ts';
import { agoInWords, outcomeInWords, pastCallInWords } from '../past-words.ts';
import type { Finding } from '../rule.ts';
import { clip } from '../shown.ts';
import type { Chain } from './chain.ts';

function isAboutCaller({ cause }: Finding): boolean {
  return cause !== null && causeOf(cause).group === 'authentication' && cause !== 'step-up-required';
}

export function signedOut(finding: Finding, facts: Facts, history: History): Chain | undefined {
  if (!isAboutCaller(finding)) return undefined;
  const past = credentialPast(facts, history);
  const call = past?.uses.endedBy;
  if (past === undefined || call === undefined || call === null) return undefined;
  return {
    call,
    words: `the ${nounOf(past.credential)} was ended by ${pastCallInWords(call, facts)} in #${call.id}, ${agoInWords(call, facts)}`,
    advice: 'Sign in again, and drop the old credential everywhere when it is signed out.',
    isProven: true,
  };
}

/** The client got a newer token and goes on sending the old one. */
export function superseded(finding: Finding, facts: Facts, history: History): Chain | undefined {
  if (!isAboutCaller(finding)) return undefined;
  const past = credentialPast(facts, history);
  const issuedBy = past?.uses.issuedBy;
  if (past === undefined || issuedBy === undefined || issuedBy === null) return undefined;
  const renewal = history
    .tokenCalls()
    .find(({ call, renews }) => call.isSuccess && renews?.id === issuedBy.id && isBefore(call, facts));
  if (renewal === undefined) return undefined;
  const { call } = renewal;
  const noun = nounOf(past.credential);
  return {
    call,
    words: `#${call.id} renewed the ${noun} ${agoInWords(call, facts)}, and this call still sends the old one of #${issuedBy.id}`,
    advice: `Send the ${noun} that #${call.id} handed out: some part of the client keeps the old one.`,
    isProven: true,
  };
}

/** A sign-in that failed longer ago is another day's. */
const LONGEST_SIGNED_OUT_MS = 12 * 3600_000;

/** The refresh or sign-in before it failed, and none has succeeded since. */
export function notSignedIn(finding: Finding, facts: Facts, history: History): Chain | undefined {
  if (!isAboutCaller(finding)) return undefined;
  const latest = history.tokenCalls().find(({ call }) => isBefore(call, facts));
  if (latest === undefined || latest.call.isSuccess || !concerns(latest, facts, history)) return undefined;
  const { call, kind, errorCode } = latest;
  if (facts.exchange.startedAt - call.endedAt > LONGEST_SIGNED_OUT_MS) return undefined;
  const what = kind === 'refresh' ? 'the refresh' : 'the sign-in';
  const why = errorCode === undefined ? outcomeInWords(call) : `${call.status} ${errorCode}`;
  return {
    call,
    words: `${what} in #${call.id} failed with ${why}, ${agoInWords(call, facts)}`,
    advice: `Look at #${call.id} first: a new credential has to be had before this call can work.`,
    isProven: false,
  };
}

function isBefore(call: PastCall, { exchange }: Facts): boolean {
  return call.endedAt <= exchange.startedAt;
}

/** Clients that follow a redirect to another host leave `Authorization` behind (Fetch, §4.4; curl and most libraries). */
const LONGEST_PAUSE_MS = 5000;

export function lostOnTheWay(finding: Finding, facts: Facts, history: History): Chain | undefined {
  if (finding.cause !== 'missing-credentials') return undefined;
  const redirect = history.redirectTo(facts.exchange.request.url);
  if (redirect === undefined || redirect.credential === null) return undefined;
  const { call, credential, userAgent } = redirect;
  const pauseMs = facts.exchange.startedAt - call.endedAt;
  if (pauseMs < -50 || pauseMs > LONGEST_PAUSE_MS || userAgent !== facts.request.header('user-agent')) return undefined;
  const name = clip(credential.name, 60);
  return {
    call,
    words: `${name} was sent in #${call.id} and lost on its redirect to ${clip(facts.url()?.host ?? '', 60)}`,
    advice: `Call this address directly with ${name}: clients drop it where a redirect leads to another host.`,
    isProven: true,
  };
}

/** Another credential worked on this route, and the one that is refused never did anywhere. */
export function replaced(finding: Finding, facts: Facts, history: History): Chain | undefined {
  const { cause } = finding;
  if (cause !== 'invalid-credentials' && cause !== 'insufficient-scope') return undefined;
  const past = credentialPast(facts, history);
  if (past === undefined || past.uses.successes > 0) return undefined;
  const { credential } = past;
  const worked = history
    .successesLike(facts.exchange.request)
    .find(({ request }) => request.credential?.name.toLowerCase() === credential.name.toLowerCase());
  if (worked === undefined || worked.request.host !== facts.url()?.host) return undefined;
  const { call } = worked;
  const noun = nounOf(credential);
  return {
    call,
    words: `another ${noun} than in #${call.id}, which worked ${agoInWords(call, facts)}`,
    advice: `Compare the ${noun} with that of #${call.id}, or go back to it: ${finding.advice.charAt(0).toLowerCase()}${finding.advice.slice(1)}`,
    isProven: true,
  };
}

/** The same call came with a credential before. */
export function leftOut(finding: Finding, facts: Facts, history: History): Chain | undefined {
  if (finding.cause !== 'missing-credentials') return undefined;
  const [worked] = history.successesLike(facts.exchange.request);
  const credential = worked?.request.credential;
  if (worked === undefined || credential === undefined || credential === null) return undefined;
  const { call } = worked;
  const name = clip(credential.name, 60);
  return {
    call,
    words: `${name} was sent in #${call.id}, which worked ${agoInWords(call, facts)}`,
    advice: `Send ${name} with this call as in #${call.id}: some part of the client leaves it out.`,
    isProven: true,
  };
}

/** That call was about the credential which is missing or refused here, as far as one can tell. */
function concerns({ call, renews, kind }: TokenCall, facts: Facts, history: History): boolean {
  const { host, path } = splitUrl(facts.exchange.request.url);
  // A sign-in that is tried again is a failure of its own.
  if (call.host === host && call.path === path) return false;
  const past = credentialPast(facts, history);
  if (renews !== null && renews.id === past?.uses.issuedBy?.id) return true;
  // A client that came with another credential than a token did not need that sign-in.
  if (kind === 'sign-in' && past !== undefined && past.uses.issuedBy === null && past.uses.successes > 0) return false;
  // Whoever came through since did not need it, and an API key is handed out by no sign-in.
  if (history.successesLike(facts.exchange.request).some((success) => success.call.startedAt > call.endedAt))
    return false;
  if (past?.credential.environment !== undefined) return false;
  // Basic and signed requests carry what no sign-in hands out.
  const isToken =
    past === undefined || past.credential.scheme === undefined || /^bearer|^token/i.test(past.credential.scheme);
  return isToken && siteOf(call.host) === siteOf(host);
}
