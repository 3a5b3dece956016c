import type { Evidence } from '../exchange/annotation.ts';
import type { History, PastCall, PastPost, ResourcePast } from '../exchange/history.ts';
import { splitUrl } from '../exchange/routes.ts';
import type { Chain, Search } from './chains/chain.ts';
import { leftOut, lostOnTheWay, notSignedIn, replaced, signedOut, superseded } from './chains/credential.ts';
import type { Facts } from './facts.ts';
import { areSameFields, holdsValue, requestFields } from './past/body-fields.ts';
import { bodyFingerprint } from './past/resource-index.ts';
import { agoInWords, outcomeInWords, pastCallInWords } from './past-words.ts';
import type { Finding } from './rule.ts';
import { clip } from './shown.ts';

/** The earlier exchange behind a finding is named before anything else; without one the finding stays as it is. */
export function withChain(finding: Finding, facts: Facts, history: History): Finding {
  for (const search of SEARCHES) {
    const chain = search(finding, facts, history);
    if (chain !== undefined) return joined(finding, chain, facts);
  }
  return finding;
}

function joined(finding: Finding, { call, words, advice, isProven }: Chain, facts: Facts): Finding {
  const where = `history:${call.id}`;
  const evidence: Evidence = { where, what: `${pastCallInWords(call, facts)} got ${outcomeInWords(call)}` };
  const isKnown = finding.evidence.some((known) => known.where === where);
  // An address that was in use is no wrong one, whatever its shape made of it.
  const isRoute = isProven && finding.cause === 'wrong-url' && finding.confidence === 'guess';
  return {
    ...finding,
    ...(isRoute ? { cause: 'resource-not-found' } : {}),
    confidence: isProven && finding.confidence === 'guess' ? 'likely' : finding.confidence,
    summary: `${words}; ${finding.summary}`,
    evidence: isKnown ? finding.evidence : [evidence, ...finding.evidence],
    advice: advice ?? finding.advice,
  };
}

const SEARCHES: readonly Search[] = [
  deleted,
  neverCreated,
  idNeverGiven,
  signedOut,
  superseded,
  notSignedIn,
  lostOnTheWay,
  replaced,
  leftOut,
  changed,
  repeated,
];

function isMissing({ cause }: Finding, { status }: Facts): boolean {
  const isCause = cause === 'resource-not-found' || cause === 'wrong-url' || cause === 'gone';
  return isCause && (status === 404 || status === 410);
}

const MOST_PARENTS = 4;

/** The addresses of the resource and of those that contain it, from the inside out, with the last segment of each. */
function* addresses(facts: Facts): Generator<{ readonly url: string; readonly name: string }> {
  const { origin, path } = splitUrl(facts.exchange.request.url);
  const segments = path.split('/').filter((segment) => segment !== '');
  for (let length = segments.length; length > 0 && length > segments.length - MOST_PARENTS; length -= 1) {
    yield { url: `${origin}/${segments.slice(0, length).join('/')}`, name: segments[length - 1]! };
  }
}

function deleted(finding: Finding, facts: Facts, history: History): Chain | undefined {
  if (!isMissing(finding, facts)) return undefined;
  let isItself = true;
  for (const { url } of addresses(facts)) {
    const call = history.resourceAt(url)?.deletion;
    if (call !== undefined && call !== null) {
      const again = facts.exchange.request.method === 'DELETE' && isItself ? 'already ' : '';
      const what = isItself ? '' : `${pathInWords(call, facts)} was `;
      return {
        call,
        words: `${what}${again}deleted in #${call.id}, ${agoInWords(call, facts)}`,
        advice:
          again === ''
            ? `Stop using what #${call.id} deleted, or create it anew.`
            : 'Treat 404 as done where a DELETE is repeated.',
        isProven: true,
      };
    }
    isItself = false;
  }
  return undefined;
}

/** A request that should have created the resource failed. */
function neverCreated(finding: Finding, facts: Facts, history: History): Chain | undefined {
  if (!isMissing(finding, facts)) return undefined;
  let child: { readonly name: string; readonly past: ResourcePast | undefined } | undefined;
  for (const { url, name } of addresses(facts)) {
    const past = history.resourceAt(url);
    const write = past?.lastSuccess === null && past.failedWrite?.method === 'PUT' ? past.failedWrite : null;
    if (write !== null) return failedCreation(write, true, facts);
    if (child !== undefined && (child.past === undefined || child.past.lastSuccess === null)) {
      const chain = failedPost(past?.posts ?? [], decoded(child.name), facts);
      if (chain !== undefined) return chain;
    }
    child = { name, past };
  }
  return undefined;
}

