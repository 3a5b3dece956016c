import type { IncomingMessage } from 'node:http';
import type { TransportError } from '../exchange/transport-error.ts';
import { type EventSink, now } from './event-sink.ts';
import type { UpstreamConnection, UpstreamResponse } from './upstream.ts';

let lastKey = 0;

/**
 * Emits the events of one exchange in their order. Chunks are copied up to the recording limit (what is
 * received is reused by sockets), all bytes are counted, and `ended` is said once, whoever says it first.
 */
export class ExchangeLog {
  readonly #sink: EventSink;
  readonly #key = ++lastKey;
  readonly #maxBodyBytes: number;
  readonly startedAt = now();
  #requestBytes = 0;
  #responseBytes = 0;
  #isRequestWhole = false;
  #status: number | null = null;
  #isEnded = false;

  constructor(
    sink: EventSink,
    maxBodyBytes: number,
    request: {
      readonly client: string | null;
      readonly method: string;
      readonly url: string;
      readonly httpVersion: string;
      readonly rawHeaders: readonly string[];
    },
  ) {
    this.#sink = sink;
    this.#maxBodyBytes = maxBodyBytes;
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

  connected(connection: UpstreamConnection): void {
    this.#sink.emit({ kind: 'connected', key: this.#key, at: now(), ...connection });
  }

  response({ status, reason, rawHeaders }: UpstreamResponse, httpVersion = '1.1'): void {
    this.#status = status;
    this.#sink.emit({ kind: 'response', key: this.#key, at: now(), status, reason, httpVersion, rawHeaders });
  }

  responseChunk(bytes: Buffer): void {
    const recorded = this.#recordable(bytes, this.#responseBytes);
    this.#responseBytes += bytes.length;
    if (recorded !== undefined) this.#sink.emit({ kind: 'response-chunk', key: this.#key, bytes: recorded });
  }

  /** Bytes that passed unread: counted, not recorded. */
  countResponse(bytes: number): void {
    this.#responseBytes += bytes;
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
    this.#isEnded = true;
    // What was counted so far is what passed, also when the message broke off.
    if (!this.#isRequestWhole) this.requestEnd();
    if (error !== null && this.#status !== null) this.responseEnd();
    this.#sink.emit({ kind: 'ended', key: this.#key, at: now(), error, proxyStatus });
  }

  #recordable(bytes: Buffer, alreadySeen: number): Uint8Array | undefined {
    const room = this.#maxBodyBytes - alreadySeen;
    return room <= 0 ? undefined : new Uint8Array(bytes.subarray(0, Math.min(bytes.length, room)));
  }
}

/** `address:port` of the app, IPv6 in brackets; null for a socket that is gone. */
export function clientOf(request: Pick<IncomingMessage, 'socket'>): string | null {
  const { remoteAddress, remotePort } = request.socket;
  if (remoteAddress === undefined) return null;
  return remoteAddress.includes(':') ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`;
}
