import { type ClientHttp2Stream, constants } from 'node:http2';
import type { ServerConnection } from '../../exchange/connection.ts';
import type { ResponseHead, UpstreamCall, UpstreamListener, UpstreamRequest } from '../call.ts';
import { type NetworkError, networkError } from '../network-error.ts';
import { rawHeader } from '../raw-headers.ts';
import { asStep, type Breakable, callName } from '../steps.ts';
import { EndOfStream } from './end-of-stream.ts';
import { fieldBytes, fieldObject, toHttp2Fields, withoutPseudoFields } from './fields.ts';
import { framingOf } from './request-head.ts';
import { CANCEL, NO_ERROR } from './reset-codes.ts';
import { resetStream } from './reset-stream.ts';

/** What a call needs of the lane on which its stream lives. */
export interface CallLane {
  readonly maxHeaderBytes: number;
  /** Why a stream was closed before its response was complete. */
  failureOf(stream: ClientHttp2Stream, error: Error | undefined, isSent: boolean): NetworkError;
  /** When a response is too late whose request is complete now, by `performance.now`. */
  deadline(): number;
  /** The call's stream is closed. */
  over(call: Http2UpstreamCall): void;
}

/** Interim responses before a final one; more are an attack or a bug. */
const MOST_INTERIMS = 100;
/** How long the rest of a request that is already given away may take after its response is complete. */
const REST_OF_REQUEST_MS = 5000;

/** One stream to a server. */
export class Http2UpstreamCall implements UpstreamCall, Breakable {
  /** By `performance.now`; beyond it the response is too late. */
  deadline = Number.POSITIVE_INFINITY;
  readonly #stream: ClientHttp2Stream;
  readonly #lane: CallLane;
  readonly #listener: UpstreamListener;
  readonly #method: string;
  readonly #url: string;
  readonly #end: EndOfStream;
  #isRequestWhole = false;
  #hasResponse = false;
  #isOver = false;
  #isClosed = false;
  /** Of a response of announced length. */
  #missingBytes = Number.NaN;
  /** What was taken out of a stream that is lost; undefined where nothing had to be. */
  #rescued: Buffer[] | undefined;
  #interims = 0;
  #requestTrailers: readonly string[] = [];
  #responseTrailers: readonly string[] = [];
  #error: Error | undefined;

