import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { StreamMessage } from '../../exchange/exchange.ts';
import type { TransportError } from '../../exchange/transport-error.ts';
import type { Connected, Connector } from '../connector.ts';
import type { EventSink } from '../event-sink.ts';
import type { ExchangeLog } from '../exchange-log.ts';
import { CLIENT_LEFT } from '../http1/client-side.ts';
import { type NetworkError, networkError, toNetworkError } from '../network-error.ts';
import { rawHeader } from '../raw-headers.ts';
import { asStep, type Breakable, BUG, callName, enter, leave, throwOutside } from '../steps.ts';
import type { Target } from '../target.ts';
import { answerUpgrade } from './answer-upgrade.ts';
import type { PassageEnd } from './passage-end.ts';
import { passRefusal } from './refusal.ts';
import { RequestBody } from './request-body.ts';
import { unfitHead } from './unfit-head.ts';
import type { FinalHead, UpgradeClient } from './upgrade-client.ts';
import { WebSocketRecord } from './websocket-record.ts';
import { WireEnd } from './wire-end.ts';

/** What becomes of a handshake. One of the last three is said, and once; `onFailed` may follow the others. */
export interface HandshakeListener {
  onInterim(head: FinalHead): void;
  /** The server has switched protocols, and the ends are joined after this. */
  onSwitched(head: FinalHead): void;
  onRefused(head: FinalHead, response: IncomingMessage): void;
  onFailed(error: Error): void;
}

/** Makes the handshake over the server's end, and joins the ends when it has succeeded. */
export type Handshake = (client: PassageEnd, server: WireEnd, listener: HandshakeListener) => void;

export interface UpgradePassageOptions {
  readonly sink: EventSink;
  readonly log: ExchangeLog;
  readonly client: UpgradeClient;
  readonly target: Target;
  readonly maxBodyBytes: number;
  readonly responseTimeoutMs: number;
  readonly maxTrailerBytes: number;
  onNotice?(line: string): void;
}

/** Interim responses before a final one; more are an attack or a bug. */
const MOST_INTERIMS = 100;

