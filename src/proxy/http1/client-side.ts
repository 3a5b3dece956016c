import type { Socket } from 'node:net';
import type { ClientCall, RequestHead } from '../call.ts';
import { type NetworkError, networkError } from '../network-error.ts';
import { rawHeader } from '../raw-headers.ts';
import { asStep, type Breakable, enter, keepStep, leave } from '../steps.ts';
import { type CallConnection, Http1ClientCall } from './client-call.ts';
import { closeGently } from './close-gently.ts';
import { connectionOptions } from './connection-fields.ts';
import { type BadMessage, HeadCollector, isBad, parseRequestHead } from './head.ts';

export const CLIENT_LEFT = 'the client closed the connection before the response was complete';

export interface Http1ClientOptions extends CallConnection {
  /** From the first byte of a head to its last; a head that trickles on for longer is refused. */
  readonly headTimeoutMs: number;
  onCall(call: ClientCall): void;
  /** The connection belongs to the callee from here on; `rest` has been put back into the socket. */
  onConnect(head: RequestHead, socket: Socket): void;
  onUpgrade(head: RequestHead, socket: Socket): void;
  /** Bytes that are no request; the callee answers, and the connection reads no more. */
  onUnreadable(bad: BadMessage, socket: Socket): void;
}

/** How much of the requests that a client sends ahead is kept while the one before is being answered. */
const AHEAD_BYTES = 64 * 1024;

/** A client's connection that speaks HTTP/1.1 or 1.0: requests come in, one after the other, and responses go out. */
export class Http1Client implements Breakable {
  readonly #socket: Socket;
  readonly #options: Http1ClientOptions;
  readonly #collector: HeadCollector;
  #call: Http1ClientCall | undefined;
  /** Bytes that arrived before somebody wanted them: a body that waits, or the next request. */
  #ahead: Buffer[] = [];
  #aheadBytes = 0;
  #headTimer: NodeJS.Timeout | undefined;
  #hasEnded = false;
  #isDetached = false;
  #isReading = false;
  /** A request has come on this connection. */
  hasSpoken = false;

