import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { type TransportCause, transportCause } from '../../src/exchange/transport-error.ts';
import type { Connected, Connector, ConnectorOptions } from '../../src/proxy/connector.ts';
import type { Lookup } from '../../src/proxy/upstream-connection/resolver.ts';
import { chainOfThree, selfSigned, serverCertificate } from '../support/certificates.ts';
import { destination, failureOf, withConnector } from '../support/connections.ts';
import { tcpServer } from '../support/servers.ts';
import { type TestTlsServer, tlsServer } from '../support/tls-server.ts';

const HOST = 'api.test';
const OLD = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;

/** Every name is this machine. */
const lookup: Lookup = (_hostname, _options, callback) => callback(null, [{ address: '127.0.0.1' }]);

async function withOrigin(
  tls: Parameters<typeof tlsServer>[0],
  options: Partial<ConnectorOptions>,
  use: (connector: Connector, origin: TestTlsServer) => Promise<void>,
  serve?: (socket: TLSSocket) => void,
): Promise<void> {
  const origin = await tlsServer(tls, serve);
  try {
    await withConnector({ lookup, ...options }, (connector) => use(connector, origin));
  } finally {
    await origin.close();
  }
}

describe('the facts of a connection', () => {
  test('protocol, cipher, SNI, and the chain as it was sent, without the root that we know ourselves', async () => {
    const { key, leaf, intermediate, root } = chainOfThree(HOST);
    await withOrigin({ key, cert: leaf + intermediate }, { rootCertificates: [root] }, async (connector, { port }) => {
      const { socket, connection, alpn } = await connector.connect(destination('https', HOST, port), null);
      const at = (text: string) => new Date(text).toISOString().replace('.000Z', 'Z');
      const [own, issuer] = [new X509Certificate(leaf), new X509Certificate(intermediate)];
      expect(connection).toEqual({
        id: 1,
        server: `127.0.0.1:${port}`,
        via: null,
        dnsMs: expect.any(Number),
        tcpMs: expect.any(Number),
        tlsMs: expect.any(Number),
        tls: {
          protocol: 'TLSv1.3',
          cipher: 'TLS_AES_256_GCM_SHA384',
          alpn: null,
          serverName: HOST,
          distrust: null,
          chain: [
            {
              subject: 'CN=api.test, O=Example\\, Inc',
              issuer: 'CN=Intermediate, O=Example\\, Inc',
              names: ['DNS:api.test'],
              validFrom: at(own.validFrom),
              validTo: at(own.validTo),
              fingerprint: own.fingerprint256,
            },
            {
              subject: 'CN=Intermediate, O=Example\\, Inc',
              issuer: 'CN=Root, O=Example\\, Inc',
              names: [],
              validFrom: at(issuer.validFrom),
              validTo: at(issuer.validTo),
              fingerprint: issuer.fingerprint256,
            },
          ],
        },
      });
      expect(connection.tls?.chain[0]?.validFrom).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(connection.tlsMs).toBeGreaterThan(0);
      expect(alpn).toBeNull();
      socket.destroy();
    });
  });

  test('a chain in disorder and with a root is shown as it was sent', async () => {
    const { key, leaf, intermediate, root } = chainOfThree(HOST);
    const cert = leaf + root + intermediate;
    await withOrigin({ key, cert }, { rootCertificates: [root] }, async (connector, { port }) => {
      const { socket, connection } = await connector.connect(destination('https', HOST, port), null);
      const subjects = connection.tls?.chain.map(({ subject }) => subject.split(',')[0]);
      expect(subjects).toEqual(['CN=api.test', 'CN=Root', 'CN=Intermediate']);
      socket.destroy();
    });
  });

  test('an address is no SNI, but checked against the certificate', async () => {
    const certificate = serverCertificate('127.0.0.1');
    const options = { rootCertificates: [certificate.ca] };
    await withOrigin(certificate.served, options, async (connector, { port }) => {
      const { socket, connection } = await connector.connect(destination('https', '127.0.0.1', port), null);
      expect(connection.tls).toMatchObject({ serverName: null, chain: [{ names: ['IP Address:127.0.0.1'] }] });
      socket.destroy();
    });
  });

  test('inside a tunnel the name that the client asked for is the one that counts', async () => {
    const certificate = serverCertificate(HOST);
    const options = { rootCertificates: [certificate.ca] };
    await withOrigin(certificate.served, options, async (connector, { port }) => {
      const { socket, connection } = await connector.connect(
        destination('https', '127.0.0.1', port, 'API.test.'),
        null,
      );
      expect(connection.tls?.serverName).toBe(HOST);
      socket.destroy();
    });
  });

  test('ALPN: what both speak, or nothing where the server does not choose', async () => {
    const certificate = serverCertificate(HOST);
    const options = { rootCertificates: [certificate.ca] };
    const alpnOf = async (connector: Connector, port: number, offer: readonly string[] | null) => {
      const { socket, alpn, connection } = await connector.connect(destination('https', HOST, port), offer);
      socket.destroy();
      expect(connection.tls?.alpn).toBe(alpn);
      return alpn;
    };
    await withOrigin(
      { ...certificate.served, ALPNProtocols: ['h2', 'http/1.1'] },
      options,
      async (connector, { port }) => {
        expect(await alpnOf(connector, port, ['h2', 'http/1.1'])).toBe('h2');
        expect(await alpnOf(connector, port, ['http/1.1'])).toBe('http/1.1');
        expect(await alpnOf(connector, port, null)).toBeNull();
      },
    );
    await withOrigin(certificate.served, options, async (connector, { port }) => {
      expect(await alpnOf(connector, port, ['h2', 'http/1.1'])).toBeNull();
    });
  });
});

