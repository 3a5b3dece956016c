import { expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { clientDeadline, hasRunOut } from '../../../src/classifier/readers/client-deadline.ts';
import { rule } from '../../../src/classifier/rules/gateway-timeout.ts';
import { exchange, find } from '../build.ts';

const deadline = (name: string, value: string) =>
  clientDeadline(createFacts(exchange({ requestHeaders: [[name, value]] })).request)?.ms;

test.each([
  ['grpc-timeout', '500m', 500],
  ['grpc-timeout', '2S', 2000],
  ['grpc-timeout', '1M', 60_000],
  ['connect-timeout-ms', '750', 750],
  ['x-envoy-upstream-rq-timeout-ms', '1500', 1500],
  ['X-Request-Timeout', '30', 30_000],
  ['X-Request-Timeout', '5000', 5000],
  ['X-Request-Timeout', '250ms', 250],
])('%s: %s allows %i ms', (name, value, ms) => {
  expect(deadline(name, value)).toBe(ms);
});

test.each([
  ['grpc-timeout', 'soon'],
  ['grpc-timeout', '5'],
  ['x-request-timeout', 'none'],
  ['keep-alive', 'timeout=5'],
])('%s: %s allows nothing that can be read', (name, value) => {
  expect(deadline(name, value)).toBeUndefined();
});

test('the time of the client has run out when the call ended about then', () => {
  const allowed = { shown: '', where: '', ms: 2000 };
  expect(hasRunOut(allowed, 2010)).toBe(true);
  expect(hasRunOut(allowed, 300)).toBe(false);
  expect(hasRunOut(allowed, 60_000)).toBe(false);
  expect(hasRunOut(allowed, null)).toBe(false);
});

test('a timeout is told with the time that the client allowed', () => {
  const call = { status: 504, body: '{"error":"deadline exceeded"}', durationMs: 2010 };
  expect(find(rule, { ...call, requestHeaders: [['X-Request-Timeout', '2']] })).toMatchObject({
    summary:
      'the gateway gave up after 2 s; the server behind it did not answer: deadline exceeded (504, the client allowed x-request-timeout: 2, GET /v1/orders on api.example.com)',
    advice: expect.stringMatching(/^The time that the client itself allows had run out/),
  });
  expect(find(rule, call)?.advice).toMatch(/^The work may still finish/);
});
