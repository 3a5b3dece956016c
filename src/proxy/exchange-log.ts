import type { Socket } from 'node:net';
import type { AppliedRule } from '../exchange/applied-rule.ts';
import type { ServerConnection, TlsFacts } from '../exchange/connection.ts';
import type { StreamMessage } from '../exchange/exchange.ts';
import type { TransportError } from '../exchange/transport-error.ts';
import { COPIED_BYTES, type EventSink, now } from './event-sink.ts';
import { MessageRate } from './message-rate.ts';
import { keepStep } from './steps.ts';
import { spendTurnOnMessage } from './turn.ts';
import { readable } from './wire-text.ts';

/** Between two reports of how much has passed. */
const PROGRESS_MS = 500;

let lastKey = 0;

/**
 * Emits the events of one exchange in their order. Chunks are recorded up to the limit, all bytes are counted, and `ended`
 * is said once, whoever says it first.
 */
export class ExchangeLog {
  readonly #sink: EventSink;
  readonly #key = ++lastKey;
  readonly #maxBodyBytes: number;
  readonly startedAt = now();
  readonly method: string;
  readonly url: string;
  #requestBytes = 0;
  #responseBytes = 0;
  #isRequestWhole = false;
  #status: number | null = null;
  #isEnded = false;
  /** Bytes of both directions at the last report. */
  #reportedBytes = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;
  #nextReport: NodeJS.Timeout | undefined;
  #messages: MessageRate | undefined;

  constructor(
    sink: EventSink,
    maxBodyBytes: number,
    request: {
      readonly client: string | null;
      readonly clientTls: TlsFacts | null;
      readonly method: string;
      readonly url: string;
      readonly httpVersion: string;
      readonly rawHeaders: readonly string[];
    },
  ) {
    this.#sink = sink;
    this.#maxBodyBytes = maxBodyBytes;
    this.method = request.method;
    this.url = request.url;
    sink.emit({ kind: 'request', key: this.#key, at: this.startedAt, ...request });
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  get isRequestWhole(): boolean {
    return this.#isRequestWhole;
  }

  get status(): number | null {
    return this.#status;
  }

  get requestBytes(): number {
    return this.#requestBytes;
  }

  get responseBytes(): number {
    return this.#responseBytes;
  }

  requestChunk(bytes: Buffer): void {
    const recorded = this.#recordable(bytes, this.#requestBytes);
    this.#requestBytes += bytes.length;
    if (recorded !== undefined) this.#sink.emit({ kind: 'request-chunk', key: this.#key, bytes: recorded });
  }

  requestEnd(rawTrailers: readonly string[] = []): void {
    if (this.#isRequestWhole) return;
    this.#isRequestWhole = true;
    this.#sink.emit({
      kind: 'request-end',
      key: this.#key,
      at: now(),
      totalBytes: this.#requestBytes,
      rawTrailers,
    });
  }

  connected(connection: ServerConnection, isReused: boolean): void {
    this.#sink.emit({ kind: 'connected', key: this.#key, at: now(), connection, isReused });
  }

  /** A rule of the person's did this; said again where it does more. */
  rule(rule: AppliedRule): void {
    if (!this.#isEnded) this.#sink.emit({ kind: 'rule', key: this.#key, rule });
  }

  response(head: {
    readonly status: number;
    readonly reason: string;
    readonly httpVersion: string;
    readonly rawHeaders: readonly string[];
  }): void {
    const { status, reason, httpVersion, rawHeaders } = head;
    this.#status = status;
    this.#sink.emit({
      kind: 'response',
      key: this.#key,
      at: now(),
      status,
      reason: readable(reason),
      httpVersion,
      rawHeaders,
    });
  }

  responseChunk(bytes: Buffer): void {
    const recorded = this.#recordable(bytes, this.#responseBytes);
    this.#responseBytes += bytes.length;
    if (recorded !== undefined) this.#sink.emit({ kind: 'response-chunk', key: this.#key, bytes: recorded });
  }

  /** Bytes that passed unread: counted, not recorded. */
  countRequest(bytes: number): void {
    this.#requestBytes += bytes;
  }

  /** Bytes that passed unread: counted, not recorded. */
  countResponse(bytes: number): void {
    this.#responseBytes += bytes;
  }

  /** A WebSocket message or server-sent event that passed; one that comes after the end is dropped. */
  message(message: StreamMessage): void {
    if (this.#isEnded) return;
    this.#messages ??= new MessageRate((passed, skipped) => {
      this.#sink.emit({ kind: 'message', key: this.#key, message: passed, ...(skipped > 0 && { skipped }) });
    });
    this.#messages.pass(message);
    spendTurnOnMessage();
  }

  /**
   * To be called as often as bytes pass; says how many twice a second at most. What came since the last report is
   * said half a second after it, so that the counts of a stream that falls silent are right.
   */
  progress(): void {
    if (this.#nextReport !== undefined || this.#isEnded) return;
    const waitMs = this.#reportedAt + PROGRESS_MS - performance.now();
    if (waitMs <= 0) this.#report();
    else
      this.#nextReport = setTimeout(
        keepStep(() => this.#report()),
        waitMs,
      ).unref();
  }

  responseEnd(rawTrailers: readonly string[] = []): void {
    this.#sink.emit({
      kind: 'response-end',
      key: this.#key,
      at: now(),
      totalBytes: this.#responseBytes,
      rawTrailers,
    });
  }

  /** `proxyStatus` is the status that the proxy itself answered with, where it did. */
  end(error: TransportError | null = null, proxyStatus: number | null = null): void {
    if (this.#isEnded) return;
    this.#messages?.flush();
    this.#isEnded = true;
    // A stream that gave reports gets a last one: its request ended long before its bytes did.
    if (this.#nextReport !== undefined || this.#reportedBytes > 0) this.#report();
    // What was counted so far is what passed, also when the message broke off.
    if (!this.#isRequestWhole) this.requestEnd();
    if (error !== null && this.#status !== null) this.responseEnd();
    this.#sink.emit({ kind: 'ended', key: this.#key, at: now(), error, proxyStatus });
  }

  #report(): void {
    clearTimeout(this.#nextReport);
    this.#nextReport = undefined;
    this.#reportedAt = performance.now();
    const bytes = this.#requestBytes + this.#responseBytes;
    if (bytes === this.#reportedBytes) return;
    this.#reportedBytes = bytes;
    this.#sink.emit({
      kind: 'progress',
      key: this.#key,
      requestBytes: this.#requestBytes,
      responseBytes: this.#responseBytes,
    });
  }

  #recordable(bytes: Buffer, alreadySeen: number): Uint8Array | undefined {
    const room = this.#maxBodyBytes - alreadySeen;
    if (room <= 0) return undefined;
    const recorded = bytes.length > room ? bytes.subarray(0, room) : bytes;
    return recorded.length > COPIED_BYTES ? new Uint8Array(recorded) : recorded;
  }
}

/** `address:port` of the app, IPv6 in brackets; null for a socket that is gone. */
export function clientOf({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string | null {
  if (remoteAddress === undefined) return null;
  return remoteAddress.includes(':') ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`;
}
