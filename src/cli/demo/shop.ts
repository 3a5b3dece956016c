import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { readToken, signToken } from './token.ts';

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly body: string;
  readonly now: Date;
}

type Handler = (shop: Shop, call: Call) => void;

/** What the shop remembers from one call to the next. */
export class Shop {
  #number = 7000;
  #searchedAt = Number.NEGATIVE_INFINITY;
  readonly references = new Set<string>();

  nextNumber(): number {
    this.#number += 1;
    return this.#number;
  }

  /** Milliseconds until the next search is allowed; 0 allows this one and counts it. */
  searchDelayMs(now: number): number {
    const waitMs = this.#searchedAt + SEARCH_WINDOW_MS - now;
    if (waitMs > 0) return waitMs;
    this.#searchedAt = now;
    return 0;
  }
}

const SEARCH_WINDOW_MS = 10_000;
const HOUR_S = 3600;
/** Short enough for a newcomer to see one token work and then expire. */
const CLIENT_TOKEN_S = 3;

const ORDERS = {
  data: [
    { id: 'ord_1001', status: 'paid', total: { amount: 2490, currency: 'EUR' }, email: 'ada@example.com' },
    { id: 'ord_1002', status: 'shipped', total: { amount: 1250, currency: 'EUR' }, email: 'grace@example.com' },
  ],
  has_more: false,
};
const ORDERS_ETAG = '"orders-41"';

/** Path → method → answer; the first path that matches counts. */
export const ROUTES: readonly (readonly [path: RegExp, methods: Readonly<Record<string, Handler>>])[] = [
  [/^\/v1\/login$/, { POST: logIn }],
  [/^\/v1\/orders$/, { GET: listOrders, POST: createOrder }],
  [/^\/v1\/orders\/[^/]+$/, { GET: showOrder }],
  [/^\/v1\/products$/, { GET: productsMoved }],
  [/^\/v1\/catalog$/, { GET: listCatalog }],
  [/^\/v1\/carts$/, { POST: createCart }],
  [/^\/v1\/carts\/[^/]+$/, { DELETE: deleteCart }],
  [/^\/v1\/payment-sessions$/, { POST: createPaymentSession }],
  [/^\/v1\/payment-sessions\/[^/]+$/, { GET: showPaymentSession }],
  [/^\/v1\/payments$/, { POST: badGateway }],
  [/^\/v1\/refunds$/, { POST: createRefund }],
  [/^\/v1\/search$/, { GET: search }],
  [/^\/v1\/stock$/, { GET: maintenance }],
  [/^\/v1\/reports\/daily$/, { GET: crash }],
  [/^\/v1\/reports\/yearly$/, { GET: neverReady }],
  [/^\/v1\/exports\/orders\.csv$/, { GET: breakOff }],
  [/^\/v1\/webhooks\/[^/]+\/test$/, { POST: reset }],
  [/^\/graphql$/, { POST: graphql }],
];

function logIn(_shop: Shop, call: Call): void {
  const scope = 'orders:read orders:write payments:write';
  sendJson(call, 200, { access_token: tokenFor(call, scope, HOUR_S), token_type: 'Bearer', expires_in: HOUR_S, scope });
}

function listOrders(_shop: Shop, call: Call): void {
  if (!isAuthorised(call, 'orders:read')) return;
  const headers = { ETag: ORDERS_ETAG, 'Cache-Control': 'private, must-revalidate' };
  if (call.request.headers['if-none-match'] === ORDERS_ETAG) {
    call.response.writeHead(304, headers).end();
    return;
  }
  sendJson(call, 200, ORDERS, headers);
}

function showOrder(_shop: Shop, call: Call): void {
  if (!isAuthorised(call, 'orders:read')) return;
  const id = call.url.pathname.split('/').at(-1);
  const order = ORDERS.data.find((candidate) => candidate.id === id);
  if (order === undefined) sendError(call, 404, 'resource_missing', `No such order: '${id}'`);
  else sendJson(call, 200, order);
}

