import { isFormType, mediaType } from '../../exchange/body.ts';
import type { RequestMessage } from '../../exchange/exchange.ts';
import { secretName } from '../../exchange/redact/names.ts';
import { maskSecret } from '../../exchange/redact.ts';
import { inJson } from './blame-json.ts';
import { absent, type BlamedField, shownValue } from './blamed-field.ts';
import { pathInWords } from './error-report/field-path.ts';
import { fieldsInWords } from './error-report/field-words.ts';
import type { FieldError } from './error-report/report.ts';
import { idInPath } from './id-shape.ts';
import type { MessageFacts } from './message.ts';
import { nearestName } from './spelling.ts';

/** Finds the field in the request: in the place that the server names, else wherever it is. */
export function blame(
  field: FieldError,
  request: RequestMessage,
  facts: MessageFacts,
  url: URL | undefined,
): BlamedField {
  const { location } = field;
  const places = location === undefined ? (['body', 'query', 'header'] as const) : [location];
  const attempts: BlamedField[] = [];
  for (const place of places) {
    const found =
      place === 'body'
        ? inBody(field, request, facts)
        : place === 'query'
          ? inQuery(field, url)
          : place === 'header'
            ? inHeader(field, request, location !== undefined)
            : inPath(field, url);
    if (found?.isPresent) return insideOf(found, request, facts, url) ?? found;
    if (found !== undefined) attempts.push(found);
  }
  // Servers call a parameter of the path a field, too, and headers parameters.
  if (location === undefined || location === 'query') {
    const id = location === undefined ? pathByValue(field, url) : undefined;
    if (id !== undefined) return id;
  }
  return (
    attempts.find(({ nearMiss }) => nearMiss !== undefined) ?? attempts[0] ?? absent(field, expectedPlace(request))
  );
}

/** The server names an object, and its sentence what is wrong within: `{"field": "input", "description": "prompt is required"}`. */
function insideOf(
  { field, jsonType }: BlamedField,
  request: RequestMessage,
  facts: MessageFacts,
  url: URL | undefined,
): BlamedField | undefined {
  if (jsonType !== 'object' || field.segments.length === 0) return undefined;
  const [inner] = fieldsInWords(field.message, field.where);
  const isOwn = inner === undefined || inner.segments.at(-1) === field.segments.at(-1);
  if (isOwn || inner.segments.length === 0) return undefined;
  const segments = [...field.segments, ...inner.segments];
  const found = blame({ ...field, path: pathInWords(segments), segments }, request, facts, url);
  const isAbsent = /\b(?:required|missing)\b/i.test(field.message);
  return found.isPresent || found.nearMiss !== undefined || isAbsent ? found : undefined;
}

function expectedPlace(request: RequestMessage): 'body' | 'query' {
  return request.body !== null || /^(?:POST|PUT|PATCH)$/.test(request.method) ? 'body' : 'query';
}

function inBody(field: FieldError, request: RequestMessage, facts: MessageFacts): BlamedField | undefined {
  const json = facts.json();
  if (json !== undefined) return inJson(field, json);
  const text = facts.body()?.text;
  const { type } = mediaType(request.headers);
  if (text === undefined)
    return expectedPlace(request) === 'body' && field.location === 'body' ? absent(field, 'body') : undefined;
  if (isFormType(type)) return inPairs(field, new URLSearchParams(text.slice(0, 64 * 1024)), 'body', 'request.body');
  if (type.startsWith('multipart/')) return inMultipart(field, text);
  return field.location === 'body' ? absent(field, 'body') : undefined;
}

function inQuery(field: FieldError, url: URL | undefined): BlamedField | undefined {
  if (url === undefined) return undefined;
  if (url.search === '' && field.location !== 'query') return undefined;
  return inPairs(field, url.searchParams, 'query', 'request.url');
}

const MOST_PAIRS = 200;

