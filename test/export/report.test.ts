import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Annotation } from '../../src/exchange/annotation.ts';
import type { Exchange } from '../../src/exchange/exchange.ts';
import { type ExportOptions, exportExchange, loadFormats } from '../../src/export/format.ts';
import { format } from '../../src/export/formats/report.ts';
import { CONNECTION, exchange, textBody } from '../support/exchanges.ts';

const JSON_TYPE = ['Content-Type', 'application/json'] as const;

const INVALID: Annotation = {
  class: 'client_error',
  cause: 'invalid-type',
  fault: 'client',
  confidence: 'certain',
  summary: '"amount" must be an integer; the request sent "12.50"',
  evidence: [{ where: 'response.body#/error/param', what: 'amount' }],
  advice: 'Send amount as a whole number of cents.',
  retry: 'after_fix',
};

const report = (given: Exchange, annotation: Annotation | null = null, options: Partial<ExportOptions> = {}) =>
  exportExchange({ exchange: given, annotation }, format, { redact: true, ...options }).text;

const CHARGE = exchange({
  id: 41,
  startedAt: Date.UTC(2026, 10, 22, 9, 14, 2, 118),
  durationMs: 84,
  connection: { client: '127.0.0.1:51000', clientTls: null, server: CONNECTION, isReused: false },
  request: {
    method: 'POST',
    url: 'https://api.example.com/v1/charges?expand=card',
    headers: [
      ['Host', 'api.example.com'],
      ['User-Agent', 'shop/1.4'],
      ['Accept', '*/*'],
      ['Authorization', 'Bearer sk_test_4eC39HqLyjWDarjtT1zdp7dc'],
      JSON_TYPE,
    ],
    body: textBody('{"amount":"12.50","id":12345678901234567890}'),
  },
  response: {
    status: 422,
    reason: 'Unprocessable Entity',
    headers: [['Request-Id', 'req_8f3a2b'], JSON_TYPE],
    body: textBody('{"error":{"param":"amount"},"list":[],"none":{ }}'),
  },
});

test('the whole report', () => {
  expect(report(CHARGE, INVALID, { toolVersion: '0.1.0' })).toBe(`# \`POST /v1/charges\` → 422 invalid-type

"amount" must be an integer; the request sent "12.50" (certain)

| | |
|---|---|
| Request id | \`req_8f3a2b\` (\`Request-Id\`) |
| Time | 2026-11-22 09:14:02.118 UTC |
| Host | \`api.example.com\` at \`203.0.113.7:443\` |
| Status | \`422 Unprocessable Entity\` |
| Duration | 84 ms |
| Protocol | HTTP/1.1, \`TLSv1.3\` |
| Client | \`shop/1.4\` |
| Recorded with | httpwhy 0.1.0 |

## Reproduce

Fill in the variables on top, then run it in a shell.

\`\`\`sh
# To reach the same server: --resolve api.example.com:443:203.0.113.7
STRIPE_TEST_KEY='<stripe test key sk_test_…, 30+ characters>'  # request.headers.authorization
curl --http1.1 \\
  -H 'User-Agent: shop/1.4' \\
  -H 'Accept: */*' \\
  -H 'Authorization: Bearer '"$STRIPE_TEST_KEY" \\
  -H 'Content-Type: application/json' \\
  --data-raw '{"amount":"12.50","id":12345678901234567890}' \\
  'https://api.example.com/v1/charges?expand=card'
\`\`\`

## Why

- Cause: \`invalid-type\` (certain)
- Who has to act: client
- Next step: Send amount as a whole number of cents.
- Retry: only after the fix
- Evidence: \`response.body#/error/param\`: \`amount\`

## Request

\`\`\`http
POST /v1/charges?expand=card HTTP/1.1
Host: api.example.com
User-Agent: shop/1.4
Accept: */*
Authorization: Bearer <stripe test key sk_test_…, 30+ characters>
Content-Type: application/json
\`\`\`

\`\`\`json
{
  "amount": "12.50",
  "id": 12345678901234567890
}
\`\`\`

## Response

\`\`\`http
HTTP/1.1 422 Unprocessable Entity
Request-Id: req_8f3a2b
Content-Type: application/json
\`\`\`

\`\`\`json
{
  "error": {
    "param": "amount"
  },
  "list": [],
  "none": {}
}
\`\`\`

## Expected and actual

- Expected: 
- Actual: 

## Redaction

Masked before this was written. The same secret has the same placeholder throughout.

- \`request.headers.authorization\`: \`<stripe test key sk_test_…, 30+ characters>\` (\`header authorization\`)
`);
});

