import { describe, expect, test } from 'vitest';
import { rule as badGateway } from '../../../src/classifier/rules/bad-gateway.ts';
import { rule as dependency } from '../../../src/classifier/rules/dependency-failed.ts';
import { rule as gatewayTimeout } from '../../../src/classifier/rules/gateway-timeout.ts';
import { rule as maintenance } from '../../../src/classifier/rules/maintenance.ts';
import { rule as notImplemented } from '../../../src/classifier/rules/not-implemented.ts';
import { rule as overloaded } from '../../../src/classifier/rules/overloaded.ts';
import { rule as requestTimeout } from '../../../src/classifier/rules/request-timeout.ts';
import { rule as storage } from '../../../src/classifier/rules/server-storage.ts';
import { rule as exception } from '../../../src/classifier/rules/unhandled-exception.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { annotate, type Difference, find } from '../build.ts';

const RULES = [
  badGateway,
  dependency,
  gatewayTimeout,
  maintenance,
  notImplemented,
  overloaded,
  requestTimeout,
  storage,
  exception,
];

/** What the rules of this group find, which never disagree. */
function causeIn(difference: Difference): string | undefined {
  const found = RULES.flatMap((rule) => find(rule, difference)?.cause ?? []);
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0];
}

const json = (message: string) => JSON.stringify({ message });
const TEXT: Headers = [['Content-Type', 'text/plain']];
const nginx = (status: number, name: string) => ({
  status,
  headers: [
    ['Server', 'nginx'],
    ['Content-Type', 'text/html'],
  ] as Headers,
  body: `<html><head><title>${status} ${name}</title></head><body><center><h1>${status} ${name}</h1></center><hr><center>nginx</center></body></html>`,
});

describe('how a server failed', () => {
  test.each<[string, Difference, string]>([
    ['nginx 502', nginx(502, 'Bad Gateway'), 'bad-gateway'],
    ['nginx 504', nginx(504, 'Gateway Time-out'), 'gateway-timeout'],
    ['Envoy without an upstream', { status: 503, headers: TEXT, body: 'no healthy upstream' }, 'bad-gateway'],
    [
      'Envoy with an open circuit',
      {
        status: 503,
        headers: TEXT,
        body: 'upstream connect error or disconnect/reset before headers. reset reason: overflow',
      },
      'overloaded',
    ],
    ['Envoy that waited', { status: 504, headers: TEXT, body: 'upstream request timeout' }, 'gateway-timeout'],
    ['504 without a connection', { status: 504, body: json('no healthy upstream') }, 'bad-gateway'],
    ['503 in maintenance', { status: 503, body: json('Down for scheduled maintenance') }, 'maintenance'],
    ['503 at capacity', { status: 503, body: json('The model is overloaded') }, 'overloaded'],
    [
      '529',
      { status: 529, body: '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}' },
      'overloaded',
    ],
    [
      '500 at capacity',
      { status: 500, body: '{"code":"InternalError","message":"Out of host capacity."}' },
      'overloaded',
    ],
    [
      '500 without its database',
      { status: 500, body: json('connect ECONNREFUSED 10.0.0.9:5432') },
      'dependency-failed',
    ],
    [
      '503 of a health check',
      { status: 503, body: '{"status":"DOWN","components":{"db":{"status":"DOWN"},"ping":{"status":"UP"}}}' },
      'dependency-failed',
    ],
    ['424', { status: 424, body: json('The bank is not available') }, 'dependency-failed'],
    ['500 with a full disk', { status: 500, body: json('write failed: No space left on device') }, 'server-storage'],
    ['507', { status: 507 }, 'server-storage'],
    ['501', { status: 501, body: json('Method not implemented') }, 'not-implemented'],
    ['505', { status: 505 }, 'not-implemented'],
    [
      '408 of a slow upload',
      { ...nginx(408, 'Request Time-out'), method: 'POST', requestHeaders: [['Content-Length', '5000']] },
      'request-timeout',
    ],
    [
      '400 of a slow upload',
      {
        status: 400,
        body: '<Error><Code>RequestTimeout</Code><Message>Your socket connection to the server was not read from or written to within the timeout period.</Message></Error>',
      },
      'request-timeout',
    ],
    ['408 of a gateway that waited', { status: 408, body: json('upstream request timeout') }, 'gateway-timeout'],
  ])('%s', (_name, difference, cause) => {
    expect(causeIn(difference)).toBe(cause);
  });

  test.each<[string, Difference]>([
    ['a bare 500', { status: 500 }],
    ['a bare 503', { status: 503 }],
    ['a bare 502 of nobody', { status: 502 }],
    [
      '503 that says to slow down',
      { status: 503, body: '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>' },
    ],
    ['a refusal that speaks of a database', { status: 400, body: json('The database name is not valid') }],
    ['a success', { status: 200, body: json('no healthy upstream') }],
  ])('none of them takes %s', (_name, difference) => {
    expect(causeIn(difference)).toBeUndefined();
  });
});

