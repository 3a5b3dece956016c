import type { ServerConnection } from '../exchange/connection.ts';
import type { StreamMessage } from '../exchange/exchange.ts';
import type { TransportError } from '../exchange/transport-error.ts';
import type { RequestDecider } from '../mock/rule-engine.ts';
import { answer, NOBODY } from './answer-call.ts';
import type { ClientCall, ClientListener, ResponseHead, UpstreamCall } from './call.ts';
import type { EventSink } from './event-sink.ts';
import { EventStreamRecord } from './event-stream-record.ts';
import { ExchangeLog } from './exchange-log.ts';
import { endToEndHeaders } from './hop-by-hop.ts';
import { CLIENT_LEFT } from './http1/client-side.ts';
import { NetworkError, networkError } from './network-error.ts';
import { rawHeader, recordedHead } from './raw-headers.ts';
import type { RuledSender } from './rules/ruled-upstream.ts';
import {
  asStep,
  type Breakable,
  callName,
  enter,
  keepStep,
  leave,
  NamedClientListener,
  NamedServerListener,
} from './steps.ts';
import type { Target, TargetResult } from './target.ts';
import { mayGoOn } from './turn.ts';
import { upstreamFields } from './upstream-fields.ts';

export interface Forwarding {
  readonly sink: EventSink;
  readonly upstream: RuledSender;
  readonly maxBodyBytes: number;
  /** Asked by `upstream`, and about upgrades, which do not go through it. */
  readonly rules?: RequestDecider;
  /** The target is the proxy's own listener. */
  isSelf(target: Target): boolean;
}

/** One request of a client: to its server and back, or answered by the proxy where that cannot be. */
export function forward(forwarding: Forwarding, call: ClientCall, result: TargetResult): void {
  const rejection = rejectionOf(forwarding, result);
  if (rejection !== undefined) refuse(forwarding, call, result, rejection);
  else if (result.kind === 'target') {
    new Passage(forwarding, openLog(forwarding, call, result.target.url), call, result.target).begin();
  }
}

/** Answers a request that goes no further. */
export function refuse(forwarding: Forwarding, call: ClientCall, result: TargetResult, error: TransportError): void {
  const url = result.kind === 'target' ? result.target.url : result.url;
  call.listen(NOBODY);
  answer(openLog(forwarding, call, url), call, error, url);
}

function openLog(
  { sink, maxBodyBytes }: Forwarding,
  { head, client, clientTls }: ClientCall,
  url: string,
): ExchangeLog {
  return new ExchangeLog(sink, maxBodyBytes, { client, clientTls, url, ...recordedHead(head) });
}

/** Why a request is not forwarded, or undefined. */
export function rejectionOf({ isSelf }: Pick<Forwarding, 'isSelf'>, result: TargetResult): TransportError | undefined {
  if (result.kind === 'bad') return { phase: 'request', code: 'ERR_PROXY_BAD_REQUEST', message: result.reason };
  if (!isSelf(result.target)) return undefined;
  return { phase: 'request', code: 'ERR_PROXY_LOOP', message: 'the request is addressed to the proxy itself' };
}

/** A request that is on its way: moves the bytes of both directions with back-pressure and reports what it sees. */
class Passage implements Breakable {
  readonly #forwarding: Forwarding;
  readonly #log: ExchangeLog;
  readonly #client: ClientCall;
  readonly #target: Target;
  #server: UpstreamCall | undefined;
  #events: EventStreamRecord | undefined;
  #isReused = false;
  #isSecondTry = false;
  /** A part of the request's body has been taken from the client: it cannot be sent again. */
  #hasBodyBegun = false;
  #isHalfClosed = false;

  constructor(forwarding: Forwarding, log: ExchangeLog, client: ClientCall, target: Target) {
    this.#forwarding = forwarding;
    this.#log = log;
    this.#client = client;
    this.#target = target;
  }

