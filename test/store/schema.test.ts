import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { DEFAULTS } from '../../src/store/record.ts';
import { APPLICATION_ID, MIGRATIONS, migrate, SCHEMA_VERSION } from '../../src/store/schema.ts';
import { temporaryFolder } from '../support/proxy.ts';

/** A copy of a capture that an earlier version made; the files in test/data are never written. */
function withCopy<T>(name: string, use: (path: string) => T): T {
  const folder = temporaryFolder();
  try {
    const path = join(folder.path, 'capture.db');
    copyFileSync(new URL(`../data/${name}`, import.meta.url), path);
    return use(path);
  } finally {
    folder.remove();
  }
}

function withSql<T>(path: string, use: (sql: Database) => T): T {
  const sql = new BetterSqlite3(path);
  try {
    return use(sql);
  } finally {
    sql.close();
  }
}

function withFresh<T>(use: (sql: Database) => T): T {
  const sql = new BetterSqlite3(':memory:');
  try {
    migrate(sql);
    return use(sql);
  } finally {
    sql.close();
  }
}

interface ColumnInfo {
  readonly name: string;
  readonly dflt_value: string | null;
}

const columnsOf = (sql: Database, table: string) => sql.pragma(`table_info(${table})`) as ColumnInfo[];
const namesOf = (sql: Database, type: string) =>
  sql
    .prepare<[string], string>(
      "select name from sqlite_schema where type = ? and name not like 'sqlite_%' order by name",
    )
    .pluck()
    .all(type);

