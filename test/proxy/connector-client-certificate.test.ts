import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { explainTransportError } from '../../src/exchange/transport-words.ts';
import type { Connector } from '../../src/proxy/connector.ts';
import type { ClientCertificate } from '../../src/proxy/upstream-connection/client-certificate.ts';
import type { Lookup } from '../../src/proxy/upstream-connection/resolver.ts';
import { clientIdentity, serverCertificate } from '../support/certificates.ts';
import { destination, failureOf, receive, withConnector } from '../support/connections.ts';
import { pkcs12 } from '../support/pkcs12.ts';
import { type TestServer, tcpServer } from '../support/servers.ts';
import { tlsServer } from '../support/tls-server.ts';

const HOST = 'api.test';
const lookup: Lookup = (_hostname, _options, callback) => callback(null, [{ address: '127.0.0.1' }]);
const server = serverCertificate(HOST);
const ann = clientIdentity('ann');
const stranger = clientIdentity('stranger');
const pem = ({ key, cert }: typeof ann) => ({ hostPattern: '*.test', identity: { key, cert } });

/** A server that demands a certificate which one of the CAs has signed, and greets whoever has one by name. */
async function withMutual(
  maxVersion: 'TLSv1.2' | 'TLSv1.3',
  clientCertificates: readonly ClientCertificate[],
  use: (connector: Connector, port: number) => Promise<void>,
  clientCas: readonly string[] = [ann.ca],
): Promise<void> {
  const origin = await tlsServer(
    { ...server.served, maxVersion, ca: [...clientCas], requestCert: true, rejectUnauthorized: true },
    (socket) => socket.end(`hello ${socket.getPeerCertificate().subject.CN}`),
  );
  try {
    await withConnector({ lookup, rootCertificates: [server.ca], clientCertificates }, (connector) =>
      use(connector, origin.port),
    );
  } finally {
    await origin.close();
  }
}

async function greeting(connector: Connector, port: number): Promise<string> {
  const { socket } = await connector.connect(destination('https', HOST, port), null);
  const text = await receive(socket);
  socket.destroy();
  return text;
}

async function brokenBy(socket: Socket): Promise<unknown> {
  const [error] = (await once(socket.resume(), 'error').catch((reason: unknown) => [reason])) as [
    NodeJS.ErrnoException,
  ];
  return error.code;
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  describe(`mutual ${version}`, () => {
    test('the certificate of the host is shown, again and again', () =>
      withMutual(version, [pem(ann)], async (connector, port) => {
        expect(await greeting(connector, port)).toBe('hello ann');
        expect(await greeting(connector, port)).toBe('hello ann');
      }));

    test('one in PKCS#12 too, also as it comes from another thread', async () => {
      const { file, cert } = pkcs12('bob', 'secret');
      const certificate = { hostPattern: HOST, identity: { pfx: structuredClone(file), passphrase: 'secret' } };
      await withMutual(
        version,
        [certificate],
        async (connector, port) => {
          expect(await greeting(connector, port)).toBe('hello bob');
        },
        [cert],
      );
    });

    test('the first pattern that fits decides', () => {
      const others = { ...pem(stranger), hostPattern: 'other.test' };
      return withMutual(version, [others, pem(ann), pem(stranger)], async (connector, port) => {
        expect(await greeting(connector, port)).toBe('hello ann');
      });
    });
  });
}

test('TLS 1.2: a server that gets no certificate says so in the handshake', () =>
  withMutual('TLSv1.2', [{ ...pem(ann), hostPattern: 'other.test' }], async (connector, port) => {
    const failure = await failureOf(connector.connect(destination('https', HOST, port), null));
    expect(failure).toEqual({
      phase: 'tls-upstream',
      code: 'ERR_TLS_CLIENT_CERTIFICATE_REQUIRED',
      message: 'client certificate required: ssl/tls alert handshake failure',
    });
    const call = {
      method: 'GET',
      url: `https://${HOST}/`,
      status: null,
      durationMs: 1,
      receivedBytes: 0,
      promisedBytes: null,
    };
    expect(explainTransportError(failure, call)).toMatchObject({
      cause: 'tls-handshake-failed',
      summary: 'api.test:443 demands a client certificate (TLS alert: certificate required)',
    });
  }));

/** Stands before a server and, in place of its answer to the client's certificate, sends a fatal alert. */
async function alerting(port: number, alert: number): Promise<TestServer> {
  return tcpServer((client) => {
    const origin = connect(port, '127.0.0.1');
    origin.on('error', () => client.destroy());
    client.once('close', () => origin.destroy());
    origin.pipe(client);
    client.once('data', (hello: Buffer) => {
      origin.write(hello);
      client.once('data', () => client.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])));
    });
  });
}

for (const [name, alert, words] of [
  ['handshake_failure', 40, 'ssl/tls alert handshake failure'],
  ['bad_certificate', 42, 'ssl/tls alert bad certificate'],
  ['certificate_expired', 45, 'ssl/tls alert certificate expired'],
  ['unknown_ca', 48, 'tlsv1 alert unknown ca'],
] as const) {
  test(`TLS 1.2: ${name} in answer to a certificate is told from a certificate that is missing`, async () => {
    for (const [certificates, code, what] of [
      [[pem(stranger)], 'ERR_TLS_CLIENT_CERTIFICATE_REFUSED', 'refused'],
      [[], 'ERR_TLS_CLIENT_CERTIFICATE_REQUIRED', 'required'],
    ] as const) {
      await withMutual('TLSv1.2', certificates, async (connector, port) => {
        const relay = await alerting(port, alert);
        try {
          expect(await failureOf(connector.connect(destination('https', HOST, relay.port), null))).toEqual({
            phase: 'tls-upstream',
            code,
            message: `client certificate ${what}: ${words}`,
          });
        } finally {
          await relay.close();
        }
      });
    }
  });
}

// The server's verdict comes when the client's handshake is complete already (RFC 8446 §4.4.2.4).
test('TLS 1.3: the connection stands, and breaks with the alert', async () => {
  await withMutual('TLSv1.3', [], async (connector, port) => {
    const { socket } = await connector.connect(destination('https', HOST, port), null);
    expect(await brokenBy(socket)).toBe('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
  });
});

test('a server that does not ask gets no certificate', async () => {
  const origin = await tlsServer(server.served, (socket) =>
    socket.end(`hello ${socket.getPeerCertificate()?.subject?.CN ?? 'nobody'}`),
  );
  try {
    await withConnector(
      { lookup, rootCertificates: [server.ca], clientCertificates: [pem(ann)] },
      async (connector) => {
        expect(await greeting(connector, origin.port)).toBe('hello nobody');
      },
    );
  } finally {
    await origin.close();
  }
});
