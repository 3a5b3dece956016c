import { describe, expect, test } from 'vitest';
import { FrameReader, type FrameRules, type Passed } from '../../../src/proxy/websocket/frame-reader.ts';
import { closePayload, type FrameParts, frame, MASK, OPCODES } from './frames.ts';

const { continuation, text, binary, close, ping, pong } = OPCODES;

function reader(rules: Partial<FrameRules> = {}): FrameReader {
  return new FrameReader({
    from: 'server',
    isDeflateAgreed: false,
    hasOtherExtensions: false,
    maxMessageBytes: 1024,
    ...rules,
  });
}

/** Shortened to what a test compares: `text:hello`, `close 1000:bye`. */
function shown(passed: readonly Passed[]): string[] {
  return passed.map(shownOne);
}

function shownOne(passed: Passed): string {
  switch (passed.kind) {
    case 'message': {
      const { type, closeCode, bytes, totalBytes } = passed;
      const cut = bytes.length === totalBytes ? '' : ` of ${totalBytes}`;
      return `${type}${closeCode === null ? '' : ` ${closeCode}`}:${Buffer.from(bytes)}${cut}`;
    }
    case 'compressed':
      return `compressed:${Buffer.from(passed.bytes).toString('hex')}`;
    case 'compressed-end':
      return `compressed-end ${passed.type} ${passed.totalBytes}`;
    case 'broken':
      return `broken:${passed.reason}`;
  }
}

function read(frames: readonly FrameParts[], rules: Partial<FrameRules> = {}): string[] {
  return shown(reader(rules).push(Buffer.concat(frames.map(frame))));
}