describe('the schema', () => {
  test('has the defaults that the writer leaves to it', () =>
    withFresh((sql) => {
      const defaults = new Map(columnsOf(sql, 'exchange').map(({ name, dflt_value }) => [name, dflt_value]));
      for (const [column, value] of Object.entries(DEFAULTS)) {
        const written =
          value === undefined || value === null ? null : typeof value === 'string' ? `'${value}'` : `${value}`;
        expect([column, defaults.get(column)]).toEqual([column, written]);
      }
    }));

  test('is documented, every table, view and column of it', () =>
    withFresh((sql) => {
      const document = readFileSync(new URL('../../docs/capture-format.md', import.meta.url), 'utf8');
      // One section for each, with its columns in code font.
      const sections = new Map(document.split(/^###? /m).map((text) => [/^`(\w+)`/.exec(text)?.[1], text]));
      for (const table of [...namesOf(sql, 'table'), ...namesOf(sql, 'view')]) {
        const missing = columnsOf(sql, table).filter(({ name }) => !sections.get(table)?.includes(`\`${name}\``));
        expect({ table, missing: missing.map(({ name }) => name) }).toEqual({ table, missing: [] });
      }
    }));

  test('marks the file as a capture, and lets it shrink', () => {
    const folder = temporaryFolder();
    try {
      const path = join(folder.path, 'capture.db');
      new CaptureWriter(path).close();
      withSql(path, (sql) => {
        const pragma = (name: string) => sql.pragma(name, { simple: true });
        expect(pragma('application_id')).toBe(APPLICATION_ID);
        expect(pragma('user_version')).toBe(SCHEMA_VERSION);
        expect(pragma('auto_vacuum')).toBe(2);
      });
    } finally {
      folder.remove();
    }
  });
});

describe('a capture of version 1', () => {
  test('opens, with its exchanges, bodies, messages and marks', () =>
    withCopy('capture-1.db', (path) => {
      const reader = new CaptureReader(path);
      try {
        expect(reader.page({ kind: 'last' }, 9).map(({ id, method, status }) => [id, method, status])).toEqual([
          [1, 'GET', 200],
          [2, 'POST', 401],
          [3, 'GET', 200],
          [4, 'GET', 101],
        ]);
        expect(reader.exchange(2)).toMatchObject({
          exchange: {
            request: {
              headers: [
                ['Host', 'api.example.com'],
                ['X-Twice', 'a'],
                ['x-twice', 'b'],
              ],
            },
            connection: { server: { server: '203.0.113.7:443' } },
          },
          annotation: { cause: 'expired-credentials', advice: 'Get a new token.' },
        });
        const large = Buffer.concat([...reader.bodyPieces(3, 'response')]).toString();
        expect(large).toBe('a line of a large body\n'.repeat(10_000));
        expect(reader.messages(4, 0, 9).map(({ from, bytes }) => [from, Buffer.from(bytes).toString()])).toEqual([
          ['client', 'ping?'],
          ['server', 'pong!'],
        ]);
        expect(reader.counts()).toMatchObject({ success: 2, client_error: 1, informational: 1 });
        expect(reader.runs()).toMatchObject([{ kind: 'run', name: 'checkout', command: 'npm test' }]);
      } finally {
        reader.close();
      }
    }));

  test('goes on to be written', () =>
    withCopy('capture-1.db', (path) => {
      const writer = new CaptureWriter(path);
      try {
        expect(writer.runId).toBe(2);
        while (writer.tidy(1)) {}
      } finally {
        writer.close();
      }
      withSql(path, (sql) => {
        expect(sql.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
        expect(sql.pragma('integrity_check', { simple: true })).toBe('ok');
      });
    }));

  test('is read as it is where it cannot be brought up to date', () =>
    withCopy('capture-1.db', (path) =>
      withSql(path, (sql) => {
        sql.exec('begin immediate');
        const reader = new CaptureReader(path);
        try {
          expect(reader.page({ kind: 'last' }, 9, 'is:failed').map(({ id }) => id)).toEqual([2]);
          expect(reader.exchange(2)?.annotation?.cause).toBe('expired-credentials');
        } finally {
          reader.close();
        }
        expect(sql.pragma('user_version', { simple: true })).toBe(1);
      }),
    ));

  test('takes the steps that it has not taken, and only those', () =>
    withCopy('capture-1.db', (path) =>
      withSql(path, (sql) => {
        const steps = [MIGRATIONS[0]!, 'alter table exchange add column colour text'];
        migrate(sql, steps);
        expect(sql.pragma('user_version', { simple: true })).toBe(2);
        expect(columnsOf(sql, 'exchange').at(-1)?.name).toBe('colour');
        expect(sql.prepare('select count(*) from exchange').pluck().get()).toBe(4);
        // There already: a second time would fail.
        migrate(sql, steps);
      }),
    ));

  test('is as it was where a step fails', () =>
    withCopy('capture-1.db', (path) =>
      withSql(path, (sql) => {
        const steps = [MIGRATIONS[0]!, 'alter table exchange add column colour text; select no_such_function()'];
        expect(() => migrate(sql, steps)).toThrow('no_such_function');
        expect(sql.pragma('user_version', { simple: true })).toBe(1);
        expect(columnsOf(sql, 'exchange').some(({ name }) => name === 'colour')).toBe(false);
      }),
    ));

  test('has views in plain words', () =>
    withCopy('capture-1.db', (path) =>
      withSql(path, (sql) => {
        migrate(sql);
        const all = (view: string) => sql.prepare(`select * from ${view}`).all();
        expect(all('exchanges')[1]).toEqual({
          id: 2,
          time: '2026-11-02 12:00:00.000',
          method: 'POST',
          url: 'https://api.example.com/v1/orders/87?page=2',
          host: 'api.example.com',
          path: '/v1/orders/87',
          route: 'POST api.example.com/v1/orders/{id}',
          status: 401,
          class: 'client_error',
          outcome: 'failed',
          cause: 'expired-credentials',
          confidence: 'certain',
          fault: 'client',
          summary: 'token expired',
          duration_ms: 12.5,
          request_type: null,
          request_bytes: 7,
          response_type: 'application/json',
          response_bytes: 0,
          messages: 0,
          run: 'checkout',
          app: 'curl',
          mocked_by: null,
          replay_of: 1,
          pinned: 1,
          labels: 'bug, money',
          note: 'ask Ada',
        });
        expect(all('failures')).toEqual([
          {
            id: 2,
            time: '2026-11-02 12:00:00.000',
            method: 'POST',
            url: 'https://api.example.com/v1/orders/87?page=2',
            host: 'api.example.com',
            route: 'POST api.example.com/v1/orders/{id}',
            status: 401,
            class: 'client_error',
            cause: 'expired-credentials',
            confidence: 'certain',
            fault: 'client',
            summary: 'token expired',
            advice: 'Get a new token.',
            retry: 'after_fix',
            retry_after_s: 3,
            error: null,
            duration_ms: 12.5,
          },
        ]);
        expect(all('routes')).toMatchObject([
          {
            route: 'GET api.example.com/v1/orders/{id}',
            exchanges: 3,
            failures: 0,
            failure_percent: 0,
            average_ms: 12.5,
          },
          { route: 'POST api.example.com/v1/orders/{id}', exchanges: 1, failures: 1, failure_percent: 100 },
        ]);
        expect(all('messages')).toMatchObject([
          { exchange_id: 4, number: 1, time: '1970-01-01 00:00:01.000', sender: 'client', type: 'text', text: 'ping?' },
          { exchange_id: 4, number: 2, sender: 'server', type: 'binary', text: null, bytes: Buffer.from('pong!') },
        ]);
      }),
    ));
});
