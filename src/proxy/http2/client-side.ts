import { constants, performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import type { TlsFacts } from '../../exchange/connection.ts';
import type { TransportError } from '../../exchange/transport-error.ts';
import type { ClientCall, ExtendedConnect } from '../call.ts';
import { type NetworkError, networkError } from '../network-error.ts';
import { asStep, type Breakable } from '../steps.ts';
import { Http2ClientCall } from './client-call.ts';
import { LastWords } from './last-words.ts';
import { CLIENT_CONNECTION_WINDOW, clientSideOptions, MAX_FIELDS, MAX_HEADER_BYTES, MAX_STREAMS } from './limits.ts';
import { readRequestHead } from './request-head.ts';
import { UnseenStreams } from './unseen-streams.ts';

export interface Http2ClientOptions {
  readonly client: string | null;
  readonly clientTls: TlsFacts | null;
  /** Of the fields as HTTP/1.1 would write them. */
  readonly maxHeaderBytes?: number;
  /** How long a connection without a call is kept. */
  readonly idleMs?: number;
  onCall(call: ClientCall): void;
  onExtendedConnect(call: ExtendedConnect): void;
  /**
   * A request that is refused (`ERR_PROXY_LIMIT`, `ERR_PROXY_BAD_REQUEST`): the callee answers and records it.
   */
  onBad(call: ClientCall, problem: NetworkError): void;
  /** A request that broke the protocol itself: Node.js has reset its stream, and nothing of it was seen. */
  onUnseen(problem: NetworkError): void;
  /** The connection was closed because of what the client sent on it: not HTTP/2, a flood. Calls under way fail by themselves. */
  onBroken(problem: NetworkError): void;
}

export interface Http2Client {
  /** No call is under way. */
  readonly isIdle: boolean;
  /** Takes no more calls and closes when those under way are through, or after so many milliseconds. */
  close(graceMs?: number): void;
  destroy(): void;
}

/** Browsers keep idle connections for five minutes at most. */
const IDLE_MS = 5 * 60_000;

/**
 * Answers HTTP/2 on a connection that a client opened: TLS with `h2` agreed on, or plain with prior knowledge (RFC 9113
 * §3.3). Bytes that were read before and put back with `unshift` are read first. The socket belongs to the session from here on.
 *
 * `Expect: 100-continue` is not answered here but passed on like any other field.
 */
export function serveHttp2(socket: Duplex, options: Http2ClientOptions): Http2Client {
  return new Http2ClientConnection(socket, options);
}

class Http2ClientConnection implements Http2Client, Breakable {
  readonly client: string | null;
  readonly clientTls: TlsFacts | null;
  lostBy: Pick<TransportError, 'code' | 'message'> | undefined;
  readonly #session: ServerHttp2Session;
  readonly #options: Http2ClientOptions;
  readonly #maxHeaderBytes: number;
  readonly #lastWords: LastWords;
  readonly #idleTimer: NodeJS.Timeout;
  readonly #unseen: UnseenStreams;
  #graceTimer: NodeJS.Timeout | undefined;
  readonly #calls = new Set<Http2ClientCall>();
  #isClosed = false;
  /** Since the last stream there was a time at which Node.js would have refused one, without a word. */
  #wasFull = false;

  constructor(socket: Duplex, options: Http2ClientOptions) {
    this.client = options.client;
    this.clientTls = options.clientTls;
    this.#options = options;
    this.#maxHeaderBytes = options.maxHeaderBytes ?? MAX_HEADER_BYTES;
    this.#lastWords = new LastWords(socket);
    // Before the session's own listeners, so that its streams find out why they were closed.
    socket.on('error', () => {
      this.lostBy ??= LEFT;
    });
    socket.on(
      'close',
      asStep(this, () => this.#onSocketClose()),
    );
    if (socket.destroyed) process.nextTick(() => this.#onSocketClose());
    // A client that has closed its side cannot enlarge a window any more.
    socket.on('end', () => this.#onSocketEnd(socket));
    socket.read(0); // Goes on reading where the socket was paused; nothing is taken out.
    this.#session = performServerHandshake(socket, clientSideOptions(this.#maxHeaderBytes));
    this.#session.setLocalWindowSize(CLIENT_CONNECTION_WINDOW);
    this.#session.on(
      'error',
      asStep(this, (error: Error) => this.#onBroken(error)),
    );
    this.#unseen = new UnseenStreams(this.#session, MAX_FIELDS, asStep(this, options.onUnseen));
    const onStream = asStep(this, this.#onStream.bind(this));
    this.#session.on('stream', (stream, _headers, flags, rawHeaders) => onStream(stream, flags, rawHeaders));
    this.#idleTimer = setTimeout(() => {
      if (this.#calls.size === 0) this.close();
    }, options.idleMs ?? IDLE_MS).unref();
  }

  get isIdle(): boolean {
    return this.#calls.size === 0;
  }

  get name(): string {
    return `the HTTP/2 connection of ${this.client ?? 'a client'}`;
  }

  giveUp({ transport }: NetworkError): void {
    this.lostBy ??= transport;
    this.destroy();
  }

  close(graceMs?: number): void {
    if (this.#isClosed) return;
    this.#session.close();
    if (this.#calls.size === 0) this.#lastWords.begin();
    else if (graceMs !== undefined) this.#graceTimer ??= setTimeout(() => this.destroy(), graceMs).unref();
  }

  destroy(): void {
    if (this.#isClosed) return;
    this.lostBy ??= STOPPED;
    // One by one: a session that is destroyed resets its streams without an error, as if all was said.
    for (const call of this.#calls) call.lose();
    setImmediate(() => this.#session.destroy()); // With it at once, the resets would not be sent.
    this.#lastWords.begin();
  }

  over(call: Http2ClientCall): void {
    this.#calls.delete(call);
    if (this.#calls.size > 0 || this.#isClosed) return;
    if (this.#session.closed) this.#lastWords.begin();
    else this.#idleTimer.refresh();
  }

  #onStream(stream: ServerHttp2Stream, flags: number, rawHeaders: readonly string[]): void {
    stream.on('error', ignore); // The event `close` follows.
    if (stream.id !== undefined) this.#unseen.saw(stream.id, !this.#wasFull);
    this.#wasFull = this.#calls.size >= MAX_STREAMS;
    if (stream.destroyed) return;
    const hasEnded = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    const { head, problem } = readRequestHead(rawHeaders, hasEnded, this.#maxHeaderBytes);
    const call = new Http2ClientCall(stream, head, this);
    this.#calls.add(call);
    if (this.#calls.size >= MAX_STREAMS) this.#wasFull = true;
    // Once everything is read that came together: rapid resets (CVE-2023-44487) are to reach no server.
    const handOver = () => {
      if (!call.isOver) this.#handOver(call, problem);
    };
    setImmediate(asStep(call, handOver));
  }

  #handOver(call: Http2ClientCall, problem: NetworkError | undefined): void {
    if (problem !== undefined) this.#options.onBad(call, problem);
    else if (call.isExtendedConnect()) this.#options.onExtendedConnect(call);
    else this.#options.onCall(call);
  }

  #onBroken(error: Error & { code?: string }): void {
    // Errors of the socket are no fault of the client's frames.
    if (!error.code?.startsWith('ERR_HTTP2_')) return;
    this.#unseen.stop();
    this.#options.onBroken(
      networkError('request', 'ERR_PROXY_BAD_REQUEST', `the client broke the HTTP/2 protocol (${error.message})`),
    );
  }

  #onSocketEnd(socket: Duplex): void {
    for (const call of this.#calls) call.onConnectionEnd();
    socket.end();
    this.#lastWords.begin();
  }

  #onSocketClose(): void {
    this.#isClosed = true;
    this.lostBy ??= LEFT;
    this.#unseen.end();
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#graceTimer);
  }
}

const LEFT = {
  code: 'ERR_CLIENT_ABORTED',
  message: 'the client closed the connection before the response was complete',
};
const STOPPED = { code: 'ERR_PROXY_STOPPED', message: 'httpwhy was stopped before the call was complete' };

function ignore(): void {
  // The event `close` follows.
}
