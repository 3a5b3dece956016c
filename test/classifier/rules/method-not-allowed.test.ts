import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/method-not-allowed.ts';
import { annotate, find } from '../build.ts';

describe('method-not-allowed', () => {
  test('names the method used and those that Allow lists', () => {
    const headers: [string, string][] = [
      ['Allow', 'GET, POST'],
      ['allow', 'HEAD'],
    ];
    expect(annotate(rule, { method: 'DELETE', status: 405, headers })).toEqual({
      class: 'client_error',
      cause: 'method-not-allowed',
      fault: 'client',
      confidence: 'certain',
      summary: 'takes GET, POST, HEAD; DELETE is not allowed on /v1/orders at api.example.com',
      evidence: [
        { where: 'response.headers.allow', what: 'GET, POST, HEAD' },
        { where: 'request.method', what: 'DELETE' },
      ],
      advice: 'Use GET or POST, or correct the path: a missing id or slash leads to another route.',
      retry: 'after_fix',
    });
  });

  test('an empty Allow means that no method is taken', () => {
    expect(find(rule, { status: 405, headers: [['Allow', '']] })!.summary).toBe(
      'takes no method at all; GET is not allowed on /v1/orders at api.example.com',
    );
  });

  test('is only likely where Allow lists the very method', () => {
    expect(find(rule, { status: 405, headers: [['Allow', 'GET, POST']] })).toMatchObject({
      confidence: 'likely',
      summary: 'Allow lists GET, POST, yet GET /v1/orders on api.example.com is refused',
    });
  });

  test('is silent about a preflight, without Allow, and under another status', () => {
    const headers: [string, string][] = [['Allow', 'POST']];
    const preflight: [string, string][] = [
      ['Origin', 'https://a.example'],
      ['Access-Control-Request-Method', 'PUT'],
    ];
    expect(find(rule, { method: 'OPTIONS', status: 405, headers, requestHeaders: preflight })).toBeUndefined();
    expect(find(rule, { method: 'OPTIONS', status: 405, headers })).toBeDefined();
    expect(find(rule, { status: 405 })).toBeUndefined();
    expect(find(rule, { status: 404, headers })).toBeUndefined();
  });
});

test('takes the word of a gateway for it, under whatever status', () => {
  const body =
    '<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY><H1>403 ERROR</H1><H2>The request could not be satisfied.</H2>This distribution is not configured to allow the HTTP request method that was used for this request.</BODY></HTML>';
  const headers: [string, string][] = [
    ['Content-Type', 'text/html'],
    ['X-Amz-Cf-Id', 'abc=='],
    ['X-Cache', 'Error from cloudfront'],
  ];
  expect(find(rule, { method: 'PUT', status: 403, headers, body })).toMatchObject({
    confidence: 'likely',
    summary: 'CloudFront does not let PUT through: PUT /v1/orders on api.example.com',
  });
  const blocked = body.replace(/This distribution.*used for this request\./, 'Request blocked.');
  expect(find(rule, { method: 'PUT', status: 403, headers, body: blocked })).toBeUndefined();
});
