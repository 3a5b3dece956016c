import type { Socket } from 'node:net';
import type { UpstreamCall, UpstreamListener, UpstreamRequest } from '../call.ts';
import type { Connected } from '../connector.ts';
import { toHttp1Fields } from '../http2/fields.ts';
import { type NetworkError, networkError, toNetworkError } from '../network-error.ts';
import { rawHeader } from '../raw-headers.ts';
import { asStep, type Breakable, callName } from '../steps.ts';
import { formatAuthority } from '../target.ts';
import { framedFields } from './framed-fields.ts';
import { HeadCollector, isBad, parseResponseHead } from './head.ts';
import { holdWriteErrors } from './hold-write-errors.ts';
import { Outgoing } from './outgoing.ts';
import { Http1UpstreamCall, KEEP_ALIVE_MS, type LaneOptions } from './upstream-call.ts';
import { requestHead } from './write.ts';

export type { LaneOptions } from './upstream-call.ts';

export interface LaneWatcher {
  /** The lane is free for the next request. */
  idle(): void;
  /** The lane takes no more requests. */
  gone(): void;
}

/** A connection to a server that speaks HTTP/1.1: one request at a time. */
export class Http1Lane implements Breakable {
  readonly #connected: Connected;
  readonly #socket: Socket;
  readonly #options: LaneOptions;
  readonly #watcher: LaneWatcher;
  readonly #collector: HeadCollector;
  readonly #out: Outgoing;
  #call: Http1UpstreamCall | undefined;
  #requests = 0;
  #idleUntil = 0;
  #keepAliveMs = KEEP_ALIVE_MS;
  #isGone = false;
  #error: NetworkError | undefined;
  #owner: object | undefined;

