import type { Duplex } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { CANCEL } from '../../src/proxy/http2/reset-codes.ts';
import { resetStream } from '../../src/proxy/http2/reset-stream.ts';
import { StreamEnd } from '../../src/proxy/websocket/stream-end.ts';
import { TranslatedHandshake } from '../../src/proxy/websocket/translated-handshake.ts';
import { WebSocketRecord } from '../../src/proxy/websocket/websocket-record.ts';
import { hearingBugs } from '../support/bugs.ts';
import { closePayload, frame, MASK, OPCODES } from './websocket/frames.ts';
import { IN_ORDER, messagesOf, outcomeOf, switchTo, withBench, withOpen } from './websocket/stream-bench.ts';

const LOST = {
  phase: 'response',
  code: 'ERR_CLIENT_ABORTED',
  message: 'the client closed the connection before the response was complete',
};
const GOODBYE = frame({ opcode: OPCODES.close, payload: closePayload(1001) });

describe('an end in order', () => {
  test('of the client leaves it the other direction', async () => {
    await withOpen({}, async (client, server, { proxy }) => {
      client.say('last words');
      client.socket.end();
      expect(await server.end()).toBe('last words');
      server.say('answer');
      await client.hear('answer');
      server.socket.end();
      await client.close();
      expect(client.socket.rstCode).toBe(0);
      expect(outcomeOf(await proxy.sink.finished())).toEqual(IN_ORDER);
    });
  });

  test('of the server leaves the client the other direction', async () => {
    await withOpen({}, async (client, server, { proxy }) => {
      server.say('last words');
      server.socket.end();
      expect(await client.end()).toBe('last words');
      client.say('answer');
      await server.hear('answer');
      client.socket.end();
      await client.close();
      expect(client.socket.rstCode).toBe(0);
      expect(outcomeOf(await proxy.sink.finished())).toEqual(IN_ORDER);
    });
  });

  test('that comes with the request itself is told when the server has switched', async () => {
    await withBench({}, async ({ ask, accepted, proxy }) => {
      const client = ask({}, { endStream: true });
      const server = await accepted();
      server.say(switchTo(server));
      await server.end();
      server.say('answer');
      await client.hear('answer');
      server.socket.end();
      await client.close();
      expect(outcomeOf(await proxy.sink.finished())).toEqual(IN_ORDER);
    });
  });

  test('that follows the request at once is told, too', async () => {
    await withBench({}, async ({ ask, accepted, proxy }) => {
      const client = ask();
      client.socket.end();
      const server = await accepted();
      server.say(switchTo(server));
      await server.end();
      server.socket.end();
      await client.close();
      expect(outcomeOf(await proxy.sink.finished())).toEqual(IN_ORDER);
    });
  });

  test('is that of the whole connection, too, as it is over HTTP/1.1', async () => {
    await withOpen({}, async (client, server, { proxy, tunnel }) => {
      client.say('last words');
      await server.hear('last words');
      tunnel.end();
      await server.end();
      server.socket.end();
      expect(outcomeOf(await proxy.sink.finished())).toEqual(IN_ORDER);
      expect(server.error).toBeUndefined();
    });
  });
});

describe('a stream that breaks', () => {
  test('at the client is a reset at the server, and recorded as the client that left', async () => {
    await withOpen({}, async (client, server, { proxy }) => {
      client.say('half');
      await server.hear('half');
      resetStream(client.socket, CANCEL);
      await server.close();
      expect(server.error?.code).toBe('ECONNRESET');
      expect(outcomeOf(await proxy.sink.finished())).toEqual({
        ...IN_ORDER,
        error: { ...LOST, message: 'the client reset the stream (CANCEL)' },
      });
    });
  });

  test('at the server is a reset at the client, and the connection goes on', async () => {
    await withOpen({}, async (client, server, { proxy, ask, accepted }) => {
      server.socket.resetAndDestroy();
      await client.close();
      expect(client.socket.rstCode).toBe(CANCEL);
      expect(await proxy.sink.finished()).toMatchObject({ error: { phase: 'response', code: 'ECONNRESET' } });
      ask();
      await accepted(1);
    });
  });

  test('with its connection is a reset at the server', async () => {
    await withOpen({}, async (_client, server, { proxy, tunnel }) => {
      tunnel.resetAndDestroy();
      await server.close();
      expect(server.error?.code).toBe('ECONNRESET');
      expect(outcomeOf(await proxy.sink.finished())).toEqual({ ...IN_ORDER, error: LOST });
    });
  });

  test('after a close frame has done its duty', async () => {
    await withOpen({}, async (client, server, { proxy }) => {
      server.say(GOODBYE);
      await client.hear(GOODBYE);
      resetStream(client.socket, CANCEL);
      await server.close();
      expect(outcomeOf(await proxy.sink.finished())).toEqual(IN_ORDER);
      expect(messagesOf(proxy)).toEqual(['server close 1001:']);
    });
  });

  test('before the server has answered is recorded, and the server is left', async () => {
    await withBench({}, async ({ ask, accepted, proxy }) => {
      const client = ask();
      const server = await accepted();
      resetStream(client.socket, CANCEL);
      await server.end();
      expect(outcomeOf(await proxy.sink.finished())).toEqual({
        status: null,
        error: { ...LOST, message: 'the client reset the stream (CANCEL)' },
        proxyStatus: null,
      });
    });
  });

  test('within a refusal is recorded, and the server is left', async () => {
    await withBench({}, async ({ ask, accepted, proxy }) => {
      const client = ask();
      const server = await accepted();
      server.say('HTTP/1.1 401 x\r\nContent-Length: 10\r\n\r\nhalf');
      await client.hear('half');
      resetStream(client.socket, CANCEL);
      await server.end();
      expect(await proxy.sink.finished()).toMatchObject({
        response: { status: 401 },
        error: { phase: 'response', code: 'ERR_CLIENT_ABORTED' },
      });
    });
  });

  test.each([
    ['reading', StreamEnd.prototype, 'onData' as const],
    ['recording', WebSocketRecord.prototype, 'push' as const],
  ])('by a bug in %s is broken at both ends, and the next opens', async (_where, broken, method) => {
    await withOpen({}, (client, server, { proxy, ask, accepted }) =>
      hearingBugs(async (told) => {
        vi.spyOn(broken as StreamEnd, method as 'onData').mockImplementationOnce(() => {
          throw new Error('a bug');
        });
        client.say('words');
        await client.close();
        await expect.poll(() => server.hasEnded || server.socket.closed).toBe(true);
        expect(await told).toEqual(['a bug', expect.stringMatching(/^the call CONNECT .*\/chat$/)]);
        expect(await proxy.sink.finished()).toMatchObject({ error: { phase: 'response', code: 'ERR_PROXY_BUG' } });
        ask();
        await accepted(1);
      }),
    );
  });

  test.each([
    ['request', 'request' as const],
    ['response', 'response' as const],
  ])('by a bug in the %s of its handshake is answered, and blamed on nobody else', async (_which, method) => {
    await withBench({}, ({ proxy, ask, accepted }) =>
      hearingBugs(async (told) => {
        vi.spyOn(TranslatedHandshake.prototype, method).mockImplementationOnce(() => {
          throw new TypeError('a bug');
        });
        const client = ask();
        if (method === 'response') {
          const server = await accepted();
          server.say(switchTo(server));
        }
        expect((await client.answer())[':status']).toBe(502);
        expect(await told).toEqual(['a bug', expect.stringMatching(/^the call CONNECT .*\/chat$/)]);
        expect(await proxy.sink.finished()).toMatchObject({ error: { code: 'ERR_PROXY_BUG' } });
      }),
    );
  });

  test('because the proxy stops says so', async () => {
    await withOpen({}, async (client, server, { proxy }) => {
      await proxy.close();
      await Promise.all([client.close(), server.end()]);
      expect(await proxy.sink.finished()).toMatchObject({ error: { code: 'ERR_PROXY_STOPPED' } });
    });
  });
});

