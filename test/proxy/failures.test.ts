import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import type { Exchange } from '../../src/exchange/exchange.ts';
import { transportCause } from '../../src/exchange/transport-error.ts';
import { originCertificate } from '../support/origin-certificate.ts';
import { callThrough, openTunnel, readUntil, startProxy, type TestProxy } from '../support/proxy.ts';
import { closedPort, httpServer, httpsServer, tcpServer } from '../support/servers.ts';

const causeOf = (exchange: Exchange) => transportCause(exchange.error!, exchange.response?.status ?? null);

async function withProxy(options: Parameters<typeof startProxy>[0], use: (proxy: TestProxy) => Promise<void>) {
  const proxy = await startProxy(options);
  try {
    await use(proxy);
  } finally {
    await proxy.close();
  }
}

test('a closed port: 502 in JSON for a client that accepts JSON, with the cause in a header', () =>
  withProxy({}, async (proxy) => {
    const port = await closedPort();
    const answer = await callThrough(proxy.port, `http://127.0.0.1:${port}/x`, {
      headers: { accept: 'application/json' },
    });
    expect(answer.status).toBe(502);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['x-httpwhy-cause']).toBe('connection-refused');
    expect(JSON.parse(answer.body.toString())).toEqual({
      error: {
        source: 'httpwhy',
        cause: 'connection-refused',
        message: `nothing listens on 127.0.0.1:${port}`,
        advice: `Start the server on port ${port}, or correct the port in the URL.`,
        code: 'ECONNREFUSED',
      },
    });
    const exchange = await proxy.sink.finished();
    expect(exchange).toMatchObject({
      response: null,
      proxyStatus: 502,
      error: { phase: 'connect', code: 'ECONNREFUSED' },
    });
  }));

test('a client without a preference is told in plain text', () =>
  withProxy({}, async (proxy) => {
    const port = await closedPort();
    const answer = await callThrough(proxy.port, `http://127.0.0.1:${port}/`, { headers: { accept: '*/*' } });
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body.toString()).toBe(
      `httpwhy: nothing listens on 127.0.0.1:${port}\nStart the server on port ${port}, or correct the port in the URL.\n(connection-refused, ECONNREFUSED)\n`,
    );
  }));

test('a name that does not resolve is a failure of DNS', () =>
  withProxy({}, async (proxy) => {
    // RFC 6761 reserves .invalid; resolvers without a network answer with EAI_AGAIN.
    const answer = await callThrough(proxy.port, 'http://no-such-host.invalid/');
    expect(answer.status).toBe(502);
    const exchange = await proxy.sink.finished();
    expect(exchange.error?.phase).toBe('dns');
    expect(causeOf(exchange)).toBe('dns-failure');
  }));

test('a server that closes before any response: connection-reset', async () => {
  const origin = await tcpServer((socket) => socket.once('data', () => socket.destroy()));
  try {
    await withProxy({}, async (proxy) => {
      const answer = await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/`, { method: 'POST', body: 'x' });
      expect(answer.status).toBe(502);
      expect(causeOf(await proxy.sink.finished())).toBe('connection-reset');
    });
  } finally {
    await origin.close();
  }
});

test('a server that never answers: 504 and response-timeout', async () => {
  const origin = await tcpServer((socket) => socket.resume());
  try {
    await withProxy({ responseTimeoutMs: 50 }, async (proxy) => {
      const answer = await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/`);
      expect(answer.status).toBe(504);
      const exchange = await proxy.sink.finished();
      expect(exchange.error?.code).toBe('ETIMEDOUT');
      expect(causeOf(exchange)).toBe('response-timeout');
    });
  } finally {
    await origin.close();
  }
});

test('a TLS handshake that never ends: 504 and connect-timeout', async () => {
  const origin = await tcpServer((socket) => socket.resume());
  try {
    await withProxy({ connectTimeoutMs: 50 }, async (proxy) => {
      const answer = await callThrough(proxy.port, `https://127.0.0.1:${origin.port}/`);
      expect(answer.status).toBe(504);
      const exchange = await proxy.sink.finished();
      expect(exchange.error).toMatchObject({ phase: 'tls-upstream', code: 'ETIMEDOUT' });
      expect(causeOf(exchange)).toBe('connect-timeout');
    });
  } finally {
    await origin.close();
  }
});

for (const [name, bytes] of [
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['a header line that is none', 'HTTP/1.1 200 OK\r\nnot a header\r\n\r\n'],
] as const) {
  test(`a server that answers with ${name}: invalid-response`, async () => {
    const origin = await tcpServer((socket) => socket.once('data', () => socket.end(bytes)));
    try {
      await withProxy({}, async (proxy) => {
        const answer = await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/`);
        expect(answer.status).toBe(502);
        expect(causeOf(await proxy.sink.finished())).toBe('invalid-response');
      });
    } finally {
      await origin.close();
    }
  });
}

for (const [name, head, whole] of [
  ['before Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n', 'only this'],
  ['before the last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '9\r\nonly this\r\n'],
] as const) {
  test(`a response cut off ${name} is recorded as truncated, and the client sees it cut off too`, async () => {
    const origin = await tcpServer((socket) => socket.once('data', () => socket.end(head + whole)));
    try {
      await withProxy({}, async (proxy) => {
        await expect(callThrough(proxy.port, `http://127.0.0.1:${origin.port}/`)).rejects.toThrow('aborted');
        const exchange = await proxy.sink.finished();
        expect(causeOf(exchange)).toBe('truncated-response');
        expect(Buffer.from(exchange.response!.body!.bytes).toString()).toBe('only this');
      });
    } finally {
      await origin.close();
    }
  });
}

