import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/status-alone.ts';
import { CAUSE_IDS } from '../../../src/exchange/causes.ts';
import { annotate, type Difference, find } from '../build.ts';

const sentence = (difference: Difference) => find(rule, difference)?.summary;
const AUTHORIZED: Difference = { requestHeaders: [['Authorization', 'Bearer opaque']] };

describe('status-alone', () => {
  test('is a guess with the status as evidence', () => {
    expect(annotate(rule, { status: 403, reason: 'Forbidden', ...AUTHORIZED })).toEqual({
      class: 'client_error',
      cause: 'insufficient-scope',
      fault: 'client',
      confidence: 'guess',
      summary:
        'api.example.com does not allow GET /v1/orders to the holder of the credential in Authorization (Bearer)',
      evidence: [
        { where: 'response.status', what: '403 Forbidden' },
        { where: 'request.headers.authorization', what: 'Bearer' },
      ],
      advice:
        'Check roles and scopes of this credential for the action; an address list or a firewall can answer the same way.',
      retry: 'after_fix',
    });
  });

  test.each<[number, string, Difference]>([
    [206, 'partial-content', {}],
    [302, 'temporary-redirect', {}],
    [400, 'unspecified', {}],
    [401, 'missing-credentials', {}],
    [401, 'invalid-credentials', AUTHORIZED],
    [402, 'payment-required', {}],
    [404, 'wrong-url', {}],
    [404, 'resource-not-found', { url: 'https://api.example.com/v1/orders/42' }],
    [405, 'method-not-allowed', {}],
    [406, 'not-acceptable', {}],
    [408, 'request-timeout', {}],
    [409, 'unspecified', {}],
    [410, 'gone', {}],
    [411, 'malformed-request', {}],
    [412, 'version-conflict', {}],
    [413, 'too-large', {}],
    [414, 'too-large', {}],
    [415, 'wrong-content-type', {}],
    [416, 'range-not-satisfiable', {}],
    [417, 'malformed-request', {}],
    [418, 'unspecified', {}],
    [421, 'malformed-request', {}],
    [422, 'unspecified', {}],
    [423, 'resource-locked', {}],
    [424, 'dependency-failed', {}],
    [426, 'malformed-request', {}],
    [428, 'malformed-request', {}],
    [429, 'rate-limited', {}],
    [429, 'quota-exhausted', { body: '{"message":"daily limit reached"}' }],
    [429, 'concurrency-limited', { body: '{"message":"too many concurrent calls"}' }],
    [431, 'too-large', {}],
    [451, 'legal-block', {}],
    [500, 'unhandled-exception', {}],
    [501, 'not-implemented', {}],
    [502, 'bad-gateway', {}],
    [503, 'overloaded', {}],
    [504, 'gateway-timeout', {}],
    [505, 'not-implemented', {}],
    [507, 'server-storage', {}],
    [511, 'network-authentication', {}],
    [520, 'bad-gateway', {}],
    [524, 'gateway-timeout', {}],
    [527, 'bad-gateway', {}],
    [529, 'overloaded', {}],
    [530, 'bad-gateway', {}],
    [599, 'gateway-timeout', {}],
    [777, 'invalid-response', {}],
  ])('%i means %s', (status, cause, difference) => {
    expect(find(rule, { status, ...difference })?.cause).toBe(cause);
  });

  test('names the concrete thing', () => {
    expect(sentence({ status: 404, url: 'https://api.example.com/v1/orders/42' })).toBe(
      'api.example.com has no 42 at /v1/orders/42',
    );
    expect(sentence({ status: 404 })).toBe('api.example.com has nothing at /v1/orders for GET');
    expect(sentence({ status: 406, requestHeaders: [['Accept', 'text/csv']] })).toBe(
      'api.example.com cannot answer GET /v1/orders in the form that Accept asks for: text/csv',
    );
    expect(
      sentence({
        status: 416,
        requestHeaders: [['Range', 'bytes=5000-']],
        headers: [['Content-Range', 'bytes */4096']],
      }),
    ).toBe('the range bytes=5000- lies outside /v1/orders, which has 4096 bytes');
    expect(
      sentence({
        status: 206,
        requestHeaders: [['Range', 'bytes=0-15']],
        headers: [['Content-Range', 'bytes 0-15/7340032']],
      }),
    ).toBe('only a part of /v1/orders was returned: bytes 0-15/7340032');
    expect(sentence({ status: 411, method: 'POST' })).toBe(
      'api.example.com does not take POST /v1/orders without a Content-Length',
    );
    expect(sentence({ status: 505, httpVersion: '2.0' })).toBe(
      'api.example.com does not speak HTTP/2.0, in which GET /v1/orders was sent',
    );
    expect(sentence({ status: 524, durationMs: 100_230 })).toBe(
      '524: the gateway at api.example.com gave up on GET /v1/orders (100.2 s): the origin server accepted the call but did not answer in time',
    );
    expect(sentence({ status: 500, headers: [['X-Request-Id', 'req-7']] })).toBe(
      'api.example.com failed while handling GET /v1/orders and does not say why (x-request-id: req-7)',
    );
    expect(sentence({ status: 302, headers: [['Location', '/v2/orders']] })).toBe(
      'GET /v1/orders is answered elsewhere for now (https://api.example.com/v2/orders)',
    );
  });

  test('quotes what the server says, but not where it only repeats its status', () => {
    expect(sentence({ status: 400, body: '{"error":{"message":"amount is negative"}}' })).toBe(
      'api.example.com refused GET /v1/orders; it says: amount is negative',
    );
    expect(sentence({ status: 400, body: '{"error":"Bad Request"}' })).toBe(
      'api.example.com refused GET /v1/orders and gives no reason; its path, query and headers may be at fault',
    );
  });

  test('is more than a guess where a field proves the reading', () => {
    expect(find(rule, { status: 416 })).toMatchObject({ confidence: 'certain' });
    expect(find(rule, { status: 206, headers: [['Content-Range', 'bytes 0-1/2']] })).toMatchObject({
      confidence: 'certain',
    });
    expect(find(rule, { status: 206 })).toMatchObject({ confidence: 'guess' });
    expect(find(rule, { status: 411, requestHeaders: [['Content-Length', '3']] })).toMatchObject({
      confidence: 'guess',
    });
  });

  test('reads a refused preflight as a matter of CORS, whatever its status', () => {
    const requestHeaders: [string, string][] = [
      ['Origin', 'https://app.example'],
      ['Access-Control-Request-Method', 'PUT'],
    ];
    expect(find(rule, { method: 'OPTIONS', status: 401, requestHeaders })).toMatchObject({
      cause: 'cors-rejected',
      summary: 'the preflight by which https://app.example asks to send PUT to api.example.com was refused with 401',
    });
    expect(find(rule, { method: 'OPTIONS', status: 401 })).toMatchObject({ cause: 'missing-credentials' });
  });

  test.each([100, 101, 200, 201, 202, 204, 207, 226])('has nothing to say about %i', (status) => {
    expect(find(rule, { status })).toBeUndefined();
  });

  test('has a bounded sentence with advice for every other status, of a cause that it declares', () => {
    for (let status = 300; status < 600; status += 1) {
      const found = find(rule, { status })!;
      expect([status, CAUSE_IDS.includes(found.cause!) && rule.causes.includes(found.cause)]).toEqual([status, true]);
      expect([status, found.summary.length > 20 && found.summary.length < 300]).toEqual([status, true]);
      expect([status, found.advice === '' && status !== 304]).toEqual([status, false]);
    }
  });

  test('does not repeat a secret that stands in for an id in the path', () => {
    const url = 'https://api.example.com/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
    expect(sentence({ status: 404, url })).not.toContain('AAHdqTcv');
  });
});
