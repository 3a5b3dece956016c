import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import { credentialFingerprint } from '../../src/classifier/readers/credentials.ts';
import type { Annotation } from '../../src/exchange/annotation.ts';
import { exchange } from './build.ts';
import { bearer, type Call, calls, FORM_TYPE, historyOf, JSON_TYPE } from './capture.ts';

const withToken = (token: string, status: number, id: number) =>
  exchange({ id, status, requestHeaders: [bearer(token)] });

const fingerprint = (token: string) => credentialFingerprint(withToken(token, 200, 1).request)!;

const limited = (seconds: number): Annotation => ({
  class: 'client_error',
  cause: 'rate-limited',
  fault: 'client',
  confidence: 'certain',
  summary: '',
  evidence: [],
  advice: '',
  retry: 'safe',
  retryAfterSeconds: seconds,
});

const URL_OF_ORDER = 'https://api.example.com/v1/orders/7';

describe('what the history knows of a credential', () => {
  test('is how often it worked, where, and since when it is refused', () => {
    const history = historyOf(
      { requestHeaders: [bearer('first-token')] },
      { requestHeaders: [bearer('first-token')], url: 'https://other.example.com/x' },
      { requestHeaders: [bearer('other-token')] },
      { requestHeaders: [bearer('first-token')], status: 201 },
      { requestHeaders: [bearer('first-token')], status: 401 },
      { requestHeaders: [bearer('first-token')], status: 401 },
    );
    const uses = history.usesOfCredential(fingerprint('first-token'));
    expect(uses).toMatchObject({ successes: 3, lastSuccessId: 4, endedBy: null, issuedBy: null });
    expect(uses.hosts.map(({ host, successes, last }) => [host, successes, last.id])).toEqual([
      ['api.example.com', 2, 4],
      ['other.example.com', 1, 2],
    ]);
    expect(uses.firstRefusal?.id).toBe(5);
  });

  test('is nothing for one that never worked, and 404 or 500 refuse nobody', () => {
    const history = historyOf({}, { requestHeaders: [bearer('bad-token')], status: 404 });
    expect(history.usesOfCredential(fingerprint('bad-token'))).toMatchObject({
      successes: 0,
      lastSuccessId: null,
      firstRefusal: null,
    });
  });

  test('does not count a success whose body reports a failure', () => {
    const history = new MemoryHistory();
    history.add(withToken('slack-token', 200, 1), {
      ...limited(1),
      cause: 'error-in-success',
      inner: 'invalid-credentials',
    });
    expect(history.usesOfCredential(fingerprint('slack-token'))).toMatchObject({
      successes: 0,
      firstRefusal: { id: 1 },
    });
  });

  test('forgets the credential that was used longest ago, and never grows beyond 4096', () => {
    const history = new MemoryHistory();
    history.add(withToken('token-0', 200, 1));
    history.add(withToken('token-1', 200, 2));
    for (let n = 2; n < 4096; n += 1) history.add(withToken(`token-${n}`, 200, n));
    history.add(withToken('token-0', 200, 5000));
    history.add(withToken('one-more', 200, 5001));
    expect(history.usesOfCredential(fingerprint('token-0')).successes).toBe(2);
    expect(history.usesOfCredential(fingerprint('token-1')).successes).toBe(0);
    expect(history.usesOfCredential(fingerprint('token-2')).successes).toBe(1);
  });

  test.each<[string, Call]>([
    ['a JSON body', { body: '{"access_token":"issued-token-1","token_type":"Bearer"}', headers: [JSON_TYPE] }],
    ['a nested one', { body: '{"data":{"session":{"accessToken":"issued-token-1"}}}', headers: [JSON_TYPE] }],
    ['plain text', { body: 'issued-token-1\n', headers: [['Content-Type', 'text/plain']] }],
    [
      'a cookie, on a redirect as well',
      { status: 302, headers: [['Set-Cookie', 'sid=issued-token-1; Path=/; HttpOnly']] },
    ],
  ])('includes the exchange that handed it out in %s', (_name, answer) => {
    const history = historyOf({ method: 'POST', url: 'https://id.example.com/oauth/token', ...answer }, {});
    expect(history.usesOfCredential(fingerprint('issued-token-1')).issuedBy?.id).toBe(1);
  });

  test.each<[string, Call]>([
    ['a name that means no token', { body: '{"name":"issued-token-1","next_page_token":"issued-token-1"}' }],
    ['an error', { status: 400, body: '{"access_token":"issued-token-1"}' }],
    [
      'an address that hands no tokens out',
      { url: 'https://api.example.com/v1/devices', body: '{"token":"issued-token-1"}' },
    ],
  ])('does not take it from %s', (_name, answer) => {
    const history = historyOf({
      method: 'POST',
      url: 'https://id.example.com/oauth/token',
      headers: [JSON_TYPE],
      ...answer,
    });
    expect(history.usesOfCredential(fingerprint('issued-token-1')).issuedBy).toBeNull();
  });

  test('includes the sign-out that ended it, until it works again', () => {
    const signOut = {
      method: 'POST',
      url: 'https://api.example.com/auth/logout',
      requestHeaders: [bearer('a-token-of-mine')],
    };
    const revocation = {
      method: 'POST',
      url: 'https://id.example.com/oauth/revoke',
      requestHeaders: [FORM_TYPE],
      requestBody: 'token=a-token-of-mine',
    };
    const own = fingerprint('a-token-of-mine');
    expect(historyOf(signOut).usesOfCredential(own).endedBy?.id).toBe(1);
    expect(historyOf({}, revocation).usesOfCredential(own).endedBy?.id).toBe(2);
    expect(historyOf({ ...signOut, status: 500 }).usesOfCredential(own).endedBy).toBeNull();
    expect(
      historyOf(signOut, { requestHeaders: [bearer('a-token-of-mine')] }).usesOfCredential(own).endedBy,
    ).toBeNull();
  });
});

