import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect as connectHttp2,
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { originCertificate } from '../support/origin-certificate.ts';
import { openTunnel, startProxy, type TestProxy, tunnelTls } from '../support/proxy.ts';
import { httpsServer, type TestServer } from '../support/servers.ts';

const CERTIFICATE = originCertificate('localhost');

type OnStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, flags: number) => void;

/** An HTTP/2 server; without TLS it takes clients with prior knowledge. */
async function http2Server(onStream: OnStream, isSecure = true): Promise<TestServer> {
  const server = isSecure ? createSecureServer(CERTIFICATE) : createServer();
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => sessions.add(session));
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, headers, flags) => {
    stream.on('error', () => undefined);
    onStream(stream, headers, flags);
  });
  (server as Server).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A client that speaks HTTP/2 through the proxy. */
async function http2Through(proxy: TestProxy, port: number, isSecure = true): Promise<ClientHttp2Session> {
  const tunnel = await openTunnel(proxy.port, `localhost:${port}`);
  const socket = isSecure
    ? connectTls({ socket: tunnel, ca: proxy.root.certPem, servername: 'localhost', ALPNProtocols: ['h2', 'http/1.1'] })
    : tunnel;
  if (isSecure) await once(socket, 'secureConnect');
  const session = connectHttp2(`${isSecure ? 'https' : 'http'}://localhost:${port}`, {
    createConnection: () => socket,
  });
  session.on('error', () => undefined);
  return session;
}

interface Reply {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly trailers: IncomingHttpHeaders | undefined;
}

async function call(session: ClientHttp2Session, headers: Record<string, string>, body?: string): Promise<Reply> {
  const stream = session.request({ ':method': 'GET', ':path': '/', ...headers }, { endStream: body === undefined });
  let trailers: IncomingHttpHeaders | undefined;
  stream.on('trailers', (fields) => {
    trailers = fields;
  });
  const head = once(stream, 'response');
  if (body !== undefined) stream.end(body);
  const [fields] = await head;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return { headers: fields, body: Buffer.concat(chunks).toString(), trailers };
}

async function using(
  origin: Promise<TestServer>,
  use: (proxy: TestProxy, port: number) => Promise<void>,
): Promise<void> {
  const server = await origin;
  const proxy = await startProxy({ rootCertificates: [CERTIFICATE.ca] });
  try {
    await use(proxy, server.port);
  } finally {
    await proxy.close();
    await server.close();
  }
}

const echoing: OnStream = (stream, headers) => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk) => chunks.push(Buffer.from(chunk as Uint8Array)));
  stream.on('end', () => {
    stream.respond({ ':status': 200, 'x-method': headers[':method'], 'x-authority': headers[':authority'] });
    stream.end(Buffer.concat(chunks));
  });
};

describe('each side speaks what it likes', () => {
  test('HTTP/2 to HTTP/2', () =>
    using(http2Server(echoing), async (proxy, port) => {
      const session = await http2Through(proxy, port);
      const reply = await call(session, { ':method': 'POST', 'X-A': '1' }, 'hello');
      session.destroy();
      expect(reply).toMatchObject({
        headers: { 'x-method': 'POST', 'x-authority': `localhost:${port}` },
        body: 'hello',
      });
      const exchange = await proxy.sink.finished();
      expect(exchange).toMatchObject({
        error: null,
        request: { httpVersion: '2.0', url: `https://localhost:${port}/` },
        response: { httpVersion: '2.0', status: 200 },
        connection: { clientTls: { alpn: 'h2' }, server: { tls: { alpn: 'h2' } } },
      });
    }));

  test('HTTP/2 to HTTP/1.1', () =>
    using(
      httpsServer(CERTIFICATE, async (request, response) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        response.setHeader('X-Cookie', request.headers.cookie ?? '');
        response.end(`${request.method} ${request.headers.host} ${body}`);
      }),
      async (proxy, port) => {
        const session = await http2Through(proxy, port);
        const reply = await call(session, { ':method': 'PUT', cookie: 'a=1; b=2' }, 'up');
        session.destroy();
        expect(reply).toMatchObject({ headers: { 'x-cookie': 'a=1; b=2' }, body: `PUT localhost:${port} up` });
        expect(await proxy.sink.finished()).toMatchObject({
          error: null,
          request: { httpVersion: '2.0' },
          response: { httpVersion: '1.1' },
        });
      },
    ));

  test('HTTP/1.1 to a server that speaks HTTP/2 only', () =>
    using(http2Server(echoing), async (proxy, port) => {
      for (let round = 0; round < 2; round += 1) {
        const socket = await tunnelTls(proxy.port, `localhost:${port}`, {
          ca: proxy.root.certPem,
          serverName: 'localhost',
        });
        socket.write(
          `POST /x HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc`,
        );
        let text = '';
        for await (const chunk of socket) text += chunk;
        expect(text).toMatch(/^HTTP\/1\.1 200 /);
        expect(text).toMatch(/abc/);
      }
      expect(await proxy.sink.finished()).toMatchObject({
        request: { httpVersion: '1.1' },
        response: { httpVersion: '2.0' },
      });
    }));

  test('many streams of one client share one connection to the server', () =>
    using(http2Server(echoing), async (proxy, port) => {
      const session = await http2Through(proxy, port);
      const replies = await Promise.all(Array.from({ length: 50 }, (_, i) => call(session, { ':path': `/${i}` })));
      session.destroy();
      expect(replies.every(({ headers }) => Number(headers[':status']) === 200)).toBe(true);
      const exchanges = await Promise.all(replies.map((_, i) => proxy.sink.finished(i)));
      expect(new Set(exchanges.map(({ connection }) => connection.server?.id)).size).toBe(1);
    }));

  test('HTTP/2 without TLS, by prior knowledge', () =>
    using(http2Server(echoing, false), async (proxy, port) => {
      const session = await http2Through(proxy, port, false);
      const reply = await call(session, { ':method': 'POST' }, 'plain');
      session.destroy();
      expect(reply.body).toBe('plain');
      expect((await proxy.sink.finished()).request.url).toBe(`http://localhost:${port}/`);
    }));
});

