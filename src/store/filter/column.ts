import type { Test } from './filter.ts';
import type { BlockQuery } from './index/tokens.ts';
import {
  allOf,
  anyOf,
  factQuery,
  factToken,
  magnitudeQuery,
  magnitudeToken,
  textQuery,
  timeQuery,
  timeTokens,
} from './index/tokens.ts';
import { folded } from './pattern.ts';
import { FALSE, joined, like, oneOf, type SqlCondition, type Subject, sql, within } from './sql.ts';

/** What the index takes from a row of the table `exchange`: the value of an expression in SQL. */
export interface RowFact {
  readonly expression: string;
  /** Gives the tokens of a value that is not null. */
  tokens(value: string | number): readonly string[];
  /** Token of its absence. */
  readonly absent?: string;
}

/** What a question to the index depends on beside the filter. */
export interface QueriedCapture {
  /** Epoch milliseconds; nothing in the capture is newer. */
  readonly latest: number;
  readonly routeOf: (id: number) => string | undefined;
  /** Numbers of the runs for which a condition on the table `run` holds. */
  readonly runsWith: (condition: SqlCondition) => readonly number[];
}

/** How a field is asked, in SQL and in the index. */
export interface Column {
  condition(test: Test): SqlCondition;
  /** Blocks that may hold a match; null where the index cannot tell. */
  query(test: Test, capture: QueriedCapture): BlockQuery | null;
  /** The same for everything but the test. */
  queryOthers?(test: Test): BlockQuery | null;
  readonly facts: readonly RowFact[];
  /** The same from headers and bodies. */
  tokens?(subject: Subject): readonly string[];
}

/** Stand for "has a value" and "has none"; no name begins so. */
const ANY_VALUE = '*';
export const NO_VALUE = '~none';

/** What a field does not take never gets here: its kind has refused it. */
const unasked = (): SqlCondition => FALSE;

/** A whole number that is exact in the index, such as a status. `none` and `*` ask whether it is null. */
export function numberColumn(field: string, expression: string): Column {
  return {
    condition: (test) => numberCondition(expression, test),
    query(test) {
      if (test.kind === 'any') return factQuery(field, [ANY_VALUE]);
      if (test.kind === 'none') return factQuery(field, [NO_VALUE]);
      return test.kind === 'interval' ? numberQuery(field, test.from, test.to) : null;
    },
    queryOthers(test) {
      if (test.kind === 'any') return factQuery(field, [NO_VALUE]);
      if (test.kind === 'none') return factQuery(field, [ANY_VALUE]);
      if (test.kind !== 'interval') return null;
      return anyOf([
        factQuery(field, [NO_VALUE]),
        ...(test.from === null ? [] : [numberQuery(field, null, test.from)]),
        ...(test.to === null ? [] : [numberQuery(field, test.to, null)]),
      ]);
    },
    facts: [
      {
        expression,
        tokens(value) {
          const group = Math.max(0, Math.floor(Number(value) / 100));
          return [value, ANY_VALUE, group < MOST_HUNDREDS ? hundred(group) : BEYOND].map((fact) =>
            factToken(field, fact),
          );
        },
        absent: factToken(field, NO_VALUE),
      },
    ],
  };
}

/** Whole numbers from one on and below another. Those below zero are counted among the first hundred. */
function numberQuery(field: string, from: number | null, to: number | null): BlockQuery {
  if (from !== null && to !== null && to - from <= MOST_NUMBERS) return factQuery(field, numbers(from, to));
  const wanted: (string | number)[] = [];
  for (let group = 0; group < MOST_HUNDREDS; group += 1) {
    const first = Math.max(from ?? Number.NEGATIVE_INFINITY, group === 0 ? Number.NEGATIVE_INFINITY : group * 100);
    const end = Math.min(to ?? Number.POSITIVE_INFINITY, group * 100 + 100);
    if (first >= end) continue;
    wanted.push(...(end - first <= MOST_NUMBERS ? numbers(first, end) : [hundred(group)]));
  }
  if (to === null || to > MOST_HUNDREDS * 100) wanted.push(BEYOND);
  return factQuery(field, wanted.length === 0 ? [ANY_VALUE] : wanted);
}

/** Numbers that are looked up one by one; a longer stretch is by hundreds, in which a status is at home. */
const MOST_NUMBERS = 20;
const MOST_HUNDREDS = 10;
const BEYOND = '~beyond';

