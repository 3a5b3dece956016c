import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { TransportError } from '../exchange/transport-error.ts';
import { answerFailure } from './answer.ts';
import { type EventSink, now } from './event-sink.ts';
import { clientOf, ExchangeLog } from './exchange-log.ts';
import { endToEndHeaders, rawHeader } from './hop-by-hop.ts';
import { networkError, toTransportError } from './network-error.ts';
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
      response.writeHead(head.status, sendableReason(head.reason), this.#sendableHeaders(head));
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
    if (rawTrailers.length > 0) this.#response.addTrailers(pairsOf(rawTrailers));
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
    const body = hasBody(request.rawHeaders) ? this.#recordedBody() : null;
    if (body === null) this.#log.requestEnd();
    this.#call = this.#forwarding.upstream.send(
      {
        target: this.#target,
        method: request.method ?? 'GET',
        // `Expect: 100-continue` was answered by the listener, which asks for the body at once.
        rawHeaders: without(endToEndHeaders(request.rawHeaders), 'expect'),
        body,
      },
      this,
    );
  }

  /** Node demands chunks where `Trailer` announces trailers; without chunks there can be none, so the field says nothing. */
  #sendableHeaders({ status, rawHeaders }: UpstreamResponse): string[] {
    const headers = endToEndHeaders(rawHeaders);
    const isChunked =
      this.#request.httpVersion !== '1.0' &&
      this.#request.method !== 'HEAD' &&
      status !== 204 &&
      status !== 304 &&
      rawHeader(headers, 'content-length') === undefined;
    return isChunked ? headers : without(headers, 'trailer');
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

  /** The request's body as undici reads it, recorded on the way. */
  #recordedBody(): Readable {
    const request = this.#request;
    const log = this.#log;
    const { sink } = this.#forwarding;
    const goOn = () => {
      if (sink.isFull) sink.onceReady(() => request.resume());
      else request.resume();
    };
    const body = new Readable({ read: goOn });
    request.on('data', (bytes: Buffer) => {
      // The server has answered and reads no more: the rest is let through to nowhere, so that the client gets to reading.
      if (body.destroyed) return;
      log.requestChunk(bytes);
      if (!body.push(bytes) || sink.isFull) request.pause();
    });
    request.once('end', () => {
      log.requestEnd(request.rawTrailers);
      body.push(null);
    });
    request.once('close', () => {
      if (!request.readableEnded) body.destroy(networkError('request', 'ERR_CLIENT_ABORTED', CLIENT_LEFT));
    });
    body.once('close', () => request.resume());
    // undici reports the failure of the request; this keeps the stream's own event from being unhandled.
    body.on('error', () => undefined);
    return body;
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

const CLIENT_LEFT = 'the client closed the connection before the response was complete';

/** A request has a body when a header announces one (RFC 9112 §6.3). */
function hasBody(rawHeaders: readonly string[]): boolean {
  if (rawHeader(rawHeaders, 'transfer-encoding') !== undefined) return true;
  const length = rawHeader(rawHeaders, 'content-length');
  return length !== undefined && length !== '0';
}

/** The flat list without a field, whose name is in lower case. */
function without(rawHeaders: readonly string[], name: string): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]!.length === name.length && rawHeaders[i]!.toLowerCase() === name) continue;
    kept.push(rawHeaders[i]!, rawHeaders[i + 1]!);
  }
  return kept;
}

/**
 * undici reads the reason phrase as UTF-8, Node sends it as ISO 8859-1: turned back into its bytes. What was no UTF-8 is
 * lost by then, and control characters would be refused.
 */
function sendableReason(reason: string): string {
  return Buffer.from(reason.replaceAll('\ufffd', '?'))
    .toString('latin1')
    .replace(/[^\t -~\x80-\xff]/g, '?');
}

function pairsOf(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i]!, raw[i + 1]!]);
  return pairs;
}

function earlyHints(rawHeaders: readonly string[]): Record<string, string | string[]> {
  const hints: Record<string, string | string[]> = {};
  const links: string[] = [];
  for (const [name, value] of pairsOf(rawHeaders)) {
    if (name.toLowerCase() === 'link') links.push(value);
    else hints[name] = value;
  }
  return { ...hints, link: links };
}
