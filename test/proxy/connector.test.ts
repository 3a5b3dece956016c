import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import type { Lookup } from '../../src/proxy/upstream-connection/resolver.ts';
import { destination, failureOf, receive, withConnector } from '../support/connections.ts';
import { closedPort, tcpServer } from '../support/servers.ts';

/** A resolver that knows some names and counts what it is asked. */
function resolverOf(table: Readonly<Record<string, readonly string[]>>): { lookup: Lookup; asked: string[] } {
  const asked: string[] = [];
  const lookup: Lookup = (hostname, _options, callback) => {
    asked.push(hostname);
    const addresses = table[hostname];
    const unknown = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
    setImmediate(() =>
      addresses === undefined
        ? callback(unknown, [])
        : callback(
            null,
            addresses.map((address) => ({ address })),
          ),
    );
  };
  return { lookup, asked };
}

async function listenOn(address: string, onConnection: (socket: Socket) => void = () => undefined) {
  const server = createServer((socket) => onConnection(socket.on('error', () => undefined)));
  server.listen(0, address);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

const hasIpv6 = await listenOn('::1').then(
  (server) => {
    server.close();
    return true;
  },
  () => false,
);

test('a connection to an address: the time TCP took, no name, no TLS, no proxy', async () => {
  const origin = await tcpServer((socket) => socket.end('hello'));
  try {
    await withConnector({}, async (connector) => {
      const connected = await connector.connect(destination('http', '127.0.0.1', origin.port), null);
      const { socket, connection, ...rest } = connected;
      expect(connection).toEqual({
        id: 1,
        server: `127.0.0.1:${origin.port}`,
        via: null,
        dnsMs: null,
        tcpMs: expect.any(Number),
        tlsMs: null,
        tls: null,
      });
      expect(connection.tcpMs).toBeGreaterThan(0);
      expect(rest).toEqual({ alpn: null, absoluteForm: false, proxyAuthorization: null });
      expect(await receive(socket)).toBe('hello');
      socket.destroy();
    });
  } finally {
    await origin.close();
  }
});

test('connections are numbered from 1, in the order in which they stand; failures take no number', async () => {
  const origin = await tcpServer((socket) => socket.resume());
  const closed = await closedPort();
  try {
    await withConnector({}, async (connector) => {
      const first = await connector.connect(destination('http', '127.0.0.1', origin.port), null);
      await failureOf(connector.connect(destination('http', '127.0.0.1', closed), null));
      const second = await connector.connectTcp('127.0.0.1', origin.port);
      expect([first.connection.id, second.connection.id]).toEqual([1, 2]);
      first.socket.destroy();
      second.socket.destroy();
    });
  } finally {
    await origin.close();
  }
});

test('a closed port is refused in the phase connect', () =>
  withConnector({}, async (connector) => {
    const port = await closedPort();
    expect(await failureOf(connector.connect(destination('http', '127.0.0.1', port), null))).toEqual({
      phase: 'connect',
      code: 'ECONNREFUSED',
      message: `connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  }));

test('a name is resolved on its own, with the time that took', async () => {
  const origin = await tcpServer((socket) => socket.resume());
  const { lookup } = resolverOf({ 'api.test': ['127.0.0.1'] });
  try {
    await withConnector({ lookup }, async (connector) => {
      const { socket, connection } = await connector.connect(destination('http', 'api.test', origin.port), null);
      expect(connection.dnsMs).toBeGreaterThan(0);
      expect(connection.server).toBe(`127.0.0.1:${origin.port}`);
      socket.destroy();
    });
  } finally {
    await origin.close();
  }
});

test('a name that does not exist fails in the phase dns', () =>
  withConnector(resolverOf({}), async (connector) => {
    expect(await failureOf(connector.connect(destination('https', 'no-such.test', 443), null))).toEqual({
      phase: 'dns',
      code: 'ENOTFOUND',
      message: 'getaddrinfo ENOTFOUND no-such.test',
    });
  }));

test('a name without any address does not exist either', () =>
  withConnector(resolverOf({ 'empty.test': [] }), async (connector) => {
    expect(await failureOf(connector.connect(destination('http', 'empty.test', 80), null))).toEqual({
      phase: 'dns',
      code: 'ENOTFOUND',
      message: 'the name has no address',
    });
  }));

test('a resolver that is silent times out in the phase dns', () =>
  withConnector({ lookup: () => undefined, connectTimeoutMs: 30 }, async (connector) => {
    expect(await failureOf(connector.connect(destination('http', 'api.test', 80), null))).toEqual({
      phase: 'dns',
      code: 'ETIMEDOUT',
      message: 'the resolver gave no answer within 30 ms',
    });
  }));

test('look-ups of one name at one time are shared, later ones are not', async () => {
  const origin = await tcpServer((socket) => socket.resume());
  const { lookup, asked } = resolverOf({ 'api.test': ['127.0.0.1'], 'b.test': ['127.0.0.1'] });
  try {
    await withConnector({ lookup }, async (connector) => {
      const open = async (host: string) => (await connector.connectTcp(host, origin.port)).socket.destroy();
      await Promise.all([open('api.test'), open('api.test'), open('b.test')]);
      expect(asked).toEqual(['api.test', 'b.test']);
      await open('api.test');
      expect(asked).toEqual(['api.test', 'b.test', 'api.test']);
    });
  } finally {
    await origin.close();
  }
});

test('a name in Unicode is asked for in its ASCII form, an ASCII one as it is', () => {
  const { lookup, asked } = resolverOf({});
  return withConnector({ lookup }, async (connector) => {
    for (const host of ['bücher.example', '1.2.3', 'under_score.example']) {
      await failureOf(connector.connectTcp(host, 80));
    }
    expect(asked).toEqual(['xn--bcher-kva.example', '1.2.3', 'under_score.example']);
  });
});

test('what cannot be a name fails in the phase dns, without a look-up', () => {
  const { lookup, asked } = resolverOf({});
  return withConnector({ lookup }, async (connector) => {
    for (const host of ['\ufffd', '', 'a\0.test', 'a.test\r\nX: y', 'a b']) {
      const failure = await failureOf(connector.connectTcp(host, 80));
      expect(failure).toEqual({ phase: 'dns', code: 'ENOTFOUND', message: 'not a host name' });
    }
    expect(asked).toEqual([]);
  });
});

test('an address that refuses gives way to the next', async () => {
  const origin = await tcpServer((socket) => socket.resume());
  // Nothing listens on the second address of the loopback network.
  const { lookup } = resolverOf({ 'two.test': ['127.0.0.2', '127.0.0.1'] });
  try {
    await withConnector({ lookup }, async (connector) => {
      const { socket, connection } = await connector.connectTcp('two.test', origin.port);
      expect(connection.server).toBe(`127.0.0.1:${origin.port}`);
      socket.destroy();
    });
  } finally {
    await origin.close();
  }
});

test('when all addresses refuse, the message has them all', async () => {
  const port = await closedPort();
  await withConnector(resolverOf({ 'two.test': ['127.0.0.2', '127.0.0.3'] }), async (connector) => {
    expect(await failureOf(connector.connectTcp('two.test', port))).toEqual({
      phase: 'connect',
      code: 'ECONNREFUSED',
      message: `connect ECONNREFUSED 127.0.0.2:${port}; connect ECONNREFUSED 127.0.0.3:${port}`,
    });
  });
});

test.skipIf(!hasIpv6)('an IPv6 address is connected to, and shown in brackets', async () => {
  const origin = await listenOn('::1');
  try {
    await withConnector({}, async (connector) => {
      const { socket, connection } = await connector.connect(destination('http', '::1', origin.port), null);
      expect(connection.server).toBe(`[::1]:${origin.port}`);
      expect(connection.dnsMs).toBeNull();
      socket.destroy();
    });
  } finally {
    origin.close();
  }
});

test.skipIf(!hasIpv6)('a zone of this machine may be part of an IPv6 address', async () => {
  const origin = await listenOn('::1');
  const [zone] = Object.entries(networkInterfaces()).find(([, addresses]) =>
    addresses?.some(({ internal }) => internal),
  )!;
  try {
    await withConnector({}, async (connector) => {
      const { socket, connection } = await connector.connectTcp(`::1%${zone}`, origin.port);
      expect(connection.server).toBe(`[::1%${zone}]:${origin.port}`);
      socket.destroy();
    });
  } finally {
    origin.close();
  }
});

for (const [known, listening] of [
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.1', '::1'],
  ['::1', '127.0.0.1'],
  ['::1', '::1'],
] as const) {
  test.skipIf(!hasIpv6)(
    `localhost reaches a server that listens on ${listening} only, though the resolver says ${known}`,
    async () => {
      const origin = await listenOn(listening);
      try {
        await withConnector(resolverOf({ localhost: [known] }), async (connector) => {
          const { socket, connection } = await connector.connectTcp('localhost', origin.port);
          expect(connection.server).toBe(listening === '::1' ? `[::1]:${origin.port}` : `127.0.0.1:${origin.port}`);
          socket.destroy();
        });
      } finally {
        origin.close();
      }
    },
  );
}

test('a name below localhost is this machine, unless the resolver knows better', async () => {
  const origin = await tcpServer((socket) => socket.resume());
  const { lookup } = resolverOf({ 'other.localhost': ['127.0.0.2'] });
  try {
    await withConnector({ lookup }, async (connector) => {
      const { socket, connection } = await connector.connectTcp('app.localhost', origin.port);
      expect(connection.server).toBe(`127.0.0.1:${origin.port}`);
      socket.destroy();
      const failure = await failureOf(connector.connectTcp('other.localhost', origin.port));
      expect(failure.message).toBe(`connect ECONNREFUSED 127.0.0.2:${origin.port}`);
    });
  } finally {
    await origin.close();
  }
});

test('a port that does not exist is a failure like any other', () =>
  withConnector({}, async (connector) => {
    expect(await failureOf(connector.connectTcp('127.0.0.1', 70_000))).toMatchObject({
      phase: 'connect',
      code: 'ERR_SOCKET_BAD_PORT',
    });
  }));

test('closing the connector ends what is being opened, and lets the server go', async () => {
  const accepted = Promise.withResolvers<Socket>();
  const origin = await tcpServer((socket) => accepted.resolve(socket.resume()));
  try {
    await withConnector({ lookup: () => undefined }, async (connector) => {
      const resolving = failureOf(connector.connectTcp('api.test', 80));
      const shaking = failureOf(connector.connect(destination('https', '127.0.0.1', origin.port), null));
      const closed = once(await accepted.promise, 'close');
      connector.close();
      const stopped = {
        phase: 'connect',
        code: 'ERR_PROXY_STOPPED',
        message: 'httpwhy was stopped before the call was complete',
      };
      expect(await resolving).toEqual(stopped);
      expect(await shaking).toEqual(stopped);
      expect(await failureOf(connector.connectTcp('127.0.0.1', origin.port))).toEqual(stopped);
      await closed;
    });
  } finally {
    await origin.close();
  }
});

test('an open connection that breaks throws nothing, even where nobody listens', async () => {
  const origin = await tcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
  try {
    await withConnector({}, async (connector) => {
      const { socket } = await connector.connectTcp('127.0.0.1', origin.port);
      const closed = Promise.withResolvers<boolean>();
      socket.once('close', closed.resolve);
      socket.write('x');
      socket.resume();
      expect(await closed.promise).toBe(true);
    });
  } finally {
    await origin.close();
  }
});
