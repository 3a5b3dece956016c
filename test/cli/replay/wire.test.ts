import { once } from 'node:events';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { textBody } from '../../support/exchanges.ts';
import { httpServer, tcpServer } from '../../support/servers.ts';
import { captureOf, to } from './capture.ts';

test('over HTTP/1.1 the server gets byte for byte what it got the first time', async () => {
  let received = '';
  const server = await tcpServer((socket) =>
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (received.endsWith('0\r\nX-Sum: 7\r\n\r\n')) socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    }),
  );
  const capture = captureOf([
    {
      exchange: to(server.port, {
        method: 'POST',
        url: `http://127.0.0.1:${server.port}/a/../%7e?x=%20&x`,
        headers: [
          ['hOST', 'virtual.example'],
          ['X-Twice', '1'],
          ['accept', 'caf\u00e9'],
          ['x-twice', '2'],
          ['Transfer-Encoding', 'chunked'],
          ['Proxy-Connection', 'keep-alive'],
          ['Connection', 'keep-alive'],
          ['Trailer', 'X-Sum'],
        ],
        trailers: [['X-Sum', '7']],
        body: textBody('hello'),
      }),
    },
  ]);
  try {
    const { code } = await capture.replay('1', '--yes');
    expect(received).toBe(
      [
        'POST /a/../%7e?x=%20&x HTTP/1.1',
        'hOST: virtual.example',
        'X-Twice: 1',
        'accept: caf\u00e9',
        'x-twice: 2',
        'Transfer-Encoding: chunked',
        'Trailer: X-Sum',
        '',
        '5',
        'hello',
        '0',
        'X-Sum: 7',
        '',
        '',
      ].join('\r\n'),
    );
    expect(code).toBe(0);
  } finally {
    capture.remove();
    await server.close();
  }
});

test('what came over HTTP/2 goes over HTTP/2, its fields in order', async () => {
  const server = createHttp2Server();
  const received: string[][] = [];
  const bodies: string[] = [];
  server.on('stream', (stream, _headers, _flags, rawHeaders) => {
    received.push([...rawHeaders]);
    stream.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
    stream.on('end', () => {
      stream.respond({ ':status': 201 });
      stream.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = [['x-b', '1'] as const, ['x-a', '2'] as const, ['x-b', '3'] as const];
  const capture = captureOf([
    { exchange: to(port, { method: 'PUT', httpVersion: '2.0', headers, body: textBody('{"a":1}') }) },
  ]);
  try {
    const { code, out } = await capture.replay('1');
    expect(received).toEqual([
      [
        ...[':method', 'PUT', ':scheme', 'http', ':authority', `127.0.0.1:${port}`, ':path', '/v1/orders'],
        ...['x-b', '1', 'x-a', '2', 'x-b', '3'],
      ],
    ]);
    expect(bodies.join('')).toBe('{"a":1}');
    expect(out).toContain('now     201');
    expect(code).toBe(0);
  } finally {
    capture.remove();
    server.close();
  }
});

test('a body larger than any buffer arrives whole', async () => {
  const body = Buffer.alloc(3_000_000, 'abcdefg');
  const received: Buffer[] = [];
  const server = await httpServer((request, response) => {
    request.on('data', (bytes: Buffer) => received.push(bytes));
    request.on('end', () => response.end());
  });
  const headers = [['Content-Length', String(body.length)] as const];
  const capture = captureOf([
    { exchange: to(server.port, { method: 'PUT', headers, body: { bytes: body, totalBytes: body.length } }) },
  ]);
  try {
    await capture.replay('1');
    expect(Buffer.concat(received).equals(body)).toBe(true);
    const stored = capture.read((reader) => reader.exchange(2)?.exchange.request.body);
    expect(stored?.totalBytes).toBe(body.length);
    expect(body.equals(stored!.bytes)).toBe(true);
  } finally {
    capture.remove();
    await server.close();
  }
});

test('an event stream without an end is left when as many events have come as the first time', async () => {
  const server = await httpServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    // More than are waited for, and no end.
    for (let number = 1; number <= 3; number += 1) response.write(`data: ${number}\n\n`);
    const timer = setInterval(() => response.write('data: more\n\n'), 5);
    response.on('close', () => clearInterval(timer));
  });
  const first = to(server.port);
  const stream = { ...first.response!, headers: [['Content-Type', 'text/event-stream'] as const] };
  const capture = captureOf([{ exchange: { ...first, response: stream, messageCount: 5 } }]);
  try {
    const { code, out } = await capture.replay('1');
    expect(out).toMatch(/\nstill fine: the stream was left after \d+ messages\n$/);
    expect(code).toBe(0);
    expect(capture.read((reader) => reader.exchange(2)?.exchange.messageCount)).toBeGreaterThanOrEqual(5);
  } finally {
    capture.remove();
    await server.close();
  }
});

test('a header with a line of its own is not sent, and the reason is recorded', async () => {
  let bytes = 0;
  const server = await tcpServer((socket) =>
    socket.on('data', (piece) => {
      bytes += piece.length;
    }),
  );
  const capture = captureOf([{ exchange: to(server.port, { headers: [['X-A', 'b\r\nX-Evil: 1']] }) }]);
  try {
    const { code } = await capture.replay('1');
    const error = capture.read((reader) => reader.exchange(2)?.exchange.error?.code);
    expect([code, error, bytes]).toEqual([5, 'ERR_PROXY_BAD_REQUEST', 0]);
  } finally {
    capture.remove();
    await server.close();
  }
});
