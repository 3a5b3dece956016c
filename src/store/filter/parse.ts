import { nearest } from '../../exchange/nearest.ts';
import { FIELD_NAMES, type Field, fieldNamed } from './fields.ts';
import { EVERYTHING, type Filter, LIMITS, type Test } from './filter.ts';
import { type Extent, type ScannedValue, Scanner } from './scanner.ts';
import { DURATION, SIZE } from './values/numbers.ts';
import { Misread } from './values/value.ts';

/**
 * The meaning of a filter; an empty one means everything. `now` (epoch milliseconds) is what `since:10m` counts back from.
 *
 * @throws FilterError
 */
export function parseFilter(text: string, now: number): Filter {
  return new Parser(text, now).whole();
}

/** Recursive descent: `or` binds weakest, then what stands side by side, then `-`. */
class Parser {
  readonly #scanner: Scanner;
  readonly #now: number;
  #terms = 0;

  constructor(text: string, now: number) {
    this.#scanner = new Scanner(text);
    this.#now = now;
  }

  whole(): Filter {
    const scanner = this.#scanner;
    if (scanner.text.length > LIMITS.characters) {
      throw scanner.error(
        { start: LIMITS.characters, end: LIMITS.characters + 1 },
        { problem: 'it is too long', expected: `at most ${LIMITS.characters} characters` },
      );
    }
    scanner.skipSpace();
    if (scanner.isAtEnd) return EVERYTHING;
    const filter = this.#alternatives(0);
    if (!scanner.isAtEnd) {
      throw scanner.error(here(scanner), {
        problem: 'this bracket was never opened',
        expected: 'a term, or nothing more',
      });
    }
    return filter;
  }

  #alternatives(depth: number): Filter {
    const scanner = this.#scanner;
    const parts = [this.#sequence(depth)];
    for (;;) {
      scanner.skipSpace();
      const start = scanner.at;
      if (!(scanner.takeWord('or') || scanner.take('||') || scanner.takeWord('|'))) break;
      const end = scanner.at;
      scanner.skipSpace();
      if (scanner.isAtEnd || scanner.next === ')') {
        throw scanner.error({ start, end }, { problem: 'nothing follows this "or"', expected: 'a term behind it' });
      }
      parts.push(this.#sequence(depth));
    }
    return parts.length === 1 ? parts[0]! : { kind: 'one-of', parts };
  }

  #sequence(depth: number): Filter {
    const scanner = this.#scanner;
    const parts: Filter[] = [];
    for (;;) {
      scanner.skipSpace();
      if (scanner.isAtEnd || scanner.next === ')' || (parts.length > 0 && this.#isOr())) break;
      const start = scanner.at;
      const isAnd = scanner.takeWord('and') || scanner.take('&&');
      const end = scanner.at;
      scanner.skipSpace();
      if ((isAnd && parts.length === 0) || (parts.length === 0 && this.#isOr())) {
        throw scanner.error(isAnd ? { start, end } : here(scanner), {
          problem: `nothing stands before this "${isAnd ? 'and' : 'or'}"`,
          expected: 'a term before it; the word itself is searched for in quotes',
        });
      }
      if (isAnd && (scanner.isAtEnd || scanner.next === ')' || this.#isOr())) {
        throw scanner.error({ start, end }, { problem: 'nothing follows this "and"', expected: 'a term behind it' });
      }
      parts.push(this.#negation(depth));
    }
    if (parts.length === 0) {
      throw scanner.error(here(scanner), { problem: 'there is nothing in these brackets', expected: 'a term' });
    }
    return parts.length === 1 ? parts[0]! : { kind: 'all-of', parts };
  }

  #isOr(): boolean {
    const scanner = this.#scanner;
    const before = scanner.at;
    const isOr = scanner.takeWord('or') || scanner.take('||') || scanner.takeWord('|');
    scanner.at = before;
    return isOr;
  }

  #negation(depth: number): Filter {
    const scanner = this.#scanner;
    const start = scanner.at;
    let isNegative = false;
    for (;;) {
      const isSign = scanner.take('-') || scanner.take('!');
      if (!isSign && !scanner.takeWord('not')) break;
      isNegative = !isNegative;
      const end = scanner.at;
      if (!isSign) scanner.skipSpace();
      if (scanner.isAtEnd || /[\s)]/.test(scanner.next)) {
        throw scanner.error(
          { start, end },
          { problem: 'nothing follows this negation', expected: 'a term right behind it, such as -status:200' },
        );
      }
    }
    const part = this.#primary(depth);
    return isNegative ? { kind: 'not', part } : part;
  }

  #primary(depth: number): Filter {
    const scanner = this.#scanner;
    const start = scanner.at;
    if (scanner.take('(')) {
      if (depth >= LIMITS.depth) {
        throw scanner.error(
          { start, end: start + 1 },
          { problem: 'brackets are nested too deeply', expected: `at most ${LIMITS.depth} levels` },
        );
      }
      const filter = this.#alternatives(depth + 1);
      if (!scanner.take(')')) {
        throw scanner.error(
          { start, end: start + 1 },
          {
            problem: 'this bracket is never closed',
            expected: 'a closing )',
            suggestion: `${scanner.text.slice(start).trimEnd()})`,
          },
        );
      }
      return filter;
    }
    this.#terms += 1;
    if (this.#terms > LIMITS.terms) {
      throw scanner.error(here(scanner), { problem: 'there are too many terms', expected: `at most ${LIMITS.terms}` });
    }
    return this.#fieldTerm() ?? this.#word();
  }

  #word(): Filter {
    const value = this.#scanner.takeValue(null, false);
    if (value.text === '') {
      throw this.#scanner.error(value, { problem: 'there is nothing to search for', expected: 'a word or a term' });
    }

    return { kind: 'word', pattern: value.pattern };
  }

