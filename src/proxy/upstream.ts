import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import type { Connector, Destination } from './connector.ts';
import { networkError } from './network-error.ts';
import { headerPairsToStrings } from './raw-headers.ts';
import type { Target } from './target.ts';

/** What a request to a server needs. */
export interface UpstreamRequest {
  readonly target: Target;
  readonly method: string;
  /** End-to-end fields only, flat. */
  readonly rawHeaders: readonly string[];
  readonly body: Readable | null;
}

export interface UpstreamConnection {
  /** `address:port`, IPv6 in brackets. */
  readonly server: string;
  readonly isReused: boolean;
  readonly tlsProtocol: string | null;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly reason: string;
  readonly rawHeaders: readonly string[];
}

/** Callbacks of one request, in the order in which they come; after `onFailed` or `onEnd` nothing follows. */
export interface UpstreamHandler {
  onConnected(connection: UpstreamConnection): void;
  /** An interim response (1xx but 101). */
  onInterim(response: UpstreamResponse): void;
  onResponse(response: UpstreamResponse): void;
  /** False asks to pause until `UpstreamCall.resume`. */
  onData(bytes: Buffer): boolean;
  onEnd(rawTrailers: readonly string[]): void;
  onFailed(error: Error): void;
}

/** A request on its way. */
export interface UpstreamCall {
  resume(): void;
  /** Gives the request up; `onFailed` follows with this error, unless it had ended. */
  abort(error: Error): void;
}

export interface UpstreamOptions {
  /** From the end of the request to the head of the response. */
  readonly responseTimeoutMs: number;
  readonly maxHeaderBytes: number;
}

/** A server closes idle connections when it likes; ours go first where it does not say when. */
const KEEP_ALIVE_MS = 4000;

/**
 * Connections to servers, one request at a time on each. Idle ones wait for the next request to the same
 * destination. The number is not bounded: it follows what the clients open.
 */
export class Upstream {
  readonly #connector: Connector;
  readonly #options: UpstreamOptions;
  readonly #idle = new Map<string, Lane[]>();
  readonly #lanes = new Set<Lane>();

  constructor(connector: Connector, options: UpstreamOptions) {
    this.#connector = connector;
    this.#options = options;
  }

  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamCall {
    const lane = this.#takeIdle(request.target) ?? this.#open(request.target);
    return lane.send(request, handler);
  }

  /** Closes all connections at once. */
  async close(): Promise<void> {
    await Promise.all([...this.#lanes].map((lane) => lane.destroy()));
  }

  #takeIdle(destination: Destination): Lane | undefined {
    const idle = this.#idle.get(keyOf(destination));
    let lane = idle?.pop();
    // A connection that was closed a moment ago is still listed until its event arrives.
    while (lane !== undefined && !lane.isUsable) lane = idle?.pop();
    return lane;
  }

  #open(destination: Destination): Lane {
    const lane: Lane = new Lane(destination, this.#connector, this.#options, {
      idle: () => {
        const key = keyOf(destination);
        const lanes = this.#idle.get(key);
        if (lanes === undefined) this.#idle.set(key, [lane]);
        else lanes.push(lane);
      },
      gone: () => {
        this.#lanes.delete(lane);
        const key = keyOf(destination);
        const rest = this.#idle.get(key)?.filter((other) => other !== lane);
        if (rest === undefined || rest.length === 0) this.#idle.delete(key);
        else this.#idle.set(key, rest);
      },
    });
    this.#lanes.add(lane);
    return lane;
  }
}

function keyOf({ scheme, host, port, serverName }: Destination): string {
  return `${scheme}|${host}|${port}|${serverName}`;
}

interface LaneWatcher {
  idle(): void;
  gone(): void;
}

/** One connection to a server. */
class Lane {
  readonly #client: Client;
  readonly #watcher: LaneWatcher;
  #socket: Socket | undefined;
  #connectError: Error | undefined;
  #socketError: Error | undefined;
  #requests = 0;
  #isBusy = false;
  #isGone = false;

