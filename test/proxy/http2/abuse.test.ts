import { connect } from 'node:http2';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { NetworkError } from '../../../src/proxy/network-error.ts';
import {
  ACK,
  block,
  END_HEADERS,
  END_STREAM,
  FramePeer,
  frame,
  GET,
  PREFACE,
  reset,
  settings,
  TYPE,
  text,
} from './frames.ts';
import { ask, clientSide, type ProxyEnd, until } from './relay.ts';

const broken: NetworkError[] = [];
const unseen: NetworkError[] = [];
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);
let calls = 0;
let fields: readonly string[] = [];
let proxy: ProxyEnd;
let peer: FramePeer;

beforeAll(async () => {
  process.on('uncaughtException', note);
  proxy = await clientSide({
    onCall: (call) => {
      calls += 1;
      fields = call.head.rawHeaders;
      call.listen({
        onData: () => true,
        onEnd: () => undefined,
        onDrain: () => undefined,
        onHalfClosed: () => true,
        onFailed: () => undefined,
      });
      call.resume();
      if (call.head.target === '/wait') return;
      call.respond({ status: 200, reason: '', httpVersion: '2.0', rawHeaders: [], framing: { kind: 'none' } });
      call.end([]);
    },
    onUnseen: (problem) => unseen.push(problem),
    onBroken: (problem) => broken.push(problem),
  });
});

afterEach(async () => {
  peer.socket.destroy();
  broken.length = 0;
  calls = 0;
  // Whatever came before, the next connection is served.
  const client = connect(`http://127.0.0.1:${proxy.port}`);
  try {
    expect((await ask(client, [':path', '/'])).status).toBe(200);
    await until(() => proxy.sockets.filter((socket) => !socket.destroyed).length <= 1);
    expect(uncaught).toEqual([]);
  } finally {
    client.destroy();
  }
  broken.length = 0;
  unseen.length = 0;
  calls = 0;
});

afterAll(async () => {
  await proxy.close();
  process.off('uncaughtException', note);
});

describe('a connection is closed with GOAWAY, and said to be broken, for', () => {
  test.each<[string, () => Buffer[], string]>([
    ['streams that are opened and reset at once', () => rapidResets(2000), 'Protocol error'],
    [
      'a head that goes on and on in CONTINUATION frames',
      () => [
        frame(TYPE.headers, END_STREAM, 1, GET),
        ...times(500, () => frame(TYPE.continuation, 0, 1, block('x-a', 'b'))),
      ],
      'Too many CONTINUATION frames following a HEADER frame',
    ],
    [
      'a flood of pings',
      () => times(5000, () => frame(TYPE.ping, 0, 0, Buffer.alloc(8))),
      'Flooding was detected in this HTTP/2 session, and it must be closed',
    ],
    [
      'a flood of settings',
      () => times(5000, () => settings()),
      'Flooding was detected in this HTTP/2 session, and it must be closed',
    ],
    ['settings with too many entries', () => [frame(TYPE.settings, 0, 0, Buffer.alloc(6 * 1000))], 'Protocol error'],
    [
      'empty frames',
      () => [frame(TYPE.headers, END_HEADERS, 1, GET), ...times(1000, () => frame(TYPE.data, 0, 1))],
      'Too many invalid HTTP/2 frames',
    ],
    [
      'data on a stream that was never opened',
      () => [frame(TYPE.data, END_STREAM, 5, Buffer.from('x'))],
      'Protocol error',
    ],
    [
      'a window that overflows',
      () => [frame(TYPE.windowUpdate, 0, 0, Buffer.from([0x7f, 0xff, 0xff, 0xff]))],
      'Flow control error',
    ],
    ['a frame that is too large', () => [frame(TYPE.data, 0, 1, Buffer.alloc(20_000))], 'Protocol error'],
    [
      'a header block that cannot be decoded',
      () => [frame(TYPE.headers, END_HEADERS, 1, Buffer.from([0xff, 0xff, 0xff]))],
      'Protocol error',
    ],
  ])('%s', async (_what, frames, reason) => {
    peer = FramePeer.connect(proxy.port);
    peer.send(PREFACE, settings(), ...frames());
    await peer.closed();
    expect(peer.frame(TYPE.goaway)).toBeDefined();
    await until(() => broken.length > 0);
    expect(broken.map(({ transport }) => transport)).toEqual([
      { phase: 'request', code: 'ERR_PROXY_BAD_REQUEST', message: `the client broke the HTTP/2 protocol (${reason})` },
    ]);
  });
});

