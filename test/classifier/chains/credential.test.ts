import { describe, expect, test } from 'vitest';
import { annotateLast, bearer, type Call } from '../capture.ts';

const AGENT = ['User-Agent', 'curl/8.5.0'] as const;
const API = 'https://api.example.com/v1/orders';

describe('a credential that is another than before', () => {
  const withKey = (value: string): Call => ({ requestHeaders: [['X-Api-Key', value]] });

  test('is named with the call in which the old one worked', async () => {
    const annotation = await annotateLast(withKey('wx-1111aaaa'), { ...withKey('wx-2222bbbb'), status: 401 });
    expect(annotation).toMatchObject({ cause: 'invalid-credentials', confidence: 'likely' });
    expect(annotation.summary).toMatch(/^another key than in #1, which worked 900 ms before; /);
    expect(annotation.advice).toMatch(/^Compare the key with that of #1, or go back to it: /);
    const forbidden = await annotateLast(
      { requestHeaders: [bearer('of-the-admin')] },
      { requestHeaders: [bearer('of-the-intern')], status: 403 },
    );
    expect(forbidden).toMatchObject({ cause: 'insufficient-scope', confidence: 'likely' });
    expect(forbidden.summary).toMatch(/^another token than in #1/);
  });

  test.each<[string, readonly Call[]]>([
    ['it worked itself', [withKey('wx-1111aaaa'), withKey('wx-2222bbbb'), { ...withKey('wx-2222bbbb'), status: 401 }]],
    [
      'the old one stood elsewhere',
      [{ requestHeaders: [bearer('a-token-that-works')] }, { ...withKey('wx-2222bbbb'), status: 401 }],
    ],
    [
      'it worked on another route',
      [
        { ...withKey('wx-1111aaaa'), url: 'https://api.example.com/v1/carts' },
        { ...withKey('wx-2222bbbb'), status: 401 },
      ],
    ],
  ])('is not said to be where %s', async (_name, list) => {
    expect((await annotateLast(...list)).summary).not.toContain('another key');
  });
});

describe('a credential that is missing', () => {
  const redirected = (location: string): Call => ({
    url: 'https://example.com/v1/orders',
    requestHeaders: [AGENT, bearer('a-token-that-works')],
    status: 301,
    headers: [['Location', location]],
  });
  const arrived: Call = { url: API, requestHeaders: [AGENT], status: 401 };

  test('was lost on a redirect to another host', async () => {
    const annotation = await annotateLast(redirected(API), arrived);
    expect(annotation.cause).toBe('missing-credentials');
    expect(annotation.summary).toMatch(/^Authorization was sent in #1 and lost on its redirect to api\.example\.com; /);
    expect(annotation.advice).toBe(
      'Call this address directly with Authorization: clients drop it where a redirect leads to another host.',
    );
  });

  test.each<[string, readonly Call[]]>([
    ['the redirected call had none', [{ ...redirected(API), requestHeaders: [AGENT] }, arrived]],
    ['the redirect led elsewhere', [redirected('https://api.example.com/v2/orders'), arrived]],
    ['another client calls', [redirected(API), { ...arrived, requestHeaders: [['User-Agent', 'other']] }]],
    ['it comes a minute later', [redirected(API), { ...arrived, seconds: 60 }]],
  ])('was not lost on the way where %s', async (_name, list) => {
    expect((await annotateLast(...list)).summary).not.toContain('redirect');
  });

  test('was there in the call that worked', async () => {
    const annotation = await annotateLast({ requestHeaders: [bearer('a-token-that-works')] }, { status: 401 });
    expect(annotation.summary).toMatch(/^Authorization was sent in #1, which worked 900 ms before; no credential sent/);
    const never = await annotateLast({}, { status: 401 });
    expect(never.summary).toMatch(/^no credential sent/);
  });
});
