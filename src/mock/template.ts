import { parsePointer, valueAt } from './json-pointer.ts';
import type { Params } from './path-pattern.ts';
import type { RuleRequest } from './rule-request.ts';

/** Text with places that the request fills: `order {{params.id}} of {{json.customer.name}}`. */
export type Template = readonly TemplatePart[];
type TemplatePart = string | Place;

interface Place {
  readonly source: Source;
  /** What is taken from the source: a name, or a JSON Pointer; empty for the whole. */
  readonly name: string;
}

type Source = (typeof SOURCES)[number];
/** Those that take a name, and those that do not. */
const NAMED = ['params', 'query', 'headers', 'json'] as const;
const ALONE = ['method', 'host', 'path', 'url', 'body', 'uuid', 'now', 'count', 'random'] as const;
const SOURCES = [...NAMED, ...ALONE] as const;
export const TEMPLATE_SOURCES: readonly string[] = SOURCES;

/** JSON whose texts are templates. One that is nothing but a place keeps the type of the value: `"{{json.amount}}"` is a number. */
export type JsonTemplate =
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'list'; readonly items: readonly JsonTemplate[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, JsonTemplate])[] }
  | { readonly kind: 'value'; readonly value: number | boolean | null };

/** What a template is filled from. */
export interface Scope {
  readonly request: RuleRequest;
  readonly params: Params;
  /** How often the rule has acted, this time included. */
  readonly count: number;
  readonly now: Date;
  uuid(): string;
  /** From 0 up to 1. */
  random(): number;
}

const PLACE = /\{\{\s*([^{}]{1,200}?)\s*\}\}/g;

/** The name of a place that nothing can fill. */
export interface UnknownPlace {
  readonly unknown: string;
}

export function parseTemplate(text: string): Template | UnknownPlace {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACE)) {
    const place = parsePlace(match[1]!);
    if (place === undefined) return { unknown: match[1]! };
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(place);
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** A text that stands for itself. */
export function literal(text: string): Template {
  return text === '' ? [] : [text];
}

export function parseJsonTemplate(json: unknown): JsonTemplate | UnknownPlace {
  if (typeof json === 'string') {
    const template = parseTemplate(json);
    return 'unknown' in template ? template : { kind: 'template', template };
  }
  if (Array.isArray(json)) {
    const items: JsonTemplate[] = [];
    for (const item of json) {
      const parsed = parseJsonTemplate(item);
      if ('unknown' in parsed) return parsed;
      items.push(parsed);
    }
    return { kind: 'list', items };
  }
  if (typeof json === 'object' && json !== null) {
    const members: (readonly [string, JsonTemplate])[] = [];
    for (const [name, value] of Object.entries(json)) {
      const parsed = parseJsonTemplate(value);
      if ('unknown' in parsed) return parsed;
      members.push([name, parsed]);
    }
    return { kind: 'object', members };
  }
  return { kind: 'value', value: typeof json === 'number' || typeof json === 'boolean' ? json : null };
}

/** `written` is how a value stands in the text around it. */
export function fillTemplate(
  template: Template,
  scope: Scope,
  written: (value: string) => string = (value) => value,
): string {
  return template.map((part) => (typeof part === 'string' ? part : written(textOf(placeValue(part, scope))))).join('');
}

export function fillJson(template: JsonTemplate, scope: Scope): unknown {
  switch (template.kind) {
    case 'value':
      return template.value;
    case 'template': {
      const [only, ...others] = template.template;
      if (typeof only === 'object' && others.length === 0) return placeValue(only, scope) ?? null;
      return fillTemplate(template.template, scope);
    }
    case 'list':
      return template.items.map((item) => fillJson(item, scope));
    case 'object':
      return Object.fromEntries(template.members.map(([name, value]) => [name, fillJson(value, scope)]));
  }
}

/** Whether the request's body has to be read before the template can be filled. */
export function asksForBody(template: Template | JsonTemplate): boolean {
  if (Array.isArray(template)) {
    return (template as Template).some(
      (part) => typeof part !== 'string' && (part.source === 'json' || part.source === 'body'),
    );
  }
  const json = template as JsonTemplate;
  switch (json.kind) {
    case 'value':
      return false;
    case 'template':
      return asksForBody(json.template);
    case 'list':
      return json.items.some(asksForBody);
    case 'object':
      return json.members.some(([, value]) => asksForBody(value));
  }
}

function parsePlace(text: string): Place | undefined {
  const [, source = '', separator = '', rest = ''] = /^([a-z]+)(?:(\.|#)(.{1,160}))?$/.exec(text) ?? [];
  if ((ALONE as readonly string[]).includes(source)) {
    return separator === '' || (source === 'now' && NOW_FORMS.has(rest))
      ? { source: source as Source, name: rest }
      : undefined;
  }
  if (!(NAMED as readonly string[]).includes(source)) return undefined;
  if (source !== 'json') return separator === '.' ? { source: source as Source, name: rest } : undefined;
  if (separator === '') return { source, name: '' };
  // `json.items.0.sku` and `json#/items/0/sku`.
  const pointer = separator === '#' ? rest : `/${rest.replaceAll('.', '/')}`;
  return parsePointer(pointer) === undefined ? undefined : { source, name: pointer };
}

const NOW_FORMS = new Set(['seconds', 'milliseconds', 'http']);

function placeValue({ source, name }: Place, { request, params, count, now, uuid, random }: Scope): unknown {
  switch (source) {
    case 'params':
      return Object.hasOwn(params, name) ? params[name] : undefined;
    case 'query':
      return request.query(name)[0];
    case 'headers':
      return request.headers(name)[0];
    case 'json':
      return valueAt(request.json(), name);
    case 'method':
      return request.method;
    case 'host':
      return request.parts.host;
    case 'path':
      return request.parts.path;
    case 'url':
      return request.url;
    case 'body':
      return request.text();
    case 'uuid':
      return uuid();
    case 'count':
      return count;
    case 'random':
      return Math.floor(random() * 1_000_000);
    case 'now':
      if (name === 'seconds') return Math.floor(now.getTime() / 1000);
      if (name === 'milliseconds') return now.getTime();
      return name === 'http' ? now.toUTCString() : now.toISOString();
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