interface FailureCase {
  readonly name: string;
  readonly tls: Parameters<typeof tlsServer>[0];
  readonly roots: readonly string[];
  readonly code: string;
  readonly message: string | RegExp;
  readonly cause: TransportCause;
}

const three = chainOfThree(HOST);
const good = serverCertificate(HOST);
const other = serverCertificate('other.test');
const expired = serverCertificate(HOST, { fromDays: -40, toDays: -10 });
const future = serverCertificate(HOST, { fromDays: 10, toDays: 40 });
const staleChain = chainOfThree(HOST, { fromDays: -40, toDays: -10 });
const DATES = /valid from \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ to \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const DISTRUSTED: readonly FailureCase[] = [
  {
    name: 'a self-signed certificate',
    tls: selfSigned(HOST),
    roots: [],
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    message: /^CN=api\.test, O=Example\\, Inc, issued by CN=api\.test, O=Example\\, Inc, valid from /,
    cause: 'tls-untrusted-certificate',
  },
  {
    name: 'a certificate of an unknown issuer',
    tls: good.served,
    roots: [other.ca],
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    message: DATES,
    cause: 'tls-untrusted-certificate',
  },
  {
    name: 'a certificate without the intermediate one',
    tls: { key: three.key, cert: three.leaf },
    roots: [three.root],
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    message: DATES,
    cause: 'tls-untrusted-certificate',
  },
  {
    name: 'a chain up to an unknown issuer',
    tls: { key: three.key, cert: three.leaf + three.intermediate },
    roots: [other.ca],
    code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    message: DATES,
    cause: 'tls-untrusted-certificate',
  },
  {
    name: 'a private CA that is sent along',
    tls: { key: three.key, cert: three.leaf + three.intermediate + three.root },
    roots: [],
    code: 'SELF_SIGNED_CERT_IN_CHAIN',
    message: DATES,
    cause: 'tls-untrusted-certificate',
  },
  {
    name: 'an expired certificate',
    tls: expired.served,
    roots: [expired.ca],
    code: 'CERT_HAS_EXPIRED',
    message: /^CN=api\.test,/,
    cause: 'tls-certificate-expired',
  },
  {
    name: 'an intermediate certificate that has expired, which is named',
    tls: { key: staleChain.key, cert: staleChain.leaf + staleChain.intermediate },
    roots: [staleChain.root],
    code: 'CERT_HAS_EXPIRED',
    message: /^CN=Intermediate, O=Example\\, Inc, issued by CN=Root,/,
    cause: 'tls-certificate-expired',
  },
  {
    name: 'a certificate that is not valid yet',
    tls: future.served,
    roots: [future.ca],
    code: 'CERT_NOT_YET_VALID',
    message: /^CN=api\.test,/,
    cause: 'tls-certificate-expired',
  },
  {
    name: 'a certificate for another name',
    tls: other.served,
    roots: [other.ca],
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    message:
      "Hostname/IP does not match certificate's altnames: Host: api.test. is not in the cert's altnames: DNS:other.test",
    cause: 'tls-hostname-mismatch',
  },
];

