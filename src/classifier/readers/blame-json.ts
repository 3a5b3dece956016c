import { absent, type BlamedField, jsonTypeOf, type NearMiss, shownValue } from './blamed-field.ts';
import { pathInWords } from './error-report/field-path.ts';
import { firstKeys, isObject, type JsonObject, plainName, step } from './error-report/members.ts';
import type { FieldError } from './error-report/report.ts';
import { nearestName } from './spelling.ts';

interface Step {
  readonly value: unknown;
  readonly pointer: string;
  /** Steps that were found, and the object that lacks the next. */
  readonly depth: number;
  readonly parent: unknown;
}

/** Finds a field in a JSON body, whatever the server puts before its path or leaves out of it. */
export function inJson(field: FieldError, json: unknown): BlamedField {
  let best: Step | undefined;
  for (const segments of readings(field.segments)) {
    const found = walk(json, segments);
    if (found.depth === segments.length) return present(field, segments, found, 'body');
    if (best === undefined || found.depth > best.depth) best = found;
  }
  const wrapped = inWrapper(field, json);
  if (wrapped !== undefined) return wrapped;
  const last = field.segments.at(-1);
  const parent = best !== undefined && isObject(best.value) ? best : { value: json, pointer: '' };
  const wanted = typeof last === 'string' ? last : field.path;
  const nearMiss = isObject(parent.value) ? nearIn(wanted, parent.value, parent.pointer) : undefined;
  const where = `request.body${parent.pointer === '' ? '' : `#${parent.pointer}`}`;
  return { ...absent(field, 'body', nearMiss), where };
}

/** Names of envelopes that servers put before a field's path though the body has none, or leave out though it has one. */
const PREFIXES: ReadonlySet<string> = new Set([
  'body',
  'data',
  'request',
  'input',
  'payload',
  'properties',
  'params',
  'attributes',
  'json',
  'root',
  'dto',
  'command',
  'model',
  'value',
  'object',
  'document',
  'instance',
  'requestbody',
]);

/** The path as it is, then without its first one or two steps, where these are names of envelopes or of a class. */
function* readings(segments: readonly (string | number)[]): Generator<readonly (string | number)[]> {
  yield segments;
  for (let skipped = 1; skipped <= 2 && skipped < segments.length; skipped += 1) {
    const prefix = segments[skipped - 1];
    if (typeof prefix !== 'string') return;
    if (!PREFIXES.has(plainName(prefix)) && !/^[A-Z]\w+$|Dto$|Request$|Input$|^\$/.test(prefix)) return;
    yield segments.slice(skipped);
  }
}

function walk(json: unknown, segments: readonly (string | number)[]): Step {
  let value: unknown = json;
  let parent: unknown;
  let pointer = '';
  let depth = 0;
  for (const segment of segments) {
    const key = memberKey(value, segment);
    if (key === undefined) break;
    parent = value;
    value = (value as Record<string | number, unknown>)[key];
    pointer = step(pointer, key);
    depth += 1;
  }
  return { value, pointer, depth, parent };
}

/** The member's key as the request spells it; a capital at the beginning is the server's style (ASP.NET, Go). */
function memberKey(value: unknown, segment: string | number): string | number | undefined {
  if (Array.isArray(value)) {
    const index = typeof segment === 'number' ? segment : Number.NaN;
    return index >= 0 && index < value.length ? index : undefined;
  }
  if (!isObject(value)) return undefined;
  const name = String(segment);
  if (Object.hasOwn(value, name)) return name;
  const lower = `${name[0]?.toLowerCase() ?? ''}${name.slice(1)}`;
  if (Object.hasOwn(value, lower)) return lower;
  const upper = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
  if (Object.hasOwn(value, upper)) return upper;
  // `Email` of a struct is `email` in JSON, `ID` is `id`.
  return /^[A-Z]+$/.test(name) && Object.hasOwn(value, name.toLowerCase()) ? name.toLowerCase() : undefined;
}

/** Rails and JSON:API wrap the fields; servers name them without the wrapper. Two levels, few members. */
function inWrapper(field: FieldError, json: unknown): BlamedField | undefined {
  if (!isObject(json)) return undefined;
  for (const key of firstKeys(json).slice(0, 20)) {
    const inner = json[key];
    if (!isObject(inner)) continue;
    const found = walk(inner, field.segments);
    if (found.depth === field.segments.length && found.depth > 0) {
      const pointer = `${step('', key)}${found.pointer}`;
      return present(field, field.segments, { ...found, pointer }, 'body');
    }
    const deeper = inner.attributes ?? inner.input;
    if (!isObject(deeper)) continue;
    const second = walk(deeper, field.segments);
    if (second.depth === field.segments.length && second.depth > 0) {
      const pointer = `${step(step('', key), 'attributes' in inner ? 'attributes' : 'input')}${second.pointer}`;
      return present(field, field.segments, { ...second, pointer }, 'body');
    }
  }
  return undefined;
}

function present(
  field: FieldError,
  segments: readonly (string | number)[],
  { value, pointer }: Step,
  place: 'body',
): BlamedField {
  return {
    field,
    name: pathInWords(segments) || field.path,
    place,
    where: pointer === '' ? 'request.body' : `request.body#${pointer}`,
    isPresent: true,
    value: shownValue(String(segments.at(-1) ?? ''), value),
    jsonType: jsonTypeOf(value),
    nearMiss: undefined,
  };
}

function nearIn(wanted: string, object: JsonObject, pointer: string): NearMiss | undefined {
  const near = nearestName(wanted, firstKeys(object));
  return near === undefined
    ? undefined
    : { ...near, where: `request.body#${step(pointer, near.name)}`, value: shownValue(near.name, object[near.name]) };
}
