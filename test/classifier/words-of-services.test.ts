import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../src/classifier/classify.ts';
import { loadRules } from '../../src/classifier/load-rules.ts';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import type { Headers } from '../../src/exchange/headers.ts';
import { type Difference, exchange } from './build.ts';

const classify = createClassifier(await loadRules(), (rule, error) => {
  throw new Error(`the rule ${rule} failed`, { cause: error });
});
const annotated = (difference: Difference) => classify(exchange(difference), new MemoryHistory());
const causeOf = (difference: Difference) => annotated(difference).cause;

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const KEYED: Headers = [['Authorization', 'Bearer lamp-0123456789'], JSON_TYPE];

/** A call with a key and a body that is refused with that status and body. */
const refused = (status: number, body: unknown, more: Difference = {}): Difference => ({
  method: 'POST',
  requestHeaders: KEYED,
  requestBody: '{"name":"lamp"}',
  status,
  headers: [JSON_TYPE],
  body: typeof body === 'string' ? JSON.stringify({ message: body }) : JSON.stringify(body),
  ...more,
});

describe('what services of all kinds say', () => {
  test.each<[string | null, Difference]>([
    // The key is not accepted.
    ['invalid-credentials', refused(400, 'Invalid API v2 key.')],
    ['invalid-credentials', refused(401, 'The shop token could not be authenticated')],
    [
      'invalid-credentials',
      refused(400, 'Invalid API key (7)', { requestHeaders: [JSON_TYPE], requestBody: '{"secret_key":"x"}' }),
    ],
    ['invalid-value', refused(400, 'Invalid API name', { requestBody: '{"api":"x"}' })],
    // Which of the two it is stays open.
    ['invalid-credentials', refused(401, 'Invalid/expired token')],
    ['invalid-credentials', refused(401, 'Token expired or not valid')],
    ['expired-credentials', refused(401, 'Token expired')],
    // The sum over the request, and the one over a file.
    ['invalid-signature', refused(401, 'Checksum verification failed')],
    ['invalid-signature', refused(403, 'Hash validation error')],
    ['invalid-value', refused(400, 'Checksum mismatch: expected 12 but got 13')],
    // A prefix of plans and programmes.
    ['feature-not-enabled', refused(400, 'Zone is not enrolled in the API')],
    ['feature-not-enabled', refused(403, 'This account has not been activated for payouts')],
    // Used up, and advice how to get more.
    ['quota-exhausted', refused(403, 'You have exceeded your storage quota. Please upgrade your plan.')],
    ['feature-not-enabled', refused(403, 'Exports are not part of your plan. Please upgrade your plan.')],
    // Too fast, in the words of gateways.
    ['rate-limited', refused(403, 'Account Over Queries Per Second Limit')],
    ['rate-limited', refused(403, 'Application over RPM')],
    ['rate-limited', refused(400, 'A digest can be asked for once every 10 minutes')],
    ['rate-limited', refused(400, { code: 'TOO_FREQUENT', message: 'Slow reports run twice per hour' })],
    ['invalid-value', refused(400, 'A name may contain a dash only once in every word')],
    // Whose turn it is to act again.
    ['step-up-required', refused(401, 'Consent ended. The owner must link the account once more.')],
    ['step-up-required', refused(401, 'The merchant must reauthorize the connection')],
    // The state of the other side.
    ['invalid-state', refused(422, { error: { type: 'room_inactive', message: 'Room is inactive' } })],
    ['invalid-state', refused(422, { error: { type: 'queue_offline', message: 'Queue is offline' } })],
    ['invalid-state', refused(403, 'Forbidden: bot was removed from the room')],
    ['invalid-state', refused(409, 'The printer is asleep')],
    ['invalid-state', refused(422, 'Order is already picked up')],
    ['invalid-state', refused(400, 'The time 9:00 is not available')],
    ['invalid-state', refused(400, 'Run is already done and cannot be terminated')],
    ['account-suspended', refused(403, 'Your account is inactive')],
    // What a value may be.
    ['invalid-value', refused(400, '"limit" is out of valid range.')],
    ['invalid-value', refused(400, 'The prompt was flagged by our content moderation')],
    ['invalid-value', refused(400, 'This text violates our usage policies')],
    ['invalid-value', refused(400, 'Unsupported URL scheme in input url: ftp')],
    [
      'invalid-value',
      refused(400, { code: 'invalidLampName', message: 'The name of the lamp must be between 3 and 20 characters.' }),
    ],
    ['wrong-url', refused(404, 'Unsupported URL')],
    // A key of another kind, and a consent that ran out.
    ['wrong-environment', refused(401, 'Invalid key: a browser key was used where a server key is required')],
    ['wrong-environment', refused(403, 'A publishable key was sent instead of a secret key')],
    ['step-up-required', refused(401, 'The consent of the customer has expired and must be renewed')],
    [
      'invalid-state',
      refused(403, { errorCode: 'surveyClosed', message: 'This survey has been closed by its author' }),
    ],
    // In Korean.
    ['invalid-credentials', refused(401, '유효하지 않은 API 키입니다.')],
    ['missing-field', refused(400, '필수 파라미터가 누락되었습니다.')],
    ['already-exists', refused(409, '이미 존재하는 주문입니다.')],
    ['invalid-state', refused(400, '이미 취소된 결제 입니다.')],
    ['maintenance', refused(503, '시스템 점검 중입니다.')],
    [
      'resource-not-found',
      refused(404, '존재하지 않는 결제 입니다.', {
        method: 'GET',
        requestBody: null,
        url: 'https://api.example.com/v1/payments/7',
      }),
    ],
    [null, { ...refused(200, { code: '0000', message: '정상 처리되었습니다.' }), requestHeaders: KEYED }],
    // Colliding with what is there.
    ['already-exists', refused(400, 'A call with the same order_ref has already been processed.')],
    ['already-exists', refused(400, 'Ana is already on the list')],
    ['already-exists', refused(500, 'Lamp already in your cart')],
    ['invalid-credentials', refused(400, 'Access key is not registered')],
    // The form of the body.
    ['malformed-body', refused(400, 'malformed multipart form data')],
    ['malformed-body', refused(400, 'Broken multipart body')],
    ['request-timeout', refused(408, 'The client took too long to send the body')],
    ['request-timeout', refused(408, 'Upload took too long to arrive')],
    ['too-large', refused(413, 'The name is too long to send')],
  ])('%s', (cause, difference) => {
    expect(causeOf(difference)).toBe(cause);
  });
});

