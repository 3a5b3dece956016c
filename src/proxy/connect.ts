import type { IncomingMessage, Server } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { type EventSink, now } from './event-sink.ts';
import { clientOf, ExchangeLog } from './exchange-log.ts';
import { networkError, toTransportError } from './network-error.ts';
import { type Authority, formatAuthority, parseAuthority, type Tunnel } from './target.ts';

/** First byte of a TLS record that carries a handshake (RFC 8446 §5.1). */
const TLS_HANDSHAKE = 0x16;

/** How long a client may stay silent in a tunnel before it is one in which the server speaks first. */
const SILENCE_MS = 3000;

/**
 * A client that closes so soon after the handshake, and without a request, did not like our certificate.
 * Browsers also open connections that they do not use, but keep those for longer.
 */
const SILENT_REJECTION_MS = 500;

export interface Interception {
  readonly server: Server;
  readonly sink: EventSink;
  readonly tunnels: WeakMap<Socket, Tunnel>;
  /** Sockets on which a request came. */
  readonly spoken: WeakSet<Socket>;
  readonly maxBodyBytes: number;
  /** The certificate shown for a name, or undefined for a name that no certificate can carry. */
  contextFor(serverName: string): SecureContext | undefined;
}

/**
 * `CONNECT`: the client wants a tunnel to an authority and gets one, but its first bytes decide who is at the
 * other end. A TLS ClientHello meets our own certificate for the name it asks for; what comes out of it, and
 * plain HTTP, goes to the same HTTP server as every other request, which finds its tunnel in `tunnels`.
 * Anything else is passed to the authority unread.
 */
export function acceptConnect(
  interception: Interception,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
): void {
  const authority = parseAuthority(request.url ?? '');
  socket.on('error', () => socket.destroy());
  if (authority === undefined) {
    refuse(interception, request, socket);
    return;
  }
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  if (head.length > 0) socket.unshift(head);
  onFirstBytes(socket, (first) => {
    if (first?.[0] === TLS_HANDSHAKE) intercept(interception, request, socket, authority);
    else if (first !== undefined && looksLikeHttp(first)) {
      serve(interception, socket, { scheme: 'http', authority, serverName: null });
    } else passUnread(interception, request, socket, authority);
  });
}

function refuse(interception: Interception, request: IncomingMessage, socket: Socket): void {
  const log = logConnect(interception, request, request.url ?? '');
  const message = `CONNECT needs host:port, not "${(request.url ?? '').slice(0, 80)}"`;
  const body = `httpwhy: ${message}\n`;
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nx-httpwhy-cause: proxy-rejected\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
  log.end({ phase: 'request', code: 'ERR_PROXY_BAD_REQUEST', message }, 400);
}

/** Calls back with the first bytes, left in the socket, or with undefined when the client stays silent. */
function onFirstBytes(socket: Socket, callback: (first: Buffer | undefined) => void): void {
  const timer = setTimeout(() => {
    socket.off('readable', look);
    callback(undefined);
  }, SILENCE_MS);
  const look = () => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return; // `readable` also announces the end.
    clearTimeout(timer);
    socket.off('readable', look);
    socket.unshift(chunk);
    callback(chunk);
  };
  socket.on('readable', look);
  socket.once('close', () => clearTimeout(timer));
}

/** A method in capitals and the beginning of a target, or as much of a method as has arrived; `SSH-2.0` is none. */
function looksLikeHttp(first: Buffer): boolean {
  return /^[A-Z][A-Z-]{0,19}(?:$| [/*h])/i.test(first.toString('latin1', 0, 32).split('\r')[0]!);
}

function intercept(interception: Interception, request: IncomingMessage, socket: Socket, authority: Authority): void {
  // Without SNI the name is the authority's.
  const secureContext = interception.contextFor(authority.host);
  if (secureContext === undefined) {
    const log = logConnect(interception, request, `https://${formatAuthority(authority)}`);
    log.end({ phase: 'request', code: 'ERR_PROXY_BAD_REQUEST', message: `no certificate can carry ${authority.host}` });
    socket.destroy();
    return;
  }
  let serverName: string | null = null;
  const secure = new TLSSocket(socket, {
    isServer: true,
    secureContext,
    ALPNProtocols: ['http/1.1'],
    SNICallback: (name, done) => {
      serverName = name;
      done(null, interception.contextFor(name));
    },
  });
  const rejected = (error: unknown) => {
    secure.off('error', rejected);
    secure.off('end', closed);
    secure.off('close', closed);
    const host = serverName === null ? authority : { host: serverName, port: authority.port };
    const log = logConnect(interception, request, `https://${formatAuthority(host)}`);
    log.end(toTransportError(error, 'tls-client'));
    secure.on('error', () => undefined);
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
    const securedAt = now();
    secure.once('close', () => {
      // Clients that check the certificate after the handshake, Node.js among them, close without an alert.
      if (!interception.spoken.has(secure) && now() - securedAt < SILENT_REJECTION_MS) closed();
    });
    serve(interception, secure, { scheme: 'https', authority, serverName });
  });
}

function serve({ server, tunnels }: Interception, socket: Socket, tunnel: Tunnel): void {
  tunnels.set(socket, tunnel);
  server.emit('connection', socket);
}

function passUnread(interception: Interception, request: IncomingMessage, socket: Socket, authority: Authority): void {
  const log = logConnect(interception, request, `https://${formatAuthority(authority)}`);
  const upstream = connectTcp({ ...authority, noDelay: true });
  let isConnected = false;
  upstream.once('connect', () => {
    isConnected = true;
    log.response({ status: 200, reason: 'Connection Established', rawHeaders: [] });
    socket.pipe(upstream);
    upstream.pipe(socket);
  });
  upstream.on('data', (bytes: Buffer) => log.countResponse(bytes.length));
  upstream.on('error', (error) => {
    if (!isConnected) log.end(toTransportError(error, 'connect'));
    socket.destroy();
  });
  upstream.once('close', () => {
    if (isConnected) log.responseEnd();
    log.end();
    socket.destroy();
  });
  socket.once('close', () => upstream.destroy());
}

function logConnect({ sink, maxBodyBytes }: Interception, request: IncomingMessage, url: string): ExchangeLog {
  return new ExchangeLog(sink, maxBodyBytes, {
    client: clientOf(request),
    method: 'CONNECT',
    url,
    httpVersion: request.httpVersion,
    rawHeaders: request.rawHeaders,
  });
}
