import type { History, PastCredential, PastRead } from '../../exchange/history.ts';
import { splitUrl, templateOf } from '../../exchange/routes.ts';
import { grantedScopes, lackingScope } from '../access/needed.ts';
import type { Facts } from '../facts.ts';
import { queryWithoutSecrets, RequestKeeper } from '../past/kept-request.ts';
import { agoInWords, pastCallInWords } from '../past-words.ts';
import { fingerprintOf } from '../readers/credentials.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, hostOf } from '../shown.ts';

/** Does a 404 stand in place of 401 or 403: is the resource there for others than this caller? */
export const rule: RuleDefinition = { causes: ['hidden-by-auth'], find };

/** Successes of a route that must all have carried a credential, for its absence to be a sign. */
const LEAST_SUCCESSES = 2;

/** The server leaves open which of the two it is. At most 400 characters are searched; every gap is bounded. */
const HINT =
  /\b(?:not (?:found|exist)|n[o']t exist|no such|not be found)\b[^.\n]{0,60}\b(?:or|and)\b[^.\n]{0,60}\b(?:permissions?|access|authori[sz]ed|authori[sz]ation|private|privileges?|allowed to|authenticat|log(?:ged)? in|sign(?:ed)? in)|\b(?:permissions?|access|authori[sz]ed|private)\b[^.\n]{0,40}\bor\b[^.\n]{0,60}\b(?:not (?:found|exist)|n[o']t exist|no longer exists?|missing)\b/i;

interface Sent {
  /** Null where no credential was sent. */
  readonly fingerprint: string | null;
  readonly name: string;
  readonly where: string;
}

function find(facts: Facts, history: History): Finding | undefined {
  if (facts.status !== 404 || facts.isPreflight()) return undefined;
  const credential = facts.credentials().find(({ secret }) => secret !== '');
  const sent: Sent = {
    fingerprint: credential === undefined ? null : fingerprintOf(credential),
    name: credential?.name ?? '',
    where: credential?.where ?? 'request.headers',
  };
  return (
    byOtherCredential(facts, history, sent) ??
    byServersHint(facts, sent) ??
    byScope(facts, sent) ??
    byRoute(facts, history, sent)
  );
}

/** The same resource answered to another caller, and nothing since then says that it is gone. */
function byOtherCredential(facts: Facts, history: History, sent: Sent): Finding | undefined {
  const { method, url } = facts.exchange.request;
  if (method !== 'GET' && method !== 'HEAD' && sent.fingerprint !== null) return undefined;
  const resource = history.resourceAt(url);
  const read = resource?.reads.find((earlier) => isOtherSuccess(earlier, facts, sent));
  const other = read?.credential;
  if (resource === undefined || read === undefined || other === null || other === undefined) return undefined;
  if (resource.deletion !== null || isRenewed(history, sent)) return undefined;
  const { call } = read;
  const got = `the same URL answered ${call.status} in #${call.id}, ${agoInWords(call, facts)}`;
  const name = clip(other.name, 60);
  return {
    cause: 'hidden-by-auth',
    confidence: 'likely',
    summary:
      sent.fingerprint === null
        ? `no ${name} sent; with it ${got}: ${callOnHost(facts)}`
        : `hidden from this credential in ${clip(sent.name, 60)}; with another one ${got}: ${callOnHost(facts)}`,
    evidence: [
      {
        where: `history:${call.id}`,
        what: `${pastCallInWords(call, facts)} got ${call.status} with ${placeInWords(other)}`,
      },
      { where: sent.where, what: sent.fingerprint === null ? `no ${name}` : 'another credential' },
      { where: 'response.status', what: '404' },
    ],
    advice:
      sent.fingerprint === null
        ? `Send ${name} with this call, too: ${hostOf(facts)} answers 404 where others answer 401.`
        : 'Use the credential of the owner, or have access granted: a 404 hides what a caller may not see.',
    explains: ['resource-not-found', 'wrong-url'],
  };
}

