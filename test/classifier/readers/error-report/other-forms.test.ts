import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../../src/classifier/facts.ts';
import { parsePath } from '../../../../src/classifier/readers/error-report/field-path.ts';
import { fieldsInWords } from '../../../../src/classifier/readers/error-report/field-words.ts';
import type { Headers } from '../../../../src/exchange/headers.ts';
import { exchange } from '../../build.ts';

const read = (body: string | Uint8Array | null, status = 400, headers: Headers = []) =>
  createFacts(exchange({ status, body, headers })).error()!;

describe('XML', () => {
  test('AWS, with the fields that stand beside code and message', () => {
    const body =
      '<?xml version="1.0"?>\n<Error><Code>PreconditionFailed</Code><Message>At least one of the pre-conditions did not hold</Message><Condition>If-Match</Condition><RequestId>ACG4035D813PHF36</RequestId></Error>';
    expect(read(body, 403)).toMatchObject({
      shape: 'aws-xml',
      code: 'PreconditionFailed',
      message: 'At least one of the pre-conditions did not hold',
      where: 'response.body#/Error/Message',
      requestId: 'ACG4035D813PHF36',
      fields: [{ path: 'If-Match', location: 'header' }],
    });
  });

  test('SOAP 1.1 and 1.2: whose fault it was is no code', () => {
    const old =
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>Unknown symbol</faultstring><detail><ErrorCode>Q17</ErrorCode></detail></s:Fault></s:Body></s:Envelope>';
    expect(read(old, 500)).toMatchObject({ shape: 'soap', code: 'Q17', message: 'Unknown symbol' });
    const newer =
      '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:MessageTimeout</e:Value></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">Sender Timeout</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>';
    expect(read(newer, 500)).toMatchObject({ code: 'MessageTimeout', message: 'Sender Timeout' });
  });

  test('what stands in attributes, CDATA and other namespaces is found', () => {
    expect(read('<rsp stat="fail"><err code="112" msg="Method &quot;x&quot; not found" /></rsp>')).toMatchObject({
      code: '112',
      message: 'Method "x" not found',
    });
    expect(read('<errors><error><![CDATA[Name <b> is missing]]></error></errors>').message).toBe('Name <b> is missing');
    expect(
      read('<d:error xmlns:d="DAV:"><s:exception>Sabre\\X</s:exception><s:message>No space left</s:message></d:error>'),
    ).toMatchObject({ type: 'Sabre\\X', message: 'No space left' });
  });
});

describe('HTML', () => {
  test.each<[string, string, number, object]>([
    [
      'a heading that repeats the status says nothing',
      '<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr><center>nginx/1.26.2</center></body></html>',
      404,
      { message: undefined, status: 404 },
    ],
    [
      'what nginx adds to it does',
      '<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head><body><center><h1>400 Bad Request</h1></center><center>The plain HTTP request was sent to HTTPS port</center></body></html>',
      400,
      { message: 'The plain HTTP request was sent to HTTPS port' },
    ],
    [
      'Express shows the error first, then its trace',
      '<!DOCTYPE html><title>Error</title><pre>TypeError: x is &quot;null&quot;<br> &nbsp; &nbsp;at /app/routes.js:31:24<br> at Layer.handle</pre>',
      500,
      { type: 'TypeError', message: 'TypeError: x is "null"' },
    ],
    [
      'Django puts the words beside the name',
      '<html><title>KeyError\n   at /a/</title><h1>KeyError at /a/</h1><pre class="exception_value">&#x27;id&#x27;</pre></html>',
      500,
      { type: 'KeyError', message: "KeyError: 'id'" },
    ],
    [
      'Rails',
      '<!DOCTYPE html><html><head><title>Action Controller: Exception caught</title></head><body><header><h1>NameError in OrdersController#show</h1></header><h2>undefined local variable &#39;x&#39;</h2></body></html>',
      500,
      { type: 'NameError', message: "NameError: undefined local variable 'x'" },
    ],
    [
      'Tomcat',
      '<html><head><title>HTTP Status 404 – Not Found</title></head><body><h1>HTTP Status 404 – Not Found</h1><hr/><p><b>Type</b> Status Report</p><p><b>Message</b> No such order 7</p><h3>Apache Tomcat/9.0</h3></body></html>',
      404,
      { message: 'No such order 7' },
    ],
    [
      'scripts and styles are no text',
      '<html><head><style>h1 { color: red }</style><script>var error = "boom!"</script></head><body><p>We are upgrading</p></body></html>',
      503,
      { message: 'We are upgrading' },
    ],
    [
      'a reference is an id',
      '<html><h1>Access Denied</h1><p>You are blocked.</p>Reference&#32;&#35;18.2d351ab8.1557333295.a4e16ab</html>',
      403,
      { requestId: '18.2d351ab8.1557333295.a4e16ab' },
    ],
  ])('%s', (_name, body, status, expected) => {
    expect(read(body, status, [['Content-Type', 'text/html']])).toMatchObject(expected);
  });
});

