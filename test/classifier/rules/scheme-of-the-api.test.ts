import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/scheme-of-the-api.ts';
import { annotate, type Difference, find } from '../build.ts';

const refused = (url: string, authorization: string, difference: Difference = {}): Difference => ({
  url,
  status: 401,
  requestHeaders: [['Authorization', authorization]],
  ...difference,
});
const BOT = 'https://discord.com/api/v10/users/@me';
const DEEPL = 'https://api.deepl.com/v2/usage';

describe('scheme-of-the-api', () => {
  test('names the scheme that the documentation asks for', () => {
    expect(
      annotate(rule, refused(BOT, 'MTE4FAKE.Gfake0.FAKE', { body: '{"message":"401: Unauthorized"}' })),
    ).toMatchObject({
      cause: 'malformed-credentials',
      confidence: 'likely',
      summary:
        'discord.com wants Bot before the token in Authorization, none was sent (401): GET /api/v10/users/@me on discord.com',
      advice: 'Send it as Authorization: Bot <token>.',
    });
    expect(find(rule, refused('https://acme.okta.com/api/v1/users', '00fake'))?.summary).toContain('wants SSWS before');
  });

  test('names the one that was sent where the API takes a single one', () => {
    expect(find(rule, refused(DEEPL, 'Bearer 1234:fx', { status: 403 }))?.summary).toContain(
      'api.deepl.com wants DeepL-Auth-Key before the token in Authorization, Bearer was sent',
    );
  });

  test.each<[string, Difference]>([
    ['the scheme is the right one', refused(DEEPL, 'DeepL-Auth-Key 1234:fx')],
    ['the API takes others, too', refused(BOT, 'Bearer abcabcabc')],
    ['the API is not known', refused('https://api.example.com/v1', 'abcabcabc')],
    ['the token has expired', refused(BOT, 'abcabcabc', { body: '{"message":"token expired"}' })],
    ['a right is missing', refused(BOT, 'abcabcabc', { status: 403, body: '{"message":"Missing Permissions"}' })],
    ['a bare 403 may be about a right', refused(BOT, 'abcabcabc', { status: 403 })],
    ['the request succeeded', refused(BOT, 'abcabcabc', { status: 200 })],
  ])('is quiet where %s', (_name, difference) => {
    expect(find(rule, difference)).toBeUndefined();
  });
});
