import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Connector } from '../../src/proxy/connector.ts';
import { readProxyPolicy } from '../../src/proxy/upstream-connection/proxy-policy.ts';
import { serverCertificate } from '../support/certificates.ts';
import { destination, failureOf, receive, withConnector } from '../support/connections.ts';
import { closedPort, type TestServer, tcpServer } from '../support/servers.ts';
import { tlsServer } from '../support/tls-server.ts';
import { type HttpProxyOptions, httpProxy, type SocksProxyOptions, socksProxy } from '../support/upstream-proxies.ts';

const HOST = 'name.test';
const certificate = serverCertificate(HOST);
const proxyCertificate = serverCertificate('127.0.0.1');
const rootCertificates = [certificate.ca, proxyCertificate.ca];

const through = (option: string, environment: Record<string, string> = {}) => ({
  rootCertificates,
  upstreamProxy: readProxyPolicy({ option, environment }, null),
  // Whoever resolves a destination's name here does what the proxy is for.
  lookup: () => {
    throw new Error('the name must go to the proxy');
  },
});

async function closing(servers: readonly TestServer[], use: () => Promise<void>): Promise<void> {
  try {
    await use();
  } finally {
    for (const server of servers) await server.close();
  }
}

const greeter = () => tlsServer(certificate.served, (socket) => socket.end('hello'));

async function greetingOf(connector: Connector, port: number) {
  const connected = await connector.connect(destination('https', HOST, port), ['http/1.1']);
  expect(await receive(connected.socket)).toBe('hello');
  connected.socket.destroy();
  return connected;
}

