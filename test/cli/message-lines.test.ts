import { expect, test } from 'vitest';
import { messageLines, messageText } from '../../src/cli/message-lines.ts';
import type { StreamMessage } from '../../src/exchange/exchange.ts';

const message = (content: string | Uint8Array, differing: Partial<StreamMessage> = {}): StreamMessage => {
  const bytes = Buffer.from(content);
  return { at: 1250, from: 'server', type: 'text', bytes, totalBytes: bytes.length, closeCode: null, ...differing };
};
const lineOf = (...given: Parameters<typeof message>) => messageLines([message(...given)], 1000)[0];

test('a message says when it passed, which way, what it is and what it said', () => {
  expect(lineOf('{"a":1}')).toBe('    +250 ms ← text   {"a":1}');
  expect(lineOf('hello', { from: 'client', at: 62_000 })).toBe(' +1 min 1 s → text   hello');
  expect(lineOf('data: 1\nid: 2\n', { type: 'event' })).toBe('    +250 ms ← event  data: 1\\nid: 2\\n');
  expect(lineOf('bye', { type: 'close', closeCode: 1001 })).toBe('    +250 ms ← close  1001 bye');
  expect(lineOf('', { type: 'ping' })).toBe('    +250 ms ← ping');
});

test('what is no text is counted', () => {
  expect(lineOf(Buffer.alloc(2000), { type: 'binary' })).toBe('    +250 ms ← binary (2.0 kB of binary data)');
  expect(lineOf(Buffer.from([0xff, 0xfe]))).toBe('    +250 ms ← text   (2 B of binary data)');
});

test('a long message is cut, one that was cut in recording is said to be longer, and none reaches the terminal raw', () => {
  expect(lineOf('x'.repeat(1000))).toBe(`    +250 ms ← text   ${'x'.repeat(200)}… (1.0 kB)`);
  expect(lineOf('begin', { totalBytes: 5_000_000 })).toBe('    +250 ms ← text   begin… (5.0 MB)');
  expect(lineOf('\u001b[2J\r\n')).toBe('    +250 ms ← text   \\x1b[2J\\r\\n');
});

test('a recording that ends inside a character is text all the same', () => {
  expect(messageText(Buffer.from('añ').subarray(0, 2))).toBe('a');
  expect(messageText(Buffer.from([0x61, 0xff]))).toBeUndefined();
});
