import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/wrong-url.ts';
import { type Difference, find } from '../build.ts';

const HTML: [string, string] = ['Content-Type', 'text/html'];

describe('wrong-url', () => {
  test.each([
    ['Cannot GET /v1/orders', 'no such route: Cannot GET /v1/orders (404, api.example.com)'],
    ['404 page not found', 'no such route: 404 page not found (404, GET /v1/orders on api.example.com)'],
    [
      '{"message":"no Route matched with those values"}',
      'no such route: no Route matched with those values (404, GET /v1/orders on api.example.com)',
    ],
    [
      '{"message":"The route v1/orders could not be found."}',
      'no such route: The route v1/orders could not be found. (404, GET /v1/orders on api.example.com)',
    ],
    ['{"error":"Endpoint not found"}', 'no such route: Endpoint not found (404, GET /v1/orders on api.example.com)'],
  ])('knows how servers say that there is no route: %s', (body, summary) => {
    expect(find(rule, { status: 404, body })).toMatchObject({ cause: 'wrong-url', confidence: 'likely', summary });
  });

  test('says what looks wrong with the path', () => {
    const found = (path: string) =>
      find(rule, { url: `https://api.example.com${path}`, status: 404, body: '{"error":"Endpoint not found"}' })!;
    expect(found('//v1/orders').summary).toMatch(/^the path begins with two slashes: /);
    expect(found('/api/api/orders').summary).toMatch(/^the path has \/api twice: /);
    expect(found('/v1/orders%20').advice).toBe('Trim the value that the URL is made of.');
  });

  test('reads the 403 by which an API gateway answers an unknown route', () => {
    const call: Difference = {
      url: 'https://a1.execute-api.eu-west-1.amazonaws.com/prod/uesrs',
      status: 403,
      headers: [['x-amzn-ErrorType', 'MissingAuthenticationTokenException']],
      body: '{"message":"Missing Authentication Token"}',
    };
    expect(find(rule, call)).toMatchObject({ cause: 'wrong-url', confidence: 'likely' });
    expect(find(rule, { ...call, status: 401 })).toBeUndefined();
  });

  test('only guesses from a page where JSON was asked for', () => {
    const page = { status: 404, headers: [HTML], body: '<html><head><title>404 Not Found</title></head></html>' };
    expect(find(rule, { ...page, requestHeaders: [['Accept', 'application/json']] })).toMatchObject({
      confidence: 'guess',
    });
    expect(find(rule, page)).toBeUndefined();
  });

  test('is silent about a thing that is missing, a refused deletion, and an unexplained 404', () => {
    expect(
      find(rule, { url: 'https://api.example.com/orders/7', status: 404, body: '{"error":"Order not found"}' }),
    ).toBeUndefined();
    expect(
      find(rule, {
        method: 'DELETE',
        status: 409,
        body: '{"error":"Cannot delete category: it still has 3 products"}',
      }),
    ).toBeUndefined();
    expect(find(rule, { status: 404 })).toBeUndefined();
  });
});
