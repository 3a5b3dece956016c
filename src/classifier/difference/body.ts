import type { DifferenceItem } from '../../exchange/difference.ts';
import type { Field, Fields, KeptRequest } from '../../exchange/history.ts';
import { type Compared, hasWorked, weigh } from './compared.ts';

/** The fields by path and type; nothing where one of the bodies could not be read, or was not kept. */
export function bodyDifferences(compared: Compared): readonly DifferenceItem[] {
  const { before, after } = compared;
  if (before.fields === null || after.fields === null) return [];
  const items: DifferenceItem[] = [];
  for (const path of pathsOf(before.fields, after.fields)) {
    const [old, now] = [fieldAt(before.fields, path), fieldAt(after.fields, path)];
    const read = (request: KeptRequest) => identityOf(request.fields, path);
    if (read(before) === read(after)) continue;
    const isOtherType = old !== undefined && now !== undefined && old.type !== now.type;
    items.push({
      kind: 'body',
      name: path,
      before: old === undefined ? null : fieldInWords(old, isOtherType),
      after: now === undefined ? null : afterInWords(old, now, isOtherType),
      weight: isOtherType ? typeWeight(compared, path) : weigh(compared, read, { missing: 70, added: 60, changed: 45 }),
    });
  }
  return items;
}

/**
 * The paths to compare. Where one side has a scalar or nothing at the place of an object, the object is one difference,
 * not one for each of its fields.
 */
function pathsOf(before: Fields, after: Fields): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const [own, other] of [
    [before, after],
    [after, before],
  ] as const) {
    const containers = containersOf(other);
    for (const path of own.keys()) {
      const top = ancestorsOf(path).find(
        (ancestor) => other.has(ancestor) || containers.get(ancestor) !== containerBefore(path, ancestor),
      );
      paths.add(top ?? path);
    }
  }
  return paths;
}

/** `items[].price` → `items`, `items[]`; the outermost first. */
function ancestorsOf(path: string): readonly string[] {
  const ancestors: string[] = [];
  for (let index = 1; index < path.length; index += 1) {
    if (path[index] === '.' || path.startsWith('[]', index)) ancestors.push(path.slice(0, index));
  }
  return ancestors;
}

/** What stands at each path that has fields behind it. */
function containersOf(fields: Fields): ReadonlyMap<string, 'array' | 'object'> {
  const containers = new Map<string, 'array' | 'object'>();
  for (const path of fields.keys()) {
    for (const ancestor of ancestorsOf(path)) containers.set(ancestor, containerBefore(path, ancestor));
  }
  return containers;
}

function containerBefore(path: string, ancestor: string): 'array' | 'object' {
  return path.startsWith('[]', ancestor.length) ? 'array' : 'object';
}

/** The field itself, or what contains the fields behind the path. */
function fieldAt(fields: Fields, path: string): Field | undefined {
  const own = fields.get(path);
  if (own !== undefined) return own;
  for (const other of fields.keys()) {
    if (other.startsWith(`${path}.`) || other.startsWith(`${path}[]`)) return CONTAINERS[containerBefore(other, path)];
  }
  return undefined;
}

const CONTAINERS = {
  object: { type: 'object', shown: '{…}', identity: '{…}' },
  array: { type: 'array', shown: '[…]', identity: '[…]' },
} as const satisfies Record<string, Field>;

function identityOf(fields: Fields | null, path: string): string | undefined {
  const field = fields === null ? undefined : fieldAt(fields, path);
  return field === undefined ? undefined : `${field.type} ${field.identity}`;
}

function typeWeight(compared: Compared, path: string): number {
  const type = (request: KeptRequest) => (request.fields === null ? undefined : fieldAt(request.fields, path)?.type);
  return hasWorked(compared, type) ? 0 : 85;
}

function fieldInWords({ type, shown }: Field, withType: boolean): string {
  const text = type === 'string' && !/^<.*>$/.test(shown) ? JSON.stringify(shown) : shown;
  return withType && type !== 'null' ? `${type} ${text}` : text;
}

function afterInWords(old: Field | undefined, now: Field, withType: boolean): string {
  const text = fieldInWords(now, withType);
  return old !== undefined && old.shown === now.shown && !withType ? `another ${text}` : text;
}
