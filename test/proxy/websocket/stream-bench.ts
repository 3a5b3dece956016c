import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  type IncomingHttpHeaders,
} from 'node:http2';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect } from 'vitest';
import type { Exchange } from '../../../src/exchange/exchange.ts';
import type { ProxyOptions } from '../../../src/proxy/proxy.ts';
import { originCertificate } from '../../support/origin-certificate.ts';
import { openTunnel, startProxy, type TestProxy } from '../../support/proxy.ts';
import { tcpServer } from '../../support/servers.ts';
import { tlsServer } from '../../support/tls-server.ts';
import { Conversation, POLL } from './conversation.ts';

/** A WebSocket that a client asks for on a stream, and what it is told. */
export class Asked extends Conversation<ClientHttp2Stream> {
  readonly interims: (readonly string[])[] = [];
  fields: IncomingHttpHeaders | undefined;
  rawFields: readonly string[] = [];

  constructor(stream: ClientHttp2Stream) {
    super(stream);
    stream.on('headers', (_headers, _flags, raw) => this.interims.push(raw));
    stream.on('response', (headers, _flags, raw) => {
      this.fields = headers;
      this.rawFields = raw;
    });
  }

  async answer(): Promise<IncomingHttpHeaders> {
    await expect.poll(() => this.fields, POLL).toBeDefined();
    return this.fields!;
  }
}

export interface Bench {
  readonly proxy: TestProxy;
  readonly session: ClientHttp2Session;
  /** Below all. */
  readonly tunnel: Socket;
  /** The origin's `host:port`. */
  readonly authority: string;
  ask(fields?: Record<string, string>, options?: { endStream: boolean }): Asked;
  /** The connection that the origin has accepted as number `index`, when it has sent its handshake. */
  accepted(index?: number): Promise<Conversation>;
  readonly acceptedCount: number;
}

export interface BenchOptions extends Partial<ProxyOptions> {
  readonly isSecure?: boolean;
  readonly port?: number;
}

const CERTIFICATE = originCertificate('localhost');

/** A client that speaks HTTP/2 through the proxy with an origin that knows HTTP/1.1 and is left to the test. */
export async function withBench(
  { isSecure = false, port, ...options }: BenchOptions,
  use: (bench: Bench) => Promise<void>,
): Promise<void> {
  const accepted: Conversation[] = [];
  const onConnection = (socket: Socket) => {
    socket.allowHalfOpen = true;
    accepted.push(new Conversation(socket));
  };
  const origin = await (isSecure
    ? tlsServer({ ...CERTIFICATE, ALPNProtocols: ['h2', 'http/1.1'] }, onConnection)
    : tcpServer(onConnection));
  const proxy = await startProxy({ rootCertificates: [CERTIFICATE.ca], ...options });
  const scheme = isSecure ? 'https' : 'http';
  const authority = `${isSecure ? 'localhost' : '127.0.0.1'}:${port ?? origin.port}`;
  const tunnel = await openTunnel(proxy.port, authority);
  const socket = isSecure
    ? connectTls({ socket: tunnel, ca: proxy.root.certPem, servername: 'localhost', ALPNProtocols: ['h2', 'http/1.1'] })
    : tunnel;
  const session = connectHttp2(`${scheme}://${authority}`, { createConnection: () => socket });
  session.on('error', () => undefined);
  const [settings] = await once(session, 'remoteSettings');
  expect(settings.enableConnectProtocol).toBe(true);
  const ask = (fields: Record<string, string> = {}, streamOptions = { endStream: false }) =>
    new Asked(
      session.request(
        {
          ...{ ':method': 'CONNECT', ':protocol': 'websocket', ':scheme': scheme, ':authority': authority },
          ...{ ':path': '/chat?room=1', 'sec-websocket-version': '13', ...fields },
        },
        streamOptions,
      ),
    );
  try {
    await use({
      ...{ proxy, session, tunnel, authority, ask },
      async accepted(index = 0) {
        await expect.poll(() => accepted.length, POLL).toBeGreaterThan(index);
        await accepted[index]!.hear('\r\n\r\n');
        return accepted[index]!;
      },
      get acceptedCount() {
        return accepted.length;
      },
    });
  } finally {
    session.destroy();
    tunnel.destroy();
    await proxy.close();
    await origin.close();
  }
}

/** What a server says to a handshake that it has heard. */
export function switchTo(server: Pick<Conversation, 'heard'>, ...fields: readonly string[]): string {
  const key = /^sec-websocket-key: (.*)\r$/im.exec(server.heard)?.[1];
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const lines = ['Upgrade: WebSocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`, ...fields];
  return `HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** A WebSocket that is open. */
export async function withOpen(
  options: BenchOptions,
  use: (client: Asked, server: Conversation, bench: Bench) => Promise<void>,
): Promise<void> {
  await withBench(options, async (bench) => {
    const client = bench.ask();
    const server = await bench.accepted();
    server.say(switchTo(server));
    expect((await client.answer())[':status']).toBe(200);
    server.heard = '';
    await use(client, server, bench);
  });
}

export function messagesOf({ sink }: TestProxy): string[] {
  return sink.events.flatMap((event) => {
    if (event.kind !== 'message') return [];
    const { from, type, bytes, closeCode } = event.message;
    return [`${from} ${type}${closeCode === null ? '' : ` ${closeCode}`}:${Buffer.from(bytes)}`];
  });
}

export function outcomeOf({ response, error, proxyStatus }: Exchange) {
  return { status: response?.status ?? null, error, proxyStatus };
}

export const IN_ORDER = { status: 101, error: null, proxyStatus: null };
