import { escapedPart } from '../json-pointer.ts';
import type { How } from './change.ts';
import { areSame, hashOf, isJsonObject, type JsonType, jsonText, parseJson, typeOf } from './json-value.ts';
import { longestRising, sameRuns } from './sequence.ts';
import { shown, shownPair } from './shown.ts';

/** One place of a JSON body that differs. */
export interface JsonChange {
  readonly how: How;
  /** JSON Pointer in the later body; of what was removed in the earlier one. */
  readonly pointer: string;
  /** The same with `*` in place of indexes: what is alike in every element. */
  readonly pattern: string;
  readonly from?: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface JsonComparison {
  readonly changes: readonly JsonChange[];
  readonly leftOut: number;
}

const MOST_CHANGES = 1000;
/** Beyond these nothing is looked at any more: the two have nothing in common. */
const MOST_COUNTED = 100_000;

/** Undefined where one of the texts is not JSON, or nested deeper than the stack: then they are compared as text. */
export function compareJson(before: string, after: string): JsonComparison | undefined {
  try {
    return compareValues(before, after);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function compareValues(before: string, after: string): JsonComparison | undefined {
  const earlier = parseJson(before);
  const later = earlier === undefined ? undefined : parseJson(after);
  if (earlier === undefined || later === undefined) return undefined;
  const comparer = new JsonComparer();
  comparer.compare(earlier.value, later.value, ROOT);
  return comparer.result();
}

/** Where a value is, from the inside out: its text is made only where it is needed. */
interface Path {
  readonly parent: Path | null;
  readonly name: string | number;
}

const ROOT: Path = { parent: null, name: '' };

interface Lone {
  readonly path: Path;
  readonly value: unknown;
}

interface Found {
  readonly how: 'changed' | 'retyped' | 'moved';
  readonly path: Path;
  readonly from: Path | null;
  readonly before: unknown;
  readonly after: unknown;
}

type Members = Readonly<Record<string, unknown>>;

class JsonComparer {
  readonly #found: Found[] = [];
  readonly #removed: Lone[] = [];
  readonly #added: Lone[] = [];
  #count = 0;

  compare(before: unknown, after: unknown, path: Path): void {
    if (before === after || this.#count > MOST_COUNTED) return;
    if (Array.isArray(before) && Array.isArray(after)) this.#compareArrays(before, after, path);
    else if (isJsonObject(before) && isJsonObject(after)) this.#compareObjects(before, after, path);
    else if (!areSame(before, after)) {
      this.#note({ how: typeOf(before) === typeOf(after) ? 'changed' : 'retyped', path, from: null, before, after });
    }
  }

  result(): JsonComparison {
    const { moved, removed, added } = this.#withMoves();
    const changes = [
      ...[...this.#found, ...moved].map(changeOf),
      ...removed.map((lone) => loneChange('removed', lone)),
      ...added.map((lone) => loneChange('added', lone)),
    ];
    const listed = changes.slice(0, MOST_CHANGES);
    return { changes: listed, leftOut: this.#count - moved.length - listed.length };
  }

  #note(found: Found): void {
    this.#count += 1;
    if (this.#found.length < MOST_CHANGES) this.#found.push(found);
  }

  #lone(list: Lone[], value: unknown, parent: Path, name: string | number): void {
    this.#count += 1;
    if (list.length < MOST_CHANGES) list.push({ value, path: { parent, name } });
  }

  #compareObjects(before: Members, after: Members, path: Path): void {
    for (const name of Object.keys(before)) {
      if (!Object.hasOwn(after, name)) this.#lone(this.#removed, before[name], path, name);
      else if (before[name] !== after[name]) this.compare(before[name], after[name], { parent: path, name });
    }
    for (const name of Object.keys(after)) {
      if (!Object.hasOwn(before, name)) this.#lone(this.#added, after[name], path, name);
    }
  }

  #compareArrays(before: readonly unknown[], after: readonly unknown[], path: Path): void {
    const earlier = identitiesOf(before);
    const later = earlier === undefined ? undefined : identitiesOf(after);
    if (earlier !== undefined && later !== undefined && earlier.member === later.member && sharesOne(earlier, later)) {
      this.#compareByIdentity(before, after, earlier.places, later.places, path);
    } else this.#compareByOrder(before, after, path);
  }

  #compareByIdentity(
    before: readonly unknown[],
    after: readonly unknown[],
    earlier: ReadonlyMap<unknown, number>,
    later: ReadonlyMap<unknown, number>,
    path: Path,
  ): void {
    const pairs: (readonly [number, number])[] = [];
    for (const [identity, index] of earlier) {
      const other = later.get(identity);
      if (other === undefined) this.#lone(this.#removed, before[index], path, index);
      else pairs.push([index, other]);
    }
    const inOrder = new Set(longestRising(pairs).map(([index]) => index));
    for (const [index, other] of pairs) {
      const place = { parent: path, name: other };
      if (!inOrder.has(index)) {
        const from = { parent: path, name: index };
        this.#note({ how: 'moved', path: place, from, before: before[index], after: after[other] });
      }
      this.compare(before[index], after[other], place);
    }
    for (const [identity, index] of later) {
      if (!earlier.has(identity)) this.#lone(this.#added, after[index], path, index);
    }
  }

  /** What is the same stays in order; what stands between is compared element by element. */
  #compareByOrder(before: readonly unknown[], after: readonly unknown[], path: Path): void {
    const limit = Math.min(before.length, after.length);
    let start = 0;
    while (start < limit && areSame(before[start], after[start])) start += 1;
    if (start === before.length && start === after.length) return;
    let rest = 0;
    while (rest < limit - start && areSame(before.at(-1 - rest), after.at(-1 - rest))) rest += 1;
    const [earlier, later] = [before.slice(start, before.length - rest), after.slice(start, after.length - rest)];
    let a = 0;
    let b = 0;
    const end = { beforeStart: earlier.length, afterStart: later.length, length: 0 };
    for (const { beforeStart, afterStart, length } of [...sameRuns(hashes(earlier), hashes(later)), end]) {
      for (; a < beforeStart && b < afterStart; a += 1, b += 1) {
        this.compare(earlier[a], later[b], { parent: path, name: start + b });
      }
      for (; a < beforeStart; a += 1) this.#lone(this.#removed, earlier[a], path, start + a);
      for (; b < afterStart; b += 1) this.#lone(this.#added, later[b], path, start + b);
      // The same hash is no proof.
      for (let i = 0; i < length; i += 1)
        this.compare(earlier[a + i], later[b + i], { parent: path, name: start + b + i });
      a += length;
      b += length;
    }
  }

  /** What was removed here and added there is the same thing, where there is no second of its kind. */
  #withMoves() {
    const removed = byHash(this.#removed);
    const moved: Found[] = [];
    const gone = new Set<Lone>();
    for (const [hash, [added, ...others]] of byHash(this.#added)) {
      const [earlier, ...rivals] = removed.get(hash) ?? [];
      if (added === undefined || earlier === undefined || others.length > 0 || rivals.length > 0) continue;
      if (jsonText(added.value, SHORTEST_MOVED).length < SHORTEST_MOVED || !areSame(earlier.value, added.value))
        continue;
      moved.push({ how: 'moved', path: added.path, from: earlier.path, before: earlier.value, after: added.value });
      gone.add(added).add(earlier);
    }
    const stays = (lone: Lone) => !gone.has(lone);
    return { moved, removed: this.#removed.filter(stays), added: this.#added.filter(stays) };
  }
}

function changeOf({ how, path, from, before, after }: Found): JsonChange {
  const [earlier, later] = pairOf(before, after, how === 'retyped');
  const places = { pointer: pointerOf(path), pattern: patternOf(path) };
  return { how, ...places, ...(from === null ? {} : { from: pointerOf(from) }), before: earlier, after: later };
}

function loneChange(how: 'added' | 'removed', { path, value }: Lone): JsonChange {
  const text = shown(jsonText(value));
  const places = { pointer: pointerOf(path), pattern: patternOf(path) };
  return { how, ...places, before: how === 'added' ? null : text, after: how === 'added' ? text : null };
}

function pairOf(before: unknown, after: unknown, isTyped: boolean): readonly [string, string] {
  if (typeof before === 'string' && typeof after === 'string') {
    return shownPair(JSON.stringify(before), JSON.stringify(after));
  }
  const say = (value: unknown) => shown(`${isTyped ? TYPE_WORDS[typeOf(value)] : ''}${jsonText(value)}`);
  return [say(before), say(after)];
}

/** In the order in which they are trusted. */
const IDENTITY_MEMBERS = ['id', '_id', 'uuid', 'key', 'sku', 'slug', 'code', 'name'] as const;

interface Identities {
  readonly member: string;
  readonly places: ReadonlyMap<unknown, number>;
}

/** Elements that are objects and name themselves: the same name is the same element, wherever it stands. */
function identitiesOf(elements: readonly unknown[]): Identities | undefined {
  for (const member of IDENTITY_MEMBERS) {
    const places = new Map<unknown, number>();
    for (const [index, element] of elements.entries()) {
      const value = isJsonObject(element) && Object.hasOwn(element, member) ? element[member] : undefined;
      if ((typeof value !== 'string' && typeof value !== 'number') || places.has(value)) break;
      places.set(value, index);
    }
    if (places.size === elements.length && places.size > 0) return { member, places };
  }
  return undefined;
}

function sharesOne({ places: some }: Identities, { places: others }: Identities): boolean {
  for (const identity of some.keys()) if (others.has(identity)) return true;
  return false;
}

function hashes(elements: readonly unknown[]): Int32Array {
  const result = new Int32Array(elements.length);
  for (let i = 0; i < elements.length; i += 1) result[i] = hashOf(elements[i]);
  return result;
}

function byHash(list: readonly Lone[]): ReadonlyMap<number, readonly Lone[]> {
  return Map.groupBy(list, ({ value }) => hashOf(value));
}

/** Shorter ones are equal by chance. */
const SHORTEST_MOVED = 5;

const TYPE_WORDS: Readonly<Record<JsonType, string>> = {
  object: 'object ',
  array: 'array ',
  string: 'string ',
  number: 'number ',
  boolean: 'boolean ',
  null: '',
};

function pointerOf({ parent, name }: Path): string {
  return parent === null ? '' : `${pointerOf(parent)}/${escapedPart(name)}`;
}

function patternOf({ parent, name }: Path): string {
  return parent === null ? '' : `${patternOf(parent)}/${typeof name === 'number' ? '*' : escapedPart(name)}`;
}