describe('plain text, forms and headers', () => {
  test.each<[string, string, number, object]>([
    ['the first line', 'no healthy upstream\nmore', 503, { shape: 'text', message: 'no healthy upstream' }],
    [
      'Python prints the exception last',
      'Traceback (most recent call last):\n  File "/a.py", line 1\nValueError: bad id',
      500,
      { type: 'ValueError', message: 'ValueError: bad id' },
    ],
    ['a number behind "error code"', 'error code: 1020', 403, { code: '1020' }],
    ["a database's number", 'Code: 62. DB::Exception: Syntax error', 400, { code: '62' }],
    [
      'a form',
      'error=bad_verification_code&error_description=The+code+is+wrong.',
      400,
      { shape: 'form', code: 'bad_verification_code', message: 'The code is wrong.' },
    ],
    ['only the name of the status', 'Bad Request', 400, { message: undefined }],
    [
      'JSON that was cut off',
      '{"error":{"code":"too_big","message":"The file is too big","trace":"aaaa',
      400,
      { code: 'too_big', message: 'The file is too big' },
    ],
  ])('%s', (_name, body, status, expected) => {
    expect(read(body, status)).toMatchObject(expected);
  });

  test('a field of the head speaks where the body is silent', () => {
    expect(read(null, 400, [['x-amzn-ErrorType', 'ValidationException:http://x']])).toMatchObject({
      shape: 'headers',
      code: 'ValidationException',
      codeWhere: 'response.headers.x-amzn-errortype',
    });
    expect(read('{"message":"The body speaks"}', 400, [['X-Error-Message', 'not this']]).message).toBe(
      'The body speaks',
    );
  });
});

describe('gRPC', () => {
  test('the status in the trailers, its message percent-decoded', () => {
    const call = exchange({ status: 200, headers: [['content-type', 'application/grpc']] });
    const trailers: Headers = [
      ['grpc-status', '3'],
      ['grpc-message', 'amount %2B tax must be positive, n%C3%A4mlich'],
    ];
    const report = createFacts({ ...call, response: { ...call.response!, trailers } }).error();
    expect(report).toMatchObject({
      shape: 'grpc',
      code: 'INVALID_ARGUMENT',
      status: 3,
      message: 'amount + tax must be positive, nämlich',
      where: 'response.trailers.grpc-message',
    });
  });

  test('the last frame of gRPC-Web', () => {
    const trailer = Buffer.from('grpc-status: 5\r\ngrpc-message: no such order\r\n');
    const body = Buffer.concat([Buffer.from([0, 0, 0, 0, 2, 8, 1, 0x80, 0, 0, 0, trailer.length]), trailer]);
    const facts = createFacts(
      exchange({ status: 200, body, headers: [['Content-Type', 'application/grpc-web+proto']] }),
    );
    expect(facts.error()).toMatchObject({ code: 'NOT_FOUND', message: 'no such order' });
  });

  test('status 0 is a success, and a hostile frame length ends the search', () => {
    expect(
      createFacts(
        exchange({
          headers: [
            ['grpc-status', '0'],
            ['content-type', 'application/grpc'],
          ],
        }),
      ).error(),
    ).toBeUndefined();
    const body = Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 1]);
    expect(
      createFacts(exchange({ body, headers: [['Content-Type', 'application/grpc-web']] })).error(),
    ).toBeUndefined();
  });
});

