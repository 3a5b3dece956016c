import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { UserError } from '../exchange/user-error.ts';
import { acceptConnect } from './connect.ts';
import { Connector } from './connector.ts';
import type { EventSink } from './event-sink.ts';
import { ExchangeLog } from './exchange-log.ts';
import { type Forwarding, forward } from './forward.ts';
import { rawHeader } from './raw-headers.ts';
import { formatAuthority, type Target, type Tunnel, targetOf } from './target.ts';
import { Upgrader } from './upgrade.ts';
import { Upstream } from './upstream.ts';

export interface ProxyOptions {
  /** Address to listen on. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Bytes of each body that are recorded; what is over passes unrecorded. */
  readonly maxBodyBytes: number;
  /** PEM certificates that servers are verified against. */
  readonly rootCertificates: readonly string[];
  readonly verifiesServers: boolean;
  readonly connectTimeoutMs: number;
  readonly responseTimeoutMs: number;
}

/** Headers of one message; servers in the field stop between 8 and 64 KiB. */
const MAX_HEADER_BYTES = 64 * 1024;

/** Names of this machine's loopback interface; an unspecified address connects there, too. */
const SELF = /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|::1?|::ffff:(?:127\.[\d.]+|7f[0-9a-f]{2}:[0-9a-f]{1,4}))$/i;

/** The listener. It keeps nothing of what passes: everything it sees goes to the sink as events. */
export class ProxyServer {
  readonly #options: ProxyOptions;
  readonly #sink: EventSink;
  readonly #server: Server;
  readonly #upstream: Upstream;
  readonly #upgrader: Upgrader;
  readonly #tunnels = new WeakMap<Socket, Tunnel>();
  readonly #spoken = new WeakSet<Socket>();
  readonly #sockets = new Set<Socket>();
  /** The port on which it listens; 0 before that. */
  #port = 0;