function createOrder(shop: Shop, call: Call): void {
  if (!isAuthorised(call, 'orders:write')) return;
  const contentType = call.request.headers['content-type'] ?? '';
  if (!contentType.startsWith('application/json')) {
    const message = `Content type '${contentType}' is not supported. Supported: application/json`;
    sendError(call, 415, 'unsupported_media_type', message, { 'Accept-Post': 'application/json' });
    return;
  }
  const order = parseJson(call.body) as { reference?: string; email?: string; items?: { quantity?: unknown }[] };
  if (order === undefined) {
    sendError(call, 400, 'parameter_invalid_json', 'We could not parse the JSON body of your request.');
    return;
  }
  const errors = [
    ...(order.items ?? []).flatMap(({ quantity }, i) =>
      Number.isInteger(quantity) ? [] : [{ detail: 'must be an integer', pointer: `#/items/${i}/quantity` }],
    ),
    ...(/.@./.test(order.email ?? '') ? [] : [{ detail: 'must be a valid e-mail address', pointer: '#/email' }]),
  ];
  if (errors.length > 0) {
    sendProblem(call, 422, 'validation-error', 'Your request is not valid.', {
      detail: `${errors.length} of its fields are wrong.`,
      errors,
    });
    return;
  }
  const { reference = '' } = order;
  if (shop.references.has(reference)) {
    sendError(call, 409, 'order_already_exists', `An order with the reference '${reference}' already exists.`);
    return;
  }
  shop.references.add(reference);
  const id = `ord_${shop.nextNumber()}`;
  sendJson(call, 201, { id, status: 'open', ...order }, { Location: `/v1/orders/${id}` });
}

function productsMoved(_shop: Shop, call: Call): void {
  call.response.writeHead(301, { Location: '/v1/catalog', 'Content-Length': 0 }).end();
}

function listCatalog(_shop: Shop, call: Call): void {
  const data = ['blue', 'black', 'green'].map((colour) => ({ sku: `pen-${colour}`, price: 250, currency: 'EUR' }));
  sendJson(call, 200, { data });
}

function createCart(_shop: Shop, call: Call): void {
  call.response.writeHead(201, { 'Content-Length': 0 }).end();
}

function deleteCart(_shop: Shop, call: Call): void {
  call.response.writeHead(204).end();
}

function createPaymentSession(_shop: Shop, call: Call): void {
  if (!isAuthorised(call, 'payments:write')) return;
  const client_token = tokenFor(call, 'payment-session:read', CLIENT_TOKEN_S);
  const session = { id: 'ps_301', status: 'requires_payment_method', client_token, expires_in: CLIENT_TOKEN_S };
  sendJson(call, 201, session, { Location: '/v1/payment-sessions/ps_301' });
}

function showPaymentSession(_shop: Shop, call: Call): void {
  if (!isAuthorised(call, 'payment-session:read')) return;
  sendJson(call, 200, { id: 'ps_301', status: 'processing', amount: 2490, currency: 'EUR' });
}

function createRefund(_shop: Shop, call: Call): void {
  if (isAuthorised(call, 'refunds:write')) sendJson(call, 201, { id: 're_12', status: 'pending' });
}

function search(shop: Shop, call: Call): void {
  const waitS = Math.ceil(shop.searchDelayMs(call.now.getTime()) / 1000);
  const policy = { 'RateLimit-Policy': '"search";q=1;w=10', RateLimit: `"search";r=0;t=${waitS || 10}` };
  if (waitS === 0) sendJson(call, 200, { data: [{ sku: 'pen-blue' }], total: 1 }, policy);
  else sendError(call, 429, 'rate_limit', 'Too many searches, please slow down.', { ...policy, 'Retry-After': waitS });
}

function graphql(_shop: Shop, call: Call): void {
  const message = 'Variable "$id" of required type "ID!" was not provided.';
  const extensions = { code: 'BAD_USER_INPUT' };
  sendJson(call, 200, { data: null, errors: [{ message, locations: [{ line: 1, column: 14 }], extensions }] });
}

