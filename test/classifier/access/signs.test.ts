import { describe, expect, test } from 'vitest';
import { refusesAddress } from '../../../src/classifier/access/client-address.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { annotateLast, bearer, type Call, FORM_TYPE, JSON_TYPE } from '../capture.ts';

const TOKEN: Headers = [bearer('tok_8f3k29dk20dk2l')];
const causeOf = async (call: Call) => (await annotateLast({ requestHeaders: TOKEN, ...call })).cause;
const said = (message: string) => JSON.stringify({ message });

describe('fields about scopes', () => {
  const lacking: Headers = [
    ['X-OAuth-Scopes', 'servers:read'],
    ['X-Accepted-OAuth-Scopes', 'volumes:write, volumes:admin'],
  ];
  const having: Headers = [
    ['X-OAuth-Scopes', 'servers:read, volumes:admin'],
    ['X-Accepted-OAuth-Scopes', 'volumes:write, volumes:admin'],
  ];

  test('explain a refusal that says nothing, and no more than that', async () => {
    expect(await annotateLast({ requestHeaders: TOKEN, status: 401, headers: lacking })).toMatchObject({
      cause: 'insufficient-scope',
      confidence: 'likely',
    });
    expect(await causeOf({ status: 401, headers: having })).toBe('invalid-credentials');
  });

  test.each<[string, Call]>([
    ['account-suspended', { status: 403, headers: lacking, body: said('Sorry. Your account was suspended.') }],
    ['rate-limited', { status: 403, headers: lacking, body: said('You have exceeded a secondary rate limit.') }],
    ['expired-credentials', { status: 401, headers: lacking, body: said('The token has expired') }],
  ])('leave %s to the words', async (cause, call) => {
    expect(await causeOf(call)).toBe(cause);
  });

  test('make a 404 look like a hidden resource, with a token only', async () => {
    const url = 'https://api.example.com/repos/kites/secret';
    expect(await causeOf({ url, status: 404, headers: lacking })).toBe('hidden-by-auth');
    expect(await causeOf({ url, status: 404, headers: having })).not.toBe('hidden-by-auth');
    expect(await causeOf({ url, status: 404, headers: lacking, requestHeaders: [] })).not.toBe('hidden-by-auth');
  });

  test('may stand as the scheme of the challenge', async () => {
    expect(await causeOf({ status: 401, headers: [['WWW-Authenticate', 'insufficient_scope']] })).toBe(
      'insufficient-scope',
    );
  });

  test('may stand where others name a field', async () => {
    const body = (field: string) =>
      JSON.stringify({ message: 'Authorization Error', errors: [{ field, code: 'missing' }] });
    expect(await causeOf({ status: 401, body: body('activity:read') })).toBe('insufficient-scope');
    expect(await causeOf({ status: 401, body: body('code') })).not.toBe('insufficient-scope');
  });
});

describe('fields about a further proof', () => {
  test.each<[string, Headers]>([
    ['a ticket', [['x-2fa-approval', 'be2f9f3c-1c8f-4d2c-93e2-5a16e41ab001']]],
    ['a CAPTCHA', [['X-Authentication-Denied-Reason', 'CAPTCHA_CHALLENGE; login-url=https://x.example']]],
  ])('are %s', async (_name, headers) => {
    expect(await causeOf({ status: 403, headers })).toBe('step-up-required');
  });

  test.each<[string, Call]>([
    [
      'a ticket under another status',
      { status: 400, headers: [['x-2fa-approval', 'be2f9f3c-1c8f-4d2c-93e2-5a16e41ab001']] },
    ],
    ['a factor that is off', { status: 403, headers: [['x-mfa-challenge', 'none']] }],
    ['another reason', { status: 403, headers: [['X-Authentication-Denied-Reason', 'AUTHENTICATION_DENIED']] }],
  ])('are not %s', async (_name, call) => {
    expect(await causeOf(call)).not.toBe('step-up-required');
  });
});