for (const { name, tls, roots, code, message, cause } of DISTRUSTED) {
  test(`${name}: ${code}, and the connection is closed`, () =>
    withOrigin(tls, { rootCertificates: roots }, async (connector, origin) => {
      const failure = await failureOf(connector.connect(destination('https', HOST, origin.port), ['http/1.1']));
      expect(failure).toMatchObject({ phase: 'tls-upstream', code });
      expect(failure.message).toMatch(message);
      expect(transportCause(failure, null)).toBe(cause);
      await origin.idle();
    }));

  test(`${name}, where any certificate is accepted: the connection stands, and the facts say why not`, () =>
    withOrigin(tls, { rootCertificates: roots, verifiesServers: false }, async (connector, { port }) => {
      const { socket, connection } = await connector.connect(destination('https', HOST, port), null);
      expect(connection.tls?.distrust).toBe(code);
      expect(connection.tls?.chain.length).toBeGreaterThan(0);
      socket.destroy();
    }));
}

test('an intermediate certificate that a person trusts is enough', () =>
  withOrigin(
    { key: three.key, cert: three.leaf },
    { rootCertificates: [three.intermediate] },
    async (connector, { port }) => {
      const { socket, connection } = await connector.connect(destination('https', HOST, port), null);
      expect(connection.tls).toMatchObject({ distrust: null, chain: [{ subject: 'CN=api.test, O=Example\\, Inc' }] });
      expect(connection.tls?.chain).toHaveLength(1);
      socket.destroy();
    },
  ));

