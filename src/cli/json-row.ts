import type { ExchangeRow } from '../exchange/row.ts';

/** One line of `log --json`. Stable: members are added, never changed. */
export function jsonRow(row: ExchangeRow): string {
  return JSON.stringify({
    id: row.id,
    startedAt: Math.round(row.startedAt),
    durationMs: row.durationMs === null ? null : Math.round(row.durationMs * 100) / 100,
    method: row.method,
    url: row.url,
    status: row.status,
    class: row.class,
    cause: row.cause,
    confidence: row.confidence,
    fault: row.fault,
    summary: row.summary,
    responseBytes: row.responseBytes,
    messageCount: row.messageCount,
    grpcStatus: row.grpcStatus,
    app: row.app ?? null,
    mockedBy: row.mockedBy ?? null,
    pinned: row.marks?.isPinned ?? false,
    labels: row.marks?.labels ?? [],
    note: row.marks?.note ?? null,
  });
}