describe('gRPC', () => {
  const grpc = { ':method': 'POST', ':path': '/shop.Orders/Watch', 'content-type': 'application/grpc', te: 'trailers' };

  test('a call that streams both ways; its status comes in the trailers', () =>
    using(
      http2Server((stream, headers) => {
        expect(headers.te).toBe('trailers');
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '5', 'grpc-message': 'no%20such order' }));
        stream.on('data', (chunk) => stream.write(chunk));
        stream.on('end', () => stream.end());
      }),
      async (proxy, port) => {
        const session = await http2Through(proxy, port);
        const stream = session.request(grpc, { endStream: false });
        let trailers: IncomingHttpHeaders | undefined;
        stream.on('trailers', (fields) => {
          trailers = fields;
        });
        for (const message of ['one', 'two', 'three']) {
          stream.write(message);
          const [echo] = await once(stream, 'data');
          expect(String(echo)).toBe(message);
        }
        stream.end();
        stream.resume();
        await once(stream, 'close');
        session.destroy();
        expect(trailers).toMatchObject({ 'grpc-status': '5', 'grpc-message': 'no%20such order' });
        const { response, request, error } = await proxy.sink.finished();
        expect(error).toBeNull();
        expect(response?.trailers).toEqual([
          ['grpc-status', '5'],
          ['grpc-message', 'no%20such order'],
        ]);
        expect(Buffer.from(request.body!.bytes).toString()).toBe('onetwothree');
      },
    ));

  test('a call that fails at once has its status in the headers', () =>
    using(
      http2Server((stream) =>
        stream.respond(
          { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16' },
          { endStream: true },
        ),
      ),
      async (proxy, port) => {
        const session = await http2Through(proxy, port);
        const reply = await call(session, grpc, '');
        session.destroy();
        expect(reply.headers['grpc-status']).toBe('16');
        expect((await proxy.sink.finished()).response?.headers).toContainEqual(['grpc-status', '16']);
      },
    ));
});

describe('resets', () => {
  test('the server’s reset reaches the client with its code, and is recorded', () =>
    using(
      http2Server((stream) => stream.close(7)), // REFUSED_STREAM
      async (proxy, port) => {
        const session = await http2Through(proxy, port);
        const stream = session.request({ ':path': '/' });
        stream.on('error', () => undefined);
        await new Promise((resolve) => stream.once('close', resolve));
        expect(stream.rstCode).toBe(7);
        session.destroy();
        expect((await proxy.sink.finished()).error?.code).toBe('NGHTTP2_REFUSED_STREAM');
      },
    ));

  test('the client’s reset reaches the server with its code', async () => {
    const codes: number[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    await using(
      http2Server((stream) => {
        stream.respond({ ':status': 200 });
        stream.write('begin');
        stream.on('close', () => {
          codes.push(stream.rstCode);
          resolve();
        });
      }),
      async (proxy, port) => {
        const session = await http2Through(proxy, port);
        const stream = session.request({ ':path': '/' });
        await once(stream, 'data');
        stream.close(8); // CANCEL
        await promise;
        expect(codes).toEqual([8]);
        expect((await proxy.sink.finished()).error?.code).toBe('ERR_CLIENT_ABORTED');
        session.destroy();
      },
    );
  });
});
