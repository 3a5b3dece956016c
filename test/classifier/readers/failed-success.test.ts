import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { isPlainSuccess } from '../../../src/classifier/plain-success.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { type Difference, exchange } from '../build.ts';

const JSON_TYPE: Headers = [['Content-Type', 'application/json']];

const factsOf = (body: unknown, difference: Difference = {}) =>
  createFacts(
    exchange({
      status: 200,
      headers: JSON_TYPE,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...difference,
    }),
  );

describe('a success that reports a failure', () => {
  test.each<[string, unknown, string, Difference?]>([
    ['a flag', { ok: false, error: 'not_authed' }, 'response.body#/ok'],
    [
      'a list of nothing but errors',
      [{ error: { type: 1, description: 'unauthorized user' } }],
      'response.body#/0/error',
    ],
    [
      'a sentence about the limit instead of data',
      { Note: 'Our standard call frequency is 5 calls per minute and 500 calls per day.' },
      'response.body#/Note',
    ],
    [
      'parts with a text for their error',
      { messages: [{ status: '9', 'error-text': 'insufficient credit' }] },
      'response.body#/messages/0/error-text',
      { method: 'POST' },
    ],
    [
      'nothing made, and why',
      { id: '', recipients: 0, errors: ['All included players are not subscribed'] },
      'response.body#/errors/0',
      { method: 'POST' },
    ],
    ['a flag alone', { success: false }, 'response.body#/success'],
    ['a flag as a word', { Response: 'False', Error: 'Movie not found!' }, 'response.body#/Response'],
    [
      'GraphQL',
      { data: { me: null }, errors: [{ message: 'You must be logged in', path: ['me'] }] },
      'response.body#/errors/0',
    ],
    [
      'GraphQL by its address',
      { errors: [{ message: 'x' }] },
      'response.body#/errors/0',
      { url: 'https://a.example/graphql', method: 'POST' },
    ],
    [
      'errors of a mutation',
      { data: { productCreate: { product: null, userErrors: [{ field: ['title'], message: "can't be blank" }] } } },
      'response.body#/data/productCreate/userErrors/0',
    ],
    ['JSON-RPC', { jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'no method' } }, 'response.body#/error'],
    [
      'JSON-RPC in a batch',
      [
        { jsonrpc: '2.0', id: 1, result: 1 },
        { jsonrpc: '2.0', id: 2, error: { code: 1, message: 'x' } },
      ],
      'response.body#/1/error',
    ],
    ['an error object', { error: { code: 'x_y', message: 'Nope, not today' } }, 'response.body#/error'],
    ['an error string', { error: 'User is not allowed' }, 'response.body#/error'],
    ['a list of error strings', { error: ['EAPI:Invalid key'], result: {} }, 'response.body#/error'],
    ['a code and a message', { code: 40017, msg: '余票不足', data: null }, 'response.body#/code'],
    ['errcode', { errcode: 40013, errmsg: 'invalid appid' }, 'response.body#/errmsg'],
    [
      'a status number inside',
      { statusCode: 500, error: 'Internal Server Error', message: 'pricing unavailable' },
      'response.body#/error',
    ],
    ['a status word with a message', { status: 'error', message: 'No such user' }, 'response.body#/status'],
    [
      'a status name with an error message',
      { error_message: 'The provided API key is invalid.', results: [], status: 'REQUEST_DENIED' },
      'response.body#/error_message',
    ],
    [
      'an envelope around the error',
      { Response: { Error: { Code: 'AuthFailure', Message: 'x y' }, RequestId: 'r' } },
      'response.body#/Response/Error',
    ],
    [
      'a partly failed batch',
      {
        results: [
          { status: 201, id: 71 },
          { status: 409, error: 'taken' },
        ],
      },
      'response.body#/results/1',
      { status: 207 },
    ],
    [
      'a bulk call',
      {
        errors: true,
        items: [
          { index: { status: 201 } },
          { index: { status: 429, error: { type: 'es_rejected', reason: 'queue full' } } },
        ],
      },
      'response.body#/items/1/index',
      { method: 'POST' },
    ],
    [
      'what was left over',
      { UnprocessedItems: { events: [{ PutRequest: {} }] } },
      'response.body#/UnprocessedItems/events',
      { method: 'POST' },
    ],
  ])('%s', (_name, body, where, difference) => {
    const facts = factsOf(body, difference);
    expect(facts.failedSuccess()?.where).toBe(where);
    expect(facts.error()).toBeDefined();
    expect(isPlainSuccess(facts)).toBe(false);
  });

  test.each<[string, string, string]>([
    [
      'a SOAP fault',
      'text/xml',
      '<s:Envelope xmlns:s="x"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>Unknown symbol</faultstring></s:Fault></s:Body></s:Envelope>',
    ],
    [
      'an error as root',
      'application/xml',
      '<?xml version="1.0"?><Error><Code>InternalError</Code><Message>Try again.</Message></Error>',
    ],
    ['an attribute', 'text/xml', '<rsp stat="fail"><err code="1" msg="No"/></rsp>'],
    [
      'one of several deletions',
      'application/xml',
      '<DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>b</Key><Code>AccessDenied</Code></Error></DeleteResult>',
    ],
    [
      'an event',
      'text/event-stream',
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
    ],
    ['a form', 'application/x-www-form-urlencoded', 'error=bad_verification_code&error_description=The+code+is+wrong'],
    [
      'a part of a multipart answer',
      'multipart/mixed; boundary=b',
      '--b\nContent-Type: application/http\n\nHTTP/1.1 404 Not Found\n\n{"error":{"message":"File not found: 7"}}\n--b--',
    ],
  ])('%s', (_name, type, body) => {
    const facts = factsOf(body, { headers: [['Content-Type', type]] });
    expect(facts.failedSuccess()).toBeDefined();
  });

  test('the report tells how many parts failed and why the first did', () => {
    const body = {
      results: [
        { status: 409, error: 'b@example.com is already registered' },
        { status: 201 },
        { status: 400, error: 'no name given' },
      ],
    };
    expect(factsOf(body, { status: 207 }).error()).toMatchObject({
      shape: 'batch',
      status: 409,
      message: 'b@example.com is already registered',
      more: ['no name given'],
      parts: { failed: 2, total: 3 },
    });
  });

  test('is found behind much data', () => {
    const data = { items: Array.from({ length: 2000 }, (_, id) => ({ id, name: `thing ${id}` })) };
    expect(factsOf({ data, errors: [{ message: 'partly', path: ['x'] }] }).failedSuccess()).toBeDefined();
  });
});

