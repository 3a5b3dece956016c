import type { Facts } from '../facts.ts';
import { idInPath } from '../readers/id-shape.ts';
import { hasBody } from './body-format.ts';
import { pathSegments, requestValues } from './mentioned.ts';
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
  const { method } = facts.exchange.request;
  const hasId = idInPath(facts.url()?.pathname ?? '') !== undefined;
  const isAddressed = hasId || (method !== 'POST' && facts.url()?.search === '') || status === 410;
  const isReferring = hasBody(facts) && !(hasId && status === 404);
  if (verdict.cause === 'related-resource-missing' && first !== undefined) return verdict;
  if (status === 404 && (isAddressed || !isReferring)) return { ...verdict, cause: 'resource-not-found' };
  if (isReferring) return { ...verdict, cause: 'related-resource-missing' };
  return { ...verdict, cause: method === 'GET' && status !== 404 && !hasId ? verdict.cause : 'resource-not-found' };
}

/** `Customer not found`, `No such customer`, `customer does not exist`. */
const THING =
  /(?:\bno such |\bunknown |\bcould(?: not|n't) find (?:the |a |that |this |any )?|\bno )["'`]?([A-Za-z]{3,30})|\b([A-Za-z]{3,30})["'`]?(?: (?:with|by|for|id|name|named)\b.{0,60}?)? (?:was |is |could |does |do |has )?(?:not|n't|doesn)\b/i;
const NO_THING =
  /^(?:resource|object|entity|item|record|document|requested|specified|the|this|that|error|could|does|such|route|page)$/i;

/** Whether the kind of thing that is missing is one of the path's collections, or a member of the body or query. */
export function placeOfThing(facts: Facts, sentence: string): 'path' | 'body' | undefined {
  const match = THING.exec(
    sentence
      .slice(0, 300)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replaceAll('_', ' '),
  );
  const thing = (match?.[1] ?? match?.[2] ?? '').toLowerCase();
  if (thing === '' || NO_THING.test(thing)) return undefined;
  const stem = thing.replace(/(?:ies|y|s)$/, '');
  const path = pathSegments(facts).map((segment) => segment.toLowerCase());
  const at = path.findLastIndex((segment) => segment.startsWith(stem));
  if (at >= 0 && at < path.length - 1) return 'path';
  const isMember = requestValues(facts).some(({ name }) => name?.toLowerCase().replace(/^_/, '').startsWith(stem));
  return isMember ? 'body' : undefined;
}
