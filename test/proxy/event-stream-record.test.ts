import { createBrotliCompress, createDeflate, createGzip, createZstdCompress, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { StreamMessage } from '../../src/exchange/exchange.ts';
import { now } from '../../src/proxy/event-sink.ts';
import { EventStreamRecord } from '../../src/proxy/event-stream-record.ts';

function record(contentEncoding: string | undefined, limit = 1000) {
  const events: StreamMessage[] = [];
  const fields = contentEncoding === undefined ? [] : ['Content-Encoding', contentEncoding];
  const stream = new EventStreamRecord(['Content-Type', 'text/event-stream', ...fields], limit, (event) => {
    events.push(event);
  });
  const texts = () => events.map(({ bytes }) => Buffer.from(bytes).toString());
  const finish = () => new Promise<void>((resolve) => stream.finish(resolve));
  return { stream, events, texts, finish };
}

test('a plain stream gives its events at once', () => {
  for (const coding of [undefined, 'identity', 'Identity']) {
    const { stream, events, texts } = record(coding);
    const before = now();
    stream.push(Buffer.from('data: 1\n\ndata: 2\n\n'));
    expect(texts()).toEqual(['data: 1\n', 'data: 2\n']);
    expect(events[0]!.at).toBeGreaterThanOrEqual(before);
  }
});

test.each([
  ['gzip', createGzip],
  ['X-Gzip', createGzip],
  ['deflate', createDeflate],
  ['br', createBrotliCompress],
  ['zstd', createZstdCompress],
] as const)(
  'a stream in %s gives each event when it was flushed, with the time at which it passed',
  async (coding, create) => {
    const { stream, events, texts, finish } = record(coding);
    const compress = create();
    let pieces: Buffer[] = [];
    compress.on('data', (piece: Buffer) => pieces.push(piece));
    const passedAt: number[] = [];
    try {
      for (let i = 0; i < 3; i += 1) {
        compress.write(`data: ${i}\n\n`);
        await new Promise<void>((resolve) => compress.flush(resolve));
        passedAt.push(now());
        for (const piece of pieces) stream.push(piece);
        pieces = [];
        await expect.poll(() => events.length).toBe(i + 1);
      }
    } finally {
      compress.close();
    }
    await finish();
    expect(texts()).toEqual(['data: 0\n', 'data: 1\n', 'data: 2\n']);
    for (const [i, { at }] of events.entries()) expect(at).toBeGreaterThanOrEqual(passedAt[i]!);
    expect(events[0]!.at).toBeLessThan(passedAt[1]!);
  },
);

test('what was not decompressed when the stream ended is waited for', async () => {
  const { stream, texts, finish } = record('gzip');
  stream.push(gzipSync('data: 1\n\ndata: 2\n\n'));
  expect(texts()).toEqual([]);
  await finish();
  expect(texts()).toEqual(['data: 1\n', 'data: 2\n']);
});

test.each(['snappy', 'gzip, br', 'constructor'])('of the coding %j no events are read', async (coding) => {
  const { stream, events, finish } = record(coding);
  stream.push(Buffer.from('data: 1\n\n'));
  await finish();
  expect(events).toEqual([]);
});

test('what is not in its coding gives no events and does no harm', async () => {
  const { stream, events, finish } = record('gzip');
  stream.push(Buffer.from('data: 1\n\n'));
  stream.push(Buffer.from('data: 2\n\n'));
  await finish();
  stream.push(Buffer.from('data: 3\n\n'));
  expect(events).toEqual([]);
});

test('a stream that expands a thousandfold keeps no more than the limit', async () => {
  const { stream, events, finish } = record('gzip', 16);
  const bomb = gzipSync(Buffer.concat([Buffer.alloc(32 * 2 ** 20, 'x'), Buffer.from('\n\n')]));
  stream.push(bomb);
  await finish();
  expect(events).toMatchObject([{ totalBytes: 32 * 2 ** 20 + 1 }]);
  expect(events[0]!.bytes.length).toBe(16);
  // What is kept does not hold on to what it came in.
  expect(events[0]!.bytes.buffer.byteLength).toBeLessThanOrEqual(8192);
});
