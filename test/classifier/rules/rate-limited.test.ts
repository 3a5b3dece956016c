import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/rate-limited.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { annotate, type Difference, date, find, NOON } from '../build.ts';

const limited = (headers: Headers, difference: Difference = {}) => find(rule, { status: 429, headers, ...difference });

describe('rate-limited', () => {
  test('names the delay, the header that gives it, and the limit', () => {
    const headers: Headers = [
      date(),
      ['X-RateLimit-Limit', '5000'],
      ['X-RateLimit-Remaining', '0'],
      ['X-RateLimit-Reset', String(NOON / 1000 + 1380)],
    ];
    const body = '{"message":"API rate limit exceeded for user 7."}';
    expect(annotate(rule, { method: 'POST', status: 403, headers, body })).toEqual({
      class: 'client_error',
      cause: 'rate-limited',
      fault: 'client',
      confidence: 'certain',
      summary: `retry after 23 min (X-RateLimit-Reset: ${NOON / 1000 + 1380}): API rate limit exceeded for user 7. (403, limit 5000, 0 left, POST /v1/orders on api.example.com)`,
      evidence: [
        { where: 'response.status', what: '403' },
        { where: 'response.headers.x-ratelimit-reset', what: String(NOON / 1000 + 1380) },
        { where: 'response.headers.x-ratelimit-remaining', what: '0' },
        { where: 'response.body#/message', what: 'API rate limit exceeded for user 7.' },
      ],
      advice: 'Wait 23 min, then retry; spread the calls so that they stay under the limit.',
      retry: 'safe',
      retryAfterSeconds: 1380,
    });
  });

  test('puts the words of the server first where no delay is given, and says so where it is silent', () => {
    expect(limited([], { body: '{"error":{"code":"rate_limit","message":"Rate limit exceeded"}}' })!.summary).toBe(
      '"Rate limit exceeded" (429 rate_limit, GET /v1/orders on api.example.com)',
    );
    expect(limited([['X-RateLimit-Remaining', '0']])!.summary).toBe(
      'too many requests: no delay is given (429, GET /v1/orders on api.example.com)',
    );
    expect(limited([['Retry-After', '10']])!.summary).toBe(
      'retry after 10 s (Retry-After: 10): too many requests (429, GET /v1/orders on api.example.com)',
    );
  });

  test('prefers Retry-After to the reset of a window', () => {
    expect(
      limited([
        ['Retry-After', '2.0'],
        ['X-RateLimit-Reset', '41'],
      ]),
    ).toMatchObject({ retryAfterSeconds: 2 });
  });

  test('is only likely for a 429 with a delay and without a word of rates', () => {
    expect(limited([['Retry-After', '10']], { body: '{"message":"Come back later"}' })).toMatchObject({
      confidence: 'likely',
      retryAfterSeconds: 10,
    });
    expect(limited([], { body: '{"message":"Too many calls to this number"}' })).toMatchObject({
      confidence: 'likely',
    });
    expect(limited([], { body: '{"error":"ratelimited"}' })).toMatchObject({ confidence: 'likely' });
    expect(limited([['Retry-After', '10']], { body: '{"error":"ratelimited"}' })).toMatchObject({
      confidence: 'certain',
    });
    expect(limited([], { body: '{"message":"Limit of 60 requests per minute"}' })).toMatchObject({
      confidence: 'certain',
    });
  });

  test('is likely where only the word limit is said: it may be that of the day', () => {
    const usage: Headers = [['Sforce-Limit-Info', 'api-usage=15000/15000']];
    expect(limited(usage, { status: 403, body: '[{"errorCode":"REQUEST_LIMIT_EXCEEDED"}]' })).toMatchObject({
      confidence: 'likely',
    });
  });

  test('is silent about a silent 429: only the status speaks', () => {
    expect(limited([])).toBeUndefined();
    expect(
      limited([
        ['X-RateLimit-Remaining', '17'],
        ['X-RateLimit-Reset', '30'],
      ]),
    ).toBeUndefined();
  });

  test('is silent where a day, a month, a plan or what runs at once is the limit', () => {
    const retry: Headers = [['Retry-After', '1']];
    expect(limited(retry, { body: '{"message":"exceeded the 500 daily messages limit"}' })).toBeUndefined();
    expect(limited(retry, { body: '{"message":"You exceeded your current quota, check your plan"}' })).toBeUndefined();
    expect(limited(retry, { body: '{"message":"Too many concurrent requests"}' })).toBeUndefined();
    expect(limited([['Retry-After', '40000']])).toBeUndefined();
  });

  test('a quota per minute is a rate', () => {
    const body = '{"error":{"message":"Quota exceeded for limit \'Read requests per minute per user\'"}}';
    expect(limited([], { body })).toMatchObject({ cause: 'rate-limited' });
  });

  test('takes a 403 or 503 only where it says so', () => {
    const spent: Headers = [['X-RateLimit-Remaining', '0']];
    const wait: Headers = [['Retry-After', '5']];
    expect(limited(wait, { status: 403, body: '{"message":"Rate limit exceeded"}' })).toMatchObject({
      confidence: 'certain',
    });
    expect(limited([], { status: 503, body: '<Error><Code>SlowDown</Code></Error>' })).toMatchObject({
      confidence: 'likely',
    });
    expect(limited(spent, { status: 403 })).toMatchObject({ confidence: 'likely' });
    expect(limited(spent, { status: 403, body: '{"message":"Resource not accessible"}' })).toBeUndefined();
    expect(limited([['Retry-After', '30']], { status: 503 })).toBeUndefined();
    expect(limited([], { status: 500, body: '{"message":"cannot be read"}' })).toBeUndefined();
  });

  test('takes a 400 of those who know no other status, but not a limit of size', () => {
    const body = '{"__type":"ThrottlingException","message":"Rate exceeded"}';
    expect(limited([], { status: 400, body })).toMatchObject({ cause: 'rate-limited', confidence: 'likely' });
    expect(limited([], { status: 400, body: '{"message":"Request size limit exceeded"}' })).toBeUndefined();
    expect(limited([], { status: 413, body: '{"message":"Too many requests in one batch"}' })).toBeUndefined();
  });

  test('leaves a full disk to another rule', () => {
    const body =
      '{"error":"[TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block]"}';
    expect(limited([], { body })).toBeUndefined();
  });

  test('does not take the address of a manual for a statement', () => {
    expect(
      limited([], { status: 403, body: '{"message":"No","url":"https://docs.example/rate-limits"}' }),
    ).toBeUndefined();
  });
});
