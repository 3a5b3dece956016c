import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/deprecated-endpoint.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { annotate, find } from '../build.ts';

const answered = (headers: Headers, url?: string) => find(rule, { headers, ...(url === undefined ? {} : { url }) });

describe('deprecated-endpoint', () => {
  test('names since when, until when and the successor', () => {
    const headers: Headers = [
      ['Deprecation', '@1751328000'],
      ['Sunset', 'Tue, 01 Dec 2026 00:00:00 GMT'],
      ['Link', '<https://api.example.com/v2/orders>; rel="successor-version"'],
    ];
    expect(annotate(rule, { headers })).toMatchObject({
      cause: 'deprecated-endpoint',
      fault: 'client',
      confidence: 'certain',
      summary:
        'works, but is deprecated: Deprecation: since 2025-07-01; switched off on 2026-12-01 (Sunset); successor https://api.example.com/v2/orders (GET /v1/orders on api.example.com)',
      advice: 'Move to the successor before 2026-12-01.',
    });
  });

  test.each<[string, string]>([
    ['Warning', '299 - "Deprecated API: use /v2/orders"'],
    ['Warning', '299 api.example.com "policy/v1beta1 is deprecated in v1.21+"'],
    ['X-API-Deprecated', 'true'],
    ['X-Acme-Api-Deprecated-Reason', 'https://docs.example.com/old'],
    ['X-Api-Warn', 'this version will be removed in May'],
    ['Deprecation', 'true'],
  ])('is certain of %s: %s', (name, value) => {
    expect(answered([[name, value]])).toMatchObject({ confidence: 'certain' });
  });

  test('is only likely of an end without a word of deprecation', () => {
    expect(answered([['Sunset', 'Tue, 01 Dec 2026 00:00:00 GMT']])).toMatchObject({ confidence: 'likely' });
  });

  test('takes a list of deprecated versions only where the one in use is among them', () => {
    const listed: Headers = [['api-deprecated-versions', '1.0, 1.1']];
    expect(answered(listed, 'https://api.example.com/orders?api-version=1.0')).toBeDefined();
    expect(answered(listed, 'https://api.example.com/orders?api-version=2.0')).toBeUndefined();
  });

  test.each<[string, string]>([
    ['Deprecation', 'false'],
    ['Warning', '110 - "Response is Stale"'],
    ['Warning', '299 - "unknown field \\"spec.replica\\""'],
    ['X-Notice', 'have a nice day'],
  ])('is silent about %s: %s', (name, value) => {
    expect(answered([[name, value]])).toBeUndefined();
  });

  test('is silent about a failure, which says more', () => {
    expect(find(rule, { status: 404, headers: [['Deprecation', 'true']] })).toBeUndefined();
  });
});
