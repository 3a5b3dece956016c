import { connect } from 'node:http2';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { NetworkError } from '../../../src/proxy/network-error.ts';
import { block, END_HEADERS, END_STREAM, FramePeer, frame, goaway, PREFACE, reset, settings, TYPE } from './frames.ts';
import { type Answer, answerOf, ask, clientSide, connectLane, join, listen, Passed, relay, until } from './relay.ts';

const OK = block(':status', '200');

describe('the server', () => {
  test.each([
    [2, 'INTERNAL_ERROR'],
    [7, 'REFUSED_STREAM'],
    [8, 'CANCEL'],
    [13, 'HTTP_1_1_REQUIRED'],
    [0x1f, '0x1f'],
  ])('a reset with code %i before the response is passed on and recorded', async (code, name) => {
    const { failure, answer } = await against((peer, stream) => peer.send(reset(stream, code)));
    expect(failure.transport).toEqual({
      phase: 'response',
      code: `NGHTTP2_${name}`,
      message: `the server reset the stream (${name})`,
    });
    expect(failure.resetCode).toBe(code);
    expect([answer.status, answer.resetCode]).toEqual([undefined, code]);
  });

  test('a reset in the middle of the body reaches the client after what had come', async () => {
    const { failure, answer } = await against(async (peer, stream, passed) => {
      peer.send(frame(TYPE.headers, END_HEADERS, stream, OK), frame(TYPE.data, 0, stream, Buffer.from('half')));
      await until(() => passed.responseBytes === 4);
      peer.send(reset(stream, 2));
    });
    expect([failure.transport.code, failure.resetCode]).toEqual(['NGHTTP2_INTERNAL_ERROR', 2]);
    expect([answer.status, String(answer.body), answer.resetCode]).toEqual([200, 'half', 2]);
  });

  test('a reset without an error does not make half a body a whole one', async () => {
    const { failure, answer, passed } = await against(async (peer, stream, seen) => {
      peer.send(frame(TYPE.headers, END_HEADERS, stream, OK), frame(TYPE.data, 0, stream, Buffer.from('half')));
      await until(() => seen.responseBytes === 4);
      peer.send(reset(stream, 0));
    });
    expect(failure.transport.message).toBe('the server reset the stream (NO_ERROR)');
    expect(failure.resetCode).toBe(0);
    expect(passed.ended).toBe(0);
    expect(answer.resetCode).toBe(0); // As it would have been without us.
  });

  test('a reset without an error after a whole response is a success', async () => {
    const peerDone = await against(
      (peer, stream) =>
        peer.send(
          frame(TYPE.headers, END_HEADERS, stream, OK),
          frame(TYPE.data, END_STREAM, stream, Buffer.from('whole')),
          reset(stream, 0),
        ),
      'POST',
    );
    expect(peerDone.passed.serverFailures).toEqual([]);
    expect([String(peerDone.answer.body), peerDone.answer.resetCode, peerDone.answer.hasEnded]).toEqual([
      'whole',
      0,
      true,
    ]);
  });

  test('a connection that breaks before the response is a reset of the connection', async () => {
    const { failure, answer } = await against((peer) => peer.socket.resetAndDestroy());
    expect(failure.transport).toMatchObject({ phase: 'response', code: 'ECONNRESET' });
    expect(failure.resetCode).toBeNull();
    expect(answer.resetCode).toBe(2);
  });

  test('a connection that closes in the middle of an upload fails in the phase of the request', async () => {
    const { failure } = await against((peer) => peer.socket.destroy(), 'POST');
    expect(failure.transport).toMatchObject({ phase: 'request', code: 'ECONNRESET' });
  });

  test('a connection that closes in the middle of the body leaves the client with what came, and an error', async () => {
    const { failure, answer } = await against((peer, stream) => {
      peer.send(frame(TYPE.headers, END_HEADERS, stream, OK), frame(TYPE.data, 0, stream, Buffer.from('half')));
      peer.socket.end();
    });
    expect(failure.transport).toEqual({
      phase: 'response',
      code: 'ECONNRESET',
      message: 'the server closed the connection',
    });
    expect([String(answer.body), answer.resetCode]).toEqual(['half', 2]);
  });

  test('a whole response is given to a slow client though the server has left meanwhile', async () => {
    const size = 500_000;
    const peer = await fakeServer((server, stream) => {
      server.send(frame(TYPE.headers, END_HEADERS, stream, OK));
      for (let sent = 0; sent < size; sent += 10_000) {
        server.send(frame(TYPE.data, sent + 10_000 >= size ? END_STREAM : 0, stream, Buffer.alloc(10_000, 'x')));
      }
      server.socket.end();
    });
    try {
      const stream = peer.client.request([':path', '/'], { endStream: true });
      await new Promise((resolve) => stream.once('response', resolve)); // And reads nothing.
      await until(() => peer.isClosed());
      expect(peer.passed.ended).toBe(0);
      const answer = await answerOf(stream);
      expect([answer.body.length, answer.resetCode, answer.hasEnded]).toEqual([size, 0, true]);
      expect([peer.passed.ended, peer.passed.serverFailures.length]).toEqual([1, 0]);
    } finally {
      await peer.close();
    }
  });

  test('half a response is given to a slow client before the error', async () => {
    const peer = await fakeServer((server, stream) => {
      server.send(frame(TYPE.headers, END_HEADERS, stream, OK));
      for (let sent = 0; sent < 500_000; sent += 10_000) {
        server.send(frame(TYPE.data, 0, stream, Buffer.alloc(10_000, 'x')));
      }
      server.socket.end();
    });
    try {
      const stream = peer.client.request([':path', '/'], { endStream: true });
      await new Promise((resolve) => stream.once('response', resolve));
      await until(() => peer.isClosed());
      const answer = await answerOf(stream);
      expect(peer.passed.responseBytes).toBe(500_000);
      expect(peer.passed.serverFailures.map(({ transport }) => transport.code)).toEqual(['ECONNRESET']);
      expect(answer.resetCode).toBe(2);
    } finally {
      await peer.close();
    }
  });

  test('GOAWAY fails calls it has not looked at as safe to repeat, and lets the others finish', async () => {
    const peer = await fakeServer((server, stream) => {
      if (stream === 1) return;
      server.send(goaway(1, 0), frame(TYPE.headers, END_HEADERS, 1, OK));
      setImmediate(() => server.send(frame(TYPE.data, END_STREAM, 1, Buffer.from('first'))));
    });
    try {
      const first = ask(peer.client, [':path', '/1']);
      await until(() => peer.passed.requests.length === 1);
      await ask(peer.client, [':path', '/2']);
      const error = peer.passed.serverFailures[0]!;
      expect(error.transport).toEqual({
        phase: 'request',
        code: 'ERR_HTTP2_GOAWAY_SESSION',
        message: 'the server closed the connection before it looked at the request',
      });
      expect(error.resetCode).toBeNull();
      expect(peer.lane.isUsable).toBe(false);
      expect(String((await first).body)).toBe('first');
      expect(peer.passed.serverFailures.length).toBe(1);
    } finally {
      await peer.close();
    }
  });

  test('GOAWAY with an error fails the calls under way with its name', async () => {
    const { failure } = await against((peer, stream) => peer.send(goaway(stream, 11)));
    expect(failure.transport).toEqual({
      phase: 'response',
      code: 'NGHTTP2_ENHANCE_YOUR_CALM',
      message: 'the server gave the connection up (ENHANCE_YOUR_CALM)',
    });
    expect(failure.resetCode).toBeNull();
  });

  test('a call on a lane that has been told to go away fails as never sent', async () => {
    const peer = await fakeServer((server) => server.send(goaway(0, 0)));
    try {
      await ask(peer.client, [':path', '/1']);
      await ask(peer.client, [':path', '/2']);
      expect(peer.passed.serverFailures.map(({ transport }) => transport.code)).toEqual([
        'ERR_HTTP2_GOAWAY_SESSION',
        'ERR_HTTP2_GOAWAY_SESSION',
      ]);
    } finally {
      await peer.close();
    }
  });

  test.each([
    ['no status', block('x-a', '1')],
    ['a status that is none', block(':status', '2x0')],
    ['a pseudo-header field of requests', block(':status', '200', ':path', '/')],
    ['a field of the connection', block(':status', '200', 'connection', 'close')],
    ['a switch of protocols', block(':status', '101')],
  ])('a head with %s is a protocol error', async (_what, head) => {
    const { failure, answer } = await against((peer, stream) =>
      peer.send(frame(TYPE.headers, END_HEADERS | END_STREAM, stream, head)),
    );
    expect(failure.transport).toEqual({
      phase: 'response',
      code: 'NGHTTP2_PROTOCOL_ERROR',
      message: 'the stream was reset (PROTOCOL_ERROR): by the server, or because its response was malformed',
    });
    expect(answer.resetCode).toBe(1);
  });

  test('a body that is longer than it was announced is a protocol error', async () => {
    const { failure } = await against((peer, stream) =>
      peer.send(
        frame(TYPE.headers, END_HEADERS, stream, block(':status', '200', 'content-length', '1')),
        frame(TYPE.data, END_STREAM, stream, Buffer.from('abc')),
      ),
    );
    expect(failure.transport.code).toBe('NGHTTP2_PROTOCOL_ERROR');
  });

  test('response headers beyond the limit fail the call', async () => {
    const { failure } = await against((peer, stream) => {
      const part = block('x-a', 'v'.repeat(15_000));
      peer.send(frame(TYPE.headers, END_STREAM, stream, Buffer.concat([OK, part])));
      for (let i = 0; i < 5; i += 1) peer.send(frame(TYPE.continuation, i === 4 ? END_HEADERS : 0, stream, part));
    });
    expect(failure.transport).toEqual({
      phase: 'response',
      code: 'HPE_HEADER_OVERFLOW',
      message: 'the response headers are larger than 65536 bytes',
    });
  });

  test('endless interim responses fail the call', async () => {
    const { failure } = await against((peer, stream) => {
      for (let i = 0; i < 150; i += 1) peer.send(frame(TYPE.headers, END_HEADERS, stream, block(':status', '103')));
    });
    expect(failure.transport).toEqual({
      phase: 'response',
      code: 'HPE_INVALID_STATUS',
      message: 'more than 100 interim responses',
    });
  });

  test('a server that falls out of HTTP/2 is a protocol error', async () => {
    const server = await listen(
      createTcpServer((socket) => {
        const peer = new FramePeer(socket, PREFACE.length);
        peer.send(settings());
        socket.on('data', () => {
          if (peer.frame(TYPE.headers)) socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
        });
      }),
    );
    const passed = new Passed();
    const lane = await connectLane(server.port);
    const proxy = await clientSide({ onCall: (call) => join(call, lane, passed) });
    const client = connect(`http://127.0.0.1:${proxy.port}`);
    try {
      await ask(client, [':path', '/']);
      expect(passed.serverFailures[0]?.transport).toEqual({
        phase: 'response',
        code: 'NGHTTP2_PROTOCOL_ERROR',
        message: 'the server broke the HTTP/2 protocol (Protocol error)',
      });
    } finally {
      client.destroy();
      await proxy.close();
      await server.close();
    }
  });

  test('a response that is too late fails the call and cancels its stream', async () => {
    const { client, lane, passed, origin, close } = await relay(
      (stream) => {
        stream.on('close', () => codes.push(stream.rstCode));
      },
      { lane: { responseTimeoutMs: 1000 } },
    );
    const codes: number[] = [];
    try {
      const answer = ask(client, [':path', '/']);
      await until(() => passed.requests.length === 1);
      lane.sweep(performance.now() + 900);
      expect(passed.serverFailures).toEqual([]);
      lane.sweep(performance.now() + 1100);
      await answer;
      expect(passed.serverFailures[0]?.transport).toEqual({
        phase: 'response',
        code: 'ETIMEDOUT',
        message: 'no response within 1000 ms',
      });
      await until(() => codes.length === 1);
      expect(codes).toEqual([8]);
      expect(origin.sessions[0]?.destroyed).toBe(false);
    } finally {
      await close();
    }
  });

  test('an upload that takes its time and a stream that is silent are not too late', async () => {
    const { client, lane, passed, close } = await relay((stream) => {
      stream.respond({ ':status': 200 });
      stream.write('x');
    });
    try {
      const upload = client.request([':method', 'POST', ':path', '/'], { endStream: false });
      const silent = client.request([':path', '/']);
      await Promise.all([upload, silent].map((stream) => new Promise((resolve) => stream.once('response', resolve))));
      lane.sweep(performance.now() + 1_000_000);
      await new Promise((resolve) => setImmediate(resolve));
      expect(passed.serverFailures).toEqual([]);
      upload.destroy();
      silent.destroy();
    } finally {
      await close();
    }
  });
});