describe('what it knows of a resource', () => {
  test('is how it answered each credential, the latest first, whatever the slash at the end', () => {
    const resource = historyOf(
      { url: URL_OF_ORDER, requestHeaders: [bearer('alice-token')] },
      { url: `${URL_OF_ORDER}/`, requestHeaders: [bearer('bob-token')], status: 404 },
      { url: URL_OF_ORDER, requestHeaders: [bearer('alice-token')] },
      { url: `${URL_OF_ORDER}?access_token=abc123456789`, status: 403 },
    ).resourceAt(URL_OF_ORDER);
    expect(
      resource?.reads.map(({ call, query, credential }) => [call.id, call.status, query, credential?.name]),
    ).toEqual([
      [4, 403, '', 'access_token'],
      [3, 200, '', 'Authorization'],
      [2, 404, '', 'Authorization'],
    ]);
    expect(resource?.lastSuccess?.id).toBe(3);
  });

  test('is that it was deleted, until something succeeds there again', () => {
    const remove = { method: 'DELETE', url: URL_OF_ORDER, status: 204 };
    expect(historyOf(remove).resourceAt(URL_OF_ORDER)?.deletion?.id).toBe(1);
    expect(historyOf(remove, { url: URL_OF_ORDER, status: 404 }).resourceAt(URL_OF_ORDER)?.deletion?.id).toBe(1);
    expect(historyOf(remove, { method: 'PUT', url: URL_OF_ORDER }).resourceAt(URL_OF_ORDER)?.deletion).toBeNull();
    expect(historyOf({ ...remove, status: 403 }).resourceAt(URL_OF_ORDER)?.deletion).toBeNull();
  });

  test('is which write failed or changed it, a redirected one being neither', () => {
    const put = { method: 'PUT', url: URL_OF_ORDER };
    const resource = historyOf({ ...put, headers: [['ETag', '"2"']] }, { ...put, status: 422 }).resourceAt(
      URL_OF_ORDER,
    );
    expect(resource).toMatchObject({ failedWrite: { id: 2 }, change: { call: { id: 1 }, etag: '"2"' } });
    expect(historyOf({ ...put, status: 307 }).resourceAt(URL_OF_ORDER)?.failedWrite).toBeNull();
    expect(historyOf({ ...put, status: 422 }, { url: URL_OF_ORDER }).resourceAt(URL_OF_ORDER)?.failedWrite).toBeNull();
  });

  test('is nothing where only a preflight asked, or nobody', () => {
    expect(historyOf({ method: 'OPTIONS', url: URL_OF_ORDER }, {}).resourceAt(URL_OF_ORDER)).toBeUndefined();
  });

  test('is bounded to 4096 addresses', () => {
    const history = new MemoryHistory();
    for (let id = 1; id <= 4097; id += 1) history.add(exchange({ id, url: `https://api.example.com/v1/orders/${id}` }));
    expect(history.resourceAt('https://api.example.com/v1/orders/1')).toBeUndefined();
    expect(history.resourceAt('https://api.example.com/v1/orders/2')?.lastSuccess?.id).toBe(2);
  });
});

