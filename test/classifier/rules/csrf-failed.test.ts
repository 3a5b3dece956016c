import { describe, expect, test } from 'vitest';
import { annotateLast, type Call } from '../capture.ts';

const COOKIE = ['Cookie', 'SESSION=abc123def456'] as const;
const booking = (difference: Call = {}): Call => ({
  method: 'POST',
  requestHeaders: [COOKIE, ['X-XSRF-TOKEN', '77aa']],
  status: 201,
  headers: [['Location', '/v1/orders/1']],
  ...difference,
});
const bare: Call = { requestHeaders: [COOKIE], status: 403, headers: [] };

describe('csrf-failed, by the history', () => {
  test('names the header that the calls before it had', async () => {
    expect(await annotateLast(booking(), booking(bare))).toMatchObject({
      cause: 'csrf-failed',
      confidence: 'likely',
      summary:
        'no X-XSRF-TOKEN sent, and #1, which worked 900 ms before, had it (403, POST /v1/orders on api.example.com)',
      advice: 'Send X-XSRF-TOKEN with the token of the session, as in #1.',
    });
  });

  test.each<[string, readonly Call[]]>([
    ['a call without it worked', [booking({ requestHeaders: [COOKIE] }), booking(), booking(bare)]],
    ['it was sent', [booking(), booking({ status: 403, headers: [] })]],
    ['a GET is refused', [booking({ method: 'GET', status: 200 }), booking({ ...bare, method: 'GET' })]],
    ['the server names a permission', [booking(), booking({ ...bare, body: '{"message":"You need the role admin"}' })]],
  ])('says nothing where %s', async (_name, list) => {
    expect((await annotateLast(...list)).cause).not.toBe('csrf-failed');
  });
});
