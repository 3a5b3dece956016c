import { once } from 'node:events';
import { connect as connectHttp2, createServer } from 'node:http2';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { ExchangeLog } from '../../src/proxy/exchange-log.ts';
import { ChunkedReader } from '../../src/proxy/http1/chunked.ts';
import { HeadCollector } from '../../src/proxy/http1/head.ts';
import { UnseenStreams } from '../../src/proxy/http2/unseen-streams.ts';
import { hearingBugs, type ToldBug } from '../support/bugs.ts';
import { callThrough, openTunnel, startProxy, type TestProxy } from '../support/proxy.ts';
import { httpServer, tcpServer } from '../support/servers.ts';

afterEach(() => void vi.restoreAllMocks());

function bug(): never {
  throw new Error('a bug in reading');
}

async function withProxy(
  use: (context: { proxy: TestProxy; port: number; told: Promise<ToldBug> }) => Promise<void>,
): Promise<void> {
  const origin = await httpServer((request, response) => request.resume().on('end', () => response.end('x')));
  const proxy = await startProxy();
  try {
    await hearingBugs((told) => use({ proxy, port: origin.port, told }));
  } finally {
    await proxy.close();
    await origin.close();
  }
}

function say(port: number, words: string): Socket {
  const socket = connect(port, '127.0.0.1', () => socket.write(words));
  socket.on('error', () => undefined);
  return socket.resume();
}

test('a connection whose requests cannot be read for a bug is named and closed, and others go on', async () => {
  await withProxy(async ({ proxy, port, told }) => {
    vi.spyOn(HeadCollector.prototype, 'push').mockImplementationOnce(bug);
    const socket = say(proxy.port, `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\n\r\n`);
    await once(socket, 'connect');
    const address = `127.0.0.1:${socket.localPort}`;
    await once(socket, 'close');
    expect(await told).toEqual(['a bug in reading', `the connection of ${address}`]);
    expect((await callThrough(proxy.port, `http://127.0.0.1:${port}/`)).status).toBe(200);
  });
});

test('a call whose body cannot be read for a bug is named, answered and recorded as such', async () => {
  await withProxy(async ({ proxy, port, told }) => {
    vi.spyOn(ChunkedReader.prototype, 'push').mockImplementationOnce(bug);
    const url = `http://127.0.0.1:${port}/upload`;
    const socket = say(
      proxy.port,
      `POST ${url} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n`,
    );
    let heard = '';
    socket.on('data', (bytes) => {
      heard += String(bytes);
    });
    await once(socket, 'data'); // The server's 100.
    socket.write('3\r\nabc\r\n');
    await once(socket, 'close');
    expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 502']);
    expect(await told).toEqual(['a bug in reading', `the call POST ${url}`]);
    expect((await proxy.sink.finished()).error).toMatchObject({ phase: 'request', code: 'ERR_PROXY_BUG' });
    expect((await callThrough(proxy.port, url)).status).toBe(200);
  });
});

test('a call whose response cannot be read for a bug is named, answered and recorded as such', async () => {
  await withProxy(async ({ proxy, port, told }) => {
    const { push } = HeadCollector.prototype;
    const spy = vi.spyOn(HeadCollector.prototype, 'push').mockImplementation(function (this: HeadCollector, bytes) {
      if (bytes.toString('latin1', 0, 5) !== 'HTTP/') return push.call(this, bytes);
      spy.mockRestore();
      return bug();
    });
    const url = `http://127.0.0.1:${port}/one`;
    const answer = await callThrough(proxy.port, `${url}?a=1`);
    expect([answer.status, answer.headers['x-httpwhy-cause']]).toEqual([502, 'proxy-rejected']);
    expect(await told).toEqual(['a bug in reading', `the call GET ${url}`]);
    expect((await proxy.sink.finished()).error).toMatchObject({ phase: 'response', code: 'ERR_PROXY_BUG' });
    expect((await callThrough(proxy.port, url)).status).toBe(200);
  });
});

test('an HTTP/2 connection that a bug breaks is named and closed, and others go on', async () => {
  const origin = createServer();
  origin.on('stream', (stream) => {
    stream.respond();
    stream.end('x');
  });
  origin.listen(0, '127.0.0.1');
  await once(origin, 'listening');
  const authority = `127.0.0.1:${(origin.address() as AddressInfo).port}`;
  try {
    await withProxy(async ({ proxy, told }) => {
      const outcome = async () => {
        const tunnel = await openTunnel(proxy.port, authority);
        const session = connectHttp2(`http://${authority}`, { createConnection: () => tunnel });
        session.on('error', () => undefined);
        const stream = session.request().resume();
        try {
          return await new Promise((resolve) => {
            stream.on('response', (headers) => resolve(headers[':status']));
            stream.on('error', () => resolve('broken'));
            stream.on('close', () => resolve('broken'));
          });
        } finally {
          session.destroy();
        }
      };
      vi.spyOn(UnseenStreams.prototype, 'saw').mockImplementationOnce(bug);
      expect(await outcome()).toBe('broken');
      expect(await told).toEqual([
        'a bug in reading',
        expect.stringMatching(/^the HTTP\/2 connection of 127\.0\.0\.1:\d+$/),
      ]);
      expect(await outcome()).toBe(200);
    });
  } finally {
    origin.close();
  }
});

test('a tunnel that a bug breaks is named, closed at both ends and recorded as such', async () => {
  const hasLeft = Promise.withResolvers<void>();
  const origin = await tcpServer((socket) => socket.on('close', () => hasLeft.resolve()));
  try {
    await withProxy(async ({ proxy, told }) => {
      vi.spyOn(ExchangeLog.prototype, 'countRequest').mockImplementationOnce(bug);
      const tunnel = await openTunnel(proxy.port, `127.0.0.1:${origin.port}`);
      tunnel.on('error', () => undefined);
      tunnel.resume().write('SSH-2.0-OpenSSH_9.6\r\n');
      await once(tunnel, 'close');
      await hasLeft.promise;
      expect(await told).toEqual(['a bug in reading', `the call CONNECT https://127.0.0.1:${origin.port}`]);
      expect((await proxy.sink.finished()).error?.code).toBe('ERR_PROXY_BUG');
    });
  } finally {
    await origin.close();
  }
});
