import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { createDisplayRedaction, redactAll, redactRow, StorageRedaction } from '../../../src/exchange/redact.ts';
import { EXPIRED, exchange, textBody } from '../../support/exchanges.ts';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = `${encode({ alg: 'RS256', kid: '2026-11' })}.${encode({
  iss: 'https://login.test/',
  sub: 'ada@example.com',
  email: 'ada@example.com',
  'https://acme.test/phone': '+49 30 901820',
  sid: 'a1b2c3',
  exp: 1_796_000_000,
  roles: ['reader'],
})}.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg`;

const authorized = (token: string) => exchange({ request: { headers: [['Authorization', `Bearer ${token}`]] } });
const of = (...exchanges: ReturnType<typeof exchange>[]) =>
  exchanges.map((one) => ({ exchange: one, annotation: null }));

describe('several exchanges', () => {
  test('share their placeholders: the same token is the same, another one is another', () => {
    const { items, masked } = redactAll(of(authorized('abcdef-1'), authorized('abcdef-2'), authorized('abcdef-1')));
    expect(items.map(({ exchange: { request } }) => request.headers[0]![1])).toEqual([
      'Bearer <token-1, 8+ characters>',
      'Bearer <token-2, 8+ characters>',
      'Bearer <token-1, 8+ characters>',
    ]);
    expect(masked[0]).toMatchObject({
      count: 2,
      places: [
        { item: 0, where: 'request.headers.authorization' },
        { item: 2, where: 'request.headers.authorization' },
      ],
    });
  });

  test('what one of them reveals is masked in all', () => {
    const login = exchange({ response: { body: textBody('{"access_token":"abcdef123456"}') } });
    const call = exchange({ request: { url: 'https://h/x?trace=abcdef123456' } });
    expect(redactAll(of(call, login)).items[0]!.exchange.request.url).toBe(
      'https://h/x?trace=<token-1, 12+ characters>',
    );
  });

  test('none gives nothing', () => {
    expect(redactAll([])).toMatchObject({ items: [], masked: [], kept: [] });
  });
});

describe('what is said about an exchange', () => {
  test('placeholders of the classifier get the number of the secret they stand for', () => {
    const annotation = {
      ...EXPIRED,
      evidence: [{ where: 'request.headers.authorization', what: 'Bearer <jwt, 300+ characters>' }],
    };
    const { items } = redactAll([{ exchange: authorized(JWT), annotation }]);
    expect(items[0]!.annotation?.evidence[0]?.what).toBe('Bearer <jwt-1, 300+ characters>');
  });

  test('where two could be meant they stay as they are', () => {
    const annotation = { ...EXPIRED, summary: 'the <token, 8+ characters> was refused' };
    const [first, second] = [authorized('abcdef-1'), authorized('abcdef-2')];
    const { items } = redactAll([
      { exchange: first, annotation },
      { exchange: second, annotation: null },
    ]);
    expect(items[0]!.annotation?.summary).toBe('the <token, 8+ characters> was refused');
  });

  test('what differs is masked by its name, though it stands in another exchange', () => {
    const annotation = {
      ...EXPIRED,
      difference: {
        against: { id: 3, at: 0 },
        items: [
          { kind: 'query', name: 'api_key', before: 'k-99887766', after: null, weight: 9 },
          { kind: 'header', name: 'X-Tenant', before: 'acme', after: 'corp', weight: 5 },
        ],
      },
    } as const;
    const { items } = redactAll([{ exchange: exchange(), annotation }]);
    expect(items[0]!.annotation?.difference?.items.map(({ before, after }) => [before, after])).toEqual([
      ['<api key-1, 8+ characters>', null],
      ['acme', 'corp'],
    ]);
  });
});

describe('a JWT', () => {
  test('is one placeholder; what it says is told without signature and person', () => {
    const { items, masked } = redactAll(of(authorized(JWT)));
    expect(items[0]!.exchange.request.headers[0]![1]).toBe('Bearer <jwt-1, 300+ characters>');
    expect(masked[0]!.jwt).toEqual({
      header: '{"alg":"RS256","kid":"2026-11"}',
      claims:
        '{"iss":"https://login.test/","sub":"<personal>","email":"<personal>","https://acme.test/phone":"<personal>",' +
        '"sid":"<secret>","exp":1796000000,"roles":["reader"]}',
    });
  });

  test('a subject that is a number of the service is told', () => {
    const token = `${encode({ alg: 'HS256' })}.${encode({ sub: 'user-42' })}.c2lnbmF0dXJl`;
    expect(redactAll(of(authorized(token))).masked[0]!.jwt?.claims).toBe('{"sub":"user-42"}');
  });
});

describe('what is kept', () => {
  const kept = (body: string) => redactAll(of(exchange({ response: { body: textBody(body) } }))).kept;

  test('what looks like a secret and has nothing near it that says so, never quoted as a whole', () => {
    expect(kept('{"blob":"q8Zr5Tn1Wb7Kd3Xc9Vf2"}')).toEqual([
      {
        shown: 'q8Zr… (20 characters)',
        reason: 'random, but nothing near it speaks of a secret',
        item: 0,
        where: 'response.body',
        count: 1,
      },
    ]);
    expect(kept('{"key":"pk_live_q8Zr5Tn1Wb7Kd3Xc9Vf2"}')[0]?.reason).toBe('a key that is meant to be public');
    expect(kept('{"order_number":"4539578763621486"}')[0]?.reason).toBe(
      'has the check digit of a card number, but is called a number of something else',
    );
  });

  test('what was masked elsewhere is none of it, and words, dates and UUIDs are not', () => {
    expect(kept('{"a":"q8Zr5Tn1Wb7Kd3Xc9Vf2","token":"q8Zr5Tn1Wb7Kd3Xc9Vf2"}')).toEqual([]);
    expect(kept('{"a":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","b":"how-to-build-a-proxy-in-2026"}')).toEqual([]);
  });
});

