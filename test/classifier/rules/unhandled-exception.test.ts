import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/unhandled-exception.ts';
import { annotate, type Difference, find } from '../build.ts';

const failed = (body: string, difference: Difference = {}) => find(rule, { status: 500, body, ...difference });
const JAVA = JSON.stringify({
  status: 500,
  error: 'Internal Server Error',
  message: 'order.customer is null',
  trace:
    'java.lang.NullPointerException: order.customer is null\n\tat org.springframework.web.Servlet.run(Servlet.java:9)\n\tat com.acme.OrderController.get(OrderController.java:42)\n',
});

describe('unhandled-exception', () => {
  test('names the exception, the first own frame and the call', () => {
    expect(annotate(rule, { status: 500, body: JAVA })).toMatchObject({
      class: 'server_error',
      cause: 'unhandled-exception',
      fault: 'server',
      confidence: 'certain',
      summary:
        '"order.customer is null" (500 java.lang.NullPointerException, at com.acme.OrderController.get:42, GET /v1/orders on api.example.com)',
      advice: 'Correct the code at that place; the same call will fail again until then.',
    });
  });

  test('is likely where an exception is named and no place is shown', () => {
    expect(failed('{"error":"ZeroDivisionError: division by zero"}')).toMatchObject({ confidence: 'likely' });
  });

  test('is no more than likely where the exception is about the request', () => {
    const body = '{"error":"ValidationError: email is required\\n    at check (/app/src/check.js:3:9)"}';
    expect(failed(body)?.confidence ?? 'likely').toBe('likely');
  });

  test('names the id under which the failure can be found, in the body or a header', () => {
    expect(
      failed('{"error":"TypeError: x is not a function"}', { headers: [['X-Request-Id', 'req-7']] })!.summary,
    ).toBe('"TypeError: x is not a function" (500, X-Request-Id: req-7, GET /v1/orders on api.example.com)');
  });

  test('leaves words that only apologise, and what names another cause, to other rules', () => {
    expect(failed('<html><body><h1>We are sorry, but something went wrong.</h1></body></html>')).toBeUndefined();
    expect(failed('{"message":"connect ECONNREFUSED 10.0.0.9:5432"}')).toBeUndefined();
    expect(failed('')).toBeUndefined();
    expect(failed(JAVA, { status: 400 })).toBeUndefined();
    expect(failed(JAVA, { status: 502 })).toBeUndefined();
  });
});
