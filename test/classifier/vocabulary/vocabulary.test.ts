import { describe, expect, test } from 'vitest';
import { createFacts } from '../../../src/classifier/facts.ts';
import type { Source } from '../../../src/classifier/vocabulary/match.ts';
import { SIGNALS, type Signal } from '../../../src/classifier/vocabulary/signal.ts';
import { understand } from '../../../src/classifier/vocabulary/vocabulary.ts';
import type { Exchange } from '../../../src/exchange/exchange.ts';
import { exchange } from '../build.ts';

const message = (text: string): Source => ({ kind: 'message', text, where: 'response.body#/message' });
const says = (text: string) => understand([message(text)]).map(({ signal }) => signal);
/** What is said most tellingly. */
const first = (text: string) => says(text)[0];

/** For each signal what says it, in several wordings, and what comes near without saying it. */
const CASES: Readonly<Record<Signal, readonly [hits: readonly string[], nearMisses: readonly string[]]>> = {
  expired: [
    [
      'The access token has expired',
      'ERR_TokenExpired',
      'Your session has timed out',
      'jwt expired',
      'Expired API key provided',
    ],
    ['The token never expires', 'The token has not expired'],
  ],
  revoked: [
    ['This API key has been revoked', 'Your token is no longer valid', 'The user has revoked access'],
    ['Revocation list updated'],
  ],
  'invalid-credentials': [
    [
      'Invalid API key',
      'Bad credentials',
      'Incorrect username or password',
      'Could not validate credentials',
      'authentication failed',
    ],
    ['Invalid amount', 'Invalid state transition'],
  ],
  'missing-credentials': [
    [
      'No API key provided',
      'Authentication credentials were not provided.',
      'You must be logged in',
      'Missing bearer token',
      'not_authed',
      'Login required',
    ],
    ['Missing field: name', 'No orders found'],
  ],
  'malformed-credentials': [
    [
      'jwt malformed',
      'Invalid Authorization header format',
      'Token contains an invalid number of segments',
      'Unsupported authentication scheme',
    ],
    ['Malformed CSV in line 7'],
  ],
  'not-yet-valid': [
    [
      'Jwt not yet valid',
      'Token used before issued',
      'RequestTimeTooSkewed',
      'Timestamp for this request is outside of the recvWindow',
    ],
    ['The timestamp of the order is 12:00'],
  ],
  'wrong-environment': [
    [
      'A test mode key was used but the object exists in live mode',
      'Jwt issuer is not configured',
      'Invalid audience',
      "the region 'us-east-1' is wrong",
    ],
    ['Our audience grows', 'The environment is fine'],
  ],
  signature: [
    [
      'SignatureDoesNotMatch',
      'Invalid signature',
      'HMAC signature cannot be verified',
      'Signature verification failed',
    ],
    ['A signature line was added'],
  ],
  'step-up': [
    [
      'Multi-factor authentication is required',
      'mfa_required',
      'One-time password required',
      'Resource protected by organization SAML enforcement',
      'consent_required',
    ],
    ['The authentication factory failed to start'],
  ],
  scope: [
    [
      'You do not have permission to perform this action',
      'Missing required scope: write:orders',
      'insufficient_scope',
      'Access denied',
      'Must have admin rights to Repository',
      'User is not authorized to perform: s3:PutObject',
    ],
    ['No permission problems found', 'The scope of the project grew'],
  ],
  owner: [
    [
      'Order 8841 belongs to another account',
      'You are not the author of this post',
      'You can only edit your own comments',
    ],
    ['The owner was notified'],
  ],
  ip: [
    [
      'Your IP address is not allowed',
      'IP 1.2.3.4 is not in the whitelist',
      'The originating IP address violates this restriction; IP restrictions apply',
    ],
    ['The IP was logged'],
  ],
  geo: [
    ['Country, region, or territory not supported', 'This service is not available in your country'],
    ['The country was saved'],
  ],
  csrf: [
    ['CSRF token missing', 'XSRF check failed', 'Cross-site request forgery detected'],
    ['The form token count is 7'],
  ],
  cors: [['Invalid CORS request', 'Disallowed origin', 'Not allowed by CORS'], ['The origin of the product is Italy']],
  firewall: [
    [
      'Your request was blocked by our security policy',
      'Just a moment...',
      'Please verify you are a human',
      'Request blocked by WAF',
    ],
    ['The payment was not blocked'],
  ],
  'not-enabled': [
    [
      'This feature is not available on your plan',
      'API has not been used in project 7 before or it is disabled',
      'Please upgrade to a paid plan',
    ],
    ['The switch is enabled'],
  ],
  suspended: [
    [
      'Your account has been suspended',
      'User is inactive',
      'You have to confirm your email address',
      'Account is locked',
    ],
    ['The account was created'],
  ],
  payment: [
    [
      'Your card was declined',
      'Insufficient funds',
      'You do not have enough credits',
      'Billing hard limit has been reached',
      'Payment required',
    ],
    ['The payment was received'],
  ],
  legal: [['Unavailable for legal reasons', 'Removed after a DMCA notice'], ['The legal name of the company']],
  'no-route': [
    [
      'Cannot GET /orderz',
      'No route matches [POST] "/x"',
      'The requested URL was not found on this server',
      'no Route matched with those values',
      'Method not found',
    ],
    ['The route of the parcel changed'],
  ],
  'not-found': [
    ['Customer 42 could not be found', 'No such customer: cus_1', 'NoSuchKey', 'Order does not exist', 'Not found'],
    ['The lost item was found'],
  ],
  'related-missing': [
    ['insert violates foreign key constraint', 'must exist', 'The referenced product does not exist'],
    ['The related article is here'],
  ],
  gone: [
    ['Cursor has expired', 'The order has been deleted', 'Sync token is no longer valid, a full sync is required'],
    ['Cursor position 7'],
  ],
  method: [
    ['Method "DELETE" not allowed.', "Request method 'PATCH' is not supported", 'This endpoint only supports POST'],
    ['The method of payment changed'],
  ],
  version: [
    ['API version 2019-01 is no longer supported', 'Invalid API version', 'This endpoint has been deprecated'],
    ['Version 7 was released'],
  ],
  'malformed-json': [
    [
      'Unexpected token } in JSON at position 12',
      'JSON parse error',
      'Problems parsing JSON',
      'invalid character looking for beginning of value',
    ],
    ['The JSON report is ready'],
  ],
  'malformed-body': [
    ['Missing boundary in multipart', 'The XML you provided was not well-formed', 'Request body is empty'],
    ['The body of the mail was sent'],
  ],
  'content-type': [
    [
      'Unsupported Media Type "text/plain"',
      "Content-Type 'text/plain' is not supported",
      'Expected Content-Type: application/json',
    ],
    ['The content of this type is nice'],
  ],
  accept: [['Could not satisfy the request Accept header', 'Not acceptable'], ['The offer was accepted']],
  'malformed-request': [
    [
      'The plain HTTP request was sent to HTTPS port',
      'Failed to decode param',
      'Invalid Host header',
      'Error in the JQL query',
    ],
    ['The request was formed well'],
  ],
  'too-large': [
    [
      'Request entity too large',
      "This model's maximum context length is 128000 tokens",
      'Too many items in batch',
      'Your proposed upload exceeds the maximum allowed size',
    ],
    ['A large order was placed'],
  ],
  required: [
    [
      'Field required',
      'Missing required parameter: name',
      "Name can't be blank",
      'email is required',
      'may not be null',
    ],
    ['The request was optional'],
  ],
  type: [
    [
      'must be an integer',
      'expected string, got number',
      'Input should be a valid integer',
      'Invalid input syntax for type uuid',
    ],
    ['The type was saved'],
  ],
  value: [
    [
      'must be greater than 0',
      'is not a valid choice',
      'value out of range',
      'must be one of: a, b',
      'must be a well-formed email address',
    ],
    ['The value grew'],
  ],
  'unknown-field': [
    [
      'Unknown field "colour"',
      'Unrecognized property',
      'Extra inputs are not permitted',
      'Additional properties are not allowed',
    ],
    ['An unknown artist'],
  ],
  duplicate: [
    [
      'A user with this email already exists',
      'has already been taken',
      'duplicate key value violates unique constraint',
      'AlreadyExists',
    ],
    ['It exists once'],
  ],
  'version-conflict': [
    [
      'ETag does not match',
      'Precondition failed',
      'The object has been modified',
      'Row was updated or deleted by another transaction',
    ],
    ['The version was printed'],
  ],
  'invalid-state': [
    [
      'Cannot cancel an order that has already been shipped',
      'Invalid state transition',
      'Pull Request is not mergeable',
      'The order is already cancelled',
    ],
    ['The state of Bavaria'],
  ],
  idempotency: [
    ['Keys for idempotent requests can only be used with the same parameters', 'Idempotency-Key is already used'],
    ['The request was identical'],
  ],
  locked: [
    [
      'Another deployment is in progress',
      'lock_timeout',
      'Resource is locked by another process',
      'Transaction is ongoing',
    ],
    ['The door lock was sold'],
  ],
  'rate-limit': [
    [
      'Rate limit exceeded',
      'Too many requests',
      'Request was throttled',
      'ThrottlingException',
      'Please retry after 30 seconds',
      'ratelimited',
    ],
    ['The exchange rate rose'],
  ],
  quota: [
    [
      'You exceeded your monthly quota',
      'Daily limit reached',
      'You have reached the maximum number of projects',
      'quotaExceeded',
    ],
    ['The month was warm'],
  ],
  concurrency: [
    ['Too many concurrent requests', 'Maximum number of simultaneous connections reached'],
    ['They ran one after the other'],
  ],
  exception: [
    [
      'An internal server error occurred',
      'java.lang.NullPointerException',
      'Object reference not set to an instance of an object',
      "Cannot read properties of undefined (reading 'x')",
    ],
    ['An exceptional dinner'],
  ],
  'bad-gateway': [
    [
      'no healthy upstream',
      'Bad gateway',
      'The upstream server returned an invalid response',
      'Application failed to respond',
    ],
    ['The garden gate'],
  ],
  maintenance: [
    ['We are down for scheduled maintenance', 'Deployment in progress, back in a moment'],
    ['The maintainer replied'],
  ],
  overloaded: [
    ['The server is overloaded', 'Circuit breaker is open', 'No capacity available', 'server is too busy'],
    ['A heavy parcel'],
  ],
  'gateway-timeout': [
    ['upstream request timeout', 'Endpoint request timed out', 'Gateway time-out'],
    ['The time was out of order'],
  ],
  'request-timeout': [
    [
      'RequestTimeout',
      'Your socket connection to the server was not read from or written to within the timeout period',
    ],
    ['The request was timely'],
  ],
  dependency: [
    [
      'could not connect to server: Connection refused',
      'connect ECONNREFUSED 10.0.0.1:5432',
      'Failed dependency',
      'The financial institution is temporarily unavailable',
    ],
    ['It depends'],
  ],
  'not-implemented': [['Operation is not implemented', 'HTTP version not supported'], ['An implementation was found']],
  storage: [['No space left on device', 'Insufficient storage', 'disk full'], ['The disc was sold']],
  'network-auth': [['You need to authenticate with the local network', 'Captive portal'], ['The net worth rose']],
  'sign-in': [['Sign in to continue', 'Forgot your password?'], ['The sign was seen']],
};