/** Without the id in its body, a failed POST is brought up only while it is fresh. */
const FRESH_MS = 10 * 60_000;

function failedPost(posts: readonly PastPost[], id: string, facts: Facts): Chain | undefined {
  const named = posts.find(({ fields }) => fields !== null && holdsValue(fields, id));
  if (named !== undefined) return named.call.isSuccess ? undefined : failedCreation(named.call, true, facts);
  const latest = posts[0]?.call;
  if (latest === undefined || latest.isSuccess || facts.exchange.startedAt - latest.endedAt > FRESH_MS)
    return undefined;
  return failedCreation(latest, false, facts);
}

function failedCreation(call: PastCall, isProven: boolean, facts: Facts): Chain {
  const which = isProven ? `the ${call.method} that should have created it` : `the ${call.method} before it`;
  return {
    call,
    words: `${which} failed in #${call.id} with ${outcomeInWords(call)}, ${agoInWords(call, facts)}`,
    advice: `Look at #${call.id} first: what it did not create cannot be found.`,
    isProven,
  };
}

/** An id that a failed POST should have given ended up as a placeholder in the URL. */
function idNeverGiven(finding: Finding, facts: Facts, history: History): Chain | undefined {
  if (finding.cause !== 'placeholder-in-url') return undefined;
  for (const { url } of addresses(facts)) {
    const call = history.resourceAt(url)?.posts[0]?.call;
    if (call === undefined || call.isSuccess || facts.exchange.startedAt - call.endedAt > FRESH_MS) continue;
    return {
      call,
      words: `the id should have come from #${call.id}, which failed with ${outcomeInWords(call)}`,
      advice: `Look at #${call.id} first, and check its answer before its id is used.`,
      isProven: true,
    };
  }
  return undefined;
}

/** Somebody changed the resource after the caller had read the version that it names. */
function changed(finding: Finding, facts: Facts, history: History): Chain | undefined {
  if (finding.cause !== 'version-conflict') return undefined;
  const change = history.resourceAt(facts.exchange.request.url)?.change;
  const named = facts.request.header('if-match');
  if (change === undefined || change === null || (named !== undefined && named === change.etag)) return undefined;
  const { call } = change;
  return {
    call,
    words: `changed by ${clip(call.method, 20)} in #${call.id}, ${agoInWords(call, facts)}`,
    isProven: true,
  };
}

/** The same request was sent before: it, not another client, made what is now in the way. */
function repeated(finding: Finding, facts: Facts, history: History): Chain | undefined {
  if (finding.cause !== 'already-exists' && finding.cause !== 'idempotency-conflict') return undefined;
  const { request } = facts.exchange;
  const use = finding.cause === 'idempotency-conflict' ? history.idempotencyKeyUse(request) : undefined;
  if (use !== undefined) {
    const body = use.body === 'other' ? ' with another body' : use.body === 'same' ? ' with the same body' : '';
    const words = `the key was used in #${use.call.id}${body}, ${agoInWords(use.call, facts)}`;
    return { call: use.call, words, isProven: use.body !== 'unknown' };
  }
  const post = request.method === 'POST' ? samePost(facts, history) : undefined;
  if (post === undefined) return undefined;
  const { call } = post;
  const isUnknown = call.status === null || call.status >= 500;
  if (!call.isSuccess && !isUnknown) return undefined;
  return {
    call,
    words: `the same body was sent in #${call.id} and got ${outcomeInWords(call)}, ${agoInWords(call, facts)}`,
    advice: isUnknown
      ? `Read what #${call.id} created: it was carried out although its answer says otherwise. Send an idempotency key with such calls.`
      : `Use what #${call.id} created, or send other values; find out why the client sent it twice.`,
    isProven: true,
  };
}

function samePost(facts: Facts, history: History): PastPost | undefined {
  const { request } = facts.exchange;
  const fields = requestFields(request);
  const own = fields === null ? bodyFingerprint(request.body) : null;
  return history
    .resourceAt(request.url)
    ?.posts.find((post) =>
      fields !== null && post.fields !== null
        ? fields.size > 0 && areSameFields(fields, post.fields)
        : own !== null && own === post.bodyFingerprint,
    );
}

/** `/orders/5`, masked. */
function pathInWords(call: PastCall, facts: Facts): string {
  return pastCallInWords({ ...call, host: facts.url()?.host ?? call.host }, facts).slice(call.method.length + 1);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
