import type { ProxyEvent } from '../exchange/events.ts';
import {
  type Body,
  type Connection,
  type Exchange,
  NO_CONNECTION,
  NO_TIMING,
  type RequestMessage,
  type ResponseMessage,
  type Timing,
} from '../exchange/exchange.ts';
import { headersFromRaw } from '../exchange/headers.ts';
import type { TransportError } from '../exchange/transport-error.ts';

export type Side = 'request' | 'response';

/** A piece of a body in the order in which it arrived; `index` counts from 0 for each side of an exchange. */
export interface BodyChunk {
  readonly side: Side;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** What became known of one exchange since the last call of `takeChanges`. */
export interface Change {
  readonly key: number;
  /** As it stands now, with id 0; its `durationMs` is null while it is pending. */
  readonly exchange: Exchange;
  readonly chunks: readonly BodyChunk[];
}

/** Bytes of each body that stay in memory until the exchange ends, for the classifier to read. */
export const ANALYSED_BYTES = 1024 * 1024;

/**
 * Turns the events of one proxy into exchanges. Holds only what is still pending: a finished exchange
 * is handed out once and forgotten. Events of an unknown or finished exchange are ignored.
 */
export class Recorder {
  readonly #drafts = new Map<number, Draft>();
  readonly #touched = new Set<number>();

  get pendingCount(): number {
    return this.#drafts.size;
  }

  accept(event: ProxyEvent): void {
    if (event.kind === 'request') {
      if (this.#drafts.has(event.key)) return;
      this.#drafts.set(event.key, startDraft(event));
    } else {
      const draft = this.#drafts.get(event.key);
      if (draft === undefined || draft.endedAt !== null) return;
      advance(draft, event);
    }
    this.#touched.add(event.key);
  }

  /** Every exchange that changed, in the order in which the requests arrived. */
  takeChanges(): Change[] {
    const changes: Change[] = [];
    for (const key of [...this.#touched].sort((a, b) => a - b)) {
      const draft = this.#drafts.get(key)!;
      changes.push({ key, exchange: toExchange(draft), chunks: draft.chunks });
      draft.chunks = [];
      if (draft.endedAt !== null) this.#drafts.delete(key);
    }
    this.#touched.clear();
    return changes;
  }
}

interface DraftBody {
  kept: Uint8Array[];
  keptBytes: number;
  seenBytes: number;
  totalBytes: number | null;
  chunkCount: number;
  rawTrailers: readonly string[];
}

/** The one mutable thing of this room: an exchange in the making. */
interface Draft {
  readonly start: Extract<ProxyEvent, { kind: 'request' }>;
  readonly request: DraftBody;
  readonly response: DraftBody;
  head: Extract<ProxyEvent, { kind: 'response' }> | null;
  connection: Connection;
  timing: Timing;
  chunks: BodyChunk[];
  endedAt: number | null;
  error: TransportError | null;
  proxyStatus: number | null;
}

function startDraft(start: Extract<ProxyEvent, { kind: 'request' }>): Draft {
  return {
    start,
    request: emptyBody(),
    response: emptyBody(),
    head: null,
    connection: { ...NO_CONNECTION, client: start.client },
    timing: NO_TIMING,
    chunks: [],
    endedAt: null,
    error: null,
    proxyStatus: null,
  };
}

function emptyBody(): DraftBody {
  return { kept: [], keptBytes: 0, seenBytes: 0, totalBytes: null, chunkCount: 0, rawTrailers: [] };
}

function advance(draft: Draft, event: Exclude<ProxyEvent, { kind: 'request' }>): void {
  switch (event.kind) {
    case 'request-chunk':
      addChunk(draft, 'request', event.bytes);
      return;
    case 'response-chunk':
      addChunk(draft, 'response', event.bytes);
      return;
    case 'request-end':
      draft.request.totalBytes = event.totalBytes;
      draft.request.rawTrailers = event.rawTrailers;
      draft.timing = { ...draft.timing, requestSentMs: since(draft, event.at) };
      return;
    case 'response-end':
      draft.response.totalBytes = event.totalBytes;
      draft.response.rawTrailers = event.rawTrailers;
      return;
    case 'connected':
      draft.connection = {
        client: draft.start.client,
        server: event.server,
        isReused: event.isReused,
        tlsProtocol: event.tlsProtocol,
      };
      draft.timing = { ...draft.timing, connectedMs: since(draft, event.at) };
      return;
    case 'response':
      draft.head = event;
      draft.timing = { ...draft.timing, responseStartMs: since(draft, event.at) };
      return;
    case 'ended':
      draft.endedAt = event.at;
      draft.error = event.error;
      draft.proxyStatus = event.proxyStatus;
      return;
  }
}

function since(draft: Draft, at: number): number {
  return Math.max(0, at - draft.start.at);
}

function addChunk(draft: Draft, side: Side, bytes: Uint8Array): void {
  const body = draft[side];
  draft.chunks.push({ side, index: body.chunkCount, bytes });
  body.chunkCount += 1;
  body.seenBytes += bytes.length;
  const room = ANALYSED_BYTES - body.keptBytes;
  if (room <= 0) return;
  const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
  body.kept.push(kept);
  body.keptBytes += kept.length;
}

function toExchange(draft: Draft): Exchange {
  const { start, head } = draft;
  const request: RequestMessage = {
    method: start.method,
    url: start.url,
    httpVersion: start.httpVersion,
    headers: headersFromRaw(start.rawHeaders),
    trailers: headersFromRaw(draft.request.rawTrailers),
    body: toBody(draft.request),
  };
  const response: ResponseMessage | null = head && {
    status: head.status,
    reason: head.reason,
    httpVersion: head.httpVersion,
    headers: headersFromRaw(head.rawHeaders),
    trailers: headersFromRaw(draft.response.rawTrailers),
    body: toBody(draft.response),
  };
  return {
    id: 0,
    startedAt: start.at,
    durationMs: draft.endedAt === null ? null : since(draft, draft.endedAt),
    request,
    response,
    error: draft.error,
    proxyStatus: draft.proxyStatus,
    connection: draft.connection,
    timing: draft.timing,
  };
}

function toBody(draft: DraftBody): Body | null {
  const totalBytes = draft.totalBytes ?? draft.seenBytes;
  if (totalBytes === 0) return null;
  return { bytes: joined(draft), totalBytes };
}

/** Joins what was kept, once: the joined bytes replace the pieces, so that later snapshots cost nothing. */
function joined(body: DraftBody): Uint8Array {
  if (body.kept.length > 1) body.kept = [Buffer.concat(body.kept, body.keptBytes)];
  return body.kept[0] ?? new Uint8Array();
}
