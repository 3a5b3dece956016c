import { isFormType, mediaType } from '../../exchange/body.ts';
import { secretName } from '../../exchange/redact/names.ts';
import type { Facts } from '../facts.ts';
import { perExchange } from '../per-exchange.ts';
import { isObject, step } from '../readers/error-report/members.ts';
import { shown } from '../shown.ts';

/** A value of the request that the server repeats. */
export interface Mention {
  readonly place: 'path' | 'query' | 'body';
  /** Name of the parameter or member; of the path the segment before it, or undefined. */
  readonly name: string | undefined;
  readonly value: string;
  /** Evidence pointer. */
  readonly where: string;
}

const QUOTED = /["'`“‘«]([^"'`”’»\s[({,:;][^"'`”’»\s]{0,99})["'`”’»]/g;
/** `with key: invoic`, `named orders`: what a name is given for. */
const LABELLED =
  /\b(?:id|ids|key|keys|named?|names|called|identifier|code|slug|not found:|unknown \w{1,30}:)(?: is)?\s?[:=]?\s?([\w.@-]{3,100})/gi;
/** `Charge ch_3F`, `id 42`, `=7`, `:88`: words with a digit or a colon inside, and numbers. */
const BARE = /(?<![\w.])(?=[\w./@:-]{0,60}(?:\d|[._@-]\w))[A-Za-z0-9][\w./@:-]{0,100}/g;
const MOST_WORDS = 12;

/** Values in the server's sentence that may be the request's own: quoted ones first, then ids and numbers. */
export function wordsOfSentence(sentence: string): readonly string[] {
  const text = sentence.slice(0, 600);
  const found = new Set<string>();
  for (const pattern of [QUOTED, BARE, LABELLED]) {
    // `matchAll` would copy the pattern, which costs more than going through a sentence.
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const word = (match[1] ?? match[0]).replace(/[.,:;]+$/, '');
      if (word !== '') found.add(word);
      if (found.size >= MOST_WORDS) return [...found];
    }
  }
  return [...found];
}

/** The value of the request that the sentence repeats: in the body, the query or the path, in this order. */
export function mentionedIn(facts: Facts, sentence: string): Mention | undefined {
  const words = wordsOfSentence(sentence);
  if (words.length === 0) return undefined;
  const values = requestValues(facts);
  for (const word of words) {
    const found = values.find(({ value }) => value === word);
    if (found !== undefined) return found;
  }
  const path = pathSegments(facts);
  for (const word of words) {
    const at = path.findIndex((segment) => segment === word || segment.replace(/\.(?:json|xml)$/, '') === word);
    if (at >= 0) return { place: 'path', name: path[at - 1], value: path[at]!, where: 'request.url' };
  }
  return undefined;
}

const MOST_VALUES = 300;
const DEEPEST = 5;

/** Scalar values of the body and the query, with their places. */
export const requestValues = perExchange((facts: Facts): readonly Mention[] => readValues(facts));

function readValues(facts: Facts): readonly Mention[] {
  const found: Mention[] = [];
  const json = facts.request.json();
  if (json !== undefined) collect(json, '', undefined, 0, found);
  else {
    const text = facts.request.body()?.text;
    if (text !== undefined && isFormType(mediaType(facts.exchange.request.headers).type)) {
      pairs(new URLSearchParams(text.slice(0, 16 * 1024)), 'body', 'request.body', found);
    }
  }
  const url = facts.url();
  if (url !== undefined && url.search !== '') pairs(url.searchParams, 'query', 'request.url', found);
  return found;
}

function pairs(from: URLSearchParams, place: 'body' | 'query', base: string, found: Mention[]): void {
  for (const [name, value] of from) {
    if (found.length >= MOST_VALUES) return;
    found.push({ place, name, value, where: `${base}?${name}` });
  }
}

function collect(value: unknown, pointer: string, name: string | undefined, depth: number, found: Mention[]): void {
  if (found.length >= MOST_VALUES) return;
  if (typeof value === 'string' || typeof value === 'number') {
    found.push({ place: 'body', name, value: String(value).slice(0, 200), where: `request.body#${pointer}` });
    return;
  }
  if (depth >= DEEPEST) return;
  if (Array.isArray(value)) {
    for (const [index, entry] of value.slice(0, 50).entries())
      collect(entry, step(pointer, index), name, depth + 1, found);
  } else if (isObject(value)) {
    for (const key of Object.keys(value).slice(0, 50)) collect(value[key], step(pointer, key), key, depth + 1, found);
  }
}

export function pathSegments(facts: Facts): readonly string[] {
  return (facts.url()?.pathname ?? '')
    .slice(0, 2000)
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded);
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `customer = "5"`, its value masked where the name says that it is secret. */
export function mentionInWords({ name, value }: Mention): string {
  const isSecret = name !== undefined && secretName(name, 'field')?.isStrong === true;
  const text = isSecret ? '"…"' : shown(JSON.stringify(value.slice(0, 200)), 80);
  return name === undefined ? text : `${shown(name, 60)} ${text}`;
}
