import { escapedPart } from '../../../exchange/json-pointer.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Members of one object that are looked at; errors have few, and what has more is data. */
const MOST_MEMBERS = 60;

export interface Member {
  /** As sent. */
  readonly key: string;
  readonly value: unknown;
}

/** The members of one object by their plain names (`errorCode`, `error_code` and `Error-Code` are one). */
export type Members = ReadonlyMap<string, Member>;

export function membersOf(object: JsonObject): Members {
  const members = new Map<string, Member>();
  for (const key in object) {
    if (!Object.hasOwn(object, key)) continue;
    const name = plainName(key);
    if (!members.has(name)) members.set(name, { key, value: object[key] });
    if (members.size >= MOST_MEMBERS) break;
  }
  return members;
}

const MOST_KEYS = 200;
const longLists = new WeakMap<object, readonly string[]>();

/** The first 200 keys of an object: of thousands they are not to be listed again for each field that is looked for. */
export function firstKeys(object: JsonObject): readonly string[] {
  const known = longLists.get(object);
  if (known !== undefined) return known;
  const keys = Object.keys(object);
  if (keys.length <= MOST_KEYS) return keys;
  const first = keys.slice(0, MOST_KEYS);
  longLists.set(object, first);
  return first;
}

/** The same keys come again and again; a hostile body must not make the table grow. */
const plainNames = new Map<string, string>();
const MOST_NAMES = 4000;

/** Lower case, letters and digits only: `error_description` → `errordescription`, `@odata.error` → `odataerror`. */
export function plainName(key: string): string {
  const known = plainNames.get(key);
  if (known !== undefined) return known;
  const name = key
    .slice(0, 60)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  if (plainNames.size >= MOST_NAMES) plainNames.clear();
  if (key.length <= 60) plainNames.set(key, name);
  return name;
}

/** Ranks of names, for `inOrder`. */
export function ranksOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, rank) => [name, rank]));
}

/** The members that have a rank, the lowest first. Objects have few members, and the lists of names are long. */
export function inOrder(members: Members, ranks: ReadonlyMap<string, number>): readonly (readonly [string, Member])[] {
  const found: { readonly rank: number; readonly entry: readonly [string, Member] }[] = [];
  for (const entry of members) {
    const rank = ranks.get(entry[0]);
    if (rank !== undefined) found.push({ rank, entry });
  }
  return found.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}

/** JSON Pointer (RFC 6901) one step deeper. */
export function step(pointer: string, key: string | number): string {
  return `${pointer}/${escapedPart(key)}`;
}

/** A JSON Pointer into the response as evidence: `response.body#/error/message`. */
export function inBody(pointer: string): string {
  return pointer === '' ? 'response.body' : `response.body#${pointer}`;
}

/** The first member of these names that `accept` takes. */
export function pick<Value>(
  members: Members,
  names: readonly string[],
  accept: (value: unknown) => Value | undefined,
): { readonly key: string; readonly value: Value } | undefined {
  for (const name of names) {
    const member = members.get(name);
    if (member === undefined) continue;
    const value = accept(member.value);
    if (value !== undefined) return { key: member.key, value };
  }
  return undefined;
}

export function nonEmptyString(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The word for no that a state consists of, in most dialects. */
export const SAYS_FAILED = /^(?:fail|failed|failure|error|ko|nok)$/i;

/** A part of a body that is JSON of its own; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The same of a part that has to be an object: a line, an event. */
export function parsedObject(text: string): JsonObject | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  const value = parsedJson(text);
  return isObject(value) ? value : undefined;
}
