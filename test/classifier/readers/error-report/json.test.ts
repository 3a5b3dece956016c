import { describe, expect, test } from 'vitest';
import { readJsonError } from '../../../../src/classifier/readers/error-report/json.ts';
import type { ErrorReport } from '../../../../src/classifier/readers/error-report/report.ts';

const read = (body: unknown, status = 400, type = '') => readJsonError(body, status, type)!;

/** What a test says of a report: fields as `location:a.b.0 (code)`, without what stays undefined. */
function brief({ shape, code, subcode, type, message, status, fields, more }: ErrorReport) {
  return JSON.parse(
    JSON.stringify({
      shape,
      code,
      subcode,
      type,
      message,
      status,
      fields:
        fields.length === 0
          ? undefined
          : fields.map(
              ({ location, segments, code: of }) =>
                `${location ?? ''}:${segments.join('.')}${of === undefined ? '' : ` (${of})`}`,
            ),
      more: more.length === 0 ? undefined : more,
    }),
  ) as object;
}

describe('the common shapes of JSON errors', () => {
  test('problem details with members of its own (RFC 9457)', () => {
    const body = {
      type: 'https://example.com/probs/out-of-credit',
      title: 'You do not have enough credit.',
      detail: 'Your current balance is 30, but that costs 50.',
      instance: '/account/12345/msgs/abc',
    };
    expect(brief(read(body, 403, 'application/problem+json'))).toEqual({
      shape: 'problem',
      code: 'out-of-credit',
      type: 'https://example.com/probs/out-of-credit',
      message: 'Your current balance is 30, but that costs 50.',
      more: ['You do not have enough credit.'],
    });
  });

  test('problem details with a list of errors, and with the older invalid-params', () => {
    expect(
      read({
        type: 'about:blank',
        title: 'Bad Request',
        errors: [{ detail: 'must be positive', pointer: '#/items/0/price' }],
      }).fields,
    ).toEqual([
      {
        path: '#/items/0/price',
        segments: ['items', 0, 'price'],
        location: undefined,
        message: 'must be positive',
        code: undefined,
        where: 'response.body#/errors/0/detail',
      },
    ]);
    expect(
      brief(read({ title: 'Invalid', 'invalid-params': [{ name: 'age', reason: 'must be a positive integer' }] })),
    ).toMatchObject({
      fields: [':age'],
    });
  });

  test('JSON:API with a pointer, a parameter and a header', () => {
    const errors = [
      {
        status: '422',
        code: 'invalid',
        title: 'Invalid Attribute',
        detail: 'must be unique',
        source: { pointer: '/data/attributes/name' },
      },
      { status: '422', detail: 'is unknown', source: { parameter: 'include' } },
      { status: '422', detail: 'is missing', source: { header: 'X-Tenant' } },
    ];
    expect(brief(read({ errors }, 422))).toMatchObject({
      shape: 'json-api',
      code: 'invalid',
      message: 'must be unique',
      status: 422,
      fields: ['body:data.attributes.name (invalid)', 'query:include', 'header:X-Tenant'],
    });
  });

  test('OAuth 2 (RFC 6749 §5.2)', () => {
    expect(
      brief(
        read({ error: 'invalid_grant', error_description: 'The code was used.', error_uri: 'https://as.example/e' }),
      ),
    ).toEqual({
      shape: 'oauth',
      code: 'invalid_grant',
      message: 'The code was used.',
    });
    expect(read({ error: 'x', error_description: 'y z', error_uri: 'https://as.example/e' }).help).toBe(
      'https://as.example/e',
    );
  });

  test('Google, with a violation and the reason of an ErrorInfo', () => {
    const error = {
      code: 403,
      message: 'Requests are blocked.',
      status: 'PERMISSION_DENIED',
      details: [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED', domain: 'googleapis.com' },
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: [{ field: 'document.title', description: 'too long' }],
        },
      ],
    };
    expect(brief(read({ error }, 403))).toEqual({
      shape: 'google',
      code: 'SERVICE_DISABLED',
      type: 'PERMISSION_DENIED',
      message: 'Requests are blocked.',
      status: 403,
      fields: [':document.title'],
    });
  });

  test('Google, the older list with the place of a parameter', () => {
    const errors = [
      { domain: 'global', reason: 'required', message: 'Required', locationType: 'parameter', location: 'q' },
    ];
    expect(brief(read({ error: { errors, code: 400, message: 'Missing parameter' } }))).toMatchObject({
      shape: 'google',
      code: 'required',
      fields: ['query:q (required)'],
    });
  });

  test('AWS: the type without its namespace', () => {
    expect(
      brief(
        read({
          __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
          message: 'Requested resource not found',
        }),
      ),
    ).toEqual({
      shape: 'aws-json',
      code: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
  });

  test('OData and Azure with inner errors, targets and details', () => {
    const error = {
      code: 'BadArgument',
      message: 'Multiple errors in ContactInfo data',
      target: 'ContactInfo',
      details: [{ code: 'NullValue', target: 'PhoneNumber', message: 'Phone number must not be null' }],
      innererror: { code: 'PasswordError', 'request-id': 'a1b2c3d4-0000' },
    };
    const report = read({ error });
    expect(brief(report)).toMatchObject({
      shape: 'odata',
      code: 'BadArgument',
      subcode: 'PasswordError',
      fields: [':PhoneNumber (NullValue)'],
    });
    expect(report.requestId).toBe('a1b2c3d4-0000');
    expect(
      brief(
        read({
          'odata.error': {
            code: '-1, Microsoft.SharePoint',
            message: { lang: 'en-US', value: 'Item does not exist.' },
          },
        }),
      ),
    ).toMatchObject({
      shape: 'odata',
      message: 'Item does not exist.',
    });
  });

  test('one error object that names its parameter', () => {
    const error = {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      param: 'amount',
      message: 'Too little.',
      doc_url: 'https://p.example/card-declined',
    };
    const report = read({ error }, 402);
    expect(brief(report)).toEqual({
      shape: 'stripe-like',
      code: 'card_declined',
      subcode: 'insufficient_funds',
      type: 'card_error',
      message: 'Too little.',
      fields: [':amount (card_declined)'],
    });
    expect([report.help, report.where, report.codeWhere]).toEqual([
      'https://p.example/card-declined',
      'response.body#/error/message',
      'response.body#/error/code',
    ]);
  });

  test('GraphQL: its path leads into the answer and names no field', () => {
    const errors = [
      {
        message: 'Not authorised',
        path: ['me', 'email'],
        extensions: { code: 'FORBIDDEN_FIELD', stacktrace: ['TypeError: x', '  at y'] },
      },
    ];
    expect(brief(read({ errors, data: null }, 200))).toEqual({
      shape: 'graphql',
      code: 'FORBIDDEN_FIELD',
      type: 'TypeError',
      message: 'Not authorised',
    });
  });

  test('JSON-RPC, alone and in a batch', () => {
    const error = { code: -32602, message: 'missing value for required argument 0' };
    expect(brief(read({ jsonrpc: '2.0', id: 1, error }, 200))).toEqual({
      shape: 'json-rpc',
      code: '-32602',
      message: 'missing value for required argument 0',
      fields: [':0 (missing)'],
    });
    expect(
      read(
        [
          { jsonrpc: '2.0', id: 1, result: 1 },
          { jsonrpc: '2.0', id: 2, error },
        ],
        200,
      ).where,
    ).toBe('response.body#/1/error/message');
  });

  test.each<[string, unknown, object]>([
    [
      'a list with codes and fields',
      [{ message: 'Required fields are missing: [Name]', errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }],
      { shape: 'list', code: 'REQUIRED_FIELD_MISSING', fields: [':Name (REQUIRED_FIELD_MISSING)'] },
    ],
    ['a flag and a slug', { ok: false, error: 'channel_not_found' }, { code: 'channel_not_found' }],
    [
      'a number and a description',
      { ok: false, error_code: 400, description: 'Bad Request: chat not found', parameters: {} },
      { message: 'Bad Request: chat not found', status: 400 },
    ],
    [
      'Graph with two numbers',
      {
        error: {
          message: 'Session has expired',
          type: 'OAuthException',
          code: 190,
          error_subcode: 463,
          fbtrace_id: 'AbCdEf123',
        },
      },
      { code: '190', subcode: '463', type: 'OAuthException' },
    ],
    ['one sentence under errors', { errors: 'Not allowed for this shop' }, { message: 'Not allowed for this shop' }],
    [
      'a list of sentences',
      { errors: ["Name can't be blank", 'Email is invalid'] },
      { message: "Name can't be blank", fields: [':name', ':email'] },
    ],
    [
      'a number and a link',
      { code: 21211, message: "The 'To' number 12 is not valid.", more_info: 'https://p.example/21211', status: 400 },
      { code: '21211', fields: [':To'] },
    ],
    [
      'lists of messages and a map',
      { errorMessages: [], errors: { summary: 'You must specify a summary.' } },
      { fields: [':summary'] },
    ],
    [
      'resource, field and code',
      { message: 'Validation Failed', errors: [{ resource: 'Issue', code: 'missing_field', field: 'title' }] },
      { message: 'Validation Failed', fields: [':title (missing_field)'] },
    ],
    [
      'an issue beside a pointer',
      {
        name: 'INVALID_REQUEST',
        message: 'Request is not well-formed.',
        debug_id: 'f0a1b2c3d4e5',
        details: [
          {
            field: '/purchase_units/0/amount',
            location: 'body',
            issue: 'MISSING_REQUIRED_PARAMETER',
            description: 'A required field is missing.',
          },
        ],
      },
      { code: 'MISSING_REQUIRED_PARAMETER', fields: ['body:purchase_units.0.amount (MISSING_REQUIRED_PARAMETER)'] },
    ],
    [
      'an error list with categories',
      {
        errors: [
          {
            category: 'INVALID_REQUEST_ERROR',
            code: 'MISSING_REQUIRED_PARAMETER',
            detail: 'Missing required parameter.',
            field: 'idempotency_key',
          },
        ],
      },
      { code: 'MISSING_REQUIRED_PARAMETER', fields: [':idempotency_key (MISSING_REQUIRED_PARAMETER)'] },
    ],
    [
      'a Kubernetes status',
      {
        kind: 'Status',
        status: 'Failure',
        message: 'Pod "x" is invalid',
        reason: 'Invalid',
        code: 422,
        details: { causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers' }] },
      },
      { message: 'Pod "x" is invalid', fields: [':spec.containers (FieldValueRequired)'] },
    ],
    [
      'a search engine',
      {
        error: {
          root_cause: [{ type: 'parsing_exception', reason: 'unknown query [matc]' }],
          type: 'parsing_exception',
          reason: 'unknown query [matc]',
        },
        status: 400,
      },
      { code: 'parsing_exception', message: 'unknown query [matc]' },
    ],
    [
      'PostgREST',
      {
        code: '23505',
        details: 'Key (email)=(a@b.c) already exists.',
        hint: null,
        message: 'duplicate key value violates unique constraint "u"',
      },
      { code: '23505', message: 'duplicate key value violates unique constraint "u"', fields: [':email'] },
    ],
    [
      'a wrapper in capitals',
      {
        Response: {
          Error: { Code: 'AuthFailure.SignatureFailure', Message: 'The signature is wrong.' },
          RequestId: 'ed93f3cb-f35e',
        },
      },
      { code: 'AuthFailure.SignatureFailure', message: 'The signature is wrong.' },
    ],
    [
      'an authentication service',
      {
        errorCode: 'E0000001',
        errorSummary: 'Api validation failed: login',
        errorId: 'oae123456',
        errorCauses: [{ errorSummary: 'login: An object with this field already exists' }],
      },
      { code: 'E0000001', message: 'Api validation failed: login' },
    ],
    [
      'details by API name',
      {
        code: 'INVALID_DATA',
        details: { api_name: 'Email', expected_data_type: 'email' },
        message: 'the data is invalid',
        status: 'error',
      },
      { code: 'INVALID_DATA', message: 'the data is invalid' },
    ],
    [
      'an error_summary with a tag',
      { error_summary: 'path/not_found/..', error: { '.tag': 'path', path: { '.tag': 'not_found' } } },
      { message: 'path/not_found/..' },
    ],
  ])('%s', (_name, body, expected) => {
    const found = read(body);
    expect({ ...found, ...brief(found) }).toMatchObject(expected);
  });
});

describe('the errors of web frameworks', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['Rails', { errors: { to: ['must be after from'], name: [{ error: 'blank' }] } }, [':to', ':name (blank)']],
    ['Rails without an envelope', { email: ['has already been taken'] }, [':email']],
    [
      'Laravel',
      { message: 'The given data was invalid.', errors: { 'items.0.price': ['The price is required.'] } },
      [':items.0.price'],
    ],
    [
      'Django with a nested serialiser',
      { items: [{}, { price: ['A valid number is required.'] }], email: ['Enter a valid email.'] },
      [':items.1.price', ':email'],
    ],
    [
      'FastAPI',
      { detail: [{ type: 'missing', loc: ['body', 'items', 0, 'price'], msg: 'Field required', input: {} }] },
      ['body:items.0.price (missing)'],
    ],
    [
      'FastAPI, a query',
      { detail: [{ loc: ['query', 'page'], msg: 'value is not a valid integer', type: 'type_error.integer' }] },
      ['query:page (type_error.integer)'],
    ],
    [
      'Spring',
      {
        timestamp: 't',
        status: 400,
        error: 'Bad Request',
        path: '/x',
        errors: [
          { codes: ['Email.c.email', 'Email'], defaultMessage: 'must be an email', field: 'email', rejectedValue: 'x' },
        ],
      },
      [':email (Email)'],
    ],
    [
      'ASP.NET',
      {
        title: 'One or more validation errors occurred.',
        status: 400,
        errors: { Name: ['The Name field is required.'], '$.price': ['The JSON value could not be converted.'] },
      },
      [':Name', ':price'],
    ],
    [
      'ASP.NET, the older one',
      { Message: 'The request is invalid.', ModelState: { 'order.Email': ['The Email field is required.'] } },
      [':order.Email'],
    ],
    [
      'Joi',
      {
        statusCode: 400,
        error: 'Bad Request',
        message: 'Invalid',
        details: [
          { message: '"age" must be a number', path: ['person', 'age'], type: 'number.base', context: { key: 'age' } },
        ],
      },
      [':person.age (number.base)'],
    ],
    [
      'celebrate',
      {
        statusCode: 400,
        error: 'Bad Request',
        message: 'celebrate request validation failed',
        validation: { body: { source: 'body', keys: ['email'], message: '"email" is required' } },
      },
      ['body:email'],
    ],
    [
      'Zod',
      {
        issues: [
          {
            code: 'invalid_type',
            expected: 'string',
            received: 'undefined',
            path: ['user', 'name'],
            message: 'Required',
          },
        ],
      },
      [':user.name (invalid_type)'],
    ],
    [
      'Zod, unknown keys',
      {
        error: {
          name: 'ZodError',
          issues: [{ code: 'unrecognized_keys', keys: ['colour', 'x'], path: [], message: 'Unrecognized keys' }],
        },
      },
      [':colour (unrecognized_keys)', ':x (unrecognized_keys)'],
    ],
    ['Zod, flattened', { formErrors: [], fieldErrors: { email: ['Invalid email address'] } }, [':email']],
    ['Zod, formatted', { errors: { _errors: [], email: { _errors: ['Invalid email address'] } } }, [':email']],
    [
      'express-validator',
      { errors: [{ type: 'field', msg: 'Invalid value', path: 'email', location: 'body', value: 'x' }] },
      ['body:email (field)'],
    ],
    [
      'express-validator, the older one',
      { errors: [{ msg: 'Invalid value', param: 'page', location: 'query' }] },
      ['query:page'],
    ],
    [
      'class-validator as sentences',
      { statusCode: 400, message: ['email must be an email', 'age must not be less than 18'], error: 'Bad Request' },
      [':email', ':age'],
    ],
    [
      'class-validator as objects',
      {
        message: [
          {
            property: 'items',
            children: [
              {
                property: '0',
                children: [{ property: 'price', constraints: { isInt: 'price must be an integer number' } }],
              },
            ],
          },
        ],
      },
      [':items.0.price (isInt)'],
    ],
    [
      'Ajv',
      {
        errors: [
          {
            instancePath: '/person',
            keyword: 'required',
            params: { missingProperty: 'name' },
            message: "must have required property 'name'",
          },
        ],
      },
      [':person.name (required)'],
    ],
    [
      'Ajv at the root',
      {
        errors: [
          {
            instancePath: '',
            keyword: 'additionalProperties',
            params: { additionalProperty: 'colour' },
            message: 'must NOT have additional properties',
          },
        ],
      },
      [':colour (additionalProperties)'],
    ],
    ['marshmallow and webargs', { json: { items: { 0: { price: ['Not a valid number.'] } } } }, ['body:items.0.price']],
    [
      'Symfony',
      {
        title: 'An error occurred',
        detail: 'email: This value is not valid.',
        violations: [{ propertyPath: 'email', message: 'This value is not valid.', code: 'bd79c0ab' }],
      },
      [':email (bd79c0ab)'],
    ],
    [
      'Mongoose',
      {
        errors: { email: { message: 'Path `email` is required.', kind: 'required', path: 'email' } },
        _message: 'User validation failed',
      },
      [':email (required)'],
    ],
    [
      'Hibernate in Quarkus',
      {
        title: 'Constraint Violation',
        status: 400,
        violations: [{ field: 'create.dto.name', message: 'must not be blank' }],
      },
      [':create.dto.name'],
    ],
    [
      'Discord',
      {
        code: 50035,
        message: 'Invalid Form Body',
        errors: {
          embeds: { 0: { title: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 256 or fewer.' }] } } },
        },
      },
      [':embeds.0.title (BASE_TYPE_MAX_LENGTH)'],
    ],
    ['GitLab', { message: { name: ['has already been taken'] } }, [':name']],
    [
      'Zendesk',
      {
        error: 'RecordInvalid',
        description: 'Record validation errors',
        details: { email: [{ description: 'Email: is invalid', error: 'InvalidFormat' }] },
      },
      [':email (InvalidFormat)'],
    ],
    [
      'a plain map of sentences',
      { email: 'Email is required', password: 'Password is too short' },
      [':email', ':password'],
    ],
    [
      'GraphQL mutations',
      { errors: [{ field: ['input', 'title'], message: "Title can't be blank" }] },
      [':input.title'],
    ],
  ])('%s', (_name, body, fields) => {
    expect((brief(read(body)) as { fields?: readonly string[] }).fields).toEqual(fields);
  });

  test('Django: what belongs to no field is the message', () => {
    const report = read({ non_field_errors: ['Unable to log in with provided credentials.'] });
    expect([report.message, report.fields]).toEqual(['Unable to log in with provided credentials.', []]);
  });

  test('what was expected and what came is kept, from members or from the words', () => {
    const zod = read({
      issues: [
        { code: 'invalid_type', expected: 'string', received: 'number', path: ['name'], message: 'Invalid input' },
      ],
    });
    expect(zod.fields[0]).toMatchObject({ expected: 'string', received: 'number' });
    const words = read({
      error: { message: "Invalid type for 'n': expected an integer, but got a string instead.", param: 'n' },
    });
    expect(words.fields[0]).toMatchObject({ expected: 'integer', received: 'string' });
  });
});

describe('where a body says little', () => {
  test.each<[string, unknown, number]>([
    ['only the name of the status', { error: 'Not Found' }, 404],
    ['the status three times', { statusCode: 404, error: 'Not Found', message: 'Not Found' }, 404],
    ['an envelope without content', { success: false }, 400],
    ['data', { id: 7, items: [{ a: 'b' }] }, 400],
    ['an empty object', {}, 400],
  ])('%s gives neither message nor code', (_name, body, status) => {
    const { message, code, fields } = read(body, status);
    expect([message, code, fields]).toEqual([undefined, undefined, []]);
  });

  test('a sentence elsewhere in the body is a remark', () => {
    expect(read({ status: 'unavailable', checks: { redis: 'ECONNREFUSED 10.0.0.9:6379' } }, 503).more).toEqual([
      'ECONNREFUSED 10.0.0.9:6379',
    ]);
  });

  test('an answer quoted inside a message is read', () => {
    const inner = JSON.stringify({ error: { code: 'quota_exceeded', message: 'No requests left this month.' } });
    expect(read({ message: `429 from upstream: ${inner}` }, 502)).toMatchObject({
      code: 'quota_exceeded',
      message: 'No requests left this month.',
    });
  });

  test('a generic sentence gives way to one that says more', () => {
    expect(read({ message: 'Validation failed', details: 'amount must be positive' })).toMatchObject({
      message: 'amount must be positive',
    });
  });
});

describe('hostile bodies', () => {
  test('depth, breadth and length are bounded', () => {
    const deep = JSON.parse(`${'{"error":'.repeat(2000)}{"message":"deep down"}${'}'.repeat(2000)}`) as unknown;
    expect(read(deep).message).toBeUndefined();
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`k${n}`, [`is wrong ${n}`]]));
    expect(read(wide).fields.length).toBeLessThanOrEqual(20);
    expect(read({ message: 'x y '.repeat(100_000) }).message?.length).toBeLessThanOrEqual(2000);
  });

  test('names of the prototype are ordinary names', () => {
    expect(() =>
      read(JSON.parse('{"__proto__":{"message":"a b"},"constructor":"x","errors":{"toString":["is bad here"]}}')),
    ).not.toThrow();
  });

  test.each([
    null,
    0,
    true,
    [],
    [null],
    [[]],
    { errors: [null] },
    { error: [] },
    { errors: { a: null } },
    { detail: [{ loc: [] }] },
  ])('%j does not throw', (body) => {
    expect(() => readJsonError(body, 400)).not.toThrow();
  });
});

