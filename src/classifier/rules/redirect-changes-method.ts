import type { History, PastRedirect } from '../../exchange/history.ts';
import { splitUrl } from '../../exchange/routes.ts';
import type { Facts } from '../facts.ts';
import { agoInWords, pastCallInWords } from '../past-words.ts';
import { signInTarget } from '../readers/redirect.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, hostOf } from '../shown.ts';

/** Is this GET what a client made of a POST that was redirected, its body lost? */
export const rule: RuleDefinition = { causes: ['redirect-changes-method'], ofSuccesses: true, find };

/** Clients follow at once; a GET that comes later was meant as one. */
const LONGEST_PAUSE_MS = 5000;

function find(facts: Facts, history: History): Finding | undefined {
  const { exchange, status } = facts;
  const { method, url, body } = exchange.request;
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const redirect = history.redirectTo(url);
  if (redirect === undefined || body !== null || !isFollowed(facts, redirect)) return undefined;
  const { call } = redirect;
  const { method: before } = call;
  // 303 asks for a GET, and 307 and 308 forbid the change (RFC 9110 §15.4).
  if (before === 'GET' || before === 'HEAD' || (call.status !== 301 && call.status !== 302)) return undefined;
  if (!isSameResource(redirect) && !isMisled(facts, call.status)) return undefined;
  const to = facts.url();
  if (to === undefined || signInTarget(to)) return undefined;
  const first = `${clip(before, 20)} became ${method}`;
  return {
    cause: 'redirect-changes-method',
    confidence: 'likely',
    summary: `${first} on the ${call.status} of #${call.id}, so its body never arrived: ${status ?? 'no answer'} to ${callOnHost(facts)}`,
    evidence: [
      {
        where: `history:${call.id}`,
        what: `${pastCallInWords(call, facts)} got ${call.status} to this URL, ${agoInWords(call, facts)}`,
      },
      { where: 'request.method', what: method },
      ...(status === null ? [] : [{ where: 'response.status', what: String(status) }]),
    ],
    advice: `Send the ${clip(before, 20)} to this URL on ${hostOf(facts)} at once (mind https, slash and version), or have the server answer 307 or 308.`,
    fault: 'client',
    explains: [
      'method-not-allowed',
      'resource-not-found',
      'wrong-url',
      'missing-field',
      'malformed-body',
      'unspecified',
    ],
  };
}

function isFollowed({ exchange, request }: Facts, { call, userAgent }: PastRedirect): boolean {
  const pauseMs = exchange.startedAt - call.endedAt;
  return pauseMs >= -50 && pauseMs <= LONGEST_PAUSE_MS && userAgent === request.header('user-agent');
}

/**
 * Only the address was put right: scheme, host, or the slash at the end. A redirect to another page after a form was
 * sent is how the web works.
 */
function isSameResource({ from, target }: PastRedirect): boolean {
  const bare = (url: string) => {
    const { path, search } = splitUrl(url);
    return path.replace(/\/+$/, '') + search;
  };
  return bare(from) === bare(target);
}

/** A POST that has moved for good, or a target that does not take the GET at all. */
function isMisled({ status }: Facts, redirectStatus: number | null): boolean {
  return redirectStatus === 301 || status === 405;
}
