import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { SecureContext } from 'node:tls';
import type { TransportError } from '../exchange/transport-error.ts';
import { UserError } from '../exchange/user-error.ts';
import type { RequestDecider } from '../mock/rule-engine.ts';
import { ClientConnections, type ClientContext } from './client-connections.ts';
import { acceptConnect, type Interception } from './connect.ts';
import { Connector, type ConnectorOptions } from './connector.ts';
import type { EventSink } from './event-sink.ts';
import { clientOf, ExchangeLog } from './exchange-log.ts';
import { onFirstBytes } from './first-bytes.ts';
import type { Forwarding } from './forward.ts';
import { UNFINISHED_HELLO } from './handshake-rejection.ts';
import { intercept } from './intercept.ts';
import { InterceptPolicy } from './intercept-policy.ts';
import { RuledUpstream } from './rules/ruled-upstream.ts';
import { asStep, connectionStep } from './steps.ts';
import { formatAuthority, type Target, type Tunnel } from './target.ts';
import { Upgrader } from './upgrade.ts';
import { Upstream } from './upstream.ts';

export interface ProxyOptions extends ConnectorOptions {
  /** Address to listen on; `127.0.0.1` stands for this machine, and listens on `::1` as well where there is one. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Bytes of each body that are recorded; what is over passes unrecorded. */
  readonly maxBodyBytes: number;
  readonly responseTimeoutMs: number;
  /** Host globs that are not intercepted. */
  readonly tunnel?: readonly string[];
  /** Where given, only these are intercepted. */
  readonly only?: readonly string[];
  /** The server to which requests go that are addressed to the proxy as if it were one. */
  readonly reverse?: Tunnel;
  /** What the person wants answered, changed or broken. */
  readonly rules?: RequestDecider;
  /** The CA's certificate, for download. */
  readonly caPem: string;
  contextFor(serverName: string): SecureContext | undefined;
  /** One line about something that no exchange can tell: descriptors that ran out. */
  onNotice?(line: string): void;
  /** A client has connected, `address:port` as in the events. Called for each connection: to be quick. */
  onConnection?(client: string): void;
}

/** Headers of a request; servers in the field stop between 8 and 64 KiB. */
const MAX_HEADER_BYTES = 64 * 1024;
/** Of a response: as much as browsers and curl take. */
const MAX_RESPONSE_HEADER_BYTES = 256 * 1024;
/** As long as Node.js gives a head. */
const HEAD_TIMEOUT_MS = 60_000;
const LOOPBACK = '127.0.0.1';
const LOOPBACK_6 = '::1';

/** Names of this machine's loopback interface; an unspecified address connects there, too. */
const SELF = /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|::1?|::ffff:(?:127\.[\d.]+|7f[0-9a-f]{2}:[0-9a-f]{1,4}))$/i;

/** The listener. It keeps nothing of what passes: everything it sees goes to the sink as events. */
export class ProxyServer {
  readonly #options: ProxyOptions;
  readonly #servers: Server[] = [];
  readonly #connector: Connector;
  readonly #upstream: Upstream;
  readonly #upgrader: Upgrader;
  readonly #connections: ClientConnections;
  readonly #interception: Interception;
  readonly #policy: InterceptPolicy;
  readonly #sockets = new Set<Socket>();
  #hasRunOut = false;
  /** The port on which it listens; 0 before that. */
  #port = 0;

