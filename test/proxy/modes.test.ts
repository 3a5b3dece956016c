import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { parseReverse } from '../../src/proxy/target.ts';
import { originCertificate } from '../support/origin-certificate.ts';
import { callThrough, readUntil, startProxy, tunnelTls } from '../support/proxy.ts';
import { httpServer, httpsServer, type TestServer } from '../support/servers.ts';

const CERTIFICATE = originCertificate('localhost');

async function using(
  origin: Promise<TestServer>,
  options: (port: number) => Parameters<typeof startProxy>[0],
  use: (proxy: Awaited<ReturnType<typeof startProxy>>, port: number) => Promise<void>,
): Promise<void> {
  const server = await origin;
  const proxy = await startProxy({ rootCertificates: [CERTIFICATE.ca], ...options(server.port) });
  try {
    await use(proxy, server.port);
  } finally {
    await proxy.close();
    await server.close();
  }
}

const secureHello = () => httpsServer(CERTIFICATE, (_request, response) => response.end('hello'));

describe('hosts that are not to be read', () => {
  test('--tunnel: the client meets the server’s own certificate; the tunnel is recorded with its byte counts', () =>
    using(
      secureHello(),
      () => ({ tunnel: ['localhost'] }),
      async (proxy, port) => {
        const socket = await tunnelTls(proxy.port, `localhost:${port}`, {
          ca: CERTIFICATE.ca,
          serverName: 'localhost',
        });
        socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
        expect(await readUntil(socket, null)).toMatch(/hello/);
        socket.destroy();
        const exchange = await proxy.sink.finished();
        expect(exchange.request).toMatchObject({ method: 'CONNECT', url: `https://localhost:${port}` });
        expect(exchange.request.body?.totalBytes).toBeGreaterThan(100);
        expect(exchange.response?.body?.totalBytes).toBeGreaterThan(500);
        expect(exchange.response?.body?.bytes.length).toBe(0);
        expect(exchange.error).toBeNull();
      },
    ));

  test('--only: what it does not name passes unread, what it names is read', () =>
    using(
      secureHello(),
      () => ({ only: ['localhost'] }),
      async (proxy, port) => {
        const read = await tunnelTls(proxy.port, `localhost:${port}`, {
          ca: proxy.root.certPem,
          serverName: 'localhost',
        });
        read.write('GET /read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
        await readUntil(read, null);
        const unread = await tunnelTls(proxy.port, `127.0.0.1:${port}`, {
          ca: CERTIFICATE.ca,
          serverName: 'localhost',
        });
        unread.end('GET /unread HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
        await readUntil(unread, null);
        expect((await proxy.sink.finished(0)).request.url).toBe(`https://localhost:${port}/read`);
        expect((await proxy.sink.finished(1)).request.method).toBe('CONNECT');
        for (const socket of [read, unread]) socket.destroy();
      },
    ));
});

describe('reverse mode', () => {
  test('a request to the proxy as if it were the server goes to the server, under the server’s own name', () =>
    using(
      httpServer((request, response) => response.end(`${request.method} ${request.url} ${request.headers.host}`)),
      (port) => ({ reverse: parseReverse(`http://localhost:${port}`) }),
      async (proxy, port) => {
        const socket = connect(proxy.port, '127.0.0.1');
        socket.write(
          `POST /hook?x=1 HTTP/1.1\r\nHost: 127.0.0.1:${proxy.port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        );
        expect(await readUntil(socket, null)).toContain(`POST /hook?x=1 localhost:${port}`);
        socket.destroy();
        expect((await proxy.sink.finished()).request.url).toBe(`http://localhost:${port}/hook?x=1`);
      },
    ));

  test('of an HTTPS server; requests in absolute form still go where they say', () =>
    using(
      secureHello(),
      (port) => ({ reverse: parseReverse(`https://localhost:${port}`) }),
      async (proxy) => {
        const other = await httpServer((_request, response) => response.end('other'));
        try {
          const socket = connect(proxy.port, '127.0.0.1');
          socket.write('GET / HTTP/1.1\r\nHost: anything\r\nConnection: close\r\n\r\n');
          expect(await readUntil(socket, null)).toContain('hello');
          socket.destroy();
          expect((await callThrough(proxy.port, `http://127.0.0.1:${other.port}/`)).body.toString()).toBe('other');
        } finally {
          await other.close();
        }
      },
    ));

  test.each(['localhost:3000', 'http://', 'ftp://a', 'http://a/path', 'http://u:p@a', ''])(
    '%s is no server',
    (text) => {
      expect(() => parseReverse(text)).toThrow(/--reverse/);
    },
  );
});

test('the proxy listens on both loopback addresses, where there are both', async () => {
  const proxy = await startProxy();
  try {
    const socket = connect(proxy.port, '::1');
    const { promise, resolve } = Promise.withResolvers<string>();
    socket.once('connect', () => resolve('connected'));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    // A machine without IPv6 says so in one of these words.
    expect(['connected', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'ENETUNREACH']).toContain(await promise);
    socket.destroy();
  } finally {
    await proxy.close();
  }
});

test('a client may speak TLS to the proxy itself', () =>
  using(
    httpServer((_request, response) => response.end('plain')),
    () => ({}),
    async (proxy, port) => {
      const { connect: connectTls } = await import('node:tls');
      const socket = connectTls({
        port: proxy.port,
        host: '127.0.0.1',
        ca: proxy.root.certPem,
        servername: 'localhost',
      });
      socket.write(`GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
      expect(await readUntil(socket, null)).toContain('plain');
      socket.destroy();
      const { connection } = await proxy.sink.finished();
      expect(connection.clientTls).toMatchObject({ protocol: 'TLSv1.3', serverName: 'localhost' });
    },
  ));
