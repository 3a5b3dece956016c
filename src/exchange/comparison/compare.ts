import type { Exchange, RequestMessage, ResponseMessage } from '../exchange.ts';
import type { Headers } from '../headers.ts';
import { splitUrl } from '../routes.ts';
import { compareBodies } from './body.ts';
import type { Change, Compared, Comparison, Part, Side } from './change.ts';
import { type ChangingPlaces, NONE_CHANGING, placeKey } from './history.ts';
import { fieldNoise, looksGenerated, type Times, valueNoise } from './noise.ts';
import { comparePairs, type PairChange, type PairsComparison } from './pairs.ts';
import { shown, shownPair } from './shown.ts';
import { queryPairs } from './url-parts.ts';

/**
 * In what two exchanges differ in meaning: fields and parameters as sets, JSON by path, text by lines. Pure, bounded, and it
 * never throws. What is shown are the values themselves: redact both exchanges together before, where they leave.
 *
 * `changing` are places that differ in every call of the route (`changingPlaces`).
 */
export function compareExchanges(
  before: Exchange,
  after: Exchange,
  changing: ChangingPlaces = NONE_CHANGING,
): Comparison {
  const context: Context = { times: { before: before.startedAt, after: after.startedAt }, changing };
  const request = compareMessages('request', before.request, after.request, context);
  const response = compareResponses(before.response, after.response, context);
  return {
    before: comparedOf(before),
    after: comparedOf(after),
    changes: [
      ...compareUrls(before.request, after.request, context),
      ...request.changes,
      ...response.changes,
      ...single('response', 'messages', count(before), count(after)),
      ...single('response', 'error', errorOf(before), errorOf(after)),
    ],
    leftOut: request.leftOut + response.leftOut,
    remarks: [...remarksOf(before), ...remarksOf(after)],
  };
}

interface Context {
  readonly times: Times;
  readonly changing: ChangingPlaces;
}

interface Compareds {
  readonly changes: readonly Change[];
  readonly leftOut: number;
}

function comparedOf({ id, startedAt, request, response }: Exchange): Compared {
  return { id, startedAt, method: request.method, url: request.url, status: response?.status ?? null };
}

/** One thing of its kind; nothing where both are the same. */
function single(side: Side, part: Part, before: string | null, after: string | null): readonly Change[] {
  if (before === after) return [];
  const how = before === null ? 'added' : after === null ? 'removed' : 'changed';
  const [earlier, later] =
    before !== null && after !== null ? shownPair(before, after) : [before && shown(before), after && shown(after)];
  return [{ side, part, name: '', how, before: earlier, after: later, noise: null }];
}

function compareUrls(before: RequestMessage, after: RequestMessage, { times, changing }: Context): readonly Change[] {
  const [earlier, later] = [splitUrl(before.url), splitUrl(after.url)];
  const scheme = (origin: string) => origin.slice(0, origin.indexOf(':'));
  const query = comparePairs(queryPairs(before.url), queryPairs(after.url), (name) => name);
  return [
    ...single('request', 'method', before.method, after.method),
    ...single('request', 'scheme', scheme(earlier.origin), scheme(later.origin)),
    ...single('request', 'host', earlier.host, later.host),
    ...single('request', 'path', earlier.path, later.path),
    ...pairChanges('request', 'query', query, ({ name, values }) => {
      if (values === null) return null;
      const isMade = changing.has(placeKey('request', 'query', name)) && values.every(looksGenerated);
      return isMade ? 'differs-always' : valueNoise(values, times);
    }),
  ];
}

function compareMessages(
  side: Side,
  before: RequestMessage | ResponseMessage,
  after: RequestMessage | ResponseMessage,
  context: Context,
): Compareds {
  const bodies = compareBodies(side, before, after, context.times, context.changing);
  return {
    changes: [
      ...single(side, 'http-version', before.httpVersion, after.httpVersion),
      ...fieldChanges(side, 'header', before.headers, after.headers, context, isLengthOf(before, after)),
      ...bodies.changes,
      ...fieldChanges(side, 'trailer', before.trailers, after.trailers, context, () => false),
    ],
    leftOut: bodies.leftOut,
  };
}

function compareResponses(before: ResponseMessage | null, after: ResponseMessage | null, context: Context): Compareds {
  const status = single('response', 'status', statusOf(before), statusOf(after));
  // The status says it all: there is nothing to be compared with.
  if (before === null || after === null) return { changes: status, leftOut: 0 };
  const { changes, leftOut } = compareMessages('response', before, after, context);
  const isSameStatus = before.status === after.status;
  const reason = isSameStatus ? single('response', 'reason', before.reason, after.reason) : [];
  return { changes: [...status, ...reason, ...changes], leftOut };
}

function statusOf(response: ResponseMessage | null): string {
  return response === null ? 'no response' : `${response.status} ${response.reason}`.trim();
}

function count({ messageCount }: Exchange): string | null {
  return messageCount === 0 ? null : String(messageCount);
}

function errorOf({ error }: Exchange): string | null {
  return error === null ? null : `${error.code}: ${error.message}`;
}

/** Lists within one value, each of whose parts has a name: `sid=1; theme=dark`. */
function fieldChanges(
  side: Side,
  part: 'header' | 'trailer',
  before: Headers,
  after: Headers,
  { times, changing }: Context,
  follows: (name: string) => boolean,
): readonly Change[] {
  const compared = comparePairs(opened(before), opened(after), (name) => name.toLowerCase());
  return pairChanges(side, part, compared, ({ name, values }) => {
    const isMade = changing.has(placeKey(side, part, name.toLowerCase())) && values?.every(looksGenerated);
    return fieldNoise(name, values, times) ?? (isMade ? 'differs-always' : follows(name) ? 'follows' : null);
  });
}

/** Cookies are compared one by one: `Cookie: sid`. */
function opened(headers: Headers): Headers {
  return headers.flatMap(([name, value]) => {
    const key = name.toLowerCase();
    if (key !== 'cookie' && key !== 'set-cookie') return [[name, value] as const];
    const cookies = key === 'cookie' ? value.split(';') : [value];
    return cookies.map((cookie) => {
      const text = cookie.trim();
      const equals = text.indexOf('=');
      return [
        `${name}: ${equals < 0 ? text : text.slice(0, equals)}`,
        equals < 0 ? '' : text.slice(equals + 1),
      ] as const;
    });
  });
}

function pairChanges(
  side: Side,
  part: Part,
  { changes, order }: PairsComparison,
  noiseOf: (change: PairChange) => Change['noise'],
): readonly Change[] {
  const all = changes.map((change): Change => {
    const { how, name, before, after } = change;
    return { side, part, name: shown(name), how, before, after, noise: noiseOf(change) };
  });
  return order === null
    ? all
    : [...all, { side, part, name: '', how: 'reordered', before: order.before, after: order.after, noise: 'order' }];
}

/** Whether `Content-Length` differs because the bodies do. */
function isLengthOf(before: RequestMessage | ResponseMessage, after: RequestMessage | ResponseMessage) {
  return (name: string): boolean =>
    name.toLowerCase() === 'content-length' && (before.body?.totalBytes ?? 0) !== (after.body?.totalBytes ?? 0);
}

function remarksOf({ id, request, response }: Exchange): readonly string[] {
  const sides = [
    ['request', request.body],
    ['response', response?.body ?? null],
  ] as const;
  return sides.flatMap(([side, body]) =>
    body !== null && body.bytes.length < body.totalBytes
      ? [`Of the ${side} body of #${id} only the first ${body.bytes.length} of ${body.totalBytes} bytes were recorded.`]
      : [],
  );
}
