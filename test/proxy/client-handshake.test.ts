import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/exchange/exchange.ts';
import { explainTransportError } from '../../src/exchange/transport-words.ts';
import { clientHelloIn, fingerprintOfHello } from '../../src/proxy/client-hello.ts';
import { originCertificate } from '../support/origin-certificate.ts';
import { openTunnel, readUntil, startProxy, type TestProxy, tunnelTls } from '../support/proxy.ts';
import { httpsServer } from '../support/servers.ts';

const HOST = 'api.example.com';

/** The ClientHello that a client would send. */
async function helloOf(options: ConnectionOptions = {}): Promise<Buffer> {
  const listener = createServer();
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  const client = connectTls({ port, host: '127.0.0.1', servername: HOST, ...options });
  client.on('error', () => undefined);
  try {
    const [socket] = (await once(listener, 'connection')) as [Socket];
    const [hello] = (await once(socket, 'data')) as [Buffer];
    return hello;
  } finally {
    client.destroy();
    listener.close();
  }
}

/** An alert in the clear, as TLS 1.2 has it during the handshake. */
const alert = (description: number) => Buffer.from([0x15, 3, 3, 0, 2, 2, description]);

/** What is recorded of a client that begins a handshake in a tunnel and goes on as it likes. */
async function recorded(act: (socket: Socket, proxy: TestProxy) => Promise<void>): Promise<Exchange> {
  const proxy = await startProxy();
  try {
    const socket = await openTunnel(proxy.port, `${HOST}:443`);
    socket.on('error', () => undefined);
    await act(socket, proxy);
    const exchange = await proxy.sink.finished();
    socket.destroy();
    expect(proxy.sink.finishedCount).toBe(1);
    expect(exchange.request).toMatchObject({ method: 'CONNECT', url: `https://${HOST}:443` });
    return exchange;
  } finally {
    await proxy.close();
  }
}

/** Sends a ClientHello of TLS 1.2 and waits for our certificate. */
async function seeCertificate(socket: Socket): Promise<void> {
  socket.write(await helloOf({ maxVersion: 'TLSv1.2' }));
  await readUntil(socket, 'httpwhy');
}

function explained({ error, request }: Exchange) {
  const call = { ...request, status: null, durationMs: 1, receivedBytes: 0, promisedBytes: null };
  const { cause, summary, isProven } = explainTransportError(error!, call);
  return { cause, summary, isProven };
}

