import type { History, PastRedirect } from '../../exchange/history.ts';
import { splitUrl } from '../../exchange/routes.ts';
import { formatDuration } from '../../exchange/units.ts';
import type { Facts } from '../facts.ts';
import { redirectKey, redirectTarget } from '../past/redirect-index.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { clip, headerEvidence, hostOf, shownTarget, shownUrl } from '../shown.ts';

/** Does the redirect lead back to where it came from? */
export const rule: RuleDefinition = { causes: ['redirect-loop'], find };

/** Clients give up after 10 to 50 redirects; a loop has few members. */
const MOST_HOPS = 10;
/** An older redirect is no part of the chain that the client is following now. */
const LONGEST_GAP_MS = 60_000;
/** A redirect or two on the way back to the same page is how a sign-in works. */
const LEAST_ROUNDS = 4;

const EXPLAINED = ['moved-permanently', 'temporary-redirect', 'redirect-to-login'] as const;

function find(facts: Facts, history: History): Finding | undefined {
  const { exchange, status } = facts;
  const from = facts.url();
  const target = redirectTarget(exchange.request.url, status, exchange.response?.headers ?? []);
  if (target === undefined || from === undefined || !keepsMethod(facts)) return undefined;
  const here = redirectKey(splitUrl(exchange.request.url));
  const before = recent(history.redirectFrom(exchange.request.url), facts);
  const hops = hopsBackTo(here, target, facts, history);
  if (hops === undefined) return before === undefined ? undefined : roundWithNewQueries(facts, history, before);
  // The first time round, a cookie may be what the server wanted to set before it answers.
  if (before === undefined && facts.response.header('set-cookie') !== undefined) return undefined;
  const times = (before?.timesInRow ?? 0) + 1;
  const path = [target, ...hops.map((hop) => hop.target)].map((url) =>
    URL.canParse(url) ? shownTarget(from, new URL(url)) : urlInWords(url),
  );
  const again = before === undefined ? '' : ` (${times} times within ${formatDuration(spanMs(before, facts))})`;
  const first = shownUrl(from);
  const upgrade = isSchemeChanged(from, hops)
    ? ' A proxy that speaks HTTP to the server behind it is the usual cause.'
    : '';
  return {
    cause: 'redirect-loop',
    confidence: before === undefined ? 'likely' : 'certain',
    summary:
      hops.length === 0
        ? `${first} redirects to itself${again}`
        : `${first} redirects to ${path.slice(0, -1).join(', then ')} and back${again}`,
    evidence: [
      headerEvidence('response', 'location', facts.response.header('location') ?? ''),
      ...hops.map(({ call, target: next }) => ({
        where: `history:${call.id}`,
        what: `${call.status} to ${urlInWords(next)}`,
      })),
      ...(before === undefined
        ? []
        : [{ where: `history:${before.call.id}`, what: `${before.call.status} from the same URL` }]),
    ],
    advice: `Find the two rules on ${hostOf(facts)} that disagree (http and https, with and without a slash or www, sign-in), and remove one; a repeated call ends the same way.${upgrade}`,
    explains: EXPLAINED,
  };
}

/** A loop through a sign-in page: its URLs carry a new state or code each time, but the same one is come back to. */
function roundWithNewQueries(facts: Facts, history: History, before: PastRedirect): Finding | undefined {
  const arrival = recent(history.redirectTo(facts.exchange.request.url), facts);
  const from = facts.url();
  const times = before.timesInRow + 1;
  if (arrival === undefined || from === undefined || times < LEAST_ROUNDS) return undefined;
  const [first, last] = [shownUrl(from), urlInWords(arrival.from)];
  return {
    cause: 'redirect-loop',
    confidence: 'likely',
    summary: `${first} redirects and is come back to from ${last}: ${times} times within ${formatDuration(spanMs(before, facts))}`,
    evidence: [
      headerEvidence('response', 'location', facts.response.header('location') ?? ''),
      { where: `history:${arrival.call.id}`, what: `${arrival.call.status} back to the same URL` },
      { where: `history:${before.call.id}`, what: `${before.call.status} from the same URL` },
    ],
    advice: `Look why ${hostOf(facts)} does not take what each round brings: a cookie that the client does not send back is the usual cause.`,
    explains: EXPLAINED,
  };
}

/** After 301, 302 and 303 a POST goes on as GET, and may be answered otherwise (RFC 9110 §15.4). */
function keepsMethod({ exchange: { request }, status }: Facts): boolean {
  return request.method === 'GET' || request.method === 'HEAD' || status === 307 || status === 308;
}

/** The redirects from the target back to this URL, as they were last; empty where it is its own target. */
function hopsBackTo(here: string, target: string, facts: Facts, history: History): readonly PastRedirect[] | undefined {
  const hops: PastRedirect[] = [];
  let url = target;
  while (url !== here) {
    const hop = recent(history.redirectFrom(url), facts);
    if (hop === undefined || hops.length === MOST_HOPS) return undefined;
    hops.push(hop);
    url = hop.target;
  }
  return hops;
}

function urlInWords(url: string): string {
  return URL.canParse(url) ? shownUrl(new URL(url)) : clip(url, 100);
}

function recent(redirect: PastRedirect | undefined, { exchange }: Facts): PastRedirect | undefined {
  return redirect !== undefined && exchange.startedAt - redirect.call.endedAt <= LONGEST_GAP_MS ? redirect : undefined;
}

function spanMs({ firstAt }: PastRedirect, { exchange }: Facts): number {
  return exchange.startedAt - firstAt;
}

function isSchemeChanged(from: URL, hops: readonly PastRedirect[]): boolean {
  return hops.length === 0 && from.protocol === 'https:';
}
