import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../src/classifier/classify.ts';
import { loadRules } from '../../src/classifier/load-rules.ts';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import type { Headers } from '../../src/exchange/headers.ts';
import { type Difference, exchange } from './build.ts';

const classify = createClassifier(await loadRules(), (rule, error) => {
  throw new Error(`the rule ${rule} failed`, { cause: error });
});
const annotated = (difference: Difference) => classify(exchange(difference), new MemoryHistory());

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const KEYED: Headers = [['Authorization', 'Bearer lamp-0123456789'], JSON_TYPE];

/** A call with a key that is refused in those words. */
const refused = (status: number, message: string, more: Difference = {}): Difference => ({
  method: 'POST',
  requestHeaders: KEYED,
  requestBody: '{"name":"lamp"}',
  status,
  headers: [JSON_TYPE],
  body: JSON.stringify({ error: { message } }),
  ...more,
});

describe('what catalogues of errors say', () => {
  test.each<[string, number, string]>([
    // Compared with a bound.
    ['invalid-value', 400, 'Order quantity lower than the minimum'],
    ['invalid-value', 400, 'Smaller than min purchase limit'],
    ['invalid-value', 400, 'Price is higher than the current market price'],
    ['rate-limited', 429, 'More requests than the maximum per second'],
    ['invalid-value', 400, 'Discount out of the available range'],
    ['invalid-value', 400, 'Weight not in the given range'],
    ['range-not-satisfiable', 416, 'Requested range is out of bounds'],
    // One of two, or not now.
    ['invalid-value', 400, "'after' and 'position' were provided. Only 'after' or 'position' can be specified."],
    ['invalid-value', 400, 'Multiple sources given: please provide either the url or the file'],
    ['invalid-value', 400, 'quantity and amount are not allowed to be sent at the same time'],
    ['concurrency-limited', 429, 'Too many exports at the same time'],
    ['invalid-value', 400, 'Name contains one or more bad characters'],
    ['invalid-value', 400, 'Tick notes can only be numbers'],
    ['insufficient-scope', 403, 'Reports can only be read by administrators'],
    // A thing of few words, and the whole or the caller.
    ['invalid-value', 400, 'Interval illegal'],
    ['invalid-value', 400, 'Bad withdrawal amount'],
    ['invalid-value', 400, 'BAD_INTERVAL'],
    ['unspecified', 400, 'Bad request'],
    ['unspecified', 400, 'Invalid request'],
    ['unspecified', 400, 'An unknown error occurred while processing the request.'],
    ['invalid-state', 400, 'The plan cannot be changed while an invoice is pending'],
    ['unspecified', 400, 'BAD_STATUS'],
    ['missing-field', 400, 'Missing label of the address.'],
    // Empty.
    ['missing-field', 422, 'Terminal IDs are empty'],
    ['missing-field', 400, 'Parameter symbol was empty.'],
    ['invalid-state', 409, 'The bucket is not empty'],
    // Which state forbids it.
    ['invalid-state', 409, 'Order status should be ready-for-handling to perform this action'],
    ['invalid-state', 400, 'Cannot snapshot an offline device'],
    ['invalid-state', 400, 'No allocations remaining for this deal'],
    ['invalid-state', 400, 'Trading pair suspended'],
    ['invalid-state', 400, 'The offer has expired'],
    ['expired-credentials', 401, 'The token has expired'],
    ['invalid-state', 400, 'There are still pending invoices'],
    ['invalid-state', 400, 'Nothing to update'],
    ['not-modified', 304, ''],
    ['invalid-state', 400, 'Agreements cannot be accepted more than once'],
    // There before.
    ['already-exists', 400, 'TransferId exist'],
    ['related-resource-missing', 400, 'TransferId does not exist'],
    ['already-exists', 400, 'Repeated repayment requests'],
    ['rate-limited', 429, 'Repeated requests, slow down'],
    // Money, and what else may be too little.
    ['payment-required', 400, "Account doesn't have sufficient balance"],
    ['payment-required', 400, 'Margin is insufficient.'],
    ['insufficient-scope', 403, "The user doesn't have sufficient rights"],
    // Nobody's thing is missing.
    ['insufficient-scope', 403, 'Only Jira administrators can access fields.'],
    ['insufficient-scope', 400, 'No permission for this trading pair.'],
    ['insufficient-scope', 400, 'has no operation privilege'],
    ['invalid-credentials', 401, 'No authorization token was found.'],
    // Load holds no lock.
    ['overloaded', 400, 'Server is busy, please try again later'],
    ['resource-locked', 409, 'The device configuration is busy'],
    ['related-resource-missing', 400, 'No order found for this trading pair.'],
  ])('%s: %s %s', (cause, status, message) => {
    expect(annotated(refused(status, message)).cause).toBe(cause);
  });

  test.each([
    'The X-LAMP-APIKEY header was missing',
    'Request header "LAMP_ACCESS_SIGN" can not be empty',
    'Request header LAMP-PASSPHRASE is required',
    'SECRET_KEY cannot be empty',
  ])('a header that proves the caller is no field that is certainly missing: %s', (message) => {
    const { cause, confidence } = annotated(refused(400, message, { requestHeaders: [JSON_TYPE] }));
    expect([cause === 'missing-field', confidence]).not.toEqual([true, 'certain']);
  });

  test('another header that is absent is', () => {
    expect(annotated(refused(400, 'Request header "X-Shop-Id" can not be empty'))).toMatchObject({
      cause: 'missing-field',
      confidence: 'certain',
    });
  });
});
