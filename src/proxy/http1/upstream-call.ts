import type { Socket } from 'node:net';
import type { ServerConnection } from '../../exchange/connection.ts';
import type { ResponseHead, UpstreamCall, UpstreamListener, UpstreamRequest } from '../call.ts';
import type { NetworkError } from '../network-error.ts';
import { type BodyReader, type BodyStep, createBodyReader } from './body.ts';
import { connectionOptions, isPersistent, keepAliveSeconds } from './connection-fields.ts';
import type { Outgoing } from './outgoing.ts';

export interface LaneOptions {
  readonly maxHeaderBytes: number;
  /** From the end of the request to the head of the response. */
  readonly responseTimeoutMs: number;
}

/** A server closes idle connections when it likes; ours go first where it does not say when. */
export const KEEP_ALIVE_MS = 4000;
/** Interim responses before a final one; more are an attack or a bug. */
const MOST_INTERIMS = 100;

/** One request on a connection to a server, and what is answered to it. */
export class Http1UpstreamCall implements UpstreamCall {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly from: object;
  /** By `performance.now`; beyond it the response is too late. */
  deadline = Number.POSITIVE_INFINITY;
  isRequestWhole: boolean;
  isResponseWhole = false;
  /** The connection may carry another request after this one. */
  isPersistent = false;
  keepAliveMs: number | undefined;
  problem: { readonly code: string; readonly message: string } | undefined;
  readonly #socket: Socket;
  readonly #out: Outgoing;
  readonly #listener: UpstreamListener;
  readonly #options: LaneOptions;
  readonly #isOld: boolean;
  #body: BodyReader | undefined;
  #rawTrailers: readonly string[] = [];
  #interims = 0;
  #isOver = false;
  #isHalfClosed = false;
  #abortedWith: NetworkError | undefined;

  constructor(
    socket: Socket,
    out: Outgoing,
    { target, method, framing, httpVersion, rawHeaders, from }: UpstreamRequest,
    listener: UpstreamListener,
    options: LaneOptions,
  ) {
    this.method = method;
    this.url = target.url;
    this.rawHeaders = rawHeaders;
    this.from = from;
    this.#socket = socket;
    this.#out = out;
    this.#listener = listener;
    this.#options = options;
    this.#isOld = httpVersion === '1.0';
    this.isRequestWhole = framing.kind === 'none';
    if (this.isRequestWhole) this.#startClock();
  }

  get isReadingBody(): boolean {
    return this.#body !== undefined && !this.isResponseWhole;
  }

  start(connection: ServerConnection, isReused: boolean): void {
    if (!this.#isOver) this.#listener.onConnected(connection, isReused);
  }

  /** What is wrong with the head, or undefined. */
  readHead(head: ResponseHead): string | undefined {
    if (head.status === 101) return 'a switch of protocols that was not asked for';
    if (head.status < 200) {
      this.#interims += 1;
      if (this.#interims > MOST_INTERIMS) return `more than ${MOST_INTERIMS} interim responses`;
      if (!this.#isOver) this.#listener.onInterim(head);
      return undefined;
    }
    this.deadline = Number.POSITIVE_INFINITY;
    const { framing } = head;
    this.isPersistent =
      !this.#isOld &&
      !this.#isHalfClosed &&
      framing.kind !== 'until-close' &&
      isPersistent(head.httpVersion, connectionOptions(head.rawHeaders, 'connection'));
    const seconds = keepAliveSeconds(head.rawHeaders);
    if (seconds !== undefined) this.keepAliveMs = Math.max(0, Math.min(seconds * 1000 - 500, KEEP_ALIVE_MS));
    const isEmpty = framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0);
    if (isEmpty) this.isResponseWhole = true;
    else this.#body = createBodyReader(framing, { maxTrailerBytes: this.#options.maxHeaderBytes });
    if (!this.#isOver) this.#listener.onResponse(head);
    return undefined;
  }

  /** What follows the body is handed back. */
  readBody(bytes: Buffer): Buffer {
    const step = this.#body!.push(bytes, (piece) => {
      if (!this.#isOver && !this.#listener.onData(piece)) this.#socket.pause();
    });
    return this.#take(step);
  }

  /** The connection has ended, and with it a body that lasts until then. */
  finish(): void {
    this.#take(this.#body!.finish());
  }

  over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.resume();
    this.#listener.onEnd(this.#rawTrailers);
  }

  fail(error: NetworkError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#listener.onFailed(this.#abortedWith ?? error);
  }

  onDrain(): void {
    if (!this.#isOver && !this.isRequestWhole) this.#listener.onDrain();
  }

  write(bytes: Buffer): boolean {
    return this.#isOver || this.isResponseWhole || this.#out.write(bytes);
  }

  end(rawTrailers: readonly string[]): void {
    if (this.isRequestWhole) return;
    this.isRequestWhole = true;
    if (this.#isOver) return;
    this.#out.end(rawTrailers);
    this.#startClock();
  }

  resume(): void {
    if (!this.#isOver) this.#socket.resume();
  }

  halfClose(): boolean {
    if (this.#isOver) return true;
    this.#isHalfClosed = true;
    this.#out.flush();
    this.#socket.end();
    return true;
  }

  abort(error: NetworkError): void {
    if (this.#isOver) return;
    this.#abortedWith = error;
    this.#out.discard();
    this.#socket.destroy();
  }

  #startClock(): void {
    this.deadline = performance.now() + this.#options.responseTimeoutMs;
  }

  #take(step: BodyStep): Buffer {
    if (step.kind === 'more') return NOTHING;
    if (step.kind === 'bad') {
      this.problem = step;
      return NOTHING;
    }
    this.isResponseWhole = true;
    this.#rawTrailers = step.rawTrailers;
    return step.rest;
  }
}

const NOTHING = Buffer.alloc(0);