describe('a client that has seen our certificate and', () => {
  test.each([
    [48, true, `the client does not know the CA of httpwhy, and refused the certificate for ${HOST}:443`],
    [42, true, `the client refused the certificate of httpwhy for ${HOST}:443: it pins another, or distrusts the CA`],
    [46, true, `the client refused the certificate of httpwhy for ${HOST}:443: it pins another, or distrusts the CA`],
  ])('sends the alert %i has rejected it', async (description, isProven, summary) => {
    const exchange = await recorded(async (socket) => {
      await seeCertificate(socket);
      socket.end(alert(description));
    });
    expect(explained(exchange)).toEqual({ cause: 'client-rejects-proxy-ca', isProven, summary });
  });

  test.each(['end', 'resetAndDestroy'] as const)('closes without a word (%s) has probably rejected it', async (how) => {
    const exchange = await recorded(async (socket) => {
      await seeCertificate(socket);
      socket[how]();
    });
    expect(explained(exchange)).toEqual({
      cause: 'client-rejects-proxy-ca',
      isProven: false,
      summary: `the client left during the TLS handshake with httpwhy for ${HOST}:443: it distrusts the CA or pins certificates`,
    });
  });

  test('closes after the handshake, without a request, has probably rejected it', async () => {
    const exchange = await recorded(async (socket) => {
      const secure = connectTls({ socket, servername: HOST, rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
      await once(secure, 'secureConnect');
      secure.destroy();
    });
    expect(explained(exchange).cause).toBe('client-rejects-proxy-ca');
    expect(exchange.error?.message).toBe(
      'the client closed the connection right after the TLS handshake, without a request',
    );
  });

  test('closes one that it has not used, after it has asked on another, has left a spare connection, of which nothing is said', async () => {
    const certificate = originCertificate('localhost');
    const origin = await httpsServer(certificate, (_request, response) => response.end('ok'));
    const proxy = await startProxy({ rootCertificates: [certificate.ca] });
    const open = () =>
      tunnelTls(proxy.port, `localhost:${origin.port}`, { ca: proxy.root.certPem, serverName: 'localhost' });
    try {
      const used = await open();
      const spare = await open();
      used.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await readUntil(used, 'ok');
      await proxy.sink.finished();
      spare.destroy();
      used.destroy();
    } finally {
      await proxy.close();
      await origin.close();
    }
    expect(proxy.sink.finishedCount).toBe(1);
  });

  test('rejects it by TLS 1.2 has done so, though another one of its kind accepts it', async () => {
    const certificate = originCertificate('localhost');
    const origin = await httpsServer(certificate, (_request, response) => response.end('ok'));
    const proxy = await startProxy({ rootCertificates: [certificate.ca] });
    const open = async (options: ConnectionOptions) => {
      const socket = await openTunnel(proxy.port, `localhost:${origin.port}`);
      return connectTls({ socket, servername: 'localhost', maxVersion: 'TLSv1.2', ...options });
    };
    try {
      const trusting = await open({ ca: proxy.root.certPem });
      trusting.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await readUntil(trusting, 'ok');
      await proxy.sink.finished();
      const other = await open({});
      await once(other, 'error');
      expect(explained(await proxy.sink.finished(1))).toMatchObject({ cause: 'client-rejects-proxy-ca' });
      trusting.destroy();
    } finally {
      await proxy.close();
      await origin.close();
    }
  });

  test.each([
    [40, 'handshake failure'],
    [112, 'unrecognized name'],
  ])('finds fault with something else (alert %i) has not rejected it', async (description, words) => {
    const exchange = await recorded(async (socket) => {
      await seeCertificate(socket);
      socket.end(alert(description));
    });
    expect(explained(exchange).cause).toBe('client-aborted');
    expect(exchange.error?.message).toMatch(/^the client broke off the TLS handshake \(/);
    expect(exchange.error?.message).toContain(words);
  });
});

test('a client that has asked something and leaves at once has rejected nothing', async () => {
  const certificate = originCertificate('localhost');
  const origin = await httpsServer(certificate, (_request, response) => response.end('ok'));
  const proxy = await startProxy({ rootCertificates: [certificate.ca] });
  try {
    const ca = proxy.root.certPem;
    const secure = await tunnelTls(proxy.port, `localhost:${origin.port}`, { ca, serverName: 'localhost' });
    secure.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    await readUntil(secure, 'ok');
    secure.destroy();
    expect((await proxy.sink.finished()).error).toBeNull();
  } finally {
    await proxy.close();
    await origin.close();
  }
  expect(proxy.sink.finishedCount).toBe(1);
});

describe('a client that has seen no certificate cannot have rejected it:', () => {
  test('one that leaves within its ClientHello', async () => {
    const hello = await helloOf();
    const exchange = await recorded(async (socket) => void socket.end(hello.subarray(0, 100)));
    expect(explained(exchange).cause).toBe('client-aborted');
    expect(exchange.error?.message).toBe('the client closed the connection before its TLS ClientHello was complete');
  });

  test('one that speaks no version that is still safe', async () => {
    const hello = await helloOf({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' });
    const exchange = await recorded(async (socket) => void socket.write(hello));
    expect(explained(exchange)).toMatchObject({
      cause: 'proxy-rejected',
      summary: 'httpwhy refused the request: the TLS handshake of the client cannot be accepted: unsupported protocol',
    });
  });

  test('one whose handshake is none', async () => {
    const exchange = await recorded(async (socket) => void socket.write('\x16\x03\x01\x00\x05hello', 'latin1'));
    expect(explained(exchange).cause).toBe('proxy-rejected');
  });
});

test('a ClientHello that comes byte by byte is one', async () => {
  const proxy = await startProxy();
  try {
    const socket = await openTunnel(proxy.port, `${HOST}:443`);
    socket.setNoDelay();
    for (const byte of await helloOf()) {
      socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    // A ServerHello.
    expect((await readUntil(socket, '\x16\x03\x03')).startsWith('\x16\x03\x03')).toBe(true);
    socket.destroy();
  } finally {
    await proxy.close();
  }
});

test('a client of the proxy’s own port that does not trust it is recorded, with the name that it asked for', async () => {
  const proxy = await startProxy();
  try {
    const socket = connect(proxy.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await seeCertificate(socket);
    socket.end(alert(48));
    const exchange = await proxy.sink.finished();
    expect(exchange.request.url).toBe(`https://${HOST}:${proxy.port}`);
    expect(explained(exchange).cause).toBe('client-rejects-proxy-ca');
  } finally {
    await proxy.close();
  }
});

describe('a ClientHello is whole', () => {
  test('with its last byte, over records of any size', async () => {
    const hello = await helloOf();
    for (let size = 0; size < hello.length; size += 1) expect(clientHelloIn(hello.subarray(0, size))).toBe('partial');
    expect(clientHelloIn(hello)).toBe('whole');
    const message = hello.subarray(5);
    const records = Array.from({ length: Math.ceil(message.length / 7) }, (_, i) => {
      const part = message.subarray(i * 7, i * 7 + 7);
      return Buffer.concat([Buffer.from([0x16, 3, 1, 0, part.length]), part]);
    });
    expect(clientHelloIn(Buffer.concat(records.slice(0, -1)))).toBe('partial');
    expect(clientHelloIn(Buffer.concat(records))).toBe('whole');
  });

  test.each([
    ['a record of nothing', '\x16\x03\x01\x00\x00'],
    ['another message', '\x16\x03\x01\x00\x04\x02\x00\x00\x00'],
    ['another version', '\x16\x05'],
    ['another record behind it', '\x16\x03\x01\x00\x01\x01\x17'],
  ])('as soon as it can become none: %s', (_name, text) => {
    expect(clientHelloIn(Buffer.from(text, 'latin1'))).toBe('whole');
  });
});

describe('the fingerprint of a ClientHello', () => {
  /** RFC 8446 §4.1.2, with nothing in the extensions. */
  const hello = (suites: readonly number[], extensions: readonly number[]) => {
    const words = (values: readonly number[]) => values.flatMap((value) => [value >> 8, value & 0xff]);
    const types = extensions.flatMap((type) => words([type, 0]));
    const body = [
      ...[3, 3, ...new Array<number>(32).fill(7), 0],
      ...[...words([suites.length * 2]), ...words(suites), 1, 0],
      ...[...words([types.length]), ...types],
    ];
    return Buffer.from([0x16, 3, 1, ...words([body.length + 4]), 1, 0, ...words([body.length]), ...body]);
  };
  const plain = fingerprintOfHello(hello([0x1301, 0x1302], [0, 10, 43]));

  test('is the same whatever a browser draws anew: order, GREASE, resumption', () => {
    expect(plain).toBe('4865 4866, 0 10 43');
    expect(fingerprintOfHello(hello([0x1a1a, 0x1301, 0x1302], [0xfafa, 43, 0, 10, 21, 41]))).toBe(plain);
  });

  test('is another for other suites or extensions', () => {
    expect(fingerprintOfHello(hello([0x1302, 0x1301], [0, 10, 43]))).not.toBe(plain);
    expect(fingerprintOfHello(hello([0x1301, 0x1302], [0, 10]))).not.toBe(plain);
  });

  test('is the same for two connections of one client', async () => {
    expect(fingerprintOfHello(await helloOf())).toBe(fingerprintOfHello(await helloOf()));
    expect(fingerprintOfHello(await helloOf())).not.toBe(fingerprintOfHello(await helloOf({ maxVersion: 'TLSv1.2' })));
  });

  test('is none of bytes that are none, or whose lengths lead out of it', () => {
    const cut = hello([0x1301], [0]);
    cut[43] = 0xff; // The length of the session's id.
    expect(fingerprintOfHello(cut)).toBeUndefined();
    expect(fingerprintOfHello(Buffer.from('GET / HTTP/1.1'))).toBeUndefined();
  });
});
