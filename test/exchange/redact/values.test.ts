import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { maskSecret, redactHeaderValue, redactText, redactUrl } from '../../../src/exchange/redact.ts';

const JWT =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
const MASKED_JWT = '<jwt, 100+ characters>';

describe('a masked secret keeps what explains a failure', () => {
  test.each([
    ['a JWT', JWT, MASKED_JWT],
    ['a JWT of another length', `${JWT}${'x'.repeat(200)}`, '<jwt, 300+ characters>'],
    ['a JWT without a signature', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', '<jwt, 30+ characters>'],
    ['an encrypted JWT', 'eyJhbGciOiJSU0EifQ.aaaa.bbbb.cccc.dddd', '<encrypted jwt, 30+ characters>'],
    ['the provider of a key', 'sk_test_4eC39HqLyjWDarjtT1zdp7dc', '<stripe test key sk_test_…, 30+ characters>'],
    ['that a key is live', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc', '<stripe live key sk_live_…, 30+ characters>'],
    ['an AWS key id', 'AKIAIOSFODNN7EXAMPLE', '<aws access key id AKIA…, 20+ characters>'],
    ['a UUID', '3f2504e0-4f89-11d3-9a0c-0305e82c3301', '<uuid, 30+ characters>'],
    ['digits', '123456', '<secret, under 8 digits>'],
    ['an ordinary secret', 'correct-horse', '<secret, 12+ characters>'],
    ['that it was quoted', '"abc123def456"', '"<secret, 12+ characters>"'],
    ['a line break at its end', 'abc123def456\n', '<secret, 12+ characters>\n'],
    ['a blank before it', ' abc123def456', ' <secret, 12+ characters>'],
    ['a line break inside', 'abc123\ndef456', '<secret, 12+ characters, with a line break>'],
    ['a blank inside', 'correct horse battery', '<secret, 20+ characters, with a space>'],
  ])('%s', (_what, secret, masked) => {
    expect(maskSecret(secret)).toBe(masked);
  });

  test.each([
    '',
    'undefined',
    'null',
    '[object Object]',
    '{{access_token}}',
    `${'$'}{TOKEN}`,
    '$API_KEY',
    '<token>',
    'YOUR_API_KEY',
    '****',
  ])('what holds no secret stays readable: %j', (value) => {
    expect(maskSecret(value)).toBe(value);
  });

  test('a mask is not masked again', () => {
    for (const secret of [JWT, 'sk_test_4eC39HqLyjWDarjtT1zdp7dc', 'a b', '123', 'x\ny']) {
      expect(maskSecret(maskSecret(secret))).toBe(maskSecret(secret));
    }
  });

  test('the length class does not tell the length', () => {
    expect(maskSecret('abcdefghi')).toBe(maskSecret('abcdefghij'));
  });
});

describe('Authorization', () => {
  test.each([
    [`Bearer ${JWT}`, `Bearer ${MASKED_JWT}`],
    [`bearer ${JWT}`, `bearer ${MASKED_JWT}`],
    [`BEARER  ${JWT}`, `BEARER  ${MASKED_JWT}`],
    [`Bearer Bearer ${JWT}`, `Bearer Bearer ${MASKED_JWT}`],
    [`Bearer: ${JWT}`, `Bearer: ${MASKED_JWT}`],
    [`Bearer "${JWT}"`, `Bearer "${MASKED_JWT}"`],
    ['Bearer topsecret', 'Bearer <token, 8+ characters>'],
    ['Bearer undefined', 'Bearer undefined'],
    ['Bearer', 'Bearer'],
    ['Bearer ', 'Bearer '],
    ['', ''],
    ['topsecret', '<credential, 8+ characters>'],
    [JWT, MASKED_JWT],
    ['ApiKey abc123def456', 'ApiKey <token, 12+ characters>'],
    ['Klaviyo-API-Key abc123def456', 'Klaviyo-API-Key <token, 12+ characters>'],
    [`Basic ${btoa('ada:hunter22')}`, 'Basic <basic credentials, 16+ characters>'],
    [`Basic ${btoa('sk_live_abc:')}`, 'Basic <basic credentials, 16+ characters, without password>'],
    ['Basic ada:hunter22', 'Basic <basic credentials, 12+ characters, user and password in clear>'],
    ['Basic !!!', 'Basic <basic credentials, under 8 characters, not base64 of user and password>'],
    [
      'Digest username="Mufasa", realm="api", nonce="dcd98b71", uri="/dir", qop=auth, response="6629fae49393a05397450978507c4ef1"',
      'Digest username="<username, under 8 characters>", realm="api", nonce="<nonce, 8+ characters>", uri="/dir", qop=auth, response="<response, 30+ characters>"',
    ],
    [
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range, Signature=fe5f80f77d5fa3beca038a248ff027d0',
      'AWS4-HMAC-SHA256 Credential=<aws access key id AKIA…, 20+ characters>/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range, Signature=<signature, 30+ characters>',
    ],
  ])('%j', (value, masked) => {
    expect(redactHeaderValue('Authorization', value)).toBe(masked);
    expect(redactHeaderValue('proxy-authorization', value)).toBe(masked);
  });
});

describe('other headers', () => {
  test('cookies keep their names and attributes', () => {
    expect(redactHeaderValue('Cookie', 'theme=dark; sid=a1b2c3d4e5f6; q="x1"')).toBe(
      'theme=<cookie, under 8 characters>; sid=<cookie, 12+ characters>; q="<cookie, under 8 characters>"',
    );
    expect(redactHeaderValue('set-cookie', 'sid=a1b2c3d4e5f6; Path=/; Max-Age=60; HttpOnly; SameSite=Lax')).toBe(
      'sid=<cookie, 12+ characters>; Path=/; Max-Age=60; HttpOnly; SameSite=Lax',
    );
    expect(redactHeaderValue('Set-Cookie', 'sid=; Max-Age=0')).toBe('sid=; Max-Age=0');
  });

  test.each([
    'X-API-Key',
    'x-api-key',
    'Api-Key',
    'apikey',
    'X-ApiKey',
    'X-Auth-Token',
    'X-Access-Token',
    'Private-Token',
    'X-Goog-Api-Key',
    'Ocp-Apim-Subscription-Key',
    'X-RapidAPI-Key',
    'x-functions-key',
    'DD-API-KEY',
    'DD-APPLICATION-KEY',
    'X-Shopify-Access-Token',
    'X-Vault-Token',
    'x-amz-security-token',
    'CF-Access-Client-Secret',
    'X-CSRF-Token',
    'X-Session-Id',
    'X-Client-Secret',
    'Authentication',
    'X-Auth',
    'X-Hub-Signature-256',
    'Stripe-Signature',
    'X-Acme-Key',
    'token',
  ])('%s is masked', (name) => {
    const masked = redactHeaderValue(name, 'topsecretvalue');
    expect(masked).not.toContain('topsecret');
    expect(masked).toMatch(/^<[a-z ]+, 12\+ characters>$/);
  });

  test.each([
    ['Idempotency-Key', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Surrogate-Key', 'product-87 home'],
    ['X-Cache-Key', '/v1/orders'],
    ['X-Request-Id', 'req_8f3a2b1c4d5e6f70'],
    ['ETag', '"33a64df551425fcc55e4d42a148795d9f25f89d4"'],
    ['WWW-Authenticate', 'Bearer realm="api", error="invalid_token", error_description="The token expired"'],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Access-Control-Allow-Headers', 'Authorization, X-API-Key'],
    ['x-ratelimit-remaining-tokens', '149984'],
    ['anthropic-ratelimit-tokens-reset', '2026-11-22T10:00:00Z'],
    ['X-GitHub-OTP', 'required; app'],
    ['X-GitHub-SSO', 'required; url=https://github.com/orgs/o/sso?authorization_request=AEZ3'],
    ['User-Agent', 'stripe-node/14.1.0'],
    ['Date', 'Sun, 22 Nov 2026 10:00:00 GMT'],
    ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
    ['Content-Type', 'multipart/form-data; boundary=----x1'],
    ['Link', '<https://api.example.com/orders?page=2>; rel="next"'],
  ])('%s stays', (name, value) => {
    expect(redactHeaderValue(name, value)).toBe(value);
  });

  test('a URL in a header loses its token', () => {
    expect(redactHeaderValue('Location', '/done?access_token=abc123&state=1#id_token=x1y2')).toBe(
      '/done?access_token=<token, under 8 characters>&state=1#id_token=<token, under 8 characters>',
    );
  });

  test('a key of a known form is masked in a header of any name', () => {
    expect(redactHeaderValue('X-Debug', 'used ghp_16C7e42F292c6912E7710c838347Ae178B4a')).toBe(
      'used <github token ghp_…, 40+ characters>',
    );
  });
});

describe('URLs', () => {
  test.each([
    ['https://ada:p%40ss@h.example/x', 'https://<user, under 8 characters>:<password, under 8 characters>@h.example/x'],
    ['https://ada:p@ss@h.example/x', 'https://<user, under 8 characters>:<password, under 8 characters>@h.example/x'],
    ['https://h/x?api_key=abc&page=2', 'https://h/x?api_key=<api key, under 8 characters>&page=2'],
    ['https://h/x?ACCESS_TOKEN=abc', 'https://h/x?ACCESS_TOKEN=<token, under 8 characters>'],
    ['https://h/x?user%5Bpassword%5D=abc', 'https://h/x?user%5Bpassword%5D=<password, under 8 characters>'],
    ['https://h/x?X-Amz-Signature=abcdef01', 'https://h/x?X-Amz-Signature=<signature, 8+ characters>'],
    ['https://h/x?sv=2024&sig=abc%2Bdef%3D', 'https://h/x?sv=2024&sig=<signature, 8+ characters>'],
    [
      'https://h/x?key=AIzaSyA1234567890abcdefghijklmnopqrstu',
      'https://h/x?key=<google api key AIza…, 30+ characters>',
    ],
    ['https://h/cb?code=4%2F0AX4XfWh8abcdef12&state=x', 'https://h/cb?code=<code, 16+ characters>&state=x'],
    [
      'https://h/cb#access_token=abc&token_type=bearer',
      'https://h/cb#access_token=<token, under 8 characters>&token_type=bearer',
    ],
    ['https://h/#/done?token=abc', 'https://h/#/done?token=<token, under 8 characters>'],
    ['https://h/x?token=%22abc%22', 'https://h/x?token=%22<token, under 8 characters>%22'],
    ['https://h/x?token=<token-1, 12+ characters>&a=1', 'https://h/x?token=<token-1, 12+ characters>&a=1'],
    [
      'https://h/x?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261122%2Feu-central-1%2Fs3%2Faws4_request',
      'https://h/x?X-Amz-Credential=<aws access key id AKIA…, 20+ characters>%2F20261122%2Feu-central-1%2Fs3%2Faws4_request',
    ],
    ['https://h/x?X-Goog-Signature=abcdef0123456789', 'https://h/x?X-Goog-Signature=<signature, 16+ characters>'],
    ['https://h/x?token=', 'https://h/x?token='],
    ['https://h/x?token=undefined', 'https://h/x?token=undefined'],
    [`https://h/verify/${JWT}/now`, `https://h/verify/${MASKED_JWT}/now`],
    ['https://h/x;jsessionid=a1b2c3d4', 'https://h/x;jsessionid=<session id, 8+ characters>'],
    [
      'https://hooks.slack.com/services/T00000000/B00000000/XXXXyyyy1111',
      'https://hooks.slack.com/services/<slack webhook, 30+ characters>',
    ],
    [
      'https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe',
      'https://api.telegram.org/bot<telegram bot token, 40+ characters>/getMe',
    ],
    [
      'https://h/login?next=https%3A%2F%2Fh%2Fcb%3Ftoken%3Dabc%26page%3D2',
      'https://h/login?next=https%3A%2F%2Fh%2Fcb%3Ftoken%3D<token, under 8 characters>%26page%3D2',
    ],
  ])('%s', (url, masked) => {
    expect(redactUrl(url)).toBe(masked);
  });

  test.each([
    'https://api.example.com/v1/orders/87?page=2&sort=created_at',
    'https://h/x?next_page_token=CAUQAA&pageToken=CAUQAA&max_tokens=5&token_type=bearer&code=invalid_request&key=PROJ-1',
    'https://h/tokens/types?grant_type=client_credentials&client_id=web&state=xyz',
    'https://h/a%zz?b=%&c=+#top',
    'not a url at all',
    '',
  ])('%j stays byte for byte', (url) => {
    expect(redactUrl(url)).toBe(url);
  });

  test('a masked URL can still be taken apart', () => {
    const { hostname, pathname } = new URL(redactUrl('https://ada:p@ss@h.example/x?token=abc'));
    expect([hostname, pathname]).toEqual(['h.example', '/x']);
  });
});

describe('free text', () => {
  test.each([
    ['password=hunter2 and more', 'password=<password, under 8 characters> and more'],
    ['{"password": "hun\\"ter2", "a": 1}', '{"password": "<password, 8+ characters>", "a": 1}'],
    ["{'client_secret': 'abc'}", "{'client_secret': '<secret, under 8 characters>'}"],
    ['body: "{\\"apiKey\\":\\"abc\\"}"', 'body: "{\\"apiKey\\":\\"<api key, under 8 characters>\\"}"'],
    ['cut {"refresh_token":"abcdefghij', 'cut {"refresh_token":"<token, 8+ characters>'],
    [`Invalid token ${JWT}.`, `Invalid token ${MASKED_JWT}.`],
    [`%22${JWT}%22`, `%22${MASKED_JWT}%22`],
    ['got Bearer a1b2c3d4, want another', 'got Bearer <token, 8+ characters>, want another'],
    ['got bearer topsecretvalue', 'got bearer <token, 12+ characters>'],
    ['Authorization: Basic YTpi\r\nHost: h', 'Authorization: Basic <basic credentials, under 8 characters>\r\nHost: h'],
    [
      'Authorization: Digest username="a", response="b"',
      'Authorization: Digest username="<username, under 8 characters>", response="<response, under 8 characters>"',
    ],
    ['Cookie: a=b1; c=d2\nHost: h', 'Cookie: a=<cookie, under 8 characters>; c=<cookie, under 8 characters>\nHost: h'],
    ['postgres://ada:s3cret@db/x', 'postgres://<user, under 8 characters>:<password, under 8 characters>@db/x'],
    ['AccountKey=abc123==;EndpointSuffix=x', 'AccountKey=<key, 8+ characters>;EndpointSuffix=x'],
    [
      '<wsse:Password Type="T">s3cret</wsse:Password>',
      '<wsse:Password Type="T"><password, under 8 characters></wsse:Password>',
    ],
    [
      'curl -H "Authorization: Bearer abcdef" https://h/',
      'curl -H "Authorization: Bearer <token, under 8 characters>" https://h/',
    ],
  ])('%j', (text, masked) => {
    expect(redactText(text)).toBe(masked);
    expect(redactText(masked)).toBe(masked);
  });

  test('a private key goes as a whole, also when its end was cut off', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----';
    expect(redactText(`a\n${key}\nb`)).toBe('a\n<private key, 60+ characters>\nb');
    expect(redactText(`a\n${key.slice(0, 45)}`)).toBe('a\n<private key, 40+ characters>');
    const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
    expect(redactText(certificate)).toBe(certificate);
  });

  test.each([
    'The password must have 8 characters.',
    'password: must have 8 characters',
    'Invalid JWT: Token must be a short-lived token',
    'Bearer authentication required',
    'Use the Bearer token format.',
    'Send `Authorization: Bearer …` with every call.',
    'Authorization: Bearer <token>, then retry',
    'token_type=bearer max_tokens=100 prompt_tokens: 12 next_page_token=CAUQAA',
    'https://h/x?id=87&ref=https://h2/y',
    'commit 33a64df551425fcc55e4d42a148795d9f25f89d4',
    'risk-assessment of task-force sk-',
    'error code: E1042, key: value',
    '<a href="/tokens">Tokens</a>',
    'eyJ is how a header begins',
    '2026-11-22T10:00:00.123Z',
  ])('%j stays', (text) => {
    expect(redactText(text)).toBe(text);
  });

  test('no form of key is masked halfway', () => {
    const keys = [
      'glpat-abcdefghij1234567890',
      'xoxb-123456789012-abcdefABCDEF123456',
      'AIzaSyA1234567890abcdefghijklmnopqrstu',
      'sk-ant-api03-abcdefghij-1234567890_ABC',
      'sk-proj-abcdefghij1234567890ABCDEF',
      'SG.abcdefghij1234567890.abcdefghij1234567890abcdefghij12345',
      'npm_abcdefghij1234567890abcdefghij123456',
      'hf_abcdefghijABCDEFGHIJabcdefghij',
      'github_pat_11ABCDEFG0abcdefghij_1234567890abcdef',
      'dapi0123456789abcdef0123456789abcdef',
      'ya29.a0AfH6SMBabcdefghij-1234567890',
      'hvs.CAESIabcdefghij1234567890',
    ];
    for (const key of keys) {
      const masked = redactText(`a "${key}" b`);
      expect(masked, key).toMatch(/^a "<[^<>]+, \d+\+ characters>" b$/);
    }
  });

  test('secrets in base64 stay unknown without an exchange, but JWTs do not hide behind what they are glued to', () => {
    expect(redactText(`prefix_${JWT}`)).toBe(`prefix_${MASKED_JWT}`);
    const blob = Buffer.from('{"page":2}').toString('base64');
    expect(redactText(`cursor ${blob}`)).toBe(`cursor ${blob}`);
  });
});

test.each([
  ['https://a.test/cb?code=4/0AX4XfWh&state=abc', 'https://a.test/cb?code=<code, 8+ characters>&state=abc'],
  ['https://a.test/x?code=SUMMER20', 'https://a.test/x?code=SUMMER20'],
  ['https://a.test/x?country_code=DE&state=x', 'https://a.test/x?country_code=DE&state=x'],
])('an authorization code is a secret beside its state, other codes are not: %s', (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test.each([
  ['https://a.test/?session=SrVztEZixnQCaECeGDpCabcd', 'https://a.test/?session=<session, 24+ characters>'],
  ['https://a.test/?session=someLongCamelCaseNameOfIt', 'https://a.test/?session=someLongCamelCaseNameOfIt'],
  [
    'https://a.test/password/reset/8f3a2b1c9d8e7f6a5b4c3d2e1f0a9b8c',
    'https://a.test/password/reset/<token, 30+ characters>',
  ],
  ['https://a.test/orders/8f3a2b1c9d8e7f6a5b4c3d2e1f0a9b8c', 'https://a.test/orders/8f3a2b1c9d8e7f6a5b4c3d2e1f0a9b8c'],
  ['https://a.test/webhooks/wh_7/test', 'https://a.test/webhooks/wh_7/test'],
])('values that the URL carries by themselves: %s', (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test.each(['X-Authz', 'X-Appkey', 'Passwort', 'Key', 'X-License'])('the header %s holds a secret', (name) => {
  expect(redactHeaderValue(name, 'k3J9x2Lq8Zr5Tn1Wb7')).not.toContain('k3J9x2Lq8Zr5Tn1Wb7');
});

test('a header Key or License with a plain word is shown', () => {
  expect(redactHeaderValue('Key', 'orders')).toBe('orders');
  expect(redactHeaderValue('X-License', 'MIT')).toBe('MIT');
});
