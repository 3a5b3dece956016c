import type { Socket } from 'node:net';
import type { TlsFacts } from '../../exchange/connection.ts';
import type { ClientCall, ClientListener, Framing, RequestHead, ResponseHead } from '../call.ts';
import { type NetworkError, networkError } from '../network-error.ts';
import { rawHeader } from '../raw-headers.ts';
import { callName } from '../steps.ts';
import { type BodyReader, createBodyReader } from './body.ts';
import { connectionOptions, isPersistent } from './connection-fields.ts';
import { framedFields } from './framed-fields.ts';
import { Outgoing } from './outgoing.ts';
import { responseHead } from './write.ts';

/** How long a client that does not read may hold up what it was sent before a reset. */
const RESET_MS = 2000;

/** How long a client that has closed its sending side is waited for where no server can tell whether it has left. */
const HALF_CLOSED_MS = 5000;

/** What a call needs to know of the connection that carries it. */
export interface CallConnection {
  readonly client: string | null;
  readonly clientTls: TlsFacts | null;
  /** The TCP connection: the socket itself, or what is below its TLS. */
  readonly wire: Socket;
  readonly maxHeaderBytes: number;
}

export interface CallWatcher {
  /** The call would read on. */
  wanted(): void;
  over(): void;
}

/** One request on a client's connection, and what is answered to it. */
export class Http1ClientCall implements ClientCall {
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
    { client, clientTls, wire, maxHeaderBytes }: CallConnection,
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

  get name(): string {
    const { method, target, authority = '' } = this.head;
    return callName(method, target.startsWith('/') ? `${authority}${target}` : target);
  }

  /** What reads the connection is broken: nothing of what the client sends is understood any more. */
  breakOff(bug: NetworkError): void {
    this.isLast = true;
    this.isBroken = true;
    this.#isRequestWhole = true;
    if (this.#isOver || this.#isResponseWhole) this.#socket.destroy();
    else this.#listener?.onFailed(bug);
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
