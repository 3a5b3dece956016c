import { CODE_NAMES, EXPECTED_NAMES, MESSAGE_NAMES, PATH_NAMES, RECEIVED_NAMES } from './field-list-names.ts';
import { locationOf, type ParsedPath, parsePath, pathFromList } from './field-path.ts';
import { inBody, isObject, type JsonObject, type Members, membersOf, nonEmptyString, pick, step } from './members.ts';
import { type FieldError, MOST_FIELDS } from './report.ts';
import { plainSentence } from './words.ts';

/** Levels of lists within items: union errors of Zod, children of class-validator. */
const DEEPEST = 4;

/**
 * The fields that a list of error objects names: `[{"field": "email", "message": "…"}]` in any naming. Items that name
 * no field give nothing here.
 */
export function fieldsOfList(
  list: readonly unknown[],
  pointer: string,
  parent: ParsedPath = NO_PATH,
  depth = 0,
): readonly FieldError[] {
  const found: FieldError[] = [];
  for (const [index, item] of list.slice(0, MOST_FIELDS).entries()) {
    if (!isObject(item)) continue;
    found.push(...fieldsOfItem(item, step(pointer, index), parent, depth));
    if (found.length >= MOST_FIELDS) break;
  }
  return found.slice(0, MOST_FIELDS);
}

const NO_PATH: ParsedPath = { segments: [], location: undefined };

/** What one error object says about a field, or about several. */
export function fieldsOfItem(
  item: JsonObject,
  pointer: string,
  parent: ParsedPath = NO_PATH,
  depth = 0,
): readonly FieldError[] {
  // `[{"error": {"key": "name", "errors": […]}}]`
  const { error: wrapped, ...others } = item;
  if (isObject(wrapped) && Object.keys(others).length === 0 && depth < DEEPEST)
    return fieldsOfItem(wrapped, step(pointer, 'error'), parent, depth + 1);
  const members = membersOf(item);
  const own = pathOf(members, item);
  if (own === undefined) return depth < DEEPEST ? nested(members, pointer, parent, depth) : [];
  const path = {
    segments: [...parent.segments, ...own.segments],
    location: own.location ?? explicitLocation(members) ?? parent.location,
  };
  const constraints = members.get('constraints')?.value;
  const inner = depth < DEEPEST ? nested(members, pointer, path, depth) : [];
  if (inner.length > 0 && messageOf(members) === undefined) return inner;
  const code = codeOf(members) ?? (isObject(constraints) ? Object.keys(constraints)[0] : undefined);
  const message =
    messageOf(members) ?? (isObject(constraints) ? nonEmptyString(Object.values(constraints)[0]) : undefined) ?? code;
  if (message === undefined && own.key === 'name') return inner;
  const base = {
    location: path.location,
    message: plainSentence(message ?? ''),
    code,
    where: inBody(step(pointer, saidAt(members) ?? own.key)),
    ...expectation(members),
  };
  const names = own.names ?? [];
  if (names.length > 0) {
    return names.map((name) => ({ ...base, path: name, segments: [...path.segments, ...parsePath(name).segments] }));
  }
  return [{ ...base, path: own.spelling, segments: path.segments }];
}

interface OwnPath extends ParsedPath {
  readonly key: string;
  readonly spelling: string;
  /** Several fields that share one message. */
  readonly names?: readonly string[];
}

function pathOf(members: Members, item: JsonObject): OwnPath | undefined {
  // JSON:API puts the place into an object of its own.
  const source = item.source;
  if (isObject(source)) {
    const spelling = nonEmptyString(source.pointer) ?? nonEmptyString(source.parameter ?? source.header);
    if (spelling === undefined) return undefined;
    const location = source.pointer !== undefined ? 'body' : source.parameter !== undefined ? 'query' : 'header';
    return { key: 'source', spelling, segments: parsePath(spelling).segments, location };
  }
  // A path with points in it; a single word is where the error comes from.
  if (typeof source === 'string' && /^[a-z]\w{0,40}(?:\[\d+\])?(?:\.\w{1,40}(?:\[\d+\])?){1,8}$/.test(source))
    return { key: 'source', spelling: source, ...parsePath(source) };
  // Without a code or sentence beside it a name is data.
  for (const name of PATH_NAMES) {
    const member = members.get(name);
    if (member === undefined) continue;
    const path = asPath(name, member.key, member.value, members);
    if (path !== undefined) return path;
  }
  return contextPath(members);
}

function asPath(name: string, key: string, value: unknown, members: Members): OwnPath | undefined {
  if (typeof value === 'string') {
    if (value === '' && (name === 'instancepath' || name === 'datapath')) return missingProperty(members, key, '');
    if (!isPathLike(value)) return undefined;
    if (name === 'location') {
      // Google: the parameter's name beside `locationType`; elsewhere the word for body or query, or `body.rating`.
      const kind = members.get('locationtype')?.value;
      if (kind !== undefined) return { key, spelling: value, segments: [value], location: locationOf(kind) };
      const { segments, location } = parsePath(value);
      return location === undefined || segments.length === 0 ? undefined : { key, spelling: value, segments, location };
    }
    if (name === 'path' && /^\/(?!\d)/.test(value) && members.has('timestamp')) return undefined;
    if (name === 'instancepath' || name === 'datapath') return missingProperty(members, key, value);
    return { key, spelling: value, ...parsePath(value) };
  }
  if (!Array.isArray(value) || value.length === 0 || value.length > 40) return undefined;
  if (name === 'fields' || name === 'keys') {
    const names = value.filter((entry): entry is string => typeof entry === 'string' && isPathLike(entry));
    const prefix = members.get('path')?.value;
    const parent = Array.isArray(prefix) ? pathFromList(prefix) : NO_PATH;
    return names.length === 0 ? undefined : { key, spelling: names[0]!, ...parent, names };
  }
  if (name === 'path' && Array.isArray(members.get('keys')?.value)) return undefined;
  // GraphQL's path leads into the answer, not into the request.
  if (name === 'path' && (members.has('locations') || members.has('extensions'))) return undefined;
  if (!value.every((part) => typeof part === 'string' || typeof part === 'number' || isObject(part))) return undefined;
  const path = pathFromList(value);
  const isMissing = path.segments.length === 0 && path.location === undefined;
  return isMissing ? undefined : { key, spelling: path.segments.join('.'), ...path };
}