describe('fields in forms of their own', () => {
  test.each<[string, Difference]>([
    ['a word for a field beside sentences', refused(400, { name: 'invalid', errors: ['that is not a valid lamp'] })],
    [
      'words for fields in a map',
      refused(400, { error: 'validation_failed', details: { name: ['not_allowed'], size: [{ w: ['required'] }] } }),
    ],
    ['name and reason', refused(400, { title: 'Bad', extraDetails: [{ name: 'name', reason: 'Must be lower case' }] })],
    [
      'a path as the source',
      refused(406, { IssueList: [{ source: 'lamp.name', type: 'validation_failure', i18nKey: 'invalid_value' }] }),
    ],
    ['attr', refused(400, { type: 'validation_error', code: 'invalid', detail: 'Not like that.', attr: 'name' })],
    [
      'an error inside of an error',
      refused(400, {
        errors: [{ error: { key: 'name', errors: [{ code: 'tooShort', message: 'Value is too short' }] } }],
      }),
    ],
    ['sentences about fields', refused(400, { message: 'Bad', validation_errors: ['name must be an email'] })],
  ])('%s', (_name, difference) => {
    expect(annotated(difference).summary).toContain('name');
    expect(annotated(difference).cause).toBe('invalid-value');
  });

  test('all alternatives are named', () => {
    expect(annotated(refused(400, "One of 'sku' or 'lamp_id' is required")).summary).toContain(
      '"sku" is missing from the body (also "lamp_id")',
    );
  });

  test('what is expected of a value is no field', () => {
    expect(annotated(refused(400, 'unknown variant `x`, expected one of `aB` or `cD`')).cause).toBe('invalid-value');
  });

  test('where an error comes from is no field', () => {
    const body = { errors: [{ source: 'UPS', code: 'x1', message: 'label refused' }] };
    expect(annotated(refused(400, body)).summary).not.toContain('"UPS"');
  });
});

