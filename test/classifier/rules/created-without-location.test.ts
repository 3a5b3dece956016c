import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/created-without-location.ts';
import { annotate, type Difference, find } from '../build.ts';

const created = (difference: Difference) => find(rule, { method: 'POST', status: 201, ...difference });

describe('created-without-location', () => {
  test('is certain where the 201 has neither Location nor a body', () => {
    expect(annotate(rule, { method: 'POST', status: 201 })).toEqual({
      class: 'success',
      cause: 'created-without-location',
      fault: 'server',
      confidence: 'certain',
      summary:
        'no Location and an empty body in the 201 to POST /v1/orders on api.example.com: nothing says where the new resource is',
      evidence: [
        { where: 'response.headers', what: 'no Location' },
        { where: 'response.body', what: 'empty' },
      ],
      advice:
        'Have api.example.com send Location or the new resource with its id; until then look the resource up before you create it again.',
      retry: 'never',
    });
  });

  test.each(['null', 'true', '{}', '[]', ' \n'])('is certain where the body is only %j', (body) => {
    expect(created({ body })).toMatchObject({ confidence: 'certain' });
  });

  test('is likely where the body is a bare receipt', () => {
    expect(created({ body: '{"success":true,"message":"Order created","data":null}' })).toMatchObject({
      confidence: 'likely',
    });
  });

  test.each([
    '{"id":7}',
    '{"message":"Order 4711 created"}',
    '{"data":42}',
    '{"data":{"name":"x"}}',
    '["a"]',
    '"8f14e45f"',
    '8f14e45f',
    '{"success":true,"key":"x"}',
  ])('is silent where the body may be or name the resource: %s', (body) => {
    expect(created({ body })).toBeUndefined();
  });

  test('is silent with Location, with another field that names the resource, and for other methods', () => {
    expect(created({ headers: [['location', '/orders/7']] })).toBeUndefined();
    expect(created({ headers: [['Content-Location', '/orders/7']] })).toBeUndefined();
    expect(created({ headers: [['OData-EntityId', 'x']] })).toBeUndefined();
    expect(created({ headers: [['X-Request-Id', 'x']] })).toBeDefined();
    expect(created({ method: 'PUT' })).toBeUndefined();
    expect(created({ status: 200 })).toBeUndefined();
  });

  test('is silent where a body was announced and not recorded', () => {
    expect(created({ headers: [['Content-Length', '120']] })).toBeUndefined();
    expect(created({ headers: [['Content-Length', '0']] })).toBeDefined();
    expect(created({ headers: [['Transfer-Encoding', 'chunked']] })).toBeUndefined();
  });
});

test.each(['/track', '/v1/events', '/collect/', '/csp-report'])('what is reported to %s nobody wants back', (path) => {
  expect(find(rule, { method: 'POST', status: 201, url: `https://t.example.com${path}` })).toBeUndefined();
  expect(find(rule, { method: 'POST', status: 201, url: `https://t.example.com${path}-orders` })).toBeDefined();
});
