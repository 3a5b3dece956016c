/** The pattern is not one of those that can be matched in linear time, or no pattern at all. */
export class PatternError extends Error {}

/** Whether a pattern occurs in a text. Time grows with the length of the text alone, whatever the pattern. */
export type TextTest = (text: string) => boolean;

const LONGEST_PATTERN = 500;
/** Characters of the pattern after `{n,m}` was written out. */
const MOST_POSITIONS = 512;

/**
 * A regular expression without backtracking: literals, `.`, classes, `\d \w \s`, groups, `|`, `* + ? {n,m}`, and `^` and `$`
 * at the ends. Built as Glushkov's automaton, all of whose states are followed at once, so that no text can make it slow.
 * @throws PatternError that says what is not understood.
 */
export function compileRegex(source: string, ignoresCase: boolean): TextTest {
  if (source.length > LONGEST_PATTERN) throw new PatternError(`is longer than ${LONGEST_PATTERN} characters`);
  const node = new Parser(source, ignoresCase).parse();
  return matcherOf(node);
}

type CharacterTest = (character: string) => boolean;

type Node =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

interface Pattern {
  readonly node: Node;
  readonly isFromStart: boolean;
  readonly isToEnd: boolean;
}

class Parser {
  readonly #source: string;
  readonly #flags: string;
  #at = 0;
  #depth = 0;

  constructor(source: string, ignoresCase: boolean) {
    this.#source = source;
    this.#flags = ignoresCase ? 'iu' : 'u';
  }

  parse(): Pattern {
    const isFromStart = this.#take('^');
    const node = this.#choice();
    const isToEnd = this.#take('$');
    if (this.#at < this.#source.length) {
      const found = isToEnd ? '$' : this.#source[this.#at]!;
      throw new PatternError(
        found === ')'
          ? 'closes a group with ) that was not opened'
          : `has ${found} in the middle; it may stand at the end of the whole pattern only`,
      );
    }
    if ((isFromStart || isToEnd) && node.kind === 'choice') {
      throw new PatternError('mixes ^ or $ with |; put the alternatives into a group: ^(?:a|b)$');
    }
    return { node, isFromStart, isToEnd };
  }

