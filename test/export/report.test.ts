import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Annotation } from '../../src/exchange/annotation.ts';
import type { AppliedRule } from '../../src/exchange/applied-rule.ts';
import type { Exchange } from '../../src/exchange/exchange.ts';
import { type ExportContext, type ExportItem, NO_CONTEXT } from '../../src/export/bundle.ts';
import { loadFormats } from '../../src/export/format.ts';
import { format } from '../../src/export/formats/report.ts';
import { type ExportOptions, exportItems, writeDocument } from '../../src/export/write.ts';
import { CONNECTION, exchange, textBody } from '../support/exchanges.ts';
import { itemOf } from './support.ts';

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
  reportOf([itemOf(given, annotation)], NO_CONTEXT, options);

const reportOf = (items: readonly ExportItem[], context: ExportContext, options: Partial<ExportOptions> = {}) =>
  writeDocument({ items, context }, format, { redact: true, ...options }).text;

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
  expect(report(CHARGE, INVALID, { toolVersion: '0.1.0' })).toBe(`# \`POST /v1/charges\` → 422 invalid-type (\`amount\`)

"amount" must be an integer; the request sent "12.50" (certain)

| | |
|---|---|
| Request id | \`req_8f3a2b\` (\`Request-Id\`) |
| Time | 2026-11-22 09:14:02.118 UTC |
| Host | \`api.example.com\` at \`203.0.113.7:443\` |
| Status | \`422 Unprocessable Entity\` |
| Duration | 84 ms (dns 2.5 ms, connect 11 ms, tls 14 ms) |
| Protocol | HTTP/1.1, \`TLSv1.3\` |
| Client | \`shop/1.4\` |
| Recorded with | httpwhy 0.1.0 |

## Reproduce

Fill in the variables on top, then run it in a shell.

\`\`\`sh
# To reach the same server: --resolve api.example.com:443:203.0.113.7
STRIPE_TEST_KEY='<stripe test key-1 sk_test_…, 30+ characters>'  # request.headers.authorization
curl --http1.1 \\
  -H 'User-Agent: shop/1.4' \\
  -H 'Accept: */*' \\
  -H 'Authorization: Bearer '"$STRIPE_TEST_KEY" \\
  -H 'Content-Type: application/json' \\
  --data-raw '{"amount":"12.50","id":12345678901234567890}' \\
  'https://api.example.com/v1/charges?expand=card'
\`\`\`

## Why

- Cause: invalid-type (certain)
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
Authorization: Bearer <stripe test key-1 sk_test_…, 30+ characters>
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
    "param": "amount"  ◀ evidence
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

- \`request.headers.authorization\`: \`<stripe test key-1 sk_test_…, 30+ characters>\` (\`header authorization\`)
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

  test('that was a WebSocket over HTTP/2', () => {
    const headers = [[':protocol', 'websocket']] as const;
    const text = report(
      exchange({ request: { method: 'CONNECT', httpVersion: '2.0', headers }, response: { status: 101 } }),
    );
    expect(text).toContain('# `CONNECT /v1/orders/87` → 101');
    expect(text).toContain('```http\nCONNECT /v1/orders/87?page=2 HTTP/2.0\n:protocol: websocket\n```');
  });

  test('that a rule of httpwhy has answered or changed', () => {
    const ruled = (effect: AppliedRule['effect']) =>
      report({ ...CHARGE, rule: { name: 'card `declined`', effect, changes: [] } });
    expect(ruled('answered')).toContain('| Rule of httpwhy | `` card `declined` `` answered; no server was asked |');
    expect(ruled('changed')).toContain(' changed the call: it is not what was sent |');
    expect(report(CHARGE)).not.toContain('Rule of httpwhy');
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

describe('what is known of the time around', () => {
  const context: ExportContext = {
    ...NO_CONTEXT,
    environment: 'test',
    runName: 'npm test',
    incident: {
      count: 37,
      isAtLeast: false,
      firstAt: Date.UTC(2026, 10, 22, 9, 0),
      lastAt: Date.UTC(2026, 10, 22, 9, 30, 0, 5),
      others: [
        { id: 40, at: Date.UTC(2026, 10, 22, 9, 0), requestId: 'req_40' },
        { id: 42, at: Date.UTC(2026, 10, 22, 9, 30, 0, 5), requestId: null },
      ],
    },
    repeats: [
      { id: 42, at: CHARGE.startedAt + 1000, status: 503 },
      { id: 43, at: CHARGE.startedAt + 5000, status: null },
    ],
    lastSuccess: {
      exchange: exchange({ id: 12, response: { headers: [['Request-Id', 'req_good']] } }),
      annotation: null,
    },
  };
  const annotation: Annotation = {
    ...INVALID,
    difference: {
      against: { id: 12, at: CHARGE.startedAt - 600_000 },
      items: [{ kind: 'body', name: 'amount', before: 'number 1250', after: 'string "12.50"', weight: 90 }],
    },
  };
  const text = reportOf([itemOf(CHARGE, annotation)], context);

  test('is in the table: environment, run, and how often it happened', () => {
    expect(text).toContain('| Environment | test |\n');
    expect(text).toContain('| Run | `npm test` |\n');
    expect(text).toContain(
      '| Occurrences | 37 times, first 2026-11-22 09:00:00.000 UTC, last 2026-11-22 09:30:00.005 UTC |\n',
    );
    const atLeast = reportOf([itemOf(CHARGE, annotation)], {
      ...context,
      incident: { ...context.incident!, isAtLeast: true },
    });
    expect(atLeast).toContain('| Occurrences | at least 37 times, ');
    expect(report(CHARGE, INVALID)).not.toMatch(/Occurrences|Environment|\| Run/);
  });

  test('the others of the same failure are listed with what they are found by', () => {
    expect(text).toContain(
      '<details><summary>2 occurrences of the same failure</summary>\n\n| Number | Time | Request id |\n|---|---|---|\n| 40 | 2026-11-22 09:00:00.000 UTC | `req_40` |\n| 42 | 2026-11-22 09:30:00.005 UTC | |\n\n</details>',
    );
  });

  test('what was tried again is said, with what became of it', () => {
    expect(text).toContain('- Sent again 2 times: 503 after 1 s, no response after 5 s\n');
  });

  test('the last success is named by its own request id, and what differs from it', () => {
    expect(text).toContain(
      '## Worked before\n\nThe latest success of this route was at 2026-11-22 09:04:02.118 UTC, 10 min before, with the request id `req_good` (`Request-Id`). What differs, the likeliest reason first:\n\n- `amount in the body: string "12.50" (was number 1250)`\n',
    );
    const same = { ...annotation, difference: { against: { id: 12, at: CHARGE.startedAt - 1000 }, items: [] } };
    expect(reportOf([itemOf(CHARGE, same)], NO_CONTEXT)).toContain(
      'was at 2026-11-22 09:14:01.118 UTC, 1 s before. Nothing that matters differs from it.\n',
    );
    expect(report(CHARGE, INVALID)).not.toContain('Worked before');
  });

  test('secrets of the success are masked like those of the failure', () => {
    const lastSuccess = {
      exchange: exchange({ response: { headers: [['X-Request-Id', 'sk_live_plantedRRR888planted']] } }),
      annotation: null,
    };
    expect(reportOf([itemOf(CHARGE, annotation)], { ...context, lastSuccess })).not.toContain('plantedRRR888');
  });
});

describe('several calls', () => {
  const token = exchange({
    id: 39,
    startedAt: CHARGE.startedAt - 1500,
    durationMs: 20,
    request: { method: 'POST', url: 'https://api.example.com/oauth/token', headers: [] },
    response: { headers: [JSON_TYPE], body: textBody('{"access_token":"k3J9x2Lq8Zr5Tn1Wb7Vd"}') },
  });
  const after = exchange({ id: 44, startedAt: CHARGE.startedAt + 500 });
  const text = reportOf([itemOf(token), itemOf(CHARGE, INVALID), itemOf(after)], NO_CONTEXT);

  test('are a timeline, and the report is about the last that failed', () => {
    expect(text).toMatch(/^# `POST \/v1\/charges` → 422 invalid-type \(`amount`\)\n/);
    expect(text).toContain(`## Timeline

| | After | Call | Outcome | Took | Request id |
|---|---|---|---|---|---|
| 1 | +0 ms | \`POST /oauth/token\` | 200 | 20 ms | |
| 2 | +1.5 s | \`POST /v1/charges\` | 422 invalid-type | 84 ms | \`req_8f3a2b\` |
| 3 | +2 s | \`GET /v1/orders/87\` | 200 | 13 ms | |
`);
    expect(text).toContain('## 2. `POST /v1/charges` → 422 invalid-type\n\n### Request\n');
    expect(report(CHARGE, INVALID)).not.toContain('Timeline');
  });

  test('share one script to reproduce them', () => {
    expect(text).toContain("```sh\nSTRIPE_TEST_KEY='<stripe test key-1 sk_test_…");
    expect(text).toMatch(/# 39: POST https:[^\n]*\ncurl [\s\S]*\n\n# 41: POST https:/);
  });

  test('what was masked is told by call', () => {
    expect(text).toContain('- `response.body#/access_token` of call 1: ');
  });
});

