import { describe, expect, test } from 'vitest';
import { redactText } from '../../../src/exchange/redact.ts';

describe('a sentence that goes on behind a word for a secret', () => {
  test.each([
    'the server looks in Authorization: Not authenticated (403, GET /admin on api.example.com)',
    'Invalid authorization: API key does not allow access from IP 203.0.113.7',
    'the server wants Bearer before the token in Authorization',
    'Error validating access token: Session has expired on Friday',
    'decode the Jwt: Signed JWT rejected',
    "unexpected token: 'FORM'",
    'urn:oasis:names:tc:SAML:2.0:status:Responder',
    'Access denied - required authorization: WRITE',
    'doubled in Authorization ("Bearer Bearer …")',
    'GET /query on pinot.example.com:8099',
    'GET /pin on web:3000',
    'sent to otp.example.com:8443',
  ])('is shown: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test.each([
    ['Authorization: Bearer Zm9vYmFyMTIz', 'Authorization: Bearer <token, 12+ characters>'],
    ['Authorization: Token abcdef123456', 'Authorization: Token <token, 12+ characters>'],
    ['authorization: hunter2 and more', 'authorization: <credential, 16+ characters, with a space>'],
    ['your PIN: 482913', 'your PIN: <one-time code, under 8 digits>'],
    ['token: HunterTwo', 'token: <token, 8+ characters>'],
    ["token: 'FORM'", "token: '<token, under 8 characters>'"],
  ])('a secret is not: %s', (text, masked) => {
    expect(redactText(text)).toBe(masked);
  });
});

test('what stands in quotation marks ends with them', () => {
  expect(redactText('"needs authorization: hunter2secret" (403, GET /x on api.example.com)')).toMatch(
    /^"needs authorization: <[^<>]*>" \(403, GET \/x on api\.example\.com\)$/,
  );
});
