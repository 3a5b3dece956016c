import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/placeholder-in-url.ts';
import { type Difference, find } from '../build.ts';

const at = (path: string, difference: Difference = {}) =>
  find(rule, { url: `https://api.example.com${path}`, status: 404, ...difference });

describe('placeholder-in-url', () => {
  test.each([
    'undefined',
    'null',
    'NaN',
    '[object%20Object]',
    '%7Bid%7D',
    ':id',
    '$%7Bid%7D',
    '%7B%7Bid%7D%7D',
    '%3Cid%3E',
  ])('is certain of %s for a whole segment that was not found', (segment) => {
    expect(at(`/users/${segment}/orders`)).toMatchObject({ cause: 'placeholder-in-url', confidence: 'certain' });
  });

  test('says what stands where, and what to do', () => {
    expect(at('/users/undefined/orders')).toMatchObject({
      summary:
        'undefined stands in the URL where an id belongs, behind /users (404, GET /users/undefined/orders on api.example.com)',
      advice: 'Find the variable that had no value when the URL was built; stop before the call where it is missing.',
    });
    expect(at('/users/%7Bid%7D')!.advice).toBe('Fill in the value in the path: the template was sent as it is.');
    expect(at('/users//orders')).toMatchObject({
      confidence: 'likely',
      summary:
        'an empty segment stands in the URL where an id belongs, behind /users (404, GET /users//orders on api.example.com)',
    });
  });

  test.each(['None', 'nil', 'YOUR_ID', 'item-undefined'])('is only likely of %s, which can be a name', (segment) => {
    expect(at(`/users/${segment}`)).toMatchObject({ confidence: 'likely' });
  });

  test.each(['my-slug-here', 'your-first-post', 'nullable', 'undefined-behaviour-in-c', 'v1:cancel', 'insert-coin'])(
    'takes %s for a name',
    (segment) => {
      expect(at(`/articles/${segment}`)).toBeUndefined();
    },
  );

  test('looks into the query where the server complains of that parameter', () => {
    const call = { status: 400, body: '{"message":"user_id must be a number"}' };
    expect(at('/search?user_id=undefined', call)).toMatchObject({
      confidence: 'certain',
      summary: 'undefined stands in the URL as the value of user_id (400, GET /search on api.example.com)',
    });
    expect(at('/search?q=undefined', { status: 422, body: '{"message":"page must be a number"}' })).toBeUndefined();
  });

  test('is silent about a success, other refusals, and a credential in the query', () => {
    expect(at('/users/undefined', { status: 200 })).toBeUndefined();
    expect(at('/users/undefined', { status: 401 })).toBeUndefined();
    expect(at('/users?api_key=undefined', { status: 400 })).toBeUndefined();
    expect(at('/users/')).toBeUndefined();
  });
});

describe('a crash over the value', () => {
  test('is one over the placeholder where the server complains of its form', () => {
    const body = '{"error":"invalid input syntax for type integer"}';
    expect(at('/users/[object%20Object]', { status: 500, body })).toMatchObject({ confidence: 'likely' });
    expect(at('/users/undefined', { status: 500, body: '{"error":"boom"}' })).toMatchObject({ confidence: 'guess' });
  });

  test('is found before an extension, and not in a longer name', () => {
    expect(at('/users/null.json')).toMatchObject({ cause: 'placeholder-in-url', confidence: 'certain' });
    expect(at('/users/nullable.json')).toBeUndefined();
  });
});