describe('the client', () => {
  test.each([
    [8, 'CANCEL'],
    [2, 'INTERNAL_ERROR'],
  ])('a reset with code %i is told and passed on to the server', async (code, name) => {
    const codes: number[] = [];
    const { client, passed, close } = await relay((stream) => {
      stream.respond({ ':status': 200 });
      stream.write('x');
      stream.on('close', () => codes.push(stream.rstCode));
    });
    try {
      const stream = client.request([':path', '/']);
      stream.on('error', () => undefined);
      await new Promise((resolve) => stream.once('response', resolve));
      stream.close(code);
      await until(() => codes.length === 1);
      expect(codes).toEqual([code]);
      expect(passed.clientFailures[0]?.transport).toEqual({
        phase: 'response',
        code: 'ERR_CLIENT_ABORTED',
        message: `the client reset the stream (${name})`,
      });
      expect(passed.clientFailures[0]?.resetCode).toBe(code);
    } finally {
      await close();
    }
  });

  test('a reset without an error in the middle of an upload does not make half a body a whole one', async () => {
    const ends: boolean[] = [];
    const codes: number[] = [];
    const { proxy, passed, close } = await relay((stream) => {
      stream.on('end', () => ends.push(stream.aborted));
      stream.on('close', () => codes.push(stream.rstCode));
      stream.resume();
    });
    const peer = FramePeer.connect(proxy.port);
    try {
      const head = block(':method', 'POST', ':scheme', 'http', ':path', '/', ':authority', 'a.test');
      peer.send(
        PREFACE,
        settings(),
        frame(TYPE.headers, END_HEADERS, 1, head),
        frame(TYPE.data, 0, 1, Buffer.from('half')),
      );
      await until(() => passed.requestBytes === 4);
      peer.send(reset(1, 0));
      await until(() => codes.length === 1);
      expect(codes).toEqual([0]);
      expect(passed.clientFailures[0]).toMatchObject({ resetCode: 0, transport: { phase: 'request' } });
    } finally {
      peer.socket.destroy();
      await close();
    }
  });

  test('a connection that is lost fails its calls without a code', async () => {
    const codes: number[] = [];
    const { client, passed, close } = await relay((stream) => {
      stream.on('close', () => codes.push(stream.rstCode));
    });
    try {
      const stream = client.request([':path', '/']);
      stream.on('error', () => undefined);
      await until(() => passed.requests.length === 1);
      client.destroy();
      await until(() => codes.length === 1);
      expect(codes).toEqual([8]);
      expect(passed.clientFailures[0]?.transport).toEqual({
        phase: 'response',
        code: 'ERR_CLIENT_ABORTED',
        message: 'the client closed the connection before the response was complete',
      });
      expect(passed.clientFailures[0]?.resetCode).toBeNull();
    } finally {
      await close();
    }
  });

  test('a client that has everything and leaves is no failure', async () => {
    const { client, proxy, passed, close } = await relay((stream) =>
      stream.respond({ ':status': 200 }, { endStream: true }),
    );
    try {
      await ask(client, [':path', '/']);
      client.destroy();
      await until(() => proxy.sockets[0]!.destroyed);
      expect([passed.clientFailures, passed.serverFailures]).toEqual([[], []]);
    } finally {
      await close();
    }
  });
});

