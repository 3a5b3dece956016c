import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/missing-field.ts';
import { annotate, type Difference, find } from '../build.ts';
import { FORM_TYPE, JSON_TYPE } from '../capture.ts';

const posted = (requestBody: string, body: string, difference: Difference = {}) =>
  find(rule, { method: 'POST', status: 400, requestHeaders: [JSON_TYPE], requestBody, body, ...difference });
const TITLE = '{"errors":[{"field":"title","code":"missing_field"}]}';

describe('missing-field', () => {
  test('names the field and where it should be, proven by a body that was read whole', () => {
    expect(
      annotate(rule, { method: 'POST', status: 422, requestHeaders: [JSON_TYPE], requestBody: '{"a":1}', body: TITLE }),
    ).toEqual({
      class: 'client_error',
      cause: 'missing-field',
      fault: 'client',
      confidence: 'certain',
      summary: '"title" is missing from the body',
      evidence: [
        { where: 'request.body', what: 'no "title"' },
        { where: 'response.body#/errors/0/code', what: 'missing_field' },
        { where: 'response.status', what: '422' },
      ],
      advice: 'Add "title".',
      retry: 'after_fix',
    });
  });

  test('says so where the field stands in an object that was encoded twice', () => {
    const twice = JSON.stringify('{"email":"a@b.co"}');
    expect(posted(twice, '{"error":"email is required"}')).toMatchObject({
      summary: '"email" is not seen: the body is a JSON string that holds the object (encoded twice)',
    });
    const other = JSON.stringify('{"name":"a"}');
    expect(posted(other, '{"error":"email is required"}')?.summary).toContain('"email" is missing');
  });

  test('names what was probably meant where the request spells it otherwise', () => {
    expect(posted('{"emial":"a@b.co"}', '{"error":"email is required"}')).toMatchObject({
      summary: '"email" is missing; the request has "emial"',
      advice: 'Rename emial to email.',
    });
  });

  test('counts the other fields that are missing, without those that are there', () => {
    const body = '{"errors":{"email":["is required"],"city":["is required"],"zip":["is required"]}}';
    expect(posted('{"zip":"1"}', body)!.summary).toBe('"email" is missing from the body (also "city")');
  });

  test.each([
    ['{"name":null}', '"name" is required; the request sent null'],
    ['{"name":""}', '"name" is required; the request sent ""'],
    ['{"name":"Ada"}', '"name" is required, yet the request has it in the body: "Ada"'],
  ])('tells an empty value and one that the server did not see from absence: %s', (requestBody, summary) => {
    expect(posted(requestBody, '{"error":"name is required"}')).toMatchObject({ summary, confidence: 'likely' });
  });

  test('finds parameters and headers, too', () => {
    expect(find(rule, { status: 400, body: '{"error":"Missing query parameter: q"}' })!.summary).toBe(
      'the query parameter "q" is missing',
    );
    const header = "Required request header 'X-Tenant' for method parameter type String is not present";
    expect(find(rule, { status: 400, body: JSON.stringify({ message: header }) })!.summary).toBe(
      'the header X-Tenant is missing',
    );
  });

  test('reads what asks for a type of something absent as missing', () => {
    const body = '{"statusCode":400,"message":["name must be a string"],"error":"Bad Request"}';
    expect(posted('{"age":3}', body)!.summary).toBe('"name" is missing from the body');
    expect(posted('{"name":3}', body)).toBeUndefined();
  });

  test('is not certain of a body that was not read whole', () => {
    const cut = posted('{"a":', TITLE, { requestBytes: 5000 });
    expect(cut).toMatchObject({ confidence: 'likely' });
  });

  test('is silent where the caller, a limit or the server is meant, and about a body in another format', () => {
    expect(find(rule, { status: 401, body: '{"message":"API key is missing"}' })).toBeUndefined();
    expect(posted('{}', TITLE, { status: 429 })).toBeUndefined();
    expect(find(rule, { status: 500, body: '{"error":"secretOrPrivateKey must have a value"}' })).toBeUndefined();
    expect(
      posted('{"email":"a@b.co"}', '{"error":"email is required"}', { requestHeaders: [FORM_TYPE] }),
    ).toBeUndefined();
    expect(posted('{}', TITLE, { status: 200 })).toBeUndefined();
  });
});