  begin(): void {
    const { sink } = this.#forwarding;
    const before = enter(this);
    const listener: ClientListener = {
      onData: (bytes) => this.#onRequestData(bytes),
      onEnd: (rawTrailers) => {
        this.#log.requestEnd(rawTrailers);
        this.#server?.end(rawTrailers);
      },
      onDrain: this.#resumeServer,
      onHalfClosed: () => {
        this.#isHalfClosed = true;
        return this.#server?.halfClose() ?? true;
      },
      onFailed: (error) => this.#onClientFailed(error),
    };
    this.#client.listen(new NamedClientListener(this, listener));
    if (this.#client.head.framing.kind === 'none') this.#log.requestEnd();
    if (sink.isFull) sink.onceReady(keepStep(this.#send.bind(this)), 'call');
    else this.#send();
    leave(before);
  }

  get name(): string {
    return callName(this.#log.method, this.#log.url);
  }

  giveUp({ transport }: NetworkError): void {
    const { isEnded, isRequestWhole, status } = this.#log;
    const error: TransportError = { ...transport, phase: isRequestWhole ? 'response' : 'request' };
    try {
      // In the middle of a body nobody knows how much of it the client holds to be sent.
      if (isEnded || status !== null || !isRequestWhole) {
        this.#client.abort();
        this.#log.end(error);
      } else answer(this.#log, this.#client, error, this.#target.url, { kind: 'until-close' });
    } finally {
      this.#server?.abort(new NetworkError(error));
    }
  }

  #send(): void {
    if (this.#log.isEnded) return;
    const { head } = this.#client;
    const { method, httpVersion, framing } = head;
    this.#server = this.#forwarding.upstream.send(
      {
        target: this.#target,
        method,
        httpVersion,
        rawHeaders: upstreamFields(head, this.#target),
        framing,
        from: this.#client.connection,
      },
      new NamedServerListener(this, {
        onConnected: (connection, isReused) => this.#onConnected(connection, isReused),
        onInterim: (head) => this.#client.interim({ ...head, rawHeaders: endToEndHeaders(head.rawHeaders) }),
        onResponse: (head) => this.#onResponse(head),
        onData: (bytes) => this.#onResponseData(bytes),
        onEnd: (rawTrailers) => this.#onResponseEnd(rawTrailers),
        onDrain: this.#resumeClient,
        onFailed: (error) => this.#onServerFailed(error),
        onRule: (rule) => this.#log.rule(rule),
        onReady: () => this.#client.resume(),
        onCutOff: (error) => {
          this.#log.end(error.transport);
          this.#client.abort();
        },
      }),
    );
  }

  #onConnected(connection: ServerConnection, isReused: boolean): void {
    if (this.#log.isEnded) return;
    this.#isReused = isReused;
    this.#log.connected(connection, isReused);
    if (this.#client.head.framing.kind !== 'none') this.#client.resume();
    if (this.#isHalfClosed) this.#server?.halfClose();
  }

  #onRequestData(bytes: Buffer): boolean {
    const { sink, maxBodyBytes } = this.#forwarding;
    this.#hasBodyBegun = true;
    this.#log.requestChunk(bytes);
    if (this.#log.requestBytes > maxBodyBytes) this.#log.progress();
    if (!this.#server!.write(bytes)) return false;
    return mayGoOn(sink, bytes.length, this.#resumeClient);
  }

  #onResponse(head: ResponseHead): void {
    this.#log.response(head);
    if (isEventStream(head)) {
      const { maxBodyBytes } = this.#forwarding;
      const onEvent = keepStep((event: StreamMessage) => this.#log.message(event));
      this.#events = new EventStreamRecord(head.rawHeaders, maxBodyBytes, onEvent);
    }
    try {
      // 426 says with `Upgrade` what it asks for (RFC 9110 §15.5.22).
      const kept = head.status === 426 ? 'upgrade' : undefined;
      this.#client.respond({ ...head, rawHeaders: endToEndHeaders(head.rawHeaders, kept) });
    } catch (error) {
      // HTTP/2 carries what HTTP/1.1 cannot.
      this.#server?.abort(networkError('response', 'HPE_INVALID_HEADER_TOKEN', (error as Error).message));
    }
  }

  #onResponseData(bytes: Buffer): boolean {
    const { sink, maxBodyBytes } = this.#forwarding;
    const isRoom = this.#client.write(bytes);
    this.#log.responseChunk(bytes);
    this.#events?.push(bytes);
    if (this.#log.responseBytes > maxBodyBytes) this.#log.progress();
    return isRoom && mayGoOn(sink, bytes.length, this.#resumeServer);
  }

  #onResponseEnd(rawTrailers: readonly string[]): void {
    const conclude = () => {
      this.#log.responseEnd(rawTrailers);
      this.#log.end();
    };
    // Events of a compressed stream are decoded beside it, and belong before its end.
    if (this.#events === undefined) conclude();
    else this.#events.finish(keepStep(conclude));
    try {
      this.#client.end(rawTrailers);
    } catch {
      this.#client.abort();
    }
  }

  #onServerFailed(error: NetworkError): void {
    if (this.#log.isEnded) return;
    if (this.#mayTryAgain(error)) {
      this.#isSecondTry = true;
      this.#send();
      return;
    }
    const transport = this.#describe(error);
    // A reset is passed on to a client whose protocol has resets; what is our own finding is answered.
    const isPassedOn = error.resetCode !== null && this.#client.head.httpVersion === '2.0';
    if (this.#log.status !== null || isPassedOn) {
      this.#log.end(transport);
      // The one honest way to say "this is not all": no last chunk, no promised length.
      this.#client.abort(error.resetCode ?? undefined);
      return;
    }
    answer(this.#log, this.#client, transport, this.#target.url);
  }

  #onClientFailed(error: NetworkError): void {
    if (this.#log.isEnded) return;
    const phase = this.#log.isRequestWhole ? 'response' : 'request';
    const transport = { ...error.transport, phase } as const;
    const given = new NetworkError(transport, error.resetCode);
    if (transport.code !== 'ERR_CLIENT_ABORTED' && this.#log.status === null) {
      answer(this.#log, this.#client, transport, this.#target.url);
    } else {
      this.#log.end(transport);
      this.#client.abort();
    }
    this.#server?.abort(given, error.resetCode ?? undefined);
  }

  /**
   * A connection that was idle may have been closed by the server just as the request was sent. A request that
   * is idempotent and has no body is then sent once more on a new one (RFC 9112 §9.3.1). One that HTTP/2 says was
   * never looked at is sent once more whatever its method (RFC 9113 §8.7).
   */
  #mayTryAgain({ transport: { code }, resetCode }: NetworkError): boolean {
    if (this.#isSecondTry || this.#hasBodyBegun || this.#log.status !== null || resetCode !== null) return false;
    if (code === 'ERR_HTTP2_GOAWAY_SESSION') return true;
    const { method, framing } = this.#client.head;
    const isLost = code === 'ECONNRESET' || code === 'EPIPE';
    return this.#isReused && isLost && !this.#isHalfClosed && framing.kind === 'none' && SAFE_METHODS.has(method);
  }

  readonly #resumeServer = asStep(this, (): void => {
    const { sink } = this.#forwarding;
    if (sink.isFull) sink.onceReady(this.#resumeServer);
    else this.#server?.resume();
  });

  readonly #resumeClient = asStep(this, (): void => {
    const { sink } = this.#forwarding;
    if (sink.isFull) sink.onceReady(this.#resumeClient);
    else this.#client.resume();
  });

  #describe(error: NetworkError): TransportError {
    const { transport } = error;
    // A server that gives up after its client has closed has not failed.
    if (this.#isHalfClosed && (transport.code === 'ECONNRESET' || transport.code === 'HPE_INVALID_EOF_STATE')) {
      const phase = this.#log.isRequestWhole ? 'response' : 'request';
      return networkError(phase, 'ERR_CLIENT_ABORTED', CLIENT_LEFT).transport;
    }
    const isEarly = transport.phase === 'response' && !this.#log.isRequestWhole;
    return isEarly ? { ...transport, phase: 'request' } : transport;
  }
}

/** Methods that are safe to repeat without asking (RFC 9110 §9.2.1). */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

function isEventStream({ status, rawHeaders }: ResponseHead): boolean {
  return status === 200 && /^\s*text\/event-stream\b/i.test(rawHeader(rawHeaders, 'content-type') ?? '');
}
