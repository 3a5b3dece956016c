import { describe, expect, test } from 'vitest';
import { createFacts } from '../../src/classifier/facts.ts';
import { CAUSE_OF_SIGNAL, causeOfReport } from '../../src/classifier/signal-causes.ts';
import { SIGNALS } from '../../src/classifier/vocabulary/signal.ts';
import { CAUSE_IDS } from '../../src/exchange/causes.ts';
import { type Difference, exchange } from './build.ts';

const causeOf = (body: string, difference: Difference = {}) =>
  causeOfReport(createFacts(exchange({ status: 400, body, ...difference })))?.cause;

describe('signal-causes', () => {
  test('gives every signal a cause of the vocabulary, or none on purpose', () => {
    for (const signal of SIGNALS) {
      const cause = CAUSE_OF_SIGNAL[signal];
      expect(cause === null || CAUSE_IDS.includes(cause)).toBe(true);
    }
  });

  test('takes what is said most clearly', () => {
    expect(causeOf('{"error":"token_expired","message":"The access token has expired"}')).toBe('expired-credentials');
    expect(causeOf('{"message":"email is already registered"}')).toBe('already-exists');
  });

  test('what is missing is the object asked for, or one that the call refers to', () => {
    const body = '{"error":{"message":"Channel not found"}}';
    expect(causeOf(body)).toBe('resource-not-found');
    expect(causeOf(body, { method: 'POST', url: 'https://chat.example.com/api/post' })).toBe(
      'related-resource-missing',
    );
    expect(causeOf(body, { method: 'POST', requestBody: '{"query":"{ channel(id: 1) { id } }"}' })).toBe(
      'resource-not-found',
    );
  });

  test('is undefined where no reason is given', () => {
    expect(causeOf('{"message":"No"}')).toBeUndefined();
    expect(causeOf('')).toBeUndefined();
  });
});
