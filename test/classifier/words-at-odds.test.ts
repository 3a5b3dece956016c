import { describe, expect, test } from 'vitest';
import { annotateLast, type Call, JSON_TYPE } from './capture.ts';

const refused = (status: number, body: unknown, difference: Call = {}): Call => ({
  method: 'POST',
  requestHeaders: [['Authorization', 'Bearer lamp-0123456789'], JSON_TYPE],
  requestBody: '{"check_in":"2026-05-05","check_out":"2026-05-01"}',
  status,
  body: JSON.stringify(typeof body === 'string' ? { message: body } : body),
  ...difference,
});
const get = (query: string, message: string): Call =>
  refused(400, message, { method: 'GET', requestBody: null, url: `https://api.example.com/v1/lamps?${query}` });
const lines = (text: string, message: string): Call =>
  refused(400, message, { requestHeaders: [['Content-Type', 'text/plain']], requestBody: text });
const causeOf = async (call: Call) => (await annotateLast(call)).cause;

describe('a code that is wider than the sentence beside it', () => {
  test.each<[string, unknown]>([
    ['invalid-value', { code: 'INVALID_FIELD', message: 'check_out must be later than check_in' }],
    ['invalid-value', { errors: [{ code: 'invalid_field', field: 'check_in', detail: 'cannot be after check_out' }] }],
    ['unknown-field', { code: 'INVALID_FIELD', message: "No such column 'lmap' on entity 'Room'" }],
    ['unknown-field', { errors: [{ code: 'invalid_field', field: 'check_on', detail: 'is not recognized' }] }],
  ])('%s', async (cause, body) => {
    expect(await causeOf(refused(400, body))).toBe(cause);
  });
});

describe('what begins like something else', () => {
  test.each<[string, Call]>([
    ['invalid-value', refused(400, 'check_out must be after check_in')],
    ['invalid-value', get('since=9&until=4', 'Invalid range: since must precede until')],
    ['invalid-state', refused(400, 'Customer c_1 is inactive')],
    ['account-suspended', refused(403, 'Subscriber is inactive')],
    ['account-suspended', refused(403, 'The account is restricted.')],
    ['account-suspended', refused(403, { code: 'KYC_REQUIRED', message: 'Complete your KYC verification first' })],
    ['invalid-state', refused(409, 'Subscriber is inactive')],
    ['missing-field', refused(400, 'token is required')],
    ['missing-credentials', refused(401, 'token is required', { requestHeaders: [JSON_TYPE] })],
    [
      'malformed-credentials',
      refused(400, 'token is required', { requestHeaders: [['Authorization', 'Bearer null']] }),
    ],
    ['account-suspended', refused(403, 'Sending is paused: please activate your Lamp account first.')],
    ['account-suspended', refused(403, { code: 'MERCHANT_NOT_ACTIVE', message: 'Merchant is not active yet.' })],
    ['credentials-not-yet-valid', refused(401, 'Token is not active yet')],
    ['unknown-field', get('filters[titel][$eq]=x', 'Invalid key titel')],
    ['invalid-credentials', get('key=titel', 'Invalid key titel')],
    ['unknown-field', get('lamp.feilds=id', 'The query parameter [lamp.feilds] is not one of [id,lamp.fields]')],
    ['invalid-value', get('sort=new', 'The query parameter [sort] is not one of [asc,desc]')],
    ['malformed-request', get('where=a%3Db', 'Invalid JSON in where')],
    ['malformed-body', lines('lamp on=', 'error parsing line 1: missing field value')],
    ['missing-field', refused(400, 'error parsing line 1: missing field value', { requestBody: '{"a":1}' })],
  ])('%s', async (cause, call) => {
    expect(await causeOf(call)).toBe(cause);
  });

  test('a parameter that is no JSON is shown', async () => {
    expect((await annotateLast(get('startkey=2026-01-01', 'invalid UTF-8 JSON'))).summary).toContain(
      'startkey "2026-01-01"',
    );
    expect((await annotateLast(get('startkey=7', 'invalid UTF-8 JSON'))).summary).not.toContain('startkey');
  });
});

describe('a sentence that names the field in words', () => {
  const of = (detail: string, field: string) =>
    annotateLast(refused(422, { detail, field }, { requestBody: '{"amount":{"value":10},"name":"x"}' }));

  test('is followed by its path', async () => {
    expect((await of('The amount value should be a string', 'amount.value')).summary).toBe(
      'The amount value should be a string ("amount.value"); the request sent 10',
    );
  });

  test('is not where the path is no more than the name', async () => {
    expect((await of('The name should have 3 characters', 'name')).summary).not.toContain('("name")');
  });

  test('what was sent and is repeated beside the error is no field', async () => {
    const body = { error: { message: 'The lamp is not in the list', code: 7, error_data: { product: 'desklamp' } } };
    const annotation = await annotateLast(refused(400, body, { requestBody: '{"product":"desklamp"}' }));
    expect(annotation.summary).toContain('The lamp is not in the list');
  });
});
