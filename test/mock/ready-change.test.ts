import { describe, expect, test } from 'vitest';
import type { ReadyChange } from '../../src/mock/ready-change.ts';
import { decide, engineOf, request } from './build.ts';

const ASKED = request('POST https://api.example.com/v1/orders/7?page=2&debug=1', { body: { amount: 1 } });

function change(written: object, asked = ASKED): ReadyChange {
  const verdict = decide(engineOf({ match: 'api.example.com/v1/orders/{id}', change: written }), asked);
  if (verdict?.course.kind !== 'forward' || verdict.course.change === null) throw new Error('no change');
  return verdict.course.change;
}

describe('path and query', () => {
  test('are written anew, with what the path stood for', () => {
    expect(
      change({ path: '/v2/o/{{params.id}}', query: { debug: null, lang: 'de' } }).path('/v1/orders/7?page=2&debug=1'),
    ).toEqual({
      path: '/v2/o/7?page=2&lang=de',
      changes: [{ where: 'request.path', before: '/v1/orders/7?page=2&debug=1', after: '/v2/o/7?page=2&lang=de' }],
    });
  });

  test('stay byte for byte where nothing is said of them', () => {
    const sent = '/v1/orders/%37?a=%20b&&c';
    expect(change({ no_cache: true }).path(sent)).toEqual({ path: sent, changes: [] });
  });

  test('cannot carry what would end the request line', () => {
    const asked = request('POST https://api.example.com/v1/orders/a%20b%0d%0aX');
    expect(change({ path: '/x/{{params.id}}' }, asked).path('/').path).toBe('/x/a%20b%0D%0AX');
  });
});

describe('headers', () => {
  const sent = ['Host', 'api.example.com', 'Cookie', 'a=1', 'X-A', '1', 'x-a', '2', 'Accept', '*/*'];

  test('are set in their place, added at the end, taken out', () => {
    const { rawHeaders, changes } = change({
      request: { headers: { 'x-a': 'new', cookie: null, 'X-New': '{{params.id}}', 'X-None': null } },
    }).request(sent);
    expect(rawHeaders).toEqual(['Host', 'api.example.com', 'X-A', 'new', 'Accept', '*/*', 'X-New', '7']);
    expect(changes).toEqual([
      { where: 'request.headers.x-a', before: '1, 2', after: 'new' },
      { where: 'request.headers.cookie', before: 'a=1', after: null },
      { where: 'request.headers.x-new', before: null, after: '7' },
    ]);
  });

  test('that are so already are no change', () => {
    expect(change({ request: { headers: { accept: '*/*' } } }).request(sent)).toEqual({
      rawHeaders: sent,
      changes: [],
    });
  });

  test('of caches go on both sides', () => {
    const ready = change({ no_cache: true });
    expect(ready.request(['If-None-Match', '"1"', 'Accept', '*/*']).rawHeaders).toEqual([
      'Accept',
      '*/*',
      'cache-control',
      'no-cache',
    ]);
    expect(ready.response(200, ['ETag', '"1"', 'Cache-Control', 'max-age=60', 'Age', '5']).rawHeaders).toEqual([
      'Cache-Control',
      'no-store',
    ]);
  });
});

describe('JSON', () => {
  test('is changed by path, and what was there is told', () => {
    const ready = change({ response: { json: { '/user/name': 'Ada' }, json_remove: ['/secret', '/none'] } });
    const changed = ready.body('response', [], Buffer.from('{"user":{"name":"Bob"},"secret":1,"n":2}'))!;
    expect(Buffer.from(changed.bytes).toString()).toBe('{"user":{"name":"Ada"},"n":2}');
    expect(changed.changes).toEqual([
      { where: 'response.body#/user/name', before: '"Bob"', after: '"Ada"' },
      { where: 'response.body#/secret', before: '1', after: null },
    ]);
  });

  test('that is none stays as it is', () => {
    const ready = change({ response: { json: { '/a': 1 } } });
    expect(ready.body('response', [], Buffer.from('<html>'))).toBeUndefined();
  });
});

test('a status that was changed is told', () => {
  expect(change({ response: { status: 503 } }).response(200, [])).toEqual({
    status: 503,
    rawHeaders: [],
    changes: [{ where: 'response.status', before: '200', after: '503' }],
  });
});
