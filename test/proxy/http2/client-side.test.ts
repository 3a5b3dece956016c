import { once } from 'node:events';
import { connect } from 'node:http2';
import { connect as connectTcp, createServer as createTcpServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { ClientCall, ClientListener, Framing } from '../../../src/proxy/call.ts';
import { type Http2Client, type Http2ClientOptions, serveHttp2 } from '../../../src/proxy/http2/client-side.ts';
import type { NetworkError } from '../../../src/proxy/network-error.ts';
import { block, END_HEADERS, END_STREAM, FramePeer, frame, PREFACE, settings, TYPE } from './frames.ts';
import { answerOf, ask, clientSide, listen, until } from './relay.ts';

const WAIT = block(':method', 'GET', ':scheme', 'http', ':path', '/', ':authority', 'a.test');
const POST = block(':method', 'POST', ':scheme', 'http', ':path', '/', ':authority', 'a.test');

describe('the socket', () => {
  test('may have been read from and paused: bytes that were put back are read first', async () => {
    const calls: ClientCall[] = [];
    const server = await listen(
      createTcpServer((socket) => {
        socket.once('data', (bytes) => {
          socket.pause();
          socket.unshift(bytes);
          // The rest arrives while nobody reads.
          setTimeout(() => serve(socket, { onCall: (call) => answer(calls, call) }), 50);
        });
      }),
    );
    const client = connect(`http://127.0.0.1:${server.port}`);
    try {
      expect((await ask(client, [':path', '/'])).status).toBe(200);
      expect((await ask(client, [':path', '/'])).status).toBe(200);
    } finally {
      client.destroy();
      await server.close();
    }
  });

  test('may be dead already', async () => {
    let session: Http2Client | undefined;
    const server = await listen(
      createTcpServer((socket) => {
        socket.destroy();
        socket.once('close', () => {
          session = serve(socket, {});
          session.close(1);
          session.destroy();
        });
      }),
    );
    const socket = connectTcp(server.port, '127.0.0.1');
    try {
      socket.on('error', () => undefined);
      await once(socket, 'close');
      await until(() => session !== undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(session?.isIdle).toBe(true);
    } finally {
      socket.destroy();
      await server.close();
    }
  });

  test('is closed when the client closes its side, and calls under way fail', async () => {
    const failures: NetworkError[] = [];
    const proxy = await clientSide({ onCall: (call) => listenTo(call, failures) });
    const peer = FramePeer.connect(proxy.port);
    try {
      peer.send(PREFACE, settings(), frame(TYPE.headers, END_HEADERS | END_STREAM, 1, WAIT));
      await until(() => proxy.sessions[0]?.isIdle === false);
      peer.socket.end();
      await peer.closed();
      await until(() => failures.length === 1);
      expect(failures[0]?.transport.code).toBe('ERR_CLIENT_ABORTED');
      expect(proxy.sessions[0]?.isIdle).toBe(true);
    } finally {
      peer.socket.destroy();
      await proxy.close();
    }
  });
});

describe('closing', () => {
  test('lets calls under way finish and takes no new ones', async () => {
    const calls: ClientCall[] = [];
    const proxy = await clientSide({ onCall: (call) => calls.push(listenTo(call)) });
    const client = connect(`http://127.0.0.1:${proxy.port}`);
    try {
      const first = ask(client, [':path', '/']);
      await until(() => calls.length === 1);
      proxy.sessions[0]!.close(60_000);
      await once(client, 'goaway');
      answer([], calls[0]!);
      expect((await first).status).toBe(200);
      await once(client, 'close');
      await until(() => proxy.sockets[0]!.destroyed);
    } finally {
      client.destroy();
      await proxy.close();
    }
  });

  test('breaks calls off that take longer than allowed, and not as if they were complete', async () => {
    const failures: NetworkError[] = [];
    const calls: ClientCall[] = [];
    const proxy = await clientSide({ onCall: (call) => calls.push(listenTo(call, failures)) });
    const peer = FramePeer.connect(proxy.port);
    try {
      peer.send(PREFACE, settings(), frame(TYPE.headers, END_HEADERS | END_STREAM, 1, WAIT));
      await until(() => calls.length === 1);
      calls[0]!.respond(head({ kind: 'until-close' }));
      calls[0]!.write(Buffer.from('half'));
      await peer.until(() => peer.frame(TYPE.data, 1));
      proxy.sessions[0]!.close(10);
      await peer.closed();
      expect(peer.frames.filter(({ type, flags }) => type === TYPE.data && flags === END_STREAM)).toEqual([]);
      expect(peer.frame(TYPE.reset, 1)?.payload.readUInt32BE(0)).toBe(2);
      await until(() => failures.length === 1);
      expect(failures[0]?.transport).toEqual({
        phase: 'response',
        code: 'ERR_PROXY_STOPPED',
        message: 'httpwhy was stopped before the call was complete',
      });
    } finally {
      peer.socket.destroy();
      await proxy.close();
    }
  });

  test('does not wait for a client that keeps its side open', async () => {
    const proxy = await clientSide({ onCall: () => undefined });
    const server = connectTcp({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
    try {
      server.on('data', () => undefined);
      server.write(Buffer.concat([PREFACE, settings()]));
      await once(server, 'data');
      proxy.sessions[0]!.close();
      await until(() => proxy.sockets[0]!.destroyed);
    } finally {
      server.destroy();
      await proxy.close();
    }
  });

  test('comes by itself where no call is under way for long, and not where one is', async () => {
    const calls: ClientCall[] = [];
    const proxy = await clientSide({ idleMs: 50, onCall: (call) => calls.push(listenTo(call)) });
    const idle = FramePeer.connect(proxy.port);
    const busy = FramePeer.connect(proxy.port);
    try {
      busy.send(PREFACE, settings(), frame(TYPE.headers, END_HEADERS | END_STREAM, 1, WAIT));
      await until(() => calls.length === 1);
      // A head that never ends is no call.
      idle.send(PREFACE, settings(), frame(TYPE.headers, 0, 1, WAIT));
      await idle.closed();
      expect(busy.isClosed).toBe(false);
      answer([], calls[0]!);
      await busy.closed();
    } finally {
      idle.socket.destroy();
      busy.socket.destroy();
      await proxy.close();
    }
  });
});

describe('a response that is broken off', () => {
  test.each<[string, Framing]>([
    ['with trailers to come', { kind: 'chunked' }],
    ['of HTTP/1.1 until its close', { kind: 'until-close' }],
    ['of announced length', { kind: 'length', bytes: 100 }],
  ])('%s never gets an end', async (_what, framing) => {
    const calls: ClientCall[] = [];
    const proxy = await clientSide({ onCall: (call) => calls.push(listenTo(call)) });
    const peer = FramePeer.connect(proxy.port);
    try {
      peer.send(PREFACE, settings(), frame(TYPE.headers, END_HEADERS | END_STREAM, 1, WAIT));
      await until(() => calls.length === 1);
      calls[0]!.respond(head(framing));
      calls[0]!.write(Buffer.from('half'));
      calls[0]!.abort(8);
      const { payload } = await peer.until(() => peer.frame(TYPE.reset, 1));
      expect(payload.readUInt32BE(0)).toBe(8);
      const bodies = peer.frames.filter(({ type }) => type === TYPE.data);
      expect(bodies.map(({ flags, payload: bytes }) => [flags, String(bytes)])).toEqual([[0, 'half']]);
    } finally {
      peer.socket.destroy();
      await proxy.close();
    }
  });

  test('before its head is a reset without a response', async () => {
    const proxy = await clientSide({ onCall: (call) => listenTo(call).abort() });
    const client = connect(`http://127.0.0.1:${proxy.port}`);
    try {
      expect(await ask(client, [':path', '/'])).toMatchObject({ status: undefined, resetCode: 2 });
    } finally {
      client.destroy();
      await proxy.close();
    }
  });

  test('is a reset also where the head cannot be said in HTTP/2', async () => {
    const proxy = await clientSide({
      onCall: (call) => {
        listenTo(call).respond({ ...head({ kind: 'none' }), rawHeaders: ['a b', '1'] });
        call.end([]);
      },
    });
    const client = connect(`http://127.0.0.1:${proxy.port}`);
    try {
      expect(await ask(client, [':path', '/'])).toMatchObject({ status: undefined, resetCode: 2 });
    } finally {
      client.destroy();
      await proxy.close();
    }
  });
});

describe('a response that waits for a window', () => {
  test('to a request that is not read whole is complete before the client is told to stop', async () => {
    const size = 65_535; // Exactly the window of the client.
    const proxy = await clientSide({
      onCall: (call) => {
        listenTo(call).respond(head({ kind: 'length', bytes: size }));
        call.write(Buffer.alloc(size));
        call.end([]);
      },
    });
    const peer = FramePeer.connect(proxy.port);
    try {
      peer.send(
        PREFACE,
        settings(),
        frame(TYPE.headers, END_HEADERS, 1, POST),
        frame(TYPE.data, 0, 1, Buffer.from('x')),
      );
      await peer.until(() => dataBytes(peer) === size);
      const increment = Buffer.from([0, 0, 0xff, 0]);
      peer.send(frame(TYPE.windowUpdate, 0, 0, increment), frame(TYPE.windowUpdate, 0, 1, increment));
      const { payload } = await peer.until(() => peer.frame(TYPE.reset, 1));
      expect(payload.readUInt32BE(0)).toBe(0);
      const kinds = peer.frames
        .filter(({ stream }) => stream === 1)
        .map(({ type, flags }) => `${type}/${flags & END_STREAM}`);
      expect(kinds.slice(-2)).toEqual([`${TYPE.data}/1`, `${TYPE.reset}/0`]);
    } finally {
      peer.socket.destroy();
      await proxy.close();
    }
  });

  test.each<Framing>([{ kind: 'chunked' }, { kind: 'length', bytes: 65_535 }])(
    'to a request without a body ends with its end, and no reset (%o)',
    async (framing) => {
      const size = 65_535;
      const ends: (() => void)[] = [];
      const proxy = await clientSide({
        onCall: (call) => {
          listenTo(call).respond(head(framing));
          call.write(Buffer.alloc(size));
          ends.push(() => call.end([]));
        },
      });
      const peer = FramePeer.connect(proxy.port);
      try {
        peer.send(PREFACE, settings(), frame(TYPE.headers, END_HEADERS | END_STREAM, 1, WAIT));
        await peer.until(() => dataBytes(peer) === size);
        ends[0]!();
        await new Promise((resolve) => setTimeout(resolve, 30));
        const increment = Buffer.from([0, 0, 0xff, 0]);
        peer.send(frame(TYPE.windowUpdate, 0, 0, increment), frame(TYPE.windowUpdate, 0, 1, increment));
        await peer.until(() => peer.frames.some(({ type, flags }) => type === TYPE.data && flags === END_STREAM));
        expect(peer.frame(TYPE.reset, 1)).toBeUndefined();
      } finally {
        peer.socket.destroy();
        await proxy.close();
      }
    },
  );
});

test('a body of which nobody wants anything does not keep its call alive', async () => {
  const proxy = await clientSide({
    onCall: (call) => {
      listenTo(call).respond(head({ kind: 'none' }));
      call.end([]);
    },
  });
  const client = connect(`http://127.0.0.1:${proxy.port}`);
  try {
    const sent = Buffer.alloc(200_000);
    const stream = client.request([':method', 'POST', ':path', '/'], { endStream: false });
    const received = answerOf(stream);
    stream.write(sent);
    expect(await received).toMatchObject({ status: 200, resetCode: 0 });
    expect(await ask(client, [':method', 'POST', ':path', '/'], 'small')).toMatchObject({ status: 200 });
    await until(() => proxy.sessions[0]!.isIdle);
  } finally {
    client.destroy();
    await proxy.close();
  }
});

test('a body without a byte that ends before anybody reads it has ended', async () => {
  const ends: string[] = [];
  const proxy = await clientSide({
    onCall: (call) => {
      listenTo(call, [], (rawTrailers) => ends.push(rawTrailers.join()));
      setTimeout(() => call.resume(), 50); // As long as the connection to the server may take.
    },
  });
  const peer = FramePeer.connect(proxy.port);
  try {
    const trailers = block('x-sum', '0');
    peer.send(PREFACE, settings(), frame(TYPE.headers, END_HEADERS, 1, POST), frame(TYPE.data, END_STREAM, 1));
    peer.send(frame(TYPE.headers, END_HEADERS, 3, POST), frame(TYPE.headers, END_HEADERS | END_STREAM, 3, trailers));
    await until(() => ends.length === 2);
    expect(ends).toEqual(['', 'x-sum,0']);
  } finally {
    peer.socket.destroy();
    await proxy.close();
  }
});

test('refused requests go to the one who asked for them, with all that is known', async () => {
  const refused: [ClientCall, NetworkError][] = [];
  const proxy = await clientSide({
    maxHeaderBytes: 1000,
    onCall: () => undefined,
    onBad: (call, problem) => {
      refused.push([call, problem]);
      call.respond({ ...head({ kind: 'none' }), status: 431 });
      call.end([]);
    },
  });
  const client = connect(`http://127.0.0.1:${proxy.port}`);
  try {
    const answered = await ask(client, [':path', '/big', 'x-a', 'v'.repeat(2000)]);
    expect(answered.status).toBe(431);
    expect(refused[0]?.[0].head.target).toBe('/big');
    expect(refused[0]?.[1].transport.code).toBe('ERR_PROXY_LIMIT');
  } finally {
    client.destroy();
    await proxy.close();
  }
});

function serve(socket: Socket, options: Partial<Http2ClientOptions>): Http2Client {
  const nothing = {
    onExtendedConnect: () => undefined,
    onCall: () => undefined,
    onBad: () => undefined,
    onUnseen: () => undefined,
    onBroken: () => undefined,
  };
  return serveHttp2(socket, { client: null, clientTls: null, ...nothing, ...options });
}

function listenTo(
  call: ClientCall,
  failures: NetworkError[] = [],
  onEnd: ClientListener['onEnd'] = () => undefined,
): ClientCall {
  call.listen({
    onData: () => true,
    onEnd,
    onDrain: () => undefined,
    onHalfClosed: () => true,
    onFailed: (error) => failures.push(error),
  });
  return call;
}

function answer(calls: ClientCall[], call: ClientCall): void {
  calls.push(call);
  listenTo(call).respond(head({ kind: 'none' }));
  call.end([]);
}

function head(framing: Framing) {
  return { status: 200, reason: '', httpVersion: '1.1', rawHeaders: [], framing };
}

function dataBytes({ frames }: FramePeer): number {
  return frames.filter(({ type }) => type === TYPE.data).reduce((sum, { payload }) => sum + payload.length, 0);
}