interface Outcome {
  readonly failure: NetworkError;
  readonly answer: Answer;
  readonly passed: Passed;
}

/** One call to a server that speaks frame by frame; `POST` leaves the request without an end. */
async function against(
  onRequest: (peer: FramePeer, stream: number, passed: Passed) => unknown,
  method: 'GET' | 'POST' = 'GET',
): Promise<Outcome> {
  const server = await fakeServer((peer, stream) => onRequest(peer, stream, server.passed));
  try {
    const stream = server.client.request([':method', method, ':path', '/'], { endStream: method === 'GET' });
    if (method === 'POST') stream.write('x');
    const answer = await answerOf(stream);
    return { failure: server.passed.serverFailures[0]!, answer, passed: server.passed };
  } finally {
    await server.close();
  }
}

/** A server that answers the preface and hands over each request's stream. */
async function fakeServer(onRequest: (peer: FramePeer, stream: number) => unknown) {
  const server = await listen(
    createTcpServer((socket) => {
      const peer = new FramePeer(socket, PREFACE.length);
      peer.send(settings());
      let seen = 0;
      socket.on('data', () => {
        const heads = peer.frames.filter(({ type }) => type === TYPE.headers);
        for (; seen < heads.length; seen += 1) onRequest(peer, heads[seen]!.stream);
      });
    }),
  );
  const passed = new Passed();
  let isLaneClosed = false;
  const lane = await connectLane(
    server.port,
    {},
    {
      gone: () => undefined,
      closed: () => {
        isLaneClosed = true;
      },
    },
  );
  const proxy = await clientSide({ onCall: (call) => join(call, lane, passed) });
  const client = connect(`http://127.0.0.1:${proxy.port}`);
  client.on('error', () => undefined);
  return {
    client,
    lane,
    passed,
    isClosed: () => isLaneClosed,
    async close() {
      client.destroy();
      await proxy.close();
      await server.close();
    },
  };
}