describe('fields that only a sentence names', () => {
  const named = (sentence: string) => fieldsInWords(sentence, 'w').map(({ segments }) => segments.join('.'));

  test.each<[string, readonly string[]]>([
    ['Missing required param: currency.', ['currency']],
    ['Missing required request parameters: [tenant, region]', ['tenant', 'region']],
    ["Required parameter 'customerId' is not present.", ['customerId']],
    ["Unknown parameter: 'max_tokens'.", ['max_tokens']],
    ['"username" is not allowed', ['username']],
    ["Name can't be blank", ['name']],
    ['Phone number is invalid', ['phone_number']],
    ['items.0.price must be a positive number', ['items.0.price']],
    [
      "Key: 'CreateOrder.Email' Error:Field validation for 'Email' failed on the 'required' tag\nKey: 'CreateOrder.Items[0].Sku' Error:Field validation for 'Sku' failed on the 'min' tag",
      ['Email', 'Items.0.Sku'],
    ],
    ['json: cannot unmarshal string into Go struct field Order.items.price of type int', ['items.price']],
    ['json: unknown field "colour"', ['colour']],
    ['missing field `name` at line 1 column 2', ['name']],
    [
      'Cannot deserialize value of type `int` from String "x" (through reference chain: com.acme.Order["items"]->java.util.ArrayList[0]->com.acme.Item["price"])',
      ['items.0.price'],
    ],
    ['Unrecognized field "colour" (class com.acme.Order), not marked as ignorable', ['colour']],
    [
      'The JSON value could not be converted to System.Int32. Path: $.items[0].price | LineNumber: 0 | BytePositionInLine: 12.',
      ['items.0.price'],
    ],
    ['null value in column "email" of relation "users" violates not-null constraint', ['email']],
    ['duplicate key value violates unique constraint "u" DETAIL: Key (email)=(a@b.c) already exists.', ['email']],
    ["Duplicate entry 'a@b.c' for key 'users.email'", ['email']],
    [
      "1 validation error detected: Value at 'tableName' failed to satisfy constraint: Member must not be null",
      ['tableName'],
    ],
    ['Invalid JSON payload received. Unknown name "colour": Cannot find field.', ['colour']],
    ['Cannot query field "nmae" on type "User". Did you mean "name"?', ['nmae']],
    [
      'Variable "$input" got invalid value "x" at "input.price"; Float cannot represent non numeric value',
      ['variables.input'],
    ],
  ])('%s', (sentence, fields) => {
    expect(named(sentence)).toEqual(fields);
  });

  test.each([
    'Authentication is required',
    'The access token is invalid',
    'Your IP address is not allowed',
    'No such customer: cus_123',
    'Too many requests, please slow down',
    'The request body must be valid JSON',
    'The model `gpt-9` does not exist',
    'An unexpected error occurred',
    'User not found',
  ])('none in "%s"', (sentence) => {
    expect(named(sentence)).toEqual([]);
  });

  test('the work is bounded, whatever the text', () => {
    const texts = [
      "'a' ".repeat(5000),
      'missing '.repeat(5000),
      'parameter a, '.repeat(5000),
      '['.repeat(20_000),
      'param missing empty '.repeat(3000),
    ];
    const start = performance.now();
    for (const text of texts) named(text);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

test.each<[string, readonly (string | number)[], string | undefined]>([
  ['#/items/0/price', ['items', 0, 'price'], undefined],
  ['/a~1b/c~0d', ['a/b', 'c~d'], undefined],
  ['items[0].price', ['items', 0, 'price'], undefined],
  ['order[items][0][sku]', ['order', 'items', 0, 'sku'], undefined],
  ["$.items[0]['unit price']", ['items', 0, 'unit price'], undefined],
  ['body.amount', ['amount'], 'body'],
  ['query.page', ['page'], 'query'],
  ['headers.X-Tenant', ['X-Tenant'], 'header'],
  ['path', ['path'], undefined],
])('the path %s', (spelling, segments, location) => {
  expect(parsePath(spelling)).toEqual({ segments, location });
});