  #fieldTerm(): Filter | undefined {
    const scanner = this.#scanner;
    const found = scanner.fieldHere();
    if (found === undefined) return undefined;
    const { name, behind } = found;
    const field = fieldNamed(name);
    const start = scanner.at;
    if (field === undefined) {
      if (behind !== ':' || isAddress(scanner.text.slice(start))) return undefined;
      throw this.#unknownField(name, start);
    }
    scanner.at += name.length + (behind === ':' ? 1 : 0);
    if (scanner.next === '(') {
      throw scanner.error(
        { start: scanner.at, end: scanner.at + 1 },
        { problem: 'a field has no brackets', expected: `values with commas, such as ${name}:${listExample(field)}` },
      );
    }
    return { kind: 'term', field, tests: this.#tests(field) };
  }

  #tests(field: Field): Test[] {
    const scanner = this.#scanner;
    const tests: Test[] = [];
    do {
      const start = scanner.at;
      const value = scanner.takeValue(scanner.takeComparison(), true);
      if (tests.length >= LIMITS.values) {
        throw scanner.error(value, { problem: 'the list is too long', expected: `at most ${LIMITS.values} values` });
      }
      tests.push(this.#test(field, { ...value, start }));
    } while (scanner.take(','));
    return tests;
  }

  #test(field: Field, value: ScannedValue): Test {
    try {
      return field.takes.read(value, this.#now);
    } catch (error) {
      if (!(error instanceof Misread)) throw error;
      const suggestion = this.#withUnit(field, value) ?? error.suggestion;
      throw this.#scanner.error(value, {
        problem: error.message,
        expected: field.takes.expects,
        ...(suggestion !== undefined && { suggestion: `${field.name}:${suggestion}` }),
      });
    }
  }

  /** `5 minutes`: the unit stands behind a space, or is spelled out. */
  #withUnit(field: Field, { text, comparison }: ScannedValue): string | undefined {
    if (field.takes !== DURATION && field.takes !== SIZE) return undefined;
    const behind = this.#scanner.text.slice(this.#scanner.at);
    const [, number, attached = ''] = /^(\d{1,12}(?:\.\d{1,6})?)([a-z]*)$/i.exec(text) ?? [];
    if (number === undefined) return undefined;
    const unit = (attached || (/^\s+([a-z]+)/i.exec(behind)?.[1] ?? '')).toLowerCase();
    const meant = (field.takes === DURATION ? SPELLED_TIMES : SPELLED_SIZES).find(([words]) => words.test(unit));
    return meant === undefined ? undefined : `${comparison ?? ''}${number}${meant[1]}`;
  }

  #unknownField(name: string, start: number): Error {
    const scanner = this.#scanner;
    const meant = nearest(name, FIELD_NAMES);
    scanner.at = start + name.length + 1;
    const value = scanner.takeValue(null, false);
    const rest = scanner.text.slice(start + name.length + 1, value.end);
    return scanner.error(
      { start, end: start + name.length },
      {
        problem: `there is no field "${name}"`,
        expected: `a field such as status, host or cause, or "${name}:${rest}" in quotes to search for the text`,
        ...(meant !== undefined && { suggestion: `${meant}:${rest}` }),
      },
    );
  }
}

const SPELLED_TIMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|msecs?|millis|milliseconds?)$/, 'ms'],
  [/^(?:s|secs?|seconds?)$/, 's'],
  [/^(?:m|mins?|minutes?)$/, 'm'],
  [/^(?:h|hrs?|hours?)$/, 'h'],
  [/^(?:d|days?)$/, 'd'],
];

const SPELLED_SIZES: readonly (readonly [RegExp, string])[] = [
  [/^(?:bytes?)$/, 'b'],
  [/^(?:k|kilobytes?)$/, 'kb'],
  [/^(?:m|megabytes?)$/, 'mb'],
  [/^(?:g|gigabytes?)$/, 'gb'],
];

/** `https://…`, `localhost:3000`, `api.example.com:8443/v1`: a colon that belongs to an address. */
function isAddress(text: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ||
    /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+):\d{1,5}(?:[\s/?),*]|$)/i.test(text)
  );
}

function listExample(field: Field): string {
  const values = field.takes.known.slice(0, 2).map(({ value }) => value);
  return values.length === 2 ? values.join(',') : 'a,b';
}

function here({ at }: Scanner): Extent {
  return { start: at, end: at + 1 };
}

/** Exchanges that somebody wants to see. */
export const TROUBLE: Filter = parseFilter('is:trouble', 0);
