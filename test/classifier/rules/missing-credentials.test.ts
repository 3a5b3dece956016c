import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/missing-credentials.ts';
import { annotate, type Difference, find } from '../build.ts';

const NOT_PROVIDED = '{"detail":"Authentication credentials were not provided."}';
const refused = (difference: Difference = {}) => find(rule, { status: 401, ...difference });

describe('missing-credentials', () => {
  test('names scheme, realm and header that the server asks for', () => {
    const headers: [string, string][] = [['WWW-Authenticate', 'Basic realm="Shop"']];
    expect(annotate(rule, { status: 401, headers, body: NOT_PROVIDED })).toEqual({
      class: 'client_error',
      cause: 'missing-credentials',
      fault: 'client',
      confidence: 'certain',
      summary:
        'no credential sent; the server wants Basic in Authorization (realm "Shop") for GET /v1/orders on api.example.com ("Authentication credentials were not provided.")',
      evidence: [
        { where: 'request.headers', what: 'no credential in headers, query or cookies' },
        { where: 'response.status', what: '401' },
        { where: 'response.headers.www-authenticate', what: 'Basic realm="Shop"' },
        { where: 'response.body#/detail', what: 'Authentication credentials were not provided.' },
      ],
      advice: 'Send Authorization: Basic … with the call, and check that no redirect or proxy drops it.',
      retry: 'after_fix',
    });
  });

  test('a value that "must be in range" asks for no sign-in', () => {
    const body = '{"reason":"Latitude must be in range of -90 to 90. Given: 152"}';
    expect(find(rule, { status: 400, body })).toBeUndefined();
    expect(find(rule, { status: 400, body: '{"reason":"You must be logged in."}' })).toMatchObject({
      confidence: 'certain',
    });
  });

  test('asks for an API key where the challenge does', () => {
    const found = refused({
      headers: [['WWW-Authenticate', 'Key realm="kong"']],
      body: '{"message":"No API key found in request"}',
    });
    expect(found!.summary).toBe(
      'no credential sent; the server wants an API key (realm "kong") for GET /v1/orders on api.example.com ("No API key found in request")',
    );
  });

  test('an empty header counts as missing, and is named', () => {
    expect(refused({ requestHeaders: [['apikey', '']] })).toMatchObject({
      summary:
        'the header apikey is empty; the server wants one, usually in Authorization, for GET /v1/orders on api.example.com',
      advice: 'Fill apikey: an empty value usually comes from an unset environment variable or configuration key.',
    });
    expect(refused({ requestHeaders: [['Authorization', 'Bearer ']] })!.summary).toBe(
      'the header Authorization holds only the scheme Bearer, no value; the server wants one, usually in Authorization, for GET /v1/orders on api.example.com',
    );
    expect(refused({ url: 'https://api.example.com/v1?api_key=' })!.summary).toContain(
      'the query parameter api_key is empty',
    );
  });

  test('is only likely where the server does not say that something is absent', () => {
    expect(refused()).toMatchObject({ confidence: 'likely' });
    expect(refused({ body: '{"message":"Unauthorized"}' })).toMatchObject({ confidence: 'likely' });
    expect(refused({ body: '{"message":"Invalid API key or missing token"}' })).toMatchObject({ confidence: 'likely' });
  });

  test('is only likely where a credential may be hidden: an unknown cookie, a body that cannot be read', () => {
    expect(refused({ body: NOT_PROVIDED, requestHeaders: [['Cookie', 'x=1']] })).toMatchObject({
      confidence: 'likely',
    });
    expect(refused({ body: NOT_PROVIDED, method: 'POST', requestBody: 'opaque' })).toMatchObject({
      confidence: 'likely',
    });
    expect(refused({ body: NOT_PROVIDED, method: 'POST', requestBody: '{"a":1}' })).toMatchObject({
      confidence: 'certain',
    });
  });

  test.each<[string, Difference]>([
    ['in Authorization', { requestHeaders: [['Authorization', 'Bearer x']] }],
    ['in a header of its own', { requestHeaders: [['X-Shop-Access-Token', 'x']] }],
    ['in the query', { url: 'https://api.example.com/v1?access_token=x' }],
    ['in the URL', { url: 'https://ada:x@api.example.com/v1' }],
    ['in a cookie', { requestHeaders: [['Cookie', 'theme=dark; sessionid=x']] }],
    ['in a JSON body', { method: 'POST', requestBody: '{"user":{"email":"a@b.c","password":"x"}}' }],
    ['in a form', { method: 'POST', requestBody: 'grant_type=refresh_token&refresh_token=x' }],
  ])('is silent where one was sent %s', (_place, difference) => {
    expect(refused({ body: NOT_PROVIDED, ...difference })).toBeUndefined();
  });

  test('a token against CSRF, a page token and a visitor cookie are no credentials', () => {
    expect(
      refused({
        requestHeaders: [
          ['X-CSRF-Token', 'x'],
          ['Idempotency-Key', 'x'],
          ['Cookie', '_ga=1; csrftoken=x'],
        ],
      }),
    ).toBeDefined();
    expect(refused({ url: 'https://api.example.com/v1?page_token=x&sort_key=y' })).toBeDefined();
  });

  test('takes a 403 or 400 only where the server says so or sends a challenge', () => {
    expect(find(rule, { status: 403, body: NOT_PROVIDED })).toMatchObject({ confidence: 'certain' });
    expect(find(rule, { status: 400, body: '{"__type":"x#MissingAuthenticationTokenException"}' })).toBeDefined();
    expect(find(rule, { status: 403, headers: [['WWW-Authenticate', 'Bearer']] })).toBeDefined();
    expect(find(rule, { status: 403 })).toBeUndefined();
    expect(find(rule, { status: 403, body: '{"message":"CSRF token missing"}' })).toBeUndefined();
    expect(find(rule, { status: 404, body: NOT_PROVIDED })).toBeUndefined();
  });

  test('is silent about a preflight, which never carries credentials', () => {
    const requestHeaders: [string, string][] = [
      ['Origin', 'https://a.example'],
      ['Access-Control-Request-Method', 'POST'],
    ];
    expect(refused({ method: 'OPTIONS', requestHeaders })).toBeUndefined();
  });
});

describe('a cookie for TLS alone', () => {
  const headers: [string, string][] = [['Set-Cookie', 'sid=abc; Path=/; Secure; HttpOnly']];
  const over = (url: string) => refused({ url, headers, body: NOT_PROVIDED })?.advice;

  test('never comes back over plain HTTP', () => {
    expect(over('http://app.example.com/me')).toBe(
      'Use https:// in the URL: the server marks its cookie Secure, and clients keep and send such a one over TLS only.',
    );
  });

  test('does over TLS, and on the own machine', () => {
    expect(over('https://app.example.com/me')).not.toMatch(/Secure/);
    expect(over('http://localhost:3000/me')).not.toMatch(/Secure/);
  });
});
