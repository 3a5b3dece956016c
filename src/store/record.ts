import type { Annotation, Confidence, ExchangeClass, Fault, Retry } from '../exchange/annotation.ts';
import type { CauseId } from '../exchange/causes.ts';
import type { ServerConnection } from '../exchange/connection.ts';
import type { Body, Exchange } from '../exchange/exchange.ts';
import { grpcStatusOf } from '../exchange/grpc-status.ts';
import type { Headers } from '../exchange/headers.ts';
import { type Outcome, outcomeOf } from '../exchange/outcome.ts';
import type { ExchangeRow } from '../exchange/row.ts';
import type { Phase } from '../exchange/transport-error.ts';
import { tlsFactsFromJson, tlsFactsToJson } from './connection-record.ts';

/** A row of the table `exchange`, column by column. */
export interface ExchangeRecord {
  readonly id: number;
  readonly revision: number;
  readonly started_at: number;
  readonly duration_ms: number | null;
  readonly method: string;
  readonly url: string;
  readonly request_http_version: string;
  readonly request_headers: string;
  readonly request_trailers: string | null;
  readonly request_bytes: number;
  readonly status: number | null;
  readonly reason: string | null;
  readonly response_http_version: string | null;
  readonly response_headers: string | null;
  readonly response_trailers: string | null;
  readonly response_bytes: number;
  readonly error_phase: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly proxy_status: number | null;
  readonly client: string | null;
  readonly client_tls: string | null;
  readonly server_connection_id: number | null;
  readonly is_reused: number;
  readonly connected_ms: number | null;
  readonly request_sent_ms: number | null;
  readonly response_start_ms: number | null;
  readonly message_count: number;
  readonly grpc_status: number | null;
  readonly writer_pid: number | null;
  readonly outcome: Outcome;
  readonly class: string | null;
  readonly cause: string | null;
  readonly inner_cause: string | null;
  readonly fault: string | null;
  readonly confidence: string | null;
  readonly summary: string;
  readonly evidence: string | null;
  readonly runners_up: string | null;
  readonly difference: string | null;
  readonly advice: string | null;
  readonly retry: string | null;
  readonly retry_after_s: number | null;
  readonly request_body: Uint8Array | null;
  readonly response_body: Uint8Array | null;
}

/** What a row is made from. */
export interface RowSource {
  readonly exchange: Exchange;
  /** Null while the exchange is pending. */
  readonly annotation: Annotation | null;
  readonly revision: number;
  /** Of the table `server_connection`. */
  readonly connectionId: number | null;
  /** Bodies that stand in the row itself. */
  readonly requestBody: Uint8Array | null;
  readonly responseBody: Uint8Array | null;
}

const VALUES: { readonly [Column in keyof ExchangeRecord]: (source: RowSource) => ExchangeRecord[Column] } = {
  id: ({ exchange }) => exchange.id,
  revision: ({ revision }) => revision,
  started_at: ({ exchange }) => exchange.startedAt,
  duration_ms: ({ exchange }) => exchange.durationMs,
  method: ({ exchange }) => exchange.request.method,
  url: ({ exchange }) => exchange.request.url,
  request_http_version: ({ exchange }) => exchange.request.httpVersion,
  request_headers: ({ exchange }) => JSON.stringify(exchange.request.headers),
  request_trailers: ({ exchange }) => trailersToJson(exchange.request.trailers),
  request_bytes: ({ exchange }) => exchange.request.body?.totalBytes ?? 0,
  status: ({ exchange }) => exchange.response?.status ?? null,
  reason: ({ exchange }) => exchange.response?.reason ?? null,
  response_http_version: ({ exchange }) => exchange.response?.httpVersion ?? null,
  response_headers: ({ exchange }) => exchange.response && JSON.stringify(exchange.response.headers),
  response_trailers: ({ exchange }) => exchange.response && trailersToJson(exchange.response.trailers),
  response_bytes: ({ exchange }) => exchange.response?.body?.totalBytes ?? 0,
  error_phase: ({ exchange }) => exchange.error?.phase ?? null,
  error_code: ({ exchange }) => exchange.error?.code ?? null,
  error_message: ({ exchange }) => exchange.error?.message ?? null,
  proxy_status: ({ exchange }) => exchange.proxyStatus,
  client: ({ exchange }) => exchange.connection.client,
  client_tls: ({ exchange }) => tlsFactsToJson(exchange.connection.clientTls),
  server_connection_id: ({ connectionId }) => connectionId,
  is_reused: ({ exchange }) => (exchange.connection.isReused ? 1 : 0),
  connected_ms: ({ exchange }) => exchange.timing.connectedMs,
  request_sent_ms: ({ exchange }) => exchange.timing.requestSentMs,
  response_start_ms: ({ exchange }) => exchange.timing.responseStartMs,
  message_count: ({ exchange }) => exchange.messageCount,
  grpc_status: ({ exchange }) => grpcStatusOf(exchange)?.code ?? null,
  writer_pid: ({ annotation }) => (annotation === null ? process.pid : null),
  outcome: ({ annotation }) => (annotation === null ? 'pending' : outcomeOf(annotation)),
  class: ({ annotation }) => annotation?.class ?? null,
  cause: ({ annotation }) => annotation?.cause ?? null,
  inner_cause: ({ annotation }) => annotation?.inner ?? null,
  fault: ({ annotation }) => annotation?.fault ?? null,
  confidence: ({ annotation }) => annotation?.confidence ?? null,
  summary: ({ annotation }) => annotation?.summary ?? '',
  evidence: ({ annotation }) => (annotation?.evidence.length ? JSON.stringify(annotation.evidence) : null),
  runners_up: ({ annotation }) => (annotation?.runnersUp ? JSON.stringify(annotation.runnersUp) : null),
  difference: ({ annotation }) => (annotation?.difference ? JSON.stringify(annotation.difference) : null),
  advice: ({ annotation }) => annotation?.advice ?? null,
  retry: ({ annotation }) => annotation?.retry ?? null,
  retry_after_s: ({ annotation }) => annotation?.retryAfterSeconds ?? null,
  request_body: ({ requestBody }) => requestBody,
  response_body: ({ responseBody }) => responseBody,
};

