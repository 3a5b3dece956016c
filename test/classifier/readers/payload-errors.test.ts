import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { exchange } from '../build.ts';

const asked = (query: string | undefined, data: unknown) =>
  createFacts(
    exchange({
      method: 'POST',
      url: 'https://api.example.com/graphql',
      requestHeaders: [['Content-Type', 'application/json']],
      requestBody: JSON.stringify(query === undefined ? { documentId: 'x' } : { query }),
      status: 200,
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify({ data }),
    }),
  ).failedSuccess();

describe('errors in the data of GraphQL', () => {
  test.each<[string, unknown, string]>([
    ['a list', { create: { user: null, errors: [{ message: 'is invalid' }] } }, '/data/create/errors/0'],
    ['a list of sentences', { create: { user: null, errors: ['Due date is too early'] } }, '/data/create/errors/0'],
    ['codes alone', { create: { errors: [{ field: 'sku', code: 'UNIQUE' }] } }, '/data/create/errors/0'],
    ['a type that is an error', { create: { __typename: 'EmailTakenError', message: 'is taken' } }, '/data/create'],
    ['a flag', { create: { successful: false, messages: [{ message: "can't be blank" }] } }, '/data/create'],
  ])('of a mutation count: %s', (_name, data, pointer) => {
    expect(asked('mutation M { create(a: 1) { errors } }', data)?.where).toBe(`response.body#${pointer}`);
  });

  test('of a document that is not known count where their name says so', () => {
    expect(asked(undefined, { create: { userErrors: [{ message: 'x' }] } })).toBeDefined();
  });

  test.each<[string, string, unknown]>([
    ['a query for a job', 'query { job(id: 7) { errors { message } } }', { job: { errors: [{ message: 'row 3' }] } }],
    [
      'a short query',
      '{ draft { validationErrors { message } } }',
      { draft: { validationErrors: [{ message: 'x' }] } },
    ],
    ['an empty list', 'mutation { a { userErrors { message } } }', { a: { userErrors: [] } }],
    ['another type', 'mutation { a { __typename } }', { a: { __typename: 'ImportJob', message: 'begun' } }],
    ['a flag without words', 'mutation { a { ok } }', { a: { ok: false } }],
  ])('%s is answered well', (_name, query, data) => {
    expect(asked(query, data)).toBeUndefined();
  });
});
