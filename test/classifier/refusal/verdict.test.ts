import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { verdictOn } from '../../../src/classifier/refusal/verdict.ts';
import { type Difference, exchange } from '../build.ts';
import { FORM_TYPE, JSON_TYPE } from '../capture.ts';

const verdict = (difference: Difference) => verdictOn(createFacts(exchange(difference)));
const posted = (status: number, requestBody: object | string, body: object | string, more: Difference = {}) =>
  verdict({
    method: 'POST',
    status,
    requestHeaders: [JSON_TYPE],
    requestBody: typeof requestBody === 'string' ? requestBody : JSON.stringify(requestBody),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...more,
  });
const read = (status: number, path: string, body: object | string) =>
  verdict({
    url: `https://api.example.com${path}`,
    status,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('what came first', () => {
  test('a value that the parser could not take goes before the parameter that is missing because of it', () => {
    const errors = {
      command: ['The command field is required.'],
      '$.customerId': ['The JSON value could not be converted to System.Guid. Path: $.customerId | LineNumber: 0'],
    };
    const found = posted(400, { customerId: '17' }, { title: 'One or more validation errors occurred.', errors });
    expect(found).toMatchObject({ cause: 'invalid-type', fields: [{ name: 'customerId' }, { name: 'command' }] });
    const missing = posted(400, { a: 1 }, { errors: { command: ['The command field is required.'] } });
    expect(missing).toMatchObject({ cause: 'missing-field', fields: [{ name: 'command' }] });
  });

  test('a bound is no type', () => {
    const error = (message: string) => ({
      detail: 'validation failed',
      errors: [{ message, location: 'body.rating' }],
    });
    expect(posted(422, { rating: 10 }, error('expected number <= 5'))?.cause).toBe('invalid-value');
    expect(posted(422, { rating: 'x' }, error('expected number'))?.cause).toBe('invalid-type');
  });
});

describe('the verdict on a refused request', () => {
  test.each([
    ['Laravel', { errors: { email: ['The email has already been taken.'] } }, 'already-exists'],
    ['Django', { email: ['Enter a valid email address.'] }, 'invalid-value'],
    ['Rails', { errors: { email: ["can't be blank"] } }, 'missing-field'],
    ['class-validator', { message: ['property email should not exist'], error: 'Bad Request' }, 'unknown-field'],
    ['Ajv', { code: 'FST_ERR_VALIDATION', message: 'body/email must be string' }, 'invalid-type'],
    [
      'Joi',
      { details: [{ message: '"email" is not allowed', path: ['email'], type: 'object.unknown' }] },
      'unknown-field',
    ],
    ['Go', { error: "Key: 'U.Email' Error:Field validation for 'Email' failed on the 'email' tag" }, 'invalid-value'],
    [
      'PostgreSQL',
      { code: '23505', message: 'duplicate key value violates unique constraint "u_email_key"' },
      'already-exists',
    ],
    ['Prisma', { code: 'P2002', message: 'Unique constraint failed on the fields: (`email`)' }, 'already-exists'],
    ['MongoDB', { code: 11000, message: 'E11000 duplicate key error collection: u index: email_1' }, 'already-exists'],
    [
      'gRPC',
      { error: { code: 400, status: 'INVALID_ARGUMENT', message: 'Request contains an invalid argument.' } },
      'invalid-value',
    ],
  ])('reads %s', (_name, body, cause) => {
    expect(posted(422, { email: 'x' }, body)?.cause).toBe(cause);
  });

  test.each([
    [401, { message: 'name is required' }],
    [402, { error: { code: 'card_declined', param: 'source', message: 'Your card was declined.' } }],
    [403, { message: 'You must be an admin to access this resource' }],
    [400, { error: 'Invalid API key' }],
    [500, { error: "Cannot read properties of undefined (reading 'id')" }],
    [500, { error: "ENOENT: no such file or directory, open '/app/config.json'" }],
    [400, { error: 'Bad Request' }],
  ])('is silent where %i speaks of the caller or the server, or says nothing: %j', (status, body) => {
    expect(posted(status, { a: 1 }, body)).toBeUndefined();
  });

  test('lets the status decide among meanings of the same words', () => {
    const stale = { error: 'The value does not match' };
    expect(posted(409, {}, stale)?.cause).toBe('version-conflict');
    expect(posted(400, {}, stale)?.cause).toBe('invalid-value');
    expect(posted(405, {}, { error: 'Pull Request is not mergeable' })?.cause).toBe('invalid-state');
  });

  test('tells a length that is too much for a field from one that is too much for the call', () => {
    expect(posted(422, { name: 'x' }, { errors: { name: ['is too long'] } })?.cause).toBe('invalid-value');
    expect(posted(400, {}, { error: { message: 'prompt is too long: 210000 tokens > 200000 maximum' } })?.cause).toBe(
      'too-large',
    );
  });

  test('compares what the header announces with what the body is', () => {
    const demand = { error: 'email is required' };
    expect(posted(400, { email: 'a@b.co' }, demand, { requestHeaders: [FORM_TYPE] })?.cause).toBe('wrong-content-type');
    expect(posted(400, { email: 'a@b.co' }, demand, { requestHeaders: [] })?.cause).toBe('wrong-content-type');
    expect(posted(400, 'email=a%40b.co', { error: 'Unexpected token e in JSON' })?.cause).toBe('wrong-content-type');
    expect(posted(400, { name: 'x' }, demand, { requestHeaders: [FORM_TYPE] })?.cause).toBe('missing-field');
  });

  test('does not call valid JSON malformed where the words speak of a type', () => {
    const jackson = 'JSON parse error: Cannot deserialize value of type `int` from String "x": not a valid `int` value';
    expect(posted(400, { qty: 'x' }, { message: jackson })?.cause).toBe('invalid-type');
    expect(posted(400, '{"qty":', { message: 'JSON parse error: Unexpected end-of-input' })?.cause).toBe(
      'malformed-json',
    );
    expect(verdict({ method: 'POST', status: 400, body: '{"error":"Unexpected end of JSON input"}' })?.cause).toBe(
      'malformed-body',
    );
  });

  test('takes numbers for codes of databases only beside words of databases', () => {
    expect(posted(400, {}, { code: 1062, message: 'Plan limit' })?.cause).toBeUndefined();
    expect(posted(400, {}, { code: 1062, message: "Duplicate entry 'a' for key 'users.email'" })?.cause).toBe(
      'already-exists',
    );
  });

  test('asks of a 500 for more than the word of a field', () => {
    expect(posted(500, {}, { error: 'secretOrPrivateKey must have a value' })).toBeUndefined();
    expect(posted(500, { email: 'a@b.co' }, { error: "Duplicate entry 'a@b.co' for key 'users.email'" })?.cause).toBe(
      'already-exists',
    );
  });

  test.each([
    [404, '/v1/orders/7', { error: 'Order not found' }, 'resource-not-found'],
    [404, '/apps/foo-9', { message: "Couldn't find that app." }, 'resource-not-found'],
    [404, '/v1/orderz', 'Cannot GET /v1/orderz', 'wrong-url'],
    [404, '/v1/orders', { error: 'API version v1 is no longer supported' }, 'unsupported-api-version'],
    [410, '/posts/5', { error: 'This post has been removed by its author' }, 'gone'],
    [400, '/list?cursor=abc', { error: 'The cursor has expired.' }, 'gone'],
    [400, '/orders?customer=cus_77x', { error: 'No such customer: cus_77x' }, 'related-resource-missing'],
    [400, '/x?filter=a', { error: "Syntax error at position 4 in 'a eq'." }, 'malformed-request'],
  ])('looks where the thing stands: %i %s %j', (status, path, body, cause) => {
    expect(read(status, path, body)?.cause).toBe(cause);
  });
});