describe('keys under names of their own', () => {
  const challenge = 'KeyAuth realm="x", name="Lamp-Key", type="header"';

  test('a header that the challenge names is missing although another key was sent', () => {
    const call = refused(401, 'Access denied due to missing key', {
      headers: [JSON_TYPE, ['WWW-Authenticate', challenge]],
    });
    expect(annotated(call)).toMatchObject({
      cause: 'missing-credentials',
      summary:
        'the header Lamp-Key is absent, in which the server wants a key for POST /v1/orders on api.example.com ("Access denied due to missing key")',
    });
  });

  test('a key in that header is not accepted', () => {
    const call = refused(401, 'Access denied due to invalid key', {
      requestHeaders: [['Lamp-Key', 'x-0123456789'], JSON_TYPE],
      headers: [JSON_TYPE, ['WWW-Authenticate', challenge]],
    });
    expect(causeOf(call)).toBe('invalid-credentials');
  });

  test('a key in the path is not accepted', () => {
    const call = (path: string, message: string) =>
      refused(401, message, { url: `https://api.example.com${path}`, requestHeaders: [JSON_TYPE] });
    expect(causeOf(call('/trigger/lamp/key/abcdef', 'You sent an invalid key.'))).toBe('invalid-credentials');
    expect(causeOf(call('/trigger/lamp/key/abcdef', 'A key is required'))).toBe('missing-credentials');
  });

  test.each(['X-LampApiKey', 'lamps-access-token', 'X-LampAuthKey'])('a key in %s is seen', (name) => {
    const call = refused(401, 'Ungültiger API-Schlüssel', { requestHeaders: [[name, 'lamp-012'], JSON_TYPE] });
    expect(annotated(call).cause).toBe('invalid-credentials');
    expect(annotated(call).summary).toContain(name);
  });

  test.each(['X-Monkey', 'Lamp-Turkey'])('%s is no key', (name) => {
    expect(causeOf(refused(401, 'Unauthorized', { requestHeaders: [[name, 'lamp-012'], JSON_TYPE] }))).toBe(
      'missing-credentials',
    );
  });

  test('"missing or invalid" says nothing about the place', () => {
    const call = refused(401, 'Access token is missing or invalid.', {
      requestHeaders: [['Access-Token', 'o.abcdef0123456789'], JSON_TYPE],
    });
    expect(causeOf(call)).toBe('invalid-credentials');
  });
});

describe('words in headers and elements', () => {
  test('an empty body leaves the word to the headers', () => {
    const call = refused(400, '', {
      body: null,
      headers: [
        ['error', 'ZIP_INVALID'],
        ['message', 'The zip code is not valid'],
      ],
    });
    expect(annotated(call)).toMatchObject({ cause: 'invalid-value' });
    expect(annotated(call).summary).toContain('The zip code is not valid');
  });

  test.each<[string, string, number]>([
    ['no-uid-conflict', 'already-exists', 403],
    ['lock-token-submitted', 'resource-locked', 423],
    ['valid-sync-token', 'gone', 403],
    ['need-privileges', 'insufficient-scope', 403],
  ])('the condition %s of WebDAV', (condition, cause, status) => {
    const body = `<?xml version="1.0"?><d:error xmlns:d="DAV:" xmlns:c="urn:x"><c:${condition}/></d:error>`;
    expect(causeOf(refused(status, '', { method: 'PUT', headers: [['Content-Type', 'application/xml']], body }))).toBe(
      cause,
    );
  });

  test('a thing of the path that its code calls missing is no route', () => {
    const gone = (path: string) =>
      refused(
        404,
        { code: 'LampNotFound', message: 'The API lamp does not exist.' },
        { url: `https://api.example.com${path}` },
      );
    expect(causeOf(gone('/lamps/x/lights'))).toBe('resource-not-found');
  });
});