describe('the successes like a request', () => {
  const like = (history: MemoryHistory, difference: Call) =>
    history.successesLike(exchange(difference).request).map(({ call }) => call.id);

  test('are those of the same method and route, at most four, the latest first', () => {
    const history = historyOf(
      ...[1, 2, 3, 4, 5].map((id) => ({ url: `https://api.example.com/v1/orders/${id}` })),
      { url: 'https://api.example.com/v1/orders/6', status: 500 },
      { url: 'https://api.example.com/v1/orders/7', method: 'DELETE' },
      { url: 'https://api.example.com/v1/orders/8/items' },
    );
    expect(like(history, { url: 'https://api.example.com/v1/orders/99' })).toEqual([5, 4, 3, 2]);
    expect(like(history, { url: 'https://api.example.com/v1/carts/99' })).toEqual([]);
  });

  test('are of the same operation where one address serves several', () => {
    const rpc = (method: string) => ({
      method: 'POST',
      requestHeaders: [JSON_TYPE],
      requestBody: `{"jsonrpc":"2.0","method":"${method}"}`,
    });
    const history = historyOf(rpc('order.read'), rpc('order.create'));
    expect(like(history, rpc('order.read'))).toEqual([1]);
    const target = (name: string): Call => ({ method: 'POST', requestHeaders: [['X-Amz-Target', name]] });
    expect(like(historyOf(target('T.Get'), target('T.Put')), target('T.Get'))).toEqual([1]);
  });

  test('come from another host of the same site where this one has none', () => {
    const history = historyOf({ url: 'https://api.dev.example.com/v1/me' }, { url: 'https://api.example.org/v1/me' });
    expect(like(history, { url: 'https://api.example.com/v1/me' })).toEqual([1]);
    expect(like(history, { url: 'https://api.example.net/v1/me' })).toEqual([]);
  });

  test('are found under their new name once a route is learnt', () => {
    const posts = ['why-it-failed', 'how-to-retry', 'what-is-new'];
    const history = historyOf(...posts.map((slug) => ({ url: `https://api.example.com/posts/${slug}` })));
    expect(like(history, { url: 'https://api.example.com/posts/some-other' })).toEqual([3, 2, 1]);
  });

  test('are kept without secrets and without bodies', () => {
    const secret = 'sk_live_51NotARealKey0000000000000';
    const history = historyOf({
      method: 'POST',
      url: `https://api.example.com/v1/orders?api_key=${secret}`,
      requestHeaders: [bearer(secret), ['Cookie', `sid=${secret}`], JSON_TYPE],
      requestBody: JSON.stringify({ password: secret, note: secret, amount: 12, list: [{ sku: 'A' }] }),
    });
    const success = history.successesLike(exchange({ method: 'POST' }).request)[0]!;
    expect(JSON.stringify([success, [...success.request.fields!], [...success.request.fingerprints]])).not.toContain(
      secret,
    );
    expect([...success.request.fields!].map(([path, { type, shown }]) => [path, type, shown])).toEqual([
      ['password', 'string', '<stripe live key sk_live_…, 30+ characters>'],
      ['note', 'string', `<${secret.length} characters>`],
      ['amount', 'number', '12'],
      ['list[].sku', 'string', 'A'],
    ]);
  });
});

