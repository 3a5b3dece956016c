import { describe, expect, test } from 'vitest';
import { annotateLast, bearer, type Call, FORM_TYPE, JSON_TYPE } from '../capture.ts';

const said = (status: number, message: string, difference: Call = {}): Call => ({
  method: 'POST',
  status,
  requestHeaders: [JSON_TYPE, bearer('k3y-0f-th3-shop')],
  requestBody: '{"name":"lamp"}',
  body: JSON.stringify({ message }),
  ...difference,
});

const plain = (text: string): Call =>
  said(400, text, { requestHeaders: [['Content-Type', 'text/plain']], requestBody: 'SELEC * FROM lamps' });

describe('words that stand for several things', () => {
  test.each<[string, Call, string]>([
    ['a form of a field', said(400, 'name: invalid format'), 'invalid-value'],
    ['a form of the header', said(401, 'Invalid token format'), 'malformed-credentials'],
    [
      'a member that the document lacks',
      said(400, 'Field `points` is declared, but is not found in the document.'),
      'missing-field',
    ],
    [
      'another who wrote first',
      said(409, 'Optimistic concurrency violation, transaction will be aborted.'),
      'version-conflict',
    ],
    ['calls beside each other', said(429, 'Too many concurrent requests'), 'concurrency-limited'],
    [
      'a quota and how much of it is used',
      said(403, 'Quota exceeded: requested 4, already used 18 of 20'),
      'quota-exhausted',
    ],
    ['a name that is used', said(409, 'The name is already used'), 'already-exists'],
    [
      'a version of a thing',
      said(404, 'Version 3 of the template was not found', {
        method: 'GET',
        requestBody: '',
        url: 'https://api.example.com/v1/templates/7',
      }),
      'resource-not-found',
    ],
    ['a version of the API', said(400, 'API version v9 was not found'), 'unsupported-api-version'],
    [
      'a client that is too new',
      said(400, 'client version 1.52 is too new. Maximum supported API version is 1.43'),
      'unsupported-api-version',
    ],
    ['a client that is too slow', said(408, 'The client was too slow'), 'request-timeout'],
    ['a key that nobody knows', said(400, 'Provided API key could not be found.'), 'invalid-credentials'],
    ['an address that is not on the list', said(403, 'Client address is not authorized'), 'ip-not-allowed'],
    [
      'a role',
      said(401, 'User does not have credentials to run queries. Add role query_select.'),
      'insufficient-scope',
    ],
    ['a statement of a query language', plain('Parse error: Unexpected token'), 'malformed-body'],
  ])('%s', async (_name, call, cause) => {
    expect((await annotateLast(call)).cause).toBe(cause);
  });
});

describe('"invalid or missing" beside a credential', () => {
  const headers = (...list: NonNullable<Call['requestHeaders']>) =>
    said(401, 'invalid or missing token', { requestHeaders: list });

  test('means that the one that was sent is not accepted', async () => {
    expect((await annotateLast(headers(JSON_TYPE, bearer('k3y-0f-th3-shop')))).cause).toBe('invalid-credentials');
  });

  test('means that none came where none was sent', async () => {
    expect((await annotateLast(headers(JSON_TYPE))).cause).toBe('missing-credentials');
  });
});

describe('a key in a field whose name does not say so', () => {
  const unknown = (name: string, value: string) =>
    said(401, 'unknown API key', { requestHeaders: [JSON_TYPE, [name, value]] });

  test('is the one that the server does not know', async () => {
    const annotation = await annotateLast(unknown('X-Shop-Team', 'f4k3f4k3f4k3f4k3f4k3f4k3'));
    expect(annotation).toMatchObject({ cause: 'invalid-credentials', confidence: 'likely' });
    expect(annotation.summary).toContain('X-Shop-Team');
  });

  test.each([
    ['X-Request-Id', 'f4k3f4k3f4k3f4k3f4k3f4k3'],
    ['X-Shop-Team', 'blue'],
    ['X-Shop-Team', '7d6bf4f1-c0de-4e0b-b5d9-b2fd3d6ae6a4'],
  ])('is none in %s: %s', async (name, value) => {
    expect((await annotateLast(unknown(name, value))).cause).toBe('missing-credentials');
  });
});

describe('a password deep inside a body', () => {
  const signIn = (auth: unknown): Call =>
    said(401, 'The request you have made requires authentication.', {
      requestHeaders: [JSON_TYPE],
      requestBody: JSON.stringify({ auth }),
      url: 'https://id.example.com/v3/auth/tokens',
    });

  test('is what the server does not accept', async () => {
    const auth = { identity: { password: { user: { name: 'ci', password: 'wr0ng' } } } };
    expect((await annotateLast(signIn(auth))).cause).toBe('invalid-credentials');
  });

  test('is not the code of a thing', async () => {
    const auth = { order: { lines: { first: { code: 'lamp' } } } };
    expect((await annotateLast(signIn(auth))).cause).toBe('missing-credentials');
  });
});

test('a token endpoint speaks of its grant, whatever does not match', async () => {
  const call = said(400, '', {
    url: 'https://id.example.com/oauth2/token',
    requestHeaders: [FORM_TYPE],
    requestBody: 'grant_type=authorization_code&code=abc&code_verifier=x&client_id=shop',
    body: '{"error":"invalid_grant","error_description":"The redirect address does not match"}',
  });
  expect((await annotateLast(call)).cause).toBe('invalid-credentials');
});
