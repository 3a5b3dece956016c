import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { callThrough, readUntil, startProxy } from '../support/proxy.ts';
import { closedPort, tcpServer } from '../support/servers.ts';
import { block, END_HEADERS, END_STREAM, FramePeer, frame, GET, PREFACE, settings, TYPE } from './http2/frames.ts';

/** A server that answers whatever looks like a request, and a proxy in front of it. */
async function withEcho(
  use: (context: {
    readonly proxy: Awaited<ReturnType<typeof startProxy>>;
    readonly port: number;
    readonly received: string[];
  }) => Promise<void>,
): Promise<void> {
  const received: string[] = [];
  const server = await tcpServer((socket) => {
    socket.on('data', (bytes: Buffer) => {
      received.push(bytes.toString('latin1'));
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  });
  const proxy = await startProxy();
  try {
    await use({ proxy, port: server.port, received });
  } finally {
    await proxy.close();
    await server.close();
  }
}

async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  try {
    socket.write(bytes, 'latin1');
    return await readUntil(socket, null);
  } finally {
    socket.destroy();
  }
}

const BAD_REQUESTS: readonly {
  readonly name: string;
  readonly head: (port: number) => string;
  readonly status?: number;
  readonly why: RegExp;
}[] = [
  {
    name: 'Content-Length and Transfer-Encoding',
    head: (port) =>
      `POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
    why: /Content-Length and Transfer-Encoding/,
  },
  {
    name: 'two lengths that differ',
    head: (port) =>
      `POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
    why: /Content-Length/,
  },
  {
    name: 'a length in words',
    head: (port) => `POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nabcd`,
    why: /Content-Length/,
  },
  {
    name: 'a coding that hides chunked',
    head: (port) =>
      `POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    why: /Transfer-Encoding/,
  },
  {
    name: 'chunked twice',
    head: (port) =>
      `POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`,
    why: /Transfer-Encoding/,
  },
  {
    name: 'a folded line',
    head: (port) => `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n 2\r\n\r\n`,
    why: /fold|whitespace/,
  },
  {
    name: 'a line that ends in LF alone',
    head: (port) => `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\nX-A: 1\r\n\r\n`,
    why: /LF/,
  },
  {
    name: 'a space before the colon',
    head: (port) => `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost : a\r\n\r\n`,
    why: /colon|name/,
  },
  {
    name: 'a NUL in a value',
    head: (port) => `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nX-A: 1\x002\r\n\r\n`,
    why: /NUL/,
  },
  {
    name: 'two Hosts',
    head: (port) => `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`,
    why: /Host/,
  },
  {
    name: '1 MiB in one header',
    head: (port) => `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(1024 * 1024)}\r\n\r\n`,
    status: 431,
    why: /larger than/,
  },
  {
    name: '10,000 headers',
    head: (port) => `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\n${'A: b\r\n'.repeat(10_000)}\r\n`,
    status: 431,
    why: /more than|larger/,
  },
  { name: 'another protocol', head: () => 'SSH-2.0-OpenSSH_9.6\r\n\r\n', why: /./ },
  {
    name: 'a version that does not exist',
    head: (port) => `GET http://127.0.0.1:${port}/ HTTP/3.7\r\n\r\n`,
    why: /HTTP/,
  },
];

describe('a request that can be read in two ways is refused, and no server sees it', () => {
  test.each(BAD_REQUESTS)('$name', ({ head, status = 400, why }) =>
    withEcho(async ({ proxy, port, received }) => {
      const answer = await sendRaw(proxy.port, head(port));
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer).toContain('x-httpwhy-cause: proxy-rejected\r\n');
      expect(answer.split('\r\n\r\n')[1]).toMatch(why);
      expect(received).toEqual([]);
      const exchange = await proxy.sink.finished();
      expect(exchange.error?.code).toMatch(/^ERR_PROXY_(BAD_REQUEST|LIMIT)$/);
      expect(exchange.proxyStatus).toBe(status);
      expect((await callThrough(proxy.port, `http://127.0.0.1:${port}/`)).status).toBe(200);
    }),
  );
});

