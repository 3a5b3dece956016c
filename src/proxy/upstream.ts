import type { UpstreamCall, UpstreamListener, UpstreamRequest } from './call.ts';
import { type Connected, type Connector, connectionKey, type Destination } from './connector.ts';
import { Http1Lane, type LaneOptions } from './http1/server-side.ts';
import { Http2Lane } from './http2/server-side.ts';
import { type NetworkError, networkError, toNetworkError } from './network-error.ts';
import { enter, keepStep, leave } from './steps.ts';

/** OpenSSL's code for a server that speaks none of the protocols that were offered (RFC 7301 §3.2). */
const NO_COMMON_PROTOCOL = 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL';
const MOST_KNOWN_SERVERS = 1000;
/** How often idle and overdue lanes are looked for. */
const SWEEP_MS = 1000;

/** The connections to one server, as one kind of client sees it. */
interface Route {
  /** For whatever client comes next. */
  readonly idle: Http1Lane[];
  /** Idle as well; each is for one client connection alone. */
  readonly owned: Http1Lane[];
  readonly sessions: Http2Lane[];
  /** Calls that wait for a connection under way, which may turn out to carry them all. */
  waiting: PendingCall[] | undefined;
}

/**
 * Connections to servers. HTTP/1.1 carries one call at a time, and idle connections wait for the next; HTTP/2 carries as
 * many as the server allows. Their number is not bounded: it follows what the clients open.
 *
 * Which protocol is offered follows the client, so that it meets the server as it would alone: one that speaks HTTP/2
 * offers both, one that speaks HTTP/1.1 offers that, and HTTP/2 only to a server that speaks nothing else.
 */
export class Upstream {
  readonly #connector: Connector;
  readonly #options: LaneOptions;
  readonly #routes = new Map<string, Route>();
  readonly #lanes = new Set<Http1Lane | Http2Lane>();
  /** Servers that speak HTTP/2 only. */
  readonly #http2Only = new Set<string>();
  readonly #sweeper: NodeJS.Timeout;
  #isClosed = false;

  constructor(connector: Connector, options: LaneOptions) {
    this.#connector = connector;
    this.#options = options;
    this.#sweeper = setInterval(() => this.#sweep(), Math.min(SWEEP_MS, options.responseTimeoutMs / 4)).unref();
  }

  /** `UpstreamListener` hears of everything later, never before this has returned. */
  send(request: UpstreamRequest, listener: UpstreamListener): UpstreamCall {
    const { target } = request;
    const speaksHttp2 = request.httpVersion === '2.0';
    const key = `${speaksHttp2 ? '2' : '1'}|${connectionKey(target)}`;
    const route = this.#routes.get(key);
    const lane = route && takeLane(route, request.from);
    if (lane !== undefined) return lane.send(request, listener);
    const call = new PendingCall(request, listener);
    if (this.#isClosed) {
      call.fail(stopped());
      return call;
    }
    if (speaksHttp2 && route?.waiting !== undefined) {
      route.waiting.push(call);
      return call;
    }
    this.#open(key, target, speaksHttp2, call);
    return call;
  }