test('streams that are reset in the breath in which they were opened are not handed over', async () => {
  peer = FramePeer.connect(proxy.port);
  peer.send(PREFACE, settings(), ...rapidResets(20), frame(TYPE.headers, END_HEADERS | END_STREAM, 41, GET));
  await peer.until(() => peer.frame(TYPE.headers, 41));
  expect(calls).toBe(1);
});

test.each([
  ['a line break', 'a\r\nb: c'],
  ['NUL', 'a\0b'],
])('a field whose value has %s in it goes no further', async (_what, value) => {
  peer = FramePeer.connect(proxy.port);
  const head = Buffer.concat([GET, block('x-a', value, 'x-b', '1')]);
  peer.send(PREFACE, settings(), frame(TYPE.headers, END_HEADERS | END_STREAM, 1, head));
  await peer.until(() => peer.frame(TYPE.headers, 1));
  expect(fields).toEqual(['x-b', '1']);
});

test('bytes that are not HTTP/2 close the connection', async () => {
  peer = FramePeer.connect(proxy.port);
  peer.send(Buffer.from('GET / HTTP/1.1\r\nHost: a.test\r\n\r\n'));
  await peer.closed();
  await until(() => broken.length > 0);
  expect(broken[0]?.transport.message).toBe(
    'the client broke the HTTP/2 protocol (Received bad client magic byte string)',
  );
});

const EXTENDED = [':method', 'CONNECT', ':protocol', 'websocket'];

describe('one stream is refused and the others go on, for', () => {
  test.each<[string, Buffer]>([
    ['a request without a path', block(':method', 'GET', ':scheme', 'http')],
    ['a pseudo-header field after others', Buffer.concat([block('a', '1'), GET])],
    ['two methods', Buffer.concat([block(':method', 'GET'), GET])],
    ['a name in upper case', Buffer.concat([GET, block('X-A', '1')])],
    ['a field of the connection', Buffer.concat([GET, block('connection', 'close')])],
    ['a transfer coding', Buffer.concat([GET, block('transfer-encoding', 'chunked')])],
    ['TE with anything but trailers', Buffer.concat([GET, block('te', 'gzip')])],
    ['two lengths', Buffer.concat([GET, block('content-length', '1', 'content-length', '2')])],
    ['extended CONNECT without a path', block(...EXTENDED, ':scheme', 'http', ':authority', 'a.test')],
    ['extended CONNECT without a scheme', block(...EXTENDED, ':path', '/', ':authority', 'a.test')],
    ['extended CONNECT without an authority', block(...EXTENDED, ':scheme', 'http', ':path', '/')],
    ['two protocols', block(...EXTENDED, ':protocol', 'a', ':scheme', 'http', ':path', '/', ':authority', 'a.test')],
    ['a protocol beside another method than CONNECT', Buffer.concat([block(':protocol', 'websocket'), GET])],
  ])('%s', async (_what, head) => {
    peer = FramePeer.connect(proxy.port);
    peer.send(PREFACE, settings(), frame(TYPE.headers, END_HEADERS, 1, head));
    peer.send(frame(TYPE.headers, END_HEADERS | END_STREAM, 3, GET));
    const { payload } = await peer.until(() => peer.frame(TYPE.reset, 1));
    expect(payload.readUInt32BE(0)).toBe(1);
    await peer.until(() => peer.frame(TYPE.headers, 3));
    expect(calls).toBe(1);
  });

  test('a malformed request, which is told with its stream, and no other is', async () => {
    peer = FramePeer.connect(proxy.port);
    const bad = Buffer.concat([GET, block('X-A', '1')]);
    peer.send(PREFACE, settings(), frame(TYPE.headers, END_HEADERS | END_STREAM, 1, GET));
    await peer.until(() => peer.frame(TYPE.headers, 1));
    peer.send(frame(TYPE.headers, END_HEADERS | END_STREAM, 5, bad));
    await until(() => unseen.length === 1);
    expect(unseen[0]!.transport).toEqual({
      phase: 'request',
      code: 'ERR_PROXY_BAD_REQUEST',
      message:
        'a malformed HTTP/2 request was reset unread (stream 5): its pseudo-header fields are not those of a request, ' +
        'or it has a field that HTTP/2 forbids, or more than 1000 fields',
    });
    // Between two good ones, before anybody has looked.
    peer.send(
      frame(TYPE.headers, END_HEADERS | END_STREAM, 7, GET),
      frame(TYPE.headers, END_HEADERS | END_STREAM, 9, bad),
      frame(TYPE.headers, END_HEADERS | END_STREAM, 11, GET),
    );
    await until(() => unseen.length === 2);
    expect(unseen[1]!.transport.message).toContain('(stream 9)');
    expect(calls).toBe(3);
  });

  test('a head that takes its time is not malformed; one that never ends is told when the client has left', async () => {
    peer = FramePeer.connect(proxy.port);
    peer.send(PREFACE, settings());
    await peer.until(() => peer.frame(TYPE.settings));
    peer.send(frame(TYPE.headers, END_STREAM, 13, GET));
    // It is asked whether that was all.
    await peer.until(() => peer.isHeldPing);
    peer.send(frame(TYPE.continuation, END_HEADERS, 13, block('x-a', '1')));
    peer.answerPings();
    await peer.until(() => peer.frame(TYPE.headers, 13));
    peer.send(frame(TYPE.headers, END_STREAM, 15, GET));
    await peer.until(() => peer.isHeldPing);
    expect(unseen).toEqual([]);
    peer.socket.destroy();
    await until(() => unseen.length === 1);
    expect(unseen[0]!.transport.message).toBe(
      'the client left in the middle of the head of an HTTP/2 request, or sent a malformed one (stream 15)',
    );
    expect(calls).toBe(1);
  });

  test('a header bomb, small on the wire and large in memory', async () => {
    peer = FramePeer.connect(proxy.port);
    peer.send(PREFACE, settings());
    await peer.until(() => peer.frame(TYPE.settings));
    // One field of nearly the whole table, indexed (RFC 7541 §6.2.1), and then named by a byte each time.
    const entry = Buffer.concat([Buffer.from([0x40]), text('x-bomb'), text('v'.repeat(4000))]);
    const bomb = Buffer.concat([GET, entry, Buffer.alloc(12_000, 0x80 | 62)]);
    peer.send(
      frame(TYPE.headers, END_HEADERS | END_STREAM, 1, bomb),
      frame(TYPE.headers, END_HEADERS | END_STREAM, 3, GET),
    );
    const { payload } = await peer.until(() => peer.frame(TYPE.reset, 1));
    expect(payload.readUInt32BE(0)).toBe(11);
    await peer.until(() => peer.frame(TYPE.headers, 3));
    expect(calls).toBe(1);
  });

  test('streams beyond the number that was allowed', async () => {
    peer = FramePeer.connect(proxy.port);
    const wait = block(':method', 'GET', ':scheme', 'http', ':path', '/wait', ':authority', 'a.test');
    peer.send(
      PREFACE,
      settings(),
      ...times(150, (i) => frame(TYPE.headers, END_HEADERS | END_STREAM, 2 * i + 1, wait)),
    );
    await peer.until(() => peer.frames.filter(({ type }) => type === TYPE.reset).length === 22);
    expect(calls).toBe(128);
    expect(peer.isClosed).toBe(false);
    // They were not malformed, also seen from later: room is made, and the next one leaves a gap behind it.
    peer.send(...times(20, (i) => reset(2 * i + 1, 8)), frame(TYPE.ping, 0, 0, Buffer.alloc(8)));
    await peer.until(() => peer.frames.some(({ type, flags }) => type === TYPE.ping && (flags & ACK) !== 0));
    peer.send(frame(TYPE.headers, END_HEADERS | END_STREAM, 401, GET));
    await peer.until(() => peer.frame(TYPE.headers, 401));
    expect(unseen).toEqual([]);
  });
});

