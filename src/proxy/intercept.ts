import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { TlsFacts } from '../exchange/connection.ts';
import type { TransportError } from '../exchange/transport-error.ts';
import { now } from './event-sink.ts';
import { networkError, toTransportError } from './network-error.ts';

/**
 * A client that closes so soon after the handshake, and without a request, did not like our certificate.
 * Browsers also open connections that they do not use, but keep those for longer.
 */
const SILENT_REJECTION_MS = 500;

export interface InterceptionOptions {
  /** The name that the certificate is for where the client names no server. */
  readonly name: string;
  readonly protocols: readonly string[];
  /** The certificate shown for a name, or undefined for a name that no certificate can carry. */
  contextFor(serverName: string): SecureContext | undefined;
  onSecure(secure: TLSSocket, facts: TlsFacts): void;
  /** The client did not accept our certificate, or left; `serverName` is what it asked for. */
  onRejected(error: TransportError, serverName: string | null): void;
  /** Whether a request has come since. */
  hasSpoken(secure: TLSSocket): boolean;
}

/** Ends the client's TLS here, with a certificate of our own. False where no certificate can carry the name. */
export function intercept(socket: Socket, options: InterceptionOptions): boolean {
  const secureContext = options.contextFor(options.name);
  if (secureContext === undefined) return false;
  let serverName: string | null = null;
  const secure = new TLSSocket(socket, {
    isServer: true,
    secureContext,
    ALPNProtocols: [...options.protocols],
    SNICallback: (name, done) => {
      serverName = name;
      done(null, options.contextFor(name));
    },
  });
  const rejected = (error: unknown) => {
    secure.off('error', rejected);
    secure.off('end', closed);
    secure.off('close', closed);
    secure.on('error', () => undefined);
    options.onRejected(toTransportError(error, 'tls-client'), serverName);
    secure.destroy();
  };
  const closed = () =>
    rejected(networkError('tls-client', 'ECONNRESET', 'the client closed the connection during the TLS handshake'));
  // Nobody reads before the handshake is through, so the end of the connection must be looked for.
  const noticeEnd = () => secure.read(0);
  secure.on('readable', noticeEnd);
  secure.once('error', rejected);
  secure.once('end', closed);
  secure.once('close', closed);
  secure.once('secure', () => {
    secure.off('readable', noticeEnd);
    secure.off('error', rejected);
    secure.off('end', closed);
    secure.off('close', closed);
    secure.on('error', () => secure.destroy());
    // `tls.Server` says so of its sockets; node:http2 waits for it.
    Object.assign(secure, { secureConnecting: false });
    const securedAt = now();
    secure.once('close', () => {
      // Clients that check the certificate after the handshake, Node.js among them, close without an alert.
      if (!options.hasSpoken(secure) && now() - securedAt < SILENT_REJECTION_MS) closed();
    });
    options.onSecure(secure, factsOf(secure, serverName));
  });
  return true;
}

function factsOf(secure: TLSSocket, serverName: string | null): TlsFacts {
  return {
    protocol: secure.getProtocol() ?? '',
    cipher: secure.getCipher()?.standardName ?? '',
    alpn: secure.alpnProtocol || null,
    serverName,
  };
}
