import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { spokenIn } from '../../src/proxy/first-bytes.ts';
import { parseReverse } from '../../src/proxy/target.ts';
import { originCertificate } from '../support/origin-certificate.ts';
import { callThrough, openTunnel, readUntil, startProxy, type TestProxy, tunnelTls } from '../support/proxy.ts';
import { httpServer, httpsServer, tcpServer } from '../support/servers.ts';

async function using(
  onConnection: (socket: Socket) => void,
  use: (proxy: TestProxy, port: number) => Promise<void>,
  options: { readonly allowHalfOpen?: boolean } = {},
): Promise<void> {
  const server = await tcpServer(onConnection, options);
  const proxy = await startProxy();
  try {
    await use(proxy, server.port);
  } finally {
    await proxy.close();
    await server.close();
  }
}

const STREAM =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n';

const get = (port: number) => `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;

/** How the connection ends for a client that reads all there is: `end`, or the error's code. */
function endOf(socket: Socket): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  socket.once('end', () => resolve('end'));
  socket.resume();
  return promise;
}

test('a client that leaves a silent stream is noticed, and so is its leaving by the server', async () => {
  const { promise: serverSaw, resolve } = Promise.withResolvers<void>();
  await using(
    (socket) => {
      socket.once('data', () => socket.write(STREAM));
      socket.once('close', () => resolve());
    },
    async (proxy, port) => {
      const socket = connect(proxy.port, '127.0.0.1');
      socket.write(get(port));
      await readUntil(socket, 'data: 1\n\n');
      socket.destroy();
      await serverSaw;
      expect((await proxy.sink.finished()).error?.code).toBe('ERR_CLIENT_ABORTED');
    },
  );
});

test('an upload whose client closes its side half way can still be answered', () =>
  using(
    (socket) => {
      socket.on('data', () => undefined);
      socket.on('end', () => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
    },
    async (proxy, port) => {
      const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
      socket.end(`POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc`);
      expect(await readUntil(socket, '\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
      socket.destroy();
    },
    { allowHalfOpen: true },
  ));

describe('what was cut off does not look whole', () => {
  test('a body until the end of the connection that the server resets', () =>
    using(
      (socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\nhalf');
          setTimeout(() => socket.resetAndDestroy(), 50);
        });
      },
      async (proxy, port) => {
        const socket = connect(proxy.port, '127.0.0.1');
        socket.write(get(port));
        expect(await endOf(socket)).toBe('ECONNRESET');
        expect((await proxy.sink.finished()).error?.phase).toBe('response');
      },
    ));

  test('chunks that stop, for a client of HTTP/1.0', () =>
    using(
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab')),
      async (proxy, port) => {
        const socket = connect(proxy.port, '127.0.0.1');
        socket.write(`GET http://127.0.0.1:${port}/ HTTP/1.0\r\n\r\n`);
        expect(await endOf(socket)).toBe('ECONNRESET');
      },
    ));

  test('a tunnel that the server resets', () =>
    using(
      (socket) => {
        socket.once('data', () => socket.resetAndDestroy());
      },
      async (proxy, port) => {
        const socket = await openTunnel(proxy.port, `127.0.0.1:${port}`);
        socket.write('SSH-2.0-x\r\n');
        expect(await endOf(socket)).toBe('ECONNRESET');
        expect((await proxy.sink.finished()).error?.code).toBe('ECONNRESET');
      },
    ));
});

test('a call to itself under another name is refused, not repeated for ever', async () => {
  const proxy = await startProxy({
    lookup: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1' }]),
  });
  try {
    const answer = await callThrough(proxy.port, `http://machine.example:${proxy.port}/`);
    expect(answer.status).toBe(400);
    expect((await proxy.sink.finished()).error?.code).toBe('ERR_PROXY_LOOP');
    expect(proxy.sink.finishedCount).toBe(1);
  } finally {
    await proxy.close();
  }
});

test('a request for another server does not leave the tunnel in which it came', async () => {
  const certificate = originCertificate('localhost');
  const origin = await httpsServer(certificate, (request, response) => response.end(`tunnel ${request.url}`));
  const other = await httpServer((_request, response) => response.end('other'));
  const proxy = await startProxy({ rootCertificates: [certificate.ca] });
  try {
    const ca = proxy.root.certPem;
    const socket = await tunnelTls(proxy.port, `localhost:${origin.port}`, { ca, serverName: 'localhost' });
    socket.write(
      `GET http://localhost:${other.port}/x HTTP/1.1\r\nHost: localhost:${other.port}\r\nAuthorization: Bearer secret\r\nConnection: close\r\n\r\n`,
    );
    expect(await readUntil(socket, null)).toContain(`tunnel http://localhost:${other.port}/x`);
    socket.destroy();
  } finally {
    await proxy.close();
    await origin.close();
    await other.close();
  }
});

test('in reverse mode, what names another server keeps its name', async () => {
  const reversed = await httpServer((_request, response) => response.end('reversed'));
  const other = await httpServer((request, response) => response.end(`other ${request.headers.host}`));
  const proxy = await startProxy({ reverse: parseReverse(`http://localhost:${reversed.port}`) });
  try {
    const answer = await callThrough(proxy.port, `http://127.0.0.1:${other.port}/`);
    expect(answer.body.toString()).toBe(`other 127.0.0.1:${other.port}`);
  } finally {
    await proxy.close();
    await reversed.close();
    await other.close();
  }
});

test.each(['NTLM', 'Negotiate'])('a connection that %s signed in is not shared with other clients', async (scheme) => {
  const users = new Map<Socket, string>();
  await using(
    (socket) => {
      socket.on('data', (bytes: Buffer) => {
        const user = /authorization: \w+ (\w+)/i.exec(bytes.toString('latin1'))?.[1];
        if (user !== undefined) users.set(socket, user);
        const body = users.get(socket) ?? 'nobody';
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      });
    },
    async (proxy, port) => {
      const alice = connect(proxy.port, '127.0.0.1');
      alice.write(get(port).replace('\r\n\r\n', `\r\nAuthorization: ${scheme} alice\r\n\r\n`));
      expect(await readUntil(alice, 'alice')).toContain('200 OK');
      const bob = connect(proxy.port, '127.0.0.1');
      bob.write(get(port));
      expect(await readUntil(bob, 'nobody')).not.toContain('alice');
      // Her own next request finds the connection that she signed in.
      alice.write(get(port));
      expect(await readUntil(alice, 'alice')).toContain('200 OK');
      alice.destroy();
      bob.destroy();
    },
  );
});

test.each([
  ['GET / HTTP/1.1\r\n', 'http1'],
  ['OPTIONS * HTTP/1.1\r\n', 'http1'],
  ['get http://a/ HTTP/1.1\r\n', 'http1'],
  ['GE', undefined],
  ['GET ht', undefined],
  ['PRI', undefined],
  ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'http2'],
  ['PRI * HTTP/1.1\r\n', 'http1'],
  ['QUIT\r\n', 'other'],
  ['NICK henry\r\n', 'other'],
  ['EHLO host\r\n', 'other'],
  ['SSH-2.0-OpenSSH_9.6\r\n', 'other'],
  ['\x16\x03\x01', 'tls'],
  ['\x00\x01', 'other'],
])('the first bytes %j are %s', (text, spoken) => {
  expect(spokenIn(Buffer.from(text, 'latin1'))).toBe(spoken);
});
