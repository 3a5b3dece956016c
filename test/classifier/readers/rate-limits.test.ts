import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { isExhausted } from '../../../src/classifier/readers/rate-limits.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { date, exchange, NOON } from '../build.ts';

const limits = (...headers: [string, string][]) =>
  createFacts(exchange({ status: 429, headers: [date(), ...headers] as Headers })).limits();

describe('limits in the headers of a response', () => {
  test.each<[string, [string, string][], object]>([
    [
      'GitHub',
      [
        ['X-RateLimit-Limit', '60'],
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Used', '60'],
        ['X-RateLimit-Resource', 'core'],
        ['X-RateLimit-Reset', String(NOON / 1000 + 90)],
      ],
      {
        name: '',
        limit: 60,
        remaining: 0,
        resetSeconds: 90,
        scope: 'core',
        where: 'response.headers.x-ratelimit-remaining',
      },
    ],
    [
      'the draft of three fields',
      [
        ['RateLimit-Limit', '100, 100;w=60'],
        ['RateLimit-Remaining', '0'],
        ['RateLimit-Reset', '12'],
      ],
      { limit: 100, remaining: 0, resetSeconds: 12, windowSeconds: 60 },
    ],
    [
      'the draft of one field',
      [['RateLimit', 'limit=100, remaining=0, reset=30']],
      { limit: 100, remaining: 0, resetSeconds: 30 },
    ],
    [
      'the structured draft with its policy',
      [
        ['RateLimit-Policy', '"burst";q=100;w=60'],
        ['RateLimit', '"burst";r=0;t=30'],
      ],
      { name: 'burst', limit: 100, remaining: 0, resetSeconds: 30, windowSeconds: 60 },
    ],
    [
      'Okta',
      [
        ['X-Rate-Limit-Limit', '600'],
        ['X-Rate-Limit-Remaining', '599'],
      ],
      { limit: 600, remaining: 599 },
    ],
    [
      'a fraction',
      [['X-Shopify-Shop-Api-Call-Limit', '39/40']],
      { limit: 40, remaining: 1, where: 'response.headers.x-shopify-shop-api-call-limit' },
    ],
    ['a named fraction', [['Sforce-Limit-Info', 'api-usage=25/5000']], { limit: 5000, remaining: 4975 }],
    [
      'Discord',
      [
        ['X-RateLimit-Limit', '5'],
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Reset-After', '0.65'],
        ['X-RateLimit-Scope', 'user'],
      ],
      { limit: 5, remaining: 0, resetSeconds: 0.65, scope: 'user' },
    ],
    [
      'milliseconds since the epoch',
      [
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Reset', String(NOON + 5000)],
      ],
      { remaining: 0, resetSeconds: 5 },
    ],
    [
      'a date',
      [
        ['X-RateLimit-Remaining', '0'],
        ['X-RateLimit-Reset', new Date(NOON + 60_000).toUTCString()],
      ],
      { resetSeconds: 60 },
    ],
  ])('%s', (_name, headers, expected) => {
    expect(limits(...headers)[0]).toMatchObject(expected);
  });

  test('one limit for each thing counted, wherever its name stands', () => {
    const openai = limits(
      ['x-ratelimit-limit-requests', '500'],
      ['x-ratelimit-remaining-requests', '499'],
      ['x-ratelimit-reset-requests', '120ms'],
      ['x-ratelimit-limit-tokens', '30000'],
      ['x-ratelimit-remaining-tokens', '0'],
      ['x-ratelimit-reset-tokens', '6m0s'],
    );
    expect(openai.map(({ name, remaining, resetSeconds }) => [name, remaining, resetSeconds])).toEqual([
      ['requests', 499, 0.12],
      ['tokens', 0, 360],
    ]);
    expect(openai.filter(isExhausted).map(({ name }) => name)).toEqual(['tokens']);
    const anthropic = limits(
      ['anthropic-ratelimit-requests-limit', '50'],
      ['anthropic-ratelimit-requests-remaining', '0'],
      ['anthropic-ratelimit-requests-reset', new Date(NOON + 30_000).toISOString()],
    );
    expect(anthropic).toMatchObject([{ name: 'requests', limit: 50, remaining: 0, resetSeconds: 30 }]);
  });

  test('a window in the name', () => {
    expect(limits(['X-RateLimit-Limit-Minute', '5'], ['X-RateLimit-Remaining-Minute', '0'])).toMatchObject([
      { name: 'minute', limit: 5, remaining: 0, windowSeconds: 60 },
    ]);
  });

  test('nothing in other fields, in empty and in hostile ones', () => {
    expect(limits(['Retry-After', '5'], ['X-Limit', '3'])).toEqual([]);
    expect(limits(['X-RateLimit-Limit', ''], ['X-RateLimit-Remaining', 'plenty'])).toEqual([]);
    expect(limits(['RateLimit', ';;;=,"'], ['RateLimit-Policy', 'x'.repeat(100_000)])).toEqual([]);
  });
});