describe('where the telling sentence stands', () => {
  test('a hint names no field, and comes behind the message', () => {
    const report = read({
      code: '42703',
      hint: 'Perhaps you meant to reference the column "books.pages".',
      message: 'column books.pagse does not exist',
    });
    expect(report.message).toBe('column books.pagse does not exist');
    expect(report.fields).toEqual([]);
    expect(read({ message: 'The parameter "page" is invalid' }).fields).toHaveLength(1);
  });

  test('the data below a message that only announces an error', () => {
    const error = { code: 200, message: 'Odoo Server Error', data: { message: 'You are not allowed to read this.' } };
    expect(read({ jsonrpc: '2.0', id: 7, error }).message).toBe('You are not allowed to read this.');
    expect(read({ error: { ...error, message: 'The record is locked' } }).message).toBe('The record is locked');
  });

  test.each([
    [
      'argument_name of Scaleway',
      {
        message: 'invalid argument(s)',
        details: [{ argument_name: 'name', reason: 'required', help_message: 'name is required' }],
      },
      'name',
    ],
    [
      'details.api_name of Zoho',
      {
        data: [
          {
            code: 'INVALID_DATA',
            details: { expected_data_type: 'email', api_name: 'Email' },
            message: 'invalid data',
          },
        ],
      },
      'Email',
    ],
    [
      'extra of Litestar',
      { detail: 'Validation failed', extra: [{ message: 'Expected `int`, got `str`', key: 'price' }] },
      'price',
    ],
    ['msg in a list, of Play', { message: { 'obj.price': [{ msg: ['error.path.missing'], args: [] }] } }, 'price'],
  ])('a field is found: %s', (_what, body, name) => {
    expect(read(body).fields[0]?.segments.at(-1)).toBe(name);
  });
});
