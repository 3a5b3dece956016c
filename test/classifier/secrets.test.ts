import { describe, expect, test } from 'vitest';
import { rule } from '../../src/classifier/rules/invalid-value.ts';
import { withoutSecrets } from '../../src/classifier/secrets.ts';
import { annotate, type Difference } from './build.ts';

const JSON_TYPE = [['Content-Type', 'application/json']] as const;

function shownOf(difference: Difference): string {
  return JSON.stringify(
    annotate(rule, { method: 'POST', status: 400, requestHeaders: JSON_TYPE, headers: JSON_TYPE, ...difference }),
  );
}

describe('what the request proves itself with', () => {
  test.each([
    ['a password of the body', '{"password":"Tr0ub4dor!xyz"}', 'application/json', 'Tr0ub4dor!xyz'],
    ['a password of a form', 'user=ann&password=Tr0ub4dor%21xyz', 'application/x-www-form-urlencoded', 'Tr0ub4dor!xyz'],
    ['a key further inside', '{"account":{"api_key":"k3y-0123456789"}}', 'application/json', 'k3y-0123456789'],
  ])('%s is masked where the server repeats it', (_name, requestBody, type, secret) => {
    const body = JSON.stringify({
      error: {
        message: `Value '${secret}' is not allowed.`,
        details: [{ field: secret, message: `${secret} is invalid` }],
      },
    });
    const shown = shownOf({ requestBody, requestHeaders: [['Content-Type', type]], body });
    expect(shown).toContain('is not allowed');
    expect(shown).not.toContain(secret);
  });

  test('a value under an ordinary name is shown', () => {
    const body = '{"error":{"message":"Value \'winter-2026\' is not allowed."}}';
    expect(shownOf({ requestBody: '{"coupon":"winter-2026"}', body })).toContain('winter-2026');
  });

  test('a sentence about the password stays readable where that is the word itself', () => {
    const body = '{"error":{"message":"The password is not allowed."}}';
    expect(shownOf({ requestBody: '{"password":"password"}', body })).toContain('The password is not allowed');
  });
});

describe('withoutSecrets', () => {
  const SECRET = 'tok9Zq81LmVx77Kd0PaW';

  test.each([
    ['whole', `the token ${SECRET} is wrong`],
    ['cut at the end of the text', `the token ${SECRET.slice(0, 12)}`],
    ['cut before an ellipsis', `the token ${SECRET.slice(0, 9)}… is wrong`],
    ['without its middle', `the token ${SECRET.slice(0, 8)}…${SECRET.slice(-8)} is wrong`],
  ])('masks a secret %s', (_name, text) => {
    const masked = withoutSecrets(text, [SECRET]);
    expect(masked).toContain('the token <');
    expect(masked).not.toMatch(/tok9Zq81|77Kd0PaW/);
  });

  test.each([
    ['a word that is short', 'the token a1b2 is wrong', 'a1b2'],
    ['another value that begins alike', `the token ${SECRET.slice(0, 8)}-other is wrong`, SECRET],
  ])('leaves %s', (_name, text, secret) => {
    expect(withoutSecrets(text, [secret])).toBe(text);
  });
});
