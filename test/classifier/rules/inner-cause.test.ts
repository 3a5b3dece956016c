import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/error-in-success.ts';
import { type Difference, find } from '../build.ts';

const innerOf = (body: unknown, difference: Difference = {}) =>
  find(rule, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), ...difference })?.inner;

describe('the cause inside a success', () => {
  test('a size over a limit is no quota', () => {
    expect(innerOf({ error_code: 413, message: 'Request size 2000000 exceeds the limit 1048576' })).toBe('too-large');
    expect(innerOf({ error_code: 429, message: 'Number of projects exceeds the limit 10' })).toBe('quota-exhausted');
  });

  test('what a query refers to is a related thing, what an address asks for the thing itself', () => {
    const body = { results: [{ error: 'database not found: metrics' }] };
    const at = (url: string): Difference => ({ method: 'GET', url });
    expect(innerOf(body, at('https://a.example/query?db=metrics'))).toBe('related-resource-missing');
    expect(innerOf(body, at('https://a.example/databases?name=metrics'))).toBe('resource-not-found');
  });

  test('a budget that opens again is a rate', () => {
    const message = 'Complexity budget exhausted, query cost 30001 out of 10000 reset in 21 seconds';
    expect(innerOf({ errors: [{ message }] }, { url: 'https://a.example/graphql' })).toBe('rate-limited');
  });

  test('a state of sign-in decides by its name', () => {
    expect(innerOf({ twoFactorId: 'x', methods: [] }, { status: 242 })).toBe('step-up-required');
    expect(innerOf({ emailVerificationId: 'x' }, { status: 212 })).toBe('account-suspended');
  });
});
