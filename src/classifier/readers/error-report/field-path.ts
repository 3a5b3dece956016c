import { unescapedPart } from '../../../exchange/json-pointer.ts';
import type { FieldLocation } from './report.ts';

/** Words by which servers say where a field was, alone or as the first part of its path. */
const LOCATIONS: ReadonlyMap<string, FieldLocation> = new Map([
  ['body', 'body'],
  ['json', 'body'],
  ['form', 'body'],
  ['requestbody', 'body'],
  ['payload', 'body'],
  ['formdata', 'body'],
  ['query', 'query'],
  ['querystring', 'query'],
  ['queryparams', 'query'],
  ['queryparam', 'query'],
  ['queryparameter', 'query'],
  ['parameter', 'query'],
  ['url', 'query'],
  ['params', 'path'],
  ['path', 'path'],
  ['pathparams', 'path'],
  ['pathparameter', 'path'],
  ['pathvariable', 'path'],
  ['viewargs', 'path'],
  ['header', 'header'],
  ['headers', 'header'],
  ['requestheaders', 'header'],
]);

export function locationOf(word: unknown): FieldLocation | undefined {
  return typeof word === 'string' && word.length < 30
    ? LOCATIONS.get(word.toLowerCase().replace(/[^a-z]/g, ''))
    : undefined;
}

const MOST_SEGMENTS = 24;
const LONGEST_PATH = 300;

export interface ParsedPath {
  readonly segments: readonly (string | number)[];
  readonly location: FieldLocation | undefined;
}

/**
 * The steps of a field's path in any notation: JSON Pointer (`#/a/0/b`), `a.b[0].c`, `a[b][0]`, `$.a['b']`, `a/b`,
 * `items → 0 → price`. A first step that names a place (`body.amount`, `query.page`) becomes the location.
 */
export function parsePath(spelling: string): ParsedPath {
  const text = spelling.slice(0, LONGEST_PATH).trim();
  if (text.startsWith('#/') || text.startsWith('/')) {
    const steps = text.slice(text.startsWith('#') ? 2 : 1).split('/');
    return located(steps.map((part) => segment(unescapedPart(part))));
  }
  const isSlashed = /^[\w$-]{1,60}(?:\/[\w$-]{1,60})+$/.test(text);
  const parts = text
    .replace(/^(?:\$|#)\.?(?=[\w[]|$)/, '')
    .replace(/\[\s{0,4}["']?([^[\]"']{0,100})["']?\s{0,4}\]/g, '.$1')
    .split(isSlashed ? '/' : /\s{0,4}(?:\.|->|→|›|>)\s{0,4}/)
    .filter((part) => part !== '');
  return located(parts.map(segment));
}

/** The steps of a `loc` or `path` array: `["body", "items", 0, "price"]`. */
export function pathFromList(list: readonly unknown[]): ParsedPath {
  const steps = list.slice(0, MOST_SEGMENTS).flatMap((part) => {
    if (typeof part === 'number') return [part];
    if (typeof part === 'string') return [segment(part)];
    // Valibot gives an object a step.
    const key = typeof part === 'object' && part !== null ? (part as { key?: unknown }).key : undefined;
    return typeof key === 'string' || typeof key === 'number' ? [key] : [];
  });
  return located(steps);
}

/** A step that selects by a condition: `@reference_id=='default'`. */
export function isFiltered(segments: readonly (string | number)[]): boolean {
  return segments.some((part) => typeof part === 'string' && /[=<>@?*]/.test(part));
}

/** `items[0].price`: a path for sentences. */
export function pathInWords(segments: readonly (string | number)[]): string {
  return segments.reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`),
    '',
  );
}

function located(steps: readonly (string | number)[]): ParsedPath {
  const bounded = steps.slice(0, MOST_SEGMENTS);
  const location = bounded.length > 1 ? locationOf(bounded[0]) : undefined;
  return location === undefined ? { segments: bounded, location: undefined } : { segments: bounded.slice(1), location };
}

function segment(part: string): string | number {
  return /^\d{1,9}$/.test(part) ? Number(part) : part.slice(0, 100);
}
