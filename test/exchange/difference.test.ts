import { expect, test } from 'vitest';
import { differenceInWords } from '../../src/exchange/difference.ts';

test('a difference is told with its place, what is there now and what was', () => {
  const weight = 50;
  expect([
    differenceInWords({ kind: 'header', name: 'X-Tenant', before: 'acme', after: null, weight }),
    differenceInWords({ kind: 'query', name: 'limit', before: null, after: '1000', weight }),
    differenceInWords({ kind: 'body', name: 'items[].price', before: 'number 12', after: 'string "12"', weight }),
    differenceInWords({
      kind: 'credential',
      name: 'Authorization',
      before: 'Bearer <jwt, 300+ characters>',
      after: null,
      weight,
    }),
    differenceInWords({ kind: 'host', name: '', before: 'a.example', after: 'b.example', weight }),
    differenceInWords({ kind: 'http-version', name: '', before: '2.0', after: '1.1', weight }),
    differenceInWords({ kind: 'path', name: '', before: '/a', after: '/a/', weight }),
  ]).toEqual([
    'header X-Tenant: missing (was acme)',
    'parameter limit: 1000 (was absent)',
    'items[].price in the body: string "12" (was number 12)',
    'credential Authorization: missing (was Bearer <jwt, 300+ characters>)',
    'host: b.example (was a.example)',
    'HTTP version: 1.1 (was 2.0)',
    'path: /a/ (was /a)',
  ]);
});
