import type { Socket } from 'node:net';
import type { TlsFacts } from '../exchange/connection.ts';
import { AcceptedHandshakes } from './accepted-handshakes.ts';
import type { ClientCall, ExtendedConnect, RequestHead } from './call.ts';
import { ExchangeLog } from './exchange-log.ts';
import { type Forwarding, forward, refuse } from './forward.ts';
import { Http1Client } from './http1/client-side.ts';
import type { BadMessage } from './http1/head.ts';
import { responseHead } from './http1/write.ts';
import { serveHttp2 } from './http2/client-side.ts';
import type { NetworkError } from './network-error.ts';
import { answerOwnPage, type OwnPageOptions } from './own-page.ts';
import { formatAuthority, type TargetResult, type Tunnel, targetOf } from './target.ts';
import type { Upgrader } from './upgrade.ts';
import { readable } from './wire-text.ts';

/** What is known of the connection on which a request comes. */
export interface ClientContext {
  /** `address:port`. */
  readonly client: string | null;
  readonly clientTls: TlsFacts | null;
  /** The TCP connection on which it all comes, below whatever TLS. */
  readonly wire: Socket;
  /** What `CONNECT` named; undefined on a connection to the proxy itself. */
  readonly tunnel: Tunnel | undefined;
}

export interface ClientConnectionsOptions {
  readonly forwarding: Forwarding;
  readonly upgrader: Upgrader;
  readonly ownPage: OwnPageOptions;
  /** Where requests go that are addressed to the proxy itself; null: nowhere. */
  readonly reverse: Tunnel | null;
  readonly maxHeaderBytes: number;
  readonly headTimeoutMs: number;
  onConnect(head: RequestHead, socket: Socket, context: ClientContext): void;
}

interface OpenConnection {
  /** Ends with what is being answered. */
  closeSoon(): void;
}

/** The connections of clients that speak HTTP: reads their requests, finds where they go, and has them forwarded. */
export class ClientConnections {
  readonly #options: ClientConnectionsOptions;
  readonly #open = new Map<Socket, OpenConnection>();
  /** Sockets on which a request came. */
  readonly #spoken = new WeakSet<Socket>();
  readonly accepted = new AcceptedHandshakes((socket) => this.#hasSpoken(socket));

  constructor(options: ClientConnectionsOptions) {
    this.#options = options;
  }

  serveHttp1(socket: Socket, context: ClientContext): void {
    const { maxHeaderBytes, headTimeoutMs, forwarding, upgrader, onConnect } = this.#options;
    const { client, clientTls, wire } = context;
    const connection = new Http1Client(socket, {
      client,
      clientTls,
      wire,
      maxHeaderBytes,
      headTimeoutMs,
      onCall: (call) => this.#onCall(call, context),
      onConnect: (head, handedOver) => {
        this.#forget(socket);
        onConnect(head, handedOver, context);
      },
      onUpgrade: (head, handedOver) => {
        this.#forget(socket);
        upgrader.upgrade(forwarding, head, handedOver, this.#targetOf(head, context), context);
      },
      onUnreadable: (bad, unreadable) => this.#refuse(bad, unreadable, context),
    });
    this.#remember(socket, connection);
  }

  serveHttp2(socket: Socket, context: ClientContext): void {
    const { client, clientTls } = context;
    const session = serveHttp2(socket, {
      client,
      clientTls,
      maxHeaderBytes: this.#options.maxHeaderBytes,
      onCall: (call) => {
        this.#spoken.add(socket);
        this.#onCall(call, context);
      },
      onExtendedConnect: (call) => {
        this.#spoken.add(socket);
        this.#onExtendedConnect(call, context);
      },
      onBad: (call, { transport }) => {
        this.#spoken.add(socket);
        refuse(this.#options.forwarding, call, this.#targetOf(call.head, context), transport);
      },
      onUnseen: (problem) => {
        this.#spoken.add(socket);
        this.#logUnread(problem, context);
      },
      onBroken: (problem) => {
        this.#spoken.add(socket);
        this.#logUnread(problem, context);
      },
    });
    this.#remember(socket, { closeSoon: () => session.close() });
  }

  /** Asks all connections to end with what is being answered. */
  closeSoon(): void {
    for (const connection of this.#open.values()) connection.closeSoon();
  }

  #remember(socket: Socket, connection: OpenConnection): void {
    this.#open.set(socket, connection);
    socket.once('close', () => {
      if (this.#hasSpoken(socket)) this.#spoken.add(socket);
      this.#open.delete(socket);
    });
  }

  #hasSpoken(socket: Socket): boolean {
    const connection = this.#open.get(socket);
    return this.#spoken.has(socket) || (connection instanceof Http1Client && connection.hasSpoken);
  }

  #forget(socket: Socket): void {
    this.#spoken.add(socket);
    this.#open.delete(socket);
  }

  #onCall(call: ClientCall, context: ClientContext): void {
    const { forwarding, reverse, ownPage } = this.#options;
    const isToUs = context.tunnel === undefined && reverse === null;
    if (isToUs && answerOwnPage(call, ownPage)) return;
    forward(forwarding, call, this.#targetOf(call.head, context));
  }

  #onExtendedConnect(call: ExtendedConnect, context: ClientContext): void {
    const { forwarding, upgrader } = this.#options;
    const { protocol } = call.head;
    const result = this.#targetOf(call.head, context);
    if (protocol.toLowerCase() === 'websocket') {
      upgrader.openWebSocket(forwarding, call, result);
      return;
    }
    const message = `httpwhy passes WebSockets over HTTP/2, but not :protocol ${JSON.stringify(protocol.slice(0, 40))}`;
    refuse(forwarding, call, result, { phase: 'request', code: 'ERR_PROXY_UNKNOWN_PROTOCOL', message });
  }

  #targetOf({ target, authority, method }: RequestHead, { tunnel }: ClientContext): TargetResult {
    const { reverse } = this.#options;
    const isAbsolute = /^https?:\/\//i.test(target);
    if (tunnel !== undefined || reverse === null || isAbsolute) return targetOf(target, authority, tunnel, method);
    // In reverse mode the server is called by its own name, whatever the client called us.
    const hostField = formatAuthority(reverse.authority, reverse.scheme);
    const result = targetOf(target, hostField, reverse, method);
    return result.kind === 'bad' ? result : { kind: 'target', target: { ...result.target, hostField } };
  }

