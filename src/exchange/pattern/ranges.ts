import { type Automaton, automatonOf } from './automaton.ts';
import { PatternError, parsePattern } from './parser.ts';

/** The ranges that match, in order and without overlaps; undefined where the text was made to make the search expensive. */
export type FindRanges = (text: string) => readonly (readonly [start: number, end: number])[] | undefined;

/** Steps per character of the text, and at least in all. */
const STEPS_PER_CHARACTER = 40;
const LEAST_STEPS = 200_000;

/**
 * A regular expression without backtracking (see `parsePattern`). All ways to read a text are followed at once, and the longest
 * match from the left counts. A word boundary stands at both ends where the pattern begins or ends with `\b`.
 * @throws PatternError that says what is not understood
 */
export function compilePattern(source: string, ignoresCase: boolean): FindRanges {
  if (source === '') throw new PatternError('is empty');
  const startsWord = source.startsWith('\\b');
  const endsWord = source.endsWith('\\b') && !source.endsWith('\\\\b');
  const inner = source.slice(startsWord ? 2 : 0, endsWord ? -2 : undefined);
  const { node } = parsePattern(inner, { ignoresCase, hasAnchors: false, hasLazy: false });
  const automaton = automatonOf(node);
  if (automaton.isNullable) throw new PatternError('matches the empty text');
  const last = new Set(automaton.last);
  return (text) => findRanges(text, automaton, last, startsWord, endsWord);
}

function findRanges(
  text: string,
  { tests, follow, first }: Automaton,
  last: ReadonlySet<number>,
  startsWord: boolean,
  endsWord: boolean,
): readonly (readonly [number, number])[] | undefined {
  const ranges: [number, number][] = [];
  let steps = Math.max(LEAST_STEPS, text.length * STEPS_PER_CHARACTER);
  for (let start = 0; start < text.length; ) {
    let longest = -1;
    if (!startsWord || !isInWord(text, start)) {
      let states: Iterable<number> = first;
      for (let at = start; at < text.length; ) {
        const code = text.codePointAt(at)!;
        at += code > 0xffff ? 2 : 1;
        const next = new Set<number>();
        for (const state of states) {
          steps -= 1;
          if (!tests[state]!(code)) continue;
          if (last.has(state) && (!endsWord || !isInWord(text, at))) longest = at;
          for (const following of follow[state]!) next.add(following);
        }
        steps -= next.size;
        if (steps < 0) return undefined;
        if (next.size === 0) break;
        states = next;
      }
    }
    if (longest > start) {
      ranges.push([start, longest]);
      start = longest;
    } else start += 1;
  }
  return ranges;
}

/** A letter, digit or underscore on both sides of this place. */
function isInWord(text: string, at: number): boolean {
  return isWordCode(text.charCodeAt(at - 1)) && isWordCode(text.charCodeAt(at));
}

function isWordCode(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a)
  );
}
