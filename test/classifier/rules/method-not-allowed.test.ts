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
