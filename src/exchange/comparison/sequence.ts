/** Elements `before[beforeStart…]` and `after[afterStart…]` are the same, `length` of them. */
export interface SameRun {
  readonly beforeStart: number;
  readonly afterStart: number;
  readonly length: number;
}

interface Range {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

/** Comparisons that are made before what is left counts as replaced: some hundred milliseconds. */
const MOST_STEPS = 8_000_000;

/**
 * What two sequences have in common, in order: first by elements that occur once in each (patience diff), between these by
 * Myers' algorithm in linear space ("An O(ND) Difference Algorithm and Its Variations", 1986, §4b). Bounded: where the
 * sequences have too little in common, some that is the same counts as replaced.
 */
export function sameRuns(givenBefore: Int32Array, givenAfter: Int32Array): readonly SameRun[] {
  const { a: before, b: after, kinds } = dense(givenBefore, givenAfter);
  const places = new Places(kinds);
  const runs: SameRun[] = [];
  const add = (beforeStart: number, afterStart: number, length: number) => {
    if (length > 0) runs.push({ beforeStart, afterStart, length });
  };
  const budget = { left: MOST_STEPS };
  // The last one first, so that runs come in order.
  const stack: Range[] = [{ a0: 0, a1: before.length, b0: 0, b1: after.length }];
  for (let range = stack.pop(); range !== undefined; range = stack.pop()) {
    let { a0, a1, b0, b1 } = range;
    const start = a0;
    while (a0 < a1 && b0 < b1 && before[a0] === after[b0]) {
      a0 += 1;
      b0 += 1;
    }
    add(start, b0 - (a0 - start), a0 - start);
    const end = a1;
    while (a0 < a1 && b0 < b1 && before[a1 - 1] === after[b1 - 1]) {
      a1 -= 1;
      b1 -= 1;
    }
    // The common end comes behind what lies between: as a range that is the same from its beginning.
    if (end > a1) stack.push({ a0: a1, a1: end, b0: b1, b1: b1 + end - a1 });
    if (a0 === a1 || b0 === b1) continue;
    const inner = { a0, a1, b0, b1 };
    const anchors = places.anchors(before, after, inner);
    if (anchors === undefined) continue;
    const parts = anchors.length > 0 ? between(inner, anchors) : middle(before, after, inner, budget);
    for (let i = parts.length - 1; i >= 0; i -= 1) stack.push(parts[i]!);
  }
  return joined(runs);
}

/** Runs that touch become one. */
function joined(runs: readonly SameRun[]): readonly SameRun[] {
  const result: SameRun[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    const touches =
      last !== undefined &&
      last.beforeStart + last.length === run.beforeStart &&
      last.afterStart + last.length === run.afterStart;
    if (touches) result[result.length - 1] = { ...last, length: last.length + run.length };
    else result.push(run);
  }
  return result;
}

type Anchor = readonly [a: number, b: number];

/** Ranges that begin with an anchor each, and what lies before the first. */
function between({ a0, a1, b0, b1 }: Range, anchors: readonly Anchor[]): readonly Range[] {
  const [firstA, firstB] = anchors[0]!;
  const ranges: Range[] = [{ a0, a1: firstA, b0, b1: firstB }];
  for (const [index, [a, b]] of anchors.entries()) {
    const [nextA, nextB] = anchors[index + 1] ?? [a1, b1];
    ranges.push({ a0: a, a1: nextA, b0: b, b1: nextB });
  }
  return ranges;
}

/** Where an element stands in a range: nowhere, or more than once. */
const NOWHERE = -1;
const OFTEN = -2;

const FEW = 8;

/** Looks elements of ranges up. Elements are small numbers from 0, so that a table of each side is enough. */
class Places {
  readonly #before: Int32Array;
  readonly #after: Int32Array;

  constructor(kinds: number) {
    this.#before = new Int32Array(kinds).fill(NOWHERE);
    this.#after = new Int32Array(kinds).fill(NOWHERE);
  }