test('a chunk of a size that is none ends the call with the reason, and the server got no second request', () =>
  withEcho(async ({ proxy, port, received }) => {
    const answer = await sendRaw(
      proxy.port,
      `POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nGET /smuggled HTTP/1.1\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 |^HTTP\/1\.1 200 /);
    expect(received.join('')).not.toContain('smuggled');
    const exchange = await proxy.sink.finished();
    expect(exchange.error?.code).toBe('ERR_PROXY_BAD_REQUEST');
    expect(proxy.sink.finishedCount).toBe(1);
  }));

test('a malformed request over HTTP/2, which node:http2 resets unread, is recorded with its stream, and the next is served', () =>
  withEcho(async ({ proxy, port, received }) => {
    const peer = FramePeer.connect(proxy.port);
    const bad = Buffer.concat([GET, block('connection', 'close')]);
    peer.send(PREFACE, settings(), frame(TYPE.headers, END_HEADERS | END_STREAM, 1, bad));
    const exchange = await proxy.sink.finished();
    expect(exchange.request).toMatchObject({ method: '?', httpVersion: '2.0' });
    expect(exchange.connection.client).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(exchange.error).toMatchObject({ phase: 'request', code: 'ERR_PROXY_BAD_REQUEST' });
    expect(exchange.error?.message).toContain('(stream 1)');
    peer.socket.destroy();
    expect(received).toEqual([]);
    expect((await callThrough(proxy.port, `http://127.0.0.1:${port}/`)).status).toBe(200);
    expect(proxy.sink.finishedCount).toBe(2);
  }));

const BAD_RESPONSES: readonly { readonly name: string; readonly answer: string; readonly why: RegExp }[] = [
  { name: 'no HTTP at all', answer: 'hello\r\n\r\n', why: /hello/ },
  {
    name: 'two lengths',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc',
    why: /Content-Length/,
  },
  {
    name: 'length and chunks',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    why: /Content-Length/,
  },
  {
    name: 'a folded line',
    answer: 'HTTP/1.1 200 OK\r\nX: 1\r\n 2\r\nContent-Length: 0\r\n\r\n',
    why: /fold|whitespace/,
  },
  {
    name: 'an endless header',
    answer: `HTTP/1.1 200 OK\r\n${`X-A: ${'a'.repeat(1000)}\r\n`.repeat(500)}`,
    why: /larger than/,
  },
  {
    name: 'a switch of protocols that nobody asked for',
    answer: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n',
    why: /switch of protocols/,
  },
  { name: 'a thousand interim responses', answer: 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000), why: /interim/ },
];

describe('a response that is no HTTP is said to be none', () => {
  test.each(BAD_RESPONSES)('$name', async ({ answer, why }) => {
    const server = await tcpServer((socket) => socket.once('data', () => socket.write(answer, 'latin1')));
    const proxy = await startProxy();
    try {
      const { status, headers } = await callThrough(proxy.port, `http://127.0.0.1:${server.port}/`);
      expect(status).toBe(502);
      expect(headers['x-httpwhy-cause']).toBe('invalid-response');
      const { error } = await proxy.sink.finished();
      expect(error?.message).toMatch(why);
      expect(error?.phase).toBe('response');
    } finally {
      await proxy.close();
      await server.close();
    }
  });
});

test('bytes after a response never become the answer to the next request', async () => {
  const server = await tcpServer((socket) => {
    socket.on('data', () =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil'),
    );
  });
  const proxy = await startProxy();
  try {
    for (let round = 0; round < 3; round += 1) {
      expect((await callThrough(proxy.port, `http://127.0.0.1:${server.port}/`)).body.toString()).toBe('ok');
    }
  } finally {
    await proxy.close();
    await server.close();
  }
});

describe('requests sent ahead', () => {
  const get = (port: number, path: string) => `GET http://127.0.0.1:${port}${path} HTTP/1.1\r\nHost: a\r\n`;

  test('behind one that fails are answered all the same, in their order', () =>
    withEcho(async ({ proxy, port, received }) => {
      const nobody = await closedPort();
      const text = await sendRaw(
        proxy.port,
        `${get(nobody, '/')}\r\n${get(port, '/2')}\r\n${get(port, '/3')}Connection: close\r\n\r\n`,
      );
      expect([...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status)).toEqual(['502', '200', '200']);
      expect(received.map((request) => request.split(' ')[1])).toEqual(['/2', '/3']);
    }));

  test('behind one that is refused are not read', () =>
    withEcho(async ({ proxy, port, received }) => {
      const text = await sendRaw(
        proxy.port,
        `${get(port, '/1')}\r\n${get(port, '/2')}X : 1\r\n\r\n${get(port, '/3')}\r\n`,
      );
      expect([...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status)).toEqual(['200', '400']);
      expect(received.map((request) => request.split(' ')[1])).toEqual(['/1']);
    }));

  test('by a client that reads nothing are not sent on without end', async () => {
    let asked = 0;
    const server = await tcpServer((socket) => {
      socket.on('data', () => {
        asked += 1;
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(1_000_000)}`);
      });
    });
    const proxy = await startProxy();
    const client = connect(proxy.port, '127.0.0.1');
    try {
      client.pause();
      client.write(`${get(server.port, '/')}\r\n`.repeat(1000));
      await proxy.sink.finished();
      // As many as the buffers of the system hold.
      let seen = -1;
      while (seen !== asked) {
        seen = asked;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(asked).toBeLessThan(100);
    } finally {
      client.destroy();
      await proxy.close();
      await server.close();
    }
  });
});

test('2,000 idle connections are no burden, and the next request is answered at once', () =>
  withEcho(async ({ proxy, port }) => {
    const sockets = await Promise.all(
      Array.from({ length: 2000 }, () => {
        const { promise, resolve, reject } = Promise.withResolvers<ReturnType<typeof connect>>();
        const socket = connect(proxy.port, '127.0.0.1', () => resolve(socket));
        socket.once('error', reject);
        return promise;
      }),
    );
    try {
      expect((await callThrough(proxy.port, `http://127.0.0.1:${port}/`)).status).toBe(200);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  }));

test('a header that trickles is waited for, byte by byte, and is one request in the end', () =>
  withEcho(async ({ proxy, port, received }) => {
    const socket = connect(proxy.port, '127.0.0.1');
    socket.setNoDelay();
    const answer = readUntil(socket, '\r\n\r\nok');
    for (const byte of `GET http://127.0.0.1:${port}/slow HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`) {
      socket.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await answer).toContain('200 OK');
    expect(received).toEqual([`GET /slow HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`]);
    socket.destroy();
  }));