test('a client that leaves while it waits: client-aborted, and the server is let go', async () => {
  const closed = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const origin = await tcpServer((socket) => {
    socket.once('data', () => asked.resolve());
    socket.once('close', () => closed.resolve());
  });
  try {
    await withProxy({}, async (proxy) => {
      const socket = connect(proxy.port, '127.0.0.1');
      socket.write(`GET http://127.0.0.1:${origin.port}/slow HTTP/1.1\r\nHost: x\r\n\r\n`);
      await asked.promise;
      socket.destroy();
      expect(causeOf(await proxy.sink.finished())).toBe('client-aborted');
      await closed.promise;
    });
  } finally {
    await origin.close();
  }
});

test('TLS failures of servers are told apart', async () => {
  const good = originCertificate('127.0.0.1');
  const otherName = originCertificate('other.test');
  const expired = originCertificate('127.0.0.1', new Date(Date.now() - 90 * 86_400_000));
  const cases = [
    { certificate: good, roots: [], cause: 'tls-untrusted-certificate' },
    { certificate: otherName, roots: [otherName.ca], cause: 'tls-hostname-mismatch' },
    { certificate: expired, roots: [expired.ca], cause: 'tls-certificate-expired' },
  ];
  for (const { certificate, roots, cause } of cases) {
    const origin = await httpsServer(certificate, (_request, response) => response.end());
    try {
      await withProxy({ rootCertificates: roots }, async (proxy) => {
        const answer = await callThrough(proxy.port, `https://127.0.0.1:${origin.port}/`);
        expect(answer.headers['x-httpwhy-cause']).toBe(cause);
        expect(causeOf(await proxy.sink.finished())).toBe(cause);
      });
    } finally {
      await origin.close();
    }
  }
});

test('TLS to a port that speaks plain HTTP, and a server that wants a client certificate: tls-handshake-failed', async () => {
  const certificate = originCertificate('127.0.0.1');
  const plain = await httpServer((_request, response) => response.end());
  const mutual = await httpsServer(
    { ...certificate, requestCert: true, rejectUnauthorized: true },
    (_request, response) => response.end(),
  );
  try {
    await withProxy({ rootCertificates: [certificate.ca] }, async (proxy) => {
      for (const origin of [plain, mutual]) {
        const answer = await callThrough(proxy.port, `https://127.0.0.1:${origin.port}/`);
        expect(answer.headers['x-httpwhy-cause']).toBe('tls-handshake-failed');
      }
      expect((await proxy.sink.finished(1)).error?.code).toBe('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
    });
  } finally {
    await plain.close();
    await mutual.close();
  }
});

test('a client that does not trust our certificate: client-rejects-proxy-ca, named by the host it asked for', () =>
  withProxy({}, async (proxy) => {
    const socket = await openTunnel(proxy.port, 'api.example.com:443');
    const secure = connectTls({ socket, servername: 'api.example.com' });
    secure.on('error', () => undefined);
    const exchange = await proxy.sink.finished();
    expect(exchange.request).toMatchObject({ method: 'CONNECT', url: 'https://api.example.com:443' });
    expect(exchange.error?.phase).toBe('tls-client');
    expect(causeOf(exchange)).toBe('client-rejects-proxy-ca');
  }));

for (const [name, text, status, code] of [
  ['a request that is not HTTP', 'HELLO\r\n\r\n', 400, 'ERR_PROXY_BAD_REQUEST'],
  ['a request to the proxy itself in origin form', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'ERR_PROXY_BAD_REQUEST'],
  ['CONNECT without a port', 'CONNECT example.com HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'ERR_PROXY_BAD_REQUEST'],
  ['headers without end', `GET http://x/ HTTP/1.1\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`, 431, 'ERR_PROXY_LIMIT'],
] as const) {
  test(`${name} is refused, recorded as proxy-rejected, and the next request is served`, () =>
    withProxy({}, async (proxy) => {
      const socket = connect(proxy.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(text);
      expect(await readUntil(socket, '\r\n\r\n')).toMatch(
        new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*x-httpwhy-cause: proxy-rejected`),
      );
      socket.destroy();
      const exchange = await proxy.sink.finished();
      expect(exchange.error?.code).toBe(code);
      expect(exchange.proxyStatus).toBe(status);
      const origin = await httpServer((_request, response) => response.end('fine'));
      try {
        expect((await callThrough(proxy.port, `http://127.0.0.1:${origin.port}/`)).status).toBe(200);
      } finally {
        await origin.close();
      }
    }));
}

test('a request to the proxy’s own address is not forwarded in a circle', () =>
  withProxy({}, async (proxy) => {
    const answer = await callThrough(proxy.port, `http://localhost:${proxy.port}/`);
    expect(answer.status).toBe(400);
    expect((await proxy.sink.finished()).error?.code).toBe('ERR_PROXY_LOOP');
    expect(proxy.sink.finishedCount).toBe(1);
  }));
