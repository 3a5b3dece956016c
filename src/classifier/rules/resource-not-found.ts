import type { History } from '../../exchange/history.ts';
import type { Facts } from '../facts.ts';
import { agoInWords, pastCallInWords } from '../past-words.ts';
import { quoteServer } from '../quote.ts';
import { looksLikeId } from '../readers/id-shape.ts';
import { finding, quoted, refusalFor } from '../refusal/finding.ts';
import { pathSegments } from '../refusal/mentioned.ts';
import { missingThing } from '../refusal/missing-thing.ts';
import { isDocumentedRoute } from '../refusal/silent-not-found.ts';
import type { Finding, RuleDefinition } from '../rule.ts';
import { callOnHost, clip, pathOf, shown } from '../shown.ts';
import { sentCredential } from '../statuses/credential-name.ts';
import { notFound } from '../statuses/refusals.ts';

/** Does the route exist, and the thing at its end not? */
export const rule: RuleDefinition = { causes: ['resource-not-found'], find };

const ADVICE =
  'Check that it exists, in this environment and for this account; a private one can look missing without the right credential.';

function find(facts: Facts, history: History): Finding | undefined {
  const verdict = refusalFor(facts, 'resource-not-found');
  if (verdict !== undefined) {
    const thing = missingThing(facts, facts.errorMessage() ?? '');
    const name =
      verdict.mention?.place === 'path'
        ? verdict.mention.value
        : (verdict.fields[0]?.field.received ??
          (thing?.place === 'path' ? shownSegment(facts, thing.value) : undefined));
    const reading = facts.status === 404 ? notFound(facts) : undefined;
    const before =
      name !== undefined
        ? `no ${clip(name, 60)}`
        : reading?.cause === 'resource-not-found' && isLast(facts)
          ? reading.before?.replace(/ here$/, '')
          : undefined;
    const said = facts.errorMessage();
    const isSaid = name !== undefined && said?.includes(name) === true;
    return finding(facts, verdict, {
      summary: quoted(facts, `${before ?? 'not found'}: ${callOnHost(facts)}`, isSaid ? undefined : before),
      advice: ADVICE,
    });
  }
  return facts.status === 404 && !facts.isPreflight() ? silent(facts, history) : undefined;
}

/** A segment of the path as it may be shown; undefined where the path holds a secret. */
function shownSegment(facts: Facts, segment: string): string | undefined {
  return pathOf(facts).includes('<') ? undefined : segment;
}

/** The id stands at the end of the path, so that it is what was asked for. */
function isLast(facts: Facts): boolean {
  const last = pathSegments(facts).at(-1);
  return last !== undefined && looksLikeId(last);
}

/** The answer says nothing, but others of its kind did, or it points at the documentation of this very route. */
function silent(facts: Facts, history: History): Finding | undefined {
  const said = facts.errorMessage();
  if (facts.signals().some(({ score }) => score >= 20)) return undefined;
  const path = shown(pathOf(facts), 100);
  const name = clip(pathSegments(facts).at(-1) ?? path, 60);
  const evidence = [
    { where: 'request.url', what: facts.url()?.pathname ?? '' },
    { where: 'response.status', what: '404' },
  ];
  const help = facts.error()?.help;
  if (help !== undefined && isDocumentedRoute(help)) {
    const isAnonymous = sentCredential(facts) === undefined;
    return {
      cause: 'resource-not-found',
      confidence: isAnonymous ? 'guess' : 'likely',
      summary:
        said === undefined
          ? `no ${name}${isAnonymous ? ', or hidden from a caller without Authorization' : ''}: the answer points at the documentation of this route (404, ${callOnHost(facts)})`
          : quoteServer(facts, said, { before: `no ${name}` }),
      evidence: [...evidence, { where: 'response.body', what: help }],
      advice: ADVICE,
    };
  }
  const [latest] = history.successesLike(facts.exchange.request);
  if (latest === undefined || latest.request.host !== facts.url()?.host) return undefined;
  return {
    cause: 'resource-not-found',
    confidence: 'likely',
    summary: `no ${name}, though the route is there: ${pastCallInWords(latest.call, facts)} got ${latest.call.status} ${agoInWords(latest.call, facts)} (404, ${callOnHost(facts)})`,
    evidence: [
      ...evidence,
      { where: `history:${latest.call.id}`, what: `${pastCallInWords(latest.call, facts)} got ${latest.call.status}` },
    ],
    advice: ADVICE,
  };
}
