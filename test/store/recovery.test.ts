import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { flagDamage, isDamage, isFlagged, setAside } from '../../src/store/damage.ts';
import { CaptureMarks } from '../../src/store/marks.ts';
import { recoverCapture } from '../../src/store/recovery.ts';
import { EXPIRED, exchange, QUIET, textBody } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

const PAGE = 4096;
const COUNT = 1200;

/** A capture of exchanges whose answers tell their number; every tenth failed. */
function withCapture(use: (path: string, folder: string) => void) {
  const folder = temporaryFolder();
  const path = join(folder.path, 'capture.db');
  try {
    const writer = new CaptureWriter(path);
    for (let key = 1; key <= COUNT; ) {
      const changes = Array.from({ length: 50 }, () => {
        const body = textBody(`answer ${key} ${'*'.repeat(key % 300)}`);
        const status = key % 10 === 0 ? 401 : 200;
        return {
          key: key++,
          exchange: exchange({ response: { status, body } }),
          chunks: [{ side: 'response' as const, index: 0, bytes: body.bytes }],
          messages: [],
        };
      });
      writer.write(changes, ({ response }) => (response?.status === 401 ? EXPIRED : QUIET));
    }
    while (writer.tidy(5)) {}
    writer.close();
    const marks = new CaptureMarks(path);
    marks.note([7], 'ask Ada');
    marks.label([7], 'bug');
    marks.close();
    use(path, folder.path);
  } finally {
    folder.remove();
  }
}

function overwrite(path: string, page: number, bytes: Buffer = Buffer.alloc(PAGE, 0xa5)) {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, page * PAGE);
  closeSync(file);
}

/** Numbers of the pages, from 0, in which rows of a table are. */
function leavesOf(path: string, table: string): number[] {
  const database = new BetterSqlite3(path, { readonly: true });
  try {
    const sql = "select pageno - 1 from dbstat where name = ? and pagetype = 'leaf' order by pageno";
    return database.prepare<[string], number>(sql).pluck().all(table);
  } finally {
    database.close();
  }
}

interface Seen {
  readonly ids: readonly number[];
  readonly reader: CaptureReader;
}

function recovered(path: string, use: (seen: Seen) => void) {
  const reader = new CaptureReader(path);
  try {
    use({ ids: reader.page({ kind: 'from', id: 0 }, 10_000).map(({ id }) => id), reader });
  } finally {
    reader.close();
  }
}

const answerOf = (reader: CaptureReader, id: number) =>
  Buffer.from(reader.exchange(id)?.exchange.response?.body?.bytes ?? []).toString();

