import { valueAt } from './json-pointer.ts';
import { matchPath, type Params } from './path-pattern.ts';
import type { Rule, ValueCondition } from './rule.ts';
import type { RuleRequest } from './rule-request.ts';

/** Of a value as much is looked at. */
const LONGEST_VALUE = 2000;

/** What a request and a rule have in common, or the first thing in which they differ. */
export type Fit =
  | { readonly kind: 'fits'; readonly params: Params }
  | { readonly kind: 'differs'; readonly in: 'path' | 'query' | 'headers' | 'json'; readonly name: string };

/** Everything but host and method, the body, and what counts or is left to chance. */
export function fitOfHead({ match }: Rule, request: RuleRequest): Fit {
  const params = paramsOf(match.paths, request.parts.path);
  if (params === undefined) return { kind: 'differs', in: 'path', name: request.parts.path };
  for (const condition of match.query) {
    if (!holds(condition, request.query(condition.name))) return differs('query', condition);
  }
  for (const condition of match.headers) {
    if (!holds(condition, request.headers(condition.name))) return differs('headers', condition);
  }
  return { kind: 'fits', params };
}

/** The first condition on the body that does not hold. */
export function differenceOfBody({ match }: Rule, request: RuleRequest): Fit | undefined {
  if (match.json.length === 0) return undefined;
  const json = request.json();
  const broken = match.json.find((condition) => !holds(condition, textsOf(valueAt(json, condition.name))));
  return broken && differs('json', broken);
}

function differs(place: 'query' | 'headers' | 'json', { name }: ValueCondition): Fit {
  return { kind: 'differs', in: place, name };
}

function paramsOf(paths: Rule['match']['paths'], path: string): Params | undefined {
  if (paths.length === 0) return {};
  for (const pattern of paths) {
    const params = matchPath(pattern, path);
    if (params !== undefined) return params;
  }
  return undefined;
}

function holds({ test }: ValueCondition, values: readonly string[]): boolean {
  if (test.kind === 'exists') return values.length > 0 === test.isThere;
  return values.some((value) => test.tests.some((fits) => fits(value.slice(0, LONGEST_VALUE))));
}

/** A list fits where one of its members does; an object is there, but equals no text. */
function textsOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.length === 0 ? [''] : value.flatMap(textsOf);
  return [typeof value === 'object' && value !== null ? '' : String(value)];
}
