import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Exchange, StreamMessage } from '../../src/exchange/exchange.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import type { Limits } from '../../src/store/limits.ts';
import { CaptureMarks } from '../../src/store/marks.ts';
import { CapturePruner } from '../../src/store/pruner.ts';
import { CONNECTION, exchange, QUIET } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

const DAY = 86_400_000;
const ALL: Limits = { keepForMs: null, keepCount: null, keepBytes: null };

interface Kept {
  readonly path: string;
  readonly reader: CaptureReader;
  /** A writer with limits of its own; closed at the end. */
  writer(limits?: Partial<Limits>): CaptureWriter;
  ids(): number[];
  value(sql: string): unknown;
}

function withCapture(use: (kept: Kept) => void) {
  const folder = temporaryFolder();
  const path = join(folder.path, 'capture.db');
  const writers = [new CaptureWriter(path)];
  const reader = new CaptureReader(path);
  const sql = new BetterSqlite3(path);
  try {
    use({
      path,
      reader,
      writer(limits = {}) {
        const writer = new CaptureWriter(path, { limits: { ...ALL, ...limits } });
        writers.push(writer);
        return writer;
      },
      ids: () => reader.page({ kind: 'from', id: 0 }, 10_000).map(({ id }) => id),
      value: (text) => sql.prepare(text).pluck().get(),
    });
  } finally {
    sql.close();
    reader.close();
    for (const writer of writers) writer.close();
    folder.remove();
  }
}

let nextKey = 1;

function add(writer: CaptureWriter, count: number, of: (place: number) => Partial<Exchange> = () => ({})) {
  const changes = Array.from({ length: count }, (_, place) => ({
    key: nextKey++,
    exchange: exchange({ startedAt: Date.now(), ...(of(place) as object) }),
    chunks: [],
    messages: [],
  }));
  writer.write(changes, () => QUIET);
}

function makeRoom(writer: CaptureWriter) {
  while (writer.makeRoom(1)) {}
}

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('the number of exchanges', () => {
  test('is kept by removing the oldest, and the counts stay right', () =>
    withCapture(({ writer, ids, reader, value }) => {
      const kept = writer({ keepCount: 30 });
      for (let i = 0; i < 5; i += 1) add(kept, 100);
      makeRoom(kept);
      expect(ids()).toEqual(from(471, 500));
      expect(reader.counts().success).toBe(30);
      expect(value('select count(*) from exchange where block_id not in (select id from block)')).toBe(0);
      expect(reader.exchange(480)?.exchange.request.headers).toEqual([['Host', 'api.example.com']]);
      const revision = reader.revision();
      makeRoom(kept);
      expect(reader.revision()).toBe(revision);
      add(kept, 1);
      makeRoom(kept);
      expect(ids()).toEqual(from(472, 501));
    }));

  test('leaves out pinned and pending ones, which stay', () =>
    withCapture(({ path, writer, ids }) => {
      const kept = writer({ keepCount: 3 });
      add(kept, 10, (place) => (place === 4 ? { durationMs: null } : {}));
      const marks = new CaptureMarks(path);
      marks.pin([2, 9], true);
      makeRoom(kept);
      // The pending one is one of the three.
      expect(ids()).toEqual([2, 5, 8, 9, 10]);
      marks.close();
    }));

  test('below the limit nothing is removed', () =>
    withCapture(({ writer, ids }) => {
      const kept = writer({ keepCount: 10 });
      add(kept, 10);
      makeRoom(kept);
      expect(ids()).toEqual(from(1, 10));
    }));
});

describe('age', () => {
  test('counts from when an exchange was recorded', () =>
    withCapture(({ writer, ids, value }) => {
      const kept = writer({ keepForMs: 7 * DAY });
      value(`update run set started_at = 0 returning 1`);
      add(kept, 10, (place) => ({ startedAt: Date.now() - (11.5 - place) * DAY }));
      makeRoom(kept);
      expect(ids()).toEqual(from(6, 10));
    }));

  test('of what was imported counts from the import', () =>
    withCapture(({ writer, ids }) => {
      const kept = writer({ keepForMs: DAY });
      add(kept, 3, () => ({ startedAt: Date.UTC(2020, 0, 1) }));
      makeRoom(kept);
      expect(ids()).toEqual([1, 2, 3]);
    }));

  test('is right after the clock was set back: those recorded with a time ahead of it hide nothing', () =>
    withCapture(({ writer, ids, value }) => {
      const kept = writer({ keepForMs: DAY });
      value(`update run set started_at = 0 returning 1`);
      add(kept, 300, () => ({ startedAt: Date.now() + 400 * DAY }));
      add(kept, 5, () => ({ startedAt: Date.now() - 2 * DAY }));
      add(kept, 1);
      makeRoom(kept);
      expect(ids()).toEqual([...from(1, 300), 306]);
    }));
});