function inPairs(field: FieldError, pairs: URLSearchParams, place: 'body' | 'query', base: string): BlamedField {
  const names: string[] = [];
  // `a[b][0]`, `a.b.0` and `a` alone are spellings of one field.
  const wanted = new Set([
    field.path,
    pathInWords(field.segments),
    field.segments.join('.'),
    bracketed(field.segments),
    String(field.segments.at(-1) ?? ''),
  ]);
  for (const [name, value] of pairs) {
    names.push(name);
    if (wanted.has(name) || wanted.has(name.replace(/\[\]$/, ''))) {
      return {
        field,
        name: pathInWords(field.segments) || field.path,
        place,
        where: `${base}?${name}`,
        isPresent: true,
        value: shownValue(name, value),
        jsonType: 'string',
        nearMiss: undefined,
      };
    }
    if (names.length >= MOST_PAIRS) break;
  }
  const near = nearestName(String(field.segments.at(-1) ?? field.path), names);
  const nearMiss =
    near === undefined
      ? undefined
      : { ...near, where: `${base}?${near.name}`, value: shownValue(near.name, pairs.get(near.name) ?? '') };
  return { ...absent(field, place, nearMiss), where: base };
}

function bracketed(segments: readonly (string | number)[]): string {
  return segments.map((part, index) => (index === 0 ? String(part) : `[${part}]`)).join('');
}

const PART_NAME = /\bname="([^"\r\n]{1,200})"/g;

function inMultipart(field: FieldError, text: string): BlamedField {
  const names = [...text.slice(0, 256 * 1024).matchAll(PART_NAME)].slice(0, MOST_PAIRS).map(([, name]) => name!);
  const wanted = String(field.segments.at(-1) ?? field.path);
  const name = names.find((candidate) => candidate === wanted || candidate === field.path);
  if (name === undefined) {
    const near = nearestName(wanted, names);
    return absent(
      field,
      'body',
      near === undefined ? undefined : { ...near, where: `request.body?${near.name}`, value: '' },
    );
  }
  return { ...absent(field, 'body'), where: `request.body?${name}`, isPresent: true, jsonType: 'string' };
}

function inHeader(field: FieldError, request: RequestMessage, isNamed: boolean): BlamedField | undefined {
  const wanted = field.path.toLowerCase().replaceAll('_', '-');
  const header = request.headers.find(([name]) => name.toLowerCase() === wanted);
  if (header === undefined) {
    // A field without a place is looked for in the headers only where it is spelled as one.
    if (!isNamed && !/^[A-Z][\w]*-|^x-/i.test(field.path)) return undefined;
    const near = nearestName(
      field.path,
      request.headers.map(([name]) => name),
    );
    const value = request.headers.find(([name]) => name === near?.name)?.[1] ?? '';
    const nearMiss =
      near === undefined
        ? undefined
        : { ...near, where: `request.headers.${near.name.toLowerCase()}`, value: shownValue(near.name, value) };
    return absent(field, 'header', nearMiss);
  }
  if (!isNamed && !/-/.test(field.path)) return undefined;
  return {
    ...absent(field, 'header'),
    name: header[0],
    where: `request.headers.${header[0].toLowerCase()}`,
    isPresent: true,
    value: secretName(header[0], 'header') === undefined ? shownValue(header[0], header[1]) : maskSecret(header[1]),
    jsonType: 'string',
  };
}

function inPath(field: FieldError, url: URL | undefined): BlamedField {
  const id = field.received ?? (url === undefined ? undefined : idInPath(url.pathname));
  return {
    ...absent(field, 'path'),
    isPresent: id !== undefined,
    value: id === undefined ? undefined : shownValue('', id),
    jsonType: id === undefined ? undefined : 'string',
  };
}

/** The value that the server repeats stands in the path. */
function pathByValue(field: FieldError, url: URL | undefined): BlamedField | undefined {
  const received = field.received ?? /["'`]([^"'`]{1,80})["'`]$/.exec(field.message)?.[1];
  if (url === undefined || received === undefined || received === '' || received === field.path) return undefined;
  const isInPath = url.pathname.split('/').some((part) => part === received || part === encodeURIComponent(received));
  return isInPath ? inPath({ ...field, received }, url) : undefined;
}

export type { BlamedField, JsonType, NearMiss } from './blamed-field.ts';
