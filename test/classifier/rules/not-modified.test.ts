import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/not-modified.ts';
import { annotate, find } from '../build.ts';

describe('not-modified', () => {
  test('names the condition that held', () => {
    expect(annotate(rule, { status: 304, requestHeaders: [['If-None-Match', 'W/"5c9f"']] })).toEqual({
      class: 'redirection',
      cause: 'not-modified',
      fault: 'nobody',
      confidence: 'certain',
      summary: 'the client\'s copy is current (If-None-Match: W/"5c9f"): GET /v1/orders on api.example.com',
      evidence: [
        { where: 'response.status', what: '304' },
        { where: 'request.headers.if-none-match', what: 'W/"5c9f"' },
      ],
      advice: '',
      retry: 'never',
    });
  });

  test('blames the server for a 304 that nobody asked for', () => {
    expect(find(rule, { status: 304 })).toMatchObject({
      fault: 'server',
      summary:
        'no If-None-Match or If-Modified-Since sent, yet GET /v1/orders on api.example.com was answered with 304 and no body',
    });
  });

  test('does not fire on a 200 to a conditional request', () => {
    expect(find(rule, { status: 200, requestHeaders: [['If-None-Match', 'W/"5c9f"']] })).toBeUndefined();
  });
});
