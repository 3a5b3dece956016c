import { describe, expect, test } from 'vitest';
import { annotateLast, bearer, type Call } from '../capture.ts';

const KEY = '9944b09199c62bcf9418ad846dd0e4bb';
const call = (authorization: string, difference: Call = {}): Call => ({
  requestHeaders: [['Authorization', authorization]],
  ...difference,
});

describe('credential-in-another-form', () => {
  test('names the scheme under which the same token worked', async () => {
    expect(await annotateLast(call(`Token ${KEY}`), call(`Bearer ${KEY}`, { status: 401 }))).toMatchObject({
      cause: 'malformed-credentials',
      confidence: 'likely',
      summary:
        'sent as Bearer in Authorization; it worked as Token in Authorization in #1, 900 ms before (401, GET /v1/orders on api.example.com)',
      advice: 'Send it as Token in Authorization again, as in #1.',
    });
  });

  test('knows the form from another route of the host, where the token counts for nothing', async () => {
    const elsewhere = call(`Token ${KEY}`, { url: 'https://api.example.com/v1/carts' });
    const annotation = await annotateLast(
      elsewhere,
      call(`Bearer ${KEY}`, { status: 401, body: '{"error":"Invalid token"}' }),
    );
    expect(annotation.cause).toBe('malformed-credentials');
    expect(annotation.summary).toContain('sent as Bearer in Authorization; it worked as Token in Authorization in #1');
  });

  test('names the place where the same key worked', async () => {
    const inHeader: Call = { requestHeaders: [['X-Api-Key', KEY]] };
    const inQuery: Call = {
      url: `https://api.example.com/v1/orders?api_key=${KEY}`,
      status: 401,
      body: '{"message":"No API key found in request"}',
    };
    const annotation = await annotateLast(inHeader, inQuery);
    expect(annotation.cause).toBe('malformed-credentials');
    expect(annotation.summary).toMatch(/^sent in the query parameter api_key; it worked in X-Api-Key in #1/);
    expect(annotation.summary).not.toContain(KEY);
  });

  test('knows the scheme from another token, where this one has none', async () => {
    const annotation = await annotateLast(call('Bot another-token-of-somebody'), call(KEY, { status: 401 }));
    expect(annotation).toMatchObject({
      cause: 'malformed-credentials',
      summary:
        'sent in Authorization without a scheme; another worked as Bot in Authorization in #1, 900 ms before (401, GET /v1/orders on api.example.com)',
      advice: 'Send it as Bot in Authorization, as in #1.',
    });
    expect((await annotateLast(call('another'), call(KEY, { status: 401 }))).cause).toBe('invalid-credentials');
  });

  test.each<[string, readonly Call[]]>([
    ['is another token', [call(`Token ${KEY}`), call('Bearer another-token-of-somebody', { status: 401 })]],
    ['worked in this form, too', [call(`Bearer ${KEY}`), call(`Token ${KEY}`), call(`Bearer ${KEY}`, { status: 401 })]],
    [
      'may not do this on another route',
      [call(`Token ${KEY}`, { url: 'https://api.example.com/v1/carts' }), call(`Bearer ${KEY}`, { status: 403 })],
    ],
    [
      'worked on another host',
      [call(`Token ${KEY}`, { url: 'https://auth.example.com/v1/carts' }), call(`Bearer ${KEY}`, { status: 401 })],
    ],
    [
      'worked on another route in this form',
      [call(`Bearer ${KEY}`, { url: 'https://api.example.com/v1/carts' }), call(`Bearer ${KEY}`, { status: 401 })],
    ],
    ['has expired', [call(`Token ${KEY}`), call(`Bearer ${KEY}`, { status: 401, body: '{"error":"token expired"}' })]],
  ])('says nothing of the form of one that %s', async (_name, list) => {
    expect((await annotateLast(...list)).cause).not.toBe('malformed-credentials');
  });

  test('is quiet where both forms work', async () => {
    expect((await annotateLast(call(`Token ${KEY}`), { requestHeaders: [bearer(KEY)] })).cause).toBeNull();
  });
});