describe('an HTTP proxy', () => {
  for (const [name, login, options] of [
    ['without a login', '', {}],
    ['with a login', 'ann:s3cret@', { login: 'ann:s3cret' }],
  ] as const) {
    test(`${name}: https goes through a tunnel`, async () => {
      const [origin, proxy] = [await greeter(), await httpProxy(options)];
      await closing([origin, proxy], () =>
        withConnector(through(`http://${login}127.0.0.1:${proxy.port}`), async (connector) => {
          const { connection, absoluteForm, proxyAuthorization } = await greetingOf(connector, origin.port);
          expect(connection).toMatchObject({
            id: 1,
            server: `127.0.0.1:${proxy.port}`,
            via: `http://127.0.0.1:${proxy.port}`,
            dnsMs: null,
            tcpMs: expect.any(Number),
            tlsMs: expect.any(Number),
            tls: { serverName: HOST, distrust: null, chain: [{ names: ['DNS:name.test'] }] },
          });
          expect({ absoluteForm, proxyAuthorization }).toEqual({ absoluteForm: false, proxyAuthorization: null });
          const authorization = login === '' ? '' : 'Proxy-Authorization: Basic YW5uOnMzY3JldA==\r\n';
          const authority = `${HOST}:${origin.port}`;
          expect(proxy.heads).toEqual([`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization}\r\n`]);
        }),
      );
    });

    test(`${name}: requests of plain http go to the proxy itself`, async () => {
      const proxy = await httpProxy(options);
      await closing([proxy], () =>
        withConnector(through(`http://${login}127.0.0.1:${proxy.port}`), async (connector) => {
          const connected = await connector.connect(destination('http', HOST, 80), null);
          expect(connected).toMatchObject({
            connection: { server: `127.0.0.1:${proxy.port}`, via: `http://127.0.0.1:${proxy.port}`, tls: null },
            absoluteForm: true,
            proxyAuthorization: login === '' ? null : 'Basic YW5uOnMzY3JldA==',
          });
          expect(proxy.heads).toEqual([]);
          connected.socket.destroy();
        }),
      );
    });
  }

  test('plain HTTP/2 gets a tunnel, because proxies forward HTTP/1.1 only', async () => {
    const [origin, proxy] = [await tcpServer((socket) => socket.end('h2c')), await httpProxy()];
    await closing([origin, proxy], () =>
      withConnector(through(`http://127.0.0.1:${proxy.port}`), async (connector) => {
        const { socket, absoluteForm } = await connector.connect(destination('http', HOST, origin.port), ['h2']);
        expect(absoluteForm).toBe(false);
        expect(await receive(socket)).toBe('h2c');
        socket.destroy();
      }),
    );
  });

  test('bytes that pass unread have a tunnel, and what the server said early is not lost', async () => {
    const [origin, proxy] = [await tcpServer((socket) => socket.end(' world')), await httpProxy({ early: 'hello' })];
    await closing([origin, proxy], () =>
      withConnector(through(`http://127.0.0.1:${proxy.port}`), async (connector) => {
        const { socket, connection, alpn, absoluteForm } = await connector.connectTcp('127.0.0.1', origin.port);
        expect(await receive(socket)).toBe('hello world');
        expect({ alpn, absoluteForm, tls: connection.tls }).toEqual({ alpn: null, absoluteForm: false, tls: null });
        expect(connection.via).toBe(`http://127.0.0.1:${proxy.port}`);
        socket.destroy();
      }),
    );
  });

  test('over TLS: https in a tunnel inside, plain http as it is', async () => {
    const [origin, proxy] = [await greeter(), await httpProxy({ tls: proxyCertificate.served, login: 'ann:s3cret' })];
    await closing([origin, proxy], () =>
      withConnector(through(`https://ann:s3cret@127.0.0.1:${proxy.port}`), async (connector) => {
        const { connection } = await greetingOf(connector, origin.port);
        expect(connection).toMatchObject({ via: `https://127.0.0.1:${proxy.port}`, tls: { serverName: HOST } });
        const plain = await connector.connect(destination('http', HOST, 80), null);
        expect(plain).toMatchObject({ absoluteForm: true, connection: { tls: null } });
        plain.socket.write('GET http://name.test/ HTTP/1.1\r\nProxy-Authorization: Basic YW5uOnMzY3JldA==\r\n\r\n');
        const [answer] = (await once(plain.socket, 'data')) as [Buffer];
        expect(answer.toString()).toMatch(/^HTTP\/1\.1 204 /);
        plain.socket.destroy();
      }),
    );
  });

  test('a name in Unicode is sent in its ASCII form; one with a line feed in it is not sent', async () => {
    const proxy = await httpProxy({ answer: 'HTTP/1.1 502 Bad Gateway\r\n\r\n' });
    await closing([proxy], () =>
      withConnector(through(`http://127.0.0.1:${proxy.port}`), async (connector) => {
        await failureOf(connector.connectTcp('bücher.example', 443));
        await failureOf(connector.connectTcp('2001:db8::1', 443));
        expect(await failureOf(connector.connectTcp('a.test:443 HTTP/1.1\r\nX: y\r\n', 443))).toMatchObject({
          phase: 'dns',
          message: 'not a host name',
        });
        expect(proxy.heads).toEqual([
          'CONNECT xn--bcher-kva.example:443 HTTP/1.1\r\nHost: xn--bcher-kva.example:443\r\n\r\n',
          'CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n',
        ]);
      }),
    );
  });

  test('an exception of NO_PROXY is reached directly', async () => {
    const [origin, proxy] = [await greeter(), await httpProxy()];
    const options = {
      ...through(`http://127.0.0.1:${proxy.port}`, { NO_PROXY: HOST }),
      lookup: ((_hostname, _options, callback) => callback(null, [{ address: '127.0.0.1' }])) satisfies Parameters<
        typeof withConnector
      >[0]['lookup'],
    };
    await closing([origin, proxy], () =>
      withConnector(options, async (connector) => {
        const { connection } = await greetingOf(connector, origin.port);
        expect(connection).toMatchObject({ via: null, server: `127.0.0.1:${origin.port}` });
        expect(proxy.heads).toEqual([]);
      }),
    );
  });
});