  #choice(): Node {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && !'|)$'.includes(this.#source[this.#at]!)) {
      parts.push(this.#repeated(this.#atom()));
    }
    return { kind: 'sequence', parts };
  }

  #repeated(part: Node): Node {
    const match = /^(?:[*+?]|\{(\d{1,3})(,?)(\d{0,3})\})\??/.exec(this.#source.slice(this.#at, this.#at + 12));
    if (match === null) return part;
    this.#at += match[0].length;
    const following = this.#source[this.#at];
    if (following !== undefined && '*+?{'.includes(following)) throw new PatternError('has a quantifier after another');
    const [whole, least, comma, most] = match;
    if (least !== undefined) {
      const from = Number(least);
      const to = comma === '' ? from : most === '' ? Number.POSITIVE_INFINITY : Number(most);
      if (to < from) throw new PatternError(`has ${whole}, whose bounds are in the wrong order`);
      return { kind: 'repeat', part, least: from, most: to };
    }
    return {
      kind: 'repeat',
      part,
      least: whole[0] === '+' ? 1 : 0,
      most: whole[0] === '?' ? 1 : Number.POSITIVE_INFINITY,
    };
  }

  #atom(): Node {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at)!);
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return this.#escape();
      case '^':
        throw new PatternError('has ^ in the middle; it may stand at the start of the whole pattern only');
      case '*':
      case '+':
      case '?':
      case '{':
        throw new PatternError(
          `has ${character} with nothing before it to repeat; write \\${character} for the character`,
        );
      default:
        this.#at += character.length;
        return this.#oneOf(/^[\]})/]$/.test(character) ? `\\${character}` : character);
    }
  }

  #group(): Node {
    const start = /^\((?:\?:|\?<[A-Za-z]\w{0,30}>)?/.exec(this.#source.slice(this.#at, this.#at + 40))![0];
    this.#at += start.length;
    if (this.#source[this.#at] === '?')
      throw new PatternError('looks ahead or behind, or sets flags, with (?; that is not available');
    this.#depth += 1;
    if (this.#depth > 20) throw new PatternError('has more than 20 groups inside each other');
    const node = this.#choice();
    this.#depth -= 1;
    if (!this.#take(')')) {
      throw new PatternError(
        this.#source[this.#at] === '$'
          ? 'has $ in the middle; it may stand at the end of the whole pattern only'
          : 'opens a group with ( that is not closed',
      );
    }
    return node;
  }

  #class(): Node {
    let end = this.#at + 1;
    while (end < this.#source.length && this.#source[end] !== ']') end += this.#source[end] === '\\' ? 2 : 1;
    if (end >= this.#source.length) throw new PatternError('opens a class with [ that is not closed');
    const text = this.#source.slice(this.#at, end + 1);
    this.#at = end + 1;
    return this.#oneOf(text);
  }

  #escape(): Node {
    const match = /^\\(?:[pP]\{[\w=]{1,40}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[dDwWsStnrfv]|[^A-Za-z0-9])/u.exec(
      this.#source.slice(this.#at, this.#at + 50),
    );
    if (match === null) throw new PatternError(`has \\${this.#source[this.#at + 1] ?? ''}, which is not available`);
    this.#at += match[0].length;
    // The `u` flag knows no escapes of ordinary punctuation.
    return this.#oneOf(/^\\[^\w\s^$\\.*+?()[\]{}|/-]$/u.test(match[0]) ? match[0].slice(1) : match[0]);
  }

  /** By a native expression of one character: classes and case are exactly those of JavaScript. */
  #oneOf(text: string): Node {
    try {
      const one = new RegExp(text === '\\-' ? '^-$' : `^${text}$`, this.#flags);
      return { kind: 'character', test: (character) => one.test(character) };
    } catch {
      throw new PatternError(`has ${text}, which is no valid character or class`);
    }
  }

  #take(character: string): boolean {
    if (this.#source[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}

/** A part of the automaton: where it can begin and end, and whether it matches nothing. */
interface Fragment {
  readonly isEmpty: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

function matcherOf({ node, isFromStart, isToEnd }: Pattern): TextTest {
  const tests: CharacterTest[] = [];
  const follow: Set<number>[] = [];
  const link = (from: readonly number[], to: readonly number[]) => {
    for (const position of from) for (const next of to) follow[position]!.add(next);
  };
  const build = (part: Node): Fragment => {
    switch (part.kind) {
      case 'character': {
        if (tests.length === MOST_POSITIONS)
          throw new PatternError(`repeats too much: more than ${MOST_POSITIONS} characters`);
        tests.push(part.test);
        follow.push(new Set());
        const position = tests.length - 1;
        return { isEmpty: false, first: [position], last: [position] };
      }
      case 'choice': {
        const parts = part.parts.map(build);
        return {
          isEmpty: parts.some(({ isEmpty }) => isEmpty),
          first: parts.flatMap(({ first }) => first),
          last: parts.flatMap(({ last }) => last),
        };
      }
      case 'sequence':
        return part.parts.map(build).reduce(joined, NOTHING);
      case 'repeat': {
        const copies = part.most === Number.POSITIVE_INFINITY ? Math.max(part.least, 1) : part.most;
        let whole = NOTHING;
        for (let copy = 1; copy <= copies; copy += 1) {
          const one = build(part.part);
          if (copy === copies && part.most === Number.POSITIVE_INFINITY) link(one.last, one.first);
          whole = joined(whole, copy > part.least ? { ...one, isEmpty: true } : one);
        }
        return whole;
      }
    }
  };
  const joined = (before: Fragment, after: Fragment): Fragment => {
    link(before.last, after.first);
    return {
      isEmpty: before.isEmpty && after.isEmpty,
      first: before.isEmpty ? [...before.first, ...after.first] : before.first,
      last: after.isEmpty ? [...before.last, ...after.last] : after.last,
    };
  };
  const whole = build(node);
  const words = Math.ceil(tests.length / 32);
  const rows = follow.map((positions) => bits(positions, words));
  const first = bits(whole.first, words);
  const last = bits(whole.last, words);

  return (text) => {
    if (whole.isEmpty && (!isFromStart || !isToEnd || text === '')) return true;
    let active = new Uint32Array(words);
    let isStart = true;
    for (const character of text) {
      const candidates = isStart || !isFromStart ? first.slice() : new Uint32Array(words);
      isStart = false;
      forEachBit(active, (position) => {
        const row = rows[position]!;
        for (let word = 0; word < words; word += 1) candidates[word]! |= row[word]!;
      });
      const next = new Uint32Array(words);
      forEachBit(candidates, (position) => {
        if (tests[position]!(character)) next[position >> 5]! |= 1 << (position & 31);
      });
      if (!isToEnd && meets(next, last)) return true;
      active = next;
    }
    return isToEnd && meets(active, last);
  };
}

const NOTHING: Fragment = { isEmpty: true, first: [], last: [] };

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
