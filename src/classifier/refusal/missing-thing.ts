import type { Facts } from '../facts.ts';
import { idInPath } from '../readers/id-shape.ts';
import { hasBody } from './body-format.ts';
import { type Mention, pathSegments, requestValues } from './mentioned.ts';
import type { Verdict } from './verdict-type.ts';

/** The thing is missing at the end of the URL's path, or the body or query refers to it. */
export function withMissingThing(facts: Facts, verdict: Verdict, status: number): Verdict {
  const { mention, fields, match } = verdict;
  const [first] = fields;
  // A constraint of the database says it outright.
  if (/foreign key|23503|P2003|1452/i.test(`${verdict.what} ${match?.text ?? ''}`) && first?.place !== 'path')
    return { ...verdict, cause: 'related-resource-missing' };
  const byName =
    first === undefined ? undefined : first.place === 'path' ? 'path' : first.isPresent ? 'field' : undefined;
  const place = byName ?? mention?.place ?? placeOfThing(facts, match?.sentence ?? verdict.what);
  if (place === 'path') return { ...verdict, cause: 'resource-not-found' };
  if (place !== undefined) return { ...verdict, cause: 'related-resource-missing' };
  if (lookedUp(facts) !== undefined) return { ...verdict, cause: 'related-resource-missing' };
  const { method } = facts.exchange.request;
  const hasId = idInPath(facts.url()?.pathname ?? '') !== undefined;
  const ofAddress = status === 404 && !hasId ? speechOfAddress(facts, verdict) : undefined;
  if (ofAddress !== undefined)
    return { ...verdict, cause: 'wrong-url', isWeak: verdict.isWeak || ofAddress === 'nothing' };
  const isAddressed = hasId || (method !== 'POST' && facts.url()?.search === '') || status === 410;
  const isReferring = hasBody(facts) && !(hasId && status === 404);
  if (verdict.cause === 'related-resource-missing' && first !== undefined) return verdict;
  if (status === 404 && (isAddressed || !isReferring)) return { ...verdict, cause: 'resource-not-found' };
  if (isReferring) return { ...verdict, cause: 'related-resource-missing' };
  // A question with its terms in the query: `/route?point=0,0`.
  const asks = method === 'GET' && (status === 400 || status === 422) && !hasId && facts.url()?.search !== '';
  if (asks) return { ...verdict, cause: 'related-resource-missing' };
  return { ...verdict, cause: method === 'GET' && status !== 404 && !hasId ? verdict.cause : 'resource-not-found' };
}

/**
 * What a sentence speaks of that names no thing: the address (`Page not found: /api/ordrs`), or nothing at all where the
 * request brings more than its address (`The requested resource could not be found`, to a POST).
 */
function speechOfAddress(facts: Facts, { match, by, what }: Verdict): 'address' | 'nothing' | undefined {
  const sentence = match?.sentence ?? what;
  const path = facts.url()?.pathname ?? '';
  const isNamed = path.length > 2 && sentence.includes(path);
  const isOfCode = by === 'code' || match?.kind === 'code';
  if (!isNamed && (isOfCode || facts.exchange.request.method !== 'POST' || !hasBody(facts))) return undefined;
  const rest = isNamed ? sentence.replace(path, ' ') : sentence;
  if (rest.length > 90 || !WORDS_OF_NOTHING.test(rest.replace(/https?:\/\/[\w.:-]{1,100}/, ' '))) return undefined;
  return isNamed || OF_ROUTES.test(rest) ? 'address' : 'nothing';
}

const OF_ROUTES = /\b(?:pages?|routes?|ur[li]|paths?|endpoint|address|handler|method)\b/i;

/** All that such a sentence may consist of. */
const WORDS_OF_NOTHING =
  /^(?:\W|\d|(?:sorry|error|the|a|an|this|that|you|your|we|i|it|is|was|be|been|has|have|had|for|at|on|of|in|to|with|by|here|there|any|such|no|not|nothing|cannot|can|could|couldn't|did|does|doesn't|don't|exist|exists|find|found|unable|locate|located|match|matches|matching|matched|available|requested|request|requesting|looking|target|server|resource|page|url|uri|path|route|endpoint|address|location|method|http|get|post|put|patch|delete|handler|notfound|api|call)(?![\w']))*$/i;

/** `Customer not found`, `No such customer`, `customer does not exist`. */
const THING =
  /(?:\bno such |\bunknown |\bcould(?: not|n't) find (?:the |a |that |this |any )?|\bno )["'`]?([A-Za-z]{3,30})|\b([A-Za-z]{3,30})["'`]?(?: (?:with|by|for|id|name|named)\b.{0,60}?)? (?:was |is |could |does |do |has )?(?:not|n't|doesn)\b/i;
const NO_THING =
  /^(?:resource|object|entity|item|record|document|requested|specified|the|this|that|error|could|does|such|route|page)$/i;

/** Whether the kind of thing that is missing is one of the path's collections, or a member of the body or query. */
export function placeOfThing(facts: Facts, sentence: string): 'path' | 'body' | undefined {
  const found = missingThing(facts, sentence);
  return found === undefined ? undefined : found.place === 'path' ? 'path' : 'body';
}

/**
 * What the request has of the kind of thing that is missing: "Project not found" is about `web` of `/projects/web/users/7`,
 * "user not found" about the member `user_id`. Undefined where the kind occurs nowhere in the request.
 */
export function missingThing(facts: Facts, sentence: string): Mention | undefined {
  const words = spaced(sentence);
  const match = THING.exec(words);
  const thing = (match?.[1] ?? match?.[2] ?? '').toLowerCase();
  if (thing === '' || NO_THING.test(thing)) return undefined;
  const stem = stemOf(thing);
  const segments = pathSegments(facts);
  const at = segments.findLastIndex((segment) => segment.toLowerCase().startsWith(stem));
  if (at >= 0 && at < segments.length - 1) {
    return { place: 'path', name: segments[at], value: segments[at + 1]!, where: 'request.url' };
  }
  const values = requestValues(facts);
  // "Recipient user does not exist": the word before says which user.
  const before = /\b([A-Za-z]{3,30}) $/.exec(words.slice(0, Math.max(0, words.toLowerCase().indexOf(thing))))?.[1];
  for (const word of before === undefined || NO_THING.test(before) ? [stem] : [stemOf(before.toLowerCase()), stem]) {
    const member = values.find(({ name }) => name?.toLowerCase().replace(/^_/, '').startsWith(word));
    if (member !== undefined) return member;
  }
  return undefined;
}

const stemOf = (word: string) => word.replace(/(?:ies|y|s)$/, '');

function spaced(sentence: string): string {
  return sentence
    .slice(0, 300)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ');
}

/** Parameters by which a thing is looked up by its name: `/weather?q=Lodnon`. */
const LOOKED_UP =
  /^(?:q|query|search|term|keyword|name|city|place|location|address|symbol|symbols|ticker|zip|zipcode|postcode|postal_?code|iso|isbn|ip|domain|number|[a-z]{1,30}[-_]?(?:number|code|name|id))$/i;

/** The value by which the call looks the thing up, where the path has none of its own. */
export function lookedUp(facts: Facts): Mention | undefined {
  if (facts.exchange.request.method !== 'GET' || idInPath(facts.url()?.pathname ?? '') !== undefined) return undefined;
  const secrets = new Set(facts.credentials().map(({ secret }) => secret));
  return requestValues(facts).find(
    ({ place, name, value }) =>
      place === 'query' && name !== undefined && LOOKED_UP.test(name) && value !== '' && !secrets.has(value),
  );
}
