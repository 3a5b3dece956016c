import type { AnnotatedExchange, Annotation } from '../../src/exchange/annotation.ts';
import { type Exchange, NO_CONNECTION, NO_TIMING } from '../../src/exchange/exchange.ts';
import { isTrouble, outcomeOf } from '../../src/exchange/outcome.ts';
import { type ExchangeRow, NO_COUNTS } from '../../src/exchange/row.ts';
import type { Contents } from '../../src/tui/detail/tab.ts';
import { type Frame, frameOf } from '../../src/tui/frame.ts';
import { textOf } from '../../src/tui/line.ts';
import { LogLens, type Move } from '../../src/tui/log-lens.ts';
import { type Action, reduce } from '../../src/tui/reducer.ts';
import type { LogSource } from '../../src/tui/source.ts';
import { initialState, type Size, type State } from '../../src/tui/state.ts';
import type { Surroundings } from '../../src/tui/surroundings.ts';
import * as viewport from '../../src/tui/viewport.ts';
import { CONNECTION } from '../support/exchanges.ts';

/** 12:03:00 UTC on the day of the examples. */
export const NOON = Date.UTC(2026, 10, 26, 12, 3, 0);

export const SURROUNDINGS: Surroundings = {
  address: '127.0.0.1:8080',
  run: '',
  isOver: false,
  hints: ['httpwhy run -- npm test', 'curl -x http://127.0.0.1:8080 http://example.com/'],
  timeOfDay: (epochMs) => new Date(epochMs).toISOString().slice(11, 19),
};

/** A successful `GET`, one second after the row before it, unless told otherwise. */
export function row(id: number, differences: Partial<ExchangeRow> = {}): ExchangeRow {
  return {
    id,
    startedAt: NOON + id * 1000,
    durationMs: 84,
    method: 'GET',
    url: 'https://api.shop.dev/v1/me',
    status: 200,
    class: 'success',
    cause: null,
    confidence: 'certain',
    fault: 'nobody',
    summary: '',
    responseBytes: 1200,
    messageCount: 0,
    grpcStatus: null,
    ...differences,
  };
}

export function pendingRow(id: number, differences: Partial<ExchangeRow> = {}): ExchangeRow {
  const nothingYet = { durationMs: null, status: null, class: null, confidence: null, fault: null, responseBytes: 0 };
  return row(id, { ...nothingYet, ...differences });
}

export const EXPIRED: Partial<ExchangeRow> = {
  method: 'POST',
  url: 'https://api.shop.dev/v1/orders/87',
  status: 401,
  class: 'client_error',
  cause: 'expired-credentials',
  fault: 'client',
  summary: 'the token expired 8 s before the server’s clock said 12:03:18',
};

export const REFUSED: Partial<ExchangeRow> = {
  url: 'http://db.internal:8443/health',
  status: null,
  class: 'no_response',
  cause: 'connection-refused',
  fault: 'server',
  summary: 'nothing listens on db.internal:8443',
  durationMs: 3,
  responseBytes: 0,
};

export function annotation(differences: Partial<Annotation> = {}): Annotation {
  return {
    class: 'client_error',
    cause: 'expired-credentials',
    fault: 'client',
    confidence: 'certain',
    summary: 'the token expired 8 s before the server’s clock said 12:03:18',
    evidence: [
      { where: 'request.headers.authorization', what: 'exp 2026-11-26T12:03:10Z' },
      { where: 'response.headers.date', what: 'Thu, 26 Nov 2026 12:03:18 GMT' },
    ],
    advice: 'Get a new token before it expires, then send the call again.',
    retry: 'after_fix',
    ...differences,
  };
}