describe('back-pressure', () => {
  const TOTAL_BYTES = 24 * 1024 * 1024;
  const PIECE = frame({ opcode: OPCODES.binary, payload: Buffer.alloc(65_536 - 4, 'x') });
  const MASKED = frame({ opcode: OPCODES.binary, payload: Buffer.alloc(65_536 - 8, 'x'), mask: MASK });

  /** Sends as fast as it is taken, up to the total, and counts. */
  function flood(to: Duplex, piece: Buffer): () => number {
    let bytes = 0;
    const go = () => {
      while (bytes < TOTAL_BYTES) {
        bytes += piece.length;
        if (!to.write(piece)) {
          to.once('drain', go);
          return;
        }
      }
    };
    go();
    return () => bytes;
  }

  async function settled(count: () => number): Promise<number> {
    for (let before = -1; before !== count(); ) {
      before = count();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return count();
  }

  function counted(from: Duplex): () => number {
    let bytes = 0;
    from.removeAllListeners('data');
    from.on('data', (piece: Buffer) => {
      bytes += piece.length;
    });
    return () => bytes;
  }

  test('reaches a server that sends to a client which does not read', async () => {
    await withOpen({}, async (client, server, { proxy }) => {
      client.socket.pause();
      const sent = flood(server.socket, PIECE);
      expect(await settled(sent)).toBeLessThan(TOTAL_BYTES / 2);
      const received = counted(client.socket);
      client.socket.resume();
      await expect.poll(received, { timeout: 20_000 }).toBe(TOTAL_BYTES);
      expect(messagesOf(proxy)).toHaveLength(TOTAL_BYTES / PIECE.length);
    });
  });

  test('reaches a client that sends to a server which does not read, and no other stream', async () => {
    await withOpen({}, async (client, server, { ask, accepted, proxy }) => {
      server.socket.pause();
      const sent = flood(client.socket, MASKED);
      expect(await settled(sent)).toBeLessThan(TOTAL_BYTES / 2);
      ask();
      await accepted(1);
      const received = counted(server.socket);
      server.socket.resume();
      await expect.poll(received, { timeout: 20_000 }).toBe(TOTAL_BYTES);
      expect(messagesOf(proxy)).toHaveLength(TOTAL_BYTES / MASKED.length);
    });
  });

  test('comes from a record that is full', async () => {
    await withOpen({}, async (client, server, { proxy }) => {
      const received = [counted(client.socket), counted(server.socket)] as const;
      proxy.sink.isFull = true;
      const sent = [flood(server.socket, PIECE), flood(client.socket, MASKED)] as const;
      for (const count of sent) expect(await settled(count)).toBeLessThan(TOTAL_BYTES / 2);
      proxy.sink.release();
      for (const count of received) await expect.poll(count, { timeout: 20_000 }).toBe(TOTAL_BYTES);
    });
  });

  test('of a client that never reads ends with it', async () => {
    await withOpen({}, async (client, server, { proxy }) => {
      client.socket.pause();
      await settled(flood(server.socket, PIECE));
      resetStream(client.socket, CANCEL);
      await server.close();
      expect(await proxy.sink.finished()).toMatchObject({ error: { code: 'ERR_CLIENT_ABORTED' } });
    });
  });
});
