import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/status-alone.ts';
import { CAUSE_IDS } from '../../../src/exchange/causes.ts';
import { annotate, type Difference, find, jwt } from '../build.ts';

const sentence = (difference: Difference) => find(rule, difference)?.summary;
const AUTHORIZED: Difference = { requestHeaders: [['Authorization', 'Bearer opaque']] };

describe('status-alone', () => {
  test('is a guess with the status as evidence', () => {
    expect(annotate(rule, { status: 403, reason: 'Forbidden', ...AUTHORIZED })).toEqual({
      class: 'client_error',
      cause: 'insufficient-scope',
      fault: 'client',
      confidence: 'guess',
      summary: 'the Bearer credential in Authorization does not allow GET /v1/orders on api.example.com (403)',
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
      'no 42 at /v1/orders/42 on api.example.com (404)',
    );
    expect(sentence({ status: 404 })).toBe('no such route: GET /v1/orders on api.example.com (404)');
    expect(sentence({ status: 406, requestHeaders: [['Accept', 'text/csv']] })).toBe(
      'Accept: text/csv cannot be satisfied: GET /v1/orders on api.example.com (406)',
    );
    expect(
      sentence({
        status: 416,
        requestHeaders: [['Range', 'bytes=5000-']],
        headers: [['Content-Range', 'bytes */4096']],
      }),
    ).toBe('bytes=5000- lies outside the 4096 bytes of /v1/orders on api.example.com (416)');
    expect(
      sentence({
        status: 206,
        requestHeaders: [['Range', 'bytes=0-15']],
        headers: [['Content-Range', 'bytes 0-15/7340032']],
      }),
    ).toBe('only bytes 0-15/7340032 returned: /v1/orders on api.example.com');
    expect(sentence({ status: 411, method: 'POST' })).toBe(
      'no Content-Length sent, and api.example.com does not take POST /v1/orders without it (411)',
    );
    expect(sentence({ status: 505, httpVersion: '2.0' })).toBe(
      'HTTP/2.0 is not spoken by api.example.com; GET /v1/orders was sent in it (505)',
    );
    expect(sentence({ status: 524, durationMs: 100_230 })).toBe(
      'the origin server accepted the call but did not answer (524 after 1 min 40 s): GET /v1/orders on api.example.com',
    );
    expect(sentence({ status: 500, headers: [['X-Request-Id', 'req-7']] })).toBe(
      'no reason given (X-Request-Id: req-7): GET /v1/orders on api.example.com failed (500)',
    );
    expect(sentence({ status: 302, headers: [['Location', '/v2/orders']] })).toBe(
      'answered for now at /v2/orders: GET /v1/orders on api.example.com',
    );
  });

  test('quotes what the server says, but not where it only repeats its status', () => {
    expect(sentence({ status: 400, body: '{"error":{"message":"amount is negative"}}' })).toBe(
      '"amount is negative" (400, GET /v1/orders on api.example.com)',
    );
    expect(sentence({ status: 400, body: '{"error":"Bad Request"}' })).toBe(
      'refused without a reason; its path, query and headers may be at fault: GET /v1/orders on api.example.com (400)',
    );
  });

  test('puts the words of the server first, with the code, the call and what helps to find it', () => {
    const conflict = '{"error":{"code":"order_already_exists","message":"Order web-5521 exists."}}';
    expect(sentence({ status: 409, method: 'POST', body: conflict })).toBe(
      '"Order web-5521 exists." (409 order_already_exists, POST /v1/orders on api.example.com)',
    );
    const trace =
      '{"message":"order is null","trace":"java.lang.NullPointerException: order is null\\n\\tat X.java:4"}';
    expect(sentence({ status: 500, headers: [['X-Request-Id', 'req-7']], body: trace })).toBe(
      '"order is null" (500 java.lang.NullPointerException, X-Request-Id: req-7, GET /v1/orders on api.example.com)',
    );
    expect(sentence({ status: 404, body: 'Cannot GET /v1/orders' })).toBe(
      'no such route: Cannot GET /v1/orders (404, api.example.com)',
    );
    expect(sentence({ status: 400, body: '{"message":"no field \\"a\\""}' })).toBe(
      'no field "a" (400, GET /v1/orders on api.example.com)',
    );
  });

  test('puts what only a header says before the words of the server', () => {
    const body = '{"message":"Down for maintenance."}';
    expect(sentence({ status: 503, headers: [['Retry-After', '120']], body })).toBe(
      'retry after 2 min (Retry-After: 120): Down for maintenance. (503, GET /v1/orders on api.example.com)',
    );
    expect(sentence({ status: 503, headers: [['Retry-After', '120']] })).toBe(
      'retry after 2 min (Retry-After: 120); overloaded, restarting or without a free server: GET /v1/orders on api.example.com (503)',
    );
    const scope: [string, string][] = [
      ['WWW-Authenticate', 'Bearer error="insufficient_scope", scope="refunds:write"'],
    ];
    expect(sentence({ status: 403, headers: scope, body: '{"message":"Not for you"}', ...AUTHORIZED })).toBe(
      'the scope refunds:write is missing: Not for you (403, the Bearer credential in Authorization, GET /v1/orders on api.example.com)',
    );
    expect(sentence({ status: 403, headers: [['X-Accepted-OAuth-Scopes', 'repo']], ...AUTHORIZED })).toBe(
      'needs repo (x-accepted-oauth-scopes): the Bearer credential in Authorization does not allow GET /v1/orders on api.example.com (403)',
    );
    expect(sentence({ status: 403, headers: [['X-Accepted-OAuth-Scopes', '']], ...AUTHORIZED })).not.toContain('needs');
    const noScope: [string, string][] = [['WWW-Authenticate', 'Bearer error="invalid_token", scope="x"']];
    expect(sentence({ status: 403, headers: noScope, ...AUTHORIZED })).not.toContain('the scope');
  });

  test('names issuer and audience of a refused token, in which environments differ', () => {
    const token = jwt({ iss: 'https://id.dev.example/', aud: ['shop', 'stock'] });
    expect(sentence({ status: 401, requestHeaders: [['Authorization', `Bearer ${token}`]] })).toBe(
      'the Bearer credential in Authorization is not accepted (iss https://id.dev.example/, aud shop stock): GET /v1/orders on api.example.com (401)',
    );
    const silent = jwt({ sub: 'u1' });
    expect(sentence({ status: 401, requestHeaders: [['Authorization', `Bearer ${silent}`]] })).toBe(
      'the Bearer credential in Authorization is not accepted: GET /v1/orders on api.example.com (401)',
    );
  });

  test('cuts long words of the server so that the call still stands behind them', () => {
    const long = sentence({ status: 400, body: 'no such thing '.repeat(80) })!;
    expect(long.length).toBeLessThanOrEqual(300);
    expect(long.endsWith('…" (400, GET /v1/orders on api.example.com)')).toBe(true);
  });

  test('does not cut a credential that the server repeats before it is masked', () => {
    const secret = 'plainlettersonly'.repeat(4);
    for (let shift = 150; shift < 300; shift += 10) {
      const body = `${'x '.repeat(shift / 2)}${secret}`;
      const { summary } = annotate(rule, { status: 401, requestHeaders: [['X-Api-Key', secret]], body });
      expect([shift, summary.includes('plainletters')]).toEqual([shift, false]);
    }
  });

  test('counts one byte as one', () => {
    expect(sentence({ status: 416, headers: [['Content-Range', 'bytes */1']] })).toBe(
      'the range asked for lies outside the 1 byte of /v1/orders on api.example.com (416)',
    );
  });

  test('blames the caller for a method or HTTP version that the server does not have', () => {
    expect(annotate(rule, { status: 501 })).toMatchObject({ cause: 'not-implemented', fault: 'client' });
    expect(annotate(rule, { status: 505 })).toMatchObject({ cause: 'not-implemented', fault: 'client' });
    expect(annotate(rule, { status: 511 })).toMatchObject({ cause: 'network-authentication', fault: 'network' });
    expect(annotate(rule, { status: 500 })).toMatchObject({ fault: 'server' });
  });

  test('is more than a guess where a field proves the reading', () => {
    expect(find(rule, { status: 416 })).toMatchObject({ confidence: 'certain' });
    expect(find(rule, { status: 206, headers: [['Content-Range', 'bytes 0-1/2']] })).toMatchObject({
      confidence: 'certain',
    });
    expect(find(rule, { status: 206 })).toMatchObject({ confidence: 'likely' });
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
      summary: 'https://app.example may not send PUT: the preflight to api.example.com was refused with 401',
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
