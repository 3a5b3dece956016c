import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { transportCause } from '../../src/exchange/transport-error.ts';
import { callThrough, openTunnel, readUntil, startProxy } from '../support/proxy.ts';
import { tcpServer } from '../support/servers.ts';

/** A server that answers every request with these bytes, and a proxy before it. */
async function withAnswer(
  answer: string | Buffer,
  use: (proxy: Awaited<ReturnType<typeof startProxy>>, url: string) => Promise<void>,
): Promise<void> {
  const origin = await tcpServer((socket) => socket.once('data', () => socket.end(answer)));
  const proxy = await startProxy();
  try {
    await use(proxy, `http://127.0.0.1:${origin.port}/`);
  } finally {
    await proxy.close();
    await origin.close();
  }
}

async function rawAnswer(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(request);
  const text = await readUntil(socket, null);
  socket.destroy();
  return text;
}

test('a reason phrase in UTF-8 passes byte for byte', () =>
  withAnswer(Buffer.from('HTTP/1.1 200 Très bien\r\nContent-Length: 2\r\n\r\nok'), async (proxy, url) => {
    const text = await rawAnswer(proxy.port, `GET ${url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(text.split('\r\n')[0]).toBe(`HTTP/1.1 200 ${Buffer.from('Très bien').toString('latin1')}`);
  }));

test('a reason phrase that is no UTF-8 passes byte for byte, too', () =>
  withAnswer(Buffer.from('HTTP/1.1 200 Caf\xe9\r\nContent-Length: 2\r\n\r\nok', 'latin1'), async (proxy, url) => {
    const answer = await callThrough(proxy.port, url);
    expect(answer).toMatchObject({ status: 200, reason: 'Café' });
    expect((await proxy.sink.finished()).response?.reason).toBe('Café');
  }));

test('trailers of a chunked response arrive', () =>
  withAnswer(
    'HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n',
    async (proxy, url) => {
      const answer = await callThrough(proxy.port, url);
      expect(answer.rawTrailers).toEqual(['X-Sum', '7']);
      expect((await proxy.sink.finished()).response?.trailers).toEqual([['X-Sum', '7']]);
    },
  ));

test('a hint with a malformed Link costs the hint, not the response', () =>
  withAnswer(
    'HTTP/1.1 103 Early Hints\r\nLink: nonsense\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    async (proxy, url) => {
      expect((await callThrough(proxy.port, url)).body.toString()).toBe('ok');
    },
  ));

test.each([
  ['a status that does not exist', 'HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n'],
  ['headers over the limit', `HTTP/1.1 200 OK\r\nX-Big: ${'x'.repeat(300_000)}\r\n\r\n`],
  [
    'a switch of protocols that nobody asked for',
    'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
  ],
])('%s is an invalid response, not a connection that was closed', (_name, answer) =>
  withAnswer(answer, async (proxy, url) => {
    expect((await callThrough(proxy.port, url)).status).toBe(502);
    const { error, response } = await proxy.sink.finished();
    expect(transportCause(error!, response?.status ?? null)).toBe('invalid-response');
  }),
);

test('a server that answers before the upload is through is heard, and the connection stays usable', async () => {
  let connections = 0;
  const origin = await tcpServer((socket) => {
    connections += 1;
    socket.once('data', () => {
      socket.write('HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno');
      socket.resume();
    });
  });
  const proxy = await startProxy();
  try {
    const answer = await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/`, {
      method: 'POST',
      body: Buffer.alloc(20_000_000, 'x'),
    });
    expect(answer.status).toBe(401);
    expect(answer.body.toString()).toBe('no');
    expect(connections).toBe(1);
    expect((await proxy.sink.finished()).response?.status).toBe(401);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('a client that gives its upload up after an early answer leaves one exchange, not a second unreadable one', async () => {
  const origin = await tcpServer((socket) => {
    socket.once('data', () =>
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno'),
    );
  });
  const proxy = await startProxy();
  try {
    const socket = connect(proxy.port, '127.0.0.1');
    socket.write(
      `PUT http://127.0.0.1:${origin.port}/ HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n${'x'.repeat(1000)}`,
    );
    expect(await readUntil(socket, 'no')).toMatch(/^HTTP\/1\.1 401 /);
    socket.end();
    await proxy.sink.finished();
    // A call that is answered afterwards shows that the proxy has seen the end of the first connection.
    await callThrough(proxy.port, `http://127.0.0.1:${proxy.port}/`);
    expect(proxy.sink.events.filter((event) => event.kind === 'request').map((event) => event.method)).toEqual([
      'PUT',
      'GET',
    ]);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('SSH inside CONNECT passes unread, although it begins with a capital letter', async () => {
  const origin = await tcpServer((socket) => socket.on('data', (bytes) => socket.end(`seen ${bytes}`)));
  const proxy = await startProxy();
  try {
    const socket = await openTunnel(proxy.port, `127.0.0.1:${origin.port}`);
    socket.write('SSH-2.0-OpenSSH_9.6\r\n');
    expect(await readUntil(socket, null)).toBe('seen SSH-2.0-OpenSSH_9.6\r\n');
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('a URL in UTF-8 is sent as it is, and recorded as a person reads it', () =>
  withAnswer('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', async (proxy, url) => {
    const text = await rawAnswer(
      proxy.port,
      `GET ${url}x?q=caf\u00e9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect(text).toContain('200 OK');
    expect((await proxy.sink.finished()).request.url).toBe(`${url}x?q=caf\u00e9`);
  }));

test('an upgrade to a closed port names host and port', async () => {
  const proxy = await startProxy();
  const gone = await tcpServer(() => undefined);
  await gone.close();
  try {
    const text = await rawAnswer(
      proxy.port,
      `GET http://127.0.0.1:${gone.port}/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    expect(text).toContain('x-httpwhy-cause: connection-refused');
    expect(text).toContain(`nothing listens on 127.0.0.1:${gone.port}`);
  } finally {
    await proxy.close();
  }
});

test.each([
  ['reads on', 1_000_000],
  ['does not read on', 1],
])(
  'an early answer is delivered, although the server, which %s, resets the connection behind it',
  async (_name, after) => {
    const origin = await tcpServer((socket) => {
      let received = 0;
      socket.on('data', (bytes) => {
        received += bytes.length;
        if (received < after || socket.destroyed) return;
        socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig');
        socket.resetAndDestroy();
      });
    });
    const proxy = await startProxy();
    try {
      const client = connect(proxy.port, '127.0.0.1');
      client.on('error', () => undefined);
      client.write(`POST http://127.0.0.1:${origin.port}/ HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n`);
      client.write(Buffer.alloc(30_000_000));
      const answer = await readUntil(client, '\r\n\r\n');
      client.destroy();
      expect(answer.split('\r\n')[0]).toBe('HTTP/1.1 413 Too Large');
      const { response, error } = await proxy.sink.finished();
      expect({ status: response?.status, error }).toEqual({ status: 413, error: null });
    } finally {
      await proxy.close();
      await origin.close();
    }
  },
);

test('a reset without an answer in a large upload is a reset', async () => {
  const origin = await tcpServer((socket) => {
    socket.once('data', () => {
      socket.pause();
      setTimeout(() => socket.resetAndDestroy(), 5);
    });
  });
  const proxy = await startProxy();
  try {
    const answer = await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/`, {
      method: 'POST',
      body: Buffer.alloc(30_000_000),
    });
    expect(answer.status).toBe(502);
    const { error } = await proxy.sink.finished();
    expect(error).toMatchObject({ phase: 'request', code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) });
  } finally {
    await proxy.close();
    await origin.close();
  }
});