describe('the limit before a call', () => {
  const called = (difference: Call = {}) => exchange({ requestHeaders: [bearer('my-own-token')], ...difference });
  const limitedThen = (...then: Call[]) => {
    const history = new MemoryHistory();
    history.add(called({ status: 429 }), limited(30));
    for (const next of then) history.add(called(next), next.status === 429 ? limited(5) : null);
    return history;
  };

  test('is that of the latest call of the same route and credential', () => {
    expect(limitedThen().limitBefore(called().request)).toMatchObject({ delaySeconds: 30, call: { status: 429 } });
    expect(limitedThen({ status: 429 }).limitBefore(called().request)).toMatchObject({ delaySeconds: 5 });
    expect(limitedThen().limitBefore(called({ requestHeaders: [bearer('another-token')] }).request)).toBeUndefined();
    expect(limitedThen().limitBefore(called({ url: 'https://api.example.com/v1/carts' }).request)).toBeUndefined();
  });

  test('is over once a call was answered', () => {
    expect(limitedThen({ status: 200 }).limitBefore(called().request)).toBeUndefined();
  });
});

describe('addresses close by', () => {
  const near = (url: string, ...list: Call[]) =>
    historyOf(...list)
      .successesNear(url)
      .map(({ id }) => id);

  test('are those of the same site that end in the same words, whatever stands before or what method it was', () => {
    const list: Call[] = [
      { url: 'https://api.a.example/v1/orders/12' },
      { url: 'https://www.a.example/backend/v2/orders', method: 'POST', status: 201 },
      { url: 'https://api.a.example/v1/carts/12' },
      { url: 'https://api.b.example/v1/orders/12' },
      { url: 'https://api.a.example/v3/orders/12', status: 404 },
    ];
    expect(near('https://api.a.example/v9/orders/77/', ...list)).toEqual([2, 1]);
    expect(near('https://api.a.example/v9/invoices', ...list)).toEqual([]);
  });

  test('are eight at most, each route with its latest success', () => {
    const versions = Array.from({ length: 12 }, (_, index) => ({ url: `https://a.example/v${index}/orders` }));
    expect(near('https://a.example/orders', ...versions, versions[11]!)).toEqual([13, 11, 10, 9, 8, 7, 6, 5]);
  });
});

describe('redirects', () => {
  const moved = (url: string, location: string): Call => ({ url, status: 302, headers: [['Location', location]] });

  test('are known from both ends until the URL answers otherwise or was followed', () => {
    const history = historyOf(moved('https://a.example/x?y=1', '/z#top'), moved('https://a.example/x?y=1', '/z'));
    expect(history.redirectFrom('https://a.example/x?y=1')).toMatchObject({
      target: 'https://a.example/z',
      timesInRow: 2,
    });
    expect(history.redirectFrom('https://a.example/x')).toBeUndefined();
    expect(history.redirectTo('https://a.example/z')?.from).toBe('https://a.example/x?y=1');
    const followed = historyOf(
      moved('https://a.example/x', '/z'),
      { url: 'https://a.example/z' },
      { url: 'https://a.example/x' },
    );
    expect(followed.redirectTo('https://a.example/z')).toBeUndefined();
    expect(followed.redirectFrom('https://a.example/x')).toBeUndefined();
  });

  test('without a usable Location are none', () => {
    const history = historyOf({ status: 302 }, { status: 302, headers: [['Location', 'http://[']] });
    expect(history.redirectFrom('https://api.example.com/v1/orders')).toBeUndefined();
  });
});

