import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/redirect-to-login.ts';
import { annotate, type Difference, find } from '../build.ts';

const sentTo = (location: string, difference: Difference = {}) =>
  find(rule, { status: 302, headers: [['Location', location]], ...difference });

describe('redirect-to-login', () => {
  test('names the page and what was sent', () => {
    expect(annotate(rule, { status: 302, headers: [['Location', '/users/sign_in']] })).toMatchObject({
      class: 'redirection',
      cause: 'redirect-to-login',
      fault: 'client',
      confidence: 'likely',
      summary: 'sent to sign in at /users/sign_in; no credential was sent: GET /v1/orders on api.example.com',
    });
    expect(sentTo('/login', { requestHeaders: [['Cookie', 'sessionid=0123456789abcdef']] })!.summary).toBe(
      'sent to sign in at /login; the cookie sessionid that was sent does not count: GET /v1/orders on api.example.com',
    );
  });

  test.each([
    '/accounts/login/?next=/v1/orders',
    'https://login.microsoftonline.com/acme/oauth2/v2.0/authorize?client_id=1&response_type=code',
    'https://idp.example.com/realms/acme/protocol/openid-connect/auth?client_id=web',
    'https://acme.okta.com/?return_to=x',
    'https://acme.cloudflareaccess.com/cdn-cgi/access/login/api.example.com',
    'https://sso.example.com/saml2/idp?SAMLRequest=fZ',
    '/wp-login.php?redirect_to=x',
    '/session/new',
    '/auth?next=%2Fv1%2Forders',
    '/anmelden',
    '/access/unauthenticated?return_to=%2Fagent',
    '/session-expired?returnUrl=%2Fv1%2Forders',
    '/_layouts/15/Authenticate.aspx?Source=%2Fv1%2Forders',
    '/plugins/servlet/external-login?os_destination=%2Fv1',
    '/index.php?title=Special:UserLogin&returnto=Orders',
  ])('knows %s', (location) => {
    expect(sentTo(location)).toBeDefined();
  });

  test.each([
    '/v2/orders',
    '/authors/7',
    '/blog/login-is-hard',
    '/articles/authenticate-your-users?from=short',
    '/downloads/source/x.tgz?source=web',
    '/unauthenticated',
    '/oauth/callback?code=1',
    'https://cdn.example.net/a.zip?sig=1',
    '/dashboard?next=2',
  ])('is silent about %s', (location) => {
    expect(sentTo(location)).toBeUndefined();
  });

  test('is silent about a step of signing in or out', () => {
    expect(sentTo('/login', { url: 'https://app.example.com/logout' })).toBeUndefined();
    expect(sentTo('/login?error=1', { url: 'https://app.example.com/login', method: 'POST' })).toBeUndefined();
    expect(
      sentTo('https://id.example.com/authorize?response_type=code', { url: 'https://app.example.com/auth/google' }),
    ).toBeUndefined();
  });

  test('is silent about every other status', () => {
    expect(sentTo('/login', { status: 201 })).toBeUndefined();
  });
});
