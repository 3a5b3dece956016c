// What an afternoon at a web shop's API may look like: exchange number `n` is always the same.
import { randomFillSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const START = Date.UTC(2026, 10, 2, 8, 0, 0);
const MEAN_GAP_MS = 45;

/** Host, weight and resources; each is a collection and its members. */
const HOSTS = [
  ['api.shop.test', 60, ['orders', 'customers', 'carts', 'products', 'invoices', 'payments', 'refunds', 'exports']],
  ['auth.shop.test', 8, ['sessions', 'tokens', 'users']],
  ['search.shop.test', 12, ['suggestions', 'results', 'facets']],
  ['api.payments.test', 10, ['charges', 'intents', 'disputes', 'webhooks']],
  ['cdn.shop.test', 6, ['images', 'scripts', 'styles']],
  ['telemetry.vendor.test:4318', 4, ['traces', 'metrics']],
];
const HOST_BY_WEIGHT = HOSTS.flatMap((host) => Array.from({ length: host[1] }, () => host));
const METHODS = [
  ...Array(70).fill('GET'),
  ...Array(18).fill('POST'),
  ...Array(7).fill('PUT'),
  ...Array(3).fill('PATCH'),
  'DELETE',
  'OPTIONS',
];
const APPS = ['node', 'node', 'node', 'python', 'python', 'curl', 'chrome'];
const WORDS =
  'amber basil copper delta ember fennel garnet hazel indigo juniper kelp linen maple nutmeg olive pepper quartz rowan saffron thyme umber violet willow yarrow'.split(
    ' ',
  );

/** A failure with its weight among a thousand exchanges. */
const FAILURES = [
  [30, { status: 404, cause: 'resource-not-found', fault: 'client', confidence: 'likely', code: 'not_found' }],
  [18, { status: 401, cause: 'expired-credentials', fault: 'client', confidence: 'certain', code: 'token_expired' }],
  [16, { status: 422, cause: 'invalid-value', fault: 'client', confidence: 'certain', code: 'parameter_invalid' }],
  [10, { status: 429, cause: 'rate-limited', fault: 'client', confidence: 'certain', code: 'rate_limit' }],
  [6, { status: 402, cause: 'payment-required', fault: 'client', confidence: 'certain', code: 'card_declined' }],
  [5, { status: 500, cause: 'dependency-failed', fault: 'server', confidence: 'guess', code: 'internal' }],
  [4, { status: 503, cause: 'overloaded', fault: 'server', confidence: 'likely', code: 'unavailable' }],
  [3, { status: 502, cause: 'bad-gateway', fault: 'server', confidence: 'likely', code: 'upstream' }],
  [2, { status: null, cause: 'connection-refused', fault: 'network', confidence: 'certain', code: 'ECONNREFUSED' }],
];
const FAILURE_BY_NUMBER = FAILURES.flatMap(([weight, failure]) => Array(weight).fill(failure));

/** Numbers below 2³² that look drawn, the same for the same seed. */
function numbersFrom(seed) {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const hex = (draw, length) => Array.from({ length }, () => draw(16).toString(16)).join('');
const words = (draw, count) => Array.from({ length: count }, () => WORDS[draw(WORDS.length)]).join(' ');

function record(draw, kind, index) {
  return {
    id: `${kind.slice(0, 3)}_${hex(draw, 14)}`,
    object: kind,
    created: Math.floor(START / 1000) + draw(1_000_000),
    amount: draw(100_000),
    currency: ['eur', 'usd', 'gbp'][draw(3)],
    status: ['paid', 'open', 'draft', 'void'][draw(4)],
    description: words(draw, 6),
    customer: {
      id: `cus_${hex(draw, 12)}`,
      email: `${WORDS[draw(24)]}.${WORDS[draw(24)]}${draw(1000)}@mail.test`,
      verified: draw(2) === 0,
    },
    metadata: { cart: hex(draw, 8), campaign: WORDS[draw(24)], position: index },
  };
}

const IMAGE = randomFillSync(new Uint8Array(24_000));
const SCRIPT = Buffer.from(
  'export const table = { '.concat(
    WORDS.map((word, i) => `${word}: ${i}, `)
      .join('')
      .repeat(90),
    '};',
  ),
);

/** What many exchanges have in common. */
export const SHARED_BODIES = [IMAGE, SCRIPT];

function responseBody(draw, kind, isList, failure, number) {
  if (failure !== undefined) {
    const text = {
      error: { type: 'api_error', code: failure.code, message: `${words(draw, 5)}.`, request: `req-${number}` },
    };
    return Buffer.from(JSON.stringify(text));
  }
  if (kind === 'images') return IMAGE;
  if (kind === 'scripts' || kind === 'styles') return SCRIPT;
  if (!isList) return Buffer.from(JSON.stringify(record(draw, kind, 0)));
  const items = Array.from({ length: 1 + draw(8) }, (_, index) => record(draw, kind, index));
  return Buffer.from(JSON.stringify({ object: 'list', has_more: draw(2) === 0, data: items }));
}

const TLS = { protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', alpn: 'http/1.1', serverName: 'api.shop.test' };
const CONNECTIONS = HOSTS.flatMap(([host], at) =>
  Array.from({ length: 20 }, (_, index) => ({
    id: at * 20 + index + 1,
    server: `203.0.113.${at + 1}:443`,
    via: null,
    dnsMs: 2.5,
    tcpMs: 11,
    tlsMs: 14,
    tls: { ...TLS, serverName: host.split(':')[0], chain: [], distrust: null },
  })),
);

/** One exchange as the recorder hands it over. One body in forty is compressed. */
export function changeOf(number) {
  const draw = numbersFrom(number);
  const hostAt = HOSTS.indexOf(HOST_BY_WEIGHT[draw(100)]);
  const [host, , kinds] = HOSTS[hostAt];
  const kind = kinds[Math.min(draw(kinds.length), draw(kinds.length))];
  const method = host.startsWith('cdn') ? 'GET' : METHODS[draw(100)];
  const failure = FAILURE_BY_NUMBER[draw(1000)];
  const isList = method === 'GET' && draw(3) === 0;
  const member = isList || method === 'POST' ? '' : `/${kind.slice(0, 3)}_${hex(draw, 10)}${number}`;
  const query = isList ? `?limit=${5 * (1 + draw(4))}&page=${draw(200)}` : '';
  const startedAt = START + number * MEAN_GAP_MS + draw(40);
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  const request = hasBody ? Buffer.from(JSON.stringify(record(draw, kind, 0))) : null;
  let response = failure?.status === null ? null : responseBody(draw, kind, isList, failure, number);
  const isZipped = response !== null && failure === undefined && draw(40) === 0;
  if (isZipped) response = gzipSync(response);
  const isBinary = kind === 'images';
  const durationMs = (5 + draw(90)) * (draw(50) === 0 ? 12 : 1) * (draw(2000) === 0 ? 9 : 1) + draw(1000) / 1000;
  const requestHeaders = [
    ['Host', host],
    ['User-Agent', 'shop-backend/4.2 (linux; node 24.1)'],
    ['Accept', 'application/json, text/plain, */*'],
    ['Accept-Encoding', 'gzip, deflate, br'],
    ['Authorization', `Bearer eyJhbGciOiJIUzI1NiJ9.${hex(numbersFrom(number >> 8), 60)}`],
    ['X-Request-Id', `req-${number}`],
    ['traceparent', `00-${hex(draw, 32)}-${hex(draw, 16)}-01`],
    ...(request === null
      ? []
      : [
          ['Content-Type', 'application/json'],
          ['Content-Length', String(request.length)],
        ]),
    ['Connection', 'keep-alive'],
  ];
  const responseHeaders = [
    ['Date', new Date(startedAt).toUTCString()],
    ['Content-Type', isBinary ? 'image/png' : 'application/json; charset=utf-8'],
    ['Content-Length', String(response?.length ?? 0)],
    ...(isZipped ? [['Content-Encoding', 'gzip']] : []),
    ['Cache-Control', 'no-store'],
    ['ETag', `W/"${hex(draw, 20)}"`],
    ['X-Request-Id', `req-${number}`],
    ['X-RateLimit-Remaining', String(draw(1000))],
    ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'],
    ['Connection', 'keep-alive'],
  ];
  const body = (bytes) => (bytes === null || bytes.length === 0 ? null : { bytes, totalBytes: bytes.length });
  const status =
    failure?.status ?? (method === 'POST' ? 201 : method === 'DELETE' ? 204 : number % 50_000 === 17 ? 418 : 200);
  return {
    key: number,
    messages: [],
    origin: { app: APPS[draw(APPS.length)], appPid: 1000 + hostAt },
    chunks: [
      ...(request === null ? [] : [{ side: 'request', index: 0, bytes: request }]),
      ...(response === null ? [] : [{ side: 'response', index: 0, bytes: response }]),
    ],
    exchange: {
      id: 0,
      startedAt,
      durationMs,
      request: {
        method,
        url: `https://${host}/v1/${kind}${member}${query}`,
        httpVersion: '1.1',
        headers: requestHeaders,
        trailers: [],
        body: body(request),
      },
      response:
        response === null
          ? null
          : { status, reason: 'OK', httpVersion: '1.1', headers: responseHeaders, trailers: [], body: body(response) },
      error:
        response === null
          ? { phase: 'connect', code: failure.code, message: 'connect ECONNREFUSED 203.0.113.1:443' }
          : null,
      proxyStatus: response === null ? 502 : null,
      connection: {
        client: `127.0.0.1:${50_000 + (number % 64)}`,
        clientTls: TLS,
        server: response === null ? null : CONNECTIONS[hostAt * 20 + draw(20)],
        isReused: true,
      },
      timing: { connectedMs: 0.08, requestSentMs: 0.31, responseStartMs: response === null ? null : durationMs - 1.2 },
      messageCount: 0,
    },
  };
}

const CLASSES = { 2: 'success', 3: 'redirection', 4: 'client_error', 5: 'server_error' };

/** What the classifier would say, in its form. */
export function annotate({ request, response, error }) {
  const failure = FAILURES.map(([, each]) => each).find(({ status, code }) =>
    response === null ? code === error.code : status === response.status && response.status >= 400,
  );
  if (failure === undefined) {
    const status = response.status;
    return {
      class: CLASSES[Math.floor(status / 100)],
      cause: null,
      fault: 'nobody',
      confidence: 'certain',
      summary: `${status} OK`,
      evidence: [],
      advice: '',
      retry: 'never',
    };
  }
  return {
    class: failure.status === null ? 'no_response' : CLASSES[Math.floor(failure.status / 100)],
    cause: failure.cause,
    fault: failure.fault,
    confidence: failure.confidence,
    summary: `${request.method} was refused: ${failure.code}`,
    evidence: [{ where: 'response.body#/error/code', what: failure.code }],
    advice: `Look at what ${request.method} sent, and read the reference of ${failure.code}.`,
    retry: 'after_fix',
  };
}