  /** Closes all connections at once; what is under way fails. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#sweeper);
    for (const lane of [...this.#lanes]) lane.destroy(stopped());
  }

  #route(key: string): Route {
    let route = this.#routes.get(key);
    if (route === undefined) {
      route = { idle: [], owned: [], sessions: [], waiting: undefined };
      this.#routes.set(key, route);
    }
    return route;
  }

  #open(key: string, destination: Destination, speaksHttp2: boolean, first: PendingCall): void {
    const route = this.#route(key);
    if (speaksHttp2) route.waiting = [];
    this.#connect(key, destination, speaksHttp2).then(
      (connected) => {
        const others = this.#takeWaiting(key);
        if (this.#isClosed) {
          connected.socket.destroy();
          for (const call of [first, ...others]) call.fail(stopped());
          return;
        }
        // A clear-text client that begins with HTTP/2's preface knows that the server speaks it (RFC 9113 §3.3).
        const isHttp2 = connected.alpn === 'h2' || (destination.scheme === 'http' && speaksHttp2);
        if (isHttp2) this.#addSession(key, connected, [first, ...others]);
        else {
          this.#addLane(key, connected, first);
          for (const call of others) this.#open(key, destination, false, call);
        }
      },
      (error: unknown) => {
        for (const call of [first, ...this.#takeWaiting(key)]) call.fail(toNetworkError(error, 'connect'));
        this.#tidy(key);
      },
    );
  }

  async #connect(key: string, destination: Destination, speaksHttp2: boolean): Promise<Connected> {
    if (destination.scheme === 'http') return this.#connector.connect(destination, speaksHttp2 ? ['h2'] : null);
    if (speaksHttp2) return this.#connector.connect(destination, ['h2', 'http/1.1']);
    if (this.#http2Only.has(key)) return this.#connector.connect(destination, ['h2']);
    try {
      return await this.#connector.connect(destination, ['http/1.1']);
    } catch (error) {
      if (toNetworkError(error, 'connect').transport.code !== NO_COMMON_PROTOCOL) throw error;
      const connected = await this.#connector.connect(destination, ['h2']);
      if (this.#http2Only.size >= MOST_KNOWN_SERVERS) this.#http2Only.clear();
      this.#http2Only.add(key);
      return connected;
    }
  }

  #takeWaiting(key: string): PendingCall[] {
    const route = this.#routes.get(key);
    const waiting = route?.waiting ?? [];
    if (route !== undefined) route.waiting = undefined;
    return waiting;
  }

  #addLane(key: string, connected: Connected, call: PendingCall): void {
    const lane: Http1Lane = new Http1Lane(connected, this.#options, {
      idle: () => {
        const route = this.#route(key);
        (lane.owner === undefined ? route.idle : route.owned).push(lane);
      },
      gone: () => {
        this.#lanes.delete(lane);
        remove(this.#routes.get(key)?.idle, lane);
        remove(this.#routes.get(key)?.owned, lane);
        this.#tidy(key);
      },
    });
    this.#lanes.add(lane);
    call.begin(lane);
  }

  #addSession(key: string, connected: Connected, calls: readonly PendingCall[]): void {
    const lane: Http2Lane = new Http2Lane(connected.socket, connected.connection, this.#options, {
      gone: () => {
        remove(this.#routes.get(key)?.sessions, lane);
        this.#tidy(key);
      },
      closed: () => this.#lanes.delete(lane),
    });
    this.#lanes.add(lane);
    this.#route(key).sessions.push(lane);
    for (const call of calls) call.begin(lane);
  }

  #tidy(key: string): void {
    const route = this.#routes.get(key);
    if (route === undefined || route.waiting !== undefined) return;
    if (route.idle.length + route.owned.length + route.sessions.length === 0) this.#routes.delete(key);
  }

  #sweep(): void {
    const now = performance.now();
    for (const lane of this.#lanes) {
      const before = enter(lane);
      lane.sweep(now);
      leave(before);
    }
  }
}

/** A session with room, the client's own lane, or the one that was idle for the shortest time. */
function takeLane({ idle, owned, sessions }: Route, from: object): Http1Lane | Http2Lane | undefined {
  const session = sessions.find((lane) => lane.isUsable && lane.hasRoom);
  if (session !== undefined) return session;
  const own = owned.findLast((lane) => lane.isUsable && lane.owner === from);
  if (own !== undefined) {
    remove(owned, own);
    return own;
  }
  const free = idle.findLast((lane) => lane.isUsable);
  if (free !== undefined) remove(idle, free);
  return free;
}

function remove<T>(list: T[] | undefined, item: T): void {
  const at = list?.lastIndexOf(item) ?? -1;
  if (at >= 0) list!.splice(at, 1);
}

/** A call whose connection is not there yet. */
class PendingCall implements UpstreamCall {
  readonly #request: UpstreamRequest;
  readonly #listener: UpstreamListener;
  /** Whose step it was that asked for the call. */
  readonly #asStep = keepStep((take: () => void) => take());
  #call: UpstreamCall | undefined;
  #isOver = false;

  constructor(request: UpstreamRequest, listener: UpstreamListener) {
    this.#request = request;
    this.#listener = listener;
  }

  begin(lane: Http1Lane | Http2Lane): void {
    // A connection that nobody needs any more is still good for the next call.
    if (this.#isOver) return;
    this.#asStep(() => {
      this.#call = lane.send(this.#request, this.#listener);
    });
  }

  fail(error: NetworkError): void {
    queueMicrotask(() => {
      if (this.#isOver) return;
      this.#isOver = true;
      this.#listener.onFailed(error);
    });
  }

  write(bytes: Buffer): boolean {
    return this.#call?.write(bytes) ?? true;
  }

  end(rawTrailers: readonly string[]): void {
    this.#call?.end(rawTrailers);
  }

  resume(): void {
    this.#call?.resume();
  }

  halfClose(): boolean {
    return this.#call?.halfClose() ?? true;
  }

  abort(error: NetworkError, code?: number): void {
    if (this.#call !== undefined) this.#call.abort(error, code);
    else this.fail(error);
  }
}

function stopped(): NetworkError {
  return networkError('response', 'ERR_PROXY_STOPPED', 'httpwhy was stopped before the call was complete');
}
