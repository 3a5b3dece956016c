import type { Socket } from 'node:net';
import type { TlsFacts } from '../../exchange/connection.ts';
import type { ClientCall, ClientListener, Framing, RequestHead, ResponseHead } from '../call.ts';
import { type NetworkError, networkError } from '../network-error.ts';
import { rawHeader } from '../raw-headers.ts';
import { type BodyReader, createBodyReader } from './body.ts';
import { closeGently } from './close-gently.ts';
import { connectionOptions, isPersistent } from './connection-fields.ts';
import { framedFields } from './framed-fields.ts';
import { type BadMessage, HeadCollector, isBad, parseRequestHead } from './head.ts';
import { Outgoing } from './outgoing.ts';
import { responseHead } from './write.ts';

export const CLIENT_LEFT = 'the client closed the connection before the response was complete';

export interface Http1ClientOptions {
  readonly client: string | null;
  readonly clientTls: TlsFacts | null;
  /** The TCP connection: the socket itself, or what is below its TLS. */
  readonly wire: Socket;
  readonly maxHeaderBytes: number;
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
export class Http1Client {
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
    if (this.#aheadBytes > 0 || !this.#mayRead()) this.#keep(bytes);
    else this.#read(bytes);
  };

  readonly #onEnd = (): void => {
    this.#hasEnded = true;
    const call = this.#call;
    // What was sent before the end is still to be read.
    if (this.#aheadBytes > 0) return;
    if (call !== undefined) call.onClientEnd();
    else if (!this.#collector.isEmpty) this.#socket.destroy();
    else closeGently(this.#socket);
  };

  readonly #onDrain = (): void => this.#call?.onDrain();

  // The event `close` follows and says all that is to be said.
  readonly #onError = (): void => undefined;

  readonly #onClose = (): void => {
    clearTimeout(this.#headTimer);
    this.#call?.fail(networkError('response', 'ERR_CLIENT_ABORTED', CLIENT_LEFT));
  };

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
        this.#headTimer ??= setTimeout(() => this.#refuse(TOO_SLOW), this.#options.headTimeoutMs).unref();
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
    else if (this.#aheadBytes > 0) queueMicrotask(() => this.#readAhead());
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

/** How long a client that does not read may hold up what it was sent before a reset. */
const RESET_MS = 2000;

/** How long a client that has closed its sending side is waited for where no server can tell whether it has left. */
const HALF_CLOSED_MS = 5000;

interface CallWatcher {
  /** The call would read on. */
  wanted(): void;
  over(): void;
}

class Http1ClientCall implements ClientCall {
  readonly head: RequestHead;
  readonly client: string | null;
  readonly clientTls: TlsFacts | null;
  readonly connection: object;
  /** The connection closes after this call. */
  isLast: boolean;
  /** The body broke the protocol: where the next request begins cannot be known. */
  isBroken = false;
  readonly #socket: Socket;
  readonly #wire: Socket;
  readonly #out: Outgoing;
  readonly #watcher: CallWatcher;
  readonly #body: BodyReader | undefined;
  #listener: ClientListener | undefined;
  #isFlowing = false;
  #isRequestWhole: boolean;
  #hasResponded = false;
  #isResponseWhole = false;
  /** Nothing but the end of the connection ends the response's body. */
  #lastsUntilClose = false;
  #isOver = false;
  #hasClientEnded = false;
  /** The client waits for a 100 before it sends the body. */
  #awaitsContinue: boolean;
  #halfClosedTimer: NodeJS.Timeout | undefined;

  constructor(
    socket: Socket,
    head: RequestHead,
    { client, clientTls, wire, maxHeaderBytes }: Http1ClientOptions,
    watcher: CallWatcher,
  ) {
    this.connection = socket;
    this.#wire = wire;
    this.head = head;
    this.client = client;
    this.clientTls = clientTls;
    this.#socket = socket;
    this.#watcher = watcher;
    this.isLast = !isPersistent(head.httpVersion, connectionOptions(head.rawHeaders, 'connection', 'proxy-connection'));
    this.#out = new Outgoing(socket);
    this.#isRequestWhole = isEmpty(head.framing);
    this.#body = this.#isRequestWhole ? undefined : createBodyReader(head.framing, { maxTrailerBytes: maxHeaderBytes });
    this.#awaitsContinue = !this.#isRequestWhole && /^100-continue$/i.test(rawHeader(head.rawHeaders, 'expect') ?? '');
  }

  /** The rest of the body is wanted: by the listener, or by nobody once the response is through. */
  get wantsBody(): boolean {
    return !this.#isRequestWhole && (this.#isFlowing || this.#isResponseWhole);
  }

  listen(listener: ClientListener): void {
    this.#listener = listener;
  }

  resume(): void {
    if (this.#isFlowing || this.#isOver) return;
    this.#isFlowing = true;
    if (this.#body === undefined) this.#listener?.onEnd([]);
    else if (!this.#isRequestWhole) this.#watcher.wanted();
  }

  /** What is not part of the body is handed back. */
  readBody(bytes: Buffer): Buffer {
    this.#awaitsContinue = false;
    const step = this.#body!.push(bytes, (piece) => {
      if (!this.#isResponseWhole && this.#listener?.onData(piece) === false) this.#isFlowing = false;
    });
    if (step.kind === 'more') return NOTHING;
    this.#isRequestWhole = true;
    if (step.kind === 'bad') {
      this.isLast = true;
      this.isBroken = true;
      if (this.#isResponseWhole) this.#finishIfThrough();
      else this.#listener?.onFailed(networkError('request', 'ERR_PROXY_BAD_REQUEST', step.message));
      return NOTHING;
    }
    if (!this.#isResponseWhole) this.#listener?.onEnd(step.rawTrailers);
    this.#finishIfThrough();
    return step.rest;
  }

  onDrain(): void {
    if (!this.#isOver && !this.#isResponseWhole) this.#listener?.onDrain();
  }

  /** The client sends nothing more. What it waits for still reaches it, unless it has left altogether. */
  onClientEnd(): void {
    this.isLast = true;
    if (this.#isResponseWhole) {
      this.#isRequestWhole = true; // The rest of the body will not come.
      this.#finishIfThrough();
      return;
    }
    if (this.#hasClientEnded) return;
    this.#hasClientEnded = true;
    if (this.#listener?.onHalfClosed() !== false) return;
    this.#halfClosedTimer = setTimeout(() => this.#socket.destroy(), HALF_CLOSED_MS).unref();
  }

  /** The connection is gone. */
  fail(error: NetworkError): void {
    clearTimeout(this.#halfClosedTimer);
    if (this.#isOver) return;
    this.#isOver = true;
    if (!this.#isResponseWhole) this.#listener?.onFailed(error);
  }

  interim(head: ResponseHead): void {
    if (this.head.httpVersion === '1.0' || this.#hasResponded || this.#isOver) return;
    if (head.status === 100) this.#awaitsContinue = false;
    this.#out.interim(head);
  }

  respond(head: ResponseHead): void {
    if (this.#hasResponded || this.#isOver) return;
    this.#hasResponded = true;
    clearTimeout(this.#halfClosedTimer);
    // A body that was announced and never asked for may come or not: what follows could not be told from it.
    if (this.#awaitsContinue) this.isLast = true;
    const { framing, httpVersion } = head;
    const isOld = this.head.httpVersion === '1.0';
    const isChunked = framing.kind === 'chunked' && !isOld;
    const wasLast = this.isLast;
    this.#lastsUntilClose = framing.kind === 'until-close' || (framing.kind === 'chunked' && isOld);
    if (this.#lastsUntilClose) this.isLast = true;
    // Without a body, to HEAD say, the fields describe what there could be, and stay.
    const fields = framing.kind === 'none' ? [...head.rawHeaders] : framedFields(head.rawHeaders, isChunked);
    if (wasLast) fields.push('Connection', 'close');
    else if (isOld && !this.isLast) fields.push('Connection', 'keep-alive');
    // Of HTTP/2 it is told in our own version; one of 1.0 is passed on as such, because its framing is its own.
    this.#out.begin(responseHead(head.status, head.reason, httpVersion === '1.0' ? '1.0' : '1.1', fields), isChunked);
  }

  write(bytes: Buffer): boolean {
    return this.#isOver || this.#out.write(bytes);
  }

  end(rawTrailers: readonly string[]): void {
    if (this.#isOver || this.#isResponseWhole) return;
    this.#out.end(rawTrailers);
    this.#isResponseWhole = true;
    if (!this.#isRequestWhole && !this.#awaitsContinue) {
      // Some clients read nothing before they have sent everything: the rest is let through to nowhere.
      this.#watcher.wanted();
      return;
    }
    this.#isRequestWhole = true;
    this.#finishIfThrough();
  }

  abort(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#lastsUntilClose) {
      // An orderly end would make what has come the whole body.
      this.#out.flush();
      resetAfterWriting(this.#socket, this.#wire);
      return;
    }
    this.#out.discard();
    this.#socket.destroy();
  }

  #finishIfThrough(): void {
    if (this.#isOver || !this.#isRequestWhole || !this.#isResponseWhole) return;
    this.#isOver = true;
    this.#watcher.over();
  }
}

function isEmpty(framing: Framing): boolean {
  return framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0);
}

/** Offers of HTTP/2 and TLS are declined by answering in HTTP/1.1; any other protocol is for the server to accept. */
function isUpgrade({ method, rawHeaders, framing, httpVersion }: RequestHead): boolean {
  if (httpVersion === '1.0' || method === 'HEAD' || !isEmpty(framing)) return false;
  const upgrade = rawHeader(rawHeaders, 'upgrade');
  if (upgrade === undefined || /^\s*(?:h2c|TLS\/)/i.test(upgrade)) return false;
  return connectionOptions(rawHeaders, 'connection').has('upgrade');
}

/** TLS has no reset of its own: the connection below it is reset. */
function resetAfterWriting(socket: Socket, wire: Socket): void {
  const timer = setTimeout(() => socket.destroy(), RESET_MS).unref();
  socket.write('', () => {
    clearTimeout(timer);
    if (!wire.destroyed) wire.resetAndDestroy();
    socket.destroy();
  });
}

const NOTHING = Buffer.alloc(0);

const TOO_SLOW: BadMessage = {
  kind: 'bad',
  code: 'ERR_HTTP_REQUEST_TIMEOUT',
  message: 'the request headers did not arrive in time',
};