  constructor(options: ProxyOptions, sink: EventSink, contextFor: (serverName: string) => SecureContext | undefined) {
    this.#options = options;
    this.#sink = sink;
    this.#upstream = new Upstream(new Connector(options), {
      responseTimeoutMs: options.responseTimeoutMs,
      maxHeaderBytes: MAX_HEADER_BYTES,
    });
    const forwarding: Forwarding = {
      sink,
      upstream: this.#upstream,
      maxBodyBytes: options.maxBodyBytes,
      isSelf: (target) => this.#isSelf(target),
    };
    this.#upgrader = new Upgrader(forwarding, options);
    const server = createServer({
      maxHeaderSize: MAX_HEADER_BYTES,
      requestTimeout: 0, // An upload takes as long as it takes.
      keepAliveTimeout: 0, // The client decides how long it keeps its connection.
      noDelay: true,
      requireHostHeader: false, // HTTP/1.0 has none; the target says enough.
      joinDuplicateHeaders: false,
      // Other protocols that are offered, h2c by some Java clients, are declined by answering in HTTP/1.1.
      shouldUpgradeCallback: (request: IncomingMessage) => /^websocket$/i.test(request.headers.upgrade ?? ''),
    });
    this.#server = server;
    const interception = {
      server,
      sink,
      tunnels: this.#tunnels,
      spoken: this.#spoken,
      maxBodyBytes: options.maxBodyBytes,
      contextFor,
    };
    server.on('request', (request, response) => {
      response.on('error', () => undefined);
      forward(forwarding, request, response, this.#resultFor(request));
    });
    server.on('connect', (request, socket, head) => acceptConnect(interception, request, socket as Socket, head));
    server.on('upgrade', (request, socket, head) =>
      this.#upgrader.pass(request, socket as Socket, head, this.#resultFor(request)),
    );
    server.on('clientError', (error, socket) => this.#onUnreadable(error, socket));
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Throws `UserError` `port-in-use`, `port-not-allowed` or `host-not-available`. */
  async listen(): Promise<{ host: string; port: number }> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { host, port } = this.#options;
    this.#server.once('error', (error) => reject(listenError(error, host, port)));
    this.#server.listen({ host, port, backlog: 1024 }, resolve);
    await promise;
    this.#server.removeAllListeners('error');
    this.#server.on('error', () => undefined); // Descriptors ran out, say: the next connection may succeed.
    const { address, port: actual } = this.#server.address() as AddressInfo;
    this.#port = actual;
    return { host: address, port: actual };
  }

  /** Stops listening, waits up to `graceMs` for what is in flight, then cuts it off; all events have been emitted then. */
  async close(graceMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    // A connection whose last response is through counts as idle only then: look again until none is left.
    const sweep = setInterval(() => this.#server.closeIdleConnections(), 20);
    const timer = setTimeout(resolve, graceMs);
    await promise;
    clearInterval(sweep);
    clearTimeout(timer);
    // Upstream first, so that what is cut off is put down to the proxy and not to a client or server that left.
    await this.#upstream.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#upgrader.close();
    // Sockets report their end in the next turns of the event loop.
    await new Promise((resolveSoon) => setTimeout(resolveSoon, 20));
  }

  #resultFor(request: IncomingMessage) {
    this.#spoken.add(request.socket);
    return targetOf(request.url ?? '', rawHeader(request.rawHeaders, 'host'), this.#tunnels.get(request.socket));
  }

  #isSelf({ host, port }: Target): boolean {
    if (port !== this.#port) return false;
    return SELF.test(host) || host === this.#options.host;
  }

  /** Bytes that Node's parser refused; sockets that merely went away between requests are no event. */
  #onUnreadable(error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Duplex): void {
    const code = error.code ?? '';
    // The end in the middle of a body is a client that left: its exchange says so, or was answered before.
    const isGone = code === 'HPE_INVALID_EOF_STATE';
    const isOurs = (code.startsWith('HPE_') && !isGone) || code === 'ERR_HTTP_REQUEST_TIMEOUT';
    if (!isOurs || !socket.writable) {
      socket.destroy();
      return;
    }
    this.#spoken.add(socket as Socket);
    const { status, message } = rejectionOf(code, error.message);
    const tunnel = this.#tunnels.get(socket as Socket);
    const log = new ExchangeLog(this.#sink, 0, {
      client: null,
      ...firstLineOf(error.rawPacket, tunnel),
      httpVersion: '1.1',
      rawHeaders: [],
    });
    const body = `httpwhy: ${message}\n`;
    socket.end(
      `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\nx-httpwhy-cause: proxy-rejected\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
    log.end(
      {
        phase: 'request',
        code: code === 'HPE_HEADER_OVERFLOW' ? 'ERR_PROXY_LIMIT' : 'ERR_PROXY_BAD_REQUEST',
        message,
      },
      Number.parseInt(status, 10),
    );
  }
}

/** Method and URL of a request that could not be parsed, as far as its first line shows them. */
function firstLineOf(packet: Buffer | undefined, tunnel: Tunnel | undefined): { method: string; url: string } {
  const origin =
    tunnel === undefined ? 'http://' : `${tunnel.scheme}://${formatAuthority(tunnel.authority, tunnel.scheme)}`;
  const line = /^([A-Z]{1,20}) (\S{1,2000}) HTTP\//.exec(packet?.toString('utf8', 0, 2048) ?? '');
  if (line === null) return { method: '?', url: `${origin}/` };
  return { method: line[1]!, url: line[2]!.startsWith('/') ? `${origin}${line[2]}` : line[2]! };
}

function rejectionOf(code: string, text: string): { status: string; message: string } {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return {
      status: '431 Request Header Fields Too Large',
      message: `the request headers are larger than ${MAX_HEADER_BYTES} bytes`,
    };
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return { status: '408 Request Timeout', message: 'the request headers did not arrive in time' };
  }
  if (code === 'HPE_INVALID_URL') {
    return {
      status: '400 Bad Request',
      message: `the URL holds characters that must be percent-encoded (${text.replace(/^Parse Error: /, '')})`,
    };
  }
  return {
    status: '400 Bad Request',
    message: `the request is not valid HTTP/1.1 (${text.replace(/^Parse Error: /, '')})`,
  };
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new UserError(
      'port-in-use',
      `Port ${port} is already in use.`,
      `Choose another with --port (0 takes any free one), or stop the program on ${port}.`,
    );
  }
  if (error.code === 'EACCES') {
    return new UserError(
      'port-not-allowed',
      `Port ${port} needs more rights.`,
      'Choose a port above 1023 with --port.',
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new UserError('host-not-available', `${host} is no address of this machine.`, 'Correct --host.');
  }
  return error;
}
