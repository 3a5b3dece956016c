/** The pattern is not one of those that can be matched in bounded time, or no pattern at all. */
export class PatternError extends Error {}

/** The ranges that match, in order and without overlaps; undefined where the text was made to make the search expensive. */
export type FindRanges = (text: string) => readonly (readonly [start: number, end: number])[] | undefined;

export const LONGEST_PATTERN = 500;
/** Characters of the pattern after `{n,m}` was written out. */
const MOST_POSITIONS = 400;
/** Steps per character of the text, and at least in all. */
const STEPS_PER_CHARACTER = 40;
const LEAST_STEPS = 200_000;

type Test = (code: number) => boolean;

type Node =
  | { readonly kind: 'one'; readonly test: Test }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

/**
 * A regular expression without backtracking: literals, `.`, classes, `\d \w \s`, groups, `|`, `* + ? {n,m}`.
 * All ways to read a text are followed at once, and the longest match from the left counts. A word boundary stands at both ends
 * where the pattern begins or ends with `\b`.
 * @throws PatternError that says what is not understood
 */
export function compilePattern(source: string, ignoresCase: boolean): FindRanges {
  if (source === '') throw new PatternError('is empty');
  if (source.length > LONGEST_PATTERN) throw new PatternError(`is longer than ${LONGEST_PATTERN} characters`);
  const startsWord = source.startsWith('\\b');
  const endsWord = source.endsWith('\\b') && !source.endsWith('\\\\b');
  const inner = source.slice(startsWord ? 2 : 0, endsWord ? -2 : undefined);
  const automaton = new Builder().build(new Parser(inner, ignoresCase).parse());
  if (automaton.isNullable) throw new PatternError('matches the empty text');
  return (text) => findRanges(text, automaton, startsWord, endsWord);
}

class Parser {
  readonly #source: string;
  readonly #flags: string;
  #at = 0;
  #depth = 0;

  constructor(source: string, ignoresCase: boolean) {
    this.#source = source;
    this.#flags = ignoresCase ? 'i' : '';
  }

  parse(): Node {
    const node = this.#choice();
    if (this.#at < this.#source.length) throw new PatternError('closes a group with ) that was not opened');
    return node;
  }

  #choice(): Node {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at]!)) parts.push(this.#repeated());
    return { kind: 'sequence', parts };
  }

  #repeated(): Node {
    let part = this.#atom();
    for (;;) {
      const found = this.#match(/(?:[*+?]|\{(\d{1,4})(,?)(\d{0,4})\})/y);
      if (found === undefined) return part;
      const [whole, from, comma, to] = found;
      const [least, most] =
        from === undefined
          ? [whole === '+' ? 1 : 0, whole === '?' ? 1 : Number.POSITIVE_INFINITY]
          : [Number(from), comma === '' ? Number(from) : to === '' ? Number.POSITIVE_INFINITY : Number(to)];
      if (most < least) throw new PatternError(`has ${whole}, whose first number is the larger one`);
      if (this.#source[this.#at] === '?')
        throw new PatternError('has a lazy repetition; the longest match always counts');
      part = { kind: 'repeat', part, least, most };
    }
  }

