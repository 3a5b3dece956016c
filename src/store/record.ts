import type { Annotation, Confidence, ExchangeClass, Fault } from '../exchange/annotation.ts';
import type { CauseId } from '../exchange/causes.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { grpcStatusOf } from '../exchange/grpc-status.ts';
import { type Outcome, outcomeOf } from '../exchange/outcome.ts';
import type { ExchangeRow, Marks } from '../exchange/row.ts';
import type { Address } from './address-memory.ts';
import { explanationToJson } from './explanation.ts';
import { mediaTypeOf } from './media-type.ts';

/** A row of the table `exchange`, column by column, as far as it is stored. */
export interface ExchangeRecord {
  readonly id: number;
  readonly revision: number;
  readonly run_id: number;
  readonly started_at: number;
  readonly duration_ms: number | null;
  readonly method: string;
  readonly url: string;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly route: string;
  readonly status: number | null;
  readonly request_bytes: number;
  readonly response_bytes: number;
  readonly request_type: string | null;
  readonly response_type: string | null;
  readonly outcome: Outcome;
  readonly class: ExchangeClass | null;
  readonly cause: CauseId | null;
  readonly fault: Fault | null;
  readonly confidence: Confidence | null;
  readonly summary: string;
  readonly explanation: string | null;
  readonly error_code: string | null;
  readonly proxy_status: number | null;
  readonly grpc_status: number | null;
  readonly message_count: number;
  readonly server_connection_id: number | null;
  readonly block_id: number;
  readonly block_offset: number;
  readonly replay_of: number | null;
  readonly mocked_by: string | null;
  readonly app: string | null;
  readonly app_pid: number | null;
}

/** Where an exchange came from, as far as somebody knows. */
export interface ExchangeOrigin {
  /** Number of the exchange that this one repeats. */
  readonly replayOf?: number;
  /** Name of the rule by which httpwhy itself answered. */
  readonly mockedBy?: string;
  /** Name of the program that sent it, and its process. */
  readonly app?: string;
  readonly appPid?: number;
}

/** What a row is made from. */
export interface RowSource {
  readonly exchange: Exchange;
  /** Null while the exchange is pending. */
  readonly annotation: Annotation | null;
  readonly origin: ExchangeOrigin;
  readonly revision: number;
  readonly runId: number;
  readonly address: Address;
  /** Of the table `server_connection`. */
  readonly connectionId: number | null;
  readonly blockId: number;
  readonly blockOffset: number;
}

export function toRecord(source: RowSource): ExchangeRecord {
  const { exchange, annotation, origin, address } = source;
  const { request, response } = exchange;
  return {
    id: exchange.id,
    revision: source.revision,
    run_id: source.runId,
    started_at: exchange.startedAt,
    duration_ms: exchange.durationMs,
    method: request.method,
    url: request.url,
    scheme: address.scheme,
    host: address.host,
    path: address.path,
    route: address.route,
    status: response === null ? null : response.status,
    request_bytes: request.body === null ? 0 : request.body.totalBytes,
    response_bytes: response === null || response.body === null ? 0 : response.body.totalBytes,
    request_type: mediaTypeOf(request.headers),
    response_type: response === null ? null : mediaTypeOf(response.headers),
    outcome: annotation === null ? 'pending' : outcomeOf(annotation),
    class: annotation === null ? null : annotation.class,
    cause: annotation === null ? null : annotation.cause,
    fault: annotation === null ? null : annotation.fault,
    confidence: annotation === null ? null : annotation.confidence,
    summary: annotation === null ? '' : annotation.summary,
    explanation: annotation === null ? null : explanationToJson(annotation),
    error_code: exchange.error === null ? null : exchange.error.code,
    proxy_status: exchange.proxyStatus,
    grpc_status: grpcStatusOf(exchange)?.code ?? null,
    message_count: exchange.messageCount,
    server_connection_id: source.connectionId,
    block_id: source.blockId,
    block_offset: source.blockOffset,
    replay_of: origin.replayOf ?? null,
    mocked_by: origin.mockedBy ?? exchange.rule?.name ?? null,
    app: origin.app ?? null,
    app_pid: origin.appPid ?? null,
  };
}

/** What the schema puts where a column is not named. A test compares it with the schema. */
export const DEFAULTS: { readonly [Column in keyof ExchangeRecord]: ExchangeRecord[Column] | undefined } = {
  id: undefined,
  revision: undefined,
  run_id: undefined,
  started_at: undefined,
  duration_ms: null,
  method: undefined,
  url: undefined,
  scheme: 'https',
  host: undefined,
  path: undefined,
  route: undefined,
  status: null,
  request_bytes: 0,
  response_bytes: 0,
  request_type: null,
  response_type: null,
  outcome: 'good',
  class: 'success',
  cause: null,
  fault: 'nobody',
  confidence: 'certain',
  summary: '',
  explanation: null,
  error_code: null,
  proxy_status: null,
  grpc_status: null,
  message_count: 0,
  server_connection_id: null,
  block_id: undefined,
  block_offset: 0,
  replay_of: null,
  mocked_by: null,
  app: null,
  app_pid: null,
};

/** All columns, in the order of a record's members. */
export const COLUMNS = Object.keys(DEFAULTS) as readonly (keyof ExchangeRecord)[];

/** The columns of `ExchangeRecord` that a line of the log needs. */
export const ROW_COLUMNS =
  "id, started_at, duration_ms, method, url, status, class, cause, confidence, fault, summary, response_bytes, message_count, grpc_status, app, mocked_by, iif(cause = 'error-in-success', explanation ->> '$.inner', null) as inner, is_pinned, note, (select json_group_array(name) from label where exchange_id = exchange.id having count(*) > 0) as labels";

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
  | 'app'
  | 'mocked_by'
> &
  MarkRecord & { readonly inner: CauseId | null };

/** What `marksOf` reads. */
export interface MarkRecord {
  readonly is_pinned: number;
  readonly note: string | null;
  /** JSON, a list; null where there are none. */
  readonly labels: string | null;
}

/** Undefined where nobody has marked it. */
export function marksOf({ is_pinned, note, labels }: MarkRecord): Marks | undefined {
  if (is_pinned === 0 && note === null && labels === null) return undefined;
  return { isPinned: is_pinned !== 0, labels: JSON.parse(labels ?? '[]') as string[], note };
}

export function toRow(record: RowRecord): ExchangeRow {
  const marks = marksOf(record);
  return {
    id: record.id,
    startedAt: record.started_at,
    durationMs: record.duration_ms,
    method: record.method,
    url: record.url,
    status: record.status,
    class: record.class,
    cause: record.cause,
    ...(record.inner === null ? {} : { inner: record.inner }),
    confidence: record.confidence,
    fault: record.fault,
    summary: record.summary,
    responseBytes: record.response_bytes,
    messageCount: record.message_count,
    grpcStatus: record.grpc_status,
    ...(record.app === null ? {} : { app: record.app }),
    ...(record.mocked_by === null ? {} : { mockedBy: record.mocked_by }),
    ...(marks === undefined ? {} : { marks }),
  };
}