describe('a handshake that breaks', () => {
  for (const [name, tls, code, message] of [
    [
      'a server with old protocol versions only',
      { ...good.served, ...OLD },
      'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
      'tlsv1 alert protocol version',
    ],
    [
      'a server with ciphers for another kind of key only',
      { ...good.served, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' },
      'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
      'ssl/tls alert handshake failure',
    ],
    [
      'a server that speaks no protocol that was offered',
      { ...good.served, ALPNProtocols: ['h2'] },
      'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
      'tlsv1 alert no application protocol',
    ],
  ] as const) {
    test(`${name}: ${code}`, () =>
      withOrigin(tls, { rootCertificates: [good.ca] }, async (connector, origin) => {
        const failure = await failureOf(connector.connect(destination('https', HOST, origin.port), ['http/1.1']));
        expect(failure).toEqual({ phase: 'tls-upstream', code, message });
        expect(transportCause(failure, null)).toBe('tls-handshake-failed');
        await origin.idle();
      }));
  }

  for (const [name, serve, code, message, cause] of [
    [
      'a server that speaks HTTP without TLS',
      (socket: Socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'wrong version number',
      'tls-handshake-failed',
    ],
    [
      'a server that speaks first, and no TLS',
      (socket: Socket) => socket.resume().write('SSH-2.0-OpenSSH_9.6\r\n'),
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'wrong version number',
      'tls-handshake-failed',
    ],
    [
      'a server that closes',
      (socket: Socket) => socket.once('data', () => socket.end()),
      'ECONNRESET',
      'Client network socket disconnected before secure TLS connection was established',
      'tls-handshake-failed',
    ],
    [
      'a server that resets',
      (socket: Socket) => socket.once('data', () => socket.resetAndDestroy()),
      'ECONNRESET',
      'read ECONNRESET',
      'tls-handshake-failed',
    ],
    [
      'a server that is silent',
      (socket: Socket) => socket.resume(),
      'ETIMEDOUT',
      'TLS handshake not complete within 300 ms',
      'connect-timeout',
    ],
  ] as const) {
    test(`${name}: ${code}, and nothing stays open`, async () => {
      const closed = Promise.withResolvers<void>();
      const origin = await tcpServer((socket) => {
        socket.once('close', () => closed.resolve());
        serve(socket);
      });
      try {
        await withConnector({ lookup, connectTimeoutMs: code === 'ETIMEDOUT' ? 300 : 10_000 }, async (connector) => {
          const failure = await failureOf(connector.connect(destination('https', HOST, origin.port), null));
          expect(failure).toEqual({ phase: 'tls-upstream', code, message });
          expect(transportCause(failure, null)).toBe(cause);
          await closed.promise;
        });
      } finally {
        await origin.close();
      }
    });
  }

  test('old protocol versions are spoken where any certificate is accepted', () =>
    withOrigin({ ...good.served, ...OLD }, { verifiesServers: false }, async (connector, { port }) => {
      const { socket, connection } = await connector.connect(destination('https', HOST, port), null);
      expect(connection.tls?.protocol).toBe('TLSv1.1');
      socket.destroy();
    }));
});

describe('a resumed session', () => {
  /** Reads the greeting, with which TLS 1.3 brings the ticket for the next time. */
  async function greeted(connecting: Promise<Connected>): Promise<{ isReused: boolean; connected: Connected }> {
    const connected = await connecting;
    const socket = connected.socket as TLSSocket;
    await once(socket.resume(), 'data');
    const isReused = socket.isSessionReused();
    socket.destroy();
    return { isReused, connected };
  }
  const greet = (socket: TLSSocket) => void socket.write('hello');

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`${maxVersion}: keeps the facts of the first handshake`, () =>
      withOrigin(
        { key: three.key, cert: three.leaf + three.intermediate, maxVersion },
        { rootCertificates: [three.root] },
        async (connector, { port }) => {
          const first = await greeted(connector.connect(destination('https', HOST, port), null));
          const second = await greeted(connector.connect(destination('https', HOST, port), null));
          const third = await greeted(connector.connect(destination('https', HOST, port), null));
          expect([first, second, third].map(({ isReused }) => isReused)).toEqual([false, true, true]);
          expect(first.connected.connection.tls?.chain).toHaveLength(2);
          expect(second.connected.connection.tls).toEqual(first.connected.connection.tls);
          expect(third.connected.connection.tls).toEqual(first.connected.connection.tls);
        },
        greet,
      ));
  }

  test('keeps the reason for distrust', () =>
    withOrigin(
      { ...other.served, ALPNProtocols: ['h2', 'http/1.1'] },
      { rootCertificates: [other.ca], verifiesServers: false },
      async (connector, { port }) => {
        const first = await greeted(connector.connect(destination('https', HOST, port), null));
        const second = await greeted(connector.connect(destination('https', HOST, port), null));
        expect([first.isReused, second.isReused]).toEqual([false, true]);
        expect(second.connected.connection.tls).toEqual(first.connected.connection.tls);
        expect(second.connected.connection.tls?.distrust).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
      },
      greet,
    ));

  test('that the server answers with an alert is no sign of a client certificate, and is not tried again', async () => {
    let calls = 0;
    const hellos: number[] = [];
    await withOrigin(
      { ...good.served, maxVersion: 'TLSv1.2' },
      { rootCertificates: [good.ca] },
      async (connector, origin) => {
        const relay = await tcpServer((client) => {
          calls += 1;
          const isRefused = calls > 1;
          client.once('data', (hello: Buffer) => {
            hellos.push(hello.length);
            if (isRefused) {
              client.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]));
              return;
            }
            const server = connect(origin.port, '127.0.0.1');
            server.on('error', () => client.destroy());
            client.once('close', () => server.destroy());
            server.write(hello);
            client.pipe(server).pipe(client);
          });
        });
        try {
          await greeted(connector.connect(destination('https', HOST, relay.port), null));
          for (let attempt = 0; attempt < 2; attempt += 1) {
            const failure = await failureOf(connector.connect(destination('https', HOST, relay.port), null));
            expect(failure.code).toBe('ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE');
          }
          // The hello with a ticket in it is the longer one.
          expect(hellos[1]).toBeGreaterThan(hellos[0]!);
          expect(hellos[2]).toBe(hellos[0]);
        } finally {
          await relay.close();
        }
      },
      greet,
    );
  });

  test('is never taken for another name or another offer of protocols', () =>
    withOrigin(
      { ...good.served, ALPNProtocols: ['h2', 'http/1.1'] },
      { rootCertificates: [good.ca] },
      async (connector, { port }) => {
        await greeted(connector.connect(destination('https', HOST, port), ['http/1.1']));
        const again = await greeted(connector.connect(destination('https', HOST, port), ['http/1.1']));
        const offer = await greeted(connector.connect(destination('https', HOST, port), ['h2']));
        expect([again.isReused, offer.isReused, offer.connected.alpn]).toEqual([true, false, 'h2']);
        const failure = await failureOf(connector.connect(destination('https', 'x.test', port), ['http/1.1']));
        expect(failure.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
      },
      greet,
    ));
});
