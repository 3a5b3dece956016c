import { automatonOf } from './automaton.ts';
import { parsePattern } from './parser.ts';

/** Whether a pattern occurs in a text. Time grows with the length of the text alone, whatever the pattern. */
export type TextTest = (text: string) => boolean;

/**
 * A regular expression without backtracking (see `parsePattern`), also with `^` and `$` at the ends. All states of its
 * automaton are followed at once, so that no text can make it slow.
 * @throws PatternError that says what is not understood
 */
export function compileRegex(source: string, ignoresCase: boolean): TextTest {
  const { node, isFromStart, isToEnd } = parsePattern(source, { ignoresCase, hasAnchors: true, hasLazy: true });
  const automaton = automatonOf(node);
  const { tests } = automaton;
  const words = Math.ceil(tests.length / 32);
  const rows = automaton.follow.map((positions) => bits(positions, words));
  const first = bits(automaton.first, words);
  const last = bits(automaton.last, words);

  return (text) => {
    if (automaton.isNullable && (!isFromStart || !isToEnd || text === '')) return true;
    let active = new Uint32Array(words);
    for (let at = 0; at < text.length; ) {
      const code = text.codePointAt(at)!;
      const candidates = at === 0 || !isFromStart ? first.slice() : new Uint32Array(words);
      at += code > 0xffff ? 2 : 1;
      forEachBit(active, (position) => {
        const row = rows[position]!;
        for (let word = 0; word < words; word += 1) candidates[word]! |= row[word]!;
      });
      const next = new Uint32Array(words);
      forEachBit(candidates, (position) => {
        if (tests[position]!(code)) next[position >> 5]! |= 1 << (position & 31);
      });
      if (!isToEnd && meets(next, last)) return true;
      active = next;
    }
    return isToEnd && meets(active, last);
  };
}

function bits(positions: Iterable<number>, words: number): Uint32Array {
  const set = new Uint32Array(words);
  for (const position of positions) set[position >> 5]! |= 1 << (position & 31);
  return set;
}

function forEachBit(set: Uint32Array, visit: (position: number) => void): void {
  for (let word = 0; word < set.length; word += 1) {
    for (let rest = set[word]!; rest !== 0; rest &= rest - 1) visit((word << 5) + 31 - Math.clz32(rest & -rest));
  }
}

function meets(a: Uint32Array, b: Uint32Array): boolean {
  return a.some((word, index) => (word & b[index]!) !== 0);
}
