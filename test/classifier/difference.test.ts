import { describe, expect, test } from 'vitest';
import type { Finding, Rule } from '../../src/classifier/rule.ts';
import { differenceInWords } from '../../src/exchange/difference.ts';
import { annotateWith, bearer, type Call, FORM_TYPE, JSON_TYPE } from './capture.ts';

/** Says one thing of every failure, as far as nothing else is asked for. */
const failure = (difference: Partial<Finding> = {}): Rule => ({
  name: 'failure',
  causes: [],
  find: ({ status }) =>
    status !== null && status < 400 && difference.cause === undefined
      ? undefined
      : { cause: 'unspecified', confidence: 'guess', summary: 'it failed', evidence: [], advice: '', ...difference },
});

const differenceOf = (finding: Partial<Finding>, ...list: Call[]) =>
  annotateWith([failure(finding)], ...list).difference;
const inWords = (...list: Call[]) => differenceOf({}, ...list)?.items.map(differenceInWords);

const json = (body: object): Call => ({
  method: 'POST',
  requestHeaders: [JSON_TYPE],
  requestBody: JSON.stringify(body),
});
const failing = (call: Call): Call => ({ ...call, status: 400 });

describe('the difference against the last success', () => {
  test('names the success, and each place with what stood there', () => {
    const difference = differenceOf(
      {},
      {
        ...json({ amount: 12.5, currency: 'eur', to: { iban: 'x' } }),
        url: 'https://api.example.com/v1/orders?expand=items',
      },
      {},
      { ...failing(json({ amount: '12.50', currency: 'eur', note: 'hi' })), httpVersion: '1.0' },
    );
    expect(difference).toMatchObject({ against: { id: 1 } });
    expect(difference?.items.map(differenceInWords)).toEqual([
      'amount in the body: string "12.50" (was number 12.5)',
      'to in the body: missing (was {…})',
      'parameter expand: missing (was items)',
      'note in the body: "hi" (was absent)',
      'HTTP version: 1.0 (was 1.1)',
    ]);
  });

  test('is absent where nothing of the kind has succeeded, and empty where nothing differs', () => {
    expect(differenceOf({}, { method: 'POST' }, { status: 500 }, { status: 400 })).toBeUndefined();
    expect(differenceOf({}, {}, { status: 500 })).toEqual({ against: { id: 1, at: expect.any(Number) }, items: [] });
  });

  test.each<[string, Partial<Finding>, Call]>([
    ['a limit', { cause: 'rate-limited' }, { status: 429 }],
    ['a failure below HTTP', { cause: 'connection-reset' }, { status: null }],
    ['a success', { cause: null }, {}],
    ['what nobody has to act on', { cause: 'legal-block' }, { status: 451 }],
  ])('is not looked for after %s', (_name, finding, call) => {
    expect(differenceOf(finding, {}, call)).toBeUndefined();
  });

  test('is looked for where the body of a success reports a failure', () => {
    const difference = differenceOf({ cause: 'error-in-success' }, { url: 'https://api.example.com/v1/orders' });
    expect(difference).toBeUndefined();
    const only: Rule = {
      name: 'second',
      causes: [],
      ofSuccesses: true,
      find: ({ exchange }) =>
        exchange.id === 1
          ? undefined
          : { cause: 'error-in-success', inner: null, confidence: 'likely', summary: '', evidence: [], advice: '' },
    };
    expect(annotateWith([only], {}, {}).difference).toMatchObject({ against: { id: 1 } });
  });
});

describe('what also varies among successes', () => {
  test('is left out where something steady differs, and comes last where little does', () => {
    const call = (n: number, tenant: string[]): Call => ({
      url: `https://api.example.com/v1/orders?page=${n}`,
      requestHeaders: tenant.map((value) => ['X-Tenant', value]),
    });
    expect(inWords(call(1, ['acme']), call(2, ['acme']), failing(call(3, [])))).toEqual([
      'header X-Tenant: missing (was acme)',
    ]);
    expect(inWords(call(1, []), call(2, []), failing(call(3, [])))).toEqual(['parameter page: 3 (was 2)']);
  });

  test('is no difference at all where a success had the same', () => {
    const sorted = (by: string): Call => ({ url: `https://api.example.com/v1/orders?sort=${by}` });
    expect(inWords(sorted('name'), sorted('date'), failing(sorted('name')))).toEqual([]);
    expect(inWords({}, sorted('date'), failing({}))).toEqual([]);
  });

  test('does not excuse a type that never worked', () => {
    expect(inWords(json({ n: 1 }), json({ n: 2 }), failing(json({ n: '3' })))).toEqual([
      'n in the body: string "3" (was number 2)',
    ]);
  });

  test('counts as varying from the start where its name says so', () => {
    const traced = (n: number): Call => ({
      requestHeaders: [
        ['Date', `${n}`],
        ['X-Request-Id', `req-${n}`],
        ['traceparent', `00-${n}`],
        ['Idempotency-Key', `key-${n}`],
        ['Content-Length', `${n}`],
      ],
    });
    expect(inWords(traced(1), failing(traced(2)))).toEqual([]);
  });
});