describe('a success that only looks like a failure', () => {
  test.each<[string, unknown, Difference?]>([
    ['a null error', { data: { id: 1 }, error: null }],
    ['an empty list of errors', { valid: true, errors: [] }],
    ['null errors', { data: { a: null }, errors: null }],
    ['JSON-RPC without error', { result: 871204, error: null, id: 'x' }],
    [
      'a list of log entries',
      { errors: [{ id: 'e1', level: 'error', message: '500 Internal Server Error', status: 500 }], total: 1 },
    ],
    ['a resource that failed', { id: 7, status: 'error', attempts: 3, last_error: 'Timeout' }],
    [
      'a message that was not delivered',
      { sid: 'SM1', status: 'undelivered', error_code: 30007, error_message: 'Message filtered' },
    ],
    [
      'a payment with an old error',
      {
        id: 'pi_1',
        object: 'payment_intent',
        last_payment_error: { code: 'card_declined', message: 'Your card was declined.' },
      },
    ],
    ['the code of success', { code: 0, msg: 'success', data: [] }],
    ['a status of 200 inside', { code: 200, message: 'OK', error: false, data: [{ a: 1 }] }],
    ['counts of failures', { processed: 2, failed: 0, errors: {} }],
    ['nothing left over', { UnprocessedItems: {} }],
    ['an issue about an error', { key: 'ABC-1', fields: { summary: 'Login fails with 401 Unauthorized' } }],
    ['an article about errors', [{ id: 1, title: 'Error 522 explained' }]],
    ['no results', { results: [], status: 'ZERO_RESULTS' }],
    ['a warning', { ok: true, warning: 'missing_charset' }],
    ['no user errors', { data: { tagsAdd: { node: { id: 'x' }, userErrors: [] } } }],
    ['all parts well', { results: [{ status: 201 }, { status: 201 }] }, { status: 207 }],
    ['a health report', { status: 'UP', components: { db: { status: 'UP' } } }],
    [
      'a list of jobs in any state',
      {
        items: [
          { id: 1, name: 'a', status: 'failed' },
          { id: 2, name: 'b', status: 'done' },
        ],
      },
    ],
    [
      'a list of requests with their statuses',
      { items: [{ path: '/a', status: 404, error: 'Not Found' }] },
      { method: 'GET' },
    ],
    ['a field that is called error', { error_rate: 0.02, errors_total: 12 }],
    ['a response object without error', { id: 'resp_1', object: 'response', status: 'completed', error: null }],
    ['a good errcode', { errcode: 0, errmsg: 'ok', list: [1] }],
    ['success: 1', { success: 1, total: 3 }],
  ])('%s', (_name, body, difference) => {
    const facts = factsOf(body, difference);
    expect(facts.failedSuccess()).toBeUndefined();
    expect(facts.error()).toBeUndefined();
  });

  test.each<[string, string, string]>([
    [
      'a SOAP answer with an error code of 0',
      'text/xml',
      '<s:Envelope xmlns:s="x"><s:Body><R><ErrorCode>0</ErrorCode><ErrorMessage/></R></s:Body></s:Envelope>',
    ],
    [
      'a listing with a key that names an error',
      'application/xml',
      '<ListBucketResult><Contents><Key>errors/Error.log</Key></Contents></ListBucketResult>',
    ],
    [
      'a property that WebDAV does not have',
      'application/xml',
      '<d:multistatus xmlns:d="DAV:"><d:response><d:propstat><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response></d:multistatus>',
    ],
    [
      'an ordinary stream',
      'text/event-stream',
      'data: {"choices":[{"delta":{"content":"error"}}]}\n\ndata: [DONE]\n\n',
    ],
    ['a text with the word', 'text/plain', 'errors: 0'],
    ['JSON lines', 'application/x-ndjson', '{"id":1}\n{"id":2,"error":"skipped"}\n'],
  ])('%s', (_name, type, body) => {
    expect(factsOf(body, { headers: [['Content-Type', type]] }).failedSuccess()).toBeUndefined();
  });
});

