import { describe, expect, test } from 'vitest';
import type { Headers } from '../../../src/exchange/headers.ts';
import { annotateLast, type Call } from '../capture.ts';

const json = (status: number, body: unknown, requestHeaders: Headers = []): Call => ({
  status,
  requestHeaders,
  headers: [['Content-Type', 'application/json']],
  body: JSON.stringify(body),
});
const BEARER: Headers = [['Authorization', 'Bearer opaque-0123456789']];
const BASIC: Headers = [['Authorization', `Basic ${Buffer.from('ada:secret').toString('base64')}`]];

describe('what lacks', () => {
  test('is granted to the caller, and only who has a token needs a new one', async () => {
    const refused = { error: 'You lack the permission "orders:write"' };
    expect((await annotateLast(json(403, refused, BEARER))).advice).toBe(
      'Grant the permission orders:write to this caller, then fetch a new token: an old one keeps its scopes.',
    );
    expect((await annotateLast(json(403, refused, BASIC))).advice).toBe(
      'Grant the permission orders:write to this caller.',
    );
  });

  test('is found in another sentence of the answer than the one that refuses', async () => {
    const body = { error: { message: 'Access is denied for this token', detail: 'required scope: cards:write' } };
    expect((await annotateLast(json(403, body, BEARER))).advice).toContain('Grant the scope cards:write');
  });

  test('is a header that the server names and the request does not have', async () => {
    const body = { detail: 'ST-App-Key header is missing' };
    expect(await annotateLast(json(401, body, BEARER))).toMatchObject({
      cause: 'missing-credentials',
      advice: 'Send the header ST-App-Key as well: api.example.com wants it beside what was sent.',
      evidence: expect.arrayContaining([{ where: 'request.headers', what: 'no ST-App-Key' }]),
    });
    expect((await annotateLast(json(401, body, [['ST-App-Key', 'k'], ...BEARER]))).advice).not.toContain('as well');
  });

  test('is the version, where the header for it was not sent', async () => {
    const body = { error: 'API version was not specified. Please specify it in the X-Acme-Version header.' };
    expect(await annotateLast(json(400, body))).toMatchObject({
      cause: 'missing-field',
      advice: 'Add the header X-Acme-Version.',
    });
    expect((await annotateLast(json(400, body, [['X-Acme-Version', '9']]))).cause).toBe('unsupported-api-version');
  });
});

test('who asks for plain JSON already is not told to ask for it', async () => {
  const body = { code: 'ACCEPT_HEADER_INVALID', message: 'The accept header is missing or invalid' };
  expect((await annotateLast(json(406, body, [['Accept', 'application/json']]))).advice).toContain('version included');
  expect((await annotateLast(json(406, body, [['Accept', 'text/csv']]))).advice).toContain('Accept: application/json');
});

test('the value is no name: what to send is the member that has it', async () => {
  const call: Call = {
    ...json(400, { message: "Connector type 'salesforcee' is unknown: see the supported values" }),
    method: 'POST',
    requestBody: '{"service":"salesforcee"}',
  };
  expect((await annotateLast(call)).advice).toBe('Send "service" within what the message allows.');
});

test.each<[string, string]>([
  ['access token expired', '; get a new token, then repeat the call.'],
  ['name is required', ', and add what it names.'],
  ['no good', ', and correct what it names.'],
])('of an error under 200 the step follows from what it says: %s', async (error, end) => {
  const { advice } = await annotateLast({ ...json(200, { ok: false, error }), method: 'POST' });
  expect(advice).toBe(`Check the body of every answer, not only its status${end}`);
});

describe('a choice of windows', () => {
  test('is no quota', async () => {
    const body = { message: 'User Error: spend_limit_duration must be one of ANNUALLY, FOREVER, MONTHLY' };
    const call: Call = { ...json(400, body), method: 'POST', requestBody: '{"spend_limit_duration":"WEEKLY"}' };
    expect(await annotateLast(call)).toMatchObject({ cause: 'invalid-value' });
  });

  test('a used-up window is', async () => {
    const call = json(400, { message: 'The monthly limit of 100 cards was exceeded' });
    expect((await annotateLast(call)).cause).toBe('quota-exhausted');
  });
});

test('a token that has expired is not asked for a second factor because a sign-in is advised', async () => {
  const body = { message: 'Your token has expired. Please re-authenticate.' };
  expect((await annotateLast(json(403, body, BEARER))).cause).toBe('expired-credentials');
  const again = { message: 'Please re-authenticate to change your password.' };
  expect((await annotateLast(json(403, again, BEARER))).cause).toBe('step-up-required');
});

test('a scheme that the server does not offer is told beside a bare 401', async () => {
  const call = (offer: string): Call => ({
    status: 401,
    requestHeaders: BEARER,
    headers: [['WWW-Authenticate', offer]],
    body: '',
  });
  const told = async (offer: string) => (await annotateLast(call(offer))).summary;
  expect(await told('Basic realm="api"')).toContain('(the server offers Basic)');
  expect(await told('Bearer realm="api"')).not.toContain('offers');
});