describe.each(SIGNALS)('%s', (signal) => {
  const [hits, nearMisses] = CASES[signal];

  test.each(hits)('is said by "%s"', (text) => {
    expect(says(text)).toContain(signal);
  });

  test.each(nearMisses)('is not said by "%s"', (text) => {
    expect(says(text)).not.toContain(signal);
  });
});

describe('the most telling signal', () => {
  test.each<[string, Signal]>([
    ['Rate limit exceeded. Retry in 30 seconds', 'rate-limit'],
    ['Monthly quota exceeded', 'quota'],
    ['Too many concurrent requests', 'concurrency'],
    ['The signature has expired', 'expired'],
    ['Idempotency key is already in use by another request in progress', 'idempotency'],
    ['A user with that username already exists.', 'duplicate'],
    ['Invalid or expired token', 'expired'],
    ['CSRF token missing or incorrect', 'csrf'],
    ['The server is overloaded, please try again later', 'overloaded'],
    ['quantity must be an integer', 'type'],
  ])('of "%s" is %s', (text, signal) => {
    expect(first(text)).toBe(signal);
  });

  test('a denial undoes a phrase, one that denies by itself stays', () => {
    expect(says('Your session has not expired')).not.toContain('expired');
    expect(says('The account is not locked')).not.toContain('locked');
    expect(says('No such order')).toContain('not-found');
  });

  test('what is only supposed or advised is an aside and comes last', () => {
    const [notFound, scope] = understand([
      message('The issue does not exist or you do not have permission to see it.'),
    ]);
    expect([notFound?.signal, notFound?.isAside]).toEqual(['not-found', false]);
    expect([scope?.signal, scope?.isAside]).toEqual(['scope', true]);
    expect(understand([message('Not found. Check that your token has not expired.')])[0]?.signal).toBe('not-found');
  });

  test('a sentence end is not crossed', () => {
    expect(understand([message('Your token. The lamp has expired.')])[0]).toMatchObject({
      text: 'has expired',
      weight: 1,
    });
  });

  test('says where it stands and with which words', () => {
    const body = JSON.stringify({
      error: { code: 'x_y', message: 'Sorry, your trial account has been suspended since May.' },
    });
    const facts = createFacts(exchange({ status: 403, body }));
    expect(facts.says('suspended')).toMatchObject({
      text: 'has been suspended',
      sentence: 'Sorry, your trial account has been suspended since May.',
      where: 'response.body#/error/message',
      kind: 'message',
    });
    expect(facts.says('payment')).toBeUndefined();
  });

  test('a code is read as words, a number and a link are not', () => {
    const facts = (body: object) => createFacts(exchange({ status: 400, body: JSON.stringify(body) }));
    expect(facts({ code: 'ERR_RATE_LIMIT_EXCEEDED' }).signals()[0]).toMatchObject({
      signal: 'rate-limit',
      kind: 'code',
      where: 'response.body#/code',
    });
    expect(
      facts({ message: 'See https://docs.example/rate-limits/quota-exceeded for help with your order' }).says(
        'rate-limit',
      ),
    ).toBeUndefined();
  });

  test('the challenge and what is said of fields count, too', () => {
    const challenge = 'Bearer error="invalid_token", error_description="The token expired at 12:00"';
    expect(
      createFacts(exchange({ status: 401, headers: [['WWW-Authenticate', challenge]] })).signals()[0],
    ).toMatchObject({
      signal: 'expired',
      kind: 'header',
      where: 'response.headers.www-authenticate',
    });
    const body = JSON.stringify({ errors: { email: ['has already been taken'] } });
    expect(createFacts(exchange({ status: 422, body })).signals()[0]).toMatchObject({
      signal: 'duplicate',
      kind: 'field',
      where: 'response.body#/errors/email/0',
    });
  });
});

