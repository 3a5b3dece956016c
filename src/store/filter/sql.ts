import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import type { StreamMessage } from '../../exchange/exchange.ts';
import type { Pattern, Test } from './filter.ts';

/** An exchange with all that was recorded of it. */
export interface Subject extends AnnotatedExchange {
  readonly messages: readonly StreamMessage[];
}

/** A question that SQL cannot answer: it needs headers or bodies, which are compressed. */
export interface DeepTest {
  holds(subject: Subject): boolean;
}

/** A condition in SQL with the values to bind to its question marks. A test is bound by its number. */
export interface SqlCondition {
  readonly sql: string;
  readonly values: readonly (string | number | DeepTest | UrlTest)[];
}

/** A question about the URL alone that SQL cannot answer. */
export interface UrlTest {
  holdsFor(url: string): boolean;
}

/** Names of the functions in SQL that ask a `DeepTest` and a `UrlTest`. */
export const DEEP_FUNCTION = 'filter_holds';
export const URL_FUNCTION = 'filter_holds_for_url';

export const TRUE: SqlCondition = { sql: 'true', values: [] };
export const FALSE: SqlCondition = { sql: 'false', values: [] };

export function sql(text: string, ...values: readonly (string | number)[]): SqlCondition {
  return { sql: text, values };
}

export function deep(holds: DeepTest['holds']): SqlCondition {
  return { sql: `${DEEP_FUNCTION}(exchange.id, ?)`, values: [{ holds }] };
}

export function urlTest(holdsFor: UrlTest['holdsFor']): SqlCondition {
  return { sql: `${URL_FUNCTION}(url, ?)`, values: [{ holdsFor }] };
}

export function joined(operator: 'and' | 'or', conditions: readonly SqlCondition[]): SqlCondition {
  if (conditions.length === 0) return operator === 'and' ? TRUE : FALSE;
  if (conditions.length === 1) return conditions[0]!;
  return {
    sql: `(${conditions.map((condition) => condition.sql).join(` ${operator} `)})`,
    values: conditions.flatMap(({ values }) => values),
  };
}

/** What is unknown is not so: exchanges without a status are found by `-status:200`. */
export function negated({ sql: text, values }: SqlCondition): SqlCondition {
  return { sql: `((${text}) is not true)`, values };
}

type Interval = Extract<Test, { kind: 'interval' }>;

export function within(expression: string, { from, to }: Interval): SqlCondition {
  return joined('and', [
    ...(from === null ? [] : [sql(`${expression} >= ?`, from)]),
    ...(to === null ? [] : [sql(`${expression} < ?`, to)]),
  ]);
}

export function oneOf(expression: string, names: readonly string[]): SqlCondition {
  if (names.length === 1) return sql(`${expression} = ?`, names[0]!);
  return sql(`${expression} in (${names.map(() => '?').join(', ')})`, ...names);
}

/** Without regard to the case of ASCII letters. */
export function like(expression: string, pattern: Pattern, place: 'whole' | 'start' | 'inside'): SqlCondition {
  const middle = pattern.map((part) => part.replace(/[\\%_]/g, '\\$&')).join('%');
  const whole = `${place === 'inside' ? '%' : ''}${middle}${place === 'whole' ? '' : '%'}`;
  return sql(`${expression} like ? escape '\\'`, whole);
}