  constructor(stream: ClientHttp2Stream, request: UpstreamRequest, listener: UpstreamListener, lane: CallLane) {
    this.#stream = stream;
    this.#lane = lane;
    this.#listener = listener;
    this.#method = request.method;
    this.#url = request.target.url;
    this.#end = new EndOfStream(stream, false);
    const onInterim = asStep(this, this.#onInterim.bind(this));
    const onResponse = asStep(this, this.#onResponse.bind(this));
    stream.on('headers', (_headers, _flags, rawHeaders) => onInterim(rawHeaders));
    stream.on('response', (_headers, flags, rawHeaders) => onResponse(rawHeaders, flags));
    stream.on('trailers', (_headers, _flags, rawTrailers) => {
      this.#responseTrailers = rawTrailers;
    });
    stream.on(
      'end',
      asStep(this, () => this.#onEnd()),
    );
    stream.on('error', (error) => {
      this.#error ??= error;
    });
    stream.on(
      'close',
      asStep(this, () => this.#onClose()),
    );
    if (request.framing.kind === 'none') {
      this.#isRequestWhole = true;
      this.deadline = lane.deadline();
      return;
    }
    stream.on('wantTrailers', () => this.#sendTrailers());
    const onDrain = () => {
      if (!this.#isOver && !this.#isRequestWhole) this.#listener.onDrain();
    };
    stream.on('drain', asStep(this, onDrain));
  }

  get name(): string {
    return callName(this.#method, this.#url);
  }

  giveUp(bug: NetworkError): void {
    this.abort(bug);
  }

  start(connection: ServerConnection, isReused: boolean): void {
    if (!this.#isOver) this.#listener.onConnected(connection, isReused);
  }

  write(bytes: Buffer): boolean {
    const stream = this.#stream;
    if (this.#isOver || stream.writableEnded || stream.destroyed) return true;
    return bytes.length === 0 ? !stream.writableNeedDrain : stream.write(bytes);
  }

  end(rawTrailers: readonly string[]): void {
    if (this.#isRequestWhole || this.#isOver) return;
    this.#isRequestWhole = true;
    this.#requestTrailers = rawTrailers;
    if (!this.#stream.closed) this.#stream.end();
    if (!this.#hasResponse) this.deadline = this.#lane.deadline();
  }

  resume(): void {
    if (this.#isOver) return;
    if (this.#rescued === undefined) this.#stream.resume();
    else this.#deliver();
  }

  /**
   * Takes what has arrived and waits for the listener out of the stream, which is about to be destroyed with its
   * connection: the listener still gets it before it hears how the call ended.
   */
  rescue(): void {
    if (this.#isOver || !this.#hasResponse || this.#stream.readableLength === 0) return;
    this.#rescued ??= [];
    while (this.#stream.read() !== null);
  }

  /** A stream is half closed by the end of its request, and says nothing of the connection that the client had. */
  halfClose(): boolean {
    return false;
  }

  abort(error: NetworkError, code?: number): void {
    if (this.#isOver) return;
    this.#leave();
    resetStream(this.#stream, code ?? CANCEL);
    process.nextTick(() => this.#listener.onFailed(error));
  }

  #onInterim(rawHeaders: readonly string[]): void {
    if (this.#isOver || this.#hasResponse) return;
    this.#interims += 1;
    if (this.#interims > MOST_INTERIMS) {
      this.abort(networkError('response', 'HPE_INVALID_STATUS', `more than ${MOST_INTERIMS} interim responses`));
      return;
    }
    this.#listener.onInterim(this.#headOf(rawHeaders, true));
  }

  #onResponse(rawHeaders: readonly string[], flags: number): void {
    if (this.#isOver || this.#hasResponse) return;
    if (fieldBytes(rawHeaders) > this.#lane.maxHeaderBytes) {
      const message = `the response headers are larger than ${this.#lane.maxHeaderBytes} bytes`;
      this.abort(networkError('response', 'HPE_HEADER_OVERFLOW', message));
      return;
    }
    this.#hasResponse = true;
    this.deadline = Number.POSITIVE_INFINITY;
    const head = this.#headOf(rawHeaders, (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0);
    if (head.framing.kind === 'length') this.#missingBytes = head.framing.bytes;
    this.#listener.onResponse(head);
    // Listening for bytes sets the stream flowing.
    this.#stream.on(
      'data',
      asStep(this, (bytes: Buffer) => this.#onData(bytes)),
    );
  }

  #onData(bytes: Buffer): void {
    if (this.#isOver) return;
    this.#missingBytes -= bytes.length;
    if (this.#rescued !== undefined) this.#rescued.push(bytes);
    else if (!this.#listener.onData(bytes)) this.#stream.pause();
  }

  #headOf(rawHeaders: readonly string[], hasEnded: boolean): ResponseHead {
    const status = Number(rawHeader(rawHeaders, ':status'));
    const isBodyless = hasEnded || this.#method === 'HEAD' || status === 204 || status === 304;
    return {
      status,
      reason: '',
      httpVersion: '2.0',
      rawHeaders: withoutPseudoFields(rawHeaders),
      framing: isBodyless ? { kind: 'none' } : framingOf(rawHeader(rawHeaders, 'content-length')),
    };
  }

  #sendTrailers(): void {
    if (this.#stream.destroyed || this.#stream.closed) return;
    try {
      this.#stream.sendTrailers(fieldObject(toHttp2Fields(this.#requestTrailers)));
    } catch (error) {
      this.abort(networkError('request', 'ERR_PROXY_BAD_REQUEST', String((error as Error).message)));
    }
  }

  #onEnd(): void {
    if (this.#isOver || !this.#end.hasArrived || !this.#hasResponse || this.#rescued !== undefined) return;
    this.#succeed();
  }

  #succeed(): void {
    this.#leave();
    this.#letGo();
    this.#listener.onEnd(this.#responseTrailers);
  }

  /** The response is complete: a request that is not is of no use any more, and its stream would stay open. */
  #letGo(): void {
    const stream = this.#stream;
    if (stream.closed || stream.writableFinished) return;
    if (!this.#isRequestWhole) {
      resetStream(stream, CANCEL);
      return;
    }
    const timer = setTimeout(() => resetStream(stream, CANCEL), REST_OF_REQUEST_MS).unref();
    stream.once('close', () => clearTimeout(timer));
  }

  #onClose(): void {
    this.#lane.over(this);
    if (this.#isOver) return;
    this.#isClosed = true;
    this.#settle();
  }

  /** Gives the listener what was rescued, as long as it takes it. */
  #deliver(): void {
    const rescued = this.#rescued!;
    for (let bytes = rescued.shift(); bytes !== undefined; bytes = rescued.shift()) {
      if (!this.#listener.onData(bytes) || this.#isOver) return;
    }
    this.#settle();
  }

  /** Says how the call ended, once the stream is closed and nothing is left to be read. */
  #settle(): void {
    if (!this.#isClosed || (this.#rescued !== undefined && this.#rescued.length > 0)) return;
    if ((this.#rescued !== undefined && this.#end.hasArrived) || this.#isWholeByLength()) {
      this.#succeed();
      return;
    }
    this.#leave();
    this.#listener.onFailed(this.#lane.failureOf(this.#stream, this.#error, this.#isRequestWhole));
  }

  /** A server may say by NO_ERROR that it wants nothing more, and leave the end away (RFC 9113 §8.1): the length tells. */
  #isWholeByLength(): boolean {
    return this.#missingBytes === 0 && this.#stream.rstCode === NO_ERROR;
  }

  #leave(): void {
    this.#isOver = true;
    this.deadline = Number.POSITIVE_INFINITY;
  }
}
