import { Buffer } from 'node:buffer';
import { type RuleChange, ruleChange } from '../exchange/applied-rule.ts';
import { decodeBody } from '../exchange/body.ts';
import { type Header, headersFromRaw } from '../exchange/headers.ts';
import { valueAt, withoutValue, withValue } from './json-pointer.ts';
import { plainJson } from './plain-json.ts';
import { wireText } from './ready-answer.ts';
import type { Change, MessageChange, Origin } from './rule.ts';
import { asksForBody, fillJson, fillTemplate, type Scope } from './template.ts';
import type { ChangedHead } from './verdict.ts';

/** Fields by which a client asks whether its copy is current, and those by which a server lets it keep one (RFC 9111). */
const ASKING_CACHES = ['if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since', 'if-range'];
const KEEPING = ['etag', 'last-modified', 'expires', 'age'];

/** A change with the values of one request filled in. */
export interface ReadyChange {
  /** Where the request goes, if elsewhere. */
  readonly to: Origin | null;
  readonly keepsHost: boolean;
  /** Both JSON bodies have to be read whole to be changed. */
  readonly changesRequestBody: boolean;
  readonly changesResponseBody: boolean;
  /** Path and query as they go to the server. */
  path(sent: string): { readonly path: string; readonly changes: readonly RuleChange[] };
  request(rawHeaders: readonly string[]): {
    readonly rawHeaders: readonly string[];
    readonly changes: readonly RuleChange[];
  };
  response(status: number, rawHeaders: readonly string[]): ChangedHead;
  /** The body with its values changed, or undefined where it is no JSON. */
  body(
    side: 'request' | 'response',
    rawHeaders: readonly string[],
    bytes: Uint8Array,
  ): { readonly bytes: Uint8Array; readonly changes: readonly RuleChange[] } | undefined;
}

export function changeAsksForBody(change: Change): boolean {
  const { path, query, request, response } = change;
  const asks = ({ headers, json }: MessageChange) =>
    headers.some(([, value]) => value !== null && asksForBody(value)) || json.some(([, value]) => asksForBody(value));
  return (
    isJsonChanged(request) ||
    (path !== null && asksForBody(path)) ||
    query.some(([, value]) => value !== null && asksForBody(value)) ||
    asks(request) ||
    asks(response)
  );
}

export function readyChange(change: Change, scope: Scope): ReadyChange {
  return {
    to: change.to,
    keepsHost: change.keepsHost,
    changesRequestBody: isJsonChanged(change.request),
    changesResponseBody: isJsonChanged(change.response),
    path: (sent) => changePath(change, scope, sent),
    request(rawHeaders) {
      const removed = change.stripsCaching ? ASKING_CACHES : [];
      const all = [...removed.map((name) => [name, null] as const), ...filledHeaders(change.request, scope)];
      if (change.stripsCaching) all.push(['cache-control', 'no-cache']);
      return changeHeaders('request', rawHeaders, all);
    },
    response(status, rawHeaders) {
      const all = [...filledHeaders(change.response, scope)];
      if (change.stripsCaching)
        all.push(...KEEPING.map((name) => [name, null] as const), ['cache-control', 'no-store']);
      const changed = changeHeaders('response', rawHeaders, all);
      const wanted = change.response.status ?? status;
      const changes =
        wanted === status
          ? changed.changes
          : [ruleChange('response.status', String(status), String(wanted)), ...changed.changes];
      return { status: wanted, rawHeaders: changed.rawHeaders, changes };
    },
    body: (side, rawHeaders, bytes) => changeBody(change[side], side, scope, rawHeaders, bytes),
  };
}

function isJsonChanged({ json, jsonRemoved }: MessageChange): boolean {
  return json.length > 0 || jsonRemoved.length > 0;
}

function filledHeaders({ headers }: MessageChange, scope: Scope): (readonly [string, string | null])[] {
  return headers.map(([name, value]) => [name, value === null ? null : wireText(fillTemplate(value, scope))] as const);
}

