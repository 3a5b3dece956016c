import type { ServerHttp2Stream } from 'node:http2';
import type { TlsFacts } from '../../exchange/connection.ts';
import type { TransportError } from '../../exchange/transport-error.ts';
import type { ClientCall, ClientListener, ExtendedConnect, RequestHead, ResponseHead } from '../call.ts';
import { type NetworkError, networkError } from '../network-error.ts';
import { asStep, type Breakable, callName } from '../steps.ts';
import { EndOfStream } from './end-of-stream.ts';
import { fieldObject, toHttp2Fields } from './fields.ts';
import { INTERNAL_ERROR, NO_ERROR, PROTOCOL_ERROR, resetName } from './reset-codes.ts';
import { resetStream } from './reset-stream.ts';

/** What a call needs to know of the connection on which its stream lives. */
export interface ClientConnection {
  readonly client: string | null;
  readonly clientTls: TlsFacts | null;
  /** Why the connection is lost, and its streams with it. */
  readonly lostBy: Pick<TransportError, 'code' | 'message'> | undefined;
  /** The call's stream is closed. */
  over(call: Http2ClientCall): void;
}

/** One stream of a client. */
export class Http2ClientCall implements ClientCall, Breakable {
  readonly head: RequestHead;
  readonly client: string | null;
  readonly clientTls: TlsFacts | null;
  readonly connection: object;
  readonly #stream: ServerHttp2Stream;
  readonly #connection: ClientConnection;
  readonly #end: EndOfStream;
  #listener: ClientListener | undefined;
  #isRead = false;
  #isRequestWhole: boolean;
  #hasResponded = false;
  #hasBody = false;
  /** The response was ended or broken off, or the stream is gone: the listener hears nothing more. */
  #isOver = false;
  #requestTrailers: readonly string[] = [];
  #responseTrailers: readonly string[] = [];

