import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/exchange/exchange.ts';
import { NO_COUNTS } from '../../src/exchange/row.ts';
import { CaptureReader } from '../../src/store/capture-reader.ts';
import { CaptureWriter, type WrittenChange } from '../../src/store/capture-writer.ts';
import { exchange, QUIET } from '../support/exchanges.ts';
import { temporaryFolder } from '../support/proxy.ts';

interface Capture {
  readonly writer: CaptureWriter;
  readonly reader: CaptureReader;
  /** The first column of the first row. */
  readonly value: (sql: string) => unknown;
}

function withCapture(use: (capture: Capture) => void) {
  const folder = temporaryFolder();
  const path = join(folder.path, 'capture.db');
  const writer = new CaptureWriter(path);
  const reader = new CaptureReader(path);
  const sql = new BetterSqlite3(path, { readonly: true });
  try {
    use({ writer, reader, value: (text) => sql.prepare(text).pluck().get() });
  } finally {
    sql.close();
    reader.close();
    writer.close();
    folder.remove();
  }
}

const annotate = () => QUIET;

type Pieces = Partial<Record<'request' | 'response', readonly Uint8Array[]>>;

/** An exchange whose bodies consist of these pieces; `from` is the place of the first among all of the body. */
function change(key: number, pieces: Pieces, differing: Parameters<typeof exchange>[0] = {}, from = 0): WrittenChange {
  const body = (side: 'request' | 'response') => {
    const bytes = Buffer.concat([...(pieces[side] ?? [])]);
    return bytes.length === 0 ? null : { bytes, totalBytes: bytes.length };
  };
  const value: Exchange = exchange({
    ...differing,
    request: { body: body('request'), ...differing.request },
    response: differing.response === null ? null : { body: body('response'), ...differing.response },
  });
  const chunks = (['request', 'response'] as const).flatMap((side) =>
    (pieces[side] ?? []).map((bytes, index) => ({ side, index: from + index, bytes })),
  );
  return { key, exchange: value, chunks, messages: [] };
}

const tidyUp = (writer: CaptureWriter) => {
  while (writer.tidy(1)) {}
};

const bodyOf = (reader: CaptureReader, id: number, side: 'request' | 'response' = 'response') =>
  Buffer.concat([...reader.bodyPieces(id, side)]);

const text = Buffer.from('{"name":"a thing of some length","tags":["one","two"]}\n'.repeat(4000));

describe('bodies', () => {
  test('a window of a large body is read without the rest, whatever the pieces were', () =>
    withCapture(({ writer, reader }) => {
      const pieces = [0, 70_000, 100_000, 101_000].map((from, i, all) => text.subarray(from, all[i + 1]));
      writer.write([change(1, { response: pieces })], annotate);
      for (const look of ['as written', 'packed']) {
        expect(reader.bodySize(1, 'response'), look).toBe(text.length);
        const window = [...reader.bodyPieces(1, 'response', 69_990, 31_020)];
        expect(Buffer.concat(window).equals(text.subarray(69_990, 101_010)), look).toBe(true);
        expect([...reader.bodyPieces(1, 'response', text.length, 5)], look).toEqual([]);
        expect(bodyOf(reader, 1).equals(text), look).toBe(true);
        expect(reader.exchange(1, 1000)?.exchange.response?.body, look).toEqual({
          bytes: text.subarray(0, 1000),
          totalBytes: text.length,
        });
        tidyUp(writer);
      }
    }));

  test('a small body has the same windows, and one that is not there has none', () =>
    withCapture(({ writer, reader }) => {
      writer.write([change(1, { request: [Buffer.from('abc'), Buffer.from('def')] })], annotate);
      expect(reader.bodySize(1, 'request')).toBe(6);
      expect(Buffer.concat([...reader.bodyPieces(1, 'request', 2, 3)]).toString()).toBe('cde');
      expect(reader.bodySize(1, 'response')).toBe(0);
      expect(bodyOf(reader, 1)).toEqual(Buffer.alloc(0));
      expect(reader.bodySize(2, 'request')).toBe(0);
      expect([...reader.bodyPieces(2, 'request')]).toEqual([]);
    }));

  test('the same body is kept once, and what cannot be compressed stays as it is', () =>
    withCapture(({ writer, reader, value }) => {
      const noise = randomBytes(150_000);
      writer.write([change(1, { response: [noise] }), change(2, { request: [noise] })], annotate);
      writer.write([change(3, { response: [noise.subarray(0, 70_000), noise.subarray(70_000)] })], annotate);
      writer.write([change(4, { response: [noise.subarray(1)] })], annotate);
      tidyUp(writer);
      expect(value('select count(*) from body where same_as is null')).toBe(2);
      expect(value('select sum(length(bytes)) from body_chunk')).toBe(noise.length * 2 - 1);
      expect(bodyOf(reader, 2, 'request').equals(noise)).toBe(true);
      expect(bodyOf(reader, 3).equals(noise)).toBe(true);
      expect(bodyOf(reader, 4).equals(noise.subarray(1))).toBe(true);
    }));

  test('a body in many small pieces becomes a few large ones', () =>
    withCapture(({ writer, reader, value }) => {
      const pieces = Array.from({ length: 3000 }, (_, i) => Buffer.from(`data: ${i} of many\n\n`));
      writer.write([change(1, { response: pieces })], annotate);
      tidyUp(writer);
      expect(value('select count(*) from body_chunk')).toBeLessThan(5);
      expect(bodyOf(reader, 1).equals(Buffer.concat(pieces))).toBe(true);
    }));

  test('a body that still grows is left alone until it has ended', () =>
    withCapture(({ writer, reader, value }) => {
      const pending = { durationMs: null };
      writer.write([change(1, { response: [text] }, pending)], annotate);
      tidyUp(writer);
      expect(value('select count(*) from body where sha256 is null')).toBe(1);
      writer.write([change(1, { response: [text] }, {}, 1)], annotate);
      tidyUp(writer);
      expect(value('select count(*) from body where sha256 is null')).toBe(0);
      expect(bodyOf(reader, 1).equals(Buffer.concat([text, text]))).toBe(true);
    }));

  test('a small body that arrives while an exchange is pending stays with what follows', () =>
    withCapture(({ writer, reader, value }) => {
      const piece = Buffer.from('ab');
      writer.write([change(1, { request: [piece], response: [piece] }, { durationMs: null })], annotate);
      // The memory of events is used again.
      piece.fill('x');
      expect(bodyOf(reader, 1, 'request').toString()).toBe('ab');
      const response = [Buffer.from('cd'), text];
      const totals = { request: { body: { bytes: Buffer.from('ab'), totalBytes: 2 } } };
      writer.write([change(1, { response }, totals, 1)], annotate);
      expect(bodyOf(reader, 1, 'request').toString()).toBe('ab');
      expect(bodyOf(reader, 1).equals(Buffer.concat([Buffer.from('abcd'), text]))).toBe(true);
      expect(value('select count(*) from body')).toBe(1);
    }));
});