function badGateway(_shop: Shop, call: Call): void {
  const page =
    '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n';
  call.response.writeHead(502, { Server: 'nginx/1.27.4', 'Content-Type': 'text/html' });
  call.response.end(`${page}<hr><center>nginx/1.27.4</center>\r\n</body>\r\n</html>\r\n`);
}

function maintenance(_shop: Shop, call: Call): void {
  const message = 'The stock service is down for maintenance. It will be back in a few minutes.';
  sendError(call, 503, 'maintenance', message, { 'Retry-After': 120 });
}

function crash(_shop: Shop, call: Call): void {
  const error = "TypeError: Cannot read properties of undefined (reading 'total')";
  const stack = [
    error,
    '    at sumOfDay (/srv/shop/src/reports/daily.js:48:31)',
    '    at async renderDaily (/srv/shop/src/reports/daily.js:21:17)',
    '    at async /srv/shop/node_modules/express/lib/router/layer.js:95:5',
  ];
  sendJson(call, 500, { error: 'Internal Server Error', message: error, stack: stack.join('\n') });
}

/** The report would take half a minute: longer than any client of the demo waits. */
function neverReady(_shop: Shop, call: Call): void {
  const timer = setTimeout(() => sendJson(call, 200, { ready: true }), 30_000);
  call.response.once('close', () => clearTimeout(timer));
}

function breakOff(_shop: Shop, call: Call): void {
  call.response.writeHead(200, { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Length': 18_452 });
  call.response.write('id,status,total\r\nord_1001,paid,24.90\r\nord_1002,ship', () => call.request.socket.destroy());
}

function reset(_shop: Shop, call: Call): void {
  call.request.socket.resetAndDestroy();
}

/** Answers 401 or 403 itself, with the challenge of RFC 6750 §3. */
function isAuthorised(call: Call, scope: string): boolean {
  const token = /^Bearer (.+)$/.exec(call.request.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    refuse(call, 401, 'missing_token', 'No access token was sent.', '');
    return false;
  }
  const claims = readToken(token);
  if (claims === undefined || claims.exp * 1000 <= call.now.getTime()) {
    const [code, message] = claims ? ['token_expired', 'The access token expired'] : ['token_invalid', 'Invalid token'];
    refuse(call, 401, code!, message!, `, error="invalid_token", error_description="${message}"`);
    return false;
  }
  if (!claims.scope.split(' ').includes(scope)) {
    const message = `The access token lacks the scope ${scope}.`;
    refuse(call, 403, 'insufficient_scope', message, `, error="insufficient_scope", scope="${scope}"`);
    return false;
  }
  return true;
}

function refuse(call: Call, status: number, code: string, message: string, details: string): void {
  sendError(call, status, code, message, { 'WWW-Authenticate': `Bearer realm="shop"${details}` });
}

function tokenFor(call: Call, scope: string, seconds: number): string {
  const iat = Math.floor(call.now.getTime() / 1000);
  return signToken({ sub: 'usr_71', scope, iat, exp: iat + seconds });
}

/** An error in the form that payment APIs use. */
export function sendError(
  call: Call,
  status: number,
  code: string,
  message: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const request_id = call.response.getHeader('X-Request-Id');
  sendJson(call, status, { error: { code, message, request_id } }, headers);
}

/** An error in the form of RFC 9457. */
function sendProblem(call: Call, status: number, type: string, title: string, details: object): void {
  const problem = {
    type: `https://shop.example/problems/${type}`,
    title,
    status,
    instance: call.url.pathname,
    ...details,
  };
  sendJson(call, status, problem, { 'Content-Type': 'application/problem+json' });
}

function sendJson(call: Call, status: number, value: unknown, headers: OutgoingHttpHeaders = {}): void {
  const text = Buffer.from(JSON.stringify(value));
  // A quality of 0, which would refuse gzip, is nothing that the demo's own client sends.
  const isZipped = /\bgzip\b/.test(call.request.headers['accept-encoding'] ?? '');
  const body = isZipped ? gzipSync(text) : text;
  call.response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    ...(isZipped ? { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } : {}),
    'Content-Length': body.length,
    ...headers,
  });
  call.response.end(body);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
