import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { TransportError } from '../exchange/transport-error.ts';
import { answerFailure } from './answer.ts';
import { type EventSink, now } from './event-sink.ts';
import { clientOf, ExchangeLog } from './exchange-log.ts';
import { endToEndHeaders } from './hop-by-hop.ts';
import { networkError, toTransportError } from './network-error.ts';
import { rawHeader, rawPairs, withoutHeader } from './raw-headers.ts';
import { CLIENT_LEFT, hasBody, recordedBody } from './request-body.ts';
import { earlyHints, sendableHeaders, sendableReason } from './response-head.ts';
import type { Target, TargetResult } from './target.ts';
import type { Upstream, UpstreamCall, UpstreamHandler, UpstreamResponse } from './upstream.ts';

export interface Forwarding {
  readonly sink: EventSink;
  readonly upstream: Upstream;
  readonly maxBodyBytes: number;
  /** The target is the proxy's own listener. */
  isSelf(target: Target): boolean;
}

/** One request of a client: to its server and back, or answered by the proxy where that cannot be. */
export function forward(
  forwarding: Forwarding,
  request: IncomingMessage,
  response: ServerResponse,
  result: TargetResult,
): void {
  const log = new ExchangeLog(forwarding.sink, forwarding.maxBodyBytes, {
    client: clientOf(request),
    method: request.method ?? '',
    url: result.kind === 'target' ? result.target.url : result.url,
    httpVersion: request.httpVersion,
    rawHeaders: request.rawHeaders,
  });
  const rejection = rejectionOf(forwarding, result);
  if (rejection !== undefined || result.kind === 'bad') {
    request.resume(); // The body is read and dropped, so that the connection stays usable.
    answer(log, request, response, rejection!, result.kind === 'bad' ? result.url : result.target.url);
    return;
  }
  new Passage(forwarding, log, request, response, result.target).begin();
}

function rejectionOf(forwarding: Forwarding, result: TargetResult): TransportError | undefined {
  if (result.kind === 'bad') return { phase: 'request', code: 'ERR_PROXY_BAD_REQUEST', message: result.reason };
  if (!forwarding.isSelf(result.target)) return undefined;
  return { phase: 'request', code: 'ERR_PROXY_LOOP', message: 'the request is addressed to the proxy itself' };
}

/** Says to the client what went wrong and ends the exchange. */
function answer(
  log: ExchangeLog,
  request: IncomingMessage,
  response: ServerResponse,
  error: TransportError,
  url: string,
): void {
  const call = { method: request.method ?? '', url, durationMs: now() - log.startedAt };
  const { status, rawHeaders, body } = answerFailure(error, call, rawHeader(request.rawHeaders, 'accept'));
  // The reason is given, because an attempt to pass on the server's may have left that behind.
  response.writeHead(status, STATUS_CODES[status], rawHeaders as string[]);
  response.end(request.method === 'HEAD' ? undefined : body);
  log.end(error, status);
}

/** A request that is on its way: moves the bytes of both directions with back-pressure and reports what it sees. */
class Passage implements UpstreamHandler {
  readonly #forwarding: Forwarding;
  readonly #log: ExchangeLog;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #target: Target;
  #call: UpstreamCall | undefined;
  #isReused = false;
  #isSecondTry = false;

  constructor(
    forwarding: Forwarding,
    log: ExchangeLog,
    request: IncomingMessage,
    response: ServerResponse,
    target: Target,
  ) {
    this.#forwarding = forwarding;
    this.#log = log;
    this.#request = request;
    this.#response = response;
    this.#target = target;
  }