describe('blocks', () => {
  const many = (first: number, count: number, size = 2000) =>
    Array.from({ length: count }, (_, i) => {
      const body = Buffer.from(`${first + i} `.padEnd(size, 'json and so on '));
      return change(first + i, { response: [body] }, { request: { headers: [['X-Number', `${first + i}`]] } });
    });

  const isWhole = (reader: CaptureReader, id: number) => {
    const { request, response } = reader.exchange(id)!.exchange;
    return request.headers[0]![1] === `${id}` && Buffer.from(response!.body!.bytes).toString().startsWith(`${id} `);
  };

  test('what is written together is compressed together, in blocks of bounded size', () =>
    withCapture(({ writer, reader, value }) => {
      writer.write(many(1, 200), annotate);
      expect(value('select max(size) from block')).toBeLessThanOrEqual(128 * 1024);
      expect(value('select max(length(bytes)) from block')).toBeLessThan(10_000);
      expect([1, 60, 61, 200].every((id) => isWhole(reader, id))).toBe(true);
    }));

  test('what came one by one is put together later, and a reader does not notice', () =>
    withCapture(({ writer, reader, value }) => {
      for (const one of many(1, 80)) writer.write([one], annotate);
      expect(value('select count(*) from block')).toBe(80);
      expect(isWhole(reader, 7)).toBe(true);
      tidyUp(writer);
      expect(value('select count(*) from block where is_packed = 1')).toBe(1);
      expect(value('select sum(size) from block where is_packed = 0')).toBeLessThan(64 * 1024);
      expect(Array.from({ length: 80 }, (_, i) => i + 1).every((id) => isWhole(reader, id))).toBe(true);
    }));

  test('what an exchange was while it was pending does not stay', () =>
    withCapture(({ writer, reader, value }) => {
      const pending = many(1, 20).map((each) => ({ ...each, exchange: { ...each.exchange, durationMs: null } }));
      writer.write(pending, annotate);
      writer.write(
        many(1, 20).map((each) => ({ ...each, chunks: [] })),
        annotate,
      );
      expect(value('select count(*) from block')).toBe(2);
      tidyUp(writer);
      expect(value('select count(*) from block')).toBe(1);
      expect(isWhole(reader, 20)).toBe(true);
    }));
});

describe('removal', () => {
  test('takes an exchange out with all that was recorded of it; others and pending ones stay', () =>
    withCapture(({ writer, reader, value }) => {
      const secret = randomBytes(3000).toString('hex');
      const bodies = { request: [Buffer.from(secret)], response: [text] };
      writer.write([change(1, bodies), change(2, { response: [text] }), change(3, {}, { durationMs: null })], annotate);
      tidyUp(writer);
      writer.remove([1, 3, 99]);
      tidyUp(writer);
      expect(reader.page({ kind: 'last' }, 9).map(({ id }) => id)).toEqual([2, 3]);
      expect(reader.counts()).toEqual({ ...NO_COUNTS, success: 1, pending: 1 });
      // The first one's body was the one that held the bytes for both.
      expect(bodyOf(reader, 2).equals(text)).toBe(true);
      expect(value('select count(*) from body')).toBe(1);
      writer.remove([2]);
      expect(value('select count(*) from body_chunk')).toBe(0);
    }));

  test('leaves nothing of it in the block that it shared, once there was time', () =>
    withCapture(({ writer, reader, value }) => {
      const numbered = Array.from({ length: 12 }, (_, i) =>
        change(i + 1, { request: [Buffer.from(`secret-${i + 1}`)] }),
      );
      writer.write(numbered, annotate);
      const before = value('select max(size) from block') as number;
      writer.remove([5]);
      tidyUp(writer);
      expect(value('select count(*) from block')).toBe(1);
      expect(value('select max(size) from block')).toBeLessThan(before);
      expect(bodyOf(reader, 6, 'request').toString()).toBe('secret-6');
    }));
});
