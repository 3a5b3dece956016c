import type { AnnotatedExchange } from '../../exchange/annotation.ts';
import type { StreamMessage } from '../../exchange/exchange.ts';
import type { Pattern, Test } from './filter.ts';
import type { Needles } from './needles.ts';

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
  readonly values: readonly (string | number | NumberedTest)[];
}

/** What is bound by its number, for the functions that ask it. */
export type NumberedTest = DeepTest | UrlTest | Needles;

/** A question about the URL alone that SQL cannot answer. */
export interface UrlTest {
  holdsFor(url: string): boolean;
}

/** Names of the functions in SQL that ask a `DeepTest`, `Needles` and a `UrlTest`. */
export const DEEP_FUNCTION = 'filter_holds';
export const NEEDLES_FUNCTION = 'filter_may_hold';
export const URL_FUNCTION = 'filter_holds_for_url';

export const TRUE: SqlCondition = { sql: 'true', values: [] };
export const FALSE: SqlCondition = { sql: 'false', values: [] };

export function sql(text: string, ...values: readonly (string | number)[]): SqlCondition {
  return { sql: text, values };
}

export function deep(holds: DeepTest['holds']): SqlCondition {
  return { sql: `${DEEP_FUNCTION}(exchange.id, ?)`, values: [{ holds }] };
}

/** What the row itself holds of the texts of an exchange. A query may stand there in percent-encoding. */
const ROW_TEXT = "concat_ws(' ', method, url, status, cause, summary, error_code)";

/** 1: the request has a body in which texts are looked for; 2: the response. */
const SEARCHED_BODIES = (['request', 'response'] as const)
  .map((side, index) => {
    const isUnsearched = ['image', 'audio', 'video', 'font']
      .map((type) => `${side}_type glob '${type}/*'`)
      .join(' or ');
    return `iif(${side}_bytes > 0 and not ifnull((${isUnsearched}) and not ${side}_type glob '*xml*', false), ${index + 1}, 0)`;
  })
  .join(' + ');

const IS_QUERY_ENCODED = "(url like '%?%' and (instr(url, '%') > 0 or instr(url, '+') > 0))";

/**
 * The same with a glance at the recorded bytes before: most exchanges that the index names do not match, and to take
 * one apart costs ten times as much.
 */
export function deepWithNeedles(wanted: Needles, holds: DeepTest['holds']): SqlCondition {
  if (wanted.needles.length === 0) return deep(holds);
  const isInRow = wanted.words !== null;
  const further = isInRow ? ROW_TEXT : "''";
  const glance = `${NEEDLES_FUNCTION}(?, block_id, block_offset, ${SEARCHED_BODIES}, ${further})`;
  const exact = deep(holds);
  return {
    // Messages are in a table of their own, and a query may be percent-encoded.
    sql: `((${glance}${wanted.isInBodies ? ' or message_count > 0' : ''}${isInRow ? ` or ${IS_QUERY_ENCODED}` : ''}) and ${exact.sql})`,
    values: [wanted, ...exact.values],
  };
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
