import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter } from '../../src/store/capture-writer.ts';
import { CaptureMarks } from '../../src/store/marks.ts';
import { exchange, QUIET } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

function withMarks(use: (marks: CaptureMarks, reader: CaptureReader, rows: () => unknown[]) => void) {
  const folder = temporaryFolder();
  const path = join(folder.path, 'capture.db');
  const writer = new CaptureWriter(path);
  const changes = [1, 2].map((key) => ({ key, exchange: exchange(), chunks: [], messages: [] }));
  writer.write(changes, () => QUIET);
  const reader = new CaptureReader(path);
  const marks = new CaptureMarks(path);
  const sql = new BetterSqlite3(path, { readonly: true });
  try {
    use(marks, reader, () => sql.prepare('select pinned, note, labels from exchanges order by id').raw().all());
  } finally {
    sql.close();
    marks.close();
    reader.close();
    writer.close();
    folder.remove();
  }
}

test('pins, notes and labels are put on exchanges and taken off, and only real changes count', () =>
  withMarks((marks, _reader, rows) => {
    expect(marks.pin([1, 2, 99], true)).toBe(2);
    expect(marks.pin([1, 2], true)).toBe(0);
    expect(marks.pin([2], false)).toBe(1);
    expect(marks.note([1], ' ask Ada ')).toBe(1);
    expect(marks.label([1, 2, 99], 'bug')).toBe(2);
    expect(marks.label([1], 'bug')).toBe(0);
    expect(marks.label([1], 'money')).toBe(1);
    expect(rows()).toEqual([
      [1, 'ask Ada', 'bug, money'],
      [0, null, 'bug'],
    ]);
    expect(marks.unlabel([1, 2], 'bug')).toBe(2);
    expect(marks.unlabel([1, 2], 'bug')).toBe(0);
    expect(marks.note([1], '  ')).toBe(1);
    expect(rows()).toEqual([
      [1, null, 'money'],
      [0, null, null],
    ]);
  }));

test('a mark is a change of the capture, but not of an exchange', () =>
  withMarks((marks, reader) => {
    const before = reader.revision();
    marks.pin([1], true);
    expect(reader.revision()).toBeGreaterThan(before);
    expect(reader.changesAfter(before, 10).rows).toEqual([]);
    const after = reader.revision();
    marks.pin([1], true);
    expect(reader.revision()).toBe(after);
  }));

test('what is written after a mark is told as always', () =>
  withMarks((marks, reader) => {
    const before = reader.revision();
    marks.note([2], 'x');
    expect(reader.changesAfter(before, 10)).toEqual({ rows: [], revision: before + 1 });
  }));
