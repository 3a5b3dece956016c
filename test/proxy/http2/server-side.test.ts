import { createServer as createTcpServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { ServerConnection } from '../../../src/exchange/connection.ts';
import type { Framing, ResponseHead, UpstreamCall } from '../../../src/proxy/call.ts';
import type { Http2Lane } from '../../../src/proxy/http2/server-side.ts';
import { type NetworkError, networkError } from '../../../src/proxy/network-error.ts';
import { END_STREAM, FramePeer, PREFACE, settings, TYPE } from './frames.ts';
import { CONNECTION, connectLane, listen, origin, target, until } from './relay.ts';

describe('a lane', () => {
  test('says after send has returned on which connection the call is, and whether that is used again', async () => {
    const server = await origin((stream) => stream.respond({ ':status': 200 }, { endStream: true }));
    const lane = await connectLane(server.port);
    try {
      const first = send(lane);
      expect(first.connected).toEqual([]);
      await first.over;
      const second = send(lane);
      await second.over;
      expect([first.connected, second.connected]).toEqual([[[CONNECTION, false]], [[CONNECTION, true]]]);
    } finally {
      lane.destroy(STOPPED);
      await server.close();
    }
  });

  test('has room for as many calls as the server allows', async () => {
    const server = await origin(() => undefined, { settings: { maxConcurrentStreams: 2 } });
    const lane = await connectLane(server.port);
    try {
      const calls = [send(lane)];
      await until(() => server.sessions.length === 1);
      await new Promise<void>((resolve) => server.sessions[0]!.ping(() => resolve()));
      expect(lane.hasRoom).toBe(true);
      calls.push(send(lane));
      expect([lane.hasRoom, lane.isUsable]).toEqual([false, true]);
      calls[0]!.call.abort(STOPPED);
      await until(() => lane.hasRoom);
    } finally {
      lane.destroy(STOPPED);
      await server.close();
    }
  });

  test('closes when it was idle for long, and not before or with a call under way', async () => {
    const told: string[] = [];
    const server = await origin(() => undefined);
    const lane = await connectLane(server.port, {}, watch(told));
    try {
      const { call } = send(lane);
      lane.sweep(performance.now() + 10_000);
      call.abort(STOPPED);
      await until(() => server.sessions.length === 1);
      lane.sweep(performance.now() + 3000);
      expect([lane.isUsable, told]).toEqual([true, []]);
      await until(() => {
        lane.sweep(performance.now() + 5000);
        return !lane.isUsable;
      });
      expect(told).toEqual(['gone']);
      await until(() => told.includes('closed'));
      expect(server.sessions[0]?.destroyed).toBe(true);
    } finally {
      await server.close();
    }
  });

  test('does not wait for a server that keeps its side open', async () => {
    const told: string[] = [];
    const server = await listen(
      createTcpServer({ allowHalfOpen: true }, (socket) => {
        new FramePeer(socket, PREFACE.length).send(settings());
      }),
    );
    const lane = await connectLane(server.port, {}, watch(told));
    try {
      lane.sweep(performance.now() + 5000);
      await until(() => told.includes('closed'));
      expect(told).toEqual(['gone', 'closed']);
    } finally {
      await server.close();
    }
  });

  test('is gone as soon as the server says that it goes, and closed when the last call is through', async () => {
    const told: string[] = [];
    const server = await origin(() => undefined);
    const lane = await connectLane(server.port, {}, watch(told));
    try {
      const { call, failures } = send(lane);
      await until(() => server.sessions.length === 1);
      server.sessions[0]!.goaway(0, 1);
      await until(() => !lane.isUsable);
      expect([told, failures]).toEqual([['gone'], []]);
      call.abort(STOPPED);
      await until(() => told.includes('closed'));
      expect(told).toEqual(['gone', 'closed']);
    } finally {
      await server.close();
    }
  });

  test('is gone and closed when the server leaves without a word', async () => {
    const told: string[] = [];
    const sockets: Socket[] = [];
    const server = await listen(createTcpServer((socket) => sockets.push(socket)));
    const lane = await connectLane(server.port, {}, watch(told));
    try {
      await until(() => sockets.length === 1);
      sockets[0]!.resetAndDestroy();
      await until(() => told.includes('closed'));
      expect([told, lane.isUsable, lane.hasRoom]).toEqual([['gone', 'closed'], false, false]);
    } finally {
      await server.close();
    }
  });

  test('that is destroyed fails its calls with the error, and does not end what was half sent', async () => {
    const peers: FramePeer[] = [];
    const server = await listen(
      createTcpServer((socket) => {
        const peer = new FramePeer(socket, PREFACE.length);
        peers.push(peer);
        peer.send(settings());
      }),
    );
    const lane = await connectLane(server.port);
    try {
      const { call, failures } = send(lane, { kind: 'length', bytes: 100 });
      call.write(Buffer.from('half'));
      await until(() => peers[0]?.frame(TYPE.data) !== undefined);
      lane.destroy(STOPPED);
      await until(() => failures.length === 1);
      expect(failures).toEqual([STOPPED]);
      await peers[0]!.closed();
      expect(peers[0]!.frames.some(({ type, flags }) => type === TYPE.data && flags === END_STREAM)).toBe(false);
      expect(peers[0]!.frame(TYPE.reset)?.payload.readUInt32BE(0)).toBe(8);
    } finally {
      await server.close();
    }
  });
});

describe('a call', () => {
  test('that is given up says so once, after abort has returned', async () => {
    const server = await origin(() => undefined);
    const lane = await connectLane(server.port);
    try {
      const { call, failures, connected } = send(lane);
      call.abort(STOPPED);
      call.abort(networkError('response', 'X', 'x'));
      expect(failures).toEqual([]);
      await until(() => failures.length > 0);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect([failures, connected]).toEqual([[STOPPED], []]);
    } finally {
      lane.destroy(STOPPED);
      await server.close();
    }
  });

  test.each<[string, Framing]>([
    ['with trailers to come', { kind: 'chunked' }],
    ['of announced length', { kind: 'length', bytes: 100 }],
  ])('whose request %s is given up in the middle never gets an end', async (_what, framing) => {
    const peers: FramePeer[] = [];
    const server = await listen(
      createTcpServer((socket) => {
        const peer = new FramePeer(socket, PREFACE.length);
        peers.push(peer);
        peer.send(settings());
      }),
    );
    const lane = await connectLane(server.port);
    try {
      const { call } = send(lane, framing);
      call.write(Buffer.from('half'));
      await until(() => peers[0]?.frame(TYPE.data) !== undefined);
      call.abort(STOPPED, 2);
      const { payload } = await peers[0]!.until(() => peers[0]!.frame(TYPE.reset));
      expect(payload.readUInt32BE(0)).toBe(2);
      expect(peers[0]!.frames.some(({ type, flags }) => type === TYPE.data && flags === END_STREAM)).toBe(false);
    } finally {
      lane.destroy(STOPPED);
      await server.close();
    }
  });

  test('without Host goes to the server under its own name, with the fields of an HTTP/1.1 client', async () => {
    let seen: readonly string[] = [];
    const server = await origin((stream, rawHeaders) => {
      seen = rawHeaders;
      stream.respond({ ':status': 200 }, { endStream: true });
    });
    const lane = await connectLane(server.port);
    try {
      await send(lane, { kind: 'none' }, ['X-A', '1', 'Transfer-Encoding', 'chunked']).over;
      expect(seen).toEqual([':method', 'GET', ':scheme', 'http', ':authority', 'a.test', ':path', '/p', 'x-a', '1']);
      await send(lane, { kind: 'none' }, ['X-A', '1', 'Host', 'b.test:80', 'TE', 'trailers']).over;
      expect(seen.slice(4)).toEqual([':authority', 'b.test:80', ':path', '/p', 'x-a', '1', 'te', 'trailers']);
    } finally {
      lane.destroy(STOPPED);
      await server.close();
    }
  });

  test('whose head cannot be said in HTTP/2 fails by itself', async () => {
    const server = await origin(() => undefined);
    const lane = await connectLane(server.port);
    try {
      const { failures, over } = send(lane, { kind: 'none' }, ['a b', '1']);
      expect(failures).toEqual([]);
      await over;
      expect(failures[0]?.transport).toMatchObject({ phase: 'request', code: 'ERR_PROXY_BAD_REQUEST' });
      expect(lane.isUsable).toBe(true);
    } finally {
      lane.destroy(STOPPED);
      await server.close();
    }
  });

  test('whose response of announced length has come whole is a success, though the end was left away', async () => {
    const server = await origin((stream) => {
      stream.respond({ ':status': 200, 'content-length': '4' });
      stream.write('body', () => {
        stream._final = (callback) => callback();
        stream.close(0);
      });
    });
    const lane = await connectLane(server.port);
    try {
      const { failures, heads, over } = send(lane);
      await over;
      expect([failures, heads.length]).toEqual([[], 1]);
    } finally {
      lane.destroy(STOPPED);
      await server.close();
    }
  });
});

const STOPPED = networkError('response', 'ERR_PROXY_STOPPED', 'httpwhy was stopped before the call was complete');

function watch(told: string[]) {
  return { gone: () => told.push('gone'), closed: () => told.push('closed') };
}

interface Sent {
  readonly call: UpstreamCall;
  readonly connected: [ServerConnection, boolean][];
  readonly heads: ResponseHead[];
  readonly failures: NetworkError[];
  readonly over: Promise<void>;
}

function send(lane: Http2Lane, framing: Framing = { kind: 'none' }, rawHeaders: readonly string[] = []): Sent {
  const { promise, resolve } = Promise.withResolvers<void>();
  const connected: [ServerConnection, boolean][] = [];
  const heads: ResponseHead[] = [];
  const failures: NetworkError[] = [];
  const call = lane.send(
    { target: target('/p'), method: 'GET', httpVersion: '1.1', rawHeaders, framing, from: {} },
    {
      onConnected: (connection, isReused) => connected.push([connection, isReused]),
      onInterim: () => undefined,
      onResponse: (response) => heads.push(response),
      onData: () => true,
      onEnd: () => resolve(),
      onDrain: () => undefined,
      onFailed: (error) => {
        failures.push(error);
        resolve();
      },
    },
  );
  return { call, connected, heads, failures, over: promise };
}
