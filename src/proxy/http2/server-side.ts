import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import type { Duplex } from 'node:stream';
import type { ServerConnection } from '../../exchange/connection.ts';
import type { UpstreamCall, UpstreamListener, UpstreamRequest } from '../call.ts';
import { type NetworkError, networkError, toNetworkError } from '../network-error.ts';
import { asStep, type Breakable } from '../steps.ts';
import { formatAuthority } from '../target.ts';
import { takeField, toHttp2Fields } from './fields.ts';
import { LastWords } from './last-words.ts';
import { ASSUMED_STREAMS, SERVER_CONNECTION_WINDOW, serverSideOptions } from './limits.ts';
import { ENHANCE_YOUR_CALM, NO_ERROR, PROTOCOL_ERROR, resetName } from './reset-codes.ts';
import { Http2UpstreamCall } from './upstream-call.ts';

export interface Http2LaneOptions {
  /** Of the fields of a response as HTTP/1.1 would write them. */
  readonly maxHeaderBytes: number;
  /** From the end of the request to the head of the response. */
  readonly responseTimeoutMs: number;
}

export interface Http2LaneWatcher {
  /** The lane takes no more calls: GOAWAY, a failure, or nothing to do for long. Calls under way may still come to their end. */
  gone(): void;
  /** Its connection is closed; until then the lane is to be swept, and can be destroyed. */
  closed(): void;
}

/** A server closes idle connections when it likes; ours go first. */
const IDLE_MS = 4000;

/** A connection to a server that speaks HTTP/2: many calls at once. */
export class Http2Lane implements Breakable {
  readonly #socket: Duplex;
  readonly #connection: ServerConnection;
  readonly #watcher: Http2LaneWatcher;
  readonly maxHeaderBytes: number;
  readonly #responseTimeoutMs: number;
  readonly #session: ClientHttp2Session;
  readonly #lastWords: LastWords;
  #idleUntil = performance.now() + IDLE_MS;
  /** Those whose streams are not closed yet. */
  readonly #calls = new Set<Http2UpstreamCall>();
  #maxStreams = ASSUMED_STREAMS;
  #requests = 0;
  #isGone = false;
  #isClosed = false;
  #goaway: { readonly code: number; readonly lastStreamId: number } | undefined;
  /** Why the connection is lost. */
  #lostBy: NetworkError | undefined;

