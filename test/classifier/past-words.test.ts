import { expect, test } from 'vitest';
import { createFacts } from '../../src/classifier/facts.ts';
import { agoInWords, outcomeInWords, pastCallInWords } from '../../src/classifier/past-words.ts';
import type { PastCall } from '../../src/exchange/history.ts';
import { exchange, NOON } from './build.ts';

const facts = createFacts(exchange());
const call: PastCall = {
  id: 7,
  startedAt: NOON - 9000,
  endedAt: NOON - 8000,
  method: 'POST',
  host: 'api.example.com',
  path: '/v1/orders',
  status: 422,
  cause: 'missing-field',
  isSuccess: false,
};

test('an earlier call is named with its host only where that is another one, and without secrets', () => {
  expect(pastCallInWords(call, facts)).toBe('POST /v1/orders');
  expect(pastCallInWords({ ...call, host: 'id.example.com' }, facts)).toBe('POST /v1/orders on id.example.com');
  const path = '/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage';
  expect(pastCallInWords({ ...call, path }, facts)).not.toContain('AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw');
});

test('its outcome is its status, and the cause of a failure', () => {
  expect([
    outcomeInWords(call),
    outcomeInWords({ ...call, cause: null }),
    outcomeInWords({ ...call, status: null, cause: 'connection-reset' }),
    outcomeInWords({ ...call, status: 200, cause: 'error-in-success' }),
    outcomeInWords({ ...call, status: 201, cause: 'created-without-location', isSuccess: true }),
  ]).toEqual(['422 (missing-field)', '422', 'no answer (connection-reset)', '200, but not what it asked for', '201']);
});

test('its time is counted from its end to the beginning of this one', () => {
  expect(agoInWords(call, facts)).toBe('8 s before');
  expect(agoInWords({ ...call, endedAt: NOON + 1 }, facts)).toBe('at the same time');
});