describe('numbers of accounts and codes', () => {
  const body = (text: string) => {
    const { items } = redactAll(of(exchange({ response: { headers: [], body: textBody(text) } })));
    return Buffer.from(items[0]!.exchange.response?.body?.bytes ?? []).toString('utf8');
  };

  test.each([
    ['paid with 4539 5787 6362 1486 today', 'paid with <card number-1, 16+ characters, with a space> today'],
    ['paid with 4539578763621486 today', 'paid with <card number-1, 16+ digits> today'],
    ['to DE89 3704 0044 0532 0130 00.', 'to <iban-1, 24+ characters, with a space>.'],
    ['to GB29NWBK60161331926819', 'to <iban-1, 20+ characters>'],
    ['Your verification code is 482913.', 'Your verification code is <one-time code-1, under 8 digits>.'],
    ['Ihr Bestätigungscode lautet: 4829', 'Ihr Bestätigungscode lautet: <one-time code-1, under 8 digits>'],
    ['the API key is q8Zr5Tn1Wb7Kd3Xc9Vf2!', 'the API key is <secret-1, 20+ characters>!'],
  ])('%s', (text, masked) => {
    expect(body(text)).toBe(masked);
  });

  test.each([
    'order 4539578763621486 was sent',
    'paid with 4539578763621487 today',
    'at 1795345200123456 it began',
    'DE89 3704 0044 0532 0130 01',
    'DE123456789',
    'Error code is 482913.',
    'commit q8Zr5Tn1Wb7Kd3Xc9Vf2',
  ])('%s stays', (text) => {
    expect(body(text)).toBe(text);
  });
});

describe('on a shared screen', () => {
  const row = {
    id: 1,
    startedAt: 0,
    durationMs: 1,
    method: 'GET',
    url: 'https://h/x?api_key=abcdef123456',
    status: 401,
    class: null,
    cause: null,
    confidence: null,
    fault: null,
    summary: 'Bearer abcdef123456 was refused',
    responseBytes: 0,
    messageCount: 0,
    grpcStatus: null,
  } as const;

  test('a row loses the secrets of its URL and its sentence', () => {
    expect(redactRow(row)).toEqual({
      ...row,
      url: 'https://h/x?api_key=<api key, 12+ characters>',
      summary: 'Bearer <token, 12+ characters> was refused',
    });
    expect(redactRow({ ...row, url: 'https://h/x', summary: 'ok' })).toEqual({
      ...row,
      url: 'https://h/x',
      summary: 'ok',
    });
  });

  test('the rules of the person hold there, too', () => {
    const display = createDisplayRedaction({ names: ['tenant'] });
    expect(display.row({ ...row, url: 'https://h/?tenant=acme' }).url).toBe(
      'https://h/?tenant=<value, under 8 characters>',
    );
    expect(display.detail({ exchange: authorized('abcdef-1'), annotation: null }).exchange.request.headers[0]![1]).toBe(
      'Bearer <token-1, 8+ characters>',
    );
  });
});

describe('before anything is stored', () => {
  const ended = (token: string, body: string) =>
    exchange({ request: { headers: [['X-Api-Key', token]] }, response: { body: textBody(body) } });
  const pending = (token: string, body: string) => ({ ...ended(token, body), durationMs: null });
  const bytes = (body: { readonly bytes: Uint8Array } | null | undefined) =>
    Buffer.from(body?.bytes ?? []).toString('utf8');

  test('a pending exchange has no body yet, but its length', () => {
    const storage = new StorageRedaction();
    const { exchange: stored } = storage.redactForStorage(1, pending('k-12345678', '{"echo":"k-1234'));
    expect(bytes(stored.response?.body)).toBe('');
    expect(stored.response?.body?.totalBytes).toBe(15);
    expect(
      bytes(storage.redactForStorage(1, ended('k-12345678', '{"echo":"k-12345678"}')).exchange.response?.body),
    ).toMatch(/^\{"echo":"<api key-\w{5}, 8\+ characters>"\}$/);
  });

  test('a secret has one label in all exchanges of a run, and another one in the next', () => {
    const labels = (storage: StorageRedaction) =>
      [1, 2].map((key) => storage.redactForStorage(key, ended('k-12345678', '')).exchange.request.headers[0]![1]);
    const [first, second] = labels(new StorageRedaction());
    expect(first).toBe(second);
    expect(first).toMatch(/^<api key-\w{5}, 8\+ characters>$/);
    expect(labels(new StorageRedaction())[0]).not.toBe(first);
  });

  test('messages are masked with what is known by then', () => {
    const storage = new StorageRedaction();
    const message = {
      at: 0,
      from: 'server',
      type: 'text',
      bytes: Buffer.from('hello k-12345678'),
      totalBytes: 16,
      closeCode: null,
    } as const;
    const { messages } = storage.redactForStorage(1, pending('k-12345678', ''), [message]);
    expect(Buffer.from(messages[0]!.bytes).toString('utf8')).toMatch(/^hello <api key-\w{5}, 8\+ characters>$/);
  });
});
