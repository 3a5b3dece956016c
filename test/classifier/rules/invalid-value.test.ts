import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/invalid-value.ts';
import { type Difference, find } from '../build.ts';
import { JSON_TYPE } from '../capture.ts';

const posted = (requestBody: string, body: object, difference: Difference = {}) =>
  find(rule, {
    method: 'POST',
    status: 422,
    requestHeaders: [JSON_TYPE],
    requestBody,
    body: JSON.stringify(body),
    ...difference,
  });

describe('invalid-value', () => {
  test('names field, rule and value', () => {
    expect(posted('{"age":-1}', { errors: { age: ['must be at least 18'] } })).toMatchObject({
      cause: 'invalid-value',
      confidence: 'likely',
      summary: '"age" must be at least 18; the request sent -1',
      advice: 'Send "age" within what the message allows.',
    });
  });

  test('names the other fields, and does not repeat a value that the server repeats', () => {
    const body = {
      errors: [
        { field: 'status', message: '"shiped" is not a valid choice.' },
        { field: 'age', message: 'is too high' },
      ],
    };
    expect(posted('{"status":"shiped","age":200}', body)!.summary).toBe(
      '"status": "shiped" is not a valid choice (also "age")',
    );
  });

  test('masks a value that is secret by its name', () => {
    const found = posted('{"password":"hunter2x"}', { errors: { password: ['is too short'] } })!;
    expect(found.summary).not.toContain('hunter2x');
    expect(found.summary).toContain('"password" is too short');
  });

  test('quotes the server where no field is named', () => {
    expect(
      posted('{"money":"EURO"}', { error: { message: 'Currency is not supported', code: 'invalid_currency' } })!
        .summary,
    ).toBe('"Currency is not supported" (422 invalid_currency, POST /v1/orders on api.example.com)');
  });

  test('leaves a state, a duplicate and a credential to others', () => {
    expect(
      posted('{}', {
        error: 'Only an order with one of the following statuses may be cancelled; it has a status of paid',
      }),
    ).toBeUndefined();
    expect(posted('{"email":"a@b.co"}', { errors: { email: ['has already been taken'] } })).toBeUndefined();
    expect(posted('{}', { error: 'Invalid API key' }, { status: 400 })).toBeUndefined();
    expect(posted('{"age":-1}', { errors: { age: ['must be at least 18'] } }, { status: 401 })).toBeUndefined();
  });
});
