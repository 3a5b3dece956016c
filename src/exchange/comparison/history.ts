import { bodyText } from '../body.ts';
import type { Exchange, RequestMessage, ResponseMessage } from '../exchange.ts';
import { escapedPart } from '../json-pointer.ts';
import type { Part, Side } from './change.ts';
import { isJsonObject, jsonText, parseJson } from './json-value.ts';
import { queryPairs } from './url-parts.ts';

/** Places whose value was another one in every call of a route. */
export type ChangingPlaces = ReadonlySet<string>;

export const NONE_CHANGING: ChangingPlaces = new Set();

/** Fewer calls prove nothing. */
const FEWEST_CALLS = 3;
const MOST_CALLS = 12;
const MOST_PLACES = 3000;
const MOST_BODY_BYTES = 512 * 1024;

/** `pattern`: the name of a field in lower case, or a JSON Pointer with `*` in place of indexes. */
export function placeKey(side: Side, part: Part, pattern: string): string {
  return `${side} ${part} ${pattern}`;
}

/**
 * What differed in every one of these calls of the same route: ids, times, nonces. The two that are compared may be among them.
 */
export function changingPlaces(calls: readonly Exchange[]): ChangingPlaces {
  const seen = calls.slice(0, MOST_CALLS).map(valuesOf);
  const changing = new Set<string>();
  for (const place of new Set(seen.flatMap((values) => [...values.keys()]))) {
    const values = seen.flatMap((known) => known.get(place) ?? []);
    if (values.length >= FEWEST_CALLS && new Set(values).size === values.length) changing.add(place);
  }
  return changing;
}

function valuesOf({ request, response }: Exchange): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const add = (side: Side, part: Part, pattern: string, value: string) => {
    const key = placeKey(side, part, pattern);
    if (!values.has(key) && values.size < MOST_PLACES) values.set(key, value);
  };
  addMessage('request', request, add);
  for (const [name, value] of queryPairs(request.url)) add('request', 'query', name, value);
  if (response !== null) addMessage('response', response, add);
  return values;
}

type Add = (side: Side, part: Part, pattern: string, value: string) => void;

function addMessage(side: Side, { headers, body }: RequestMessage | ResponseMessage, add: Add): void {
  for (const [name, value] of headers) add(side, 'header', name.toLowerCase(), value);
  if (body === null || body.totalBytes > MOST_BODY_BYTES) return;
  const text = bodyText(headers, body, MOST_BODY_BYTES);
  const json = text === undefined ? undefined : parseJson(text);
  if (json !== undefined) addValue(side, json.value, '', add);
}

/** Deeper values are no places that a person would read. */
const DEEPEST = 20;

function addValue(side: Side, value: unknown, pattern: string, add: Add, depth = 0): void {
  if (depth > DEEPEST) return;
  // Elements of a list are alike: the first stands for all.
  if (Array.isArray(value) && value.length > 0) addValue(side, value[0], `${pattern}/*`, add, depth + 1);
  else if (isJsonObject(value)) {
    for (const name of Object.keys(value))
      addValue(side, value[name], `${pattern}/${escapedPart(name)}`, add, depth + 1);
  } else add(side, 'body', pattern, jsonText(value));
}