  constructor(connected: Connected, options: LaneOptions, watcher: LaneWatcher) {
    this.#connected = connected;
    this.#options = options;
    this.#watcher = watcher;
    this.#collector = new HeadCollector(options.maxHeaderBytes, 'response');
    const { socket } = connected;
    this.#socket = socket;
    this.#out = new Outgoing(socket);
    holdWriteErrors(socket);
    socket.on(
      'data',
      asStep(this, (bytes: Buffer) => this.#read(bytes)),
    );
    socket.on(
      'end',
      asStep(this, () => this.#onEnd()),
    );
    socket.on(
      'drain',
      asStep(this, () => this.#call?.onDrain()),
    );
    socket.on('error', (error) => {
      this.#error ??= toNetworkError(error, 'response');
    });
    socket.on(
      'close',
      asStep(this, () => this.#onClose()),
    );
  }

  get name(): string {
    const call = this.#call;
    return call === undefined
      ? `the connection to ${this.#connected.connection.server}`
      : callName(call.method, call.url);
  }

  giveUp(bug: NetworkError): void {
    this.destroy(bug);
  }

  get isUsable(): boolean {
    return !this.#isGone && !this.#socket.destroyed && this.#call === undefined;
  }

  /** The only client connection that may use this lane, where the server has signed the connection in. */
  get owner(): object | undefined {
    return this.#owner;
  }

  /** Closes a lane that was idle for long, or fails a call that waited for long; `now` by `performance.now`. */
  sweep(now: number): void {
    if (this.#call === undefined) {
      if (now > this.#idleUntil) this.destroy();
      return;
    }
    if (this.#call.deadline > now) return;
    const milliseconds = this.#options.responseTimeoutMs;
    this.#error = networkError('response', 'ETIMEDOUT', `no response within ${milliseconds} ms`);
    this.#socket.destroy();
  }

  send(request: UpstreamRequest, listener: UpstreamListener): UpstreamCall {
    this.#requests += 1;
    const call = new Http1UpstreamCall(this.#socket, this.#out, request, listener, this.#options);
    this.#call = call;
    try {
      this.#out.begin(headOf(request, this.#connected), request.framing.kind === 'chunked');
    } catch (error) {
      // HTTP/2 carries what HTTP/1.1 cannot.
      const failure = networkError('request', 'ERR_PROXY_BAD_REQUEST', (error as Error).message);
      queueMicrotask(() => this.destroy(failure));
      return call;
    }
    const isReused = this.#requests > 1;
    queueMicrotask(() => call.start(this.#connected.connection, isReused));
    return call;
  }

  /** The call under way, if any, fails with the error. */
  destroy(error?: NetworkError): void {
    this.#error ??= error;
    this.#leave();
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0) {
      const call = this.#call;
      if (call === undefined) {
        // Nobody asked for it: whatever it answers, it is not the next request.
        this.destroy();
        return;
      }
      if (call.isReadingBody) {
        rest = call.readBody(rest);
      } else {
        const step = this.#collector.push(rest);
        if (step.kind === 'more') return;
        if (step.kind === 'bad') {
          this.#fail(step.code, step.message);
          return;
        }
        rest = step.rest;
        const head = parseResponseHead(step.bytes, call.method);
        if (isBad(head)) {
          this.#fail(head.code, head.message);
          return;
        }
        if (signsConnectionIn(call.rawHeaders) || signsConnectionIn(head.rawHeaders)) this.#owner = call.from;
        const problem = call.readHead(head);
        if (problem !== undefined) {
          this.#fail('HPE_INVALID_STATUS', problem);
          return;
        }
      }
      if (call.problem !== undefined) {
        this.#fail(call.problem.code, call.problem.message);
        return;
      }
      if (call.isResponseWhole) {
        this.#release(call, rest.length === 0);
        if (rest.length > 0 || this.#isGone) return;
      }
    }
  }

  #onEnd(): void {
    const call = this.#call;
    if (call?.isReadingBody) {
      call.finish();
      if (call.problem !== undefined) {
        this.#fail(call.problem.code, call.problem.message);
        return;
      }
      this.#release(call, false);
    }
    this.#leave();
  }

  #onClose(): void {
    this.#leave();
    const call = this.#call;
    this.#call = undefined;
    call?.fail(this.#error ?? this.#closedEarly(call));
  }

  #closedEarly(call: Http1UpstreamCall): NetworkError {
    if (call.isReadingBody)
      return networkError('response', 'ECONNRESET', 'the server closed the connection before the end of the body');
    return this.#collector.isEmpty
      ? networkError('response', 'ECONNRESET', 'the server closed the connection without a response')
      : networkError(
          'response',
          'HPE_INVALID_EOF_STATE',
          'the server closed the connection within the response headers',
        );
  }

  #fail(code: string, message: string): void {
    this.#error ??= networkError('response', code, message);
    this.#leave();
    this.#socket.destroy();
  }

  /** The response is complete. */
  #release(call: Http1UpstreamCall, isClean: boolean): void {
    this.#call = undefined;
    const isReusable = isClean && call.isPersistent && call.isRequestWhole && !this.#isGone && !this.#socket.destroyed;
    if (isReusable) {
      this.#keepAliveMs = call.keepAliveMs ?? this.#keepAliveMs;
      this.#idleUntil = performance.now() + this.#keepAliveMs;
      this.#watcher.idle();
    } else {
      this.#leave();
      this.#socket.destroySoon();
    }
    call.over();
  }

  #leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#watcher.gone();
  }
}

/** The request line and fields as they go to the server, or to a proxy that asks for the absolute form. */
function headOf(request: UpstreamRequest, { absoluteForm, proxyAuthorization }: Connected): string {
  const { target, method, framing } = request;
  const isOld = request.httpVersion === '1.0';
  const own = request.httpVersion === '2.0' ? toHttp1Fields(request.rawHeaders, undefined) : request.rawHeaders;
  const fields = framedFields(own, framing.kind === 'chunked');
  // `TE` concerns this connection only and must be named so (RFC 9110 §10.1.4).
  if (rawHeader(fields, 'te') !== undefined) fields.push('Connection', 'TE');
  if (proxyAuthorization !== null) fields.push('Proxy-Authorization', proxyAuthorization);
  const path = absoluteForm
    ? `${target.scheme}://${formatAuthority(target, target.scheme)}${target.path === '*' ? '' : target.path}`
    : target.path;
  return requestHead(method, path, isOld ? '1.0' : '1.1', fields);
}

/**
 * NTLM and Negotiate (RFC 4559) sign the connection in and not the request: whoever came later on it would be taken for
 * the one who signed in.
 */
function signsConnectionIn(rawHeaders: readonly string[]): boolean {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const { length } = rawHeaders[i]!;
    if (length !== 13 && length !== 16) continue;
    const name = rawHeaders[i]!.toLowerCase();
    if (name !== 'authorization' && name !== 'www-authenticate') continue;
    if (/^\s*(?:NTLM|Negotiate)\b/i.test(rawHeaders[i + 1]!)) return true;
  }
  return false;
}
