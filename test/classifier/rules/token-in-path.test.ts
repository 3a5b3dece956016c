import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/token-in-path.ts';
import { find } from '../build.ts';
import { annotateLast } from '../capture.ts';

const at = (path: string, status = 404) => find(rule, { url: `https://chat.example.com${path}`, status });

describe('token-in-path', () => {
  test('goes ahead of the route that is not found', async () => {
    expect(await annotateLast({ url: 'https://chat.example.com/botundefined/getMe', status: 404 })).toMatchObject({
      cause: 'malformed-credentials',
      confidence: 'certain',
      summary: 'the path holds undefined where the token belongs (404): GET /botundefined/getMe on chat.example.com',
    });
  });

  test.each([
    '/botNone/getUpdates',
    '/bot$BOT_TOKEN/sendMessage',
    '/bot<token>/getMe',
    '/bot{token}/getMe',
    '/bot/getMe',
  ])('knows %s', (path) => expect(at(path)?.summary).toMatch(/the token belongs|no token stands behind/));

  test('knows the place of a webhook’s token', () => {
    expect(at('/api/webhooks/123456789012345678/undefined', 401)?.evidence[0]).toEqual({
      where: 'request.url',
      what: 'undefined',
    });
  });

  test.each([
    '/bot123456789:AAfakefakefakefakefakefake/getMe',
    '/botany/leafTypes',
    '/bots/undefined/getMe',
    '/robotundefined',
    '/webhooks/undefined/deliveries',
    '/webhooks/12345/undefined',
    '/api/bot/getStatus',
    '/webhooks/123456789012345678/deliveries',
  ])('leaves %s alone', (path) => expect(at(path)).toBeUndefined());

  test('is about no crash of the server', () => {
    expect(at('/botundefined/getMe', 500)).toBeUndefined();
  });
});