  /** The socket is connected, and with TLS has agreed on `h2`; it belongs to the lane from here on. */
  constructor(socket: Duplex, connection: ServerConnection, options: Http2LaneOptions, watcher: Http2LaneWatcher) {
    this.#socket = socket;
    this.#connection = connection;
    this.#watcher = watcher;
    this.maxHeaderBytes = options.maxHeaderBytes;
    this.#responseTimeoutMs = options.responseTimeoutMs;
    this.#lastWords = new LastWords(socket);
    // Before the session's own listeners, so that its streams find out why they were closed.
    socket.on('error', (error) => {
      // What the session destroys the socket with is told of the calls; this is for what happens to the socket itself.
      if (!isSessionError(error)) this.#lostBy ??= toNetworkError(error, 'response');
      this.#rescue();
    });
    socket.on(
      'end',
      asStep(this, () => this.#onSocketEnd()),
    );
    socket.on(
      'close',
      asStep(this, () => this.#onSocketClose()),
    );
    if (socket.destroyed) process.nextTick(() => this.#onSocketClose());
    socket.read(0); // Goes on reading where the socket was paused; nothing is taken out.
    // The URL is a form: every request names its own scheme and authority.
    this.#session = connect('http://server.invalid', {
      ...serverSideOptions(options.maxHeaderBytes),
      createConnection: () => socket,
    });
    this.#session.setLocalWindowSize(SERVER_CONNECTION_WINDOW);
    this.#session.on(
      'error',
      asStep(this, () => this.#leave()),
    );
    this.#session.on('goaway', asStep(this, this.#onGoaway.bind(this)));
    this.#session.on('remoteSettings', ({ maxConcurrentStreams }) => {
      if (maxConcurrentStreams !== undefined) this.#maxStreams = maxConcurrentStreams;
    });
  }

  get name(): string {
    return `the HTTP/2 connection to ${this.#connection.server}`;
  }

  giveUp(bug: NetworkError): void {
    this.destroy(bug);
  }

  /** The lane takes calls, now or when one of those under way has ended. */
  get isUsable(): boolean {
    return !this.#isGone && !this.#session.closed && !this.#session.destroyed && !this.#socket.destroyed;
  }

  /** A call that is sent now is not kept waiting by the server's limit on streams. */
  get hasRoom(): boolean {
    return this.isUsable && this.#calls.size < this.#maxStreams;
  }

  /** Closes a lane that was idle for long, and fails calls that waited for long; `now` by `performance.now`. */
  sweep(now: number): void {
    if (this.#calls.size === 0) {
      if (now > this.#idleUntil && !this.#isGone) this.#retire();
      return;
    }
    for (const call of this.#calls) {
      if (now < call.deadline) continue;
      call.abort(networkError('response', 'ETIMEDOUT', `no response within ${this.#responseTimeoutMs} ms`));
    }
  }

  /** `onConnected` follows in the same turn, after this has returned. */
  send(request: UpstreamRequest, listener: UpstreamListener): UpstreamCall {
    this.#requests += 1;
    const isReused = this.#requests > 1;
    const { framing } = request;
    let stream: ClientHttp2Stream;
    try {
      stream = this.#session.request(requestFields(request), {
        endStream: framing.kind === 'none',
        // Of HTTP/1.1 only a body in chunks has trailers.
        waitForTrailers: framing.kind === 'chunked' || (framing.kind === 'length' && request.httpVersion === '2.0'),
      });
    } catch (error) {
      const problem = networkError('request', 'ERR_PROXY_BAD_REQUEST', String((error as Error).message));
      process.nextTick(() => listener.onFailed(problem));
      return NO_CALL;
    }
    const call = new Http2UpstreamCall(stream, request, listener, this);
    this.#calls.add(call);
    queueMicrotask(() => call.start(this.#connection, isReused));
    return call;
  }

  /** Calls under way fail with the error. */
  destroy(error: NetworkError): void {
    this.#lostBy ??= error;
    this.#leave();
    // One by one: a session that is destroyed resets its streams without an error, as if all was said.
    for (const call of this.#calls) call.abort(error);
    setImmediate(() => this.#session.destroy()); // With it at once, the resets would not be sent.
    this.#lastWords.begin();
  }

  deadline(): number {
    return performance.now() + this.#responseTimeoutMs;
  }

  over(call: Http2UpstreamCall): void {
    this.#calls.delete(call);
    if (this.#calls.size > 0) return;
    if (this.#isGone) this.#lastWords.begin();
    else this.#idleUntil = performance.now() + IDLE_MS;
  }

  failureOf(stream: ClientHttp2Stream, error: (Error & { code?: string }) | undefined, isSent: boolean): NetworkError {
    const phase = isSent ? 'response' : 'request';
    const goaway = this.#goaway;
    if (goaway !== undefined && (stream.id === undefined || stream.id > goaway.lastStreamId)) return unprocessed();
    if (NEVER_SENT.has(error?.code ?? '')) return unprocessed();
    if (this.#lostBy !== undefined) {
      const { code, message } = this.#lostBy.transport;
      return networkError(phase, code, message);
    }
    if (error !== undefined && error.code !== 'ERR_HTTP2_STREAM_ERROR') {
      if (goaway !== undefined && goaway.code !== NO_ERROR) {
        const name = resetName(goaway.code);
        return networkError(phase, `NGHTTP2_${name}`, `the server gave the connection up (${name})`);
      }
      if (!isSessionError(error)) return toNetworkError(error, phase);
      return networkError(phase, 'NGHTTP2_PROTOCOL_ERROR', `the server broke the HTTP/2 protocol (${error.message})`);
    }
    const code = stream.rstCode;
    return networkError(phase, `NGHTTP2_${resetName(code)}`, this.#resetMessage(code), code);
  }

  /** Node.js itself resets streams with two of the codes, and does not tell who did it. */
  #resetMessage(code: number): string {
    if (code === PROTOCOL_ERROR) {
      return 'the stream was reset (PROTOCOL_ERROR): by the server, or because its response was malformed';
    }
    if (code === ENHANCE_YOUR_CALM) {
      return `the stream was reset (ENHANCE_YOUR_CALM): by the server, or because its response headers are far too large`;
    }
    return `the server reset the stream (${resetName(code)})`;
  }

  #onGoaway(code: number, lastStreamId: number): void {
    this.#goaway = { code, lastStreamId };
    this.#leave();
    // Node.js goes on to destroy the session, and what its streams hold.
    if (code !== NO_ERROR) this.#rescue();
  }

  #onSocketEnd(): void {
    this.#leave();
    this.#rescue();
    this.#socket.end();
    this.#lastWords.begin();
  }

  #onSocketClose(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#lostBy ??= networkError('response', 'ECONNRESET', 'the server closed the connection');
    this.#leave();
    this.#rescue();
    this.#watcher.closed();
  }

  #rescue(): void {
    for (const call of this.#calls) call.rescue();
  }

  #retire(): void {
    this.#leave();
    this.#session.close();
    this.#lastWords.begin();
  }

  #leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    if (this.#calls.size === 0) this.#lastWords.begin();
    this.#watcher.gone();
  }
}

/**
 * The server has not acted on the request (RFC 9113 §6.8): whatever its method, it may be sent again on another
 * connection, as long as its body can be. `REFUSED_STREAM` says the same of one stream and is passed on as it is.
 */
function unprocessed(): NetworkError {
  const message = 'the server closed the connection before it looked at the request';
  return networkError('request', 'ERR_HTTP2_GOAWAY_SESSION', message);
}

/** What Node.js says of a request for which the connection had no stream left. */
const NEVER_SENT = new Set(['ERR_HTTP2_GOAWAY_SESSION', 'ERR_HTTP2_INVALID_SESSION', 'ERR_HTTP2_OUT_OF_STREAMS']);

/** Order, duplicates and bytes as they came; `Host` becomes `:authority`. */
function requestFields({ target, method, rawHeaders }: UpstreamRequest): string[] {
  const { value: host, rest } = takeField(toHttp2Fields(rawHeaders), 'host');
  const authority = host ?? formatAuthority(target, target.scheme);
  return [':method', method, ':scheme', target.scheme, ':authority', authority, ':path', target.path, ...rest];
}

function isSessionError(error: Error & { code?: string }): boolean {
  return error.code?.startsWith('ERR_HTTP2_') === true;
}

const NO_CALL: UpstreamCall = {
  write: () => true,
  end: () => undefined,
  resume: () => undefined,
  halfClose: () => false,
  abort: () => undefined,
};