describe('bad-gateway', () => {
  test('names the gateway and what it could not do', () => {
    expect(
      annotate(badGateway, { status: 503, headers: [['Server', 'envoy']], body: 'no healthy upstream' }),
    ).toMatchObject({
      cause: 'bad-gateway',
      fault: 'server',
      confidence: 'likely',
      summary: 'Envoy: no upstream is healthy: no healthy upstream (503, GET /v1/orders on api.example.com)',
    });
  });

  test('is certain of the numbers that only one CDN has, from that CDN', () => {
    const cloudflare: Headers = [
      ['Server', 'cloudflare'],
      ['CF-RAY', '8a1-FRA'],
    ];
    expect(find(badGateway, { status: 521, headers: cloudflare, body: 'error code: 521' })).toMatchObject({
      confidence: 'certain',
      advice: 'Start the origin, and let the addresses of the CDN through its firewall.',
    });
    expect(find(badGateway, { status: 521 })).toMatchObject({ confidence: 'likely' });
  });
});

describe('gateway-timeout', () => {
  test('names who waited, and how long', () => {
    expect(find(gatewayTimeout, { ...nginx(504, 'Gateway Time-out'), durationMs: 60_012 })!.summary).toBe(
      'nginx gave up after 1 min; the server behind it did not answer (504, GET /v1/orders on api.example.com)',
    );
  });
});

describe('dependency-failed', () => {
  test('names the component of a health check that is not well', () => {
    const body = '{"status":"unavailable","checks":{"postgres":"ok","redis":"ECONNREFUSED 10.0.0.9:6379"}}';
    expect(find(dependency, { status: 503, body })!.summary).toBe(
      '"something it depends on failed: redis: ECONNREFUSED 10.0.0.9:6379 (503, GET /v1/orders on api.example.com)'.slice(
        1,
      ),
    );
  });
});

describe('maintenance', () => {
  test('puts the delay before the words', () => {
    const delayed = { status: 503, headers: [['Retry-After', '120']] as Headers, body: json('Deployment in progress') };
    expect(find(maintenance, delayed)).toMatchObject({
      summary: 'retry after 2 min (Retry-After: 120): Deployment in progress (503, GET /v1/orders on api.example.com)',
      advice: 'Wait 2 min, then retry.',
    });
  });
});

describe('request-timeout', () => {
  test('says how much had arrived', () => {
    const difference: Difference = {
      status: 408,
      method: 'POST',
      requestHeaders: [['Content-Length', '5000']],
      requestBody: 'abc',
      durationMs: 30_000,
    };
    expect(find(requestTimeout, difference)!.summary).toBe(
      'api.example.com stopped waiting for the request after 30 s: POST /v1/orders was not complete (3 B of 5.0 kB had arrived)',
    );
  });
});

describe('server-storage', () => {
  test('takes a full disk under a status of the client, and no quota', () => {
    const flood = json(
      '[TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block]',
    );
    expect(find(storage, { status: 429, body: flood })).toMatchObject({
      cause: 'server-storage',
      confidence: 'likely',
    });
    expect(find(storage, { status: 403, body: json('The storage quota of this user is exceeded') })).toBeUndefined();
  });
});
