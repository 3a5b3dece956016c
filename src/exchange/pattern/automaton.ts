import { type CharacterTest, PatternError, type PatternNode } from './parser.ts';

/** Characters of the pattern after `{n,m}` was written out. */
const MOST_POSITIONS = 512;

/** Glushkov's automaton: one position for each character of the pattern. */
export interface Automaton {
  readonly tests: readonly CharacterTest[];
  /** The positions that may come after each. */
  readonly follow: readonly ReadonlySet<number>[];
  readonly first: readonly number[];
  readonly last: readonly number[];
  /** The pattern matches nothing as well. */
  readonly isNullable: boolean;
}

/** Where a part of the automaton can begin and end, and whether it matches nothing. */
type Fragment = Pick<Automaton, 'first' | 'last' | 'isNullable'>;

const NOTHING: Fragment = { first: [], last: [], isNullable: true };

/** @throws PatternError where repetitions make it too large */
export function automatonOf(pattern: PatternNode): Automaton {
  const tests: CharacterTest[] = [];
  const follow: Set<number>[] = [];
  const link = (from: readonly number[], to: readonly number[]) => {
    for (const position of from) for (const next of to) follow[position]!.add(next);
  };
  const joined = (before: Fragment, after: Fragment): Fragment => {
    link(before.last, after.first);
    return {
      isNullable: before.isNullable && after.isNullable,
      first: before.isNullable ? [...before.first, ...after.first] : before.first,
      last: after.isNullable ? [...before.last, ...after.last] : after.last,
    };
  };
  const repeated = (part: PatternNode, least: number, most: number): Fragment => {
    const copies = most === Number.POSITIVE_INFINITY ? Math.max(least, 1) : most;
    let whole = NOTHING;
    for (let copy = 1; copy <= copies; copy += 1) {
      const one = build(part);
      if (copy === copies && most === Number.POSITIVE_INFINITY) link(one.last, one.first);
      whole = joined(whole, copy > least ? { ...one, isNullable: true } : one);
    }
    return whole;
  };
  const build = (node: PatternNode): Fragment => {
    switch (node.kind) {
      case 'character': {
        if (tests.length === MOST_POSITIONS)
          throw new PatternError(`repeats too much: more than ${MOST_POSITIONS} characters`);
        const position = tests.push(node.test) - 1;
        follow.push(new Set());
        return { isNullable: false, first: [position], last: [position] };
      }
      case 'choice': {
        const parts = node.parts.map(build);
        return {
          isNullable: parts.some(({ isNullable }) => isNullable),
          first: parts.flatMap(({ first }) => first),
          last: parts.flatMap(({ last }) => last),
        };
      }
      case 'sequence':
        return node.parts.map(build).reduce(joined, NOTHING);
      case 'repeat':
        return repeated(node.part, node.least, node.most);
    }
  };
  return { ...build(pattern), tests, follow };
}
