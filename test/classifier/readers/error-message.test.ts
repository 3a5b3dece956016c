import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { exchange } from '../build.ts';

const said = (body: string | null, status = 400) => createFacts(exchange({ status, body })).errorMessage();

describe('what a response says is wrong', () => {
  test.each<[string, string]>([
    ['{"message":"amount is negative"}', 'amount is negative'],
    ['{"error":{"code":7,"message":"no such card"}}', 'no such card'],
    ['{"error":"invalid_grant","error_description":"code was used"}', 'code was used'],
    ['{"errors":[{"message":"first"},{"message":"second"}]}', 'first'],
    ['{"errors":{"to":["must be after from"]}}', 'to: must be after from'],
    ['{"email":["This field is required."]}', 'email: This field is required.'],
    ['{"title":"Out of credit","status":403}', 'Out of credit'],
    ['{"Message":"denied"}', 'denied'],
    ['<Error><Code>X</Code><Message>No such key</Message></Error>', 'No such key'],
    ['<html><title>Error</title><pre>TypeError: x is &quot;null&quot;</pre></html>', 'TypeError: x is "null"'],
    ['no healthy upstream\nmore', 'no healthy upstream'],
    ['{"error":"Bad Request","exception":"#<KeyError: no id>"}', '#<KeyError: no id>'],
    ['error code: 1033', 'error code: 1033'],
    ['<h1>エラー</h1>', 'エラー'],
    ['<faultstring>read ---&gt; failed</faultstring>', 'read ---> failed'],
  ])('%s', (body, message) => {
    expect(said(body)).toBe(message);
  });

  test('takes a reason phrase that is a sentence, but not one that names a status', () => {
    const phrase = (reason: string) => createFacts(exchange({ status: 415, reason })).errorMessage();
    expect(phrase("the content type 'text/xml' was not expected")).toBe("the content type 'text/xml' was not expected");
    expect(phrase('Unsupported Media Type')).toBeUndefined();
    expect(phrase('Nope')).toBeUndefined();
  });

  test.each<[string | null, number]>([
    ['{"error":"Internal Server Error"}', 500],
    ['416 Requested Range Not Satisfiable', 416],
    [null, 400],
    ['', 400],
    ['Bad Request', 400],
    ['{"error":"Not Found","status":404}', 404],
    ['<html><head><title>404 Not Found</title></head></html>', 404],
    ['<title>503 Service Temporarily Unavailable</title>', 503],
    ['{"id":7,"items":[{"a":"b"}]}', 400],
  ])('nothing in %j', (body, status) => {
    expect(said(body, status)).toBeUndefined();
  });
});