/** All columns, in the order in which `valuesOf` gives their values. */
export const COLUMNS = Object.keys(VALUES) as readonly (keyof ExchangeRecord)[];
const GETTERS: readonly ((source: RowSource) => unknown)[] = Object.values(VALUES);

/** By position: SQLite would look up names in the record for each column, a quarter of the whole price of a row. */
export function valuesOf(source: RowSource): readonly unknown[] {
  return GETTERS.map((value) => value(source));
}

/** The columns of `ExchangeRecord` that a line of the log needs. */
export const ROW_COLUMNS =
  'id, started_at, duration_ms, method, url, status, class, cause, confidence, fault, summary, response_bytes, message_count, grpc_status';

export type RowRecord = Pick<
  ExchangeRecord,
  | 'id'
  | 'started_at'
  | 'duration_ms'
  | 'method'
  | 'url'
  | 'status'
  | 'class'
  | 'cause'
  | 'confidence'
  | 'fault'
  | 'summary'
  | 'response_bytes'
  | 'message_count'
  | 'grpc_status'
>;

export function toRow(record: RowRecord): ExchangeRow {
  return {
    id: record.id,
    startedAt: record.started_at,
    durationMs: record.duration_ms,
    method: record.method,
    url: record.url,
    status: record.status,
    class: record.class as ExchangeClass | null,
    cause: record.cause as CauseId | null,
    confidence: record.confidence as Confidence | null,
    fault: record.fault as Fault | null,
    summary: record.summary,
    responseBytes: record.response_bytes,
    messageCount: record.message_count,
    grpcStatus: record.grpc_status,
  };
}

/** What of an exchange stands in other tables. */
export interface ForeignParts {
  readonly server: ServerConnection | null;
  /** The pieces of a body that does not stand in the row itself. */
  readonly piecesOf: (side: 'request' | 'response') => Uint8Array;
}

export function toExchange(record: ExchangeRecord, { server, piecesOf }: ForeignParts): Exchange {
  return {
    id: record.id,
    startedAt: record.started_at,
    durationMs: record.duration_ms,
    request: {
      method: record.method,
      url: record.url,
      httpVersion: record.request_http_version,
      headers: parseHeaders(record.request_headers),
      trailers: parseHeaders(record.request_trailers),
      body: toBody(record.request_bytes, () => record.request_body ?? piecesOf('request')),
    },
    response:
      record.status === null
        ? null
        : {
            status: record.status,
            reason: record.reason ?? '',
            httpVersion: record.response_http_version ?? '',
            headers: parseHeaders(record.response_headers),
            trailers: parseHeaders(record.response_trailers),
            body: toBody(record.response_bytes, () => record.response_body ?? piecesOf('response')),
          },
    error:
      record.error_code === null
        ? null
        : {
            phase: record.error_phase as Phase,
            code: record.error_code,
            message: record.error_message ?? '',
          },
    proxyStatus: record.proxy_status,
    connection: {
      client: record.client,
      clientTls: tlsFactsFromJson(record.client_tls),
      server,
      isReused: record.is_reused === 1,
    },
    timing: {
      connectedMs: record.connected_ms,
      requestSentMs: record.request_sent_ms,
      responseStartMs: record.response_start_ms,
    },
    messageCount: record.message_count,
  };
}

/** Null while the exchange is pending. */
export function toAnnotation(record: ExchangeRecord): Annotation | null {
  if (record.class === null) return null;
  const cause = record.cause as CauseId | null;
  return {
    class: record.class as ExchangeClass,
    cause,
    ...(cause === 'error-in-success' && { inner: record.inner_cause as CauseId | null }),
    fault: record.fault as Fault,
    confidence: record.confidence as Confidence,
    summary: record.summary,
    evidence: JSON.parse(record.evidence ?? '[]'),
    advice: record.advice ?? '',
    retry: record.retry as Retry,
    ...(record.retry_after_s !== null && { retryAfterSeconds: record.retry_after_s }),
    ...(record.runners_up !== null && { runnersUp: JSON.parse(record.runners_up) }),
    ...(record.difference !== null && { difference: JSON.parse(record.difference) }),
  };
}

function trailersToJson(trailers: Headers): string | null {
  return trailers.length === 0 ? null : JSON.stringify(trailers);
}

function parseHeaders(json: string | null): Headers {
  return json === null ? [] : (JSON.parse(json) as Headers);
}

function toBody(totalBytes: number, bytes: () => Uint8Array): Body | null {
  return totalBytes === 0 ? null : { bytes: bytes(), totalBytes };
}