  /** Elements that occur once on each side, as many of them as stand in the same order; undefined where nothing is in common. */
  anchors(before: Int32Array, after: Int32Array, { a0, a1, b0, b1 }: Range): readonly Anchor[] | undefined {
    // Between a few, the shortest edit is found at once, and reads better.
    if (a1 - a0 < FEW || b1 - b0 < FEW) return [];
    for (let a = a0; a < a1; a += 1) note(this.#before, before[a]!, a);
    for (let b = b0; b < b1; b += 1) note(this.#after, after[b]!, b);
    let isCommon = false;
    const unique: Anchor[] = [];
    for (let a = a0; a < a1; a += 1) {
      const element = before[a]!;
      const b = this.#after[element]!;
      if (b !== NOWHERE) isCommon = true;
      if (b >= 0 && this.#before[element]! >= 0) unique.push([a, b]);
    }
    for (let a = a0; a < a1; a += 1) this.#before[before[a]!] = NOWHERE;
    for (let b = b0; b < b1; b += 1) this.#after[after[b]!] = NOWHERE;
    return isCommon ? longestRising(unique) : undefined;
  }
}

function note(places: Int32Array, element: number, place: number): void {
  places[element] = places[element] === NOWHERE ? place : OFTEN;
}

/** The same sequences with small numbers from 0 as elements. */
function dense(before: Int32Array, after: Int32Array) {
  const total = before.length + after.length;
  const isDense = [before, after].every((sequence) => sequence.every((element) => element >= 0 && element < total));
  if (isDense) return { a: before, b: after, kinds: total };
  const numbers = new Map<number, number>();
  const numbered = (sequence: Int32Array) =>
    sequence.map((element) => {
      const known = numbers.get(element);
      if (known !== undefined) return known;
      numbers.set(element, numbers.size);
      return numbers.size - 1;
    });
  const [a, b] = [numbered(before), numbered(after)];
  return { a, b, kinds: numbers.size };
}

/** Of pairs in ascending order of `a`: the most whose `b` rises, too. */
export function longestRising(pairs: readonly Anchor[]): readonly Anchor[] {
  /** For each length the index of the pair with the lowest `b` that ends a rising run of it. */
  const ends: number[] = [];
  const previous = new Int32Array(pairs.length);
  for (const [index, [, b]] of pairs.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const half = (low + high) >> 1;
      if (pairs[ends[half]!]![1] < b) low = half + 1;
      else high = half;
    }
    previous[index] = low === 0 ? -1 : ends[low - 1]!;
    ends[low] = index;
  }
  const result: Anchor[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index]!) result.push(pairs[index]!);
  return result.reverse();
}

/** The two halves around the middle of a shortest edit; none where the budget is spent or nothing is in common. */
function middle(before: Int32Array, after: Int32Array, range: Range, budget: { left: number }): readonly Range[] {
  const { a0, a1, b0, b1 } = range;
  const n = a1 - a0;
  const m = b1 - b0;
  const delta = n - m;
  const isOdd = (delta & 1) !== 0;
  const most = (n + m + 1) >> 1;
  const offset = most + 1;
  const forward = new Int32Array(2 * most + 3);
  const backward = new Int32Array(2 * most + 3);
  for (let d = 0; d <= most; d += 1) {
    budget.left -= 2 * d + 1;
    if (budget.left < 0) return [];
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && forward[offset + k - 1]! < forward[offset + k + 1]!);
      let x = isDown ? forward[offset + k + 1]! : forward[offset + k - 1]! + 1;
      let y = x - k;
      while (x < n && y < m && before[a0 + x] === after[b0 + y]) {
        x += 1;
        y += 1;
      }
      forward[offset + k] = x;
      const other = delta - k;
      const isMet = isOdd && other >= -(d - 1) && other <= d - 1 && x + backward[offset + other]! >= n;
      if (isMet && x <= n && y <= m) return halves(range, x, y);
    }
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && backward[offset + k - 1]! < backward[offset + k + 1]!);
      let x = isDown ? backward[offset + k + 1]! : backward[offset + k - 1]! + 1;
      let y = x - k;
      while (x < n && y < m && before[a1 - 1 - x] === after[b1 - 1 - y]) {
        x += 1;
        y += 1;
      }
      backward[offset + k] = x;
      const other = delta - k;
      const isMet = !isOdd && other >= -d && other <= d && x + forward[offset + other]! >= n;
      if (isMet && x <= n && y <= m) return halves(range, n - x, m - y);
    }
  }
  return [];
}

/** None where one of them would be all: nothing is in common then. */
function halves({ a0, a1, b0, b1 }: Range, x: number, y: number): readonly Range[] {
  const isAll = (x === 0 && y === 0) || (x === a1 - a0 && y === b1 - b0);
  if (isAll) return [];
  return [
    { a0, a1: a0 + x, b0, b1: b0 + y },
    { a0: a0 + x, a1, b0: b0 + y, b1 },
  ];
}