  constructor(socket: Socket, options: Http1ClientOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#collector = new HeadCollector(options.maxHeaderBytes);
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('drain', this.#onDrain);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
  }

  get name(): string {
    return this.#call?.name ?? `the connection of ${this.#options.client ?? 'a client'}`;
  }

  giveUp(bug: NetworkError): void {
    if (this.#call === undefined) this.#socket.destroy();
    else this.#call.breakOff(bug);
  }

  /** No request is being answered. */
  get isIdle(): boolean {
    return this.#call === undefined;
  }

  /** Closes the connection as soon as what is being answered is through. */
  closeSoon(): void {
    if (this.#call === undefined) closeGently(this.#socket);
    else this.#call.isLast = true;
  }

  readonly #onData = (bytes: Buffer): void => {
    if (this.#call?.isBroken) return; // Read on to nowhere, so that the answer is not lost in a reset.
    const before = enter(this);
    if (this.#aheadBytes > 0 || !this.#mayRead()) this.#keep(bytes);
    else this.#read(bytes);
    leave(before);
  };

  readonly #onEnd = asStep(this, (): void => {
    this.#hasEnded = true;
    const call = this.#call;
    // What was sent before the end is still to be read.
    if (this.#aheadBytes > 0) return;
    if (call !== undefined) call.onClientEnd();
    else if (!this.#collector.isEmpty) this.#socket.destroy();
    else closeGently(this.#socket);
  });

  readonly #onDrain = asStep(this, (): void => this.#call?.onDrain());

  // The event `close` follows and says all that is to be said.
  readonly #onError = (): void => undefined;

  readonly #onClose = asStep(this, (): void => {
    clearTimeout(this.#headTimer);
    this.#call?.fail(networkError('response', 'ERR_CLIENT_ABORTED', CLIENT_LEFT));
  });

  #mayRead(): boolean {
    return this.#call === undefined || this.#call.wantsBody;
  }

  #keep(bytes: Buffer): void {
    this.#ahead.push(bytes);
    this.#aheadBytes += bytes.length;
    if (this.#aheadBytes > AHEAD_BYTES) this.#socket.pause();
  }

  /** Reads what was kept, as far as somebody wants it. */
  #readAhead(): void {
    if (this.#isReading || this.#isDetached) return;
    while (this.#aheadBytes > 0 && this.#mayRead()) {
      const bytes = this.#ahead.length === 1 ? this.#ahead[0]! : Buffer.concat(this.#ahead);
      this.#ahead = [];
      this.#aheadBytes = 0;
      this.#read(bytes);
    }
    if (this.#isDetached) return;
    if (this.#mayRead() || this.#aheadBytes === 0) this.#socket.resume();
    if (this.#hasEnded && this.#aheadBytes === 0) this.#onEnd();
  }

  #read(bytes: Buffer): void {
    this.#isReading = true;
    let rest = bytes;
    while (rest.length > 0 && !this.#isDetached) {
      if (!this.#mayRead()) {
        this.#ahead.unshift(rest);
        this.#aheadBytes += rest.length;
        break;
      }
      rest = this.#call === undefined ? this.#readHead(rest) : this.#call.readBody(rest);
    }
    this.#isReading = false;
  }

  #readHead(bytes: Buffer): Buffer {
    const step = this.#collector.push(bytes);
    if (step.kind === 'more') {
      // Stray empty lines between requests are no beginning.
      if (!this.#collector.isEmpty) {
        const onLate = () => void this.#refuse(TOO_SLOW);
        this.#headTimer ??= setTimeout(keepStep(onLate), this.#options.headTimeoutMs).unref();
      }
      return NOTHING;
    }
    clearTimeout(this.#headTimer);
    this.#headTimer = undefined;
    if (step.kind === 'bad') return this.#refuse(step);
    const head = parseRequestHead(step.bytes);
    if (isBad(head)) return this.#refuse(head);
    this.hasSpoken = true;
    if (head.method === 'CONNECT') return this.#handOver(step.rest, (socket) => this.#options.onConnect(head, socket));
    if (isUpgrade(head)) return this.#handOver(step.rest, (socket) => this.#options.onUpgrade(head, socket));
    const call = new Http1ClientCall(this.#socket, head, this.#options, {
      wanted: () => this.#readAhead(),
      over: () => this.#next(),
    });
    this.#call = call;
    this.#options.onCall(call);
    return step.rest;
  }

  #next(): void {
    const call = this.#call;
    this.#call = undefined;
    if (call?.isLast) closeGently(this.#socket);
    // What was sent ahead is read in a turn of its own, so that a long row of requests does not become a deep stack.
    else if (this.#aheadBytes > 0) queueMicrotask(asStep(this, () => this.#readAhead()));
    else if (this.#hasEnded) closeGently(this.#socket);
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  #refuse(bad: BadMessage): Buffer {
    this.#detach();
    this.hasSpoken = true;
    // Read on to nowhere, so that the answer is not lost in a reset; the callee closes.
    this.#socket.on('data', () => undefined);
    this.#options.onUnreadable(bad, this.#socket);
    return NOTHING;
  }

  #handOver(rest: Buffer, callback: (socket: Socket) => void): Buffer {
    this.#detach();
    this.#socket.pause();
    if (rest.length > 0) this.#socket.unshift(rest);
    callback(this.#socket);
    return NOTHING;
  }

  #detach(): void {
    this.#isDetached = true;
    clearTimeout(this.#headTimer);
    const socket = this.#socket;
    socket.off('data', this.#onData);
    socket.off('end', this.#onEnd);
    socket.off('drain', this.#onDrain);
    socket.off('close', this.#onClose);
  }
}

/** Offers of HTTP/2 and TLS are declined by answering in HTTP/1.1; any other protocol is for the server to accept. */
function isUpgrade({ method, rawHeaders, httpVersion }: RequestHead): boolean {
  if (httpVersion === '1.0' || method === 'HEAD') return false;
  const upgrade = rawHeader(rawHeaders, 'upgrade');
  if (upgrade === undefined || /^\s*(?:h2c|TLS\/)/i.test(upgrade)) return false;
  return connectionOptions(rawHeaders, 'connection').has('upgrade');
}

const NOTHING = Buffer.alloc(0);

const TOO_SLOW: BadMessage = {
  kind: 'bad',
  code: 'ERR_HTTP_REQUEST_TIMEOUT',
  message: 'the request headers did not arrive in time',
};
