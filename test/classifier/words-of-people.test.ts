import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../src/classifier/classify.ts';
import { loadRules } from '../../src/classifier/load-rules.ts';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import { exchange } from './build.ts';

const classify = createClassifier(await loadRules(), (rule, error) => {
  throw new Error(`the rule ${rule} failed`, { cause: error });
});

/** What is said to a POST that carries a key. */
const causeOf = (status: number, message: string) =>
  classify(
    exchange({
      method: 'POST',
      requestHeaders: [
        ['Authorization', 'Bearer lamp-0123456789'],
        ['Content-Type', 'application/json'],
      ],
      requestBody: '{"note":"lamp","count":3}',
      status,
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify({ error: { message } }),
    }),
    new MemoryHistory(),
  ).cause;

/** The same to a GET without one. */
const causeForNobody = (status: number, message: string) =>
  classify(
    exchange({ status, headers: [['Content-Type', 'application/json']], body: JSON.stringify({ error: { message } }) }),
    new MemoryHistory(),
  ).cause;

describe('sentences that people write', () => {
  test.each([
    [400, 'We do not ship to this country', 'invalid-value'],
    [400, 'Sort order may be asc or desc', 'invalid-value'],
    [400, 'The age has to lie between 18 and 99', 'invalid-value'],
    [422, 'Passwords do not match', 'invalid-value'],
    [400, 'Could not read "ten" as an integer', 'invalid-type'],
    [400, 'The id needs to be a UUID', 'invalid-type'],
    [400, 'You need to supply an email or a phone number', 'missing-field'],
    [400, 'The request lacks a customer id', 'missing-field'],
    [400, 'We do not support the option "fast_mode"', 'unknown-field'],
    [400, 'There is no parameter named "verbos"', 'unknown-field'],
    [400, 'We could not understand the JSON you sent', 'malformed-json'],
    [400, 'The archive is damaged', 'malformed-body'],
    [400, 'You can send no more than 100 events per call', 'too-large'],
    [409, 'Somebody already uses that handle', 'already-exists'],
    [409, 'An identical order was placed a minute ago', 'already-exists'],
    [409, 'The document changed while you were editing it', 'version-conflict'],
    [409, 'The parcel has left the warehouse', 'invalid-state'],
    [409, 'Only drafts can be deleted', 'invalid-state'],
    [409, 'A backup is running, try again later', 'resource-locked'],
    [409, 'This idempotency key belongs to a different request', 'idempotency-conflict'],
    [500, 'Could not reach the payment provider', 'dependency-failed'],
    [503, 'Redis is not reachable', 'dependency-failed'],
  ])('%i %s', (status, message, cause) => {
    expect(causeOf(status, message)).toBe(cause);
  });

  test.each([
    [400, 'You need to provide an API key', 'missing-credentials'],
    [400, 'Please pass your API key', 'missing-credentials'],
    [400, 'The request lacks an Authorization header', 'missing-credentials'],
    [403, 'This feature is only available for premium accounts', 'feature-not-enabled'],
    [403, 'Not available in your country', 'ip-not-allowed'],
    [403, 'You can not continue without the admin role', 'insufficient-scope'],
    [500, 'No value given', 'unhandled-exception'],
    [406, 'text/csv is not offered', 'not-acceptable'],
  ])('of the caller or the server in much the same words: %i %s', (status, message, cause) => {
    expect(causeForNobody(status, message)).toBe(cause);
  });

  test('what must be given in a form is a value, and with certainty not a missing field', () => {
    expect(causeOf(400, 'Colour must be given in hexadecimal')).toBe('invalid-value');
    expect(causeOf(400, 'Colour must be given')).toBe('missing-field');
  });
});
