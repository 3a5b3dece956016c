import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { callThrough, readUntil, startProxy, type TestProxy } from '../support/proxy.ts';
import { tcpServer } from '../support/servers.ts';

const BODY = '{"Detach":false,"Tty":true}';
const SWITCHED = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n';

/** What docker sends for `exec` and `attach`. */
function asked(port: number, framing: string): string {
  return `POST http://127.0.0.1:${port}/exec/1/start HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nContent-Type: application/json\r\n${framing}\r\nUpgrade: tcp\r\n\r\n`;
}

const LENGTH = `Content-Length: ${BODY.length}`;

async function withDaemon(
  onConnection: (socket: Socket, heard: () => string) => void,
  use: (proxy: TestProxy, port: number, heard: () => string) => Promise<void>,
): Promise<void> {
  let text = '';
  const daemon = await tcpServer((socket) => {
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
    });
    onConnection(socket, () => text);
  });
  const proxy = await startProxy();
  try {
    await use(proxy, daemon.port, () => text);
  } finally {
    await proxy.close();
    await daemon.close();
  }
}

/** A client that has sent `bytes`. */
function dial(port: number, bytes: string): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  return socket;
}

const poll = (read: () => string) => expect.poll(read, { timeout: 20_000, interval: 5 });

/** Answers with `answer` as soon as all of the request is there, and echoes what comes after it. */
function afterBody(answer: string, mark: string) {
  return (socket: Socket, heard: () => string): void => {
    let hasAnswered = false;
    socket.on('data', (bytes: Buffer) => {
      if (hasAnswered) socket.write(bytes);
      else if (heard().endsWith(mark)) {
        hasAnswered = true;
        socket.write(answer);
      }
    });
  };
}

test('an upgrade with a body reaches the server whole, and then both sides speak as they like', () =>
  withDaemon(afterBody(SWITCHED, BODY), async (proxy, port, heard) => {
    const client = dial(proxy.port, asked(port, LENGTH) + BODY);
    expect(await readUntil(client, '\r\n\r\n')).toBe(SWITCHED);
    const head = asked(port, LENGTH).replace(`http://127.0.0.1:${port}`, '');
    expect(heard()).toBe(head + BODY);
    client.write('ls\n');
    expect(await readUntil(client, 'ls\n')).toBe('ls\n');
    client.destroy();
    const exchange = await proxy.sink.finished();
    expect(exchange.response?.status).toBe(101);
    expect(Buffer.from(exchange.request.body!.bytes).toString()).toBe(BODY);
    expect(exchange.request.body!.totalBytes).toBe(BODY.length);
    expect(exchange.response?.body?.totalBytes).toBe(3);
  }));

test('a body in chunks is one, and what the client sends ahead waits for the switch', () =>
  withDaemon(afterBody(SWITCHED, '0\r\n\r\n'), async (proxy, port, heard) => {
    const chunks = `5\r\n{"a":\r\n2;x=y\r\n1}\r\n0\r\n\r\n`;
    const client = dial(proxy.port, `${asked(port, 'Transfer-Encoding: chunked')}${chunks}early`);
    expect(await readUntil(client, 'early')).toBe(`${SWITCHED}early`);
    expect(heard().split('\r\n\r\n').slice(1).join('\r\n\r\n')).toBe('5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\nearly');
    client.destroy();
    expect(Buffer.from((await proxy.sink.finished()).request.body!.bytes).toString()).toBe('{"a":1}');
  }));

test('the server decides whether it wants the body (100-continue), and may switch before it has come', () =>
  withDaemon(
    (socket) => socket.once('data', () => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${SWITCHED}`)),
    async (proxy, port, heard) => {
      const client = dial(proxy.port, asked(port, `${LENGTH}\r\nExpect: 100-continue`));
      expect(await readUntil(client, SWITCHED)).toBe(`HTTP/1.1 100 Continue\r\n\r\n${SWITCHED}`);
      client.write(`${BODY}raw`);
      await poll(heard).toContain(`${BODY}raw`);
      client.destroy();
    },
  ));

test('a refusal is passed on, also before the body is complete', () =>
  withDaemon(
    (socket) => socket.once('data', () => socket.write('HTTP/1.1 409 Conflict\r\nContent-Length: 4\r\n\r\nbusy')),
    async (proxy, port) => {
      const client = dial(proxy.port, asked(port, 'Content-Length: 1000000') + BODY);
      const answer = await readUntil(client, 'busy');
      expect(answer).toMatch(/^HTTP\/1\.1 409 Conflict\r\n/);
      client.end('x'.repeat(500_000));
      expect((await proxy.sink.finished()).response?.status).toBe(409);
    },
  ));

test('a body that is malformed is refused, and what hides behind it reaches no server', () =>
  withDaemon(
    () => undefined,
    async (proxy, port, heard) => {
      const client = dial(
        proxy.port,
        `${asked(port, 'Transfer-Encoding: chunked')}2\r\nab\r\nzz\r\nGET /smuggled HTTP/1.1\r\n\r\n`,
      );
      expect(await readUntil(client, null)).toMatch(/^HTTP\/1\.1 400 [\s\S]*x-httpwhy-cause: proxy-rejected\r\n/);
      expect((await proxy.sink.finished()).error).toMatchObject({ phase: 'request', code: 'ERR_PROXY_BAD_REQUEST' });
      expect(heard()).not.toContain('smuggled');
    },
  ));

test('a client that leaves within the body is recorded as such, and the server is left', () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  return withDaemon(
    (socket) => socket.once('close', () => resolve()),
    async (proxy, port, heard) => {
      const client = dial(proxy.port, asked(port, LENGTH) + BODY.slice(0, 5));
      await poll(heard).toContain(BODY.slice(0, 5));
      client.end();
      expect((await proxy.sink.finished()).error).toMatchObject({ phase: 'request', code: 'ERR_CLIENT_ABORTED' });
      await closed;
    },
  );
});

test('without `Upgrade` a request with a body is an ordinary one, on a connection that stays', () =>
  withDaemon(afterBody('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', BODY), async (proxy, port) => {
    const url = `http://127.0.0.1:${port}/`;
    const answer = await callThrough(proxy.port, url, { method: 'POST', body: BODY });
    expect([answer.status, answer.body.toString()]).toEqual([200, 'ok']);
  }));
