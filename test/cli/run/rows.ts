import type { ExchangeRow } from '../../../src/exchange/row.ts';

/** A row of the log that went well; a test names what differs. */
export function row(differences: Partial<ExchangeRow> = {}): ExchangeRow {
  return {
    id: 1,
    startedAt: Date.UTC(2026, 0, 1),
    durationMs: 20,
    method: 'GET',
    url: 'https://api.test/v1/orders',
    status: 200,
    class: 'success',
    cause: null,
    confidence: null,
    fault: null,
    summary: '',
    responseBytes: 10,
    messageCount: 0,
    grpcStatus: null,
    ...differences,
  };
}

export function failing(differences: Partial<ExchangeRow> = {}): ExchangeRow {
  return row({
    method: 'POST',
    status: 422,
    class: 'client_error',
    cause: 'missing-field',
    confidence: 'certain',
    fault: 'client',
    summary: '"customer" is missing',
    ...differences,
  });
}