describe('fields that say what a page leaves out', () => {
  test.each<[string, Headers]>([
    ['ip-not-allowed', [['x-ms-forbidden-ip', '203.0.113.7']]],
    ['ip-not-allowed', [['X-Blocked-IP', '2001:db8::7']]],
    ['ip-not-allowed', [['X-Block-Reason', 'country KP']]],
    ['blocked-by-firewall', [['X-Reject-Reason', 'WAF rule 941100']]],
    ['cors-rejected', [['X-Reject-Reason', 'origin not allowed']]],
    ['insufficient-scope', [['X-Block-Reason', 'policy-7']]],
    ['insufficient-scope', [['X-Client-IP', '203.0.113.7']]],
  ])('are read: %s', async (cause, headers) => {
    expect(await causeOf({ status: 403, headers, body: '<html><title>403</title></html>' })).toBe(cause);
  });

  test('say nothing of a thing that does not exist, nor of a site that is switched off', async () => {
    const headers: Headers = [['x-ms-forbidden-ip', '203.0.113.7']];
    expect(await causeOf({ status: 404, headers })).not.toBe('ip-not-allowed');
    expect(await causeOf({ status: 403, reason: 'Site Disabled', headers })).not.toBe('ip-not-allowed');
  });
});

describe('the address of the caller', () => {
  test.each([
    'Access from 203.0.113.9 is not allowed by the policy.',
    'Requests from "2001:db8:0:1:2:3:4:5" are blocked',
    'You are not permitted to sign in from address 203.0.113.9',
  ])('is refused: %s', (sentence) => expect(refusesAddress(sentence)).toBe(true));

  test.each([
    'The server at 203.0.113.9 is not reachable',
    'You are not allowed to view machine 10.0.0.9',
    'Access from this application is not allowed',
    'Version 1.2.3.4 is not supported',
    'Access is not allowed. Your request came at 12:00:00',
  ])('is not: %s', (sentence) => expect(refusesAddress(sentence)).toBe(false));
});

describe('a refusal that names what the request lacks', () => {
  test.each<[string, Call]>([
    [
      'missing-field',
      { status: 403, body: said('Your client does not have permission. Missing Kite-Flavor:Red header.') },
    ],
    ['insufficient-scope', { status: 403, body: said('You do not have permission. Missing permission: kites.view') }],
    ['missing-credentials', { status: 403, requestHeaders: [], body: said('Missing Authorization header') }],
    [
      'related-resource-missing',
      {
        method: 'POST',
        status: 403,
        requestHeaders: [JSON_TYPE],
        requestBody: '{"grant_type":"client_credentials","audience":"https://api.kites.example"}',
        body: JSON.stringify({
          error: 'access_denied',
          error_description: 'Service not found: https://api.kites.example',
        }),
      },
    ],
    ['insufficient-scope', { status: 403, body: said('Access denied: Service not found: https://api.kites.example') }],
  ])('is %s', async (cause, call) => {
    expect(await causeOf(call)).toBe(cause);
  });
});

describe('a token call as JSON', () => {
  const call = (body: unknown, answer: unknown, difference: Call = {}): Call => ({
    method: 'POST',
    url: 'https://id.example.com/oauth2/token',
    requestHeaders: [JSON_TYPE],
    requestBody: JSON.stringify(body),
    status: 400,
    body: JSON.stringify(answer),
    ...difference,
  });
  const GRANT = { grant_type: 'client_credentials', client_id: 'shop', client_secret: 'fake' };

  test('is taken for a form whose grant_type is missing', async () => {
    const annotation = await annotateLast(
      call(GRANT, {
        error: 'invalid_request',
        error_description: "The request must contain the parameter: 'grant_type'",
      }),
    );
    expect(annotation).toMatchObject({ cause: 'wrong-content-type', confidence: 'likely' });
    expect(annotation.summary).toContain('the body is JSON, and a token endpoint reads forms');
  });

  test.each<[string, Call]>([
    [
      'the server repeats the value',
      call(GRANT, { error: 'unsupported_grant_type', error_description: 'client_credentials is off' }),
    ],
    [
      'another field is missing',
      call(GRANT, { error: 'invalid_request', error_description: 'Missing parameter: scope' }),
    ],
    [
      'grant_type is missing indeed',
      call({ client_id: 'x' }, { error: 'invalid_request', error_description: 'Missing parameter: grant_type' }),
    ],
    [
      'the body is a form',
      call(
        GRANT,
        { error: 'invalid_request', error_description: 'Missing parameter: grant_type' },
        { requestHeaders: [FORM_TYPE], requestBody: 'grant_type=x' },
      ),
    ],
    [
      'the client is refused',
      call(GRANT, { error: 'invalid_client', error_description: 'Unknown client' }, { status: 401 }),
    ],
  ])('is none where %s', async (_name, other) => {
    expect((await annotateLast(other)).cause).not.toBe('wrong-content-type');
  });
});

