import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ServerConnection } from '../exchange/connection.ts';
import { NetworkError, networkError } from './network-error.ts';
import { type Authority, formatAuthority, type Target } from './target.ts';
import type { ClientCertificate } from './upstream-connection/client-certificate.ts';
import { dial } from './upstream-connection/dial.ts';
import { asciiHost } from './upstream-connection/host-name.ts';
import { openHttpTunnel } from './upstream-connection/http-tunnel.ts';
import { DIRECT, type ProxyPolicy } from './upstream-connection/proxy-policy.ts';
import { type Lookup, Resolver } from './upstream-connection/resolver.ts';
import { openSocksTunnel } from './upstream-connection/socks5.ts';
import type { StepLimits } from './upstream-connection/step.ts';
import { type Handshake, type Secured, TlsClient } from './upstream-connection/tls-client.ts';
import { proxyAuthorization, proxyError, type UpstreamProxy } from './upstream-connection/upstream-proxy.ts';

export interface ConnectorOptions {
  /** Roots that the certificates of servers are verified against, as PEM. */
  readonly rootCertificates: readonly string[];
  /** False accepts any certificate, of upstream proxies too, and TLS 1.0 and 1.1. */
  readonly verifiesServers: boolean;
  /** For the name, for TCP, for each answer of an upstream proxy and for the TLS handshake, each. */
  readonly connectTimeoutMs: number;
  readonly clientCertificates?: readonly ClientCertificate[];
  /** Direct connections only where it is left out. */
  readonly upstreamProxy?: ProxyPolicy;
  /** Whether an address is the proxy's own listener, by whatever name it was found: a call to it would call itself for ever. */
  isOwnListener?(address: string, port: number): boolean;
  /** In place of the system's resolver. */
  readonly lookup?: Lookup;
}

export type Destination = Pick<Target, 'scheme' | 'host' | 'port' | 'serverName'>;

/** An open connection. Its errors are heard already, so that none is ever uncaught; it is the caller's to destroy. */
export interface Connected {
  /** A `TLSSocket` for https. Bytes that came early are still in it. */
  readonly socket: Socket;
  readonly connection: ServerConnection;
  /** What was negotiated: `h2`, `http/1.1`, or null. */
  readonly alpn: string | null;
  /** The other end is an HTTP proxy that forwards: request targets are absolute URLs (RFC 9112 §3.2.2). */
  readonly absoluteForm: boolean;
  /** Value of the `Proxy-Authorization` that each request needs; only with `absoluteForm`. A secret: never recorded. */
  readonly proxyAuthorization: string | null;
}

/** A way to the server's port, before any TLS with the server itself. */
interface Way {
  readonly socket: Socket;
  readonly facts: Pick<ServerConnection, 'server' | 'via' | 'dnsMs' | 'tcpMs'>;
}

/**
 * Opens connections to servers, directly or through upstream proxies. Every failure is a `NetworkError` of phase
 * dns, connect or tls-upstream; what goes wrong at an upstream proxy is phase connect with `ERR_UPSTREAM_PROXY`.
 */
export class Connector {
  readonly #policy: ProxyPolicy;
  readonly #isOwnListener: (address: string, port: number) => boolean;
  readonly #resolver: Resolver;
  readonly #tls: TlsClient;
  readonly #stop = new AbortController();
  readonly #limits: StepLimits;
  #lastId = 0;

  constructor(options: ConnectorOptions) {
    const { rootCertificates, verifiesServers, clientCertificates = [], connectTimeoutMs } = options;
    this.#policy = options.upstreamProxy ?? DIRECT;
    this.#isOwnListener = options.isOwnListener ?? (() => false);
    this.#resolver = new Resolver(options.lookup);
    this.#tls = new TlsClient({ rootCertificates, verifiesServers, clientCertificates });
    this.#limits = { timeoutMs: connectTimeoutMs, signal: this.#stop.signal };
  }