  /** What came over HTTP/2 and could not be read, so that there is no request to speak of. */
  #logUnread({ transport }: NetworkError, { client, clientTls, tunnel }: ClientContext): void {
    const head = { method: '?', url: urlOf(undefined, tunnel), httpVersion: '2.0', rawHeaders: [] };
    new ExchangeLog(this.#options.forwarding.sink, 0, { client, clientTls, ...head }).end(transport);
  }

  #refuse(bad: BadMessage, socket: Socket, { tunnel, client, clientTls }: ClientContext): void {
    const { forwarding } = this.#options;
    const status = REFUSAL_STATUS[bad.code] ?? { code: 400, reason: 'Bad Request' };
    const log = new ExchangeLog(forwarding.sink, 0, {
      client,
      clientTls,
      method: bad.method ?? '?',
      url: urlOf(bad.target, tunnel),
      httpVersion: '1.1',
      rawHeaders: [],
    });
    const body = `httpwhy: ${bad.message}\n`;
    const fields = [
      ...['content-type', 'text/plain; charset=utf-8', 'x-httpwhy-cause', 'proxy-rejected'],
      ...['content-length', String(Buffer.byteLength(body)), 'connection', 'close'],
    ];
    socket.write(responseHead(status.code, status.reason, '1.1', fields), 'latin1');
    socket.end(body);
    socket.once('finish', () => setTimeout(() => socket.destroy(), 1000).unref());
    const code = bad.code === 'HPE_HEADER_OVERFLOW' ? 'ERR_PROXY_LIMIT' : 'ERR_PROXY_BAD_REQUEST';
    log.end({ phase: 'request', code, message: bad.message }, status.code);
  }
}

const REFUSAL_STATUS: Readonly<Record<string, { readonly code: number; readonly reason: string }>> = {
  HPE_HEADER_OVERFLOW: { code: 431, reason: 'Request Header Fields Too Large' },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 408, reason: 'Request Timeout' },
};

/** The URL of a request that could not be read, as far as its first line shows it. */
function urlOf(target: string | undefined, tunnel: Tunnel | undefined): string {
  const shown = readable(target?.slice(0, 2000) ?? '/');
  if (!shown.startsWith('/')) return shown;
  return tunnel === undefined
    ? `http://${shown}`
    : `${tunnel.scheme}://${formatAuthority(tunnel.authority, tunnel.scheme)}${shown}`;
}