function changePath(
  { path: template, query }: Change,
  scope: Scope,
  sent: string,
): { readonly path: string; readonly changes: readonly RuleChange[] } {
  const question = sent.indexOf('?');
  const sentPath = question < 0 ? sent : sent.slice(0, question);
  const sentSearch = question < 0 ? '' : sent.slice(question);
  let path = template === null ? sentPath : pathText(fillTemplate(template, scope));
  // A template may bring a query of its own.
  let search = path.includes('?') ? path.slice(path.indexOf('?')) : sentSearch;
  path = path.replace(/\?.*$/s, '');
  if (query.length > 0) {
    const params = new URLSearchParams(search);
    for (const [name, value] of query) {
      if (value === null) params.delete(name);
      else params.set(name, fillTemplate(value, scope));
    }
    search = params.size === 0 ? '' : `?${params}`;
  }
  const changed = path + search;
  return { path: changed, changes: changed === sent ? [] : [ruleChange('request.path', sent, changed)] };
}

/** With a slash at its beginning, and nothing in it that a request line cannot carry. */
function pathText(text: string): string {
  const path = text.startsWith('/') ? text : `/${text}`;
  return path.replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character)).replaceAll('#', '%23');
}

function changeHeaders(
  side: 'request' | 'response',
  rawHeaders: readonly string[],
  wanted: readonly (readonly [name: string, value: string | null])[],
): { readonly rawHeaders: readonly string[]; readonly changes: readonly RuleChange[] } {
  let headers: Header[] = [...headersFromRaw(rawHeaders)];
  const changes: RuleChange[] = [];
  for (const [name, value] of wanted) {
    const key = name.toLowerCase();
    const at = headers.findIndex(([candidate]) => candidate.toLowerCase() === key);
    const before = headers.filter(([candidate]) => candidate.toLowerCase() === key).map(([, text]) => text);
    if (before.length === 0 && value === null) continue;
    if (before.length === 1 && before[0] === value) continue;
    // In the place of the first of its name: some servers mind the order.
    const kept = headers.filter(([candidate], index) => index === at || candidate.toLowerCase() !== key);
    const place = kept.findIndex(([candidate]) => candidate.toLowerCase() === key);
    if (value === null) headers = kept.filter((_header, index) => index !== place);
    else if (place < 0) headers = [...kept, [name, value]];
    else headers = kept.map((header, index): Header => (index === place ? [header[0], value] : header));
    changes.push(ruleChange(`${side}.headers.${key}`, before.length === 0 ? null : before.join(', '), value));
  }
  return { rawHeaders: headers.flat(), changes };
}

function changeBody(
  { json, jsonRemoved }: MessageChange,
  side: 'request' | 'response',
  scope: Scope,
  rawHeaders: readonly string[],
  bytes: Uint8Array,
): { readonly bytes: Uint8Array; readonly changes: readonly RuleChange[] } | undefined {
  const decoded = decodeBody(headersFromRaw(rawHeaders), { bytes, totalBytes: bytes.length });
  if (decoded.isCut) return undefined;
  let value = plainJson(Buffer.from(decoded.bytes).toString('utf8'));
  if (value === undefined) return undefined;
  const changes: RuleChange[] = [];
  const note = (pointer: string, before: unknown, after: unknown) =>
    changes.push(ruleChange(`${side}.body#${pointer}`, jsonText(before), jsonText(after)));
  for (const [pointer, template] of json) {
    const before = valueAt(value, pointer);
    value = withValue(value, pointer, fillJson(template, scope));
    note(pointer, before, valueAt(value, pointer));
  }
  for (const pointer of jsonRemoved) {
    const before = valueAt(value, pointer);
    if (before === undefined) continue;
    value = withoutValue(value, pointer);
    note(pointer, before, undefined);
  }
  return { bytes: Buffer.from(JSON.stringify(value)), changes };
}

function jsonText(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
