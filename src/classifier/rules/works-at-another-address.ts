import type { History, PastCall } from '../../exchange/history.ts';
import { siteOf, splitUrl, templateOf } from '../../exchange/routes.ts';
import type { Facts } from '../facts.ts';
import { agoInWords, pastCallInWords } from '../past-words.ts';
import { quoteServer } from '../quote.ts';
import { looksLikeId } from '../readers/id-shape.ts';
import { verdictOn } from '../refusal/verdict.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip } from '../shown.ts';

/** Did the same call work close by: without the slash, under another prefix, version, host, or with another method? */
export const rule: RuleDefinition = { causes: ['wrong-url', 'method-not-allowed'], find };

/** By which one thing the address differs from one that works. */
type Step = 'slash' | 'method' | 'version' | 'prefix' | 'host';

/** The smaller the difference, the likelier it is the reason. */
const STEPS: readonly Step[] = ['slash', 'method', 'version', 'prefix', 'host'];

function find(facts: Facts, history: History): Finding | undefined {
  const { status } = facts;
  if ((status !== 404 && status !== 405) || facts.isPreflight()) return undefined;
  const { url, method } = facts.exchange.request;
  const near = history.successesNear(url);
  if (near.length === 0) return undefined;
  const { host, path } = splitUrl(url);
  const own = { method, host, path };
  // The address is right; what is missing is the thing that it names.
  if (near.some((call) => isSameAddress(own, call))) return undefined;
  if (isSaidOtherwise(facts) || history.resourceAt(url)?.deletion) return undefined;
  let best: { readonly call: PastCall; readonly step: Step } | undefined;
  for (const call of near) {
    const step = stepBetween(own, call, facts);
    if (step !== undefined && (best === undefined || STEPS.indexOf(step) < STEPS.indexOf(best.step)))
      best = { call, step };
  }
  return best === undefined ? undefined : findingOf(facts, best.call, best.step);
}

/** The server knows the address and speaks of what it names, or of what was sent. */
function isSaidOtherwise(facts: Facts): boolean {
  const verdict = verdictOn(facts);
  if (verdict === undefined || verdict.cause === 'wrong-url' || verdict.cause === 'method-not-allowed') return false;
  if (verdict.isWeak) return false;
  return verdict.cause !== 'resource-not-found' || verdict.mention !== undefined || !isBare(facts);
}

/** `Not found.`, `Resource not found`: the thing has no name. */
function isBare(facts: Facts): boolean {
  const said = facts.errorMessage();
  return (
    said === undefined || /^(?:the )?(?:requested )?(?:resource |page |url )?(?:was )?not[ _]found\.?$/i.test(said)
  );
}

type Address = Pick<PastCall, 'method' | 'host' | 'path'>;

function isSameAddress(own: Address, other: Address): boolean {
  return (
    own.method === other.method &&
    own.host === other.host &&
    hasSlash(own.path) === hasSlash(other.path) &&
    sameSegments(segmentsOf(own.path), segmentsOf(other.path))
  );
}

function stepBetween(own: Address, other: Address, facts: Facts): Step | undefined {
  const [mine, theirs] = [segmentsOf(own.path), segmentsOf(other.path)];
  const isSame = sameSegments(mine, theirs);
  if (own.host !== other.host) {
    return isSame && own.method === other.method && siteOf(own.host) === siteOf(other.host) ? 'host' : undefined;
  }
  if (own.method !== other.method) return isSame && isOfMethod(own, facts) ? 'method' : undefined;
  if (isSame) return 'slash';
  if (mine.length === theirs.length) {
    const differing = mine.flatMap((segment, at) => (segment === theirs[at] ? [] : [[segment, theirs[at]!]]));
    return differing.length === 1 && differing[0]!.every((segment) => VERSION.test(segment)) ? 'version' : undefined;
  }
  const [shorter, longer] = mine.length < theirs.length ? [mine, theirs] : [theirs, mine];
  return sameSegments(shorter, longer.slice(longer.length - shorter.length)) ? 'prefix' : undefined;
}

const VERSION = /^v?\d{1,4}(?:[.-]\d{1,4}){0,3}(?:alpha|beta)?\d{0,2}$/i;

/** 405 says it; a 404 may only where the path ends in a word: behind an id the thing may be missing. */
function isOfMethod({ path }: Address, facts: Facts): boolean {
  if (facts.status === 405) return facts.response.header('allow') === undefined;
  const last = path.split('/').findLast((segment) => segment !== '');
  return last !== undefined && !looksLikeId(last);
}

function segmentsOf(path: string): readonly string[] {
  return templateOf(path, () => false)
    .split('/')
    .filter((segment) => segment !== '');
}

function sameSegments(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((segment, at) => segment === other[at]);
}

function hasSlash(path: string): boolean {
  return path.length > 1 && path.endsWith('/');
}

function findingOf(facts: Facts, call: PastCall, step: Step): Finding {
  const { method } = facts.exchange.request;
  const worked = `${pastCallInWords(call, facts)} worked in #${call.id}, ${agoInWords(call, facts)}`;
  const before = `${wordsOf(facts, step, call)}; ${worked}`;
  const said = facts.errorMessage();
  return {
    cause: step === 'method' ? 'method-not-allowed' : 'wrong-url',
    confidence: 'likely',
    summary:
      said === undefined ? `${before} (${facts.status}, ${callOnHost(facts)})` : quoteServer(facts, said, { before }),
    evidence: [
      {
        where: step === 'method' ? 'request.method' : 'request.url',
        what: step === 'method' ? method : sentPath(facts),
      },
      { where: `history:${call.id}`, what: `${pastCallInWords(call, facts)} got ${call.status}` },
      { where: 'response.status', what: String(facts.status) },
    ],
    advice: adviceOf(step, call),
    explains: ['resource-not-found', 'wrong-url', 'method-not-allowed', 'unsupported-api-version', 'hidden-by-auth'],
  };
}

function sentPath(facts: Facts): string {
  return facts.url()?.pathname ?? facts.exchange.request.url;
}

function wordsOf(facts: Facts, step: Step, call: PastCall): string {
  switch (step) {
    case 'slash':
      return hasSlash(call.path) ? 'a slash is missing at the end' : 'a slash too many at the end';
    case 'method':
      return `${clip(facts.exchange.request.method, 20)} where ${clip(call.method, 20)} is taken`;
    case 'version':
      return 'another version in the path';
    case 'prefix':
      return 'another path prefix';
    case 'host':
      return 'another host';
  }
}

function adviceOf(step: Step, call: PastCall): string {
  switch (step) {
    case 'slash':
      return hasSlash(call.path)
        ? 'Add the slash at the end of the path: this server tells the two addresses apart.'
        : 'Leave out the slash at the end of the path: this server tells the two addresses apart.';
    case 'method':
      return `Use ${clip(call.method, 20)} as in #${call.id}, or look up which methods this address takes.`;
    case 'version':
      return `Use the version of #${call.id}, or look up which versions have this endpoint.`;
    case 'prefix':
      return `Compare the base URL with that of #${call.id}: a part of the path is missing or stands there twice.`;
    case 'host':
      return `Compare the base URL with that of #${call.id}: this host may serve the site and not the API.`;
  }
}
