import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Annotation } from '../../src/exchange/annotation.ts';
import { type Exchange, NO_CONNECTION, type StreamMessage } from '../../src/exchange/exchange.ts';
import { NO_COUNTS } from '../../src/exchange/row.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter, type WrittenChange } from '../../src/store/capture-writer.ts';
import { SCHEMA_VERSION } from '../../src/store/schema.ts';
import { CONNECTION, EXPIRED, exchange, QUIET, textBody } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

interface Capture {
  readonly path: string;
  readonly writer: CaptureWriter;
  readonly reader: CaptureReader;
}

function withCapture(use: (capture: Capture) => void) {
  const folder = temporaryFolder();
  const path = join(folder.path, 'capture.db');
  const writer = new CaptureWriter(path);
  const reader = new CaptureReader(path);
  try {
    use({ path, writer, reader });
  } finally {
    reader.close();
    writer.close();
    folder.remove();
  }
}

const change = (key: number, value: Exchange, bodies: Record<string, string> = {}): WrittenChange => ({
  key,
  exchange: value,
  chunks: Object.entries(bodies).map(([side, text]) => ({
    side: side as 'request' | 'response',
    index: 0,
    bytes: Buffer.from(text),
  })),
  messages: [],
});

const annotateAs = (annotation: Annotation) => () => annotation;
const ids = (reader: CaptureReader, filter = '') => reader.page({ kind: 'last' }, 100, filter).map(({ id }) => id);