describe('other languages', () => {
  test.each<[string, Signal]>([
    ['Das Token ist abgelaufen', 'expired'],
    ['Die angegebenen Zugangsdaten stimmen nicht.', 'invalid-credentials'],
    ['Sie haben keine Berechtigung für diese Aktion', 'scope'],
    ['Der Artikel wurde nicht gefunden', 'not-found'],
    ['Benutzername ist bereits vergeben', 'duplicate'],
    ['Dieses Feld ist erforderlich', 'required'],
    ['Zu viele Anfragen, bitte warten Sie', 'rate-limit'],
    ['Aufgrund von Wartungsarbeiten nicht verfügbar', 'maintenance'],
    ['Le jeton a expiré', 'expired'],
    ['Ce champ est obligatoire.', 'required'],
    ["Vous n'avez pas la permission d'accéder à cette ressource", 'scope'],
    ['Une erreur interne est survenue', 'exception'],
    ['Ya existe un usuario con este nombre.', 'duplicate'],
    ['El token ha expirado', 'expired'],
    ['No tiene permiso para realizar esta acción', 'scope'],
    ['Saldo insuficiente', 'payment'],
    ['O campo nome é obrigatório', 'required'],
    ['Usuário não encontrado', 'not-found'],
    ['Acesso negado', 'scope'],
    ['メールアドレスは必須です', 'required'],
    ['トークンの有効期限が切れています', 'expired'],
    ['ただいまメンテナンス中です', 'maintenance'],
    ['请求过于频繁，请稍后再试', 'rate-limit'],
    ['余额不足', 'payment'],
    ['用户名或密码错误', 'invalid-credentials'],
    ['沒有權限', 'scope'],
  ])('"%s" says %s', (text, signal) => {
    expect(says(text)).toContain(signal);
  });

  test.each(['Der Artikel liegt im Regal', 'La casa es roja', '今日はいい天気です', 'Le chat dort'])(
    '"%s" says nothing',
    (text) => {
      expect(says(text)).toEqual([]);
    },
  );
});

