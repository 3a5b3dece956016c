import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/refused-for-server.ts';
import { type Difference, find } from '../build.ts';

const refused = (status: number, body: unknown): Difference => ({
  method: 'POST',
  requestHeaders: [['Content-Type', 'application/json']],
  requestBody: '{"type":"large"}',
  status,
  headers: [['Content-Type', 'application/json']],
  body: JSON.stringify(typeof body === 'string' ? { message: body } : body),
});

describe('refused-for-server', () => {
  test('says that no room is left, and that the request may be right', () => {
    expect(find(rule, refused(412, 'error during placement'))).toMatchObject({
      cause: 'overloaded',
      confidence: 'likely',
      fault: 'server',
      retry: 'safe',
      summary: 'no room for it at present: error during placement (412, POST /v1/orders on api.example.com)',
      advice: 'Retry later, or ask for another size, type or region: the request itself may be right.',
    });
  });

  test.each([
    [400, 'Not enough capacity to fulfill launch request.'],
    [409, 'We do not have sufficient capacity for the requested size in this zone.'],
    [422, 'Insufficient resources to create a new machine'],
  ])('knows how servers say it under %i: %s', (status, message) => {
    expect(find(rule, refused(status, message))?.cause).toBe('overloaded');
  });

  test.each([
    { error_code: 'INSTITUTION_NOT_RESPONDING', error_message: 'this institution is not currently responding' },
    { message: 'The bank is currently unavailable' },
  ])('knows who does not answer: %j', (body) => {
    expect(find(rule, refused(400, body))).toMatchObject({ cause: 'dependency-failed', retry: 'safe' });
  });

  test.each<[string, Difference]>([
    ['a bank that declined', refused(400, 'The bank declined the payment')],
    ['an account of a bank', refused(400, 'The bank account is not valid')],
    ['a fault of a field', refused(400, { errors: { type: ['Not enough capacity for large'] } })],
    ['a quota', refused(403, 'Quota exceeded: not enough capacity in your plan')],
    ['advice', refused(400, 'Invalid type. Check whether there is not enough capacity')],
    ['a server that failed by its status', refused(503, 'Not enough capacity')],
    ['a success', refused(200, 'Not enough capacity')],
  ])('leaves %s to others', (_name, difference) => {
    expect(find(rule, difference)).toBeUndefined();
  });
});
