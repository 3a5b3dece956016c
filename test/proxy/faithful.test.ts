import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { readUntil, startProxy } from '../support/proxy.ts';
import { tcpServer } from '../support/servers.ts';

/** Sends each request as it is and gives all that comes back until the server, or the proxy, has closed. */
async function rawCall(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(request, 'latin1');
    return await readUntil(socket, null);
  } finally {
    socket.destroy();
  }
}

interface Heard {
  readonly port: number;
  /** What the server received on all its connections, in the order of their opening. */
  readonly received: string[];
  close(): Promise<void>;
}

/** Answers every request with the same bytes, then closes, so that the end of what is sent is seen. */
async function answering(answer: string, whenSeen = '\r\n\r\n'): Promise<Heard> {
  const received: string[] = [];
  const server = await tcpServer((socket) => {
    const index = received.push('') - 1;
    socket.on('data', (bytes: Buffer) => {
      received[index] += bytes.toString('latin1');
      if (received[index]!.includes(whenSeen)) socket.end(answer, 'latin1');
    });
  });
  return { port: server.port, received, close: () => server.close() };
}

function requestLines(method: string, target: string, port: number, fields = '', version = '1.1'): string {
  return `${method} ${target} HTTP/${version}\r\nHost: 127.0.0.1:${port}\r\n${fields}Connection: close\r\n\r\n`;
}