describe('calls for tokens', () => {
  const token = 'https://id.example.com/oauth/token';
  const form = (body: string, answer: Call): Call => ({
    method: 'POST',
    url: token,
    requestHeaders: [FORM_TYPE],
    requestBody: body,
    ...answer,
  });

  test('are told apart, with the code of a refusal and the origin of what they renew', () => {
    const history = historyOf(
      form('grant_type=password&username=u&password=p', {
        body: '{"access_token":"access-token-1","refresh_token":"refresh-token-1"}',
        headers: [JSON_TYPE],
      }),
      form('grant_type=refresh_token&refresh_token=refresh-token-1', {
        status: 400,
        body: '{"error":"invalid_grant"}',
      }),
      {
        method: 'POST',
        url: 'https://api.example.com/v1/checkout/sessions',
        requestHeaders: [JSON_TYPE],
        requestBody: '{"price":"p_1"}',
      },
    );
    expect(
      history.tokenCalls().map(({ call, kind, errorCode, renews }) => [call.id, kind, errorCode, renews?.id]),
    ).toEqual([
      [2, 'refresh', 'invalid_grant', 1],
      [1, 'sign-in', undefined, undefined],
    ]);
  });

  test('are at most sixteen', () => {
    const history = historyOf(...Array.from({ length: 20 }, () => form('grant_type=password&username=u', {})));
    expect(history.tokenCalls().map(({ call }) => call.id)).toEqual([
      20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5,
    ]);
  });
});

test('the use of an idempotency key says whether the body was the same', () => {
  const keyed = (body: string): Call => ({
    method: 'POST',
    requestHeaders: [['Idempotency-Key', 'order-7']],
    requestBody: body,
  });
  const history = historyOf(keyed('a=1'));
  expect(history.idempotencyKeyUse(exchange(keyed('a=1')).request)).toMatchObject({ call: { id: 1 }, body: 'same' });
  expect(history.idempotencyKeyUse(exchange(keyed('a=2')).request)).toMatchObject({ body: 'other' });
  expect(history.idempotencyKeyUse(exchange({ method: 'POST', requestBody: 'a=1' }).request)).toBeUndefined();
});

test('a pending exchange is not taken into account', () => {
  const history = new MemoryHistory();
  history.add({ ...exchange(), durationMs: null });
  expect(history.resourceAt('https://api.example.com/v1/orders')).toBeUndefined();
});

test('nothing in a hostile exchange makes it throw', () => {
  const junk = [
    '',
    '\0',
    '\ud800',
    '%',
    '{',
    '[',
    '=',
    ';',
    '?',
    '#',
    '://',
    'http://[',
    '9'.repeat(400),
    '__proto__',
    'constructor',
  ];
  const names = [
    'authorization',
    'cookie',
    'set-cookie',
    'location',
    'content-type',
    'content-encoding',
    'idempotency-key',
    '__proto__',
    '',
  ];
  const history = new MemoryHistory();
  for (const value of junk) {
    const headers = names.map((name): [string, string] => [name, value]);
    for (const method of ['GET', 'POST', 'DELETE', value]) {
      for (const status of [200, 302, 404, 429, null]) {
        for (const url of [value, `https://h.example/oauth/token/${value}?token=${value}`]) {
          const odd = exchange({
            method,
            url,
            status,
            headers,
            requestHeaders: headers,
            body: value,
            requestBody: value,
          });
          history.add(odd);
          history.successesLike(odd.request);
          history.limitBefore(odd.request);
          history.idempotencyKeyUse(odd.request);
          expect(history.resourceAt(url)?.reads.length ?? 0).toBeLessThanOrEqual(6);
        }
      }
    }
  }
});

test('a body that nests, repeats or is large costs no more than a bounded look', () => {
  const history = new MemoryHistory();
  const bodies = [
    '['.repeat(4000),
    `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`,
    JSON.stringify({ a: 'x'.repeat(1e6) }),
  ];
  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`k${n}`, n])));
  for (const [index, body] of [...bodies, many].entries()) {
    history.add(
      exchange({ id: index + 1, method: 'POST', requestHeaders: [JSON_TYPE], requestBody: Buffer.from(body) }),
    );
  }
  const sizes = history.successesLike(exchange({ method: 'POST' }).request).map(({ request }) => request.fields?.size);
  expect(sizes).toEqual([40, undefined, 1, undefined]);
});

test('calls can be added without what was said about them', () => {
  const history = new MemoryHistory();
  for (const call of calls({ status: 404 }, {})) history.add(call);
  expect(history.resourceAt('https://api.example.com/v1/orders')?.reads[0]?.call).toMatchObject({ id: 2, cause: null });
});
