import type { QueriedCapture } from './column.ts';
import type { Filter } from './filter.ts';
import { allOf, anyOf, type BlockQuery, textQuery } from './index/tokens.ts';
import { joined, like, negated, type SqlCondition, TRUE } from './sql.ts';

/** What a row of the log shows of an exchange, apart from its numbers. */
const ROW_TEXTS = ['url', 'method', 'cast(status as text)', 'cause', 'summary'];

/** The filter as a condition on the table `exchange`, under that name. */
export function conditionOf(filter: Filter): SqlCondition {
  switch (filter.kind) {
    case 'everything':
      return TRUE;
    case 'all-of':
      return joined('and', cheapFirst(filter.parts.map(conditionOf)));
    case 'one-of':
      return joined('or', cheapFirst(filter.parts.map(conditionOf)));
    case 'not':
      return negated(conditionOf(filter.part));
    case 'term':
      return joined(
        'or',
        filter.tests.map((test) => filter.field.column.condition(test)),
      );
    case 'word':
      return joined(
        'or',
        ROW_TEXTS.map((expression) => like(expression, filter.pattern, 'inside')),
      );
  }
}

/** SQLite asks in this order, and a question that needs bodies costs a hundred times another. */
function cheapFirst(conditions: readonly SqlCondition[]): SqlCondition[] {
  return conditions.toSorted((a, b) => Number(isDeep(a)) - Number(isDeep(b)));
}

function isDeep({ values }: SqlCondition): boolean {
  return values.some((value) => typeof value === 'object' && 'holds' in value);
}

/** Tokens asked for at once; a longer query would take longer than looking at everything. */
const LONGEST_QUERY = 8000;

/**
 * The question to the index in which blocks there may be a match; null where it cannot tell.
 */
export function blockQueryOf(filter: Filter, capture: QueriedCapture): BlockQuery | null {
  const query = anyBlock(filter, capture);
  return query === null || query.length > LONGEST_QUERY ? null : query;
}

function anyBlock(filter: Filter, capture: QueriedCapture): BlockQuery | null {
  switch (filter.kind) {
    case 'everything':
      return null;
    case 'not':
      return blocksOfOthers(filter.part);
    case 'all-of': {
      const told = filter.parts.map((part) => anyBlock(part, capture)).filter((query) => query !== null);
      return told.length === 0 ? null : allOf(told);
    }
    case 'one-of':
      return alternatives(filter.parts.map((part) => anyBlock(part, capture)));
    case 'term':
      return alternatives(filter.tests.map((test) => filter.field.column.query(test, capture)));
    case 'word':
      return textQuery(filter.pattern, 'row');
  }
}

/** For what is negated: a block with a match may hold others, so that only fields which know all their values can tell. */
function blocksOfOthers(filter: Filter): BlockQuery | null {
  if (filter.kind !== 'term') return null;
  const { column } = filter.field;
  const told = filter.tests.map((test) => column.queryOthers?.(test) ?? null).filter((query) => query !== null);
  return told.length === 0 ? null : allOf(told);
}

function alternatives(queries: readonly (BlockQuery | null)[]): BlockQuery | null {
  const told = queries.filter((query) => query !== null);
  return told.length < queries.length || told.length === 0 ? null : anyOf(told);
}
