import { describe, expect, test } from 'vitest';
import { messageFacts } from '../../../src/classifier/readers/message.ts';
import { parseDelay, statedDelay, windowReset } from '../../../src/classifier/readers/retry-delay.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { exchange, NOON } from '../build.ts';

const response = (headers: Headers, body: string | null = null) =>
  messageFacts(exchange({ status: 429, headers, body }).response!);
const stated = (headers: Headers, body: string | null = null) => statedDelay(response(headers, body), NOON);
const reset = (headers: Headers) => windowReset(response(headers), NOON)?.seconds;

describe('a stated delay', () => {
  test.each<[string, string, number]>([
    ['Retry-After', '120', 120],
    ['Retry-After', '2.0', 2],
    ['Retry-After', new Date(NOON + 90_000).toUTCString(), 90],
    ['Retry-After', new Date(NOON - 90_000).toUTCString(), 0],
    ['retry-after-ms', '3728', 3.728],
    ['x-ms-retry-after-ms', '500', 0.5],
  ])('%s: %s', (name, value, seconds) => {
    expect(stated([[name, value]])).toMatchObject({
      seconds,
      where: `response.headers.${name.toLowerCase()}`,
      what: value,
    });
  });

  test('the more precise field comes first', () => {
    expect(
      stated([
        ['retry-after', '4'],
        ['retry-after-ms', '3728'],
      ]),
    ).toMatchObject({ seconds: 3.728, source: 'retry-after-ms' });
  });

  test.each<[string, number, string]>([
    ['{"message":"limited","retry_after":0.65}', 0.65, '/retry_after'],
    ['{"parameters":{"retry_after":35}}', 35, '/parameters/retry_after'],
    ['{"error":{"details":[{"x":1},{"retryDelay":"34.07s"}]}}', 34.07, '/error/details/1/retryDelay'],
    ['{"retryAfterMs":1500}', 1.5, '/retryAfterMs'],
  ])('in a body: %s', (body, seconds, pointer) => {
    expect(stated([], body)).toMatchObject({ seconds, where: `response.body#${pointer}` });
  });

  test.each(['', 'soon', '-', '1e9', '99999999', '9'.repeat(400), '1:1', 'NaN'])('%j is none', (value) => {
    expect(stated([['Retry-After', value]])).toBeUndefined();
  });

  test('an unrelated number in the body is none', () => {
    expect(stated([], '{"after":5,"retry":3,"retry_after":{"a":1}}')).toBeUndefined();
  });
});

describe('the reset of a window', () => {
  test.each<[string, number]>([
    [String(NOON / 1000 + 60), 60],
    [String(NOON + 60_000), 60],
    ['60', 60],
    [new Date(NOON + 60_000).toISOString(), 60],
    ['2026-11-05T12:01Z', 60],
    ['6m0s', 360],
    ['1h2m3s', 3723],
    ['1.5s', 1.5],
    ['20ms', 0.02],
  ])('reads X-RateLimit-Reset: %s', (value, seconds) => {
    expect(reset([['X-RateLimit-Reset', value]])).toBeCloseTo(seconds, 3);
  });

  test('counts only what is used up, by the field beside it', () => {
    expect(
      reset([
        ['x-ratelimit-remaining-requests', '499'],
        ['x-ratelimit-reset-requests', '120ms'],
        ['x-ratelimit-remaining-tokens', '0'],
        ['x-ratelimit-reset-tokens', '54.7s'],
      ]),
    ).toBe(54.7);
    expect(
      reset([
        ['X-RateLimit-Remaining', '17'],
        ['X-RateLimit-Reset', '30'],
      ]),
    ).toBeUndefined();
    expect(
      reset([
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Reset-After', '1.2'],
      ]),
    ).toBe(1.2);
  });

  test('reads the drafts of RateLimit', () => {
    expect(reset([['RateLimit', '"burst";r=0;t=5, "day";r=12;t=9000']])).toBe(5);
    expect(reset([['RateLimit', 'limit=100, remaining=0, reset=41']])).toBe(41);
    expect(reset([['RateLimit', 'limit=100, remaining=7, reset=41']])).toBeUndefined();
    expect(
      reset([
        ['RateLimit-Remaining', '0'],
        ['RateLimit-Reset', '41'],
      ]),
    ).toBe(41);
  });

  test('takes no other field for one', () => {
    expect(
      reset([
        ['X-Reset', '5'],
        ['X-RateLimit-Limit', '5'],
      ]),
    ).toBeUndefined();
  });
});

test('a delay beyond a month is not a delay', () => {
  expect(parseDelay('2678400', 's', NOON)).toBe(2_678_400);
  expect(parseDelay('2678401', 's', NOON)).toBeUndefined();
});