test('an exchange comes back as it was stored, with its annotation and bodies', () =>
  withCapture(({ writer, reader }) => {
    const stored = exchange({
      error: { phase: 'response', code: 'ECONNRESET', message: 'aborted' },
      connection: {
        client: '127.0.0.1:5',
        clientTls: { protocol: 'TLSv1.2', cipher: 'X', alpn: null, serverName: 'a.test' },
        server: CONNECTION,
        isReused: true,
      },
      timing: { connectedMs: 1, requestSentMs: 2.5, responseStartMs: 3 },
      request: { method: 'POST', body: textBody('{"a":1}'), trailers: [['X-T', 'é']] },
      response: {
        status: 401,
        headers: [
          ['Set-Cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ],
        body: textBody('denied'),
        trailers: [['grpc-status', '16']],
      },
    });
    writer.write([change(1, stored, { request: '{"a":1}', response: 'denied' })], annotateAs(EXPIRED));
    expect(reader.exchange(1)).toEqual({ exchange: { ...stored, id: 1 }, annotation: EXPIRED });
  }));

const withSql = <T>(path: string, use: (sql: BetterSqlite3.Database) => T): T => {
  const sql = new BetterSqlite3(path);
  try {
    return use(sql);
  } finally {
    sql.close();
  }
};

test('a connection is stored once, whatever number of exchanges it carried', () =>
  withCapture(({ path, writer, reader }) => {
    const on = (server: typeof CONNECTION | null, key: number) =>
      change(key, exchange({ connection: { ...NO_CONNECTION, server } }));
    const plain = { ...CONNECTION, id: 2, dnsMs: null, tlsMs: null, tls: null, via: 'http://proxy.test:3128' };
    writer.write([on(CONNECTION, 1), on({ ...CONNECTION }, 2), on(plain, 3), on(null, 4)], annotateAs(QUIET));
    writer.write([on(CONNECTION, 5)], annotateAs(QUIET));
    const servers = [1, 2, 3, 4, 5].map((id) => reader.exchange(id)?.exchange.connection.server);
    expect(servers).toEqual([CONNECTION, CONNECTION, plain, null, CONNECTION]);
    expect(withSql(path, (sql) => sql.prepare('select count(*) from server_connection').pluck().get())).toBe(2);
  }));

test('a connection of a transaction that failed is stored with the next one', () =>
  withCapture(({ writer, reader }) => {
    const changes = [change(1, exchange({ connection: { ...NO_CONNECTION, server: CONNECTION } }))];
    const fail = () => {
      throw new Error('a bug');
    };
    // The second annotation fails, when the connection of the first exchange has been inserted.
    let calls = 0;
    const failLater = () => (calls++ === 0 ? QUIET : fail());
    expect(() => writer.write([...changes, change(2, exchange())], failLater)).toThrow('a bug');
    writer.write(changes, annotateAs(QUIET));
    expect(reader.exchange(1)?.exchange.connection.server).toEqual(CONNECTION);
  }));

const message = (text: string, differing: Partial<StreamMessage> = {}): StreamMessage => ({
  at: 1000.5,
  from: 'server',
  type: 'text',
  bytes: Buffer.from(text),
  totalBytes: text.length,
  closeCode: null,
  ...differing,
});

test('messages come back in pages, in their order, also those of a pending exchange', () =>
  withCapture(({ writer, reader }) => {
    const sent = [message('a'), message('b', { from: 'client' }), message('', { type: 'close', closeCode: 1000 })];
    const numbered = sent.map((each, index) => ({ index, message: each }));
    const pending = exchange({ durationMs: null, messageCount: 2 });
    writer.write([{ ...change(1, pending), messages: numbered.slice(0, 2) }], annotateAs(QUIET));
    expect(reader.messages(1, 0, 10)).toEqual(sent.slice(0, 2));
    expect(reader.page({ kind: 'last' }, 1)).toMatchObject([{ messageCount: 2, durationMs: null }]);
    writer.write([{ ...change(1, exchange({ messageCount: 3 })), messages: numbered.slice(2) }], annotateAs(QUIET));
    expect(reader.messages(1, 1, 1)).toEqual([sent[1]]);
    expect(reader.messages(1, 1, 10)).toEqual(sent.slice(1));
    expect(reader.messages(2, 0, 10)).toEqual([]);
    expect(reader.exchange(1)?.exchange.messageCount).toBe(3);
  }));

test('the status of a gRPC call stands in its row', () =>
  withCapture(({ writer, reader }) => {
    const response = { trailers: [['grpc-status', '5']] as const };
    writer.write([change(1, exchange({ response })), change(2, exchange())], annotateAs(QUIET));
    expect(reader.page({ kind: 'last' }, 2).map(({ grpcStatus }) => grpcStatus)).toEqual([5, null]);
  }));

test('an exchange that is stored later keeps its place before those that began after it', () =>
  withCapture(({ writer, reader }) => {
    writer.write([change(2, exchange())], annotateAs(QUIET), [1, 3]);
    writer.write([change(1, exchange()), change(3, exchange())], annotateAs(QUIET));
    writer.write([change(4, exchange())], annotateAs(QUIET), [5]);
    expect(reader.page({ kind: 'last' }, 9).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  }));

test('a number that is kept is not given to another process', () =>
  withCapture(({ path, writer, reader }) => {
    const second = new CaptureWriter(path);
    try {
      const url = (path: string) => exchange({ request: { url: `http://a.test/${path}` } });
      writer.write([change(2, url('second'))], annotateAs(QUIET), [1]);
      second.write([change(1, url('other'))], annotateAs(QUIET));
      writer.write([change(1, url('first'))], annotateAs(QUIET));
      const urls = reader.page({ kind: 'last' }, 9).map(({ url }) => url.slice(14));
      expect(urls).toEqual(['first', 'second', 'other']);
    } finally {
      second.close();
    }
  }));

test.each([
  ['small', 1000, 0],
  ['large', 100_000, 1],
])('a %s body comes back whole', (_size, length, pieces) =>
  withCapture(({ path, writer, reader }) => {
    const text = 'x'.repeat(length);
    const value = exchange({ response: { body: textBody(text) } });
    writer.write([change(1, value, { response: text })], annotateAs(QUIET));
    expect(Buffer.from(reader.exchange(1)!.exchange.response!.body!.bytes).toString()).toBe(text);
    const stored = withSql(path, (sql) => sql.prepare('select count(*) from body_chunk').pluck().get());
    expect(stored).toBe(pieces);
  }),
);

test('an exchange without a response comes back without one', () =>
  withCapture(({ writer, reader }) => {
    writer.write([change(1, exchange({ response: null, proxyStatus: 502 }))], annotateAs(QUIET));
    expect(reader.exchange(1)?.exchange).toMatchObject({ response: null, proxyStatus: 502 });
  }));

test('what is handed to the classifier has its number in the capture', () =>
  withCapture(({ writer }) => {
    const seen: number[] = [];
    writer.write([change(1, exchange()), change(2, exchange())], ({ id }) => {
      seen.push(id);
      return QUIET;
    });
    expect(seen).toEqual([1, 2]);
  }));

test('a pending exchange appears, is updated in place, and keeps its number and the order of its chunks', () =>
  withCapture(({ writer, reader }) => {
    const pending = exchange({ durationMs: null, response: null });
    writer.write(
      [{ ...change(1, pending), chunks: [{ side: 'request', index: 0, bytes: Buffer.from('a') }] }],
      annotateAs(QUIET),
    );
    expect(reader.page({ kind: 'last' }, 10)).toMatchObject([{ id: 1, durationMs: null, class: null, status: null }]);
    expect(reader.counts()).toEqual({ ...NO_COUNTS, pending: 1 });
    writer.write([change(2, exchange())], annotateAs(QUIET));
    const whole = exchange({ request: { body: { bytes: Buffer.from('ab'), totalBytes: 2 } } });
    writer.write(
      [{ ...change(1, whole), chunks: [{ side: 'request', index: 1, bytes: Buffer.from('b') }] }],
      annotateAs(EXPIRED),
    );
    expect(ids(reader)).toEqual([1, 2]);
    expect(reader.counts()).toEqual({ ...NO_COUNTS, success: 1, client_error: 1 });
    expect(Buffer.from(reader.exchange(1)!.exchange.request.body!.bytes).toString()).toBe('ab');
  }));

test('what a process that was killed left pending is ended at the next start, and what a living one has open is not', () =>
  withCapture(({ path, writer, reader }) => {
    const pending = exchange({
      durationMs: null,
      response: null,
      connection: { ...NO_CONNECTION, server: CONNECTION },
      timing: { connectedMs: 3, requestSentMs: 5, responseStartMs: null },
    });
    writer.write([change(1, pending), change(2, pending)], annotateAs(QUIET));
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    withSql(path, (sql) => {
      sql.prepare("insert into run (id, kind, pid, started_at) values (9, 'start', ?, 1000)").run(dead);
      sql.exec("update exchange set run_id = 9, started_at = 2000, app = 'curl' where id = 1");
    });
    const next = new CaptureWriter(path);
    try {
      next.endOrphans(annotateAs(EXPIRED));
    } finally {
      next.close();
    }
    expect(reader.exchange(1)?.exchange).toMatchObject({ durationMs: 5, error: { code: 'ERR_PROXY_STOPPED' } });
    expect(reader.exchange(1)?.exchange.connection.server).toEqual(CONNECTION);
    expect(reader.exchange(2)?.exchange.durationMs).toBeNull();
    expect(reader.counts()).toEqual({ ...NO_COUNTS, pending: 1, client_error: 1 });
    expect(reader.runs().map(({ id, ended_at }) => [id, ended_at])).toEqual([
      [10, expect.any(Number)],
      [9, 2005],
      [1, null],
    ]);
    expect(withSql(path, (sql) => sql.prepare('select app from exchange where id = 1').pluck().get())).toBe('curl');
  }));

test('a process that has the number of one that was killed ends what that left pending', () =>
  withCapture(({ path, writer, reader }) => {
    writer.write([change(1, exchange({ durationMs: null, response: null }))], annotateAs(QUIET));
    withSql(path, (sql) => sql.exec('update run set started_at = 1000'));
    writer.endOrphans(annotateAs(EXPIRED));
    expect(reader.exchange(1)?.exchange.error?.code).toBe('ERR_PROXY_STOPPED');
  }));

test('a reader is told what changed after a revision, page by page', () =>
  withCapture(({ writer, reader }) => {
    writer.write([change(1, exchange({ durationMs: null }))], annotateAs(QUIET));
    const start = reader.revision();
    writer.write([change(2, exchange()), change(3, exchange())], annotateAs(QUIET));
    writer.write([change(1, exchange())], annotateAs(QUIET));
    const first = reader.changesAfter(start, 2);
    expect(first.rows.map(({ id }) => id)).toEqual([2, 3]);
    const second = reader.changesAfter(first.revision, 2);
    expect(second.rows.map(({ id }) => id)).toEqual([1]);
    expect(reader.changesAfter(second.revision, 2).rows).toEqual([]);
  }));

test('a transaction that fails leaves nothing behind, and the next one works', () =>
  withCapture(({ writer, reader }) => {
    const changes = [change(1, exchange({ durationMs: null })), change(2, exchange())];
    expect(() =>
      writer.write(changes, () => {
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
    expect(ids(reader)).toEqual([]);
    writer.write(changes, annotateAs(QUIET));
    expect(ids(reader)).toEqual([1, 2]);
    expect(reader.counts()).toEqual({ ...NO_COUNTS, pending: 1, success: 1 });
  }));

test('two writers on one capture never give the same number', () =>
  withCapture(({ path, writer, reader }) => {
    const second = new CaptureWriter(path);
    try {
      writer.write([change(1, exchange())], annotateAs(QUIET));
      second.write([change(1, exchange())], annotateAs(QUIET));
      writer.write([change(2, exchange())], annotateAs(QUIET));
      expect(ids(reader)).toEqual([1, 2, 3]);
    } finally {
      second.close();
    }
  }));

test('pages begin at the end, at a row, or before one', () =>
  withCapture(({ writer, reader }) => {
    writer.write(
      [1, 2, 3, 4, 5].map((key) => change(key, exchange())),
      annotateAs(QUIET),
    );
    const page = (...start: Parameters<CaptureReader['page']>) => reader.page(...start).map(({ id }) => id);
    expect(page({ kind: 'last' }, 2)).toEqual([4, 5]);
    expect(page({ kind: 'from', id: 2 }, 2)).toEqual([2, 3]);
    expect(page({ kind: 'before', id: 3 }, 1)).toEqual([2]);
  }));

test('words must all occur, in URL, method, status, cause or summary; SQL wildcards are letters', () =>
  withCapture(({ writer, reader }) => {
    writer.write([change(1, exchange({ request: { url: 'https://a.test/100%_off' } }))], annotateAs(QUIET));
    writer.write(
      [change(2, exchange({ request: { method: 'POST' }, response: { status: 401 } }))],
      annotateAs(EXPIRED),
    );
    expect(ids(reader, 'A.TEST')).toEqual([1]);
    expect(ids(reader, 'post 401 expired token')).toEqual([2]);
    expect(ids(reader, 'post a.test')).toEqual([]);
    expect(ids(reader, '0%_o')).toEqual([1]);
    expect(ids(reader, '%')).toEqual([1]);
  }));

test('the nearest failure is found in both directions', () =>
  withCapture(({ writer, reader }) => {
    const annotations = [EXPIRED, QUIET, QUIET, EXPIRED];
    writer.write(
      [1, 2, 3, 4].map((key) => change(key, exchange())),
      ({ id }) => annotations[id - 1]!,
    );
    expect(reader.nextFailure(1, 'newer')).toBe(4);
    expect(reader.nextFailure(4, 'older')).toBe(1);
    expect(reader.nextFailure(4, 'newer')).toBeUndefined();
  }));

test('the capture and its companions are for their owner only', () =>
  withCapture(({ path, writer }) => {
    writer.write([change(1, exchange())], annotateAs(QUIET));
    for (const suffix of ['', '-wal', '-shm']) expect((statSync(path + suffix).mode & 0o777).toString(8)).toBe('600');
  }));

test('every problem with the file is said in one line with the next step', () => {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder.path, name);
  try {
    expect(() => new CaptureReader(path('missing.db'))).toThrow(`There is no capture at ${path('missing.db')} yet.`);
    expect(existsSync(path('missing.db'))).toBe(false);

    writeFileSync(path('text.db'), 'this is no database, but long enough to be looked at as one '.repeat(20));
    expect(() => new CaptureWriter(path('text.db'))).toThrow(`${path('text.db')} is not a database.`);

    const other = new BetterSqlite3(path('other.db'));
    other.exec('create table t (a)');
    other.close();
    expect(() => new CaptureWriter(path('other.db'))).toThrow('is a database of another program');

    new CaptureWriter(path('newer.db')).close();
    const newer = new BetterSqlite3(path('newer.db'));
    newer.pragma('user_version = 99');
    newer.close();
    expect(() => new CaptureReader(path('newer.db'))).toThrow(
      `was written by a newer httpwhy (format 99; this one knows ${SCHEMA_VERSION}).`,
    );

    writeFileSync(path('file'), '');
    expect(() => new CaptureWriter(join(path('file'), 'capture.db'))).toThrow('cannot be opened');

    mkdirSync(path('folder.db'));
    expect(() => new CaptureWriter(path('folder.db'))).toThrow('cannot be opened');
    chmodSync(folder.path, 0o700);
  } finally {
    folder.remove();
  }
});