  constructor(options: ProxyOptions, sink: EventSink) {
    this.#options = options;
    this.#policy = new InterceptPolicy(options.tunnel, options.only);
    this.#connector = new Connector({ ...options, isOwnListener: (host, port) => this.#isSelf({ host, port }) });
    this.#upstream = new Upstream(this.#connector, {
      responseTimeoutMs: options.responseTimeoutMs,
      maxHeaderBytes: MAX_RESPONSE_HEADER_BYTES,
    });
    const forwarding: Forwarding = {
      sink,
      upstream: options.rules === undefined ? this.#upstream : new RuledUpstream(this.#upstream, options.rules),
      ...(options.rules !== undefined && { rules: options.rules }),
      maxBodyBytes: options.maxBodyBytes,
      isSelf: (target) => this.#isSelf(target),
    };
    this.#upgrader = new Upgrader(this.#connector, options);
    this.#connections = new ClientConnections({
      forwarding,
      upgrader: this.#upgrader,
      ownPage: { caPem: options.caPem, isOwnAuthority: (authority) => this.#isOwnAuthority(authority) },
      reverse: options.reverse ?? null,
      maxHeaderBytes: MAX_HEADER_BYTES,
      headTimeoutMs: HEAD_TIMEOUT_MS,
      onConnect: (head, socket, context) => acceptConnect(this.#interception, head, socket, context),
    });
    this.#interception = {
      sink,
      connector: this.#connector,
      connections: this.#connections,
      policy: this.#policy,
      contextFor: options.contextFor,
    };
  }

  /** Throws `UserError` `port-in-use`, `port-not-allowed` or `host-not-available`. */
  async listen(): Promise<{ host: string; port: number }> {
    const { host, port } = this.#options;
    const address = await this.#listenOn(host, port);
    this.#port = address.port;
    // Clients that look up `localhost` may try IPv6 first. It is no loss where that is not to be had.
    if (host === LOOPBACK) await this.#listenOn(LOOPBACK_6, address.port).catch(() => undefined);
    return { host: address.address, port: address.port };
  }

  /** From now on new connections to this host (a glob) pass unread. */
  tunnel(pattern: string): void {
    this.#policy.tunnel(pattern);
  }

  /** New connections to a host that `tunnel` named are read again. */
  untunnel(pattern: string): void {
    this.#policy.untunnel(pattern);
  }

  /** Stops listening, waits up to `graceMs` for what is in flight, then cuts it off; all events have been emitted then. */
  async close(graceMs: number): Promise<void> {
    const closed = this.#servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    this.#connections.closeSoon();
    // What is in a tunnel and idle ends with it; a connection that opened meanwhile is asked as well.
    const sweep = setInterval(() => this.#connections.closeSoon(), 20);
    const timer = Promise.withResolvers<void>();
    const timeout = setTimeout(timer.resolve, graceMs);
    await Promise.race([Promise.all(closed), timer.promise]);
    clearInterval(sweep);
    clearTimeout(timeout);
    // Upstream first, so that what is cut off is put down to the proxy and not to a client or server that left.
    this.#upstream.close();
    this.#upgrader.close();
    this.#connector.close();
    await soon();
    for (const socket of this.#sockets) socket.destroy();
    // Sockets report their end in the next turns of the event loop.
    await soon();
  }

  async #listenOn(host: string, port: number): Promise<AddressInfo> {
    // A client that has sent its request may close its sending side and still wait for the response.
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', (error) => reject(listenError(error, host, port)));
    server.listen({ host, port, backlog: 1024, ipv6Only: host.includes(':') && host !== '::' }, resolve);
    await promise;
    this.#servers.push(server);
    server.removeAllListeners('error');
    server.on('error', (error) => this.#onAcceptFailed(error));
    server.on('drop', () => undefined);
    return server.address() as AddressInfo;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined); // `close` follows.
    const client = clientOf(socket);
    if (client !== null) this.#options.onConnection?.(client);
    const context: ClientContext = { client, clientTls: null, wire: socket, tunnel: undefined };
    const step = connectionStep(`the connection of ${client ?? 'a client'}`, socket);
    asStep(step, onFirstBytes)(socket, Number.POSITIVE_INFINITY, (spoken, words) => {
      if (spoken === 'tls') this.#acceptTls(socket, words, context);
      else if (spoken === 'http2') this.#connections.serveHttp2(socket, context);
      else if (spoken === 'cut-hello' || spoken === 'late-hello') {
        this.#logHandshake(UNFINISHED_HELLO[spoken], null, context);
        socket.destroy();
      } else if (socket.readableEnded) socket.destroy();
      // Whatever else it is, the reader of HTTP/1.1 says what is wrong with it.
      else this.#connections.serveHttp1(socket, context);
    });
  }

  /** A proxy whose URL begins with `https://`, or a client of the server behind us that speaks TLS. */
  #acceptTls(socket: Socket, hello: Buffer, context: ClientContext): void {
    const connections = this.#connections;
    const isReadable = intercept(socket, {
      name: this.#options.host,
      protocols: this.#options.reverse === undefined ? ['http/1.1'] : ['h2', 'http/1.1'],
      contextFor: this.#options.contextFor,
      hello,
      accepted: connections.accepted,
      onRejected: (error, serverName) => this.#logHandshake(error, serverName, context),
      onSecure: (secure, clientTls) => {
        if (clientTls.alpn === 'h2') connections.serveHttp2(secure, { ...context, clientTls });
        else connections.serveHttp1(secure, { ...context, clientTls });
      },
    });
    if (!isReadable) socket.destroy();
  }

  #logHandshake(error: TransportError, serverName: string | null, { client }: ClientContext): void {
    const url = `https://${formatAuthority({ host: serverName ?? this.#options.host, port: this.#port })}`;
    const head = { method: '?', url, httpVersion: '1.1', rawHeaders: [] };
    new ExchangeLog(this.#interception.sink, 0, { client, clientTls: null, ...head }).end(error);
  }

  #isSelf({ host, port }: Pick<Target, 'host' | 'port'>): boolean {
    if (port !== this.#port) return false;
    const own = this.#options.host;
    return SELF.test(host) || host === own || ((own === '0.0.0.0' || own === '::') && isOwnAddress(host));
  }

  #isOwnAuthority(authority: string): boolean {
    const match = /^(?:\[([0-9a-f:.]+)\]|([^:]+)):(\d{1,5})$/.exec(authority);
    // An address, unlike a name, is nobody else's to point here.
    return match !== null && this.#isSelf({ host: match[1] ?? match[2]!, port: Number(match[3]) });
  }

  /** The next connection may succeed. */
  #onAcceptFailed(error: NodeJS.ErrnoException): void {
    if (this.#hasRunOut) return;
    this.#hasRunOut = true;
    this.#options.onNotice?.(
      `A connection could not be accepted (${error.code ?? error.message}): raise the limit of open files (ulimit -n).`,
    );
  }
}

/** An address of one of this machine's interfaces. It is asked for our own port alone, so nothing needs to be kept. */
function isOwnAddress(address: string): boolean {
  return Object.values(networkInterfaces()).some((list) => list?.some((own) => own.address === address));
}

/** The next turns of the event loop. */
function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
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