describe('what is saved of a damaged capture', () => {
  test('is everything where nothing is damaged, and the file itself stays as it was', () =>
    withCapture((path, folder) => {
      const before = readFileSync(path);
      const saved = join(folder, 'saved.db');
      expect(recoverCapture(path, saved)).toEqual({ exchanges: COUNT, withoutContent: 0, lost: 0 });
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(readdirSync(folder).filter((name) => name.includes('recover'))).toEqual([]);
      recovered(saved, ({ ids, reader }) => {
        expect(ids).toHaveLength(COUNT);
        expect(answerOf(reader, 1200)).toMatch(/^answer 1200 /);
        expect(reader.annotation(10)).toEqual(EXPIRED);
        expect(reader.marks(7)).toEqual({ isPinned: false, labels: ['bug'], note: 'ask Ada' });
        expect(reader.counts()).toMatchObject({ success: 1080, client_error: 120 });
        expect(reader.changesAfter(0, 10_000).rows).toHaveLength(COUNT);
      });
      const writer = new CaptureWriter(saved);
      writer.write([{ key: 1, exchange: exchange(), chunks: [], messages: [] }], () => QUIET);
      writer.close();
      recovered(saved, ({ ids }) => expect(ids.at(-1)).toBe(COUNT + 1));
    }));

  test('is everything where the first page is lost, with or without what follows it', () =>
    withCapture((path, folder) => {
      overwrite(path, 0, Buffer.from('this is no database at all\n'.repeat(300)));
      const saved = join(folder, 'saved.db');
      expect(recoverCapture(path, saved)).toEqual({ exchanges: COUNT, withoutContent: 0, lost: 0 });
      recovered(saved, ({ reader }) => expect(answerOf(reader, 3)).toBe('answer 3 ***'));
    }));

  test('is every exchange but those of a page that is lost', () =>
    withCapture((path, folder) => {
      const leaves = leavesOf(path, 'exchange');
      overwrite(path, leaves[3]!);
      overwrite(path, leaves.at(-2)!);
      const saved = join(folder, 'saved.db');
      const { exchanges, withoutContent, lost } = recoverCapture(path, saved);
      expect(withoutContent).toBe(0);
      expect(lost).toBeGreaterThan(0);
      expect(lost).toBeLessThan(80);
      expect(exchanges + (lost ?? 0)).toBe(COUNT);
      recovered(saved, ({ ids, reader }) => {
        expect(ids[0]).toBe(1);
        expect(ids.at(-1)).toBe(COUNT);
        expect(answerOf(reader, COUNT)).toMatch(/^answer 1200 /);
      });
    }));

  test('is the row alone where its headers are lost', () =>
    withCapture((path, folder) => {
      overwrite(path, leavesOf(path, 'block')[0]!);
      const saved = join(folder, 'saved.db');
      const { exchanges, withoutContent } = recoverCapture(path, saved);
      expect(exchanges).toBe(COUNT);
      expect(withoutContent).toBeGreaterThan(0);
      recovered(saved, ({ ids, reader }) => {
        const bare = ids.filter((id) => reader.exchange(id)?.exchange.request.headers.length === 0);
        expect(bare).toHaveLength(withoutContent);
        expect(reader.exchange(bare[0]!)?.exchange.request.url).toBe(exchange().request.url);
      });
    }));

  test('of a file that was cut off is what was before the cut', () =>
    withCapture((path, folder) => {
      truncateSync(path, Math.floor((statSync(path).size / PAGE) * 0.7) * PAGE);
      const { exchanges, lost } = recoverCapture(path, join(folder, 'saved.db'));
      expect(exchanges).toBeGreaterThan(COUNT / 3);
      expect(exchanges + (lost ?? 0)).toBe(COUNT);
    }));

  test('is nothing where the file is something else, which is said', () => {
    const folder = temporaryFolder();
    const path = join(folder.path, 'x.db');
    try {
      const other = new BetterSqlite3(path);
      other.exec('create table t (a)');
      other.close();
      expect(errorOf(() => recoverCapture(path, join(folder.path, 'saved.db')))).toMatchObject({
        message: `Nothing of ${path} can be read.`,
        nextStep: 'It may be no capture of httpwhy.',
      });
      expect(readdirSync(folder.path)).toEqual(['x.db']);
    } finally {
      folder.remove();
    }
  });
});

describe('a damaged capture', () => {
  test('is told apart from one that is locked, too new or of another program', () =>
    withCapture((path) => {
      overwrite(path, 0);
      expect(errorOf(() => new CaptureWriter(path))).toSatisfy(isDamage);
      expect(isDamage(Object.assign(new Error(), { code: 'SQLITE_CORRUPT_VTAB' }))).toBe(true);
      expect(isDamage(Object.assign(new Error(), { code: 'SQLITE_BUSY' }))).toBe(false);
      expect(isDamage(undefined)).toBe(false);
    }));

  test('gets another name with its log, and a second one of the same second yet another', () => {
    const folder = temporaryFolder();
    const path = join(folder.path, 'capture.db');
    const now = new Date(Date.UTC(2026, 10, 2, 12, 30, 5));
    try {
      for (const suffix of ['', '-wal', '-shm']) writeFileSync(path + suffix, `old${suffix}`);
      flagDamage(path);
      expect(isFlagged(path)).toBe(true);
      const kept = setAside(path, now);
      expect(kept).toBe(join(folder.path, 'capture.damaged-2026-11-02T12-30-05.db'));
      expect(readFileSync(`${kept}-wal`, 'utf8')).toBe('old-wal');
      expect(isFlagged(path)).toBe(false);
      expect(existsSync(path)).toBe(false);
      writeFileSync(path, 'second');
      expect(setAside(path, now)).toBe(join(folder.path, 'capture.damaged-2026-11-02T12-30-05-2.db'));
    } finally {
      folder.remove();
    }
  });
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