const RESPONSES: readonly {
  readonly name: string;
  readonly answer: string;
  readonly method?: string;
  readonly version?: string;
}[] = [
  {
    name: 'names keep their case, order and duplicates',
    answer:
      'HTTP/1.1 200 OK\r\nServer: x\r\nX-b: 1\r\nx-B: 2\r\nSET-COOKIE: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\nETag: "é"\r\nConnection: close\r\n\r\nhi',
  },
  { name: 'no reason phrase', answer: 'HTTP/1.1 200 \r\nContent-Length: 0\r\nConnection: close\r\n\r\n' },
  {
    name: 'a reason phrase of its own, in bytes that are no UTF-8',
    answer: 'HTTP/1.1 299 Caf\xe9 cr\xe8me\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  },
  { name: 'an unknown status', answer: 'HTTP/1.1 799 Odd\r\nContent-Length: 3\r\nConnection: close\r\n\r\nodd' },
  {
    name: 'no Date, no Server, nothing added',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx',
  },
  {
    name: 'chunks keep their boundaries, the field its place and spelling',
    answer:
      'HTTP/1.1 200 OK\r\nTRANSFER-encoding: Chunked\r\nX-After: 1\r\nConnection: close\r\n\r\n3\r\nabc\r\n1\r\nd\r\na\r\n0123456789\r\n0\r\n\r\n',
  },
  {
    name: 'trailers',
    answer:
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum, Server-Timing\r\nConnection: close\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\nserver-timing: t;dur=1\r\n\r\n',
  },
  {
    name: 'a body until the end of the connection',
    answer: 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nall of it',
  },
  { name: 'an HTTP/1.0 server', answer: 'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nold' },
  { name: '204 with a length of nothing', answer: 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n' },
  {
    name: '304 with the length of what there is',
    answer: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\nETag: "1"\r\nConnection: close\r\n\r\n',
  },
  {
    name: 'HEAD with the length of what there is',
    method: 'HEAD',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\n',
  },
  {
    name: 'HEAD of what would come in chunks',
    method: 'HEAD',
    answer: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\nConnection: close\r\n\r\n',
  },
  {
    name: 'OPTIONS',
    method: 'OPTIONS',
    answer: 'HTTP/1.1 200 OK\r\nAllow: GET\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  },
  {
    name: 'interim responses of every number',
    answer:
      'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 199 Mine\r\nX-Y: z\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  },
  {
    name: 'a part',
    answer:
      'HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 1-2/9\r\nContent-Length: 2\r\nConnection: close\r\n\r\nbc',
  },
  {
    name: 'an encoded body is not touched',
    answer:
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\x1f\x8b\x00\xff',
  },
  {
    name: 'HTTP/1.0 client, length',
    version: '1.0',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi',
  },
];

describe('what a client gets is what it gets without the proxy, byte for byte', () => {
  test.each(RESPONSES)('$name', async ({ answer, method = 'GET', version = '1.1' }) => {
    const server = await answering(answer);
    const proxy = await startProxy();
    try {
      const direct = await rawCall(server.port, requestLines(method, '/a?b=%20', server.port, '', version));
      const through = await rawCall(
        proxy.port,
        requestLines(method, `http://127.0.0.1:${server.port}/a?b=%20`, server.port, '', version),
      );
      expect(direct).toBe(answer);
      expect(endToEnd(through)).toBe(endToEnd(direct));
      const exchange = await proxy.sink.finished();
      expect(exchange.error).toBeNull();
    } finally {
      await proxy.close();
      await server.close();
    }
  });
});

/** Whether this hop's connection closes is between the two who share it. */
function endToEnd(bytes: string): string {
  return bytes.replaceAll('Connection: close\r\n', '');
}

const REQUESTS: readonly {
  readonly name: string;
  readonly request: (port: number) => string;
  readonly seen: (port: number) => string;
}[] = [
  {
    name: 'names keep their case, order and duplicates, Host its place; what concerns the connection goes',
    request: (port) =>
      `GET http://127.0.0.1:${port}/a?b=c%2F..#f HTTP/1.1\r\nX-First: 1\r\nhOsT: 127.0.0.1:${port}\r\nProxy-Connection: keep-alive\r\nConnection: close, X-Hop\r\nX-Hop: gone\r\nx-first: 2\r\nCookie: a=1\r\ncookie: b=2\r\n\r\n`,
    seen: (port) =>
      `GET /a?b=c%2F.. HTTP/1.1\r\nX-First: 1\r\nhOsT: 127.0.0.1:${port}\r\nx-first: 2\r\nCookie: a=1\r\ncookie: b=2\r\n\r\n`,
  },
  {
    name: 'bytes that are no ASCII pass in the target and in values',
    request: (port) =>
      `GET http://127.0.0.1:${port}/caf\xc3\xa9 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Name: J\xfcrgen\r\nConnection: close\r\n\r\n`,
    seen: (port) => `GET /caf\xc3\xa9 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Name: J\xfcrgen\r\n\r\n`,
  },
  {
    name: 'a Host that contradicts the URL is replaced (RFC 9112 §3.2.2)',
    request: (port) => `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n`,
    seen: (port) => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
  },
  {
    name: 'OPTIONS of a server as a whole',
    request: (port) =>
      `OPTIONS http://127.0.0.1:${port} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
    seen: (port) => `OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
  },
  {
    name: 'an HTTP/1.0 client reaches the server as one',
    request: (port) => `GET http://127.0.0.1:${port}/ HTTP/1.0\r\nAccept: */*\r\n\r\n`,
    seen: () => 'GET / HTTP/1.0\r\nAccept: */*\r\n\r\n',
  },
  {
    name: 'a body with a length',
    request: (port) =>
      `PUT http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\ncontent-LENGTH: 8\r\nX-Z: 1\r\nConnection: close\r\n\r\n\x00\xff\r\n\r\nzz`,
    seen: (port) =>
      `PUT / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\ncontent-LENGTH: 8\r\nX-Z: 1\r\n\r\n\x00\xff\r\n\r\nzz`,
  },
  {
    name: 'chunks and trailers',
    request: (port) =>
      `POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nTransfer-encoding: chunked\r\nTrailer: X-Sum\r\nTE: trailers\r\nConnection: close\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\nX-Sum: 5\r\n\r\n`,
    seen: (port) =>
      `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nTransfer-encoding: chunked\r\nTrailer: X-Sum\r\nTE: trailers\r\nConnection: TE\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\nX-Sum: 5\r\n\r\n`,
  },
];

describe('what a server gets is what the client sent', () => {
  test.each(REQUESTS)('$name', async ({ request, seen }) => {
    const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
    let received = '';
    const server = await tcpServer((socket) => {
      socket.on('data', (bytes: Buffer) => {
        received += bytes.toString('latin1');
        if (received.length >= seen(server.port).length) socket.end(ANSWER);
      });
    });
    const proxy = await startProxy();
    try {
      await rawCall(proxy.port, request(server.port));
      expect(received).toBe(seen(server.port));
    } finally {
      await proxy.close();
      await server.close();
    }
  });
});

async function withServer(
  onConnection: (socket: Socket) => void,
  use: (proxy: Awaited<ReturnType<typeof startProxy>>, port: number) => Promise<void>,
): Promise<void> {
  const server = await tcpServer(onConnection);
  const proxy = await startProxy();
  try {
    await use(proxy, server.port);
  } finally {
    await proxy.close();
    await server.close();
  }
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

test('whether a body is wanted is for the server to say: 100 comes from it alone', () =>
  withServer(
    (socket) => {
      let text = '';
      socket.on('data', (bytes: Buffer) => {
        text += bytes.toString('latin1');
        if (text.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 100 Go on\r\nX-Mine: 1\r\n\r\n');
        if (text.endsWith('body')) socket.write(OK);
      });
    },
    async (proxy, port) => {
      const socket = connect(proxy.port, '127.0.0.1');
      socket.write(
        `POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n`,
      );
      expect(await readUntil(socket, '\r\n\r\n')).toBe('HTTP/1.1 100 Go on\r\nX-Mine: 1\r\n\r\n');
      socket.write('body');
      expect(await readUntil(socket, '\r\n\r\nok')).toBe(OK);
      const exchange = await proxy.sink.finished();
      expect(Buffer.from(exchange.request.body!.bytes).toString()).toBe('body');
      socket.destroy();
    },
  ));

test('a server that refuses before the body is sent: the refusal arrives, and the connection closes', () =>
  withServer(
    (socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n'));
    },
    async (proxy, port) => {
      const answer = await rawCall(
        proxy.port,
        `POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n`,
      );
      expect(answer).toBe('HTTP/1.1 417 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    },
  ));

test('requests sent ahead are answered in their order, each with its own answer', () =>
  withServer(
    (socket) => {
      socket.on('data', (bytes: Buffer) => {
        const path = /^GET \/(\S*)/.exec(bytes.toString('latin1'))![1]!;
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${path.length}\r\n\r\n${path}`);
      });
    },
    async (proxy, port) => {
      const one = (path: string, fields = '') =>
        `GET http://127.0.0.1:${port}/${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${fields}\r\n`;
      const answers = await rawCall(
        proxy.port,
        `${one('a')}${one('bb')}${one('ccc', 'Connection: close\r\n')}${one('never')}`,
      );
      expect([...answers.matchAll(/\r\n\r\n(\w+)/g)].map(([, body]) => body?.replace('HTTP', ''))).toEqual([
        'a',
        'bb',
        'ccc',
      ]);
      expect(proxy.sink.finishedCount).toBe(3);
    },
  ));

test('a client that closes its sending side still gets what it asked for', async () => {
  const server = await tcpServer((socket) => socket.on('data', () => setTimeout(() => socket.write(OK), 50)), {
    allowHalfOpen: true,
  });
  const proxy = await startProxy();
  const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
  try {
    socket.end(`GET http://127.0.0.1:${server.port}/ HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
    expect(endToEnd(await readUntil(socket, '\r\n\r\nok'))).toBe(OK);
    expect((await proxy.sink.finished()).error).toBeNull();
  } finally {
    socket.destroy();
    await proxy.close();
    await server.close();
  }
});

test('a server that gives up because its client has closed has not failed', () =>
  withServer(
    (socket) => socket.resume(), // Closes as soon as its client does.
    async (proxy, port) => {
      const socket = connect(proxy.port, '127.0.0.1');
      socket.end(`GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
      expect((await proxy.sink.finished()).error?.code).toBe('ERR_CLIENT_ABORTED');
      socket.destroy();
    },
  ));

test('a keep-alive of HTTP/1.0 is kept', () =>
  withServer(
    (socket) => socket.on('data', () => socket.end('HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok')),
    async (proxy, port) => {
      const socket = connect(proxy.port, '127.0.0.1');
      for (let round = 0; round < 2; round += 1) {
        socket.write(`GET http://127.0.0.1:${port}/ HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n`);
        expect(await readUntil(socket, '\r\n\r\nok')).toBe(
          'HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok',
        );
      }
      socket.destroy();
    },
  ));

test('chunks for a client of HTTP/1.0 become a body until the end', () =>
  withServer(
    (socket) =>
      socket.on('data', () =>
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'),
      ),
    async (proxy, port) => {
      const answer = await rawCall(
        proxy.port,
        `GET http://127.0.0.1:${port}/ HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n`,
      );
      expect(answer).toBe('HTTP/1.1 200 OK\r\n\r\nok');
    },
  ));

test('the answer arrives while the body is still being sent, and the next request on the connection works', () =>
  withServer(
    (socket) => {
      let isFirst = true;
      socket.on('data', () => {
        if (isFirst) socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n');
        isFirst = false;
      });
    },
    async (proxy, port) => {
      const socket = connect(proxy.port, '127.0.0.1');
      socket.write(
        `POST http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 300000\r\n\r\nbegin`,
      );
      expect(await readUntil(socket, '\r\n\r\n')).toBe('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n');
      socket.write(Buffer.alloc(300_000 - 5));
      socket.write(`GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
      expect(await readUntil(socket, '\r\n\r\n')).toMatch(/^HTTP\/1\.1 413 /);
      socket.destroy();
    },
  ));