describe('words of failure', () => {
  test.each<[unknown, boolean]>([
    [{ id: 1, name: 'Ada', status: 'active', code: 'EUR' }, false],
    [{ code: 0, status: 'ok', ok: true, success: true }, false],
    [{ email: 'mail@airline.example', territory: 'Kerry' }, false],
    [{ success: false }, true],
    [{ code: 17 }, true],
    [{ status: 404 }, true],
    [{ note: 'Validation Failed' }, true],
    [{ note: 'PERMISSION_DENIED' }, true],
    [{ ErrCode: 7 }, true],
  ])('%j: %s', (body, expected) => {
    expect(factsOf(body).hasFailureWords()).toBe(expected);
  });

  test('both ends are searched, the middle is not', () => {
    const filler = 'x'.repeat(9000);
    expect(factsOf({ a: filler, error: 1 }).hasFailureWords()).toBe(true);
    expect(factsOf({ a: 'x'.repeat(6000), error: 1, b: 'y'.repeat(6000) }).hasFailureWords()).toBe(false);
  });
});

describe('data that only look like a notice or a failed part', () => {
  test.each<[string, unknown]>([
    ['a note that somebody wrote', { id: 4, note: 'Remember: the rate limit is 5 calls per minute' }],
    ['a message without a limit', { message: 'The error of last week is fixed' }],
    ['parts that are things with an identity', { jobs: [{ id: 1, status: 'failed', 'error-text': 'disk full' }] }],
    ['parts without an error', { messages: [{ status: '0', 'error-text': '' }] }],
  ])('%s', (_title, body) => {
    expect(factsOf(body, { method: 'POST' }).failedSuccess()).toBeUndefined();
  });

  test('a list of things that carry an old error, as it was read', () => {
    expect(factsOf([{ name: 'a', error: { message: 'boom' } }]).failedSuccess()).toBeUndefined();
  });
});

describe('a flag that says no', () => {
  test('is the state of a thing that was read, where no word explains it', () => {
    const run = { success: false, startedAt: '2026-11-24', steps: [{ success: false }] };
    expect(factsOf(run).failedSuccess()).toBeUndefined();
    expect(factsOf(run, { method: 'POST' }).failedSuccess()?.where).toBe('response.body#/success');
    expect(factsOf({ ...run, message: 'No such run' }).failedSuccess()?.where).toBe('response.body#/success');
    expect(factsOf({ success: false }).failedSuccess()?.where).toBe('response.body#/success');
  });
});

describe('a stream of events', () => {
  const streamed = (body: string, last?: string) => {
    const bytes = Buffer.from(last ?? '');
    const whole = exchange({ headers: [['Content-Type', 'text/event-stream']], body });
    const event = { at: 0, from: 'server', type: 'event', bytes, totalBytes: bytes.length, closeCode: null } as const;
    return createFacts(
      last === undefined ? whole : { ...whole, messageCount: 9, lastMessages: [event] },
    ).failedSuccess();
  };

  test('fails by an error in its last chunk', () => {
    const chunk = (more: object) => `data: ${JSON.stringify({ id: 'c1', choices: [], ...more })}\n\n`;
    const error = { error: { code: 502, message: 'Provider disconnected' } };
    expect(streamed(`${chunk({})}${chunk(error)}data: [DONE]\n\n`)?.report.message).toBe('Provider disconnected');
    expect(streamed(`${chunk(error)}${chunk({})}`)).toBeUndefined();
    expect(streamed(chunk({ error: null }))).toBeUndefined();
  });

  test('fails by its last event, which the body need not reach', () => {
    const body = 'data: {"delta":"a"}\n\n';
    expect(streamed(body, 'event: error\ndata: {"error":{"message":"Overloaded"}}')).toMatchObject({
      where: 'messages/9',
      report: { message: 'Overloaded', shape: 'event-stream' },
    });
    expect(streamed(body, 'data: {"delta":"an error: {\\"error\\":1}"}')).toBeUndefined();
  });
});

test('an error among texts of other kinds is one of them', () => {
  const texts = { error: { title: 'Something went wrong', notFound: 'Page not found' }, cancel: 'Cancel' };
  expect(factsOf(texts).failedSuccess()).toBeUndefined();
  expect(factsOf({ error: { title: 'Something went wrong' } }).failedSuccess()).toBeDefined();
  expect(factsOf({ error: { message: 'No such lamp' }, lamp: null }).failedSuccess()).toBeDefined();
});
