import { describe, expect, test } from 'vitest';
import { rule as concurrency } from '../../../src/classifier/rules/concurrency-limited.ts';
import { rule as quota } from '../../../src/classifier/rules/quota-exhausted.ts';
import { rule as rate } from '../../../src/classifier/rules/rate-limited.ts';
import { annotate, type Difference, find } from '../build.ts';

/** Which of the three limits is found; exactly one, or none. */
function limitIn(difference: Difference): string | undefined {
  const found = [rate, quota, concurrency].flatMap((rule) => find(rule, { status: 429, ...difference })?.cause ?? []);
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0];
}

const says = (message: string, difference: Difference = {}) =>
  limitIn({ body: JSON.stringify({ message }), ...difference });

describe('the three limits', () => {
  test.each([
    ['Rate limit exceeded', 'rate-limited'],
    ['Quota exceeded for quota metric Reads and limit Reads per minute per user', 'rate-limited'],
    ['You can only make 100 requests every hour', 'rate-limited'],
    ['Please slow down', 'rate-limited'],
    ['(#4) Application request limit reached', 'rate-limited'],
    ['Daily limit of 500 messages reached', 'quota-exhausted'],
    ['Rate limit of 1000 requests per day exceeded', 'quota-exhausted'],
    ['You exceeded your current quota, please check your plan', 'quota-exhausted'],
    ['You have reached the request limit of your plan. Upgrade your subscription.', 'quota-exhausted'],
    ['Monthly usage limit reached', 'quota-exhausted'],
    ['Too many concurrent requests', 'concurrency-limited'],
    ['Maximum number of simultaneous sessions exceeded', 'concurrency-limited'],
    ['Too many open connections for this key', 'concurrency-limited'],
  ])('%s', (message, cause) => {
    expect(says(message)).toBe(cause);
  });

  test('the headers decide where the words do not', () => {
    expect(
      limitIn({
        headers: [
          ['X-RateLimit-Remaining-Day', '0'],
          ['X-RateLimit-Limit-Day', '1000'],
        ],
      }),
    ).toBe('quota-exhausted');
    expect(
      limitIn({
        headers: [
          ['X-RateLimit-Remaining-Minute', '0'],
          ['X-RateLimit-Limit-Minute', '60'],
        ],
      }),
    ).toBe('rate-limited');
    expect(limitIn({ headers: [['Retry-After', '43200']] })).toBe('quota-exhausted');
    expect(limitIn({ headers: [['Acme-Concurrent-Requests', '101']] })).toBe('concurrency-limited');
    expect(limitIn({ body: '{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2000}' })).toBe('rate-limited');
  });

  test('a quota under another status counts where the words speak of it first', () => {
    expect(says('The project has reached its quota of 5 buckets', { status: 403 })).toBe('quota-exhausted');
    expect(says('creating this droplet will exceed your droplet limit', { status: 422 })).toBe('quota-exhausted');
    expect(
      says('Resource not accessible by integration', { status: 403, headers: [['X-RateLimit-Remaining', '0']] }),
    ).toBeUndefined();
    expect(says('The amount must not exceed 500', { status: 422 })).toBeUndefined();
  });

  test('says what the quota is, and that quick retries cannot help', () => {
    expect(annotate(quota, { status: 429, body: '{"message":"Daily limit of 500 messages reached"}' })).toMatchObject({
      cause: 'quota-exhausted',
      confidence: 'likely',
      summary: '"Daily limit of 500 messages reached" (429, GET /v1/orders on api.example.com)',
      advice:
        'Raise the quota at api.example.com, use up less of it, or wait until it starts anew; quick retries cannot help.',
    });
  });

  test('says what runs at once, from the header that counts it', () => {
    expect(annotate(concurrency, { status: 429, headers: [['Acme-Concurrent-Requests', '101']] })).toMatchObject({
      cause: 'concurrency-limited',
      summary:
        'too many calls run at the same time: no delay is given (429, acme-concurrent-requests: 101, GET /v1/orders on api.example.com)',
    });
  });
});

describe('what is no limit', () => {
  test('a delay beside another failure', () => {
    const body = '<html><body><h1>Error: Server Error</h1><p>Please try again in 30 seconds.</p></body></html>';
    expect(limitIn({ status: 502, headers: [['Content-Type', 'text/html']], body })).toBeUndefined();
  });

  test('too many requests under a status of its own are a rate, too many items are not', () => {
    expect(says('Way too many requests; IP banned until 1573803600000.', { status: 418 })).toBe('rate-limited');
    expect(says('Too many items in one batch', { status: 400 })).toBeUndefined();
  });
});