describe('a SOCKS5 proxy', () => {
  for (const [name, login, options] of [
    ['without a login', '', {}],
    ['with a login', 'ann:s3cret@', { login: 'ann:s3cret' }],
    ['that answers byte by byte', 'ann:s3cret@', { login: 'ann:s3cret', isSlow: true }],
  ] as const) {
    test(`${name}: https, with the name resolved at the proxy`, async () => {
      const [origin, proxy] = [await greeter(), await socksProxy(options)];
      await closing([origin, proxy], () =>
        withConnector(through(`socks5://${login}127.0.0.1:${proxy.port}`), async (connector) => {
          const { connection } = await greetingOf(connector, origin.port);
          expect(connection).toMatchObject({
            server: `127.0.0.1:${proxy.port}`,
            via: `socks5://127.0.0.1:${proxy.port}`,
            tls: { serverName: HOST },
          });
          expect(proxy.asked).toEqual([{ kind: 3, host: HOST, port: origin.port }]);
        }),
      );
    });
  }

  test('a login that the proxy does not ask for is kept', async () => {
    const [origin, proxy] = [await greeter(), await socksProxy()];
    await closing([origin, proxy], () =>
      withConnector(through(`socks5h://ann:s3cret@127.0.0.1:${proxy.port}`), async (connector) => {
        await greetingOf(connector, origin.port);
      }),
    );
  });

  test('plain http and bytes that pass unread go through it in the same way, addresses as addresses', async () => {
    const [origin, proxy] = [await tcpServer((socket) => socket.end('hello')), await socksProxy()];
    await closing([origin, proxy], () =>
      withConnector(through(`socks5://127.0.0.1:${proxy.port}`), async (connector) => {
        const plain = await connector.connect(destination('http', '127.0.0.1', origin.port), null);
        expect(plain).toMatchObject({ absoluteForm: false, proxyAuthorization: null });
        expect(await receive(plain.socket)).toBe('hello');
        const opaque = await connector.connectTcp('2001:db8::1', origin.port);
        expect(await receive(opaque.socket)).toBe('hello');
        const unicode = await connector.connectTcp('bücher.example', origin.port);
        expect(proxy.asked).toEqual([
          { kind: 1, host: '127.0.0.1', port: origin.port },
          { kind: 4, host: '20010db8000000000000000000000001', port: origin.port },
          { kind: 3, host: 'xn--bcher-kva.example', port: origin.port },
        ]);
        for (const { socket } of [plain, opaque, unicode]) socket.destroy();
      }),
    );
  });

  test('a name that is too long for SOCKS5 is not sent', async () => {
    const proxy = await socksProxy();
    await closing([proxy], () =>
      withConnector(through(`socks5://127.0.0.1:${proxy.port}`), async (connector) => {
        const { message } = await failureOf(connector.connectTcp('a'.repeat(256), 80));
        expect(message).toBe(`the upstream proxy 127.0.0.1:${proxy.port} takes no host name longer than 255 bytes`);
      }),
    );
  });
});