describe('credentials in a difference', () => {
  const token = (n: number) => bearer(`abcdefghijklmnopqrstuvwx-secret-${n}`);

  test('are masked, and told apart', () => {
    expect(inWords({ requestHeaders: [token(1)] }, failing({ requestHeaders: [token(2)] }))).toEqual([
      'credential Authorization: another Bearer <token, 30+ characters> (was Bearer <token, 30+ characters>)',
    ]);
    expect(inWords({ requestHeaders: [token(1)] }, failing({}))).toEqual([
      'credential Authorization: missing (was Bearer <token, 30+ characters>)',
    ]);
    expect(
      inWords({ requestHeaders: [token(1)] }, failing({ requestHeaders: [['X-Api-Key', 'abcdefgh12345678']] })),
    ).toEqual([
      'credential X-Api-Key: X-Api-Key: <api key, 16+ characters> (was Authorization: Bearer <token, 30+ characters>)',
    ]);
    expect(
      inWords(
        { url: 'https://api.example.com/v1/orders?api_key=abcdefgh12345678' },
        failing({ url: 'https://api.example.com/v1/orders?api_key=12345678abcdefgh' }),
      ),
    ).toEqual(['credential api_key: another <api key, 16+ characters> (was <api key, 16+ characters>)']);
  });

  test('are no difference where only the spelling of a changing signature is another', () => {
    const signed = (signature: string): Call => ({
      requestHeaders: [
        [
          'Authorization',
          `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261105/eu/s3/aws4_request, Signature=${signature}`,
        ],
      ],
    });
    expect(inWords(signed('aaaa1111bbbb2222'), failing(signed('cccc3333dddd4444')))).toEqual([]);
  });

  test('weigh more where the caller was refused', () => {
    const items = differenceOf(
      { cause: 'invalid-credentials' },
      { ...json({ a: 1, b: 2 }), requestHeaders: [token(1), JSON_TYPE] },
      { ...json({ a: 1 }), requestHeaders: [token(2), JSON_TYPE], status: 401 },
    )?.items;
    expect(items?.map(({ kind }) => kind)).toEqual(['credential', 'body']);
  });
});

describe('the order of differences', () => {
  test('puts what the server names first', () => {
    const before = json({ amount: 1, sku: 'A', email: 'a' });
    const after = failing(json({ amount: 1, sku: 'B', email: 'b' }));
    const said = differenceOf({ summary: '"email is not valid"' }, before, after);
    expect(said?.items[0]).toMatchObject({ name: 'email', before: '"a"', after: '"b"' });
    const pointed = differenceOf({ evidence: [{ where: 'request.body#/sku', what: '"B"' }] }, before, after);
    expect(pointed?.items[0]).toMatchObject({ name: 'sku' });
  });

  test('puts headers by which servers choose before those of the client', () => {
    expect(
      inWords(
        {
          requestHeaders: [
            ['X-Api-Version', '2024-01'],
            ['X-Colour', 'red'],
            ['User-Agent', 'curl'],
          ],
        },
        failing({
          requestHeaders: [
            ['User-Agent', 'node'],
            ['X-Colour', 'blue'],
            ['X-Api-Version', 'latest'],
          ],
        }),
      ),
    ).toEqual([
      'header X-Api-Version: latest (was 2024-01)',
      'header X-Colour: blue (was red)',
      'header User-Agent: node (was curl)',
    ]);
  });

  test('ends after six', () => {
    const fields = (value: string) => Object.fromEntries([...'abcdefghij'].map((name) => [name, value]));
    expect(inWords(json(fields('x')), failing(json(fields('y'))))).toHaveLength(6);
  });
});

describe('a body in a difference', () => {
  test('counts an object as one, whether it is missing, new or a scalar', () => {
    const nested = { to: { name: 'A', city: 'B' }, n: 1 };
    expect(inWords(json(nested), failing(json({ n: 1 })))).toEqual(['to in the body: missing (was {…})']);
    expect(inWords(json({ n: 1 }), failing(json(nested)))).toEqual(['to in the body: {…} (was absent)']);
    expect(inWords(json(nested), failing(json({ to: 'A', n: 1 })))).toEqual([
      'to in the body: string "A" (was object {…})',
    ]);
    expect(inWords(json({ items: [{ a: 1 }] }), failing(json({ items: { a: 1 } })))).toEqual([
      'items in the body: object {…} (was array […])',
    ]);
    expect(inWords(json({ items: [{ price: 1 }] }), failing(json({ items: [{ price: '1' }] })))).toEqual([
      'items[].price in the body: string "1" (was number 1)',
    ]);
  });

  test('may be a form, and is passed over where it cannot be read', () => {
    const form = (body: string): Call => ({ method: 'POST', requestHeaders: [FORM_TYPE], requestBody: body });
    expect(inWords(form('a=1&b=x'), failing(form('a=1')))).toEqual(['b in the body: missing (was "x")']);
    expect(inWords(json({ a: 1 }), failing({ ...json({}), requestBody: '{"a":' }))).toEqual([]);
  });
});

test('host and slashes are differences of their own', () => {
  expect(
    inWords({ url: 'https://api.dev.example.com/v1/me' }, failing({ url: 'https://api.example.com/v1/me/' })),
  ).toEqual(['host: api.example.com (was api.dev.example.com)', 'path: /v1/me/ (was /v1/me)']);
});

test('hostile values are printable and bounded', () => {
  const difference = differenceOf(
    {},
    { requestHeaders: [['X-\u001b[31m', 'a']] },
    failing({ requestHeaders: [['X-\u001b[31m', `\u202e${'b'.repeat(500)}`]] }),
  );
  expect(JSON.stringify(difference)).not.toMatch(/\\u001b|\\u202e[^"]/);
  expect(difference?.items[0]?.after?.length).toBeLessThanOrEqual(80);
});
