import { describe, expect, test } from 'vitest';
import { CAUSES } from '../../src/exchange/causes.ts';
import type { Body, Exchange } from '../../src/exchange/exchange.ts';
import { headerValue } from '../../src/exchange/headers.ts';
import { type Case, loadCases, parseCases } from './cases.ts';
import { CaseError } from './cases-line.ts';

const HEAD = '### A title\n# source: somewhere\n# expect: cause=null fault=nobody confidence=certain\n';
const PLAIN = 'GET https://api.example.com/a HTTP/1.1\n\nHTTP/1.1 200 OK\n';

const parse = (text: string): Case[] => parseCases(text, 'group/name.http');
const one = (text: string): Case => parse(text)[0]!;
const text = (body: Body | null | undefined): string | null =>
  body === null || body === undefined ? null : Buffer.from(body.bytes).toString('utf8');
const problem = (source: string): string => {
  try {
    parse(source);
  } catch (error) {
    expect(error).toBeInstanceOf(CaseError);
    return (error as CaseError).message;
  }
  return 'no problem';
};

describe('a file of cases', () => {
  test('gives exchange, label and place', () => {
    const [first, second] = parse(
      `### Chat not found
# source: https://example.com/docs
# expect: cause=related-resource-missing also=invalid-value,null fault=client fault-also=server confidence=likely mention="the chat" mention=42
# note: the chat is in the body
# took: 31
POST https://api.example.com/send?a=1 HTTP/1.1
Content-Type: application/json
X-Empty:

{"chat":42,

 "text":"größe"}

HTTP/2 400
Content-Type: application/json
Date: Tue, 24 Nov 2026 09:30:00 GMT

{"ok":false}

${HEAD}${PLAIN}`,
    );
    expect(first).toMatchObject({
      id: 'group/name: Chat not found',
      group: 'group',
      name: 'name',
      title: 'Chat not found',
      source: 'https://example.com/docs',
      note: 'the chat is in the body',
      at: 'test/cases/group/name.http:1',
      history: [],
    });
    expect(first?.expect).toEqual({
      cause: 'related-resource-missing',
      also: ['invalid-value', null],
      inner: null,
      innerAlso: [],
      fault: 'client',
      faultAlso: ['server'],
      confidence: 'likely',
      mention: ['the chat', '42'],
    });
    const { request, response } = first!.exchange;
    expect(first?.exchange).toMatchObject({
      id: 1,
      startedAt: Date.UTC(2026, 10, 24, 9, 30),
      durationMs: 31,
      error: null,
    });
    expect(request).toMatchObject({ method: 'POST', url: 'https://api.example.com/send?a=1', httpVersion: '1.1' });
    expect(request.headers).toEqual([
      ['Content-Type', 'application/json'],
      ['X-Empty', ''],
    ]);
    expect(text(request.body)).toBe('{"chat":42,\n\n "text":"größe"}');
    expect(response).toMatchObject({ status: 400, reason: '', httpVersion: '2.0' });
    expect(text(response?.body)).toBe('{"ok":false}');
    expect(second).toMatchObject({ title: 'A title', at: 'test/cases/group/name.http:20' });
    expect(second?.exchange).toMatchObject({ startedAt: Date.UTC(2026, 10, 24, 9), durationMs: 120 });
    expect(second?.exchange.request.body).toBeNull();
  });

  test('may name what broke in place of a response, or beside it', () => {
    const none = one(
      `${HEAD}# error: dns ENOTFOUND getaddrinfo ENOTFOUND a.example\nGET https://a.example/ HTTP/1.1\n`,
    );
    expect(none.exchange).toMatchObject({
      response: null,
      error: { phase: 'dns', code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND a.example' },
    });
    const cut = one(
      `${HEAD}# error: response ERR_STREAM_PREMATURE_CLOSE Premature close\nGET https://a.example/ HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Length: 500\n\n{"a`,
    );
    expect(cut.exchange.response?.body).toEqual({ bytes: Buffer.from('{"a'), totalBytes: 3 });
  });

  test('may tell a history: numbered from 1, each a second before the next where no time is given', () => {
    const { exchange, history } = one(
      `${HEAD}# started: 2026-11-24T10:00:00Z
# before:
${PLAIN}
# before:
# took: 7
GET https://api.example.com/b HTTP/1.0

HTTP/1.0 404 Not Found

# now:
GET https://api.example.com/c HTTP/1.1

HTTP/1.1 200 OK
`,
    );
    expect(exchange).toMatchObject({
      id: 3,
      startedAt: Date.UTC(2026, 10, 24, 10),
      request: { url: 'https://api.example.com/c' },
    });
    expect(
      history.map(({ id, startedAt, durationMs }: Exchange) => [id, startedAt - exchange.startedAt, durationMs]),
    ).toEqual([
      [1, -2000, 120],
      [2, -1000, 7],
    ]);
    expect(history[1]?.response?.httpVersion).toBe('1.0');
  });

  test('writes out tokens with times relative to the start, Base64, repetitions and bytes, and leaves other braces', () => {
    const { exchange } = one(
      `${HEAD}# started: 2026-11-24T10:00:00Z
POST https://api.example.com/{{id}}?q={{repeat 3 a+b}} HTTP/1.1
Authorization: Bearer {{jwt {"alg":"RS256"} {"sub":"}","exp":"-1h","nbf":"+5m","roles":{"a":1}}}}
X-Basic: {{base64 user:pass}}

{{bytes AAEC}}

HTTP/1.1 200 OK
`,
    );
    expect(exchange.request.url).toBe('https://api.example.com/{{id}}?q=a+ba+ba+b');
    const token = headerValue(exchange.request.headers, 'authorization')?.split(' ')[1]?.split('.') ?? [];
    const startSeconds = Date.UTC(2026, 10, 24, 10) / 1000;
    expect(JSON.parse(Buffer.from(token[0]!, 'base64url').toString())).toEqual({ alg: 'RS256' });
    expect(JSON.parse(Buffer.from(token[1]!, 'base64url').toString())).toEqual({
      sub: '}',
      exp: startSeconds - 3600,
      nbf: startSeconds + 300,
      roles: { a: 1 },
    });
    expect(token[2]).toMatch(/^[\w-]{43}$/);
    expect(headerValue(exchange.request.headers, 'x-basic')).toBe('dXNlcjpwYXNz');
    expect(exchange.request.body?.bytes).toEqual(Buffer.from([0, 1, 2]));
  });

  test('may abridge a body with an ellipsis, and end one with a line break by its length', () => {
    const sized = (length: number, body: string) =>
      one(`${HEAD}GET https://a.example/ HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Length: ${length}\n\n${body}`).exchange
        .response?.body;
    expect(sized(900, '[1, …]')).toMatchObject({ totalBytes: 900 });
    expect(sized(3, 'abc')).toEqual({ bytes: Buffer.from('abc'), totalBytes: 3 });
    expect(sized(4, 'abc')).toEqual({ bytes: Buffer.from('abc\n'), totalBytes: 4 });
  });
});

describe('what does not follow the grammar is named with file and line:', () => {
  const label = (expectation: string) => `### T\n# source: s\n# expect: ${expectation}\n${PLAIN}`;
  const problems: readonly (readonly [source: string, message: string])[] = [
    ['', 'test/cases/group/name.http:1: no case: a case begins with "### title"'],
    [`x\n${HEAD}${PLAIN}`, 'test/cases/group/name.http:1: text before the first "### title"'],
    [`${HEAD}${PLAIN}${HEAD}${PLAIN}`, 'test/cases/group/name.http:7: a second case with the title "A title"'],
    [`### T\n# expect: cause=null\n${PLAIN}`, 'test/cases/group/name.http:1: no "# source:"'],
    [`### T\n# source: s\n${PLAIN}`, 'test/cases/group/name.http:1: no "# expect:"'],
    [
      `### T\n# sauce: s\n${PLAIN}`,
      'test/cases/group/name.http:2: "# sauce:" is not known here, only source, expect, note, started, took, error, said, closed',
    ],
    [`### T\n# source\n${PLAIN}`, 'test/cases/group/name.http:2: expected "# key: value"'],
    [label('cause=null fault=nobody'), 'test/cases/group/name.http:3: no "confidence" in "# expect:"'],
    [label('cause=nil fault=nobody confidence=certain'), 'test/cases/group/name.http:3: "nil" is not a cause'],
    [
      label('cause=null fault=me confidence=certain'),
      'test/cases/group/name.http:3: "me" is not one of client, server, network, proxy, nobody',
    ],
    [
      label('cause=null fault=nobody confidence=sure'),
      'test/cases/group/name.http:3: "sure" is not one of certain, likely, guess',
    ],
    [
      label('cause=null also=null fault=nobody confidence=certain'),
      'test/cases/group/name.http:3: "also" repeats null',
    ],
    [
      label('cause=error-in-success fault=client confidence=certain'),
      'test/cases/group/name.http:3: "inner" belongs to error-in-success, always and only (inner=null where the body does not say)',
    ],
    [
      label('cause=gone inner=null fault=client confidence=certain'),
      'test/cases/group/name.http:3: "inner" belongs to error-in-success, always and only (inner=null where the body does not say)',
    ],
    [
      label('cause=null mood=good fault=nobody'),
      'test/cases/group/name.http:3: "mood" is not known, only cause, also, inner, inner-also, fault, fault-also, confidence, mention',
    ],
    [
      label('cause=null fault=nobody confidence=certain, really'),
      'test/cases/group/name.http:3: expected key=value at "really"',
    ],
    [`${HEAD}GET /a HTTP/1.1\n\nHTTP/1.1 200 OK`, 'test/cases/group/name.http:4: the URL must be absolute'],
    [
      `${HEAD}GET https://a.example/\n\nHTTP/1.1 200 OK`,
      'test/cases/group/name.http:4: expected a request line: METHOD absolute-url HTTP/1.1',
    ],
    [`${HEAD}GET https://a.example/ HTTP/1.1\n`, 'test/cases/group/name.http:4: neither a status line nor "# error:"'],
    [
      `${HEAD}GET https://a.example/ HTTP/1.1\n{"a":1}\n\nHTTP/1.1 200 OK`,
      'test/cases/group/name.http:5: expected a header, "Name: value"; a blank line goes before a body',
    ],
    [
      `${HEAD}GET https://a.example/ HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Length: 7\n\nabc`,
      'test/cases/group/name.http:9: Content-Length is 7, but the body has 3 bytes',
    ],
    [
      `${HEAD}GET https://a.example/ HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: soon`,
      'test/cases/group/name.http:7: a Date that is none',
    ],
    [`${HEAD}# took: long\n${PLAIN}`, 'test/cases/group/name.http:4: "# took:" is a number of milliseconds'],
    [
      `${HEAD}# error: later EX x\n${PLAIN}`,
      'test/cases/group/name.http:4: "later" is not one of dns, connect, tls-upstream, tls-client, request, response',
    ],
    [`${HEAD}# before:\n${PLAIN}`, 'test/cases/group/name.http:4: "# before:" without a "# now:" after it'],
    [`${HEAD}# now:\n${PLAIN}`, 'test/cases/group/name.http:4: "# now:" without a "# before:"'],
    [
      `${HEAD}# before:\n# started: 2026-11-25T00:00:00Z\n${PLAIN}# now:\n${PLAIN}`,
      'test/cases/group/name.http:4: an earlier exchange that begins after the one that follows',
    ],
    [
      `${HEAD}GET https://a.example/ HTTP/1.1\nX: {{jwt {"alg":"none"}}}\n\nHTTP/1.1 200 OK`,
      'test/cases/group/name.http:5: expected {{jwt {header} {payload}}} with two JSON objects',
    ],
  ];
  test.each(problems.map(([source, message]) => ({ source, message })))('$message', ({ source, message }) => {
    expect(problem(source)).toBe(message);
  });
});

describe('the cases of this project', () => {
  const cases = loadCases();

  test('are at least four hundred, each with an id of its own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(400);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });

  test('cover every cause, and one in eight needs no explanation', () => {
    const labelled = new Set(cases.map((each) => each.expect.cause));
    expect(Object.keys(CAUSES).filter((cause) => !labelled.has(cause as keyof typeof CAUSES))).toEqual([]);
    const healthy = cases.filter((each) => each.expect.cause === null).length;
    expect(healthy / cases.length).toBeGreaterThanOrEqual(1 / 8);
  });

  test('answer in JSON where their responses say so', () => {
    // `unreadable` is about those that do not.
    const readable = cases.filter(({ name }) => name !== 'unreadable');
    const broken = readable.filter(({ exchange: { response, error } }) => {
      const isJson = /^application\/(?:[\w.+-]+\+)?json/i.test(
        headerValue(response?.headers ?? [], 'content-type') ?? '',
      );
      const body = text(response?.body);
      return isJson && error === null && body !== null && !isJsonAsSent(body);
    });
    expect(broken.map(({ at }) => at)).toEqual([]);
  });

  test('say nothing of the class of an answer that contradicts its status', () => {
    const wrong = cases.filter(({ exchange: { response }, expect: { cause } }) => {
      const isSuccess = response !== null && response.status >= 200 && response.status < 300;
      return (cause === 'error-in-success' || cause === 'unexpected-html') && !isSuccess;
    });
    expect(wrong.map(({ at }) => at)).toEqual([]);
  });

  test('have tokens whose claims agree with the label', () => {
    const wrong = cases.filter(({ exchange, expect: { cause, inner } }) => {
      const token = /\bBearer (eyJ[\w-]+\.[\w-]+)\./.exec(
        headerValue(exchange.request.headers, 'authorization') ?? '',
      )?.[1];
      if (token === undefined) return false;
      const { exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { exp?: unknown };
      const isExpired = typeof exp === 'number' && exp * 1000 < exchange.startedAt;
      return (
        isExpired !== ((cause === 'expired-credentials' || inner === 'expired-credentials') && typeof exp === 'number')
      );
    });
    expect(wrong.map(({ at }) => at)).toEqual([]);
  });
});

/** One document or one a line, behind what some servers set before it: a byte-order mark, a prefix against scripts. */
function isJsonAsSent(body: string): boolean {
  const bare = body.replace(/^(?:\uFEFF|\)\]\}'\n)/, '');
  return isJsonText(bare) || bare.trim().split('\n').every(isJsonText);
}

function isJsonText(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
