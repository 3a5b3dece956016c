import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/resource-not-found.ts';
import { find } from '../build.ts';
import { bearer, historyOf } from '../capture.ts';

const url = 'https://api.example.com/v1/articles/my-first-post';

describe('resource-not-found', () => {
  test('quotes the server and names what the path asks for', () => {
    expect(find(rule, { url, status: 404, body: '{"error":"Article not found"}' })).toMatchObject({
      confidence: 'likely',
      summary: 'no my-first-post: Article not found (404, GET /v1/articles/my-first-post on api.example.com)',
    });
    expect(
      find(rule, {
        url: 'https://api.example.com/invoices/999',
        status: 404,
        body: '{"detail":"No Invoice matches the given query."}',
      })!.summary,
    ).toBe('no 999: No Invoice matches the given query. (404, GET /invoices/999 on api.example.com)');
  });

  test('takes a silent 404 for a missing thing where the route answered before', () => {
    const history = historyOf(
      { url: 'https://api.example.com/v1/articles/41', status: 200 },
      { url: 'https://api.example.com/v1/articles/42', status: 200 },
    );
    const silent = { id: 3, url: 'https://api.example.com/v1/articles/43', status: 404 };
    expect(find(rule, silent, history)).toMatchObject({
      confidence: 'likely',
      summary: expect.stringMatching(/^no 43, though the route is there: GET \/v1\/articles\/42 got 200 /),
    });
    expect(find(rule, silent)).toBeUndefined();
    expect(find(rule, { ...silent, url: 'https://api.example.com/v1/artciles/43' }, history)).toBeUndefined();
  });

  test('takes a link into the reference of the operation for a sign of the route', () => {
    const body = (fragment: string) =>
      `{"message":"Not Found","documentation_url":"https://docs.example.com/rest/repos${fragment}"}`;
    const call = {
      url: 'https://api.example.com/repos/acme/rokcet',
      status: 404,
      requestHeaders: [bearer('tok_123456789')],
    };
    expect(find(rule, { ...call, body: body('#get-a-repository') })).toMatchObject({
      confidence: 'likely',
      summary:
        'no rokcet: the answer points at the documentation of this route (404, GET /repos/acme/rokcet on api.example.com)',
    });
    expect(find(rule, { ...call, requestHeaders: [], body: body('#get-a-repository') })).toMatchObject({
      confidence: 'guess',
      summary: expect.stringContaining('or hidden from a caller without Authorization'),
    });
    expect(find(rule, { ...call, body: body('') })).toBeUndefined();
  });

  test('is silent about a route that is not there, and under other statuses', () => {
    expect(find(rule, { url, status: 404, body: 'Cannot GET /v1/articles/my-first-post' })).toBeUndefined();
    expect(find(rule, { url, status: 401, body: '{"error":"Article not found"}' })).toBeUndefined();
    expect(find(rule, { url, status: 500, body: '{"error":"ENOENT: no such file or directory"}' })).toBeUndefined();
    expect(find(rule, { url, status: 200, body: '{"error":null}' })).toBeUndefined();
  });
});