  constructor(destination: Destination, connector: Connector, options: UpstreamOptions, watcher: LaneWatcher) {
    this.#watcher = watcher;
    this.#client = new Client(originOf(destination), {
      pipelining: 1,
      allowH2: false,
      headersTimeout: options.responseTimeoutMs,
      bodyTimeout: 0, // A stream may be silent for as long as it likes.
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: options.maxHeaderBytes,
      connect: (_options, callback) => {
        connector.connect(destination).then(
          (socket) => {
            this.#socket = socket;
            // undici ends with "other side closed" where the server said more before, a TLS alert for instance.
            socket.once('error', (error) => {
              this.#socketError = error;
            });
            callback(null, socket);
          },
          (error: Error) => {
            this.#connectError = error;
            callback(error, null);
          },
        );
      },
    });
    this.#client.on('disconnect', () => this.#leave());
    this.#client.on('connectionError', () => this.#leave());
  }

  get isUsable(): boolean {
    return !this.#isGone && this.#socket?.destroyed === false;
  }

  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamCall {
    this.#isBusy = true;
    this.#requests += 1;
    const isReused = this.#requests > 1;
    let controller: Dispatcher.DispatchController | undefined;
    let abortedWith: Error | undefined;
    let isOver = false;
    const fail = (error: Error) => {
      if (isOver) return;
      isOver = true;
      this.#leave();
      handler.onFailed(abortedWith ?? this.#connectError ?? this.#socketError ?? error);
    };
    const call: UpstreamCall = {
      resume: () => controller?.resume(),
      abort: (error) => {
        if (isOver) return;
        abortedWith = error;
        if (controller !== undefined) controller.abort(error);
        else fail(error);
      },
    };
    const dispatchHandler: Dispatcher.DispatchHandler = {
      onRequestStart: (started) => {
        controller = started;
        if (abortedWith !== undefined) started.abort(abortedWith);
        else handler.onConnected(factsOf(this.#socket, isReused));
      },
      onResponseStart: (current, status, _headers, reason) => {
        const response = { status, reason: reason ?? '', rawHeaders: headerPairsToStrings(current.rawHeaders) };
        if (status < 200) handler.onInterim(response);
        else handler.onResponse(response);
      },
      onResponseData: (current, bytes) => {
        if (!handler.onData(bytes)) current.pause();
      },
      onResponseEnd: (current) => {
        if (isOver) return;
        isOver = true;
        this.#isBusy = false;
        if (!this.#isGone) this.#watcher.idle();
        handler.onEnd(headerPairsToStrings(current.rawTrailers));
      },
      onResponseError: (_current, error) => fail(error),
    };
    try {
      this.#client.dispatch(
        {
          path: request.target.path,
          method: request.method,
          headers: request.rawHeaders as string[],
          body: request.body,
        },
        dispatchHandler,
      );
    } catch (error) {
      fail(error as Error);
    }
    return call;
  }

  async destroy(): Promise<void> {
    this.#isGone = true;
    this.#watcher.gone();
    await this.#client.destroy(
      networkError('response', 'ERR_PROXY_STOPPED', 'httpwhy was stopped before the call was complete'),
    );
  }

  /** A lane lives as long as its connection. */
  #leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#watcher.gone();
    // Destroying fails what is under way, so a request that still runs is left to finish by itself.
    if (!this.#isBusy) this.#client.destroy().catch(() => undefined);
    else this.#client.close().catch(() => undefined);
  }
}

function originOf({ scheme, host, port }: Destination): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function factsOf(socket: Socket | undefined, isReused: boolean): UpstreamConnection {
  const address = socket?.remoteAddress ?? '';
  const shown = address.includes(':') ? `[${address}]` : address;
  const tls = socket !== undefined && 'encrypted' in socket ? (socket as TLSSocket).getProtocol() : null;
  return { server: `${shown}:${socket?.remotePort ?? ''}`, isReused, tlsProtocol: tls };
}
