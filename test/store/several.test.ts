import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { NO_COUNTS } from '../../src/exchange/row.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { CapturePruner } from '../../src/store/pruner.ts';
import { exchange, QUIET } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

const annotate = () => QUIET;

function withPath(use: (path: string) => void | Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  return Promise.resolve(use(join(folder.path, 'capture.db'))).finally(() => folder.remove());
}

let nextKey = 1;

const batchOf = (count: number, differing: Parameters<typeof exchange>[0] = {}) =>
  Array.from({ length: count }, () => ({ key: nextKey++, exchange: exchange(differing), chunks: [], messages: [] }));

test('two writers and ten readers on one capture: every reader sees every exchange once, in order', () =>
  withPath((path) => {
    const writers = [new CaptureWriter(path), new CaptureWriter(path)];
    const readers = Array.from({ length: 10 }, () => new CaptureReader(path));
    const followed = readers.map(() => ({ revision: 0, ids: [] as number[] }));
    for (let round = 0; round < 20; round += 1) {
      for (const writer of writers) {
        writer.write(batchOf(7), annotate);
        writer.tidy(1);
        for (const [place, reader] of readers.entries()) {
          const state = followed[place]!;
          const { rows, revision } = reader.changesAfter(state.revision, 1000);
          state.ids.push(...rows.map(({ id }) => id));
          state.revision = revision;
        }
      }
    }
    const all = Array.from({ length: 280 }, (_, place) => place + 1);
    for (const { ids } of followed) expect(ids).toEqual(all);
    expect(readers[9]!.counts()).toEqual({ ...NO_COUNTS, success: 280 });
    for (const open of [...readers, ...writers]) open.close();
  }));

test('exchanges are removed by one process while another records, and both go on', () =>
  withPath((path) => {
    const writer = new CaptureWriter(path);
    const pruner = new CapturePruner(path);
    const limits = { keepForMs: null, keepCount: 50, keepBytes: null };
    for (let round = 0; round < 20; round += 1) {
      writer.write(batchOf(20), annotate);
      pruner.keepWithin(limits);
      writer.tidy(1);
    }
    pruner.close();
    const reader = new CaptureReader(path);
    expect(reader.page({ kind: 'last' }, 100).map(({ id }) => id)).toEqual(
      Array.from({ length: 50 }, (_, place) => 351 + place),
    );
    expect(reader.exchange(351)?.exchange.request.headers).toHaveLength(1);
    expect(reader.counts().success).toBe(50);
    reader.close();
    writer.close();
  }));

test('a reader that is killed in the middle of reading hinders nobody', () =>
  withPath(async (path) => {
    const writer = new CaptureWriter(path);
    writer.write(batchOf(10), annotate);
    const child = spawn(process.execPath, ['-e', HOLDING_READER, path, import.meta.resolve('better-sqlite3')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      writer.write(batchOf(10), annotate);
      child.kill('SIGKILL');
      await once(child, 'exit');
      writer.write(batchOf(10), annotate);
      const sql = new BetterSqlite3(path);
      // All of the log goes into the file: nobody is taken to be reading an older state of it.
      expect(sql.pragma('wal_checkpoint(truncate)')).toEqual([{ busy: 0, log: 0, checkpointed: 0 }]);
      expect(sql.prepare('select count(*) from exchange').pluck().get()).toBe(30);
      sql.close();
    } finally {
      child.kill('SIGKILL');
      writer.close();
    }
  }));

const HOLDING_READER = `
  import(process.argv[2]).then(({ default: Database }) => {
    const rows = new Database(process.argv[1], { readonly: true }).prepare('select id from exchange').iterate();
    rows.next();
    console.log('reading');
    setInterval(() => rows, 1000);
  });
`;

test('a clock that is set back changes neither the order of exchanges nor what followers are told', () =>
  withPath((path) => {
    const writer = new CaptureWriter(path);
    const reader = new CaptureReader(path);
    const noon = Date.UTC(2026, 10, 2, 12);
    writer.write(batchOf(2, { startedAt: noon }), annotate);
    const { revision } = reader.changesAfter(0, 10);
    writer.write(batchOf(2, { startedAt: noon - 3_600_000 }), annotate);
    expect(reader.changesAfter(revision, 10).rows.map(({ id }) => id)).toEqual([3, 4]);
    expect(reader.page({ kind: 'last' }, 9).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    while (writer.tidy(5)) {}
    expect(reader.matching('since:2026-11-02T11:30Z', 9)).toEqual([1, 2]);
    expect(reader.matching('until:2026-11-02T11:30Z', 9)).toEqual([3, 4]);
    reader.close();
    writer.close();
  }));
