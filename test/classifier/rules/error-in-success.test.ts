import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/error-in-success.ts';
import { annotate, type Difference, find } from '../build.ts';

const answered = (body: string, difference: Difference = {}) => find(rule, { method: 'POST', body, ...difference });
const innerOf = (body: string, difference?: Difference) => answered(body, difference)?.inner;
const GRAPHQL = { url: 'https://api.example.com/graphql', requestBody: '{"query":"{ me { id } }"}' };

describe('error-in-success', () => {
  test('says what failed, what is wanted, and who has to act', () => {
    const body = '{"ok":false,"error":"missing_scope","needed":"chat:write"}';
    expect(annotate(rule, { method: 'POST', body })).toEqual({
      class: 'success',
      cause: 'error-in-success',
      inner: 'insufficient-scope',
      fault: 'client',
      confidence: 'certain',
      summary: 'success in name only: missing_scope (200, needs chat:write, POST /v1/orders on api.example.com)',
      evidence: [
        { where: 'response.body#/ok', what: 'false' },
        { where: 'response.body#/error', what: 'missing_scope' },
      ],
      advice: 'Check the body of every answer, not only its status, and grant this caller what it names.',
      retry: 'after_fix',
    });
  });

  test.each([
    ['an envelope with success false', '{"success":false,"message":"Order 7 is already paid"}', 'invalid-state'],
    ['a status in words', '{"status":"error","message":"Invalid API key"}', 'invalid-credentials'],
    ['JSON-RPC', '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}', 'wrong-url'],
    [
      'JSON-RPC that cannot read',
      '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}',
      'malformed-json',
    ],
    [
      'a number of the provider',
      '{"errcode":40001,"errmsg":"invalid credential, access_token is invalid"}',
      'invalid-credentials',
    ],
    [
      'a status of its own',
      '{"statusCode":500,"error":"Internal Server Error","message":"payment service unavailable"}',
      'dependency-failed',
    ],
    ['a flag and nothing else', '{"success":false}', null],
  ])('reads %s', (_name, body, inner) => {
    expect(innerOf(body)).toBe(inner);
  });

  test('reads GraphQL, with the path of the field', () => {
    const body =
      '{"errors":[{"message":"connect ECONNREFUSED 10.0.4.11:9090","path":["order","shipping"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":{"order":{"shipping":null}}}';
    expect(answered(body, GRAPHQL)).toMatchObject({
      inner: 'dependency-failed',
      fault: 'server',
      confidence: 'certain',
      summary:
        'success in name only: connect ECONNREFUSED 10.0.4.11:9090 (200 INTERNAL_SERVER_ERROR, at order.shipping, POST /graphql on api.example.com)',
    });
  });

  test('a GraphQL error without words is read by its code, and by whether a credential was sent', () => {
    const body = '{"errors":[{"message":"UNAUTHENTICATED","extensions":{"code":"UNAUTHENTICATED"}}],"data":null}';
    expect(innerOf(body, GRAPHQL)).toBe('missing-credentials');
    expect(innerOf(body, { ...GRAPHQL, requestHeaders: [['Authorization', 'Bearer opaque-token-1']] })).toBe(
      'invalid-credentials',
    );
  });

  test('reads gRPC from its status, whose code decides where the message says nothing', () => {
    const grpc = (code: string, message: string): Difference => ({
      method: 'POST',
      url: 'https://api.example.com/orders.v1.Orders/Get',
      headers: [
        ['content-type', 'application/grpc'],
        ['grpc-status', code],
        ['grpc-message', message],
      ],
    });
    expect(find(rule, grpc('14', 'no healthy upstream'))).toMatchObject({ inner: 'bad-gateway', fault: 'server' });
    expect(find(rule, grpc('5', ''))).toMatchObject({ inner: 'resource-not-found' });
    expect(find(rule, grpc('7', ''))).toMatchObject({ inner: 'insufficient-scope' });
    expect(find(rule, grpc('0', ''))).toBeUndefined();
  });

  test('reads the trailers at the end of a gRPC-Web body', () => {
    const trailers = 'grpc-status:8\r\ngrpc-message:quota of the day is used up\r\n';
    const body = new Uint8Array(5 + trailers.length);
    body[0] = 0x80;
    body[4] = trailers.length;
    body.set(new TextEncoder().encode(trailers), 5);
    expect(
      find(rule, { method: 'POST', headers: [['content-type', 'application/grpc-web+proto']], body }),
    ).toMatchObject({ inner: 'quota-exhausted', confidence: 'certain' });
  });

  test('reads a SOAP fault and a document that is an error', () => {
    const soap =
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>Session expired</faultstring></s:Fault></s:Body></s:Envelope>';
    expect(answered(soap, { headers: [['Content-Type', 'text/xml']] })).toMatchObject({
      inner: 'expired-credentials',
      confidence: 'certain',
    });
    const error = '<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>';
    expect(answered(error, { headers: [['Content-Type', 'application/xml']] })).toMatchObject({
      inner: 'unhandled-exception',
      fault: 'server',
    });
  });

  test('counts the parts that failed, names the first and says what to do with them', () => {
    const body = '{"results":[{"status":201,"id":71},{"status":409,"error":"b@example.com is already registered"}]}';
    expect(answered(body, { status: 207 })).toMatchObject({
      inner: 'already-exists',
      confidence: 'certain',
      summary:
        '1 of 2 parts failed: b@example.com is already registered (207, results/1, status 409 inside, POST /v1/orders on api.example.com)',
      advice: 'Send only the failed parts again, after a correction where they name one; the others are done.',
    });
  });

  test.each([
    [
      'a list of receipts',
      '[{"id":"1","success":true,"errors":[]},{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [LastName]"}]}]',
      'missing-field',
    ],
    [
      'a list with codes',
      '[{"ErrorCode":0,"Message":"OK"},{"ErrorCode":401,"Message":"Sender signature not found"}]',
      undefined,
    ],
    [
      'answers by id',
      '{"responses":{"C1":{"customer":{"id":"C1"}},"C2":{"errors":[{"code":"NOT_FOUND","detail":"Customer C2 not found."}]}}}',
      'resource-not-found',
    ],
    ['what was left over', '{"UnprocessedItems":{"events":[{"PutRequest":{}}]}}', 'rate-limited'],
  ])('finds failed parts under 200 in %s', (_name, body, inner) => {
    const finding = answered(body);
    expect(finding?.cause).toBe('error-in-success');
    if (inner !== undefined) expect(finding?.inner).toBe(inner);
  });

  test('reads errors that are told beside the results', () => {
    const body =
      '{"status":"COMPLETE","results":[{"id":"151"}],"numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"Could not get some objects, they may not exist."}]}';
    expect(answered(body, { status: 207 })).toMatchObject({ inner: 'resource-not-found' });
  });

  test('reads a sentence that reports a failure, and the status that it passes on', () => {
    const text: Difference = { headers: [['Content-Type', 'text/plain']] };
    expect(answered('Delivery failed with error: the endpoint returned HTTP error 429', text)).toMatchObject({
      inner: 'rate-limited',
      confidence: 'likely',
    });
    expect(answered('3 orders were delivered, none failed', text)).toBeUndefined();
  });

  test.each([
    ['an empty error', '{"data":{"id":1},"error":null}'],
    ['empty errors', '{"valid":true,"errors":[]}'],
    ['a code that means success', '{"code":0,"msg":"success","data":[]}'],
    ['a batch that went well', '{"results":[{"status":201},{"status":201}]}'],
    ['nothing left over', '{"UnprocessedItems":{}}'],
    ['error words in data', '{"data":{"reports":[{"message":"TypeError: x is not a function"}]}}'],
  ])('is silent about %s', (_name, body) => {
    expect(answered(body)).toBeUndefined();
  });

  test.each([
    ['a job that failed', '{"id":7,"status":"error","attempts":3,"last_error":"Timeout"}'],
    ['a log of errors', '{"errors":[{"id":"e1","level":"error","message":"500"}],"total":1}'],
    [
      'a payment that was declined before',
      '{"id":"pi_1","status":"failed","last_payment_error":{"message":"Declined"}}',
    ],
  ])('is silent about reading %s', (_name, body) => {
    expect(find(rule, { body })).toBeUndefined();
  });

  test('is no more than likely about a thing that is read and has a flag of its own', () => {
    expect(
      find(rule, { url: 'https://api.example.com/health', body: '{"ok":false,"message":"db down"}' }),
    ).toMatchObject({
      confidence: 'likely',
    });
  });

  test('is silent about work that goes on', () => {
    const body = '{"code":"333334","message":"Asynchronous execution in progress."}';
    expect(answered(body, { status: 202 })).toBeUndefined();
  });

  test('is silent about every other status', () => {
    expect(answered('{"ok":false,"error":"x"}', { status: 400 })).toBeUndefined();
  });
});
