import { expect, test } from 'vitest';
import { plainLine } from '../../src/cli/plain-line.ts';
import type { ExchangeRow } from '../../src/exchange/row.ts';

const row = (differing: Partial<ExchangeRow> = {}): ExchangeRow => ({
  id: 17,
  startedAt: new Date(2026, 10, 2, 12, 3, 18).getTime(),
  durationMs: 22,
  method: 'GET',
  url: 'https://api.shop.dev/v1/orders/87',
  status: 401,
  class: 'client_error',
  cause: 'expired-credentials',
  confidence: 'certain',
  fault: 'client',
  summary: 'the token expired 8 s before the call',
  responseBytes: 87,
  messageCount: 0,
  grpcStatus: null,
  ...differing,
});

test('a failed exchange with its cause', () => {
  expect(plainLine(row(), false)).toBe(
    '#17 12:03:18 ✗ GET 401 api.shop.dev/v1/orders/87 22 ms 87 B  ● expired-credentials: the token expired 8 s before the call',
  );
});

test('a success says no more than it must', () => {
  const quiet = row({ status: 200, class: 'success', cause: null, fault: 'nobody', summary: '200 OK' });
  expect(plainLine(quiet, false)).toBe('#17 12:03:18 ✓ GET 200 api.shop.dev/v1/orders/87 22 ms 87 B');
});

test('one without a response', () => {
  const refused = row({
    status: null,
    class: 'no_response',
    cause: 'connection-refused',
    summary: 'nothing listens on x:1',
  });
  expect(plainLine(refused, false)).toContain('✗ GET – api.shop.dev');
});

test('a gRPC call says how it ended, a stream how many messages passed', () => {
  const call = row({ method: 'POST', status: 200, grpcStatus: 5, cause: null, class: 'success', fault: 'nobody' });
  expect(plainLine(call, false)).toBe('#17 12:03:18 ✓ POST 200 grpc 5 NOT_FOUND api.shop.dev/v1/orders/87 22 ms 87 B');
  const stream = row({ status: 101, messageCount: 12, cause: null, class: null, fault: null, durationMs: null });
  expect(plainLine(stream, false)).toBe('#17 12:03:18 … GET 101 api.shop.dev/v1/orders/87 pending 87 B 12 messages');
});

test('control sequences never reach the terminal', () => {
  const hostile = row({ url: 'http://x/\u001b[2J', method: 'G\u0007T', summary: 'a\r\nb\u202e' });
  expect(plainLine(hostile, false)).toMatch(/^[^\p{Control}\u202e]*$/u);
});

test('colour is added only when asked for, and takes nothing away', () => {
  const coloured = plainLine(row(), true);
  expect(coloured).toContain('\u001b[');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is made of control characters
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plainLine(row(), false));
});

test('a key in the query is masked: these lines end up in logs', () => {
  const line = plainLine(row({ url: 'https://api.shop.dev/v1/me?api_key=sk_live_4f9aQ2xW8rT1&page=2' }), false);
  expect(line).not.toContain('4f9aQ2xW8rT1');
  expect(line).toContain('api.shop.dev/v1/me?api_key=');
  expect(line).toContain('page=2');
});

test('a success in name only says what its body reports, where it is known', () => {
  const failed = row({
    status: 200,
    class: 'success',
    cause: 'error-in-success',
    inner: 'rate-limited',
    summary: 'slow down',
  });
  expect(plainLine(failed, false)).toMatch(/ ● error-in-success \(rate-limited\): slow down$/);
  expect(plainLine({ ...failed, inner: null }, false)).toMatch(/ ● error-in-success: slow down$/);
});
