import type { Socket } from 'node:net';
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  DEFAULT_CIPHERS,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { parseServerName } from '../../ca/server-name.ts';
import type { CertificateFacts, ServerTlsFacts } from '../../exchange/connection.ts';
import { networkError } from '../network-error.ts';
import { ChainReader } from './certificate-facts.ts';
import { type ClientCertificate, clientCertificateFor, contextOptions } from './client-certificate.ts';
import { distrustError, handshakeError } from './handshake-error.ts';
import { runStep, type Step, type StepLimits } from './step.ts';

export interface TlsClientOptions {
  /** Roots that the certificates of servers are verified against, as PEM. */
  readonly rootCertificates: readonly string[];
  readonly verifiesServers: boolean;
  readonly clientCertificates: readonly ClientCertificate[];
}

export interface Handshake {
  /** Name or address that the certificate must carry; a name is sent as SNI. */
  readonly serverName: string;
  /** Sessions are resumed within one scope only: the server's `host:port`, and the way to it. */
  readonly scope: string;
  /** Protocols in the order of preference; null offers none. */
  readonly alpnOffer: readonly string[] | null;
}

export interface Secured {
  readonly socket: TLSSocket;
  readonly facts: ServerTlsFacts;
}

/** What a server has shown about itself. */
interface Identity {
  readonly chain: readonly CertificateFacts[];
  readonly distrust: string | null;
}

interface KnownSession {
  readonly ticket: Buffer;
  /** A resumed handshake shows no certificates (RFC 8446 §2.2): these are the ones of the first. */
  readonly identity: Identity;
}

const MAX_SESSIONS = 500;

/** The client's side of TLS: verifies servers, resumes sessions and records what was agreed on. */
export class TlsClient {
  readonly #options: TlsClientOptions;
  readonly #chains = new ChainReader();
  readonly #sessions = new Map<string, KnownSession>();
  /** Parsing some 150 roots costs milliseconds: once for each client certificate, not for each connection. */
  readonly #contexts = new Map<ClientCertificate | undefined, SecureContext>();

  constructor(options: TlsClientOptions) {
    this.#options = options;
    this.#contextFor(undefined);
  }

  /** Rejects with a `NetworkError` of phase `tls-upstream`; `tcp` is then left to the caller. */
  handshake(tcp: Socket, { serverName, scope, alpnOffer }: Handshake, limits: StepLimits): Promise<Secured> {
    const { verifiesServers } = this.#options;
    const name = parseServerName(serverName);
    const host = name?.text ?? serverName;
    // SNI carries names only (RFC 6066 §3); an address is checked against the certificate all the same.
    const sni = name?.kind === 'host' ? name.text : '';
    const sessionKey = [scope, host, ...(alpnOffer ?? [])].join('|');
    const known = this.#sessions.get(sessionKey);
    const clientCertificate = clientCertificateFor(this.#options.clientCertificates, host);
    const step: Step = {
      phase: 'tls-upstream',
      timedOut: () =>
        networkError('tls-upstream', 'ETIMEDOUT', `TLS handshake not complete within ${limits.timeoutMs} ms`),
    };
    return runStep(step, limits, (done, fail) => {
      let peer: DetailedPeerCertificate | undefined;
      let mismatch: string | undefined;
      let accepted: Identity | undefined;
      /** Up to TLS 1.2 the ticket belongs to the handshake (RFC 5077 §3.3). */
      let earlyTicket: Buffer | undefined;
      let isOver = false;
      const socket = connect({
        socket: tcp,
        host,
        servername: sni,
        secureContext: this.#contextFor(clientCertificate),
        // OpenSSL verifies all the same, and `authorized` has its verdict. Left to itself, Node.js would close the
        // connection before anybody could see which certificate was at fault.
        rejectUnauthorized: false,
        checkServerIdentity: (expected, certificate) => {
          peer = certificate as DetailedPeerCertificate;
          const error = checkServerIdentity(expected, certificate);
          mismatch = error?.message;
          return error;
        },
        ...(alpnOffer !== null && { ALPNProtocols: [...alpnOffer] }),
        ...(known !== undefined && { session: known.ticket }),
      });
      socket.on('error', (error) => {
        if (isOver) return;
        const sawCertificate = Object.keys(socket.getPeerCertificate() ?? {}).length > 0;
        fail(handshakeError(error, { sawCertificate, hasClientCertificate: clientCertificate !== undefined }));
      });
      socket.once('close', () =>
        fail(networkError('tls-upstream', 'ECONNRESET', 'the server closed during the TLS handshake')),
      );
      socket.on('session', (ticket) => {
        if (accepted !== undefined) this.#remember(sessionKey, { ticket, identity: accepted });
        else earlyTicket = ticket;
      });
      socket.once('secureConnect', () => {
        const identity =
          known !== undefined && socket.isSessionReused() ? known.identity : this.#identify(socket, peer);
        peer = undefined;
        if (verifiesServers && (!socket.authorized || identity.distrust !== null)) {
          const code = identity.distrust ?? String(socket.authorizationError);
          fail(distrustError(code, identity.chain, mismatch, Date.now()));
          return;
        }
        accepted = identity;
        if (earlyTicket !== undefined) this.#remember(sessionKey, { ticket: earlyTicket, identity });
        done({ socket, facts: { ...parametersOf(socket, sni), ...identity } });
      });
      return (isDone) => {
        isOver = true;
        if (isDone) return;
        this.#sessions.delete(sessionKey);
        socket.destroy();
      };
    });
  }

  #contextFor(clientCertificate: ClientCertificate | undefined): SecureContext {
    let context = this.#contexts.get(clientCertificate);
    if (context === undefined) {
      context = createSecureContext({
        ca: [...this.#options.rootCertificates],
        // An intermediate that a person names as the issuing CA is trusted without its root, as by curl.
        allowPartialTrustChain: true,
        // Whoever accepts any certificate wants to reach old devices, too. TLS 1.0 and 1.1 sign with SHA-1, which
        // OpenSSL allows at this level only.
        ...(!this.#options.verifiesServers && { minVersion: 'TLSv1', ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0` }),
        ...(clientCertificate !== undefined && contextOptions(clientCertificate.identity)),
      });
      this.#contexts.set(clientCertificate, context);
    }
    return context;
  }

  #identify(socket: TLSSocket, peer: DetailedPeerCertificate | undefined): Identity {
    const chain = this.#chains.chainOf(socket, peer ?? socket.getPeerCertificate(true));
    if (socket.authorized) return { chain, distrust: null };
    const code = String(socket.authorizationError);
    // Where partial chains are allowed, OpenSSL no longer tells a lone certificate without its issuer from a chain that
    // ends too early. The advice differs.
    const isAlone = code === 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' && chain.length === 1;
    return { chain, distrust: isAlone ? 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' : code };
  }

  #remember(key: string, session: KnownSession): void {
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    if (this.#sessions.size > MAX_SESSIONS) this.#sessions.delete(this.#sessions.keys().next().value!);
  }
}

function parametersOf(socket: TLSSocket, sni: string) {
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    alpn: socket.alpnProtocol || null,
    serverName: sni === '' ? null : sni,
  };
}
