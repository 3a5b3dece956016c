import type { Pattern } from './filter.ts';
import { FilterError, type FilterProblem } from './filter-error.ts';
import type { Comparison, TypedValue } from './values/value.ts';

/** A stretch of the filter, in UTF-16 units from 0. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

export interface ScannedValue extends TypedValue, Extent {}

/** Reads the characters of a filter. What they mean is the parser's business. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  skipSpace(): void {
    while (this.at < this.text.length && /\s/.test(this.text[this.at]!)) this.at += 1;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The character here, or an empty string at the end. */
  get next(): string {
    return this.text[this.at] ?? '';
  }

  /** Takes this text if it stands here. */
  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Takes one of these words if it stands here alone, in lower or in upper case. */
  takeWord(...words: readonly string[]): boolean {
    const found = words.find((word) => {
      const here = this.text.slice(this.at, this.at + word.length);
      const behind = this.text[this.at + word.length];
      return (here === word || here === word.toUpperCase()) && (behind === undefined || /[\s()]/.test(behind));
    });
    if (found !== undefined) this.at += found.length;
    return found !== undefined;
  }

  /** `status` of `status:404` or `status>=400`, without moving. */
  fieldHere(): { readonly name: string; readonly behind: ':' | '>' | '<' } | undefined {
    const match = /^([a-z][a-z0-9_.-]{0,40})([:<>])/i.exec(this.text.slice(this.at, this.at + 42));
    return match === null ? undefined : { name: match[1]!, behind: match[2] as ':' | '>' | '<' };
  }

  takeComparison(): Comparison | null {
    for (const comparison of ['>=', '<=', '>', '<'] as const) if (this.take(comparison)) return comparison;
    return null;
  }

  /**
   * One value: bare and quoted pieces up to a space, a bracket that was not opened in it, or (in a list) a comma. Brackets
   * that stand in a value belong to it: `path:/Orders(42)`.
   */
  takeValue(comparison: Comparison | null, isListed: boolean): ScannedValue {
    const start = this.at;
    const parts = new PatternBuilder();
    let depth = 0;
    let isBare = false;
    while (!this.isAtEnd) {
      const { next } = this;
      if (next === '"' || (next === "'" && (this.at === start || this.text[this.at - 1] === '='))) {
        parts.add(this.#takeQuoted(next));
        continue;
      }
      if (/\s/.test(next) || (next === ')' && depth === 0) || (isListed && next === ',' && depth === 0)) break;
      if (next === '(') depth += 1;
      if (next === ')') depth -= 1;
      isBare = true;
      if (next === '*') parts.addWildcard();
      else if (next === '=') parts.addEquals();
      else parts.add(next);
      this.at += 1;
    }
    return { start, end: this.at, comparison, isQuoted: !isBare && this.at > start, ...parts.built() };
  }

  #takeQuoted(quote: string): string {
    const start = this.at;
    this.at += 1;
    let text = '';
    while (!this.isAtEnd) {
      const { next } = this;
      this.at += 1;
      if (next === quote) return text;
      if (next !== '\\') {
        text += next;
        continue;
      }
      const escaped = this.next;
      this.at += 1;
      text += ESCAPES[escaped] ?? escaped;
    }
    throw this.error(
      { start, end: this.text.length },
      {
        problem: 'the quotation mark is never closed',
        expected: `a closing ${quote}`,
        suggestion: `${this.text.slice(start)}${quote}`,
      },
    );
  }

  error({ start, end }: Extent, problem: Omit<FilterProblem, 'column' | 'length'>): FilterError {
    return new FilterError(this.text, { column: start + 1, length: Math.max(1, end - start), ...problem });
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Puts the pieces of a value together. */
class PatternBuilder {
  readonly #pattern: string[] = [''];
  #text = '';
  /** Where the value of a pair begins: piece and place in it. */
  #equals: readonly [piece: number, place: number] | null = null;

  add(text: string): void {
    this.#pattern[this.#pattern.length - 1] += text;
    this.#text += text;
  }

  addWildcard(): void {
    this.#pattern.push('');
    this.#text += '*';
  }

  addEquals(): void {
    this.#equals ??= [this.#pattern.length - 1, this.#pattern.at(-1)!.length];
    this.add('=');
  }

  built(): { readonly text: string; readonly pattern: Pattern; readonly pair: TypedValue['pair'] } {
    return { text: this.#text, pattern: this.#pattern, pair: this.#pair() };
  }

  #pair(): TypedValue['pair'] {
    if (this.#equals === null) return null;
    const [piece, place] = this.#equals;
    const split = this.#pattern[piece]!;
    return [
      [...this.#pattern.slice(0, piece), split.slice(0, place)],
      [split.slice(place + 1), ...this.#pattern.slice(piece + 1)],
    ];
  }
}
