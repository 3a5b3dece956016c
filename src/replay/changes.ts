import type { RequestMessage } from '../exchange/exchange.ts';
import type { Header, Headers } from '../exchange/headers.ts';
import { UserError } from '../exchange/user-error.ts';
import { editableText, framed, withBodyText } from './body.ts';
import { type Destination, sentTo } from './destination.ts';
import { jsonValue, withJsonValue } from './json-place.ts';
import { withQueryParameter } from './query.ts';

/** What a person wants to be different from the recorded request, in the order in which it is done. */
export interface Changes {
  readonly to: Destination | null;
  readonly removeHeaders: readonly string[];
  readonly setHeaders: Headers;
  readonly setQuery: readonly NamedValue[];
  /** Names are JSON Pointers. */
  readonly setJson: readonly NamedValue[];
}

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export const NO_CHANGES: Changes = { to: null, removeHeaders: [], setHeaders: [], setQuery: [], setJson: [] };

/** @throws UserError where a change is not possible on this request */
export function changed(request: RequestMessage, changes: Changes): RequestMessage {
  const { to, removeHeaders, setHeaders, setQuery, setJson } = changes;
  const sent = to === null ? request : sentTo(request, to);
  const url = setQuery.reduce((address, { name, value }) => withQueryParameter(address, name, value), sent.url);
  const unwanted = new Set(removeHeaders.map((name) => name.toLowerCase()));
  const kept = sent.headers.filter(([name]) => !unwanted.has(name.toLowerCase()));
  const headers = setHeaders.reduce<Headers>(withHeader, kept);
  return framed(withJson({ ...sent, url, headers }, setJson));
}

/** In place of the first of its name, whose others go; at the end where there is none. */
export function withHeader(headers: Headers, [name, value]: Header): Headers {
  const wanted = name.toLowerCase();
  const first = headers.findIndex(([candidate]) => candidate.toLowerCase() === wanted);
  if (first < 0) return [...headers, [name, value]];
  return headers.flatMap(([candidate, before], index): readonly Header[] => {
    if (index === first) return [[name, value]];
    return candidate.toLowerCase() === wanted ? [] : [[candidate, before]];
  });
}

function withJson(request: RequestMessage, setJson: readonly NamedValue[]): RequestMessage {
  if (setJson.length === 0) return request;
  const text = editableText(request);
  if (text === undefined) {
    throw new UserError('set-json', 'The body is not text, so --set-json has nothing to change.', 'Leave it out.');
  }
  const written = setJson.reduce((body, { name, value }) => withJsonValue(body, name, jsonValue(value)), text);
  return withBodyText(request, written);
}

/**
 * `Name: value` of `--set-header`; an empty value is allowed.
 * @throws UserError `set-header`
 */
export function parseHeader(text: string): Header {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*([^\r\n\0]*?)[ \t]*$/.exec(text);
  if (match === null) {
    throw new UserError(
      'set-header',
      `--set-header takes a name and a value, and ${JSON.stringify(text.slice(0, 80))} is not that.`,
      'Write it like "X-Tenant: acme".',
      2,
    );
  }
  return [match[1]!, wireText(match[2]!)];
}

/**
 * `name=value`.
 * @throws UserError `named-value`
 */
export function parseNamedValue(option: string, example: string, text: string): NamedValue {
  const equals = text.indexOf('=');
  if (equals < 0 || (equals === 0 && option === '--set-query')) {
    throw new UserError(
      'named-value',
      `${option} ${JSON.stringify(text.slice(0, 80))} has no =.`,
      `Write it like ${example}.`,
      2,
    );
  }
  return { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** Text as it goes over the wire, one character for each byte of UTF-8. */
export function wireText(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}
