import { describe, expect, test } from 'vitest';
import { annotateLast, type Call, JSON_TYPE } from '../capture.ts';

const tenant: Call = { requestHeaders: [['X-Tenant', 'acme']] };
const post = (body: string, difference: Call = {}): Call => ({
  method: 'POST',
  requestHeaders: [JSON_TYPE],
  requestBody: body,
  status: 201,
  headers: [['Location', '/v1/orders/1']],
  ...difference,
});

describe('changed-since-success', () => {
  test('names the header that every success had', async () => {
    expect(await annotateLast(tenant, tenant, { status: 400 })).toMatchObject({
      cause: 'missing-field',
      confidence: 'guess',
      summary:
        'the header X-Tenant is missing, unlike in #2, which worked 900 ms before (400, GET /v1/orders on api.example.com)',
      advice: 'Send it as in #2, and see whether that was the reason: the answer does not say.',
    });
  });

  test('names the field whose type is another', async () => {
    const annotation = await annotateLast(
      post('{"amount":1250}'),
      post('{"amount":"12,50"}', { status: 400, headers: [] }),
    );
    expect(annotation.cause).toBe('invalid-type');
    expect(annotation.summary).toMatch(/^"amount" is string, and was number in #1/);
  });

  test.each<[string, readonly Call[]]>([
    ['nothing differs', [tenant, tenant, { ...tenant, status: 400 }]],
    ['it was absent from a success, too', [{}, tenant, { status: 400 }]],
    [
      'two things differ as much',
      [
        {
          requestHeaders: [
            ['X-Tenant', 'a'],
            ['X-Project', 'b'],
          ],
        },
        { status: 400 },
      ],
    ],
    ['only a value is another', [post('{"note":"a"}'), post('{"note":"b"}', { status: 400, headers: [] })]],
  ])('does not guess where %s', async (_name, list) => {
    expect((await annotateLast(...list)).cause).toBe('unspecified');
  });

  test('leaves the word to a server that says why', async () => {
    const said = await annotateLast(tenant, { status: 400, body: '{"error":"limit must be at most 100"}' });
    expect(said.summary).not.toContain('X-Tenant');
  });
});