describe('a proxy that refuses is named, with what it said', () => {
  for (const [name, login, options, sentence] of [
    ['no login', '', { login: 'ann:s3cret' }, 'answered 407 Proxy Authentication Required'],
    ['the wrong login', 'ann:wrong@', { login: 'ann:s3cret' }, 'answered 407 Proxy Authentication Required'],
    ['403', '', { answer: 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n' }, 'answered 403 Forbidden'],
    ['no reason', '', { answer: 'HTTP/1.0 502\r\n\r\n' }, 'answered 502'],
    ['controls', '', { answer: 'HTTP/1.1 502 \x1b[31mBad\r\n\r\n' }, 'answered 502 \\x1b[31mBad'],
    ['a redirect', '', { answer: 'HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n' }, 'answered 302 Found'],
    [
      'another protocol',
      '',
      { answer: 'SSH-2.0-OpenSSH_9.6\r\n' },
      'answered with something that is not HTTP: SSH-2.0-OpenSSH_9.6',
    ],
    [
      'a bad status',
      '',
      { answer: 'HTTP/1.1 2000 OK\r\n\r\n' },
      'answered with something that is not HTTP: HTTP/1.1 2000 OK',
    ],
    [
      'endless headers',
      '',
      { answer: `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(40_000)}` },
      'sent an answer that is too long',
    ],
  ] as const satisfies readonly (readonly [string, string, HttpProxyOptions, string])[]) {
    test(`HTTP, ${name}: ${sentence}`, async () => {
      const proxy = await httpProxy(options);
      await closing([proxy], () =>
        withConnector(through(`http://${login}127.0.0.1:${proxy.port}`), async (connector) => {
          expect(await failureOf(connector.connect(destination('https', HOST, 443), null))).toEqual({
            phase: 'connect',
            code: 'ERR_UPSTREAM_PROXY',
            message: `the upstream proxy 127.0.0.1:${proxy.port} ${sentence}`,
          });
        }),
      );
    });
  }

  for (const [name, login, options, sentence] of [
    ['no login', '', { login: 'ann:s3cret' }, 'demands a user name and a password'],
    ['the wrong login', 'ann:wrong@', { login: 'ann:s3cret' }, 'did not accept user name and password'],
    ['general failure', '', { reply: 1 }, 'failed'],
    ['its rules', '', { reply: 2 }, 'does not allow this connection by its rules'],
    ['unreachable network', '', { reply: 3 }, 'reports that the network is unreachable'],
    ['unreachable host', '', { reply: 4 }, 'reports that the host is unreachable'],
    ['refused', '', { reply: 5 }, 'reports that the server refused the connection'],
    ['expired', '', { reply: 6 }, 'reports that the connection attempt took too long'],
    ['an unknown reply', '', { reply: 91 }, 'failed with the unknown reply 91'],
  ] as const satisfies readonly (readonly [string, string, SocksProxyOptions, string])[]) {
    test(`SOCKS5, ${name}: ${sentence}`, async () => {
      const proxy = await socksProxy(options);
      await closing([proxy], () =>
        withConnector(through(`socks5://${login}127.0.0.1:${proxy.port}`), async (connector) => {
          expect(await failureOf(connector.connect(destination('https', HOST, 443), null))).toEqual({
            phase: 'connect',
            code: 'ERR_UPSTREAM_PROXY',
            message: `the upstream proxy 127.0.0.1:${proxy.port} ${sentence}`,
          });
        }),
      );
    });
  }
});

describe('a proxy that is none', () => {
  for (const scheme of ['http', 'https', 'socks5'] as const) {
    test(`${scheme}: a closed port`, async () => {
      const port = await closedPort();
      await withConnector(through(`${scheme}://127.0.0.1:${port}`), async (connector) => {
        expect(await failureOf(connector.connect(destination('https', HOST, 443), null))).toEqual({
          phase: 'connect',
          code: 'ERR_UPSTREAM_PROXY',
          message: `the upstream proxy 127.0.0.1:${port} refused the connection (ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:${port})`,
        });
      });
    });
  }

  for (const [name, scheme, serve, sentence] of [
    ['closes', 'http', (socket) => socket.resume().end(), 'closed the connection without an answer'],
    ['closes', 'socks5', (socket) => socket.resume().end(), 'closed the connection without an answer'],
    [
      'resets',
      'http',
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
      'broke the connection off (ECONNRESET)',
    ],
    [
      'speaks HTTP',
      'socks5',
      (socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'answered with something that is not SOCKS5',
    ],
    [
      'chooses a method that was not offered',
      'socks5',
      (socket) => socket.resume().write(Buffer.from([5, 1])),
      'chose an authentication that was not offered (1)',
    ],
    [
      'has an address of an unknown kind',
      'socks5',
      (socket) => socket.resume().write(Buffer.from([5, 0, 5, 0, 0, 9, 9])),
      'answered with something that is not SOCKS5',
    ],
    [
      'speaks no TLS',
      'https',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'did not complete a TLS handshake that can be trusted (ERR_SSL_WRONG_VERSION_NUMBER: wrong version number)',
    ],
    ['is silent', 'http', (socket) => socket.resume(), 'did not answer within 300 ms'],
    ['is silent', 'socks5', (socket) => socket.resume(), 'did not answer within 300 ms'],
    [
      'is silent',
      'https',
      (socket) => socket.resume(),
      'did not complete a TLS handshake that can be trusted (ETIMEDOUT: TLS handshake not complete within 300 ms)',
    ],
  ] as const satisfies readonly (readonly [string, string, (socket: Socket) => unknown, string])[]) {
    test(`${scheme}: one that ${name}, and its connection is closed`, async () => {
      const closed = Promise.withResolvers<void>();
      const proxy = await tcpServer((socket) => {
        socket.once('close', () => closed.resolve());
        serve(socket);
      });
      const connectTimeoutMs = name === 'is silent' ? 300 : 10_000;
      await closing([proxy], () =>
        withConnector({ ...through(`${scheme}://127.0.0.1:${proxy.port}`), connectTimeoutMs }, async (connector) => {
          expect(await failureOf(connector.connect(destination('https', HOST, 443), null))).toEqual({
            phase: 'connect',
            code: 'ERR_UPSTREAM_PROXY',
            message: `the upstream proxy 127.0.0.1:${proxy.port} ${sentence}`,
          });
          await closed.promise;
        }),
      );
    });
  }

  test('a name that does not resolve', () => {
    const lookup = ((hostname, _options, callback) =>
      callback(
        Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }),
        [],
      )) satisfies Parameters<typeof withConnector>[0]['lookup'];
    return withConnector({ ...through('http://proxy.test:3128'), lookup }, async (connector) => {
      expect((await failureOf(connector.connect(destination('http', HOST, 80), null))).message).toBe(
        'the upstream proxy proxy.test:3128 has a name that does not resolve (ENOTFOUND: getaddrinfo ENOTFOUND proxy.test)',
      );
    });
  });

  test('a certificate that is not trusted; with --insecure-upstream it is', async () => {
    const proxy = await httpProxy({ tls: serverCertificate('other.test').served });
    await closing([proxy], async () => {
      const options = through(`https://127.0.0.1:${proxy.port}`);
      await withConnector(options, async (connector) => {
        const failure = await failureOf(connector.connect(destination('http', HOST, 80), null));
        expect(failure).toMatchObject({ phase: 'connect', code: 'ERR_UPSTREAM_PROXY' });
        expect(failure.message).toContain('that can be trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE: CN=other.test');
      });
      await withConnector({ ...options, verifiesServers: false }, async (connector) => {
        (await connector.connect(destination('http', HOST, 80), null)).socket.destroy();
      });
    });
  });
});

test('what breaks behind the proxy is a failure of the server', async () => {
  const [origin, proxy] = [await tcpServer((socket) => socket.once('data', () => socket.end())), await httpProxy()];
  await closing([origin, proxy], () =>
    withConnector(through(`http://127.0.0.1:${proxy.port}`), async (connector) => {
      const failure = await failureOf(connector.connect(destination('https', HOST, origin.port), null));
      expect(failure).toMatchObject({ phase: 'tls-upstream', code: 'ECONNRESET' });
    }),
  );
});

test('a proxy that opens a tunnel and closes it at once is heard, not waited for', async () => {
  const proxy = await tcpServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n')));
  await closing([proxy], () =>
    withConnector(through(`http://127.0.0.1:${proxy.port}`), async (connector) => {
      const failure = await failureOf(connector.connect(destination('https', HOST, 443), null));
      expect(failure).toMatchObject({ phase: 'tls-upstream', code: 'ECONNRESET' });
    }),
  );
});