/** Ajv names the object; the property that is missing or too many stands beside it. */
function missingProperty(members: Members, key: string, base: string): OwnPath | undefined {
  const params = members.get('params')?.value;
  const child = isObject(params)
    ? (nonEmptyString(params.missingProperty) ?? nonEmptyString(params.additionalProperty))
    : undefined;
  if (child === undefined && base === '') return undefined;
  const { segments, location } = parsePath(base);
  const all = child === undefined ? segments : [...segments, child.replace(/^\./, '')];
  return { key, spelling: `${base}${child === undefined ? '' : `/${child}`}`, segments: all, location };
}

/** Joi's `context.key`, HubSpot's `context.propertyName`, Zoho's `details.api_name`. */
function contextPath(members: Members): OwnPath | undefined {
  const context = members.get('context') ?? members.get('details');
  if (context === undefined || !isObject(context.value)) return undefined;
  const names = members.has('context') ? ['key', 'propertyname', 'field', 'label'] : ['apiname', 'field', 'parameter'];
  const named = pick(membersOf(context.value), names, (value) =>
    nonEmptyString(Array.isArray(value) ? value[0] : value),
  );
  return named === undefined || !isPathLike(named.value)
    ? undefined
    : { key: context.key, spelling: named.value, ...parsePath(named.value) };
}

/** A name or path; not a sentence and not an address. */
function isPathLike(text: string): boolean {
  return text !== '' && text.length <= 200 && !/\s\S+\s|:\/\/|^[A-Z]+ \//.test(text);
}

function explicitLocation(members: Members) {
  return (
    locationOf(members.get('location')?.value) ??
    locationOf(members.get('in')?.value) ??
    locationOf(members.get('source')?.value) ??
    locationOf(members.get('locationtype')?.value) ??
    locationOf(members.get('validationcontext')?.value)
  );
}

/** The member with the words about the field, else with its code: the path alone says nothing. */
function saidAt(members: Members): string | undefined {
  return (pick(members, MESSAGE_NAMES, textOf) ?? pick(members, CODE_NAMES, nonEmptyString))?.key;
}

function messageOf(members: Members): string | undefined {
  return pick(members, MESSAGE_NAMES, textOf)?.value;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return nonEmptyString(value);
  if (Array.isArray(value)) return nonEmptyString(value[0]);
  if (isObject(value)) return nonEmptyString(value.value ?? value.text ?? value.message);
  return undefined;
}

function codeOf(members: Members): string | undefined {
  const found = pick(members, CODE_NAMES, (value) =>
    typeof value === 'number'
      ? String(value)
      : typeof value === 'string' && /^\S{1,100}$/.test(value)
        ? value
        : undefined,
  );
  // Spring lists the codes of its messages from the narrow to the wide; the last is the constraint.
  const codes = members.get('codes')?.value;
  return found?.value ?? (Array.isArray(codes) ? nonEmptyString(codes.at(-1)) : undefined);
}

function expectation(members: Members): { readonly expected?: string; readonly received?: string } {
  const expected = pick(members, EXPECTED_NAMES, shownValue)?.value ?? inside(members, EXPECTED_NAMES);
  const received = pick(members, RECEIVED_NAMES, shownValue)?.value ?? inside(members, ['value']);
  return { ...(expected === undefined ? {} : { expected }), ...(received === undefined ? {} : { received }) };
}

/** Limits and values that validators put one level deeper: `ctx`, `context`, `params`. */
function inside(members: Members, names: readonly string[]): string | undefined {
  for (const name of ['ctx', 'context', 'params', 'details', 'metadata']) {
    const value = members.get(name)?.value;
    if (!isObject(value)) continue;
    const found = pick(membersOf(value), names, shownValue)?.value;
    if (found !== undefined) return found;
  }
  return undefined;
}

function shownValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value.slice(0, 200);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry !== 'object')) {
    return value.slice(0, 20).join(', ').slice(0, 200);
  }
  return undefined;
}

function nested(members: Members, pointer: string, path: ParsedPath, depth: number): readonly FieldError[] {
  for (const name of [
    'children',
    'errors',
    'issues',
    'unionerrors',
    'details',
    'violations',
    'fieldviolations',
    'causes',
    'validationerrors',
  ]) {
    const member = members.get(name);
    if (member !== undefined && Array.isArray(member.value)) {
      const found = fieldsOfList(member.value, step(pointer, member.key), path, depth + 1);
      if (found.length > 0) return found;
    }
  }
  return [];
}
