/** One call of the demo's client. */
export interface DemoCall {
  /** What the client is after, for a newcomer: `list orders, but without a token`. */
  readonly title: string;
  readonly method: string;
  readonly url: string;
  /** `$access_token` and the like stand for the string of that name in the latest JSON answer that had one. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The client gives up after this time. */
  readonly abortAfterMs?: number;
  /** The client waits with this call until the token in that answer has expired. */
  readonly afterExpiryOf?: string;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const SIGNED_IN = { Authorization: 'Bearer $access_token' };
const CLIENT_TOKEN = { Authorization: 'Bearer $client_token' };

const ORDER = { reference: 'web-5521', email: 'ada@example.com', items: [{ sku: 'pen-blue', quantity: 2 }] };
const FAULTY_ORDER = { reference: 'web-5520', email: 'ada.example.com', items: [{ sku: 'pen-blue', quantity: '2' }] };
const TRAILING_COMMA = '{\n  "reference": "web-5519",\n  "email": "ada@example.com",\n  "items": [],\n}';

/** The afternoon of a developer who connects a shop: 30 calls, most of which fail, each in another way. */
export function demoCalls(apiUrl: string): readonly DemoCall[] {
  const call = (title: string, method: string, path: string, more: Partial<DemoCall> = {}): DemoCall => ({
    title,
    method,
    url: URL.canParse(path) ? path : `${apiUrl}${path}`,
    headers: {},
    ...more,
  });
  const signedIn = { headers: SIGNED_IN };
  const json = (value: unknown, headers: Readonly<Record<string, string>> = SIGNED_IN) => ({
    headers: { ...JSON_TYPE, ...headers },
    body: typeof value === 'string' ? value : JSON.stringify(value),
  });
  return [
    call('list the orders, without a token', 'GET', '/v1/orders'),
    call('sign in', 'POST', '/v1/login', json({ email: 'shop@example.com', password: 'correct-horse' }, {})),
    call('list the orders again', 'GET', '/v1/orders', signedIn),
    call('ask whether they changed', 'GET', '/v1/orders', {
      headers: { ...SIGNED_IN, 'If-None-Match': '"orders-41"' },
    }),
    call('list the products under their old address', 'GET', '/v1/products'),
    call('try version 2 of the API', 'GET', '/v2/orders', signedIn),
    call('open an order that is not there', 'GET', '/v1/orders/ord_9999', signedIn),
    call('delete all orders', 'DELETE', '/v1/orders', signedIn),
    call('place an order with a comma too many', 'POST', '/v1/orders', json(TRAILING_COMMA)),
    call('place an order as a form', 'POST', '/v1/orders', {
      headers: { ...SIGNED_IN, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'reference=web-5519&sku=pen-blue',
    }),
    call('place an order with two wrong fields', 'POST', '/v1/orders', json(FAULTY_ORDER)),
    call('place a correct order', 'POST', '/v1/orders', json(ORDER)),
    call('place it a second time', 'POST', '/v1/orders', json(ORDER)),
    call('fill a cart', 'POST', '/v1/carts', json({ sku: 'pen-black' })),
    call('empty the cart', 'DELETE', '/v1/carts/crt_58', signedIn),
    call('begin a payment', 'POST', '/v1/payment-sessions', json({ order: 'ord_1001' })),
    call('look at the payment', 'GET', '/v1/payment-sessions/ps_301', { headers: CLIENT_TOKEN }),
    call('give money back, without the scope', 'POST', '/v1/refunds', json({ order: 'ord_1001' })),
    call('search', 'GET', '/v1/search?q=pen'),
    call('search again at once', 'GET', '/v1/search?q=pencil'),
    call(
      'query over GraphQL without its variable',
      'POST',
      '/graphql',
      json({ query: 'query Order($id: ID!) { order(id: $id) { id } }' }),
    ),
    call('look at the payment later', 'GET', '/v1/payment-sessions/ps_301', {
      headers: CLIENT_TOKEN,
      afterExpiryOf: 'client_token',
    }),
    call('get the daily report', 'GET', '/v1/reports/daily', signedIn),
    call('pay', 'POST', '/v1/payments', json({ session: 'ps_301' })),
    call('look at the stock', 'GET', '/v1/stock', signedIn),
    call('export the orders', 'GET', '/v1/exports/orders.csv', signedIn),
    call('test a webhook', 'POST', '/v1/webhooks/wh_7/test', json({})),
    call('get the yearly report, impatiently', 'GET', '/v1/reports/yearly', { ...signedIn, abortAfterMs: 400 }),
    // Port 9, "discard", is a service that nobody runs any more.
    call('call a service that is not running', 'GET', 'http://127.0.0.1:9/health'),
    // `.invalid` never resolves (RFC 6761 §6.4).
    call('call a host that does not exist', 'GET', 'http://api.shop.invalid/v1/orders', signedIn),
  ];
}
