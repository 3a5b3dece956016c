import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { type Difference, exchange } from '../build.ts';

const failure = (body: unknown, difference: Difference = {}) =>
  createFacts(
    exchange({
      method: 'POST',
      status: 200,
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify(body),
      ...difference,
    }),
  ).failedSuccess();

describe('parts of a success that were not done', () => {
  test('are told by their place in the request', () => {
    const found = failure({ message: 'success', errors: [{ type: "'email' is required", index: 0 }] });
    expect(found).toMatchObject({ where: 'response.body#/errors/0', report: { message: "'email' is required" } });
  });

  test('may stand among messages or tickets', () => {
    expect(
      failure({ messages: [{ accepted: false, to: 'x', error: { code: 105, description: 'bad number' } }] }),
    ).toBeDefined();
    expect(failure({ data: [{ status: 'error', message: '"x" is not a registered recipient' }] })).toBeDefined();
  });

  test('a payment that was made and declined tells why in a part of its own', () => {
    const body = {
      id: '7',
      status: 'DECLINED',
      errorInformation: { reason: 'INSUFFICIENT_FUND', message: 'No funds.' },
    };
    expect(failure(body)).toMatchObject({ where: 'response.body#/errorInformation', report: { message: 'No funds.' } });
    expect(failure(body, { method: 'GET' })).toBeUndefined();
    expect(failure({ ...body, status: 'AUTHORIZED' })).toBeUndefined();
  });

  test('findings in a text that the call was to check are none', () => {
    expect(failure({ valid: false, errors: [{ line: 3, message: 'missing semicolon' }] })).toBeUndefined();
    expect(failure({ created: 1, errors: [] })).toBeUndefined();
    expect(failure({ status: 'ok', stats: { errors: [{ index: 0, count: 17 }] } })).toBeUndefined();
    expect(failure({ messages: [{ id: 'm1', text: 'Error 500?', error: null }] })).toBeUndefined();
  });
});