export function exchange(differences: Partial<Exchange> = {}): Exchange {
  return {
    id: 18,
    startedAt: NOON + 18_000,
    durationMs: 22,
    request: {
      method: 'POST',
      url: 'https://api.shop.dev/v1/orders/87',
      httpVersion: '1.1',
      headers: [
        ['Host', 'api.shop.dev'],
        ['AUTHORIZATION', 'Bearer abc'],
        ['content-type', 'application/json'],
      ],
      trailers: [],
      body: body('{"amount":1200,"currency":"eur"}'),
    },
    response: {
      status: 401,
      reason: 'Unauthorized',
      httpVersion: '1.1',
      headers: [
        ['Content-Type', 'application/json'],
        ['Set-Cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      trailers: [],
      body: body('{"error":"token expired"}'),
    },
    error: null,
    proxyStatus: null,
    connection: { ...NO_CONNECTION, client: '127.0.0.1:51234', server: CONNECTION },
    timing: { ...NO_TIMING, connectedMs: 5, responseStartMs: 20 },
    messageCount: 0,
    ...differences,
  };
}

export function body(text: string | Uint8Array, totalBytes?: number) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return { bytes, totalBytes: totalBytes ?? bytes.length };
}

export interface MemorySource extends LogSource {
  readonly requests: number[];
  /** Adds rows, or replaces those with the same id, and tells the listeners. */
  put(...rows: readonly ExchangeRow[]): void;
  readonly details: Map<number, AnnotatedExchange>;
  /** What is said about single exchanges beyond their rows. */
  readonly annotations: Map<number, Partial<Annotation>>;
}

/** A capture in memory, which keeps the sizes of the pages that were asked for. */
export function memorySource(...initial: readonly ExchangeRow[]): MemorySource {
  const rows = new Map(initial.map((each) => [each.id, each]));
  const listeners = new Set<() => void>();
  const requests: number[] = [];
  const changed: ExchangeRow[] = [];
  const details = new Map<number, AnnotatedExchange>();
  const annotations = new Map<number, Partial<Annotation>>();
  const matching = (filter: string) =>
    [...rows.values()]
      .sort((a, b) => a.id - b.id)
      .filter((each) => filter.split(/\s+/).every((word) => Object.values(each).join(' ').includes(word)));
  return {
    requests,
    details,
    annotations,
    contents: NO_CONTENTS,
    put(...news) {
      for (const each of news) rows.set(each.id, each);
      changed.push(...news);
      for (const listener of listeners) listener();
    },
    page({ filter, anchor, limit }) {
      requests.push(limit);
      const all = matching(filter);
      if (anchor.kind === 'last') return all.slice(-limit);
      if (anchor.kind === 'before') return all.filter(({ id }) => id < anchor.id).slice(-limit);
      return all.filter(({ id }) => id >= anchor.id).slice(0, limit);
    },
    counts() {
      const counts = { ...NO_COUNTS };
      for (const each of rows.values()) counts[each.class ?? 'pending'] += 1;
      return counts;
    },
    trouble(since, limit) {
      const rows =
        since === null
          ? matching('')
              .filter((each) => isTrouble(outcomeOf(each)))
              .slice(-limit)
          : changed.splice(0);
      return { rows: rows.filter((each) => isTrouble(outcomeOf(each))), revision: 1 };
    },
    completions: (_filter, caret) => ({ start: caret, end: caret, candidates: [] }),
    nextFailure(from, direction, filter) {
      const failed = matching(filter).filter(({ class: outcome }) => /error|no_response/.test(outcome ?? ''));
      return direction === 'newer'
        ? failed.find(({ id }) => id > from)?.id
        : failed.findLast(({ id }) => id < from)?.id;
    },
    annotation(id) {
      const found = rows.get(id);
      if (found === undefined || found.class === null) return null;
      const { class: outcome, cause, fault, confidence, summary } = found;
      return annotation({
        class: outcome,
        cause,
        fault: fault!,
        confidence: confidence!,
        summary,
        ...annotations.get(id),
      });
    },
    detail: (id) =>
      details.get(id) ?? (rows.has(id) ? { exchange: exchange({ id }), annotation: annotation() } : undefined),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function reader(source: LogSource, filter = ''): viewport.ReadPage {
  return (anchor, limit) => source.page({ filter, anchor, limit });
}

export function reduced(state: State, ...actions: readonly Action[]): State {
  return actions.reduce(reduce, state);
}

/** The state of a log of these rows, seen after it was read in a terminal of this size. */
export function logState(size: Size, rows: readonly ExchangeRow[], selectedId?: number): State {
  return readState(memorySource(...rows), size, selectedId);
}

/** What a log of this source shows first, or with one row selected. */
export function readState(source: LogSource, size: Size, selectedId?: number): State {
  const lens = new LogLens(source);
  const now = NOON + 60_000;
  const empty = initialState(size, now);
  const followed = reduced(empty, { kind: 'read', now, reading: lens.read(empty, viewport.followed, now) });
  if (selectedId === undefined) return followed;
  const move: Move = (read, log, height) => viewport.selected(read, log, selectedId, height);
  return reduced(followed, { kind: 'read', now, reading: lens.read(followed, move, now, selectedId) });
}

export function opened(state: State, detail: AnnotatedExchange, contents: Contents = NO_CONTENTS): State {
  return reduced(state, { kind: 'opened', detail: { ...detail, contents } });
}

export const NO_CONTENTS: Contents = { bodySize: () => 0, body: () => new Uint8Array(), messages: () => [] };

export function textOfFrame(frame: Frame): string {
  return frame.lines.map((line) => textOf(line).trimEnd()).join('\n');
}

export function screenOf(state: State): string {
  return textOfFrame(frameOf(state, SURROUNDINGS));
}
