import type { Annotation, Confidence, ExchangeClass, Fault, Retry } from '../exchange/annotation.ts';
import type { CauseId } from '../exchange/causes.ts';
import type { Body, Exchange } from '../exchange/exchange.ts';
import type { Headers } from '../exchange/headers.ts';
import { type Outcome, outcomeOf } from '../exchange/outcome.ts';
import type { ExchangeRow } from '../exchange/row.ts';
import type { Phase } from '../exchange/transport-error.ts';

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
  readonly request_trailers: string;
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
  readonly server: string | null;
  readonly is_reused: number;
  readonly tls_protocol: string | null;
  readonly connected_ms: number | null;
  readonly request_sent_ms: number | null;
  readonly response_start_ms: number | null;
  readonly writer_pid: number | null;
  readonly outcome: Outcome;
  readonly class: string | null;
  readonly cause: string | null;
  readonly inner_cause: string | null;
  readonly fault: string | null;
  readonly confidence: string | null;
  readonly summary: string;
  readonly evidence: string | null;
  readonly advice: string | null;
  readonly retry: string | null;
  readonly retry_after_s: number | null;
}

/** The columns of `ExchangeRecord` that a line of the log needs. */
export const ROW_COLUMNS =
  'id, started_at, duration_ms, method, url, status, class, cause, confidence, fault, summary, response_bytes';

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
>;

export function toRecord(exchange: Exchange, annotation: Annotation | null, revision: number): ExchangeRecord {
  const { request, response, error, connection, timing } = exchange;
  return {
    id: exchange.id,
    revision,
    started_at: exchange.startedAt,
    duration_ms: exchange.durationMs,
    method: request.method,
    url: request.url,
    request_http_version: request.httpVersion,
    request_headers: JSON.stringify(request.headers),
    request_trailers: JSON.stringify(request.trailers),
    request_bytes: request.body?.totalBytes ?? 0,
    status: response?.status ?? null,
    reason: response?.reason ?? null,
    response_http_version: response?.httpVersion ?? null,
    response_headers: response && JSON.stringify(response.headers),
    response_trailers: response && JSON.stringify(response.trailers),
    response_bytes: response?.body?.totalBytes ?? 0,
    error_phase: error?.phase ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
    proxy_status: exchange.proxyStatus,
    client: connection.client,
    server: connection.server,
    is_reused: connection.isReused ? 1 : 0,
    tls_protocol: connection.tlsProtocol,
    connected_ms: timing.connectedMs,
    request_sent_ms: timing.requestSentMs,
    response_start_ms: timing.responseStartMs,
    writer_pid: annotation === null ? process.pid : null,
    outcome: annotation === null ? 'pending' : outcomeOf(annotation),
    class: annotation?.class ?? null,
    cause: annotation?.cause ?? null,
    inner_cause: annotation?.inner ?? null,
    fault: annotation?.fault ?? null,
    confidence: annotation?.confidence ?? null,
    summary: annotation?.summary ?? '',
    evidence: annotation && JSON.stringify(annotation.evidence),
    advice: annotation?.advice ?? null,
    retry: annotation?.retry ?? null,
    retry_after_s: annotation?.retryAfterSeconds ?? null,
  };
}

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
  };
}

/** `bodyOf` gives the recorded bytes of a side. */
export function toExchange(record: ExchangeRecord, bodyOf: (side: 'request' | 'response') => Uint8Array): Exchange {
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
      body: toBody(record.request_bytes, () => bodyOf('request')),
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
            body: toBody(record.response_bytes, () => bodyOf('response')),
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
      server: record.server,
      isReused: record.is_reused === 1,
      tlsProtocol: record.tls_protocol,
    },
    timing: {
      connectedMs: record.connected_ms,
      requestSentMs: record.request_sent_ms,
      responseStartMs: record.response_start_ms,
    },
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
  };
}

function parseHeaders(json: string | null): Headers {
  return json === null ? [] : (JSON.parse(json) as Headers);
}

function toBody(totalBytes: number, bytes: () => Uint8Array): Body | null {
  return totalBytes === 0 ? null : { bytes: bytes(), totalBytes };
}