function hundred(group: number): string {
  return `~${group}`;
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** Lengths and sizes: the index knows about how large they are. */
export function magnitudeColumn(field: string, expression: string): Column {
  return {
    condition: (test) => numberCondition(expression, test),
    query: (test) => (test.kind === 'interval' ? magnitudeQuery(field, test.from, test.to) : null),
    facts: [{ expression, tokens: (value) => [magnitudeToken(field, Number(value))] }],
  };
}

/** The number of the exchange: the key of the table, which needs no index. */
export function keyColumn(expression: string): Column {
  return { condition: (test) => numberCondition(expression, test), query: () => null, facts: [] };
}

export function timeColumn(expression: string, isIndexedAs: string, isOwner: boolean): Column {
  return {
    condition: (test) => numberCondition(expression, test),
    query: (test, { latest }) => (test.kind === 'interval' ? timeQuery(isIndexedAs, test.from, test.to, latest) : null),
    facts: isOwner ? [{ expression, tokens: (value) => timeTokens(isIndexedAs, Number(value)) }] : [],
  };
}

function numberCondition(expression: string, test: Test): SqlCondition {
  if (test.kind === 'interval') return within(expression, test);
  return presence(expression, test) ?? unasked();
}

function presence(expression: string, test: Test): SqlCondition | undefined {
  if (test.kind === 'any') return sql(`${expression} is not null`);
  return test.kind === 'none' ? sql(`${expression} is null`) : undefined;
}

/**
 * A name as it stands in the capture. `expressions` beyond the first are further places where it may stand. `spelled` gives
 * what the capture has for a typed name that is not from a list.
 */
export function nameColumn(field: string, ...expressions: readonly [string, ...string[]]): Column {
  return {
    condition(test) {
      if (test.kind === 'names')
        return joined(
          'or',
          expressions.map((expression) => oneOf(expression, test.names)),
        );
      if (test.kind === 'pattern') {
        return joined(
          'or',
          expressions.map((expression) => like(expression, test.pattern, test.place)),
        );
      }
      return presence(expressions[0], test) ?? unasked();
    },
    query(test) {
      if (test.kind === 'names') return factQuery(field, test.names);
      // The fact is folded, and so is a name without wildcards that is meant as a whole.
      if (test.kind === 'pattern' && test.pattern.length === 1 && test.place === 'whole') {
        return factQuery(field, test.pattern);
      }
      if (test.kind === 'any') return factQuery(field, [ANY_VALUE]);
      return test.kind === 'none' ? factQuery(field, [NO_VALUE]) : null;
    },
    facts: expressions.map((expression, index) => ({
      expression,
      tokens: (value) => [factToken(field, value), factToken(field, ANY_VALUE)],
      // Presence is that of the first.
      ...(index === 0 && { absent: factToken(field, NO_VALUE) }),
    })),
  };
}

/** Text in a column that is part of what the index reads. */
export function textColumn(expression: string): Column {
  return {
    condition(test) {
      if (test.kind === 'pattern') return like(expression, test.pattern, test.place);
      return presence(`nullif(${expression}, '')`, test) ?? unasked();
    },
    query: (test) => (test.kind === 'pattern' ? textQuery(test.pattern, 'row') : null),
    facts: [],
  };
}

/** A name that is looked for by its parts, and is no text of the row: the index knows every three characters of it. */
export function partsColumn(field: string, expression: string, column: Pick<Column, 'condition'>): Column {
  return {
    condition: column.condition,
    query(test) {
      if (test.kind === 'any') return factQuery(field, [ANY_VALUE]);
      if (test.kind === 'none') return factQuery(field, [NO_VALUE]);
      if (test.kind !== 'pattern') return null;
      const parts = test.pattern.flatMap(partsOf).slice(0, MOST_PARTS);
      return parts.length === 0 ? null : allOf(parts.map((part) => factQuery(field, [part])));
    },
    facts: [
      {
        expression,
        tokens: (value) => [ANY_VALUE, ...partsOf(String(value))].map((part) => factToken(field, part)),
        absent: factToken(field, NO_VALUE),
      },
    ],
  };
}

const MOST_PARTS = 60;

function partsOf(name: string): string[] {
  const text = folded(name);
  return Array.from({ length: Math.max(0, Math.min(text.length, MOST_PARTS) - 2) }, (_, i) => text.slice(i, i + 3));
}

/** Text that people write on an exchange, at any time: never in the index. */
export function noteColumn(expression: string): Column {
  return { ...textColumn(expression), query: () => null };
}

/** A host and all below it; with any port where none is named. */
export function hostColumn(field: string, expression: string): Column {
  return {
    condition(test) {
      if (test.kind !== 'domain') return presence(expression, test) ?? unasked();
      const { pattern } = test;
      const last = pattern.at(-1)!;
      const ported = /:\d+$/.test(last) ? [] : [[...pattern.slice(0, -1), `${last}:`, '']];
      if (pattern.length > 1) {
        return joined(
          'or',
          [pattern, ...ported].map((part) => like(expression, part, 'whole')),
        );
      }
      const below = [pattern, ...ported].map(([first = '', ...others]) => ['', `.${first}`, ...others]);
      return joined('or', [
        oneOf(expression, pattern),
        ...[...ported, ...below].map((part) => like(expression, part, 'whole')),
      ]);
    },
    query(test) {
      if (test.kind !== 'domain') return null;
      return test.pattern.length === 1 ? factQuery(field, test.pattern) : textQuery(test.pattern, 'row');
    },
    facts: [{ expression, tokens: (value) => domainsOf(String(value)).map((name) => factToken(field, name)) }],
  };
}

const MOST_LABELS = 20;

/** `a.b.c:8080` → it, `b.c:8080`, `c:8080`, and the same without the port. */
export function domainsOf(host: string): string[] {
  const bare = host.replace(/:\d{1,5}$/, '');
  const names = bare === host ? [host] : [host, bare];
  return names.flatMap((name) => {
    const labels = name.split('.').slice(-MOST_LABELS);
    return [name, ...labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'))];
  });
}