describe('cost', () => {
  const took = (difference: Exchange) => {
    const started = performance.now();
    const facts = createFacts(difference);
    facts.signals();
    facts.fields();
    facts.gateway();
    facts.framework();
    facts.limits();
    return performance.now() - started;
  };
  const refused = (body: string) => exchange({ status: 400, body, headers: [['Content-Type', 'application/json']] });
  const size = 10 * 1024 * 1024;
  const fill = (text: string) => text.repeat(Math.ceil(size / text.length)).slice(0, size);

  test.each<[string, string]>([
    ['one word again and again', fill('not ')],
    ['the beginnings of many phrases', fill('no token key missing required invalid access ')],
    ['one long word', fill('a')],
    ['quotes', fill("'a' is '")],
    ['markup that never closes', fill('<div class="')],
    ['markup', fill('<p>not found</p>')],
    ['brackets of JSON', fill('[{"error":')],
    ['a long message in JSON', `{"message":"${fill('the parameter missing empty invalid ').slice(0, 200_000)}"}`],
    ['white space', fill('{ \n\t')],
    ['Chinese', fill('请求过于频繁参数')],
  ])('10 MiB of %s', (_name, body) => {
    // Quadratic work would take minutes. How few milliseconds it is in truth, `npm run eval` measures.
    expect(took(refused(body))).toBeLessThan(2000);
  });
});