describe('messages', () => {
  const conversation = [
    { opcode: text, payload: 'hello' },
    { opcode: text, payload: 'a', isFinal: false },
    { opcode: ping, payload: 'are you there' },
    { opcode: continuation, payload: 'b', isFinal: false },
    { opcode: pong },
    { opcode: continuation, payload: 'c' },
    { opcode: binary, payload: 'x'.repeat(300) },
    { opcode: text },
    { opcode: close, payload: closePayload(1001, 'going away') },
  ];
  const expected = [
    'text:hello',
    'ping:are you there',
    'pong:',
    'text:abc',
    `binary:${'x'.repeat(300)}`,
    'text:',
    'close 1001:going away',
  ];

  test('are put together from fragments, with control frames between them', () => {
    expect(read(conversation)).toEqual(expected);
  });

  test('are the same wherever the bytes are split, and with a mask', () => {
    const bytes = Buffer.concat(conversation.map((parts) => frame({ ...parts, mask: MASK })));
    for (let at = 0; at <= bytes.length; at += 1) {
      const split = reader({ from: 'client' });
      expect(shown([...split.push(bytes.subarray(0, at)), ...split.push(bytes.subarray(at))])).toEqual(expected);
    }
    const single = reader({ from: 'client' });
    expect(shown([...bytes].flatMap((byte) => single.push(new Uint8Array([byte]))))).toEqual(expected);
  });

  test('of 64 KiB and more have a length of eight bytes', () => {
    const payload = Buffer.alloc(70_000, 'abc');
    for (const mask of [undefined, MASK]) {
      const [message] = reader({ from: mask === undefined ? 'server' : 'client', maxMessageBytes: 100_000 }).push(
        frame({ opcode: binary, payload, ...(mask && { mask }) }),
      );
      expect(message).toMatchObject({ kind: 'message', totalBytes: 70_000 });
      expect(message?.kind === 'message' && payload.equals(message.bytes)).toBe(true);
    }
  });

  test('beyond the limit are cut in the record and counted whole', () => {
    const parts = [
      { opcode: text, payload: '12345', isFinal: false },
      { opcode: continuation, payload: '67890' },
      { opcode: text, payload: 'next' },
    ];
    expect(read(parts, { maxMessageBytes: 7 })).toEqual(['text:1234567 of 10', 'text:next']);
    expect(read(parts, { maxMessageBytes: 0 })).toEqual(['text: of 10', 'text: of 4']);
  });

  test('have buffers of their own, and the bytes that passed stay as they were', () => {
    const bytes = frame({ opcode: text, payload: 'secret', mask: MASK });
    const before = Buffer.from(bytes);
    const [message] = reader({ from: 'client' }).push(bytes);
    expect(bytes.equals(before)).toBe(true);
    expect(message?.kind === 'message' && message.bytes.buffer.byteLength).toBe(6);
  });

  test('of a gigabyte need no memory beyond the limit', () => {
    const endless = reader({ maxMessageBytes: 16 });
    endless.push(frame({ opcode: binary, length: 2n ** 30n }));
    const piece = new Uint8Array(2 ** 20);
    const before = process.memoryUsage().arrayBuffers;
    let passed: Passed[] = [];
    for (let i = 0; i < 1024; i += 1) passed = endless.push(piece);
    expect(passed).toMatchObject([{ kind: 'message', totalBytes: 2 ** 30 }]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });
});

describe('a close frame', () => {
  test('may have no code, a code alone, or a code and a reason', () => {
    expect(read([{ opcode: close }])).toEqual(['close:']);
    expect(read([{ opcode: close, payload: closePayload(1000) }])).toEqual(['close 1000:']);
    expect(read([{ opcode: close, payload: closePayload(4001, 'no token') }])).toEqual(['close 4001:no token']);
    expect(read([{ opcode: close, payload: 'x' }])).toEqual(['close:']);
  });

  test('is the last thing that is read', () => {
    const over = reader();
    expect(shown(over.push(Buffer.concat([frame({ opcode: close }), Buffer.alloc(50, 255)])))).toEqual(['close:']);
    expect(over.isOver).toBe(true);
    expect(over.push(frame({ opcode: text }))).toEqual([]);
  });
});

describe('compressed messages', () => {
  const deflated = [
    { opcode: text, reserved: 0x40, payload: 'ab', isFinal: false },
    { opcode: ping },
    { opcode: continuation, payload: 'c' },
    { opcode: text, payload: 'plain' },
  ];

  test('are handed on piece by piece, in full', () => {
    expect(read(deflated, { isDeflateAgreed: true, maxMessageBytes: 1 })).toEqual([
      'compressed:6162',
      'ping:',
      'compressed:63',
      'compressed-end text 3',
      'text:p of 5',
    ]);
  });

  test('are only counted once nobody wants their bytes', () => {
    const counting = reader({ isDeflateAgreed: true });
    counting.dropCompressed();
    expect(shown(counting.push(Buffer.concat(deflated.map(frame))))).toEqual([
      'ping:',
      'compressed-end text 3',
      'text:plain',
    ]);
  });

  test('of an extension that is not known are only counted, the others recorded', () => {
    expect(read(deflated, { hasOtherExtensions: true })).toEqual(['ping:', 'text: of 3', 'text:plain']);
  });
});

describe('a breach of the protocol ends the record and names itself', () => {
  const cases: readonly [string, FrameParts[], Partial<FrameRules>?][] = [
    ['the opcode 3 is reserved', [{ opcode: 3 }]],
    ['the opcode 11 is reserved', [{ opcode: 11 }]],
    ['a reserved bit is set that no extension has defined', [{ opcode: text, reserved: 0x40 }]],
    [
      'a reserved bit is set that no extension has defined',
      [{ opcode: text, reserved: 0x20 }],
      { isDeflateAgreed: true },
    ],
    [
      'a reserved bit is set that no extension has defined',
      [{ opcode: ping, reserved: 0x40 }],
      { isDeflateAgreed: true },
    ],
    [
      'a reserved bit is set that no extension has defined',
      [
        { opcode: text, isFinal: false },
        { opcode: continuation, reserved: 0x40 },
      ],
      { isDeflateAgreed: true },
    ],
    ['a ping frame is fragmented', [{ opcode: ping, isFinal: false }]],
    ['a pong frame is longer than 125 bytes', [{ opcode: pong, payload: 'x'.repeat(126) }]],
    ['a continuation continues nothing', [{ opcode: continuation, payload: 'x' }]],
    ['a message begins before the one before it has ended', [{ opcode: text, isFinal: false }, { opcode: binary }]],
    ['a server masks its frames', [{ opcode: text, mask: MASK }]],
    ['a client does not mask its frames', [{ opcode: text }], { from: 'client' }],
    ['a frame announces 2^53 bytes or more', [{ opcode: text, length: 2n ** 53n }]],
    ['a frame announces 2^53 bytes or more', [{ opcode: text, length: 2n ** 63n }]],
  ];
  test.each(cases)('%s', (reason, frames, rules = {}) => {
    const broken = reader(rules);
    const passed = shown(broken.push(Buffer.concat([...frames.map(frame), frame({ opcode: text, payload: 'later' })])));
    expect(passed).toEqual([`broken:${reason}`]);
    expect(broken.isOver).toBe(true);
    expect(broken.push(frame({ opcode: text, payload: 'later' }))).toEqual([]);
  });

  test('what is just within the rules does not', () => {
    expect(read([{ opcode: pong, payload: 'x'.repeat(125) }])).toEqual([`pong:${'x'.repeat(125)}`]);
    expect(read([{ opcode: text, length: 2n ** 53n - 1n }])).toEqual([]);
  });
});

test('no bytes whatever make it throw', () => {
  // A fixed sequence, so that a failure can be looked at.
  let seed = 12_345;
  const next = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed >>> 16;
  };
  for (let round = 0; round < 2000; round += 1) {
    const from = round % 2 === 0 ? 'client' : 'server';
    const random = reader({ from, isDeflateAgreed: round % 3 === 0, hasOtherExtensions: round % 5 === 0 });
    const bytes = Uint8Array.from({ length: next() % 200 }, next);
    const at = next() % (bytes.length + 1);
    for (const passed of [...random.push(bytes.subarray(0, at)), ...random.push(bytes.subarray(at))]) {
      if (passed.kind === 'message') expect(passed.bytes.length).toBeLessThanOrEqual(passed.totalBytes);
    }
  }
});