  /**
   * A connection for HTTP. `alpnOffer` in the order of preference; null offers nothing. For plain http it says what will
   * be spoken: proxies forward HTTP/1.1 only, so that `h2` gets a tunnel from them.
   */
  async connect(destination: Destination, alpnOffer: readonly string[] | null): Promise<Connected> {
    const proxy = this.#policy.proxyFor(destination);
    if (destination.scheme === 'https') {
      const way = await this.#openWay(destination, proxy, true);
      const scope = `${way.facts.via ?? ''}|${formatAuthority(destination)}`;
      const { serverName } = destination;
      const { secured, tlsMs } = await this.#secure(way.socket, { serverName, scope, alpnOffer });
      return {
        socket: secured.socket,
        connection: { id: this.#nextId(), ...way.facts, tlsMs, tls: secured.facts },
        alpn: secured.facts.alpn,
        absoluteForm: false,
        proxyAuthorization: null,
      };
    }
    const absoluteForm = proxy !== null && proxy.protocol !== 'socks5' && alpnOffer?.includes('h2') !== true;
    const way = await this.#openWay(destination, proxy, !absoluteForm);
    return this.#plain(way, absoluteForm, absoluteForm ? proxyAuthorization(proxy) : null);
  }

  /** Plain TCP to a port, for bytes that pass unread; an HTTP proxy makes a tunnel for it, as for https. */
  async connectTcp(host: string, port: number): Promise<Connected> {
    const proxy = this.#policy.proxyFor({ scheme: 'https', host, port });
    return this.#plain(await this.#openWay({ host, port }, proxy, true), false, null);
  }

  /** Gives up all connections that are being opened, now and from now on; open ones are their owners'. */
  close(): void {
    this.#stop.abort(networkError('connect', 'ERR_PROXY_STOPPED', 'httpwhy was stopped before the call was complete'));
  }

  #plain({ socket, facts }: Way, absoluteForm: boolean, authorization: string | null): Connected {
    return {
      socket,
      connection: { id: this.#nextId(), ...facts, tlsMs: null, tls: null },
      alpn: null,
      absoluteForm,
      proxyAuthorization: authorization,
    };
  }

  async #openWay({ host, port }: Authority, proxy: UpstreamProxy | null, isTunnel: boolean): Promise<Way> {
    const authority = { host: asciiHost(host), port };
    // Resolvers end names at a NUL, proxies lines at a line feed.
    if (!/^[\x21-\x7e]+$/.test(authority.host)) throw networkError('dns', 'ENOTFOUND', 'not a host name');
    if (proxy === null) {
      const { socket, facts } = await this.#openTcp(authority);
      return { socket, facts: { ...facts, via: null } };
    }
    const { socket: tcp, facts } = await this.#openTcp(proxy).catch((error) => {
      throw asProxyError(error, proxy);
    });
    const startedAt = performance.now();
    const socket = proxy.protocol === 'https' ? await this.#secureProxy(tcp, proxy) : tcp;
    try {
      if (proxy.protocol === 'socks5') await openSocksTunnel(socket, proxy, authority, this.#limits);
      else if (isTunnel) await openHttpTunnel(socket, proxy, authority, this.#limits);
    } catch (error) {
      socket.destroy();
      throw error;
    }
    return { socket, facts: { ...facts, tcpMs: facts.tcpMs + elapsedMs(startedAt), via: proxy.url } };
  }

  async #openTcp({ host, port }: Authority) {
    const startedAt = performance.now();
    const isAddress = isIP(host) !== 0;
    const addresses = isAddress ? [host] : await this.#resolver.resolve(host, this.#limits);
    const dnsMs = isAddress ? null : elapsedMs(startedAt);
    if (addresses.some((address) => this.#isOwnListener(address, port))) {
      throw networkError('request', 'ERR_PROXY_LOOP', 'the request is addressed to the proxy itself');
    }
    const dialledAt = performance.now();
    const { socket, address } = await dial(addresses, port, this.#limits);
    const server = formatAuthority({ host: address, port });
    return { socket, facts: { server, dnsMs, tcpMs: elapsedMs(dialledAt) } };
  }

  async #secureProxy(tcp: Socket, proxy: UpstreamProxy): Promise<TLSSocket> {
    const handshake = { serverName: proxy.host, scope: proxy.url, alpnOffer: ['http/1.1'] };
    const { secured } = await this.#secure(tcp, handshake).catch((error) => {
      throw asProxyError(error, proxy);
    });
    return secured.socket;
  }

  async #secure(socket: Socket, handshake: Handshake): Promise<{ secured: Secured; tlsMs: number }> {
    const startedAt = performance.now();
    try {
      return { secured: await this.#tls.handshake(socket, handshake, this.#limits), tlsMs: elapsedMs(startedAt) };
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

/**
 * Destinations with the same key can share a connection. The proxy follows from the destination and makes no difference;
 * one connection for all plain http behind a proxy would mix those that it has logged in (NTLM).
 */
export function connectionKey({ scheme, host, port, serverName }: Destination): string {
  return `${scheme}|${host}|${port}|${serverName}`;
}

/** A failure on the way to the proxy says nothing about the server, whose words it would be explained with. */
function asProxyError(error: unknown, proxy: UpstreamProxy): unknown {
  // The proxy named upstream is this one.
  if (error instanceof NetworkError && error.transport.code === 'ERR_PROXY_LOOP') return error;
  if (!(error instanceof NetworkError) || error.transport.code === 'ERR_PROXY_STOPPED') return error;
  const { phase, code, message } = error.transport;
  const what = {
    dns: 'has a name that does not resolve',
    connect: code === 'ECONNREFUSED' ? 'refused the connection' : 'did not take the connection',
    'tls-upstream': 'did not complete a TLS handshake that can be trusted',
  }[phase as 'dns' | 'connect' | 'tls-upstream'];
  return proxyError(proxy, `${what} (${code}: ${message})`);
}

/** Milliseconds with a resolution of microseconds. */
function elapsedMs(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 1000) / 1000;
}