/** An upgrade that is on its way: connects, has the handshake made, and reports what passes after it. */
export class UpgradePassage implements Breakable {
  readonly #options: UpgradePassageOptions;
  #client: PassageEnd | undefined;
  #server: WireEnd | undefined;
  #body: RequestBody | undefined;
  /** Messages, where the protocol is WebSocket. */
  #record: WebSocketRecord | undefined;
  /** How one of the two broke off after the switch. */
  #error: TransportError | null = null;
  #clientError: TransportError | undefined;
  #interims = 0;
  /** The server has said what it makes of the request, or the proxy has in its place. */
  #isAnswered = false;
  #isJoined = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UpgradePassageOptions) {
    this.#options = options;
    options.client.onceReset(asStep(this, ({ transport }) => this.#onClientReset(transport)));
    options.client.onceClosed(asStep(this, () => this.#onClientGone()));
  }

  async begin(connector: Pick<Connector, 'connect' | 'connectTcp'>, handshake: Handshake): Promise<void> {
    const { client, target } = this.#options;
    let head: string;
    try {
      head = client.handshake(target);
    } catch (error) {
      // HTTP/2 carries what HTTP/1.1 cannot.
      this.#fail(unfitHead(error, this, 'request', 'ERR_PROXY_BAD_REQUEST'));
      return;
    }
    try {
      // Through an upstream proxy a WebSocket goes by a tunnel, with or without TLS (RFC 6455 §4.1).
      const connected = await (target.scheme === 'https'
        ? connector.connect(target, ['http/1.1'])
        : connector.connectTcp(target.host, target.port));
      this.#ask(connected, head, handshake);
    } catch (error) {
      this.#fail(toNetworkError(error, 'connect'));
    }
  }

  /** Breaks it off, wherever it is. */
  stop(error: NetworkError): void {
    this.#isAnswered = true;
    clearTimeout(this.#timer);
    this.#server?.destroy();
    this.#options.client.destroy();
    this.#options.log.end(error.transport);
  }

  get name(): string {
    return callName(this.#options.log.method, this.#options.log.url);
  }

  giveUp(bug: NetworkError): void {
    this.stop(bug);
  }

  #ask({ socket: serverSocket, connection }: Connected, head: string, handshake: Handshake): void {
    const { sink, log, client } = this.#options;
    if (this.#isAnswered) {
      serverSocket.destroy();
      return;
    }
    log.connected(connection, false);
    const server = new WireEnd(serverSocket, {
      sink,
      onHeadSent: () => {
        if (client.bodyFrom !== null) this.#passBody(client.bodyFrom, serverSocket);
      },
    });
    this.#server = server;
    server.head = head;
    this.#client = client.open({
      sink,
      onReceived: (bytes) => this.#onPassed('client', bytes),
      onSent: (bytes) => this.#onPassed('server', bytes),
    });
    if (client.bodyFrom !== null) this.#client.hold();
    else this.#startClock();
    handshake(this.#client, server, {
      onInterim: (interim) => this.#onInterim(interim),
      onSwitched: (final) => this.#attempt(() => this.#onSwitched(final, serverSocket)),
      onRefused: (final, response) => this.#attempt(() => this.#onRefused(final, response)),
      onFailed: (error) => this.#fail(explained(error)),
    });
  }

  #passBody(from: Socket, to: Socket): void {
    const { sink, log, client, maxTrailerBytes } = this.#options;
    this.#body = new RequestBody({
      ...{ sink, framing: client.head.framing, from, to, maxTrailerBytes },
      onPiece: (bytes) => log.requestChunk(bytes),
      onEnd: (rawTrailers) => {
        log.requestEnd(rawTrailers);
        if (!this.#isAnswered) this.#startClock();
        this.#client?.letGo();
      },
      onBroken: (reason) => this.#onBodyFailed(networkError('request', 'ERR_PROXY_BAD_REQUEST', reason)),
      onCutOff: () => this.#onBodyFailed(networkError('request', 'ERR_CLIENT_ABORTED', CLIENT_LEFT)),
    });
    this.#body.start();
  }

  #onBodyFailed(error: NetworkError): void {
    // Whoever has left needs no answer, and a switch of protocols has been one.
    if (this.#isAnswered || error.transport.code === 'ERR_CLIENT_ABORTED') this.stop(error);
    else this.#fail(error);
  }

  #startClock(): void {
    const { responseTimeoutMs } = this.#options;
    const onLate = asStep(this, () => {
      this.#fail(networkError('response', 'ETIMEDOUT', `no response within ${responseTimeoutMs} ms`));
    });
    this.#timer = setTimeout(onLate, responseTimeoutMs).unref();
  }

  /** A head may be readable and yet not fit to be passed on. */
  #attempt(step: () => void): void {
    if (this.#isAnswered) return;
    try {
      step();
    } catch (error) {
      this.#fail(unfitHead(error, this, 'response', 'HPE_INVALID_HEADER_TOKEN'));
    }
  }

  #onInterim(head: FinalHead): void {
    this.#interims += 1;
    if (this.#isAnswered) return;
    if (this.#interims > MOST_INTERIMS) {
      this.#fail(networkError('response', 'HPE_INVALID_STATUS', `more than ${MOST_INTERIMS} interim responses`));
      return;
    }
    this.#attempt(() => this.#options.client.interim(head));
  }

  #onSwitched(head: FinalHead, serverSocket: Socket): void {
    const { log, maxBodyBytes, onNotice, target } = this.#options;
    const client = this.#client!;
    const server = this.#server!;
    this.#options.client.accept(head);
    this.#isAnswered = true;
    this.#isJoined = true;
    clearTimeout(this.#timer);
    log.response(head);
    if (/\bwebsocket\b/i.test(rawHeader(head.rawHeaders, 'upgrade') ?? '')) {
      this.#record = new WebSocketRecord({
        rawHeaders: head.rawHeaders,
        maxMessageBytes: maxBodyBytes,
        onMessage: asStep(this, (message: StreamMessage) => log.message(message)),
        onNote: (note) => onNotice?.(`WebSocket to ${target.host}: ${note}.`),
      });
    }
    serverSocket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      this.#error ??= toNetworkError(error, 'response').transport;
      client.reset();
    });
    // What one end has still to send goes out; what it would still read has nobody who sends it.
    client.once('close', () => (client.readableEnded ? server.destroySoon() : server.destroy()));
    server.once('close', () => client.destroySoon());
    let open = 2;
    for (const end of [client, server]) {
      end.once('close', () => {
        open -= 1;
        if (open === 0) asStep(this, () => this.#finish())();
      });
    }
  }

  #onRefused(head: FinalHead, response: IncomingMessage): void {
    passRefusal(response, head, this.#options.client, this.#options);
    this.#isAnswered = true;
    clearTimeout(this.#timer);
    this.#client!.release();
    this.#body?.stop();
    response.once('close', () => this.#server!.destroy());
  }

  #onPassed(from: 'client' | 'server', bytes: Buffer): void {
    const { log } = this.#options;
    const before = enter(this);
    try {
      // What is recorded as the body of the request is that body.
      if (from === 'client' && this.#body === undefined) log.countRequest(bytes.length);
      if (from === 'server') log.countResponse(bytes.length);
      log.progress();
      this.#record?.push(from, bytes);
    } catch (bug) {
      // The streams of Node.js that called this keep some exceptions to themselves.
      throwOutside(bug);
      this.giveUp(BUG);
    }
    leave(before);
  }

  /** Both connections are closed. */
  #finish(): void {
    const { log } = this.#options;
    const end = () => {
      if (log.isEnded) return;
      // After a close frame it is a matter of taste how the connection itself is closed.
      const error = this.#record?.hasClosed ? null : this.#error;
      if (error === null) log.responseEnd();
      log.end(error);
    };
    if (this.#record === undefined) end();
    else this.#record.finish(end);
  }

  #fail(error: NetworkError): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    clearTimeout(this.#timer);
    this.#client?.release();
    this.#body?.stop();
    this.#server?.destroy();
    const { log, client, target } = this.#options;
    answerUpgrade(log, client, error.transport, target.url);
  }

  #onClientReset(error: TransportError): void {
    this.#clientError ??= error;
    if (!this.#isJoined) return;
    this.#error ??= { ...error, phase: 'response' };
    this.#server!.reset();
  }

  #onClientGone(): void {
    if (this.#isJoined) return;
    const { log } = this.#options;
    const phase = this.#isAnswered || log.isRequestWhole ? 'response' : 'request';
    this.#isAnswered = true;
    clearTimeout(this.#timer);
    log.end({ code: 'ERR_CLIENT_ABORTED', message: CLIENT_LEFT, ...this.#clientError, phase });
    this.#server?.destroy();
  }
}

/** What node:http says of a connection that was lost or did not speak HTTP, in the words of the rest of the proxy. */
function explained(error: Error): NetworkError {
  const { transport } = toNetworkError(error, 'response');
  if (transport.code === 'ECONNRESET' && transport.message === 'socket hang up') {
    return networkError('response', 'ECONNRESET', 'the server closed the connection without a response');
  }
  return networkError('response', transport.code, transport.message.replace(/^Parse Error: /, ''));
}