describe('the size of the capture', () => {
  const large = () => ({
    request: { ...exchange().request, headers: [['X-Random', randomBytes(2000).toString('base64')]] as const },
  });

  test('is kept, by no more than needed, and the file gets no longer', () =>
    withCapture(({ path, writer, ids, value }) => {
      const limit = 1_500_000;
      const kept = writer({ keepBytes: limit });
      for (let i = 0; i < 12; i += 1) {
        add(kept, 100, large);
        makeRoom(kept);
      }
      const used = 4096 * (Number(value('pragma page_count')) - Number(value('pragma freelist_count')));
      expect(used).toBeLessThanOrEqual(limit);
      expect(used).toBeGreaterThan(0.75 * limit);
      expect(ids().at(-1)).toBe(1200);
      expect(value('pragma integrity_check')).toBe('ok');
      const pruner = new CapturePruner(path);
      pruner.giveBack();
      expect(pruner.size()).toBeLessThan(1.2 * limit);
      pruner.close();
    }));

  test('of a capture that is smaller changes nothing', () =>
    withCapture(({ writer, ids }) => {
      const kept = writer({ keepBytes: 10_000_000 });
      add(kept, 50, large);
      makeRoom(kept);
      expect(ids()).toHaveLength(50);
    }));
});

test('a stream of many messages is removed in steps that end in time', () =>
  withCapture(({ writer, ids, value }) => {
    const kept = writer({ keepCount: 1 });
    const message: StreamMessage = {
      at: Date.now(),
      from: 'server',
      type: 'event',
      bytes: Buffer.from('data: x'),
      totalBytes: 7,
      closeCode: null,
    };
    const messages = Array.from({ length: 9000 }, (_, index) => ({ index, message }));
    const stream = { key: nextKey++, exchange: exchange({ messageCount: 9000 }), chunks: [], messages };
    kept.write([stream], () => QUIET);
    add(kept, 1);
    const left = [value('select count(*) from message')];
    while (kept.makeRoom(0)) left.push(value('select count(*) from message'));
    expect(left).toEqual([9000, 7000, 5000, 3000, 1000]);
    expect(value('select count(*) from message')).toBe(0);
    expect(ids()).toEqual([2]);
  }));

describe('what removed exchanges leave behind', () => {
  test('connections, runs and changes that nothing names any more are removed when nobody else records', () =>
    withCapture(({ path, writer, value }) => {
      const first = new CaptureWriter(path);
      const connected = (id: number) => () => ({
        connection: { ...exchange().connection, server: { ...CONNECTION, id } },
      });
      add(first, 2, connected(1));
      first.close();
      const second = writer();
      add(second, 2, connected(2));
      const pruner = new CapturePruner(path);
      expect(pruner.remove([1, 2])).toBe(2);
      pruner.giveBack();
      // The second and the capture's own are not closed.
      expect(value('select count(*) from server_connection')).toBe(2);
      expect(value('select count(*) from change')).toBe(1);
      value('update run set ended_at = 1 returning 1');
      pruner.giveBack();
      expect(value('select group_concat(id) from server_connection')).toBe('2');
      expect(value('select group_concat(id) from run')).toBe('3');
      pruner.close();
    }));

  test('a connection that is still remembered is stored anew', () =>
    withCapture(({ writer, value, reader }) => {
      const kept = writer({ keepCount: 1 });
      const connected = () => ({ connection: { ...exchange().connection, server: CONNECTION } });
      value('update run set ended_at = 1 where id = 1 returning 1');
      for (let i = 0; i < 11; i += 1) add(kept, 200, connected);
      add(kept, 1);
      makeRoom(kept);
      while (kept.tidy(5)) {}
      expect(value('select count(*) from server_connection')).toBe(0);
      add(kept, 1, connected);
      expect(reader.exchange(2202)?.exchange.connection.server).toEqual(CONNECTION);
    }));
});

test('pruning says beforehand how many it will be', () =>
  withCapture(({ path, writer, ids }) => {
    add(writer(), 10);
    const pruner = new CapturePruner(path);
    expect(pruner.preview({ ...ALL, keepCount: 4 })).toEqual({ exchanges: 6, isEstimate: false });
    expect(pruner.preview(ALL)).toEqual({ exchanges: 0, isEstimate: false });
    expect(ids()).toHaveLength(10);
    expect(pruner.keepWithin({ ...ALL, keepCount: 4 })).toBe(6);
    expect(ids()).toEqual([7, 8, 9, 10]);
    pruner.close();
  }));