  constructor(stream: ServerHttp2Stream, head: RequestHead, connection: ClientConnection) {
    this.head = head;
    this.client = connection.client;
    this.clientTls = connection.clientTls;
    this.connection = connection;
    this.#stream = stream;
    this.#connection = connection;
    this.#isRequestWhole = head.framing.kind === 'none';
    this.#end = new EndOfStream(stream, this.#isRequestWhole || hasEnded(stream));
    stream.on(
      'close',
      asStep(this, () => this.#onClose()),
    );
    stream.on(
      'drain',
      asStep(this, () => {
        if (!this.#isOver) this.#listener?.onDrain();
      }),
    );
    // Node.js resets a stream that nobody has begun to read as soon as the response is written, even before it is sent.
    if (this.#isRequestWhole) {
      stream.resume();
      return;
    }
    stream.pause();
    stream.on('trailers', (_trailers, _flags, rawTrailers) => {
      this.#requestTrailers = rawTrailers;
    });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get name(): string {
    const { method, target, authority = '' } = this.head;
    return callName(method, `${authority}${target}`);
  }

  isExtendedConnect(): this is ExtendedConnect {
    return this.head.protocol !== undefined;
  }

  giveUp(bug: NetworkError): void {
    if (this.#isOver) this.lose();
    else this.#listener?.onFailed(bug);
  }

  /** The client closed its side of the connection: for whoever speaks another protocol on a stream that is its end. */
  onConnectionEnd(): void {
    if (this.isExtendedConnect() && !this.#isOver) this.#listener?.onHalfClosed();
  }

  listen(listener: ClientListener): void {
    this.#listener = listener;
  }

  resume(): void {
    if (this.#isOver) return;
    if (this.#isRead) {
      if (!this.#isRequestWhole) this.#stream.resume();
      return;
    }
    this.#isRead = true;
    if (this.#isRequestWhole) {
      this.#listener?.onEnd([]);
    } else if (this.#stream.readableEnded) {
      // Of a stream that ends without a byte Node.js says so although it is paused.
      this.#onEnd();
    } else {
      this.#stream.on(
        'end',
        asStep(this, () => this.#onEnd()),
      );
      const onData = (bytes: Buffer) => {
        if (!this.#isOver && this.#listener?.onData(bytes) === false) this.#stream.pause();
      };
      this.#stream.on('data', asStep(this, onData));
      this.#stream.resume();
    }
  }

  interim({ status, rawHeaders }: ResponseHead): void {
    if (this.#hasResponded || !this.#canSend() || status < 100 || status > 199 || status === 101) return;
    try {
      this.#stream.additionalHeaders({ ':status': status, ...fieldObject(toHttp2Fields(rawHeaders)) });
    } catch {
      // An interim response may be left out; one that cannot be sent is.
    }
  }

  respond({ status, rawHeaders, framing, httpVersion }: ResponseHead): void {
    if (this.#hasResponded || !this.#canSend()) return;
    this.#hasResponded = true;
    this.#hasBody = framing.kind !== 'none' && !isBodyless(status) && this.head.method !== 'HEAD';
    // Of HTTP/1.1 only a body in chunks has trailers.
    const mayHaveTrailers = this.#hasBody && (framing.kind === 'chunked' || httpVersion === '2.0');
    if (mayHaveTrailers) {
      this.#stream.on(
        'wantTrailers',
        asStep(this, () => this.#sendTrailers()),
      );
    }
    // No `date` of our own. (The types of Node.js have forgotten the option.)
    const options = { sendDate: false, endStream: !this.#hasBody, waitForTrailers: mayHaveTrailers };
    try {
      this.#stream.respond([':status', statusField(status), ...toHttp2Fields(rawHeaders)], options);
    } catch {
      // Only a head that HTTP/2 cannot express comes here: to the client, the stream fails.
      this.abort();
    }
  }

  write(bytes: Buffer): boolean {
    if (!this.#hasBody || !this.#canSend() || this.#stream.writableEnded) return true;
    return bytes.length === 0 ? !this.#stream.writableNeedDrain : this.#stream.write(bytes);
  }

  end(rawTrailers: readonly string[]): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (!this.#canSend()) return;
    if (!this.#hasResponded) {
      resetStream(this.#stream, INTERNAL_ERROR);
      return;
    }
    this.#responseTrailers = rawTrailers;
    const waitsForTrailers = this.#stream.listenerCount('wantTrailers') > 0;
    if (this.#hasBody) this.#stream.end();
    if (this.#isRequestWhole) return;
    // What is left of the body goes nowhere; a stream of which something is unread does not go away.
    this.#stream.resume();
    if (!waitsForTrailers) this.#stopClient();
  }

  /** See `ExtendedConnect`. */
  halfClose(callback: () => void): void {
    if (this.#canSend()) this.#stream.end(() => callback());
    else callback();
  }

  /** See `ExtendedConnect`. */
  onceClosed(callback: () => void): void {
    this.#stream.once('close', callback);
  }

  abort(code?: number): void {
    this.#isOver = true;
    this.#breakOff(code ?? INTERNAL_ERROR, performance.now() + LAST_BYTES_MS);
  }

  /** What was written still reaches the client, if it takes it soon: a reset would overtake it. */
  #breakOff(code: number, deadline: number): void {
    if (!this.#canSend()) return;
    if (this.#stream.writableLength === 0 || performance.now() > deadline) resetStream(this.#stream, code);
    else setTimeout(() => this.#breakOff(code, deadline), LOOK_AGAIN_MS).unref();
  }

  /** Breaks the call off with its connection; the listener hears of it. */
  lose(): void {
    resetStream(this.#stream, INTERNAL_ERROR);
  }

  #canSend(): boolean {
    return !this.#stream.destroyed && !this.#stream.closed;
  }

  #sendTrailers(): void {
    if (!this.#canSend()) return;
    try {
      this.#stream.sendTrailers(fieldObject(toHttp2Fields(this.#responseTrailers)));
    } catch {
      this.abort();
      return;
    }
    this.#stopClient();
  }

  /**
   * The rest of the request is not wanted once the response is complete (RFC 9113 §8.1). A reset overtakes the end of a
   * response that waits for a window, and no event tells when that has been sent.
   */
  #stopClient(): void {
    if (this.#end.hasArrived || !this.#canSend()) return;
    if (this.#stream.state.localClose === 1) this.#stream.close(NO_ERROR);
    else setTimeout(() => this.#stopClient(), LOOK_AGAIN_MS).unref();
  }

  #onEnd(): void {
    if (!this.#end.hasArrived || this.#isRequestWhole) return;
    this.#isRequestWhole = true;
    if (!this.#isOver) this.#listener?.onEnd(this.#requestTrailers);
  }

  #onClose(): void {
    this.#connection.over(this);
    if (this.#isOver) return;
    this.#isOver = true;
    this.#listener?.onFailed(this.#failure());
  }

  #failure(): NetworkError {
    const phase = this.#isRequestWhole ? 'response' : 'request';
    const { lostBy } = this.#connection;
    if (lostBy !== undefined) return networkError(phase, lostBy.code, lostBy.message);
    const code = this.#stream.rstCode;
    const message =
      code === PROTOCOL_ERROR
        ? 'the stream was reset (PROTOCOL_ERROR): by the client, or because its request was malformed'
        : `the client reset the stream (${resetName(code)})`;
    return networkError(phase, 'ERR_CLIENT_ABORTED', message, code);
  }
}

/** How often a stream is looked at whose state no event tells. */
const LOOK_AGAIN_MS = 10;
const LAST_BYTES_MS = 2000;

/** The whole body may have arrived together with the head, before anybody could watch. */
function hasEnded(stream: ServerHttp2Stream): boolean {
  return stream.state.remoteClose === 1;
}

function isBodyless(status: number): boolean {
  return status === 204 || status === 304;
}

/**
 * Node.js refuses codes above 599, which servers do send, and lets 205 have no body. It checks the number and sends the
 * text, so the two differ here where they must.
 */
function statusField(status: number): string {
  if (status <= 599 && status !== 205) return String(status);
  return { valueOf: () => 200, toString: () => String(status) } as unknown as string;
}
