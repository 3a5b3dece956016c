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
