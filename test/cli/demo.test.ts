import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startDemoApi } from '../../src/cli/demo/api.ts';
import { type DemoCall, demoCalls } from '../../src/cli/demo/calls.ts';
import { type DemoOptions, type DemoOutcome, runDemoCalls } from '../../src/cli/demo/client.ts';

interface Seen {
  readonly call: DemoCall;
  readonly outcome: DemoOutcome;
  readonly requestHeaders: IncomingMessage['headers'];
  readonly responseHeaders: IncomingMessage['headers'];
}

/** Runs the demo through a bare forwarding proxy; `seen` holds what passed through it, in order. */
async function demo(options: Partial<DemoOptions>): Promise<readonly Seen[]> {
  const api = await startDemoApi();
  const seen: Seen[] = [];
  let last: { url: string; requestHeaders: object; responseHeaders: object } | undefined;
  const proxy = createServer((incoming, answer) => {
    last = { url: incoming.url ?? '', requestHeaders: incoming.headers, responseHeaders: {} };
    const refuse = (code = 'unknown') => {
      if (answer.headersSent) return answer.destroy();
      last = { ...last!, responseHeaders: { 'x-failed-with': code } };
      return answer.writeHead(502).end();
    };
    // Resolvers of test machines may take their time over such a name.
    if (new URL(incoming.url!).hostname.endsWith('.invalid')) return refuse('ENOTFOUND');
    const outgoing = request(incoming.url!, { method: incoming.method, headers: incoming.headers }, (response) => {
      last = { ...last!, responseHeaders: response.headers };
      answer.writeHead(response.statusCode!, response.rawHeaders);
      response.on('error', () => answer.destroy());
      response.pipe(answer);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => refuse(error.code));
    answer.on('close', () => outgoing.destroy());
    return incoming.pipe(outgoing);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  try {
    await runDemoCalls(api.url, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, {
      paceMs: 0,
      ...options,
      onCall(call, outcome) {
        expect(last?.url).toBe(call.url);
        seen.push({ call, outcome, ...(last as Pick<Seen, 'requestHeaders' | 'responseHeaders'>) });
        options.onCall?.(call, outcome);
      },
    });
    return seen;
  } finally {
    proxy.close();
    proxy.closeAllConnections();
    await api.close();
  }
}

test('the demo makes thirty calls, which end as the log is meant to show them', async () => {
  const seen = await demo({});
  const ends = seen.map(({ outcome, responseHeaders }) =>
    [outcome.status, responseHeaders['x-failed-with'] ?? outcome.error].filter((part) => part !== null).join(' '),
  );
  expect(ends.map((end, i) => `${seen[i]!.call.title}: ${end}`)).toEqual([
    'list the orders, without a token: 401',
    'sign in: 200',
    'list the orders again: 200',
    'ask whether they changed: 304',
    'list the products under their old address: 301',
    'try version 2 of the API: 404',
    'open an order that is not there: 404',
    'delete all orders: 405',
    'place an order with a comma too many: 400',
    'place an order as a form: 415',
    'place an order with two wrong fields: 422',
    'place a correct order: 201',
    'place it a second time: 409',
    'fill a cart: 201',
    'empty the cart: 204',
    'begin a payment: 201',
    'look at the payment: 200',
    'give money back, without the scope: 403',
    'search: 200',
    'search again at once: 429',
    'query over GraphQL without its variable: 200',
    'look at the payment later: 401',
    'get the daily report: 500',
    'pay: 502',
    'look at the stock: 503',
    'export the orders: 200 ECONNRESET',
    'test a webhook: 502 ECONNRESET',
    'get the yearly report, impatiently: ABORT_ERR',
    'call a service that is not running: 502 ECONNREFUSED',
    'call a host that does not exist: 502 ENOTFOUND',
  ]);
  expect(seen).toHaveLength(30);

  const of = (title: string): Seen => seen.find(({ call }) => call.title === title)!;
  expect(of('list the orders, without a token').responseHeaders['www-authenticate']).toBe('Bearer realm="shop"');
  expect(of('delete all orders').responseHeaders.allow).toBe('GET, POST');
  expect(of('place a correct order').responseHeaders.location).toMatch(/^\/v1\/orders\/ord_\d+$/);
  expect(of('fill a cart').responseHeaders).not.toHaveProperty('location');
  expect(of('search again at once').responseHeaders).toMatchObject({
    'retry-after': '10',
    ratelimit: '"search";r=0;t=10',
  });

  // One token works first and has expired by the server's own clock later.
  const [valid, expired] = [of('look at the payment'), of('look at the payment later')];
  expect(expired.requestHeaders.authorization).toBe(valid.requestHeaders.authorization);
  const claims = JSON.parse(Buffer.from(valid.requestHeaders.authorization!.split('.')[1]!, 'base64url').toString());
  expect(Date.parse(valid.responseHeaders.date!)).toBeLessThan(claims.exp * 1000);
  expect(Date.parse(expired.responseHeaders.date!)).toBeGreaterThan(claims.exp * 1000);
  expect(expired.responseHeaders['www-authenticate']).toContain('error="invalid_token"');
});

test('a demo that is stopped makes no further call', async () => {
  const stop = new AbortController();
  const seen = await demo({
    signal: stop.signal,
    onCall: (call) => call.title === 'sign in' && stop.abort(),
  });
  expect(seen.map(({ call }) => call.title)).toEqual(['list the orders, without a token', 'sign in']);
});

test('the list of calls depends on the address of the API alone', () => {
  expect(demoCalls('http://127.0.0.1:4000')).toEqual(demoCalls('http://127.0.0.1:4000'));
  expect(demoCalls('http://127.0.0.1:4000')[0]!.url).toBe('http://127.0.0.1:4000/v1/orders');
});