  #atom(): Node {
    if (this.#take('(')) {
      const special = this.#match(/\?(?!:)[^a-z0-9\s]{0,3}/y);
      if (special !== undefined) throw new PatternError(`has (${special[0]}: nothing can look around or be named`);
      this.#match(/\?:/y);
      this.#depth += 1;
      if (this.#depth > 50) throw new PatternError('nests groups more than 50 deep');
      const node = this.#choice();
      if (!this.#take(')')) throw new PatternError('opens a group with ( that is not closed');
      this.#depth -= 1;
      return node;
    }
    const set = this.#match(/\[\^?(?:\\.|[^\]\\])+\]/sy);
    if (set !== undefined) return this.#one(set[0]);
    const escaped = this.#match(/\\(?:[dDwWsStnrfv]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^A-Za-z0-9])/y);
    if (escaped !== undefined) return this.#one(escaped[0]);
    const character = this.#source[this.#at]!;
    if (character === '\\')
      throw new PatternError(`has ${this.#source.slice(this.#at, this.#at + 2)}, which is not understood here`);
    if (/[*+?{}[\]^$]/.test(character))
      throw new PatternError(`has ${character} where it is not understood; write \\${character} for the character`);
    this.#at += 1;
    return this.#one(character === '.' ? '.' : character.replace(/[()|/]/, '\\$&'));
  }

  #one(source: string): Node {
    let single: RegExp;
    try {
      single = new RegExp(`^${source}$`, this.#flags);
    } catch {
      throw new PatternError(`has ${source.slice(0, 40)}, which is no set of characters`);
    }
    // Most text is ASCII: one look-up a character.
    const ascii = Uint8Array.from({ length: 128 }, (_, code) => (single.test(String.fromCharCode(code)) ? 1 : 0));
    return { kind: 'one', test: (code) => (code < 128 ? ascii[code] === 1 : single.test(String.fromCharCode(code))) };
  }

  #take(character: string): boolean {
    if (this.#source[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }
}

/** Glushkov's automaton: one state for each character of the pattern. */
interface Automaton {
  readonly tests: readonly Test[];
  readonly follow: readonly ReadonlySet<number>[];
  readonly first: readonly number[];
  readonly last: ReadonlySet<number>;
  readonly isNullable: boolean;
}

interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly isNullable: boolean;
}

const NOTHING: Part = { first: [], last: [], isNullable: true };

class Builder {
  readonly #tests: Test[] = [];
  readonly #follow: Set<number>[] = [];

  build(node: Node): Automaton {
    const { first, last, isNullable } = this.#part(node);
    return { tests: this.#tests, follow: this.#follow, first, last: new Set(last), isNullable };
  }

  #part(node: Node): Part {
    switch (node.kind) {
      case 'one': {
        if (this.#tests.length >= MOST_POSITIONS)
          throw new PatternError('is too long once its repetitions are written out');
        const state = this.#tests.push(node.test) - 1;
        this.#follow.push(new Set());
        return { first: [state], last: [state], isNullable: false };
      }
      case 'sequence':
        return node.parts.reduce((before, part) => this.#joined(before, this.#part(part)), NOTHING);
      case 'choice': {
        const parts = node.parts.map((part) => this.#part(part));
        return {
          first: parts.flatMap(({ first }) => first),
          last: parts.flatMap(({ last }) => last),
          isNullable: parts.some(({ isNullable }) => isNullable),
        };
      }
      case 'repeat':
        return this.#repeated(node.part, node.least, node.most);
    }
  }

  #repeated(part: Node, least: number, most: number): Part {
    let all = NOTHING;
    const copies = most === Number.POSITIVE_INFINITY ? Math.max(least, 1) : most;
    for (let copy = 1; copy <= copies; copy += 1) {
      const one = this.#part(part);
      if (copy === copies && most === Number.POSITIVE_INFINITY) this.#connect(one.last, one.first);
      all = this.#joined(all, copy > least ? { ...one, isNullable: true } : one);
    }
    return all;
  }

  #joined(before: Part, after: Part): Part {
    this.#connect(before.last, after.first);
    return {
      first: before.isNullable ? [...before.first, ...after.first] : before.first,
      last: after.isNullable ? [...before.last, ...after.last] : after.last,
      isNullable: before.isNullable && after.isNullable,
    };
  }

  #connect(from: readonly number[], to: readonly number[]): void {
    for (const state of from) for (const next of to) this.#follow[state]!.add(next);
  }
}

function findRanges(
  text: string,
  { tests, follow, first, last }: Automaton,
  startsWord: boolean,
  endsWord: boolean,
): readonly (readonly [number, number])[] | undefined {
  const ranges: [number, number][] = [];
  let steps = Math.max(LEAST_STEPS, text.length * STEPS_PER_CHARACTER);
  for (let start = 0; start < text.length; ) {
    let longest = -1;
    if (!startsWord || !isInWord(text, start)) {
      let states: Iterable<number> & { readonly size?: number } = first;
      for (let at = start; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        const next = new Set<number>();
        let isAlive = false;
        for (const state of states) {
          steps -= 1;
          if (!tests[state]!(code)) continue;
          isAlive = true;
          if (last.has(state) && (!endsWord || !isInWord(text, at + 1))) longest = at + 1;
          for (const following of follow[state]!) next.add(following);
        }
        steps -= next.size;
        if (steps < 0) return undefined;
        if (!isAlive || next.size === 0) break;
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
