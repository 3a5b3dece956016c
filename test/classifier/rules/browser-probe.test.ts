import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/browser-probe.ts';
import { annotate, find } from '../build.ts';

const at = (path: string, status = 404, method = 'GET') =>
  find(rule, { url: `http://localhost:3000${path}`, status, method });

describe('browser-probe', () => {
  test('keeps quiet about a missing favicon', () => {
    expect(annotate(rule, { url: 'http://localhost:3000/favicon.ico', status: 404 })).toMatchObject({
      class: 'client_error',
      cause: null,
      fault: 'nobody',
      confidence: 'likely',
      summary: 'browsers and crawlers ask for /favicon.ico on their own; localhost:3000 has none',
      advice: '',
      retry: 'never',
    });
  });

  test.each([
    '/apple-touch-icon.png',
    '/apple-touch-icon-120x120-precomposed.png',
    '/robots.txt',
    '/.well-known/appspecific/com.chrome.devtools.json',
    '/.well-known/security.txt',
    '/sitemap.xml',
    '/assets/index-4f2a.js.map',
  ])('knows %s', (path) => {
    expect(at(path)).toBeDefined();
  });

  test('is silent about other files, other statuses and other methods', () => {
    expect(at('/api/favicon.ico')).toBeUndefined();
    expect(at('/favicon.ico', 500)).toBeUndefined();
    expect(at('/favicon.ico', 404, 'POST')).toBeUndefined();
    expect(at('/.well-known/openid-configuration')).toBeUndefined();
    expect(at('/maps/paris.map')).toBeUndefined();
  });
});
