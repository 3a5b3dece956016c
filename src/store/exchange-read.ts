import type { ServerConnection } from '../exchange/connection.ts';
import type { Exchange, RequestMessage, ResponseMessage } from '../exchange/exchange.ts';
import type { Side } from './body-writer.ts';
import type { EntryHead } from './entry.ts';
import type { ExchangeRecord } from './record.ts';

/** What of an exchange stands in other tables. */
export interface ForeignParts {
  readonly head: EntryHead;
  readonly server: ServerConnection | null;
  readonly body: (side: Side) => Uint8Array;
}

export function toExchange(record: ExchangeRecord, { head, server, body }: ForeignParts): Exchange {
  const [connectedMs, requestSentMs, responseStartMs] = head.timing ?? [null, null, null];
  const bodyOf = (side: Side, totalBytes: number) => (totalBytes === 0 ? null : { bytes: body(side), totalBytes });
  const request: RequestMessage = {
    method: record.method,
    url: record.url,
    httpVersion: head.request.httpVersion,
    headers: head.request.headers,
    trailers: head.request.trailers ?? [],
    body: bodyOf('request', record.request_bytes),
  };
  const response: ResponseMessage | null =
    record.status === null
      ? null
      : {
          status: record.status,
          reason: head.response?.reason ?? '',
          httpVersion: head.response?.httpVersion ?? '',
          headers: head.response?.headers ?? [],
          trailers: head.response?.trailers ?? [],
          body: bodyOf('response', record.response_bytes),
        };
  return {
    id: record.id,
    startedAt: record.started_at,
    durationMs: record.duration_ms,
    request,
    response,
    error:
      record.error_code === null
        ? null
        : {
            phase: head.error?.phase ?? 'response',
            code: record.error_code,
            message: head.error?.message ?? '',
          },
    proxyStatus: record.proxy_status,
    connection: {
      client: head.client ?? null,
      ...(record.app === null ? {} : { app: { name: record.app, pid: record.app_pid } }),
      clientTls: head.clientTls ?? null,
      server,
      isReused: head.isReused ?? false,
    },
    timing: { connectedMs, requestSentMs, responseStartMs },
    messageCount: record.message_count,
    ...(head.rule === undefined ? {} : { rule: head.rule }),
  };
}
