import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { parsePointer, placesAt } from '../../../src/classifier/user-rules/pointer.ts';
import { fillTemplate, parseTemplate } from '../../../src/classifier/user-rules/template.ts';
import { type Difference, exchange } from '../build.ts';

const call: Difference = {
  method: 'POST',
  url: 'https://api.example.com/v1/orders?state=open&state=new&api_key=sk_live_0123456789abcdef',
  requestHeaders: [
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Authorization', 'Bearer 0123456789abcdef0123456789'],
  ],
  requestBody: 'amount=5&currency=eur',
  status: 422,
  headers: [
    ['X-Reason', 'limit'],
    ['x-reason', 'second'],
  ],
  body: '{"a/b":{"~c":1},"errors":[{"code":7},{"code":8,"text":null}],"access_token":"0123456789abcdef0123","deep":{"x":[1]}}',
};

const at = (text: string, difference = call) => {
  const pointer = parsePointer(text);
  return pointer && placesAt(pointer, createFacts(exchange(difference)));
};

describe('a pointer', () => {
  test.each([
    ['status', [['response.status', 422]]],
    ['method', [['request.method', 'POST']]],
    ['host', [['request.url', 'api.example.com']]],
    ['path', [['request.url', '/v1/orders']]],
    ['error.code', []],
    [
      'response.headers.X-REASON',
      [
        ['response.headers.x-reason', 'limit'],
        ['response.headers.x-reason', 'second'],
      ],
    ],
    ['response.headers.x-none', []],
    [
      'request.query.state',
      [
        ['request.query.state', 'open'],
        ['request.query.state', 'new'],
      ],
    ],
    ['request.body#/amount', [['request.body#/amount', '5']]],
    ['response.body#/a~1b/~0c', [['response.body#/a~1b/~0c', 1]]],
    ['response.body#/errors/1/code', [['response.body#/errors/1/code', 8]]],
    ['response.body#/errors/1/text', [['response.body#/errors/1/text', null]]],
    [
      'response.body#/errors/*/code',
      [
        ['response.body#/errors/0/code', 7],
        ['response.body#/errors/1/code', 8],
      ],
    ],
    ['response.body#/errors/length', []],
    ['response.body#/toString', []],
  ])('%s', (text, places) => {
    expect(at(text)?.map(({ where, value }) => [where, value])).toEqual(places);
  });

  test.each([
    '',
    'body',
    'response.body#code',
    'response.header.x',
    'response.headers.',
    'request.query.',
    'constructor',
    'response.headers.a b',
  ])('"%s" is none', (text) => {
    expect(at(text)).toBeUndefined();
  });

  test('of an exchange without a response leads nowhere', () => {
    const broken: Difference = { status: null, error: { phase: 'connect', code: 'ECONNREFUSED', message: 'refused' } };
    expect(at('status', broken)).toEqual([]);
    expect(at('response.body#/a', broken)).toEqual([]);
    expect(at('error.code', broken)?.[0]?.value).toBe('ECONNREFUSED');
  });
});

describe('a template', () => {
  const fill = (text: string) => {
    const template = parseTemplate(text);
    return 'name' in template ? template : fillTemplate(template, createFacts(exchange(call)));
  };

  test('holds values of the exchange', () => {
    expect(
      fill('{{status}} {{ method }} {{host}}{{path}}: {{response.body#/errors/*/code}}, {{request.body#/currency}}'),
    ).toBe('422 POST api.example.com/v1/orders: 7, eur');
  });

  test('says what is absent, and shows objects as JSON', () => {
    expect(fill('{{response.headers.x-none}} {{response.body#/deep}}')).toBe('(absent) {"x":[1]}');
  });

  test('masks what a secret name holds', () => {
    const text = fill('{{request.headers.authorization}} {{response.body#/access_token}} {{request.query.api_key}}');
    expect(text).not.toMatch(/0123456789/);
  });

  test('leaves single braces and unmatched ones alone', () => {
    expect(fill('{"a": {{status} }} {{')).toBe('{"a": {{status} }} {{');
  });

  test('with a name that leads nowhere is refused', () => {
    expect(fill('{{statsu}}')).toEqual({ name: 'statsu' });
  });
});
