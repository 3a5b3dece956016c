import type { ProxyEvent } from '../../exchange/events.ts';
import type { RequestMessage } from '../../exchange/exchange.ts';
import { headersFromRaw, headerValue } from '../../exchange/headers.ts';
import { Connector, type ConnectorOptions } from '../../proxy/connector.ts';
import { forward } from '../../proxy/forward.ts';
import { type TargetResult, targetOf } from '../../proxy/target.ts';
import { Upstream } from '../../proxy/upstream.ts';
import { wireText } from '../../replay/changes.ts';
import { isEventStream } from '../../replay/verdict.ts';
import { MemoryClient } from './memory-client.ts';

export interface WireOptions extends ConnectorOptions {
  readonly maxBodyBytes: number;
  /** For the head of a response after its request, and for all of the rest after the head. */
  readonly responseTimeoutMs: number;
}

export interface Wish {
  /** Server-sent events after which the client has seen enough; null: as many as come. */
  readonly mostEvents: number | null;
  /** How long an event stream is followed. */
  readonly streamMs: number;
}

/** Of a response: as much as the proxy takes. */
const MAX_HEADER_BYTES = 256 * 1024;

/** Sends recorded requests through the same code that forwards those of clients: what goes out is what went out then. */
export class Wire {
  readonly #upstream: Upstream;
  readonly #connector: Connector;
  readonly #options: WireOptions;
  readonly #onEvent: (event: ProxyEvent) => void;
  readonly #underWay = new Set<MemoryClient>();

  /** `onEvent` hears what a proxy would report; exchanges are told apart by the key that `send` hands out. */
  constructor(options: WireOptions, onEvent: (event: ProxyEvent) => void) {
    this.#options = options;
    this.#onEvent = onEvent;
    this.#connector = new Connector(options);
    const { responseTimeoutMs } = options;
    this.#upstream = new Upstream(this.#connector, { maxHeaderBytes: MAX_HEADER_BYTES, responseTimeoutMs });
  }

  /** Resolves when the exchange has ended, however. `onKey` is called at once, before any of its events. */
  send(request: RequestMessage, { mostEvents, streamMs }: Wish, onKey: (key: number) => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { maxBodyBytes, responseTimeoutMs } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    let events = 0;
    const client = new MemoryClient(request, wireTarget(request.url), ({ rawHeaders }) => {
      const isStream = isEventStream(headersFromRaw(rawHeaders));
      timer = setTimeout(() => client.hangUp(), isStream ? streamMs : responseTimeoutMs);
    });
    this.#underWay.add(client);
    const accept = (event: ProxyEvent) => {
      if (event.kind === 'request') onKey(event.key);
      // Nobody was answered in the server's place.
      this.#onEvent(event.kind === 'ended' ? { ...event, proxyStatus: null } : event);
      if (event.kind === 'message') {
        events += 1;
        // Not inside of the event: the rest of the piece that brought it belongs to the recording.
        if (events === mostEvents) setImmediate(() => client.hangUp());
      } else if (event.kind === 'ended') {
        clearTimeout(timer);
        this.#underWay.delete(client);
        resolve();
      }
    };
    const sink = { emit: accept, isFull: false, onceReady: (callback: () => void) => callback() };
    forward({ sink, upstream: this.#upstream, maxBodyBytes, isSelf: () => false }, client, targetFor(request));
    return promise;
  }

  /** Breaks off what is under way. */
  hangUp(): void {
    for (const client of this.#underWay) client.hangUp();
  }

  close(): void {
    this.#connector.close();
    this.#upstream.close();
  }
}

/** The URL says where to connect; `Host` stays as the client wrote it, also where that is another name. */
function targetFor({ method, url, headers }: RequestMessage): TargetResult {
  const result = targetOf(wireTarget(url), undefined, undefined, method);
  if (result.kind === 'bad' || headerValue(headers, 'host') === undefined) return result;
  return { kind: 'target', target: { ...result.target, hostField: null } };
}

function wireTarget(url: string): string {
  return wireText(url.replace(/#.*$/s, ''));
}