test('the title names the field that is wrong, of causes that are about one', () => {
  const titleOf = (annotation: Annotation) => report(CHARGE, annotation).split('\n', 1)[0];
  const evidence = [{ where: 'request.body#/items/0/a~1b', what: '"2"' }];
  expect(titleOf({ ...INVALID, evidence })).toBe('# `POST /v1/charges` → 422 invalid-type (`items[0].a/b`)');
  expect(titleOf({ ...INVALID, summary: 'some field is wrong' })).toBe('# `POST /v1/charges` → 422 invalid-type');
  expect(titleOf({ ...INVALID, cause: 'invalid-state', evidence })).toBe('# `POST /v1/charges` → 422 invalid-state');
});

describe('the lines of evidence are marked', () => {
  const marked = (given: Exchange, ...places: string[]) =>
    report(given, { ...INVALID, evidence: places.map((where) => ({ where, what: 'x' })) })
      .split('\n')
      .filter((line) => line.endsWith('  ◀ evidence'))
      .map((line) => line.replace(/ {2}◀ evidence$/, '').trim());

  test('start lines, headers and members of JSON', () => {
    expect(
      marked(CHARGE, 'request.url?expand', 'request.headers.user-agent', 'response.status', 'request.body#/amount'),
    ).toEqual([
      'POST /v1/charges?expand=card HTTP/1.1',
      'User-Agent: shop/1.4',
      '"amount": "12.50",',
      'HTTP/1.1 422 Unprocessable Entity',
    ]);
    expect(marked(CHARGE, 'history:3', 'response.body', 'error.code', 'request.body#/other')).toEqual([]);
  });

  test('members at any depth, by their JSON Pointer', () => {
    const body = textBody('{"a/b":[{"x":1},{"x":{"y":[[],2]}}],"x":3}');
    const given = exchange({ response: { headers: [JSON_TYPE], body } });
    expect(marked(given, 'response.body#/a~1b/1/x')).toEqual(['"x": {']);
    expect(marked(given, 'response.body#/a~1b/1/x/y/1')).toEqual(['2']);
    expect(marked(given, 'response.body#/x')).toEqual(['"x": 3']);
  });

  test('lines of broken JSON, and parameters of a form', () => {
    const broken = exchange({ request: { headers: [JSON_TYPE], body: textBody('{\n"a": 1,\n}') } });
    expect(marked(broken, 'request.body:3:1')).toEqual(['}']);
    const form = exchange({
      request: { headers: [['Content-Type', 'application/x-www-form-urlencoded']], body: textBody('a=1&to+do=2') },
    });
    expect(marked(form, 'request.body?to do')).toEqual(['&to+do=2']);
  });

  test('also where the body is cut before them', () => {
    const body = textBody(JSON.stringify({ long: Array.from({ length: 10_000 }, () => 'x'), code: 'card_declined' }));
    const text = report(exchange({ response: { headers: [JSON_TYPE], body } }), {
      ...INVALID,
      evidence: [{ where: 'response.body#/code', what: 'card_declined' }],
    });
    expect(text).toMatch(
      /The first \d+ of \d+ characters are shown\.\n\nLine 10004:\n\n```json\n {2}"code": "card_declined" {2}◀ evidence\n```/,
    );
    expect(text.length).toBeLessThanOrEqual(60_000);
  });
});

