import type { ServerConnection, TlsFacts } from '../exchange/connection.ts';
import type { NetworkError } from './network-error.ts';
import type { Target } from './target.ts';

/**
 * One call has two halves that know nothing of each other: `ClientCall` is the app's end, `UpstreamCall` the server's.
 * Both exist for HTTP/1.1 and for HTTP/2, and any two fit together. They are push-based: a half calls its listener as
 * bytes arrive, and a `false` that comes back pauses it until `resume`.
 */

/** How the end of a body is known (RFC 9112 §6.3). HTTP/2 has its own framing: `chunked` where no length is announced. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  /** Responses only: the end of the connection ends the body. */
  | { readonly kind: 'until-close' };

export interface RequestHead {
  readonly method: string;
  /** The request-target as sent: absolute-form, origin-form or `*`; of HTTP/2 the `:path`. */
  readonly target: string;
  /** The `:protocol` of an extended CONNECT (RFC 8441); absent from every other request. */
  readonly protocol?: string;
  /** `Host` or `:authority`; undefined where neither was sent. */
  readonly authority: string | undefined;
  /** `1.0`, `1.1` or `2.0`. */
  readonly httpVersion: string;
  /** All fields as received, flat, hop-by-hop ones included; pseudo-header fields of HTTP/2 left out. One character for each byte. */
  readonly rawHeaders: readonly string[];
  readonly framing: Framing;
}

export interface ResponseHead {
  readonly status: number;
  /** One character for each byte; empty where none was sent. */
  readonly reason: string;
  readonly httpVersion: string;
  readonly rawHeaders: readonly string[];
  readonly framing: Framing;
}

/** What a client's half tells: the body of its request, and that it has gone. */
export interface ClientListener {
  /** False pauses the body until `ClientCall.resume`. */
  onData(bytes: Buffer): boolean;
  onEnd(rawTrailers: readonly string[]): void;
  /** The response may be written to again. */
  onDrain(): void;
  /**
   * HTTP/1.1, and extended CONNECT: the client closed its side of the connection, and may or may not read on. False:
   * nobody will notice if it has left altogether, and the half itself gives it up after a while.
   */
  onHalfClosed(): boolean;
  /**
   * The client left (`ERR_CLIENT_ABORTED`) or reset its stream (with its `resetCode`); or its body broke the protocol
   * (`ERR_PROXY_BAD_REQUEST`), and then a response can still be given. Nothing follows.
   */
  onFailed(error: NetworkError): void;
}

/** The app's half of a call. */
export interface ClientCall {
  readonly head: RequestHead;
  /** `address:port`. */
  readonly client: string | null;
  readonly clientTls: TlsFacts | null;
  /** Tells the client's connections apart: some servers sign a connection in, not a request. */
  readonly connection: object;
  /**
   * Names the listener; to be called in the same turn in which the call was handed over. The body waits until `resume`
   * is called for the first time.
   */
  listen(listener: ClientListener): void;
  resume(): void;
  /** An interim response (1xx but 101); left out where the client's protocol cannot carry it. */
  interim(head: ResponseHead): void;
  /** `rawHeaders` are end-to-end fields, and `Transfer-Encoding`, which the half keeps, drops or adds as its framing needs. */
  respond(head: ResponseHead): void;
  /** False when the client is behind: wait for `onDrain`. The caller does not change the bytes afterwards. */
  write(bytes: Buffer): boolean;
  /** Ends the response. A body that was not read whole is dropped. */
  end(rawTrailers: readonly string[]): void;
  /** Breaks the response off so that the client sees it was not whole; `code` is HTTP/2's error code (RFC 9113 §7). */
  abort(code?: number): void;
}

/**
 * A stream of HTTP/2 on which another protocol is asked for (RFC 8441). Its response, if it is a 2xx, says yes; what is
 * received and written from then on belongs to that protocol, and each direction ends by itself.
 */
export interface ExtendedConnect extends ClientCall {
  readonly head: RequestHead & { readonly protocol: string };
  /** Ends what is sent, while `onData` goes on; calls back when that is through, or has become impossible. */
  halfClose(callback: () => void): void;
  /** Calls back when the stream is closed, in order or not. */
  onceClosed(callback: () => void): void;
}

/** What a server's half tells, in this order; after `onFailed` or `onEnd` nothing follows. */
export interface UpstreamListener {
  /** A connection is there: the body may be written. */
  onConnected(connection: ServerConnection, isReused: boolean): void;
  /** Heads with all fields as received, hop-by-hop ones included. */
  onInterim(head: ResponseHead): void;
  onResponse(head: ResponseHead): void;
  /** False pauses until `UpstreamCall.resume`. */
  onData(bytes: Buffer): boolean;
  onEnd(rawTrailers: readonly string[]): void;
  /** The request's body may be written again. */
  onDrain(): void;
  /** `NetworkError.resetCode` holds the code of an HTTP/2 stream that the server reset. */
  onFailed(error: NetworkError): void;
}

export interface UpstreamRequest {
  readonly target: Target;
  readonly method: string;
  /** The client's version: HTTP/1.0 is passed on as such. */
  readonly httpVersion: string;
  /** End-to-end fields, `Transfer-Encoding` and `TE: trailers`, flat, in the client's order; `Host` always but in HTTP/1.0. */
  readonly rawHeaders: readonly string[];
  readonly framing: Framing;
  /** `ClientCall.connection`. */
  readonly from: object;
}

/** The server's half of a call. */
export interface UpstreamCall {
  /** A piece of the request's body; false: wait for `onDrain`. Only after `onConnected`. */
  write(bytes: Buffer): boolean;
  end(rawTrailers: readonly string[]): void;
  resume(): void;
  /** The client closed its sending side: the server is told, so that it does what it would do alone. False where it cannot be told. */
  halfClose(): boolean;
  /** Gives the call up; `onFailed` follows with this error, unless it had ended. */
  abort(error: NetworkError, code?: number): void;
}
