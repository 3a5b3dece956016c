import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { exchange } from '../build.ts';

const codeOf = (body: string | null, status = 400) => createFacts(exchange({ status, body })).errorCode();

describe('the code by which an API names its error', () => {
  test.each<[string, string]>([
    ['{"error":{"code":"order_already_exists","message":"It exists."}}', 'order_already_exists'],
    ['{"error":{"code":403,"status":"PERMISSION_DENIED"}}', 'PERMISSION_DENIED'],
    ['{"code":20429,"message":"Too Many Requests"}', '20429'],
    ['{"__type":"x.ThrottlingException"}', 'x.ThrottlingException'],
    ['{"message":"blocked","block":{"reason":"dmca"}}', 'dmca'],
    ['{"trace":"java.lang.NullPointerException: x\\n\\tat A.java:4"}', 'java.lang.NullPointerException'],
    ['{"exception":"#<ActiveRecord::RecordNotFound: no order>"}', 'ActiveRecord::RecordNotFound'],
    ['<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>', 'NoSuchKey'],
  ])('%s', (body, code) => {
    expect(codeOf(body, 403)).toBe(code);
  });

  test.each<[string | null, number]>([
    [null, 400],
    ['{"code":400,"status":400}', 400],
    ['{"status":"error","type":"invalid_request_error"}', 400],
    ['{"error":"Not Found"}', 404],
    ['{"code":"not_found"}', 404],
    ['{"code":"a sentence is no code"}', 400],
    ['<html><p>send <code>Content-Length</code></p></html>', 411],
    [`{"code":"${'x'.repeat(101)}"}`, 400],
  ])('none in %j', (body, status) => {
    expect(codeOf(body, status)).toBeUndefined();
  });

  test('is looked for within bounds in a hostile body', () => {
    const deep = `${'{"a":'.repeat(5000)}{"code":"deep"}${'}'.repeat(5000)}`;
    expect(codeOf(deep)).toBeUndefined();
    expect(
      codeOf(JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`k${n}`, {}])))),
    ).toBeUndefined();
  });
});
