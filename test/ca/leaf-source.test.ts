import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { checkServerIdentity, connect, createServer, type SecureContext, TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { createLeafSource, type LeafSource } from '../../src/ca/leaf-source.ts';
import { openRoot, type Root } from '../../src/ca/root.ts';
import { withFolder } from './temporary-folder.ts';

const DAY_MS = 86_400_000;

async function withSource<T>(body: (source: LeafSource, root: Root) => T | Promise<T>): Promise<T> {
  return withFolder((folder) => {
    const root = openRoot(folder, new Date());
    return body(
      createLeafSource(root, () => new Date()),
      root,
    );
  });
}

/** The certificate that a client which trusts `root` is shown for `name`; rejects where it refuses the handshake. */
async function handshake(context: SecureContext, ca: string, name: { servername?: string; checkAs: string }) {
  const server = createTcpServer((socket) => {
    const tls = new TLSSocket(socket, { isServer: true, secureContext: context });
    tls.on('error', () => {});
    tls.resume();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({
    port: (server.address() as AddressInfo).port,
    host: '127.0.0.1',
    ca,
    rejectUnauthorized: true,
    ...(name.servername === undefined ? {} : { servername: name.servername }),
    // The name to check is given, because this test dials 127.0.0.1 for all of them.
    checkServerIdentity: (_host, peer) => checkServerIdentity(name.checkAs, peer),
  });
  try {
    await once(client, 'secureConnect');
    return client.getPeerX509Certificate();
  } finally {
    client.destroy();
    server.close();
  }
}

describe('clients that trust the root', () => {
  test('accept a host by SNI', () =>
    withSource(async (source, root) => {
      const context = source.contextFor('api.example.com')!;
      const peer = await handshake(context, root.certPem, {
        servername: 'api.example.com',
        checkAs: 'api.example.com',
      });
      expect(peer?.subjectAltName).toBe('DNS:api.example.com');
    }));

  test('are sent the root along with the certificate', () =>
    withSource(async (source, root) => {
      const context = source.contextFor('api.example.com')!;
      const peer = await handshake(context, root.certPem, {
        servername: 'api.example.com',
        checkAs: 'api.example.com',
      });
      expect(peer?.issuerCertificate?.raw).toEqual(new X509Certificate(root.certPem).raw);
    }));

  test.each(['192.0.2.7', '2001:db8::7'])('accept the address %s, which has no SNI', (address) =>
    withSource(async (source, root) => {
      const peer = await handshake(source.contextFor(address)!, root.certPem, { checkAs: address });
      expect(peer?.subjectAltName).toMatch(/^IP Address:/);
    }),
  );

  test('refuse the certificate under another name', () =>
    withSource(async (source, root) => {
      const context = source.contextFor('api.example.com')!;
      await expect(handshake(context, root.certPem, { servername: 'x.test', checkAs: 'x.test' })).rejects.toThrow(
        expect.objectContaining({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
      );
    }));

  test('accept the certificate chosen by SNI, checked by Node.js itself', () =>
    withSource(async (source, root) => {
      const server = createServer({ SNICallback: (name, done) => done(null, source.contextFor(name)) });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const client = connect({
        port: (server.address() as AddressInfo).port,
        host: '127.0.0.1',
        servername: 'localhost',
        ca: root.certPem,
      });
      try {
        await once(client, 'secureConnect');
        expect(client.authorized).toBe(true);
      } finally {
        client.destroy();
        server.close();
      }
    }));
});

test('a client that does not trust the root refuses', () =>
  withSource((source) =>
    withSource(async (_other, stranger) => {
      const context = source.contextFor('a.test')!;
      await expect(handshake(context, stranger.certPem, { servername: 'a.test', checkAs: 'a.test' })).rejects.toThrow(
        expect.objectContaining({ code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
      );
    }),
  ));

describe('the cache', () => {
  test('one name has one certificate, however it is written', () =>
    withSource((source) => {
      const context = source.contextFor('api.example.com');
      expect(source.contextFor('API.example.com')).toBe(context);
      expect(source.contextFor('api.example.com.')).toBe(context);
      expect(source.contextFor('api2.example.com')).not.toBe(context);
    }));

  test('a certificate is replaced before it ends, and not long before', () =>
    withFolder((folder) => {
      const start = new Date('2026-03-01T12:00:00Z');
      let now = start;
      const source = createLeafSource(openRoot(folder, start), () => now);
      const context = source.contextFor('a.test');
      now = new Date(start.getTime() + 27 * DAY_MS);
      expect(source.contextFor('a.test')).toBe(context);
      now = new Date(start.getTime() + 28 * DAY_MS);
      expect(source.contextFor('a.test')).not.toBe(context);
    }));

  test('beyond its limit the name that was not asked for the longest is forgotten', () =>
    withFolder((folder) => {
      const source = createLeafSource(openRoot(folder, new Date()), () => new Date(), 2);
      const a = source.contextFor('a.test');
      const b = source.contextFor('b.test');
      source.contextFor('a.test');
      source.contextFor('c.test');
      expect(source.contextFor('a.test')).toBe(a);
      expect(source.contextFor('b.test')).not.toBe(b);
    }));
});

test.each(['', '*.example.com', 'a\0b', 'x'.repeat(254), '\u202e'])('no certificate is issued for %j', (name) =>
  withSource((source) => {
    expect(source.contextFor(name)).toBeUndefined();
  }),
);
