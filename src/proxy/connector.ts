import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Phase } from '../exchange/transport-error.ts';
import { NetworkError, networkError, toTransportError } from './network-error.ts';
import type { Target } from './target.ts';

export interface ConnectorOptions {
  /** Roots that the certificates of servers are verified against, as PEM. */
  readonly rootCertificates: readonly string[];
  /** False accepts any certificate. */
  readonly verifiesServers: boolean;
  /** For TCP and for the TLS handshake, each. */
  readonly connectTimeoutMs: number;
}

export type Destination = Pick<Target, 'scheme' | 'host' | 'port' | 'serverName'>;

/** Opens connections to servers; every failure is a `NetworkError` with its phase: dns, connect or tls-upstream. */
export class Connector {
  readonly #options: ConnectorOptions;
  readonly #secureContext: SecureContext;
  /** TLS sessions by server, so that the next connection resumes instead of a full handshake. */
  readonly #sessions = new Map<string, Buffer>();

  constructor(options: ConnectorOptions) {
    this.#options = options;
    // Parsing some 150 roots costs milliseconds: once, not for each connection.
    this.#secureContext = createSecureContext({ ca: [...options.rootCertificates] });
  }

  async connect(destination: Destination): Promise<Socket> {
    const tcp = await this.#connectTcp(destination);
    return destination.scheme === 'https' ? this.#handshake(tcp, destination) : tcp;
  }

  #connectTcp({ host, port }: Destination): Promise<Socket> {
    const { promise, resolve, reject } = Promise.withResolvers<Socket>();
    const socket = connectTcp({ host, port, noDelay: true, keepAlive: true, autoSelectFamily: true });
    const timer = setTimeout(() => {
      const milliseconds = this.#options.connectTimeoutMs;
      socket.destroy(
        networkError('connect', 'ETIMEDOUT', `no answer to the connection attempt within ${milliseconds} ms`),
      );
    }, this.#options.connectTimeoutMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(new NetworkError(toTransportError(firstOf(error), phaseOf(error))));
    });
    return promise;
  }

  #handshake(tcp: Socket, { host, port, serverName }: Destination): Promise<TLSSocket> {
    const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
    const sessionKey = `${host}:${port}:${serverName}`;
    const session = this.#sessions.get(sessionKey);
    const socket = connectTls({
      socket: tcp,
      secureContext: this.#secureContext,
      rejectUnauthorized: this.#options.verifiesServers,
      ALPNProtocols: ['http/1.1'],
      // SNI carries names only (RFC 6066 §3); an address is checked against the certificate all the same.
      ...(isIP(serverName) === 0 ? { servername: serverName } : { servername: '', host: serverName }),
      ...(session !== undefined && { session }),
    });
    const timer = setTimeout(() => {
      const milliseconds = this.#options.connectTimeoutMs;
      socket.destroy(networkError('tls-upstream', 'ETIMEDOUT', `TLS handshake timed out after ${milliseconds} ms`));
    }, this.#options.connectTimeoutMs);
    const fail = (error: unknown) => {
      clearTimeout(timer);
      this.#sessions.delete(sessionKey);
      reject(new NetworkError(toTransportError(error, 'tls-upstream')));
    };
    const closed = () => fail(networkError('tls-upstream', 'ECONNRESET', 'the server closed during the TLS handshake'));
    socket.once('error', fail);
    socket.once('close', closed);
    socket.on('session', (ticket) => this.#remember(sessionKey, ticket));
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      socket.off('close', closed);
      resolve(socket);
    });
    return promise;
  }

  #remember(key: string, ticket: Buffer): void {
    this.#sessions.delete(key);
    this.#sessions.set(key, ticket);
    if (this.#sessions.size > 500) this.#sessions.delete(this.#sessions.keys().next().value!);
  }
}

/** With several addresses Node tries them all and reports an `AggregateError`; the first failure speaks for them. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}

function phaseOf(error: NodeJS.ErrnoException): Phase {
  return error.syscall === 'getaddrinfo' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN'
    ? 'dns'
    : 'connect';
}
