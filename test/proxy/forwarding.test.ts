import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { originCertificate } from '../support/origin-certificate.ts';
import { callThrough, openTunnel, readUntil, startProxy, tunnelTls } from '../support/proxy.ts';
import { httpServer, httpsServer, tcpServer } from '../support/servers.ts';

test('an absolute-form request reaches its server, and the client gets the answer', async () => {
  const origin = await httpServer((request, response) => {
    response.setHeader('X-Saw', `${request.method} ${request.url} ${request.headers.host}`);
    response.end('hello');
  });
  const proxy = await startProxy();
  try {
    const answer = await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/a/../b?x=1%20&y=[]`);
    expect(answer.status).toBe(200);
    expect(answer.headers['x-saw']).toBe(`GET /a/../b?x=1%20&y=[] 127.0.0.1:${origin.port}`);
    expect(answer.body.toString()).toBe('hello');
    const exchange = await proxy.sink.finished();
    expect(exchange.request).toMatchObject({
      method: 'GET',
      url: `http://127.0.0.1:${origin.port}/a/../b?x=1%20&y=[]`,
      httpVersion: '1.1',
      body: null,
    });
    expect(exchange.response?.status).toBe(200);
    expect(Buffer.from(exchange.response!.body!.bytes).toString()).toBe('hello');
    expect(exchange.error).toBeNull();
    expect(exchange.connection.server?.server).toBe(`127.0.0.1:${origin.port}`);
    expect(exchange.durationMs).toBeGreaterThan(0);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('status line, header case, order, duplicates and bytes are the server’s, apart from hop-by-hop fields', async () => {
  const head = [
    'HTTP/1.1 207 Quite Multi',
    'x-FIRST: 1',
    'Set-Cookie: a=1',
    'Zeta: caf\u00e9',
    'set-cookie: b=2',
    'Keep-Alive: timeout=9',
    'Connection: keep-alive, X-Private',
    'X-Private: only for this connection',
    'Content-Encoding: gzip',
    'Content-Length: 4',
  ];
  const origin = await tcpServer((socket) => {
    socket.once('data', () => socket.write(Buffer.from(`${head.join('\r\n')}\r\n\r\n\x00\x1f\x8b!`, 'latin1')));
  });
  const proxy = await startProxy();
  try {
    const socket = connect(proxy.port, '127.0.0.1');
    socket.write(`GET http://127.0.0.1:${origin.port}/ HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\n\r\n`);
    const seen = await readUntil(socket, '!');
    socket.destroy();
    expect(seen).toBe(
      [
        'HTTP/1.1 207 Quite Multi',
        'x-FIRST: 1',
        'Set-Cookie: a=1',
        'Zeta: caf\u00e9',
        'set-cookie: b=2',
        'Content-Encoding: gzip',
        'Content-Length: 4',
        '',
        '\x00\x1f\x8b!',
      ].join('\r\n'),
    );
    const exchange = await proxy.sink.finished();
    expect(exchange.response?.headers).toEqual(head.slice(1).map((line) => line.split(/: (.*)/s).slice(0, 2)));
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('the request keeps header case, order and duplicates, and loses what is meant for the proxy', async () => {
  const heads: string[] = [];
  const origin = await tcpServer((socket) => {
    socket.once('data', (bytes) => {
      heads.push(bytes.toString('latin1'));
      socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
  });
  const proxy = await startProxy();
  try {
    const socket = connect(proxy.port, '127.0.0.1');
    socket.write(
      `GET http://127.0.0.1:${origin.port}/ HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\nX-B: 2\r\nx-a: 1\r\nX-B: 3\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic abc\r\n\r\n`,
    );
    await readUntil(socket, '\r\n\r\n');
    socket.destroy();
    expect(heads[0]).toContain('X-B: 2\r\nx-a: 1\r\nX-B: 3\r\n');
    expect(heads[0]).not.toMatch(/proxy-|via:|x-forwarded/i);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('a body streams both ways: the first chunk passes before the last one is written', async () => {
  const origin = await httpServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    request.pipe(response);
  });
  const proxy = await startProxy();
  try {
    const request = httpRequest({
      host: '127.0.0.1',
      port: proxy.port,
      path: `http://127.0.0.1:${origin.port}/echo`,
      method: 'POST',
      agent: false,
      headers: { host: `127.0.0.1:${origin.port}` },
    });
    request.write('first ');
    const [response] = await once(request, 'response');
    const [chunk] = await once(response, 'data');
    expect(chunk.toString()).toBe('first ');
    const end = once(response, 'end');
    const next = once(response, 'data');
    request.end('second');
    const [rest] = await next;
    expect(rest.toString()).toBe('second');
    await end;
    const exchange = await proxy.sink.finished();
    expect(Buffer.from(exchange.request.body!.bytes).toString()).toBe('first second');
    expect(exchange.response?.body?.totalBytes).toBe(12);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('what is over the recording limit passes whole and is counted', async () => {
  const payload = Buffer.alloc(300_000, 'x');
  const origin = await httpServer((request, response) => {
    request.resume().on('end', () => response.end(payload));
  });
  const proxy = await startProxy({ maxBodyBytes: 1000 });
  try {
    const answer = await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/`, { method: 'PUT', body: payload });
    expect(answer.body.equals(payload)).toBe(true);
    const { request, response } = await proxy.sink.finished();
    expect(request.body).toMatchObject({ totalBytes: 300_000 });
    expect(request.body?.bytes.length).toBe(1000);
    expect(response?.body?.bytes.length).toBe(1000);
    expect(response?.body?.totalBytes).toBe(300_000);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('while the recorder is behind, nothing is read; afterwards everything arrives', async () => {
  const origin = await httpServer((_request, response) => response.end('late'));
  const proxy = await startProxy();
  try {
    proxy.sink.isFull = true;
    const answer = callThrough(proxy.port, `http://127.0.0.1:${origin.port}/`);
    // A second request that is answered shows that the first had its chance.
    await callThrough(proxy.port, `http://127.0.0.1:${proxy.port}/`);
    expect(proxy.sink.events.filter((event) => event.kind === 'connected')).toEqual([]);
    proxy.sink.release();
    expect((await answer).body.toString()).toBe('late');
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('HTTPS inside CONNECT is read; the certificate is for the name that the client asks for', async () => {
  const certificate = originCertificate('shop.test');
  const origin = await httpsServer(certificate, (request, response) => response.end(`secure ${request.url}`));
  const proxy = await startProxy({ rootCertificates: [certificate.ca] });
  try {
    const socket = await tunnelTls(proxy.port, `127.0.0.1:${origin.port}`, {
      ca: proxy.root.certPem,
      serverName: 'shop.test',
    });
    expect(socket.getPeerCertificate().subjectaltname).toBe('DNS:shop.test');
    socket.write(`GET /cart HTTP/1.1\r\nHost: shop.test:${origin.port}\r\nConnection: close\r\n\r\n`);
    expect(await readUntil(socket, null)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*secure \/cart/);
    const exchange = await proxy.sink.finished();
    expect(exchange.request.url).toBe(`https://shop.test:${origin.port}/cart`);
    expect(exchange.connection.server?.tls?.protocol).toBe('TLSv1.3');
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('CONNECT in HTTP/1.0 and without SNI: the certificate is for the authority', async () => {
  const certificate = originCertificate('127.0.0.1');
  const origin = await httpsServer(certificate, (_request, response) => response.end('ok'));
  const proxy = await startProxy({ rootCertificates: [certificate.ca] });
  try {
    const socket = await tunnelTls(proxy.port, `127.0.0.1:${origin.port}`, {
      ca: proxy.root.certPem,
      httpVersion: '1.0',
    });
    expect(socket.getPeerCertificate().subjectaltname).toBe('IP Address:127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\nConnection: close\r\n\r\n`);
    expect(await readUntil(socket, null)).toMatch(/^HTTP\/1\.1 200 OK/);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('an absolute https URL sent in clear text is fetched over TLS', async () => {
  const certificate = originCertificate('127.0.0.1');
  const origin = await httpsServer(certificate, (_request, response) => response.end('over TLS'));
  const proxy = await startProxy({ rootCertificates: [certificate.ca] });
  try {
    const answer = await callThrough(proxy.port, `https://127.0.0.1:${origin.port}/`);
    expect(answer.body.toString()).toBe('over TLS');
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('plain HTTP inside CONNECT is read like any other request', async () => {
  const origin = await httpServer((_request, response) => response.end('plain'));
  const proxy = await startProxy();
  try {
    const socket = await openTunnel(proxy.port, `127.0.0.1:${origin.port}`);
    socket.write(`GET /x HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\nConnection: close\r\n\r\n`);
    expect(await readUntil(socket, null)).toMatch(/plain$/);
    expect((await proxy.sink.finished()).request.url).toBe(`http://127.0.0.1:${origin.port}/x`);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('another protocol inside CONNECT passes unread, in both directions', async () => {
  const origin = await tcpServer((socket) => {
    socket.on('data', (bytes) => socket.end(`got ${bytes.length} bytes`));
  });
  const proxy = await startProxy();
  try {
    const socket = await openTunnel(proxy.port, `127.0.0.1:${origin.port}`);
    socket.write(Buffer.from([0, 1, 2, 3]));
    expect(await readUntil(socket, null)).toBe('got 4 bytes');
    const exchange = await proxy.sink.finished();
    expect(exchange.request).toMatchObject({ method: 'CONNECT', url: `https://127.0.0.1:${origin.port}` });
    expect(exchange.response?.body?.totalBytes).toBe(11);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('the few words of a client that closes its side behind them reach the server', async () => {
  const origin = await tcpServer(
    (socket) => {
      let text = '';
      socket.on('data', (bytes: Buffer) => {
        text += bytes.toString('latin1');
      });
      socket.on('end', () => socket.end(`heard ${text}`));
    },
    { allowHalfOpen: true },
  );
  const proxy = await startProxy();
  try {
    const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write(`CONNECT 127.0.0.1:${origin.port} HTTP/1.1\r\n\r\n`);
    await readUntil(socket, '\r\n\r\n');
    socket.end('QUIT');
    expect(await readUntil(socket, null)).toBe('heard QUIT');
    const exchange = await proxy.sink.finished();
    expect(exchange.error).toBeNull();
    expect(exchange.request.body?.totalBytes).toBe(4);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('connections to a server are kept and used again, and one that died idle does not fail the next request', async () => {
  let connections = 0;
  let requests = 0;
  const origin = await tcpServer((socket) => {
    connections += 1;
    socket.on('data', () => {
      requests += 1;
      // The third request on a kept connection meets a server that hangs up.
      if (requests === 3) socket.destroy();
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  });
  const proxy = await startProxy();
  try {
    for (let call = 0; call < 3; call += 1) {
      expect((await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/`)).status).toBe(200);
    }
    expect(connections).toBe(2);
    expect((await proxy.sink.finished(1)).connection.isReused).toBe(true);
  } finally {
    await proxy.close();
    await origin.close();
  }
});

test('a WebSocket handshake passes, and bytes follow both ways', async () => {
  const origin = await tcpServer((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      socket.on('data', (bytes) => socket.write(bytes.toString().toUpperCase()));
    });
  });
  const proxy = await startProxy();
  try {
    const socket = connect(proxy.port, '127.0.0.1');
    socket.write(
      `GET http://127.0.0.1:${origin.port}/chat HTTP/1.1\r\nHost: 127.0.0.1:${origin.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGVzdA==\r\n\r\n`,
    );
    expect(await readUntil(socket, '\r\n\r\n')).toMatch(/^HTTP\/1\.1 101 /);
    socket.write('ping');
    expect(await readUntil(socket, 'PING')).toBe('PING');
    socket.end();
    const exchange = await proxy.sink.finished();
    expect(exchange.request.url).toBe(`http://127.0.0.1:${origin.port}/chat`);
    expect(exchange.response?.status).toBe(101);
  } finally {
    await proxy.close();
    await origin.close();
  }
});
