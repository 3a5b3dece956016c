import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { RequestHead } from './call.ts';
import type { ClientConnections, ClientContext } from './client-connections.ts';
import type { Connector } from './connector.ts';
import type { EventSink } from './event-sink.ts';
import { ExchangeLog } from './exchange-log.ts';
import { onFirstBytes } from './first-bytes.ts';
import { UNFINISHED_HELLO } from './handshake-rejection.ts';
import { responseHead } from './http1/write.ts';
import { intercept } from './intercept.ts';
import type { InterceptPolicy } from './intercept-policy.ts';
import { passUnread } from './pass-unread.ts';
import { type Authority, formatAuthority, parseAuthority } from './target.ts';

/** How long a client may stay silent in a tunnel before it is one in which the server speaks first. */
const SILENCE_MS = 3000;

export interface Interception {
  readonly sink: EventSink;
  readonly connector: Connector;
  readonly connections: ClientConnections;
  readonly policy: InterceptPolicy;
  /** The certificate shown for a name, or undefined for a name that no certificate can carry. */
  contextFor(serverName: string): SecureContext | undefined;
}

/**
 * `CONNECT`: the client wants a tunnel to an authority and gets one, but its first bytes decide who is at the
 * other end. A TLS ClientHello meets our own certificate for the name it asks for; what comes out of it, and
 * plain HTTP, is read like every other request. Anything else is passed to the authority unread, and so is what the
 * person does not want read.
 */
export function acceptConnect(
  interception: Interception,
  head: RequestHead,
  socket: Socket,
  context: ClientContext,
): void {
  const { connections, policy } = interception;
  const { client } = context;
  const authority = parseAuthority(head.target);
  socket.on('error', () => socket.destroy());
  if (authority === undefined) {
    refuse(interception, head, socket, context);
    return;
  }
  const unread = (lastWords?: Buffer) => {
    const log = logConnect(interception, head, context, `https://${formatAuthority(authority)}`);
    passUnread(interception.connector, log, socket, authority, lastWords);
  };
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  if (!policy.isRead(authority)) {
    unread();
    return;
  }
  onFirstBytes(socket, SILENCE_MS, (spoken, words) => {
    const tunnel = { scheme: 'http', authority, serverName: null } as const;
    const plain = { client, clientTls: null, wire: context.wire, tunnel };
    if (spoken === 'tls') readTls(interception, head, socket, words, context, authority);
    else if (spoken === 'http1') connections.serveHttp1(socket, plain);
    else if (spoken === 'http2') connections.serveHttp2(socket, plain);
    else if (spoken === 'other') unread(words);
    else {
      const log = logConnect(interception, head, context, `https://${formatAuthority(authority)}`);
      log.end(UNFINISHED_HELLO[spoken]);
      socket.destroy();
    }
  });
}

function readTls(
  interception: Interception,
  head: RequestHead,
  socket: Socket,
  hello: Buffer,
  context: ClientContext,
  authority: Authority,
): void {
  const { connections, contextFor } = interception;
  const isReadable = intercept(socket, {
    // Without SNI the name is the authority's.
    name: authority.host,
    protocols: ['h2', 'http/1.1'],
    contextFor,
    hello,
    accepted: connections.accepted,
    onRejected: (error, serverName) => {
      const host = serverName === null ? authority : { host: serverName, port: authority.port };
      logConnect(interception, head, context, `https://${formatAuthority(host)}`).end(error);
    },
    onSecure: (secure, clientTls) => {
      const tunnel = { scheme: 'https', authority, serverName: clientTls.serverName } as const;
      const inside = { client: context.client, clientTls, wire: context.wire, tunnel };
      if (clientTls.alpn === 'h2') connections.serveHttp2(secure, inside);
      else connections.serveHttp1(secure, inside);
    },
  });
  if (isReadable) return;
  const message = `no certificate can carry ${authority.host}`;
  const log = logConnect(interception, head, context, `https://${formatAuthority(authority)}`);
  log.end({ phase: 'request', code: 'ERR_PROXY_BAD_REQUEST', message });
  socket.destroy();
}

function refuse(interception: Interception, head: RequestHead, socket: Socket, context: ClientContext): void {
  const log = logConnect(interception, head, context, head.target);
  const message = `CONNECT needs host:port, not "${head.target.slice(0, 80)}"`;
  const body = `httpwhy: ${message}\n`;
  const fields = [
    ...['content-type', 'text/plain', 'x-httpwhy-cause', 'proxy-rejected'],
    ...['content-length', String(Buffer.byteLength(body)), 'connection', 'close'],
  ];
  socket.end(`${responseHead(400, 'Bad Request', '1.1', fields)}${body}`, 'latin1');
  log.end({ phase: 'request', code: 'ERR_PROXY_BAD_REQUEST', message }, 400);
}

function logConnect(
  { sink }: Interception,
  { httpVersion, rawHeaders }: RequestHead,
  { client, clientTls }: ClientContext,
  url: string,
): ExchangeLog {
  return new ExchangeLog(sink, 0, { client, clientTls, method: 'CONNECT', url, httpVersion, rawHeaders });
}
