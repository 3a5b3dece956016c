import { describe, expect, test } from 'vitest';
import { annotateLast } from '../capture.ts';

const bare = { status: 400, body: '{"error":"Bad Request"}' } as const;

describe('a bare 400 to a body that cannot be read', () => {
  test('multipart without a boundary is proven by the header', async () => {
    const annotation = await annotateLast({
      ...bare,
      method: 'POST',
      url: 'https://api.example.com/v1/files',
      requestHeaders: [['Content-Type', 'multipart/form-data']],
      requestBody: '--x\r\n\r\na\r\n--x--\r\n',
    });
    expect(annotation).toMatchObject({
      cause: 'malformed-body',
      confidence: 'certain',
      summary: 'Content-Type: multipart/form-data has no boundary: POST /v1/files on api.example.com',
    });
  });

  test('JSON that was announced and not sent', async () => {
    const annotation = await annotateLast({
      ...bare,
      method: 'POST',
      url: 'https://api.example.com/v1/orders',
      requestHeaders: [['Content-Type', 'application/json']],
    });
    expect(annotation).toMatchObject({ cause: 'malformed-body', confidence: 'guess' });
    expect(annotation.summary).toBe(
      'no body was sent, though Content-Type announces JSON: POST /v1/orders on api.example.com',
    );
  });

  test.each([
    ['a GET', { method: 'GET' }],
    ['a body that came', { method: 'POST', requestBody: '{"a":1}' }],
    [
      'one that was not recorded',
      {
        method: 'POST',
        requestHeaders: [
          ['Content-Type', 'application/json'],
          ['Content-Length', '12'],
        ],
      },
    ],
    ['another status', { method: 'POST', status: 409 }],
  ] as const)('not so with %s', async (_what, difference) => {
    const annotation = await annotateLast({
      ...bare,
      url: 'https://api.example.com/v1/orders',
      requestHeaders: [['Content-Type', 'application/json']],
      ...difference,
    });
    expect(annotation.cause).not.toBe('malformed-body');
  });
});
