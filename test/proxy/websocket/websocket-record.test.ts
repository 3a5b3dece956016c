import { createDeflateRaw, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { StreamMessage } from '../../../src/exchange/exchange.ts';
import { now } from '../../../src/proxy/event-sink.ts';
import { WebSocketRecord } from '../../../src/proxy/websocket/websocket-record.ts';
import { closePayload, deflated, frame, MASK, OPCODES } from './frames.ts';

const { text, binary, continuation, close, ping } = OPCODES;
const DEFLATED = 0x40;

function record({ extensions = 'permessage-deflate', maxMessageBytes = 1024 } = {}) {
  const messages: StreamMessage[] = [];
  const notes: string[] = [];
  const websocket = new WebSocketRecord({
    rawHeaders: ['Sec-WebSocket-Extensions', extensions],
    maxMessageBytes,
    onMessage: (message) => messages.push(message),
    onNote: (note) => notes.push(note),
  });
  const finish = () => new Promise<void>((resolve) => websocket.finish(resolve));
  return { websocket, messages, notes, finish };
}

function shown(messages: readonly StreamMessage[]): string[] {
  return messages.map(({ from, type, bytes, totalBytes, closeCode }) => {
    const cut = bytes.length === totalBytes ? '' : ` of ${totalBytes}`;
    return `${from} ${type}${closeCode === null ? '' : ` ${closeCode}`}:${Buffer.from(bytes)}${cut}`;
  });
}

/** Compresses messages as a sender with context takeover does. */
async function deflatedTogether(texts: readonly string[], windowBits = 15): Promise<Buffer[]> {
  const deflate = createDeflateRaw({ windowBits });
  let pieces: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => pieces.push(piece));
  const messages: Buffer[] = [];
  try {
    for (const message of texts) {
      deflate.write(message);
      await new Promise<void>((resolve) => deflate.flush(2 /* Z_SYNC_FLUSH */, resolve));
      // Of nothing zlib makes nothing; an empty message is one empty block (RFC 7692 §7.2.3.6).
      messages.push(message === '' ? Buffer.from([0]) : Buffer.concat(pieces).subarray(0, -4));
      pieces = [];
    }
  } finally {
    deflate.close();
  }
  return messages;
}

