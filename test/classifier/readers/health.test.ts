import { describe, expect, test } from 'vitest';
import { unhealthyParts } from '../../../src/classifier/readers/health.ts';

const names = (json: unknown) => unhealthyParts(json).map(({ name, state }) => `${name}: ${state}`);

describe('unhealthyParts', () => {
  test.each<[string, unknown, string]>([
    ['words', { checks: { postgres: 'ok', redis: 'connection refused' } }, 'redis: connection refused'],
    [
      'Spring Boot',
      { status: 'DOWN', components: { db: { status: 'DOWN', details: {} }, ping: { status: 'UP' } } },
      'db: DOWN',
    ],
    [
      'ASP.NET',
      { status: 'Unhealthy', entries: { sql: { status: 'Unhealthy', description: 'no login' } } },
      'sql: Unhealthy, no login',
    ],
    ['MicroProfile', { status: 'DOWN', checks: [{ name: 'queue', status: 'DOWN' }] }, 'queue: DOWN'],
    ['a flag', { services: { mail: { healthy: false } } }, 'mail: healthy: false'],
  ])('reads %s', (_name, json, part) => {
    expect(names(json)).toEqual([part]);
  });

  test('is empty where all is well, and for errors of a request', () => {
    expect(names({ checks: { postgres: 'ok' } })).toEqual([]);
    expect(names({ error: { message: 'timeout', code: 'error' } })).toEqual([]);
    expect(names([{ checks: { a: 'down' } }])).toEqual([]);
  });
});
