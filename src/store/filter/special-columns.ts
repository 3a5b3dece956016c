import { type Column, NO_VALUE, partsColumn } from './column.ts';
import type { Test } from './filter.ts';
import { factQuery, factToken } from './index/tokens.ts';
import { FALSE, joined, like, oneOf, type SqlCondition, sql } from './sql.ts';
import { FLAGS } from './values/flags.ts';
import { familiesOf, MEDIA_FAMILIES } from './values/media-types.ts';

/** Conditions that have a name of their own: `is:failed`. */
export const FLAG_COLUMN: Column = {
  condition(test) {
    return joined(
      'or',
      flagsOf(test).map(({ condition }) => condition),
    );
  },
  query(test) {
    const flags = flagsOf(test);
    return flags.every(({ isIndexed }) => isIndexed)
      ? factQuery(
          'is',
          flags.map(({ value }) => value),
        )
      : null;
  },
  facts: FLAGS.filter(({ isIndexed, condition }) => isIndexed && condition.values.length === 0).map(
    ({ value, condition }) => ({
      expression: `iif(${condition.sql}, 1, null)`,
      tokens: () => [factToken('is', value)],
    }),
  ),
};

function flagsOf(test: Test) {
  return test.kind === 'names' ? FLAGS.filter(({ value }) => test.names.includes(value)) : [];
}

export function mediaColumn(field: string, expression: string): Column {
  return {
    condition(test) {
      switch (test.kind) {
        case 'any':
          return sql(`${expression} is not null`);
        case 'none':
          return sql(`${expression} is null`);
        case 'pattern':
          return like(expression, test.pattern, test.place);
        case 'names':
          return joined(
            'or',
            test.names.map((name) => familyCondition(expression, name)),
          );
        default:
          return FALSE;
      }
    },
    query(test) {
      if (test.kind === 'names') return factQuery(field, test.names);
      if (test.kind === 'none') return factQuery(field, [NO_VALUE]);
      return test.kind === 'pattern' && test.pattern.length === 1 ? factQuery(field, test.pattern) : null;
    },
    facts: [
      {
        expression,
        tokens: (type) => [type, ...familiesOf(String(type))].map((name) => factToken(field, name)),
        absent: factToken(field, NO_VALUE),
      },
    ],
  };
}

function familyCondition(expression: string, name: string): SqlCondition {
  const family = MEDIA_FAMILIES.find((candidate) => candidate.name === name);
  if (family === undefined) return FALSE;
  const { types, starts, ends } = family;
  return joined('or', [
    ...(types.length === 0 ? [] : [oneOf(expression, types)]),
    ...(starts === undefined ? [] : [like(expression, [starts], 'start')]),
    ...(ends === undefined ? [] : [like(expression, ['', ends], 'whole')]),
  ]);
}

/** Exchanges that stand in a list of their own, found by a name there; small, and changed at any time. */
export const LABEL_COLUMN: Column = {
  condition(test) {
    if (test.kind === 'none') return sql('exchange.id not in (select exchange_id from label)');
    const where = test.kind === 'pattern' ? like('name', test.pattern, test.place) : sql('true');
    return { sql: `exchange.id in (select exchange_id from label where ${where.sql})`, values: where.values };
  },
  query: () => null,
  facts: [],
};

/** A run by its number, its name, a part of its command line, or the latest one. */
export const RUN_COLUMN: Column = {
  condition(test) {
    if (test.kind === 'any') return sql('true');
    if (test.kind === 'interval') return sql('run_id = ?', test.from ?? 0);
    const where = runCondition(test);
    return { sql: `run_id in (select id from run where ${where.sql})`, values: where.values };
  },
  query(test, { runsWith }) {
    if (test.kind === 'interval') return factQuery('run', [test.from ?? 0]);
    if (test.kind === 'any') return null;
    const runs = runsWith(runCondition(test));
    return runs.length > 0 && runs.length <= MOST_RUNS ? factQuery('run', runs) : null;
  },
  facts: [{ expression: 'run_id', tokens: (id) => [factToken('run', id)] }],
};

const MOST_RUNS = 200;

function runCondition(test: Test): SqlCondition {
  if (test.kind === 'names') return sql('id = (select max(id) from run)');
  if (test.kind !== 'pattern') return FALSE;
  return joined('or', [like('name', test.pattern, 'whole'), like('command', test.pattern, test.place)]);
}

/** TLS towards the server. */
export const TLS_COLUMN: Column = {
  condition(test) {
    if (test.kind === 'any') return sql("scheme in ('https', 'wss')");
    if (test.kind === 'none') return sql("scheme not in ('https', 'wss')");
    if (test.kind !== 'names') return FALSE;
    const where = joined(
      'or',
      test.names.map((name) =>
        name === 'untrusted' ? sql('tls_distrust is not null') : sql('tls_protocol = ?', protocolOf(name)),
      ),
    );
    return {
      sql: `server_connection_id in (select id from server_connection where ${where.sql})`,
      values: where.values,
    };
  },
  query: (test) =>
    test.kind === 'names'
      ? factQuery(
          'tls',
          test.names.map((name) => (name === 'untrusted' ? name : protocolOf(name))),
        )
      : null,
  facts: [
    { expression: ofConnection('tls_protocol'), tokens: (protocol) => [factToken('tls', protocol)] },
    {
      expression: ofConnection("iif(tls_distrust is null, null, 'untrusted')"),
      tokens: (word) => [factToken('tls', word)],
    },
  ],
};

function protocolOf(name: string): string {
  return name === '1.0' ? 'TLSv1' : `TLSv${name}`;
}

function ofConnection(expression: string): string {
  return `(select ${expression} from server_connection where id = server_connection_id)`;
}

/** Address and port that answered. */
export const SERVER_COLUMN: Column = partsColumn('server', ofConnection('server'), {
  condition(test) {
    if (test.kind === 'none') return sql('server_connection_id is null');
    if (test.kind === 'any') return sql('server_connection_id is not null');
    if (test.kind !== 'pattern') return FALSE;
    const where = like('server', test.pattern, test.place);
    return {
      sql: `server_connection_id in (select id from server_connection where ${where.sql})`,
      values: where.values,
    };
  },
});

/** The same method and route as another exchange. */
export const SAME_COLUMN: Column = {
  condition: (test) =>
    test.kind === 'interval'
      ? sql('route = (select other.route from exchange as other where other.id = ?)', test.from ?? 0)
      : FALSE,
  query(test, { routeOf }) {
    const route = test.kind === 'interval' ? routeOf(test.from ?? 0) : undefined;
    return route === undefined ? null : factQuery('same', [route]);
  },
  facts: [{ expression: 'route', tokens: (route) => [factToken('same', route)] }],
};