test('both directions are recorded with the time at which each message was whole', () => {
  const { websocket, messages } = record();
  const startedAt = now();
  const question = frame({ opcode: text, payload: 'question', mask: MASK });
  websocket.push('client', question.subarray(0, 9));
  expect(messages).toEqual([]);
  const wholeAt = now();
  websocket.push('client', question.subarray(9));
  websocket.push('server', frame({ opcode: text, payload: 'answer' }));
  websocket.push('server', frame({ opcode: close, payload: closePayload(1000, 'done') }));
  expect(shown(messages)).toEqual(['client text:question', 'server text:answer', 'server close 1000:done']);
  const times = messages.map(({ at }) => at);
  expect(times[0]).toBeGreaterThanOrEqual(wholeAt);
  expect(wholeAt).toBeGreaterThanOrEqual(startedAt);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('a close frame of either side is noticed', () => {
  for (const from of ['client', 'server'] as const) {
    const { websocket } = record();
    expect(websocket.hasClosed).toBe(false);
    websocket.push(from, frame({ opcode: close, ...(from === 'client' && { mask: MASK }) }));
    expect(websocket.hasClosed).toBe(true);
  }
});

test('a breach of the protocol is noted once and leaves the other direction alone', () => {
  const { websocket, messages, notes } = record();
  websocket.push('server', frame({ opcode: 3 }));
  websocket.push('server', frame({ opcode: text, payload: 'lost' }));
  websocket.push('client', frame({ opcode: text, payload: 'kept', mask: MASK }));
  expect(shown(messages)).toEqual(['client text:kept']);
  expect(notes).toEqual([`the server's messages are not recorded any further: the opcode 3 is reserved`]);
});

describe('compressed messages', () => {
  const texts = ['{"user":"ada","message":"hello"}', '{"user":"ada","message":"hello again"}', '', 'x'.repeat(500)];

  test.each([9, 12, 15])('are recorded as they were before, with context takeover and %i window bits', async (bits) => {
    const { websocket, messages, notes, finish } = record();
    const compressed = await deflatedTogether(texts, bits);
    // What is said twice is short the second time: it refers to the first.
    expect(compressed[1]!.length).toBeLessThan(compressed[0]!.length);
    for (const payload of compressed) {
      websocket.push('client', frame({ opcode: text, reserved: DEFLATED, payload, mask: MASK }));
    }
    await finish();
    expect(shown(messages)).toEqual(texts.map((message) => `client text:${message}`));
    expect(notes).toEqual([]);
  });

  test('without context takeover are decompressed each by itself', async () => {
    const { websocket, messages, finish } = record({ extensions: 'permessage-deflate; server_no_context_takeover' });
    for (const message of texts) {
      websocket.push('server', frame({ opcode: text, reserved: DEFLATED, payload: deflated(message) }));
    }
    await finish();
    expect(shown(messages)).toEqual(texts.map((message) => `server text:${message}`));
  });

  test('that would need the context which was given up are noted, not garbled', async () => {
    const { websocket, messages, notes, finish } = record({
      extensions: 'permessage-deflate; server_no_context_takeover',
    });
    const [first, second] = await deflatedTogether(texts);
    websocket.push('server', frame({ opcode: text, reserved: DEFLATED, payload: first! }));
    websocket.push('server', frame({ opcode: text, reserved: DEFLATED, payload: second! }));
    await finish();
    expect(shown(messages)).toEqual([`server text:${texts[0]}`, `server text: of ${second!.length}`]);
    expect(notes).toEqual([
      `the server's compressed messages are recorded by their length only: what it sends is not compressed as was agreed`,
    ]);
  });

  test('in fragments, with what is not compressed between them, keep their order', async () => {
    const { websocket, messages, finish } = record();
    const payload = deflated('one two three');
    websocket.push(
      'server',
      Buffer.concat([
        frame({ opcode: binary, reserved: DEFLATED, payload: payload.subarray(0, 3), isFinal: false }),
        frame({ opcode: ping, payload: 'between' }),
        frame({ opcode: continuation, payload: payload.subarray(3, 4), isFinal: false }),
        frame({ opcode: continuation, payload: payload.subarray(4) }),
        frame({ opcode: text, payload: 'plain' }),
        frame({ opcode: close, payload: closePayload(1000) }),
      ]),
    );
    await finish();
    expect(shown(messages)).toEqual([
      'server ping:between',
      'server binary:one two three',
      'server text:plain',
      'server close 1000:',
    ]);
  });

  test('whose data says itself that it ends are whole, and the next is read anew', async () => {
    const { websocket, messages, notes, finish } = record({
      extensions: 'permessage-deflate; server_no_context_takeover',
    });
    // A last block and the empty byte that RFC 7692 §7.2.3.4 asks for after it.
    const payload = Buffer.concat([deflateRawSync('last block'), Buffer.from([0])]);
    for (let i = 0; i < 2; i += 1) {
      websocket.push('server', frame({ opcode: text, reserved: DEFLATED, payload, isFinal: i === 0 }));
    }
    websocket.push('server', frame({ opcode: continuation, payload: 'nothing of it is read' }));
    websocket.push('server', frame({ opcode: text, reserved: DEFLATED, payload: deflated('next') }));
    await finish();
    expect(shown(messages)).toEqual(['server text:last block', 'server text:last block', 'server text:next']);
    expect(notes).toEqual([]);
  });

  test('beyond the limit are cut in the record and counted whole', async () => {
    const { websocket, messages, finish } = record({ maxMessageBytes: 10 });
    const payload = deflated(Buffer.alloc(5_000_000, '0123456789'));
    websocket.push('server', frame({ opcode: text, reserved: DEFLATED, payload }));
    await finish();
    expect(shown(messages)).toEqual(['server text:0123456789 of 5000000']);
  });

  test('that expand beyond 64 MiB end the decompression of their direction, in little memory', async () => {
    const { websocket, messages, notes, finish } = record();
    const bomb = deflated(Buffer.alloc(65 * 1024 * 1024));
    const before = process.memoryUsage().arrayBuffers;
    websocket.push('server', frame({ opcode: text, reserved: DEFLATED, payload: bomb }));
    websocket.push('server', frame({ opcode: text, payload: 'plain' }));
    await expect.poll(() => notes, { timeout: 30_000 }).toHaveLength(1);
    websocket.push('server', frame({ opcode: text, reserved: DEFLATED, payload: deflated('later') }));
    websocket.push('client', frame({ opcode: text, reserved: DEFLATED, payload: deflated('other way'), mask: MASK }));
    await finish();
    expect(shown(messages)).toEqual([
      `server text: of ${bomb.length}`,
      'server text:plain',
      `server text: of ${deflated('later').length}`,
      'client text:other way',
    ]);
    expect(notes).toEqual([
      "the server's compressed messages are recorded by their length only: a message of it is larger than 64 MiB when decompressed",
    ]);
    // Garbage that waits to be collected counts; the whole message would be more.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * 1024 * 1024);
  });

  test('that come faster than they can be decompressed are recorded by their length', async () => {
    const { websocket, messages, notes, finish } = record();
    const payload = deflated('tiny');
    const many = Buffer.concat(
      Array.from({ length: 10_000 }, () => frame({ opcode: text, reserved: DEFLATED, payload })),
    );
    websocket.push('server', many);
    await finish();
    expect(messages).toHaveLength(10_000);
    expect(shown(messages.slice(-1))).toEqual([`server text: of ${payload.length}`]);
    expect(notes).toEqual([
      "the server's compressed messages are recorded by their length only: its messages come faster than they can be decompressed",
    ]);
  });

  test('are a breach of the protocol where compression was not agreed on', () => {
    const { websocket, notes } = record({ extensions: '' });
    websocket.push('server', frame({ opcode: text, reserved: DEFLATED, payload: deflated('x') }));
    expect(notes).toEqual([
      "the server's messages are not recorded any further: a reserved bit is set that no extension has defined",
    ]);
  });

  test('of random bytes are noted, and never throw', async () => {
    for (let round = 0; round < 50; round += 1) {
      const { websocket, messages, notes, finish } = record();
      const payload = Uint8Array.from(
        { length: 40 },
        (_, i) => (Math.imul(round + 1, 2_654_435_761) >>> (i % 24)) & 255,
      );
      websocket.push('server', frame({ opcode: binary, reserved: DEFLATED, payload }));
      websocket.push('server', frame({ opcode: text, payload: 'after' }));
      await finish();
      expect(messages).toHaveLength(2);
      expect(notes.length).toBeLessThanOrEqual(1);
    }
  });

  test('that are unfinished when the connection ends are left out', async () => {
    const { websocket, messages, finish } = record();
    websocket.push('server', frame({ opcode: text, reserved: DEFLATED, payload: deflated('half'), isFinal: false }));
    await finish();
    expect(messages).toEqual([]);
  });
});
