/** The pattern is not one of those that can be matched in bounded time, or no pattern at all. */
export class PatternError extends Error {}

export const LONGEST_PATTERN = 500;
const DEEPEST_GROUP = 20;

/** Whether a code point is one of those that stand at a place of the pattern. */
export type CharacterTest = (code: number) => boolean;

export type PatternNode =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly least: number; readonly most: number };

export interface ParsedPattern {
  readonly node: PatternNode;
  readonly isFromStart: boolean;
  readonly isToEnd: boolean;
}

export interface Syntax {
  readonly ignoresCase: boolean;
  /** `^` and `$` at the ends of the whole pattern. */
  readonly hasAnchors: boolean;
  /** `+?` and its like, which mean something else only where it matters how much is matched. */
  readonly hasLazy: boolean;
}

/**
 * Literals, `.`, classes, `\d \w \s`, groups, `|` and `* + ? {n,m}`: what an automaton can follow. Nothing looks around or back.
 * @throws PatternError that says what is not understood
 */
export function parsePattern(source: string, syntax: Syntax): ParsedPattern {
  if (source.length > LONGEST_PATTERN) throw new PatternError(`is longer than ${LONGEST_PATTERN} characters`);
  return new Parser(source, syntax).parse();
}

class Parser {
  readonly #source: string;
  readonly #syntax: Syntax;
  readonly #flags: string;
  #at = 0;
  #depth = 0;

  constructor(source: string, syntax: Syntax) {
    this.#source = source;
    this.#syntax = syntax;
    this.#flags = syntax.ignoresCase ? 'iu' : 'u';
  }

  parse(): ParsedPattern {
    const { hasAnchors } = this.#syntax;
    const isFromStart = hasAnchors && this.#take('^');
    const node = this.#choice();
    const isToEnd = hasAnchors && this.#take('$');
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

  #choice(): PatternNode {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  #sequence(): PatternNode {
    const ends = this.#syntax.hasAnchors ? '|)$' : '|)';
    const parts: PatternNode[] = [];
    while (this.#at < this.#source.length && !ends.includes(this.#source[this.#at]!)) {
      parts.push(this.#repeated(this.#atom()));
    }
    return { kind: 'sequence', parts };
  }

  #repeated(part: PatternNode): PatternNode {
    const match = this.#match(/([*+?]|\{(\d{1,4})(,?)(\d{0,4})\})(\??)/y);
    if (match === undefined) return part;
    const [, quantifier = '', least, comma, most, lazy] = match;
    if (lazy !== '' && !this.#syntax.hasLazy)
      throw new PatternError('has a lazy repetition; the longest match always counts');
    if (/[*+?{]/.test(this.#source.charAt(this.#at))) throw new PatternError('has a quantifier after another');
    if (least !== undefined) {
      const from = Number(least);
      const to = comma === '' ? from : most === '' ? Number.POSITIVE_INFINITY : Number(most);
      if (to < from) throw new PatternError(`has ${quantifier}, whose bounds are in the wrong order`);
      return { kind: 'repeat', part, least: from, most: to };
    }
    const isOnce = quantifier === '?';
    return { kind: 'repeat', part, least: quantifier === '+' ? 1 : 0, most: isOnce ? 1 : Number.POSITIVE_INFINITY };
  }

  #atom(): PatternNode {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at)!);
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return this.#escape();
      case '^':
      case '$':
        throw new PatternError(
          this.#syntax.hasAnchors
            ? `has ${character} in the middle; it may stand at the start of the whole pattern only`
            : `has ${character}, which is not available here; write \\${character} for the character`,
        );
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

  #group(): PatternNode {
    this.#match(/\((?:\?:|\?<[A-Za-z]\w{0,30}>)?/y);
    if (this.#source[this.#at] === '?')
      throw new PatternError('looks ahead or behind, or sets flags, with (?; that is not available');
    this.#depth += 1;
    if (this.#depth > DEEPEST_GROUP) throw new PatternError(`has more than ${DEEPEST_GROUP} groups inside each other`);
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

  #class(): PatternNode {
    const match = this.#match(/\[(?:\\.|[^\]\\])*\]/suy);
    if (match === undefined) throw new PatternError('opens a class with [ that is not closed');
    return this.#oneOf(match[0]);
  }

  #escape(): PatternNode {
    const match = this.#match(/\\(?:[pP]\{[\w=]{1,40}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[dDwWsStnrfv]|[^A-Za-z0-9])/uy);
    if (match === undefined)
      throw new PatternError(`has \\${this.#source[this.#at + 1] ?? ''}, which is not available`);
    // The `u` flag knows no escapes of ordinary punctuation.
    return this.#oneOf(/^\\[^\w\s^$\\.*+?()[\]{}|/-]$/u.test(match[0]) ? match[0].slice(1) : match[0]);
  }

  /** By a native expression of one character: classes and case are exactly those of JavaScript. */
  #oneOf(text: string): PatternNode {
    let one: RegExp;
    try {
      one = new RegExp(text === '\\-' ? '^-$' : `^${text}$`, this.#flags);
    } catch {
      throw new PatternError(`has ${text.slice(0, 40)}, which is no valid character or class`);
    }
    // Most text is ASCII: one look-up a character.
    const ascii = Uint8Array.from({ length: 128 }, (_, code) => (one.test(String.fromCharCode(code)) ? 1 : 0));
    const test = (code: number) => (code < 128 ? ascii[code] === 1 : one.test(String.fromCodePoint(code)));
    return { kind: 'character', test };
  }

  #take(character: string): boolean {
    if (this.#source[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  /** `pattern` is sticky. */
  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }
}
