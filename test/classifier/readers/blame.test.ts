import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import { editDistance, nearestName } from '../../../src/classifier/readers/spelling.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { type Difference, exchange } from '../build.ts';

const JSON_TYPE: Headers = [['Content-Type', 'application/json']];

/** The first blamed field of a refusal by a list of errors. */
function blamed(errors: readonly object[], difference: Difference) {
  const facts = createFacts(
    exchange({
      method: 'POST',
      status: 422,
      requestHeaders: JSON_TYPE,
      body: JSON.stringify({ errors }),
      ...difference,
    }),
  );
  return facts.fields()[0]!;
}

const body = (value: unknown): Difference => ({ requestBody: JSON.stringify(value) });

describe('a field that the server names, in the request', () => {
  test('in JSON, by pointer, dots, brackets and list', () => {
    const sent = body({ items: [{ price: '12.50' }] });
    for (const path of ['#/items/0/price', 'items.0.price', 'items[0].price', ['body', 'items', 0, 'price']]) {
      expect(blamed([{ path, message: 'must be a number' }], sent)).toMatchObject({
        name: 'items[0].price',
        place: 'body',
        where: 'request.body#/items/0/price',
        isPresent: true,
        value: '"12.50"',
        jsonType: 'string',
      });
    }
  });

  test.each<[unknown, string, string]>([
    [null, 'null', 'null'],
    [7, '7', 'number'],
    [false, 'false', 'boolean'],
    [[1, 2], 'an array of 2', 'array'],
    [{ a: 1 }, 'an object with a', 'object'],
  ])('%j is shown as %s', (value, shown, jsonType) => {
    expect(blamed([{ field: 'x', message: 'is wrong' }], body({ x: value }))).toMatchObject({ value: shown, jsonType });
  });

  test('a capital of the server, a class in front and a wrapper in the request are no difference', () => {
    expect(blamed([{ field: 'Email', message: 'x' }], body({ email: 'a' })).where).toBe('request.body#/email');
    expect(blamed([{ field: 'CreateDto.email', message: 'x' }], body({ email: 'a' })).where).toBe(
      'request.body#/email',
    );
    expect(blamed([{ field: 'email', message: 'x' }], body({ user: { email: 'a' } })).where).toBe(
      'request.body#/user/email',
    );
    expect(blamed([{ field: 'title', message: 'x' }], body({ data: { attributes: { title: 'a' } } })).where).toBe(
      'request.body#/data/attributes/title',
    );
  });

  test('in a form, in the query, in a header and in the path', () => {
    expect(
      blamed([{ param: 'amount', message: 'x' }], {
        requestHeaders: [['Content-Type', 'application/x-www-form-urlencoded']],
        requestBody: 'amount=12.50&currency=eur',
      }),
    ).toMatchObject({ where: 'request.body?amount', value: '"12.50"', isPresent: true });
    expect(
      blamed([{ source: { parameter: 'page' }, detail: 'x' }], { method: 'GET', url: 'https://a.example/x?page=zero' }),
    ).toMatchObject({
      where: 'request.url?page',
      place: 'query',
      value: '"zero"',
    });
    expect(
      blamed([{ source: { header: 'X-Tenant' }, detail: 'x' }], { requestHeaders: [['x-tenant', 'a b']] }),
    ).toMatchObject({
      where: 'request.headers.x-tenant',
      place: 'header',
      value: '"a b"',
    });
    const fastapi = createFacts(
      exchange({
        status: 422,
        url: 'https://a.example/items/abc',
        body: JSON.stringify({
          detail: [{ loc: ['path', 'item_id'], msg: 'not an integer', type: 'int_parsing', input: 'abc' }],
        }),
      }),
    );
    expect(fastapi.fields()[0]).toMatchObject({ place: 'path', name: 'item_id', where: 'request.url', value: '"abc"' });
  });

  test('one that is absent, in the object where it belongs', () => {
    expect(blamed([{ field: 'items.0.price', message: 'is required' }], body({ items: [{ sku: 'a' }] }))).toMatchObject(
      {
        isPresent: false,
        where: 'request.body#/items/0',
        value: undefined,
        jsonType: undefined,
        nearMiss: undefined,
      },
    );
  });

  test('a near miss: other letters, or the same in another style', () => {
    expect(blamed([{ field: 'amount', message: 'is required' }], body({ amout: 5, currency: 'eur' })).nearMiss).toEqual(
      {
        name: 'amout',
        where: 'request.body#/amout',
        value: '5',
        isStyle: false,
      },
    );
    expect(blamed([{ field: 'user_name', message: 'is required' }], body({ userName: 'ada' })).nearMiss).toMatchObject({
      name: 'userName',
      isStyle: true,
    });
    expect(
      blamed([{ source: { parameter: 'page_size' }, detail: 'is required' }], {
        method: 'GET',
        url: 'https://a.example/x?pageSize=5',
      }).nearMiss,
    ).toMatchObject({
      name: 'pageSize',
      where: 'request.url?pageSize',
    });
  });

  test('secrets are masked', () => {
    expect(
      blamed([{ field: 'password', message: 'is too short' }], body({ password: 'hunter2hunter2' })).value,
    ).not.toContain('hunter2');
    expect(
      blamed([{ source: { header: 'Authorization' }, detail: 'x' }], {
        requestHeaders: [['Authorization', 'Bearer abcdef0123456789']],
      }).value,
    ).not.toContain('abcdef');
  });

  test('a body that was not recorded, is no JSON or is hostile does not throw', () => {
    for (const requestBody of [null, '{broken', '[]', '7', '"x"', '{"__proto__":1}']) {
      expect(blamed([{ field: 'a.b.c', message: 'x y' }], { requestBody })).toMatchObject({ isPresent: false });
    }
  });
});

test.each<[string, readonly string[], string | undefined]>([
  ['amount', ['amout', 'currency'], 'amout'],
  ['email', ['emial'], 'emial'],
  ['customer_id', ['customerId', 'customer'], 'customerId'],
  ['id', ['ip', 'it'], undefined],
  ['name', ['title', 'kind'], undefined],
  ['price', ['price'], undefined],
])('the name that was meant by %s among %j', (wanted, names, expected) => {
  expect(nearestName(wanted, names)?.name).toBe(expected);
});

test('distances: a swap of neighbours is one step, and beyond the limit nobody counts', () => {
  expect([
    editDistance('abcd', 'abdc', 2),
    editDistance('abcd', 'abd', 2),
    editDistance('abcdef', 'uvwxyz', 2),
  ]).toEqual([1, 1, 3]);
});
