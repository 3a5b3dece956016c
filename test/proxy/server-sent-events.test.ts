import { describe, expect, test } from 'vitest';
import type { StreamMessage } from '../../src/exchange/exchange.ts';
import { EventStreamReader } from '../../src/proxy/server-sent-events.ts';

function shown(events: readonly StreamMessage[]): string[] {
  return events.map(({ bytes, totalBytes }) => {
    return Buffer.from(bytes).toString() + (bytes.length === totalBytes ? '' : ` of ${totalBytes}`);
  });
}

function read(text: string | Buffer, limit = 1000): string[] {
  return shown(new EventStreamReader(limit).push(Buffer.from(text as string), 1));
}

test('a block of lines is an event as soon as an empty line follows it', () => {
  const reader = new EventStreamReader(1000);
  expect(reader.push(Buffer.from('event: add\ndata: 73857293\n'), 1)).toEqual([]);
  expect(reader.push(Buffer.from('\ndata: next'), 2)).toEqual([
    {
      at: 2,
      from: 'server',
      type: 'event',
      bytes: new Uint8Array(Buffer.from('event: add\ndata: 73857293\n')),
      totalBytes: 26,
      closeCode: null,
    },
  ]);
});

describe('lines may end', () => {
  test.each([
    ['in LF', '\n'],
    ['in CR', '\r'],
    ['in CRLF', '\r\n'],
  ])('%s, wherever the bytes are split', (_name, end) => {
    const lines = ['data: 1', 'id: 7', '', '', 'data: 2', '', ': beat', '', 'data: ü', ''];
    const bytes = Buffer.from(lines.map((line) => line + end).join(''));
    const expected = [`data: 1${end}id: 7${end}`, `data: 2${end}`, `data: ü${end}`];
    expect(read(bytes)).toEqual(expected);
    for (let at = 0; at <= bytes.length; at += 1) {
      const reader = new EventStreamReader(1000);
      expect(shown([...reader.push(bytes.subarray(0, at), 1), ...reader.push(bytes.subarray(at), 2)])).toEqual(
        expected,
      );
    }
    const single = new EventStreamReader(1000);
    expect(shown([...bytes].flatMap((byte) => single.push(new Uint8Array([byte]), 1)))).toEqual(expected);
  });

  test('one so and the next otherwise', () => {
    expect(read('data: 1\r\ndata: 2\rdata: 3\n\r\ndata: 4\n\r')).toEqual([
      'data: 1\r\ndata: 2\rdata: 3\n',
      'data: 4\n',
    ]);
  });
});

test('a byte-order mark at the beginning belongs to no event, one later does', () => {
  const bytes = Buffer.from('\uFEFFdata: 1\n\n\uFEFFdata: 2\n\n');
  for (let at = 0; at <= bytes.length; at += 1) {
    const reader = new EventStreamReader(1000);
    expect(shown([...reader.push(bytes.subarray(0, at), 1), ...reader.push(bytes.subarray(at), 2)])).toEqual([
      'data: 1\n',
      '\uFEFFdata: 2\n',
    ]);
  }
  // Two of its three bytes are none.
  expect(new EventStreamReader(9).push(Buffer.from([0xef, 0xbb, 0x0a, 0x0a]), 1)).toMatchObject([{ totalBytes: 3 }]);
});

test('heartbeats are no events, comments within an event are part of it', () => {
  expect(read(': ping\n\n:\n:\n\n')).toEqual([]);
  expect(read(': why\ndata: 1\n: because\n\n')).toEqual([': why\ndata: 1\n: because\n']);
});

test('a block without data is recorded all the same', () => {
  expect(read('retry: 3000\n\nevent: ping\n\ndata\n\n')).toEqual(['retry: 3000\n', 'event: ping\n', 'data\n']);
});

test('what the last empty line leaves over is no event', () => {
  expect(read('data: 1\n\ndata: [DONE]\n')).toEqual(['data: 1\n']);
  expect(read('\n\n\r\n')).toEqual([]);
});

test('an event beyond the limit is cut in the record and counted whole', () => {
  expect(read('data: 0123456789\n\ndata: 1\n\n', 10)).toEqual(['data: 0123 of 17', 'data: 1\n']);
});

test('an event without end does not grow the memory', () => {
  const reader = new EventStreamReader(1024);
  const piece = Buffer.alloc(2 ** 20, `data: ${'x'.repeat(121)}\n`);
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 64; i += 1) expect(reader.push(piece, 1)).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  expect(reader.push(Buffer.from('\n'), 1)).toMatchObject([{ totalBytes: 64 * 2 ** 20 }]);
});