function isOtherSuccess({ call, credential, query }: PastRead, facts: Facts, sent: Sent): boolean {
  if (!call.isSuccess || credential === null || credential.fingerprint === sent.fingerprint) return false;
  const { path } = splitUrl(facts.exchange.request.url);
  // Where the path names one thing, the query only says how it is to be shown.
  const isOneThing = /\{(?:id|email|date)\}/.test(templateOf(path, () => false));
  return isOneThing || query === queryWithoutSecrets(new RequestKeeper().keep(facts.exchange.request));
}

/** The credential was got by renewing an earlier one: another token, but the same caller. */
function isRenewed(history: History, { fingerprint }: Sent): boolean {
  if (fingerprint === null) return false;
  const { issuedBy } = history.usesOfCredential(fingerprint);
  return (
    issuedBy !== null && history.tokenCalls().some(({ call, kind }) => call.id === issuedBy.id && kind === 'refresh')
  );
}

/** The server says itself that the caller may lack access, to one who came without a credential. */
function byServersHint(facts: Facts, sent: Sent): Finding | undefined {
  const said = facts.errorMessage()?.slice(0, 400) ?? '';
  if (sent.fingerprint !== null || !HINT.test(said)) return undefined;
  return {
    cause: 'hidden-by-auth',
    confidence: 'likely',
    summary: `no credential sent, and "${clip(said, 120)}" (404, ${callOnHost(facts)})`,
    evidence: [
      { where: 'response.body', what: said },
      { where: sent.where, what: 'no credential in headers, query or cookies' },
    ],
    advice:
      'Send a credential, usually in Authorization, and look again: without one the two cases cannot be told apart.',
    explains: ['resource-not-found', 'wrong-url'],
  };
}

/** The server's fields say that the token has none of the scopes which the call needs: what it may not see looks absent. */
function byScope(facts: Facts, sent: Sent): Finding | undefined {
  const needed = sent.fingerprint === null ? undefined : lackingScope(facts);
  if (needed === undefined) return undefined;
  const { field, scopes } = grantedScopes(facts)!;
  const has = scopes.length === 0 ? 'none' : clip(scopes.join(' '), 60);
  return {
    cause: 'hidden-by-auth',
    confidence: 'guess',
    summary: `needs the scope ${clip(needed.name, 60)}, the token has ${has}; without it what is private looks absent (404, ${callOnHost(facts)})`,
    evidence: [
      needed.evidence,
      { where: `response.headers.${field}`, what: scopes.join(' ') },
      { where: 'response.status', what: '404' },
    ],
    advice: `Check the address, then fetch a token with the scope ${clip(needed.name, 60)} and look again.`,
    explains: ['resource-not-found', 'wrong-url'],
  };
}

/** Whatever succeeded on this route came with a credential, and this call has none. */
function byRoute(facts: Facts, history: History, sent: Sent): Finding | undefined {
  if (sent.fingerprint !== null) return undefined;
  const successes = history.successesLike(facts.exchange.request);
  const [latest] = successes;
  const host = facts.url()?.host;
  if (latest === undefined || successes.length < LEAST_SUCCESSES || latest.request.host !== host) return undefined;
  const { credential } = latest.request;
  if (credential === null || successes.some(({ request }) => request.credential === null)) return undefined;
  const name = clip(credential.name, 60);
  return {
    cause: 'hidden-by-auth',
    confidence: 'guess',
    summary: `no ${name} sent, and every call of this kind that worked had it (last #${latest.call.id}, ${agoInWords(latest.call, facts)}): ${callOnHost(facts)}`,
    evidence: [
      {
        where: `history:${latest.call.id}`,
        what: `${pastCallInWords(latest.call, facts)} got ${latest.call.status} with ${placeInWords(credential)}`,
      },
      { where: sent.where, what: `no ${name}` },
      { where: 'response.status', what: '404' },
    ],
    advice: `Send ${name} and look again: a 404 without it may mean no more than that the caller is unknown.`,
  };
}

function placeInWords({ place, name }: PastCredential): string {
  const short = clip(name, 60);
  return place === 'header' ? short : `the ${place === 'query' ? 'query parameter' : place} ${short}`;
}