describe('requests that are refused by our own measures are answered, by', () => {
  test('431 where the headers are larger than allowed', async () => {
    peer = FramePeer.connect(proxy.port);
    const part = block('x-a', 'v'.repeat(15_000));
    peer.send(PREFACE, settings(), frame(TYPE.headers, END_STREAM, 1, GET));
    for (let i = 0; i < 5; i += 1) peer.send(frame(TYPE.continuation, i === 4 ? END_HEADERS : 0, 1, part));
    const { payload } = await peer.until(() => peer.frame(TYPE.headers, 1));
    expect(payload.toString('latin1')).toContain('431');
    expect(calls).toBe(0);
  });

  test('400 where Host and :authority name two servers', async () => {
    peer = FramePeer.connect(proxy.port);
    peer.send(PREFACE, settings());
    peer.send(frame(TYPE.headers, END_HEADERS | END_STREAM, 1, Buffer.concat([GET, block('host', 'b.test')])));
    const { payload } = await peer.until(() => peer.frame(TYPE.headers, 1));
    // The status 400 has a byte of its own (RFC 7541, appendix A).
    expect(payload[0]).toBe(0x80 | 12);
    expect(calls).toBe(0);
  });
});

function rapidResets(count: number): Buffer[] {
  return times(count, (i) =>
    Buffer.concat([frame(TYPE.headers, END_HEADERS | END_STREAM, 2 * i + 1, GET), reset(2 * i + 1, 8)]),
  );
}

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
