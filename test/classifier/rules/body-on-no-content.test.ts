import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/body-on-no-content.ts';
import { annotate, find } from '../build.ts';

describe('body-on-no-content', () => {
  test('names the length that a 204 announces', () => {
    expect(annotate(rule, { method: 'DELETE', status: 204, headers: [['Content-Length', '16']] })).toMatchObject({
      cause: 'body-on-no-content',
      fault: 'server',
      confidence: 'certain',
      summary:
        'Content-Length: 16 on a 204, which has no body: clients drop it, or take it for the next answer (DELETE /v1/orders on api.example.com)',
      retry: 'never',
    });
  });

  test('finds the body of a 205', () => {
    expect(find(rule, { method: 'POST', status: 205, body: '{"a":1}' })!.summary).toContain(
      'a body of 7 bytes on a 205',
    );
  });

  test('is likely of chunks on a 204, and of a client that asked for the resource', () => {
    expect(find(rule, { status: 204, headers: [['Transfer-Encoding', 'chunked']] })).toMatchObject({
      confidence: 'likely',
    });
    expect(
      find(rule, { method: 'PATCH', status: 204, requestHeaders: [['Prefer', 'return=representation']] }),
    ).toMatchObject({ confidence: 'likely' });
  });

  test('is silent about a 204 as it should be', () => {
    expect(find(rule, { status: 204 })).toBeUndefined();
    expect(find(rule, { status: 204, headers: [['Content-Length', '0']] })).toBeUndefined();
    expect(find(rule, { status: 205, headers: [['Transfer-Encoding', 'chunked']] })).toBeUndefined();
    expect(find(rule, { status: 204, requestHeaders: [['Prefer', 'return=minimal']] })).toBeUndefined();
    expect(find(rule, { method: 'HEAD', status: 204, headers: [['Content-Length', '16']] })).toBeUndefined();
    expect(find(rule, { status: 200, headers: [['Content-Length', '16']] })).toBeUndefined();
  });
});