  begin(): void {
    const { sink } = this.#forwarding;
    this.#response.once('close', () => this.#onClientGone());
    if (sink.isFull) sink.onceReady(() => this.#send());
    else this.#send();
  }

  onConnected(connection: Parameters<UpstreamHandler['onConnected']>[0]): void {
    this.#isReused = connection.isReused;
    this.#log.connected(connection);
  }

  onInterim({ status, rawHeaders }: UpstreamResponse): void {
    // Node has a method for each interim status that servers send in practice.
    try {
      if (status === 103) this.#response.writeEarlyHints(earlyHints(rawHeaders));
      else if (status === 102) this.#response.writeProcessing();
    } catch {
      // Node refuses a malformed `Link`; a hint that is lost must not cost the response.
    }
  }

  onResponse(head: UpstreamResponse): void {
    const response = this.#response;
    this.#log.response(head);
    response.sendDate = false; // A server without a clock sends no Date, and then the client gets none.
    // Node would add `Connection: keep-alive`, which HTTP/1.1 implies.
    if (response.shouldKeepAlive && this.#request.httpVersion === '1.1') response.removeHeader('connection');
    try {
      response.writeHead(head.status, sendableReason(head.reason), sendableHeaders(head, this.#request));
      // The head goes out with the first bytes of the body, or by itself when none follow at once.
      setImmediate(() => this.#flushHead());
    } catch (error) {
      this.#call?.abort(networkError('response', 'HPE_INVALID_HEADER_TOKEN', (error as Error).message));
    }
  }

  onData(bytes: Buffer): boolean {
    this.#log.responseChunk(bytes);
    const { sink } = this.#forwarding;
    if (!this.#response.write(bytes)) {
      this.#response.once('drain', () => this.#resume());
      return false;
    }
    if (sink.isFull) {
      sink.onceReady(() => this.#resume());
      return false;
    }
    return true;
  }

  onEnd(rawTrailers: readonly string[]): void {
    this.#log.responseEnd(rawTrailers);
    this.#log.end();
    if (rawTrailers.length > 0) this.#response.addTrailers(rawPairs(rawTrailers));
    this.#response.end();
  }

  onFailed(error: Error): void {
    if (this.#log.isEnded) return;
    if (this.#mayTryAgain()) {
      this.#isSecondTry = true;
      this.#send();
      return;
    }
    const transport = this.#describe(error);
    if (this.#response.headersSent) {
      this.#log.end(transport);
      // The one honest way to say "this is not all": no last chunk, no promised length.
      this.#response.destroy();
      return;
    }
    this.#request.resume();
    answer(this.#log, this.#request, this.#response, transport, this.#target.url);
  }

  #send(): void {
    if (this.#log.isEnded) return;
    const request = this.#request;
    const body = hasBody(request.rawHeaders) ? recordedBody(request, this.#log, this.#forwarding.sink) : null;
    if (body === null) this.#log.requestEnd();
    this.#call = this.#forwarding.upstream.send(
      {
        target: this.#target,
        method: request.method ?? 'GET',
        // `Expect: 100-continue` was answered by the listener, which asks for the body at once.
        rawHeaders: withoutHeader(endToEndHeaders(request.rawHeaders), 'expect'),
        body,
      },
      this,
    );
  }

  /** `flushHeaders` would send the head as UTF-8 and garble ISO 8859-1 values; a write of bytes does not. */
  #flushHead(): void {
    const response = this.#response;
    if (this.#log.responseBytes === 0 && !response.writableEnded && !response.destroyed) response.write(NOTHING);
  }

  /**
   * A connection that was idle may have been closed by the server just as the request was sent. A request that
   * is idempotent and has no body is then sent once more on a new one (RFC 9112 §9.3.1).
   */
  #mayTryAgain(): boolean {
    const { method, rawHeaders } = this.#request;
    return (
      this.#isReused &&
      !this.#isSecondTry &&
      this.#log.status === null &&
      !this.#response.destroyed &&
      !hasBody(rawHeaders) &&
      (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'TRACE')
    );
  }

  #resume(): void {
    const { sink } = this.#forwarding;
    if (sink.isFull) sink.onceReady(() => this.#resume());
    else this.#call?.resume();
  }

  #onClientGone(): void {
    if (this.#log.isEnded || this.#response.writableFinished) return;
    const error = networkError(this.#log.isRequestWhole ? 'response' : 'request', 'ERR_CLIENT_ABORTED', CLIENT_LEFT);
    this.#log.end(error.transport);
    this.#call?.abort(error);
  }

  #describe(error: Error): TransportError {
    const transport = toTransportError(error, this.#log.isRequestWhole ? 'response' : 'request');
    if (transport.code !== 'UND_ERR_INVALID_ARG' && transport.code !== 'UND_ERR_NOT_SUPPORTED') return transport;
    return { phase: 'request', code: 'ERR_PROXY_BAD_REQUEST', message: transport.message };
  }
}

const NOTHING = Buffer.alloc(0);