describe('what is switched off', () => {
  test.each([
    [503, 'This service has been suspended by its owner.'],
    [540, 'Project paused'],
    [503, 'This project has been disabled by the administrator'],
  ])('is %i: %s', async (status, message) => {
    expect(await causeOf({ status, body: said(message) })).toBe('account-suspended');
  });

  test.each([
    [503, 'The service has been suspended for maintenance'],
    [503, 'Service is temporarily suspended due to high load'],
    [503, 'The queue is paused'],
    [502, 'This service has been suspended'],
  ])('is not %i: %s', async (status, message) => {
    expect(await causeOf({ status, body: said(message) })).not.toBe('account-suspended');
  });
});

describe('what the server says, and to whom', () => {
  const SIGN_UP: Call = {
    method: 'POST',
    url: 'https://id.example.com/signup',
    requestHeaders: [JSON_TYPE],
    requestBody: '{"client_id":"shop","username":"ada","password":"fake"}',
    status: 400,
  };

  test.each<[string, string, Call]>([
    [
      'the fault behind a colon',
      'invalid-signature',
      { status: 401, body: said('Incorrect authentication information: verify key signature fail') },
    ],
    [
      'what could not be verified',
      'csrf-failed',
      { method: 'POST', status: 403, body: said('Could not verify the provided CSRF token') },
    ],
    [
      'a signature in a header of its own',
      'invalid-signature',
      { status: 400, requestHeaders: [['EFX-Sign', 'abc']], body: said('Invalid signature') },
    ],
    [
      'a token beside the key of a subscriber',
      'missing-credentials',
      { status: 401, requestHeaders: [['X-Subscription-Key', 'abcabcabcabc']], body: said('JWT not present.') },
    ],
    [
      'a key in place of a token',
      'malformed-credentials',
      { status: 401, body: said('API key missing. Pass it in the X-Kite-Key header.') },
    ],
    ['the header of an application', 'missing-credentials', { status: 401, body: said('Client ID is missing') }],
    [
      'a proof that is named and absent',
      'missing-credentials',
      { ...SIGN_UP, body: said('SECRET_HASH was not received') },
    ],
    [
      'a key that the address of a function carries',
      'invalid-credentials',
      { status: 401, requestHeaders: [], url: 'https://fn.example.com/api/in?code=RkFLRWZha2VGQUtFZmFrZQ==' },
    ],
    [
      'a country code',
      'missing-credentials',
      { status: 401, requestHeaders: [], url: 'https://fn.example.com/api/in?code=DE' },
    ],
    [
      'a caller without a session, of 422',
      'missing-credentials',
      { status: 422, requestHeaders: [], body: said('This method requires an authenticated user') },
    ],
    [
      'a token of nobody, of 422',
      'invalid-credentials',
      { status: 422, body: said('This method requires an authenticated user') },
    ],
    [
      'a key of one product',
      'feature-not-enabled',
      { status: 403, body: said('current license is non-compliant for [watcher]') },
    ],
    [
      'who may come in',
      'missing-credentials',
      { status: 403, requestHeaders: [], body: said('This page is only available to signed-in users.') },
    ],
  ])('%s is %s', async (_name, cause, call) => {
    expect(await causeOf(call)).toBe(cause);
  });

  test.each<[string, string, Call]>([
    [
      'advice to verify',
      'invalid-signature',
      { status: 400, body: said('Bad request. For more information verify that your signature is not expired.') },
    ],
    [
      'a proof that was sent',
      'missing-credentials',
      { ...SIGN_UP, requestBody: '{"secret_hash":"x","password":"fake"}', body: said('SECRET_HASH was not received') },
    ],
    ['an address that is a value', 'ip-not-allowed', { status: 422, body: said('ip 300.1.1.1 is not valid') }],
    ['a plate', 'feature-not-enabled', { status: 422, body: said('License plate is not valid for region') }],
  ])('%s is not %s', async (_name, cause, call) => {
    expect(await causeOf(call)).not.toBe(cause);
  });

  test('names the proof that is absent besides what was sent', async () => {
    expect((await annotateLast({ ...SIGN_UP, body: said('SECRET_HASH was not received') })).summary).toContain(
      'SECRET_HASH is missing beside what was sent; the server wants it for POST /signup on id.example.com',
    );
  });
});
