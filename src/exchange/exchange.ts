import type { AppliedRule } from './applied-rule.ts';
import type { ServerConnection, TlsFacts } from './connection.ts';
import type { Headers } from './headers.ts';
import type { TransportError } from './transport-error.ts';

/**
 * One request and what became of it. A finished exchange is frozen history: later stages
 * (annotation, redaction) produce new values beside it.
 */
export interface Exchange {
  /** Its number in the capture, from 1 upwards in the order of arrival; 0 while it belongs to no capture. */
  readonly id: number;
  /** Epoch milliseconds, with fractions, of the moment the request's head was complete. */
  readonly startedAt: number;
  /** From `startedAt` to the last byte or the failure, on a monotonic clock; null while the exchange is pending. */
  readonly durationMs: number | null;
  readonly request: RequestMessage;
  /** Null when no status line arrived from upstream: what the proxy answers in its place is `proxyStatus`. */
  readonly response: ResponseMessage | null;
  /** What broke, also after a status line was seen; null for an exchange that ran to its end. */
  readonly error: TransportError | null;
  /** Status of the answer the proxy itself gave the client, or null where the client got the server's. */
  readonly proxyStatus: number | null;
  readonly connection: Connection;
  readonly timing: Timing;
  /** How many WebSocket messages or server-sent events have passed so far. */
  readonly messageCount: number;
  /**
   * The last of them, in order: at most `MOST_LAST_MESSAGES`, of each the first `LAST_MESSAGE_BYTES`. A conversation that
   * fails says why at its end. Absent where none passed, or where an exchange is read back without its messages.
   */
  readonly lastMessages?: readonly StreamMessage[];
  /** The rule of the person's that answered, changed or broke it. Absent where none did. */
  readonly rule?: AppliedRule;
}

export const MOST_LAST_MESSAGES = 4;
export const LAST_MESSAGE_BYTES = 4096;

export interface RequestMessage {
  readonly method: string;
  /** Absolute; for a `CONNECT` that never became a request, the authority with scheme `https`. */
  readonly url: string;
  /** `1.0`, `1.1` or `2.0`. */
  readonly httpVersion: string;
  /** Of the pseudo-header fields of HTTP/2 only `:protocol`, where a CONNECT has it (RFC 8441); it is the first then. */
  readonly headers: Headers;
  readonly trailers: Headers;
  readonly body: Body | null;
}

export interface ResponseMessage {
  readonly status: number;
  /** Reason phrase as sent; empty on HTTP/2 and where the server sent none. */
  readonly reason: string;
  readonly httpVersion: string;
  readonly headers: Headers;
  readonly trailers: Headers;
  readonly body: Body | null;
}

/** A message body as it was on the wire after the transfer coding was removed; `Content-Encoding` still applies. */
export interface Body {
  /** The first bytes, up to the recording limit. */
  readonly bytes: Uint8Array;
  /** How many bytes passed; more than `bytes.length` where the recording was cut. */
  readonly totalBytes: number;
}

/** Facts about the two connections that carried an exchange; null where a side never got that far. */
export interface Connection {
  /** `address:port` of the client, or null for an exchange that was imported. */
  readonly client: string | null;
  /** The program behind the client, where it was found: on this machine, on Linux. */
  readonly app?: ClientApp;
  /** TLS between the client and httpwhy; null for plain HTTP. */
  readonly clientTls: TlsFacts | null;
  readonly server: ServerConnection | null;
  /** The connection to the server had carried an earlier exchange. */
  readonly isReused: boolean;
}

export interface ClientApp {
  /** For example `node server.js`. */
  readonly name: string;
  /** Number of its process; null where only the name is known. */
  readonly pid: number | null;
}

/** Milliseconds from `startedAt` to each step; null where the step was not reached or not needed. */
export interface Timing {
  /** A connection to the server stood (at once for a reused one). */
  readonly connectedMs: number | null;
  /** The last byte of the request had arrived from the client. */
  readonly requestSentMs: number | null;
  /** The response's head had arrived. */
  readonly responseStartMs: number | null;
}

/** A WebSocket message or a server-sent event, in the order in which they passed. */
export interface StreamMessage {
  /** Epoch milliseconds, with fractions. */
  readonly at: number;
  readonly from: 'client' | 'server';
  /** `event` is one of Server-Sent Events; the others are the opcodes of RFC 6455 §5.2. */
  readonly type: 'text' | 'binary' | 'ping' | 'pong' | 'close' | 'event';
  /** The payload after decompression, up to the recording limit; of a `close` its reason, of an `event` its lines as sent. */
  readonly bytes: Uint8Array;
  /** Length of the payload after decompression; the length on the wire where that could not be decompressed. */
  readonly totalBytes: number;
  /** Of a `close`, where it gave one (RFC 6455 §7.4). */
  readonly closeCode: number | null;
}

export const NO_CONNECTION: Connection = { client: null, clientTls: null, server: null, isReused: false };
export const NO_TIMING: Timing = { connectedMs: null, requestSentMs: null, responseStartMs: null };
