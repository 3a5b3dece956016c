import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { TlsFacts } from '../exchange/connection.ts';
import type { TransportError } from '../exchange/transport-error.ts';
import type { AcceptedHandshakes } from './accepted-handshakes.ts';
import { fingerprintOfHello } from './client-hello.ts';
import { now } from './event-sink.ts';
import { rejectionOf } from './handshake-rejection.ts';
import { networkError } from './network-error.ts';
import { keepStep } from './steps.ts';

/**
 * A client that closes so soon after the handshake, and without a request, did not like our certificate, unless it has
 * accepted it before: browsers also open connections that they do not use.
 */
const SILENT_REJECTION_MS = 500;
/** For the handshake, once the ClientHello is there. */
const HANDSHAKE_MS = 60_000;

export interface InterceptionOptions {
  /** The name that the certificate is for where the client names no server. */
  readonly name: string;
  readonly protocols: readonly string[];
  /** The client's ClientHello, which is in the socket, too. */
  readonly hello: Buffer;
  readonly accepted: AcceptedHandshakes;
  /** The certificate shown for a name, or undefined for a name that no certificate can carry. */
  contextFor(serverName: string): SecureContext | undefined;
  onSecure(secure: TLSSocket, facts: TlsFacts): void;
  /** The client did not accept our certificate, or left; `serverName` is what it asked for. */
  onRejected(error: TransportError, serverName: string | null): void;
}

/**
 * Ends the client's TLS here, with a certificate of our own; its ClientHello is in the socket. False where no certificate can
 * carry the name.
 */
export function intercept(socket: Socket, options: InterceptionOptions): boolean {
  const secureContext = options.contextFor(options.name);
  if (secureContext === undefined) return false;
  let serverName: string | null = null;
  const secure = new TLSSocket(socket, {
    isServer: true,
    secureContext,
    ALPNProtocols: [...options.protocols],
    SNICallback: keepStep((name: string, done: (error: null, context?: SecureContext) => void) => {
      serverName = name;
      done(null, options.contextFor(name));
    }),
  });
  const timer = setTimeout(() => failed(rejectionOf(SILENT)), HANDSHAKE_MS).unref();
  const settle = () => {
    clearTimeout(timer);
    secure.off('readable', noticeEnd);
    secure.off('error', onError);
    secure.off('end', onClose);
    secure.off('close', onClose);
  };
  const failed = (error: TransportError) => {
    settle();
    secure.on('error', () => undefined);
    options.onRejected(error, serverName);
    secure.destroy();
  };
  const onError = (error: Error) => failed(rejectionOf(error));
  const onClose = () => failed(rejectionOf(LEFT));
  // Nobody reads before the handshake is through, so the end of the connection must be looked for.
  const noticeEnd = () => secure.read(0);
  secure.on('readable', noticeEnd);
  secure.once('error', onError);
  secure.once('end', onClose);
  secure.once('close', onClose);
  const onSecure = keepStep(() => {
    settle();
    let late: Error | undefined;
    secure.on('error', (error) => {
      late ??= error;
      secure.destroy();
    });
    // `tls.Server` says so of its sockets; node:http2 waits for it.
    Object.assign(secure, { secureConnecting: false });
    const securedAt = now();
    const { accepted } = options;
    const facts = factsOf(secure, serverName);
    // Whoever leaves at once has not read our session tickets, and is reset for it. Before TLS 1.3 nothing tells the two apart.
    const isTold = facts.protocol === 'TLSv1.3';
    // A container may run the same TLS as the host and know other roots.
    const client = `${socket.remoteAddress} ${fingerprintOfHello(options.hello) ?? ''}`;
    const name = serverName ?? options.name;
    accepted.watch(secure, client, name);
    secure.once('close', () => {
      // Clients that check the certificate after the handshake, Node.js among them, close without an alert.
      if (accepted.hasSpoken(secure) || now() - securedAt > SILENT_REJECTION_MS) return;
      const isSpare = isTold && late === undefined && accepted.has(client, name);
      if (!isSpare) options.onRejected(rejectionOf(late ?? LEFT_AFTER), serverName);
    });
    options.onSecure(secure, facts);
  });
  secure.once('secure', onSecure);
  return true;
}

const LEFT = networkError(
  'tls-client',
  'ECONNRESET',
  'the client closed the connection after it had been sent the certificate, without an alert',
);
const LEFT_AFTER = networkError(
  'tls-client',
  'ECONNRESET',
  'the client closed the connection right after the TLS handshake, without a request',
);
const SILENT = networkError(
  'tls-client',
  'ERR_CLIENT_ABORTED',
  `the client did not go on with the TLS handshake for ${HANDSHAKE_MS / 1000} s`,
);

function factsOf(secure: TLSSocket, serverName: string | null): TlsFacts {
  return {
    protocol: secure.getProtocol() ?? '',
    cipher: secure.getCipher()?.standardName ?? '',
    alpn: secure.alpnProtocol || null,
    serverName,
  };
}
