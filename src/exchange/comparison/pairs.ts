import type { How } from './change.ts';
import { shown, shownPair } from './shown.ts';

type Pair = readonly [name: string, value: string];

/** One name of a list of fields, parameters or cookies whose values differ. */
export interface PairChange {
  readonly how: How;
  /** As it is written later; of what was removed, as it was written before. */
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Whole, where they are of use to tell noise. */
  readonly values: readonly [before: string, after: string] | null;
}

export interface PairsComparison {
  readonly changes: readonly PairChange[];
  /** The names that both have stand in another order; null where they do not. */
  readonly order: PairChange | null;
}

/**
 * Two lists of pairs as sets: by name, the values of one name in their order. `keyOf` gives what makes two names the same.
 */
export function comparePairs(
  before: readonly Pair[],
  after: readonly Pair[],
  keyOf: (name: string) => string,
): PairsComparison {
  const earlier = grouped(before, keyOf);
  const later = grouped(after, keyOf);
  const changes: PairChange[] = [];
  for (const [key, { name, values }] of earlier) {
    const other = later.get(key);
    if (other === undefined) changes.push(lone('removed', name, values));
    else if (!isSameList(values, other.values)) changes.push(changed(other.name, values, other.values));
  }
  for (const [key, { name, values }] of later) if (!earlier.has(key)) changes.push(lone('added', name, values));
  return { changes, order: orderOf(earlier, later) };
}

interface Group {
  readonly name: string;
  readonly values: string[];
}

function grouped(pairs: readonly Pair[], keyOf: (name: string) => string): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const [name, value] of pairs) {
    const key = keyOf(name);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { name, values: [value] });
    else known.values.push(value);
  }
  return groups;
}

function lone(how: 'added' | 'removed', name: string, values: readonly string[]): PairChange {
  const text = shown(values.join(', '));
  return { how, name, before: how === 'removed' ? text : null, after: how === 'added' ? text : null, values: null };
}

function changed(name: string, before: readonly string[], after: readonly string[]): PairChange {
  const isOrder = isSameList([...before].sort(), [...after].sort());
  const values = [before.join(', '), after.join(', ')] as const;
  const [earlier, later] = shownPair(...values);
  return { how: isOrder ? 'reordered' : 'changed', name, before: earlier, after: later, values };
}

function isSameList(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((value, index) => value === others[index]);
}

function orderOf(earlier: Map<string, Group>, later: Map<string, Group>): PairChange | null {
  const before = [...earlier.keys()].filter((key) => later.has(key));
  const after = [...later.keys()].filter((key) => earlier.has(key));
  if (isSameList(before, after)) return null;
  const names = (keys: readonly string[], groups: Map<string, Group>) =>
    shown(keys.map((key) => groups.get(key)!.name).join(', '));
  return { how: 'reordered', name: '', before: names(before, earlier), after: names(after, later), values: null };
}