describe('what is said of an exchange', () => {
  test('that got no response', () => {
    const given = exchange({
      response: null,
      durationMs: 3,
      proxyStatus: 502,
      error: { phase: 'connect', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:9' },
    });
    const annotation: Annotation = {
      ...INVALID,
      class: 'no_response',
      cause: 'connection-refused',
      summary: 'nothing listens on 127.0.0.1:9',
      retry: 'safe',
      retryAfterSeconds: 90,
    };
    const text = report(given, annotation);
    expect(text).toContain(
      '# `GET /v1/orders/87` → no response connection-refused\n\nnothing listens on 127.0.0.1:9 (certain)\n',
    );
    expect(text).toContain('| Status | none |\n| Answered by | httpwhy itself, with 502 |\n');
    expect(text).toContain('- Retry: safe, not before 1 min 30 s have passed\n');
    expect(text).toContain(
      '## Response\n\nNo response arrived. It broke off in the phase `connect` with `ECONNREFUSED`: `connect ECONNREFUSED 127.0.0.1:9`\n',
    );
  });

  test('that is still pending', () => {
    const text = report(exchange({ response: null, durationMs: null }));
    expect(text).toContain('# `GET /v1/orders/87` → pending\n\nThe call has not ended yet.\n');
    expect(text).toContain('| Duration | not ended yet |');
    expect(text).toContain('## Response\n\nNo response has arrived yet.\n');
    expect(text).not.toContain('## Why');
  });

  test('that broke after its status', () => {
    const given = exchange({ error: { phase: 'response', code: 'ECONNRESET', message: 'socket hang up' } });
    expect(report(given)).toContain('It broke off in the phase `response` with `ECONNRESET`: `socket hang up`');
    expect(report(exchange())).not.toContain('broke off');
  });

  test('that succeeded: no cause, no section for it', () => {
    const text = report(exchange(), { ...INVALID, class: 'success', cause: null, summary: '' });
    expect(text).toContain('# `GET /v1/orders/87` → 200\n\n| | |\n');
    expect(text).not.toContain('## Why');
  });

  test('that was a tunnel', () => {
    const text = report(
      exchange({ request: { method: 'CONNECT', url: 'https://api.example.com:443', headers: [] }, response: null }),
    );
    expect(text).toContain('# `CONNECT api.example.com:443` → no response');
    expect(text).toContain('```http\nCONNECT api.example.com:443 HTTP/1.1\n```');
  });

  test('with ids of server and client, each once', () => {
    const given = exchange({
      request: {
        headers: [
          ['X-Request-Id', 'client-1'],
          ['traceparent', '00-0af7-b7ad-01'],
        ],
      },
      response: {
        headers: [
          ['cf-ray', '8f1-FRA'],
          ['X-Request-Id', 'client-1'],
          ['x-amz-request-id', ''],
        ],
      },
    });
    const rows = report(given)
      .split('\n')
      .filter((line) => line.startsWith('| Request id'));
    expect(rows).toEqual([
      '| Request id | `8f1-FRA` (`cf-ray`) |',
      '| Request id | `client-1` (`X-Request-Id`) |',
      '| Request id of the client | `00-0af7-b7ad-01` (`traceparent`) |',
    ]);
  });

  test('with a start that is no time', () => {
    for (const startedAt of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
      expect(report(exchange({ startedAt }))).toContain('| Time | unknown |');
    }
  });
});

describe('bodies', () => {
  test('are decoded, also without redaction', () => {
    const bytes = gzipSync('{"a":1}');
    const given = exchange({
      response: { headers: [JSON_TYPE, ['Content-Encoding', 'gzip']], body: { bytes, totalBytes: bytes.length } },
    });
    expect(report(given)).toContain('{\n  "a": 1\n}');
    expect(report(given, null, { redact: false })).toContain(
      'Content-Encoding: gzip\n```\n\n```json\n{\n  "a": 1\n}\n```',
    );
  });

  test('that are not text are only counted', () => {
    const bytes = Buffer.from([0, 1, 2, 3]);
    const given = exchange({ response: { headers: [['Content-Type', 'image/png']], body: { bytes, totalBytes: 4 } } });
    expect(report(given)).toContain('```\n\n4 B that are not text.\n');
  });

  test('of which the recording has only a part', () => {
    const given = exchange({ response: { headers: [], body: { bytes: Buffer.from('{"a":'), totalBytes: 9000 } } });
    expect(report(given)).toContain('```text\n{"a":\n```\n\nOnly the first 5 B of this body were recorded.\n');
  });

  test('that are broken JSON are shown as they came; forms by line', () => {
    expect(report(exchange({ response: { headers: [JSON_TYPE], body: textBody('{"a":1,}') } }))).toContain(
      '```json\n{"a":1,}\n```',
    );
    const form = exchange({
      request: {
        method: 'POST',
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
        body: textBody('a=1&b=2'),
      },
    });
    expect(report(form)).toContain('```text\na=1\n&b=2\n```');
  });

  test.each([
    ['text', 'x`y"z\n'],
    ['JSON', '{"a":["b",1]}, '],
    ['backticks', '`'],
    ['line feeds', '\n'],
    ['controls', '\u0001'],
  ])('however long, leave the report under 60,000 characters: %s', (_what, unit) => {
    const long = unit.repeat(500_000 / unit.length);
    const given = exchange({
      request: {
        method: 'POST',
        url: `https://h/${'p'.repeat(9000)}`,
        headers: Array.from({ length: 300 }, (_, i) => [`X-${i}`, 'v'.repeat(5000)] as const),
        body: textBody(`[${long}`),
      },
      response: { headers: [['X-A', 'v'.repeat(90_000)]], body: textBody(`a${long}`) },
    });
    const annotation = {
      ...INVALID,
      summary: 's'.repeat(9000),
      advice: unit.repeat(9000),
      evidence: Array.from({ length: 900 }, () => ({ where: 'w'.repeat(900), what: unit.repeat(900) })),
    };
    for (const redact of [true, false]) {
      const text = report(given, annotation, { redact });
      expect(text.length).toBeLessThanOrEqual(60_000);
      expect(text).toContain('## Expected and actual');
      expect(text.match(/^(?:`{3,})[a-z]+\n/gm)?.length ?? 0).toBeGreaterThan(0);
    }
  });

  test('a short one is whole beside one that has to be cut', () => {
    const given = exchange({
      request: { method: 'POST', headers: [], body: textBody(`short ${'a'.repeat(900)} end`) },
      response: { headers: [], body: textBody('b'.repeat(200_000)) },
    });
    const text = report(given);
    expect(text).toContain('a end\n```');
    expect(text).toMatch(/The first 5\d{4} of 200000 characters are shown\./);
  });

  test('a body too long for the command is left out of it, with a word', () => {
    const given = exchange({ request: { method: 'POST', headers: [], body: textBody('c'.repeat(50_000)) } });
    expect(report(given)).toContain('# The body of 50 kB is left out here; the export as curl has it.\n');
  });
});

describe('captured text renders nothing', () => {
  const NASTY =
    'x```\n# Owned @octocat #12 <img src=x onerror=alert(1)> [l](http://e) `a` ``b`` |c| \u202e\u001b[31m\r\n~~~';

  /** The text outside of fences and inline code. */
  function outside(markdown: string): string {
    const lines: string[] = [];
    let fence: string | undefined;
    for (const line of markdown.split('\n')) {
      const marks = /^(`{3,})/.exec(line)?.[1];
      if (fence === undefined && marks !== undefined) fence = marks;
      else if (fence !== undefined && line === fence) fence = undefined;
      else if (fence === undefined) lines.push(line.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, 'CODE'));
    }
    expect(fence).toBeUndefined();
    return lines.join('\n');
  }

  test.each([true, false])('with redact: %s', (redact) => {
    const given = exchange({
      request: {
        method: NASTY,
        url: `https://h.example/${NASTY}`,
        headers: [
          ['User-Agent', NASTY],
          [NASTY, NASTY],
          ['X-Request-Id', NASTY],
        ],
        trailers: [['X', NASTY]],
        body: textBody(NASTY),
      },
      response: {
        reason: NASTY,
        httpVersion: NASTY,
        headers: [
          ['Request-Id', `${NASTY}2`],
          ['Content-Type', NASTY],
        ],
        body: textBody(JSON.stringify({ [NASTY]: NASTY })),
      },
      connection: {
        client: NASTY,
        clientTls: null,
        server: { ...CONNECTION, server: NASTY, via: NASTY, tls: { ...CONNECTION.tls!, protocol: NASTY } },
        isReused: false,
      },
      error: { phase: 'response', code: NASTY, message: NASTY },
    });
    const annotation: Annotation = {
      ...INVALID,
      summary: NASTY,
      advice: NASTY,
      evidence: [{ where: NASTY, what: NASTY }],
    };
    for (const item of [given, { ...given, response: null }]) {
      const text = report(item, annotation, { redact });
      expect(outside(text)).not.toMatch(/octocat|#12|<img|Owned|onerror|\]\(|~~~/);
      for (const unsafe of ['\u202e', '\u001b', '\r']) expect(text).not.toContain(unsafe);
      expect(text).toContain('\\u202e');
    }
  });

  test('a table keeps its columns', () => {
    const row = report(exchange({ request: { headers: [['User-Agent', 'a|b `c` | d']] } }))
      .split('\n')
      .find((line) => line.startsWith('| Client'));
    expect(row).toBe('| Client | ``a\\|b `c` \\| d`` |');
  });

  test('a sentence that could be taken for markup becomes code, another one does not', () => {
    const line = (summary: string) => report(exchange(), { ...INVALID, summary }).split('\n')[2];
    expect(line('the field amount is missing (3 of 4)')).toBe('the field amount is missing (3 of 4) (certain)');
    for (const summary of [
      'see #12',
      'ask @octocat',
      '*bold* text',
      'a <b> c',
      'at https://h/x',
      'x [y](z)',
      'GH-12',
      '__init__',
    ]) {
      expect(line(summary)).toBe(`\`${summary}\` (certain)`);
    }
  });
});

describe('no secret of the exchange is in any export', () => {
  const PLANTED = {
    bearer: 'planted.bearer-AAA111',
    lowerBearer: 'plantedbearerBBB222',
    proxy: 'planted-proxy-CCC333',
    cookie: 'plantedcookie-DDD444',
    setCookie: 'plantedsetcookieEEE555',
    apiKey: 'planted/api+key=FFF666',
    authToken: 'plantedauthtokenGGG777',
    query: 'planted query&HHH888',
    signature: 'plantedsignature+/III999=',
    fragment: 'plantedfragmentJJJ000',
    user: 'planteduserKKK111',
    password: 'planted:p@ss LLL222',
    json: 'planted "json" \\ MMM333',
    deep: 'planteddeep/NNN444',
    form: 'planted form&OOO555',
    part: 'plantedpart PPP666',
    jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.cGxhbnRlZHNpZ25hdHVyZQ',
    response: 'plantedresponseQQQ777',
    stripe: 'sk_live_plantedRRR888planted',
    trailer: 'plantedtrailerSSS999',
    evidence: 'plantedevidenceTTT000',
  };

  const spellings = (secret: string) => [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ a: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1),
    Buffer.from(secret).toString('base64url').slice(0, -1),
    Buffer.from(`:${secret}`).toString('base64').replace(/=+$/, '').slice(2, -1),
  ];

  const encoded = (name: keyof typeof PLANTED) => encodeURIComponent(PLANTED[name]);

  function planted(request: Partial<Exchange['request']>): Exchange {
    return exchange({
      request: {
        method: 'POST',
        url: `https://${PLANTED.user}:${encoded('password')}@api.example.com/v1/orders?page=2&access_token=${encoded('query')}&X-Amz-Signature=${encoded('signature')}#id_token=${PLANTED.fragment}`,
        headers: [
          ['Host', 'api.example.com'],
          ['Authorization', `Bearer ${PLANTED.bearer}`],
          ['authorization', `bearer ${PLANTED.lowerBearer}`],
          ['Authorization', `Basic ${btoa(`ada:${PLANTED.proxy}`)}`],
          ['Proxy-Authorization', `Basic ${btoa(`ada:${PLANTED.proxy}`)}`],
          ['Cookie', `theme=dark; sid=${PLANTED.cookie}`],
          ['X-API-KEY', PLANTED.apiKey],
          ['x-auth-token', PLANTED.authToken],
          ['X-Debug', `used ${PLANTED.stripe}`],
          ...(request.headers ?? []),
        ],
        trailers: [['X-Access-Token', PLANTED.trailer]],
        body: request.body ?? null,
      },
      response: {
        status: 401,
        headers: [['Set-Cookie', `sid=${PLANTED.setCookie}; Path=/`], JSON_TYPE],
        body: textBody(JSON.stringify({ data: { refreshToken: PLANTED.response, jwt: PLANTED.jwt }, message: [] })),
      },
    });
  }

  const jsonBody = textBody(
    JSON.stringify({ user: { name: 'Ada', password: PLANTED.json, list: [{ a: { clientSecret: PLANTED.deep } }] } }),
  );
  const formBody = textBody(new URLSearchParams({ page: '1', client_secret: PLANTED.form }).toString());
  const multipart = textBody(
    `--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n${PLANTED.part}\r\n--b--\r\n`,
  );

  // What a body does not plant itself is echoed nowhere, because nothing says that it is a secret.
  const CASES: readonly [
    string,
    Exchange['request']['headers'][number],
    Exchange['request']['body'],
    readonly (keyof typeof PLANTED)[],
  ][] = [
    ['JSON', JSON_TYPE, jsonBody, ['form', 'part']],
    ['a form', ['Content-Type', 'application/x-www-form-urlencoded'], formBody, ['json', 'deep', 'part']],
    ['multipart', ['Content-Type', 'multipart/form-data; boundary=b'], multipart, ['json', 'deep', 'form']],
  ];

  test.each(CASES)('with a body of %s', async (_what, type, body, absent) => {
    const named = Object.entries(PLANTED).filter(([name]) => !absent.includes(name as keyof typeof PLANTED));
    const known = named.filter(([name]) => name !== 'evidence');
    const given = planted({ headers: [type], body });
    const echoed: Exchange = {
      ...given,
      response: given.response && {
        ...given.response,
        headers: [...given.response.headers, ['X-Echo', PLANTED.bearer]],
        body: textBody(
          JSON.stringify({
            data: { refreshToken: PLANTED.response, jwt: PLANTED.jwt },
            message: known.flatMap(([, secret]) =>
              spellings(secret)
                .slice(0, 4)
                .concat(btoa(secret), btoa(`ada:${secret}`)),
            ),
          }),
        ),
      },
    };
    const annotation: Annotation = {
      ...INVALID,
      summary: `the token ${PLANTED.bearer} is not known`,
      advice: `Replace ${PLANTED.apiKey}.`,
      evidence: [
        { where: 'request.headers.authorization', what: `Bearer ${PLANTED.bearer}` },
        { where: 'history:41', what: `access_token=${PLANTED.evidence}` },
      ],
    };
    for (const each of await loadFormats()) {
      for (const item of [given, echoed]) {
        const text = exportExchange({ exchange: item, annotation }, each, { redact: true }).text;
        const leaks = named.flatMap(([name, secret]) =>
          spellings(secret)
            .filter((spelling) => text.includes(spelling))
            .map((spelling) => `${name}: ${spelling}`),
        );
        expect(leaks, each.name).toEqual([]);
        expect(text).toContain('page=2');
      }
    }
  });

  test('with --no-redact they are all there, and the report says so', () => {
    const text = report(planted({ headers: [JSON_TYPE], body: jsonBody }), null, { redact: false });
    expect(text).toContain(PLANTED.bearer);
    expect(text).toContain(PLANTED.cookie);
    expect(text).toContain('**This report was not redacted: it may hold credentials.**');
  });

  test('harmless values stay', () => {
    const harmless = {
      token_type: 'bearer',
      max_tokens: 4096,
      next_page_token: 'CAUQAA4711',
      order_id: 'ord_1NqLz82eZvKYlo2C',
      etag: '33a64df551425fcc55e4d42a148795d9f25f89d4',
      at: '2026-11-22T09:14:02.118Z',
      amount: 12.5,
      idempotency_key: '8e03978e-40d5-43dd-bc93-6894a57f9324',
      message: 'The password must have at least 8 characters.',
    };
    const given = exchange({
      response: {
        body: textBody(JSON.stringify(harmless)),
        headers: [JSON_TYPE, ['X-RateLimit-Remaining-Tokens', '149984']],
      },
    });
    const text = report(given);
    for (const value of Object.values(harmless)) expect(text).toContain(String(value));
    expect(text).toContain('149984');
    expect(text).toContain('## Redaction\n\nNothing in this exchange looked like a secret.\n');
  });
});