describe('where it is pasted', () => {
  const long = exchange({
    request: { method: 'POST', body: textBody('a`b\n'.repeat(10_000)), headers: [JSON_TYPE] },
    response: { body: textBody(`{"a":"${'b'.repeat(200_000)}"}`), headers: [JSON_TYPE] },
  });
  const LIMITS = { github: 65_536, gitlab: 1_048_576, jira: 32_767, slack: 12_000 } as const;

  test.each(Object.entries(LIMITS))('%s takes no more than %i characters', (destination, limit) => {
    for (const items of [[itemOf(long, INVALID)], Array.from({ length: 25 }, () => itemOf(long, INVALID))]) {
      const text = reportOf(items, NO_CONTEXT, { destination: destination as keyof typeof LIMITS, redact: false });
      expect(text.length).toBeLessThan(limit);
      expect(text.length).toBeGreaterThan(Math.min(180_000, limit / 3));
    }
  });

  test('however much has to go, it says whether secrets were masked', () => {
    const cookies = Array.from({ length: 60 }, (_, i) => `c${i}=k3J9x2Lq8Zr5Tn1Wb7Vd${i}`);
    const headers = [['Cookie', cookies.join('; ')]] as const;
    const secretive = exchange({ request: { headers, url: `https://h/${'a'.repeat(3000)}` } });
    const few = report(secretive, INVALID, { destination: 'slack' });
    expect(few.length).toBeLessThan(12_000);
    expect(few).toMatch(/• and \d+ more\n/);
    const many = Array.from({ length: 60 }, () => itemOf(secretive, INVALID));
    expect(reportOf(many, NO_CONTEXT, { destination: 'slack' })).toContain('The last 19 of 60 calls:\n\n• 42, +0 ms, ');
    const cut = 'The rest is left out: there is no room for it here.\n\n';
    expect(reportOf(many, NO_CONTEXT, { destination: 'slack' })).toMatch(
      new RegExp(`${cut}60 secrets were masked before this was written\\.\n$`),
    );
    expect(reportOf(many, NO_CONTEXT, { destination: 'slack', redact: false })).toContain(
      `${cut}*This report was not redacted: it may hold credentials.*\n`,
    );
  });

  test('Jira and Slack know no HTML, and Slack no headings, tables or languages', () => {
    const headers = ['Sec-Fetch-Mode', 'Sec-Fetch-Site', 'DNT', 'Accept-Language'].map((name) => [name, 'x'] as const);
    const given = { ...CHARGE, request: { ...CHARGE.request, headers } };
    expect(report(given, INVALID)).toContain(
      '<details><summary>4 more headers, of browsers, caches and policies</summary>\n\n```http\n',
    );
    const jira = report(given, INVALID, { destination: 'jira' });
    expect(jira).toContain('\n(4 more headers, of browsers, caches and policies)\n');
    expect(jira).not.toContain('<details>');
    const slack = report(given, INVALID, { destination: 'slack' });
    expect(slack).not.toMatch(/<details>|^#+ (?!To reach)|^\||```\w/m);
    expect(slack).toContain('• *Status:* `422 Unprocessable Entity`\n');
  });

  test('in Slack nothing captured ends its code or calls people', () => {
    const given = exchange({ response: { body: textBody('```\n<!channel> <@U123> `x`') } });
    const slack = report(given, { ...INVALID, summary: 'a ` <!here> b' }, { destination: 'slack' });
    expect(slack).not.toMatch(/<[!@]/);
    expect(slack.match(/```/g)!.length % 2).toBe(0);
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
    const long = unit.repeat(120_000 / unit.length);
    const given = exchange({
      request: {
        method: 'POST',
        url: `https://h/${'p'.repeat(9000)}`,
        headers: Array.from({ length: 150 }, (_, i) => [`X-${i}`, 'v'.repeat(1500)] as const),
        body: textBody(`[${long}`),
      },
      response: { headers: [['X-A', 'v'.repeat(90_000)]], body: textBody(`a${long}`) },
    });
    const annotation = {
      ...INVALID,
      summary: 's'.repeat(9000),
      advice: unit.repeat(9000),
      evidence: Array.from({ length: 60 }, () => ({ where: 'w'.repeat(900), what: unit.repeat(900) })),
    };
    for (const redact of unit === '`' ? [true, false] : [false]) {
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
        const text = (await exportItems([itemOf(item, annotation)], each, { redact: true })).text;
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
    expect(text).toContain('## Redaction\n\nNothing in this exchange was masked.\n');
  });
});
