import { expect, test } from 'vitest';
import { redactText } from '../../../src/exchange/redact.ts';

test.each([
  'Could not verify JWT: JWTExpired',
  'Invalid token: ExpiredSignatureError',
  'token: TokenExpiredError',
  'Could not verify JWT: JWTNotInAudience',
])('the name of what is wrong with a token is no token: %s', (text) => {
  expect(redactText(text)).toBe(text);
});

test.each([
  ['token: HunterTwo', 'token: <token, 8+ characters>'],
  ['token: Token4Expired9Error', 'token: <token, 16+ characters>'],
  ['token=TokenExpired', 'token=<token, 12+ characters>'],
])('whatever else stands there is: %s', (text, masked) => {
  expect(redactText(text)).toBe(masked);
});
