import { partsOfPointer } from '../exchange/json-pointer.ts';

/** The parts of a JSON Pointer (RFC 6901): `/error/code`; undefined where the text is none. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return undefined;
  return partsOfPointer(pointer);
}

/** The value at a pointer, or undefined where there is none. */
export function valueAt(json: unknown, pointer: string): unknown {
  let value = json;
  for (const part of parsePointer(pointer) ?? []) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) ? !isIndex(part) : !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** A copy with the value in its place; objects on the way are made, `-` adds to a list. */
export function withValue(json: unknown, pointer: string, value: unknown): unknown {
  return changed(json, parsePointer(pointer) ?? [], () => value);
}

/** A copy without the value, or the same where there is none. */
export function withoutValue(json: unknown, pointer: string): unknown {
  return valueAt(json, pointer) === undefined ? json : changed(json, parsePointer(pointer) ?? [], () => undefined);
}

function changed(json: unknown, [part, ...rest]: readonly string[], change: () => unknown): unknown {
  if (part === undefined) return change();
  if (Array.isArray(json)) {
    const list: unknown[] = [...json];
    const index = part === '-' ? list.length : Number(part);
    // A list does not grow holes.
    if (part !== '-' && (!isIndex(part) || index > list.length)) return json;
    const value = changed(list[index], rest, change);
    list.splice(index, 1, ...(value === undefined ? [] : [value]));
    return list;
  }
  const entries = Object.entries(typeof json === 'object' && json !== null ? json : {});
  const at = entries.findIndex(([name]) => name === part);
  const value = changed(entries[at]?.[1], rest, change);
  entries.splice(
    at < 0 ? entries.length : at,
    at < 0 ? 0 : 1,
    ...(value === undefined ? [] : [[part, value] as [string, unknown]]),
  );
  // As entries: a member `__proto__` stays a member.
  return Object.fromEntries(entries);
}

function isIndex(part: string): boolean {
  return /^(?:0|[1-9]\d{0,8})$/.test(part);
}
