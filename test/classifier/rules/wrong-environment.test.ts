import { describe, expect, test } from 'vitest';
import type { Headers } from '../../../src/exchange/headers.ts';
import { annotateLast, type Call } from '../capture.ts';

const KEY: Headers = [['X-Api-Key', 'fake-0123456789abcdef']];
const call = (url: string, difference: Call = {}): Call => ({ url, requestHeaders: KEY, ...difference });
const EU = 'https://api.eu.lamps.example/v1/boards';
const US = 'https://api.us.lamps.example/v1/boards';
const bare: Call = { status: 403, body: '{"message":"Forbidden"}' };

describe('a key that works on another host', () => {
  test('explains a bare 403 of the same route', async () => {
    expect(await annotateLast(call(EU), call(US, bare))).toMatchObject({
      cause: 'wrong-environment',
      confidence: 'likely',
      summary:
        'the header X-Api-Key is for api.eu.lamps.example: the same key works on api.eu.lamps.example (#1, 900 ms before); refused here: GET /v1/boards on api.us.lamps.example',
    });
  });

  test.each<[string, readonly Call[]]>([
    ['another route answered there', [call('https://api.eu.lamps.example/v1/users'), call(US, bare)]],
    ['another method answered there', [call(EU, { method: 'POST' }), call(US, bare)]],
    ['the key is another', [call(EU), call(US, { ...bare, requestHeaders: [['X-Api-Key', 'other-0123456789abc']] })]],
    ['a right is named', [call(EU), call(US, { status: 403, body: '{"message":"Missing permission boards:read"}' })]],
    ['the key works here, too', [call(EU), call('https://api.us.lamps.example/v1/users'), call(EU), call(US, bare)]],
  ])('says nothing where %s', async (_name, list) => {
    expect((await annotateLast(...list)).cause).toBe('insufficient-scope');
  });
});

describe('a key of the other environment', () => {
  const key = (secret: string, difference: Call = {}): Call => ({
    url: 'https://api.lamps.example/v1/boards',
    requestHeaders: [['Authorization', `Bearer ${secret}`]],
    ...difference,
  });
  const refused: Call = { status: 401, body: '{"error":{"message":"Invalid API Key provided"}}' };

  test('is told from the one that worked here', async () => {
    const live = key('sk_live_abcdef0123456789abcd');
    expect(await annotateLast(live, key('sk_test_abcdef0123456789abcd', refused))).toMatchObject({
      cause: 'wrong-environment',
      confidence: 'likely',
      summary:
        'a test key in Authorization; #1 worked with a live key 900 ms before: Invalid API Key provided (401, GET /v1/boards on api.lamps.example)',
    });
  });

  test('another key of the same environment is just not accepted', async () => {
    const live = key('sk_live_abcdef0123456789abcd');
    expect((await annotateLast(live, key('sk_live_000000000000000000zz', refused))).cause).toBe('invalid-credentials');
  });
});
