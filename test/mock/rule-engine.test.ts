import { describe, expect, test } from 'vitest';
import { RuleEngine } from '../../src/mock/rule-engine.ts';
import { answerOf, chance, decide, engineOf, request, rule } from './build.ts';

const GET = 'GET https://api.example.com/v1/orders/7?page=2';
const status = (engine: RuleEngine, line: string, more = {}) => answerOf(decide(engine, request(line, more)))?.status;

describe('which rule', () => {
  test('is the first that matches, in the order of the file', () => {
    const engine = engineOf(
      { match: 'GET api.example.com/v1/users/{id}', answer: 201 },
      { match: 'api.*/v1/**', answer: 202 },
      { match: 'GET api.example.com/v1/orders/{id}', answer: 203 },
    );
    expect(status(engine, GET)).toBe(202);
  });

  test('none leaves the request alone', () => {
    const engine = engineOf({ match: 'POST api.example.com/v1/orders/{id}', answer: 201 });
    expect(engine.look(request(GET))).toBeUndefined();
    expect(engine.look(request('POST https://other.example/v1/orders/7'))).toBeUndefined();
    expect(engine.look(request('POST https://api.example.com/v1/orders'))).toBeUndefined();
    expect(status(engine, 'POST https://api.example.com/v1/orders/7')).toBe(201);
  });

  test('a host without a port fits any port, with one only that', () => {
    const engine = engineOf(
      { match: 'localhost:3000/a', answer: 201 },
      { match: 'localhost/a', answer: 202 },
      { match: '*.shop.example/a', answer: 203 },
    );
    expect(status(engine, 'GET http://localhost:3000/a')).toBe(201);
    expect(status(engine, 'GET http://localhost:4000/a')).toBe(202);
    expect(status(engine, 'GET http://LOCALHOST/a')).toBe(202);
    expect(status(engine, 'GET http://eu.shop.example:8443/a')).toBe(203);
    expect(status(engine, 'GET http://shop.example/a')).toBe(203);
    expect(status(engine, 'GET http://myshop.example/a')).toBeUndefined();
  });

  test('depends on query, headers and body where the rule says so', () => {
    const engine = engineOf({
      match: {
        url: 'api.example.com/v1/orders/{id}',
        query: { page: 2, debug: { exists: false } },
        headers: { 'X-Tenant': ['acme', 'test-*'] },
        json: { '/amount': 1250, '/items': { exists: true } },
      },
      answer: 201,
    });
    const more = { headers: { 'x-tenant': 'test-7' }, body: { amount: 1250, items: [] } };
    expect(status(engine, GET.replace('GET', 'POST'), more)).toBe(201);
    expect(status(engine, `${GET}&debug=1`, more)).toBeUndefined();
    expect(status(engine, GET, { ...more, headers: { 'x-tenant': 'other' } })).toBeUndefined();
    expect(status(engine, GET, { ...more, body: { amount: 1251, items: [] } })).toBeUndefined();
    expect(status(engine, GET, { ...more, body: 'no json' })).toBeUndefined();
  });

  test('the body is only asked for where a rule that may match needs it', () => {
    const engine = engineOf(
      { match: { url: 'api.example.com/v1/orders/{id}', json: { '/a': 1 } }, answer: 201 },
      { match: 'api.example.com/v1/users/{id}', answer: 202 },
      { match: 'api.example.com/v1/echo', answer: { json: { name: '{{json.name}}' } } },
    );
    expect(engine.look(request(GET))?.needsBody).toBe(true);
    expect(engine.look(request('GET https://api.example.com/v1/users/7'))?.needsBody).toBe(false);
    expect(engine.look(request('POST https://api.example.com/v1/echo'))?.needsBody).toBe(true);
  });

  test('of a thousand rules for one host only those on the way of the path are looked at', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      match: `GET api.example.com/v1/r${index}/{id}`,
      answer: 200 + (index % 99),
    }));
    const engine = engineOf(...many);
    expect(status(engine, 'GET https://api.example.com/v1/r500/7')).toBe(200 + (500 % 99));
    expect(engine.look(request('GET https://api.example.com/v1/none/7'))).toBeUndefined();
  });
});

describe('how often', () => {
  test('times ends a rule, and the next one has its turn', () => {
    const engine = engineOf({ match: '*', answer: 503, times: 2 }, { match: '*', answer: 200 });
    expect([1, 2, 3, 4].map(() => status(engine, GET))).toEqual([503, 503, 200, 200]);
  });

  test('a sequence goes on with its last answer, begins again, or passes', () => {
    const sequence = [{ status: 503 }, { status: 429 }];
    const statuses = (more: object) => {
      const engine = engineOf({ match: '*', sequence, ...more });
      return [1, 2, 3].map(() => status(engine, GET));
    };
    expect(statuses({})).toEqual([503, 429, 429]);
    expect(statuses({ after_last: 'again' })).toEqual([503, 429, 503]);
    expect(statuses({ after_last: 'pass' })).toEqual([503, 429, undefined]);
  });

  test('nth counts the requests that fit otherwise', () => {
    const at = (nth: unknown) => {
      const engine = engineOf({ match: { url: 'GET */v1/orders/7', nth }, answer: 503 });
      status(engine, 'GET https://api.example.com/other');
      return [1, 2, 3, 4, 5, 6]
        .map(() => status(engine, GET))
        .map((found) => (found === 503 ? 1 : 0))
        .join('');
    };
    expect(at(2)).toBe('010000');
    expect(at('2-3')).toBe('011000');
    expect(at('4+')).toBe('000111');
    expect(at('every 3')).toBe('001001');
  });

  test('probability leaves it to chance', () => {
    let next = 0;
    const one = rule({ match: { url: '*', probability: '25%' }, answer: 503 });
    const engine = new RuleEngine([one], chance({ random: () => next }));
    next = 0.24;
    expect(status(engine, GET)).toBe(503);
    next = 0.25;
    expect(status(engine, GET)).toBeUndefined();
  });

  test('counters go on when the file is read again, but not those of a rule that was changed', () => {
    const once = { match: '*', answer: 503, times: 1 };
    const engine = new RuleEngine([rule(once)], chance());
    expect(status(engine, GET)).toBe(503);
    engine.use([rule(once)]);
    expect(status(engine, GET)).toBeUndefined();
    engine.use([rule({ ...once, answer: 502 })]);
    expect(status(engine, GET)).toBe(502);
  });
});

describe('what becomes of the request', () => {
  test('an answer has its status, fields, body and the name of its rule', () => {
    const engine = engineOf({
      match: 'GET api.example.com/v1/orders/{id}',
      answer: { status: 402, headers: { 'Retry-After': 5 }, json: { id: '{{params.id}}' }, delay: '300ms' },
    });
    const verdict = decide(engine, request(GET));
    expect(verdict).toMatchObject({ rule: 'rule 1', delayMs: 300, damage: null });
    expect(verdict?.course.kind === 'answer' && verdict.course.answer.rawHeaders).toEqual([
      ...['Retry-After', '5', 'Content-Type', 'application/json'],
      ...['Date', 'Thu, 05 Nov 2026 12:00:00 GMT', 'x-httpwhy-rule', 'rule 1'],
    ]);
    expect(answerOf(verdict)).toEqual({ status: 402, body: '{"id":"7"}\n' });
  });

  test('a field cannot be ended by what a client sends', () => {
    const engine = engineOf({ match: '*', answer: { headers: { 'X-Echo': '{{query.q}}' } } });
    const verdict = decide(engine, request('GET https://a.example/?q=a%0d%0aSet-Cookie:%20x=1'));
    const fields = verdict?.course.kind === 'answer' ? verdict.course.answer.rawHeaders : [];
    expect(fields.slice(0, 2)).toEqual(['X-Echo', 'a  Set-Cookie: x=1']);
  });

  test('events are written as the standard wants them', () => {
    const engine = engineOf({
      match: '*',
      answer: { events: [{ data: { n: 1 } }, { event: 'end', id: 2, data: 'a\nb', delay: '10ms' }] },
    });
    expect(answerOf(decide(engine, request(GET)))?.body).toBe(
      'data: {"n":1}\n\nevent: end\nid: 2\ndata: a\ndata: b\n\n',
    );
  });

  test('an event cannot be ended by what a client sends', () => {
    const engine = engineOf({ match: '*', answer: { events: [{ data: 'q {{query.q}}' }] } });
    const verdict = decide(engine, request('GET https://a.example/?q=a%0a%0aevent:%20x'));
    expect(answerOf(verdict)?.body).toBe('data: q a\ndata: \ndata: event: x\n\n');
  });

  test('the file of a folder is the one that the rest of the path names', () => {
    const engine = engineOf({ match: 'api.example.com/v1/**', answer: { folder: 'fixtures' } });
    expect(answerOf(decide(engine, request(GET)))?.body).toBe('/project/fixtures/orders/7');
  });

  test('latency with jitter lies around its middle', () => {
    const delay = (random: number) => {
      const one = rule({ match: '*', fault: { latency: '2s', jitter: '500ms' } });
      return decide(new RuleEngine([one], chance({ random: () => random })), request(GET))?.delayMs;
    };
    expect([0, 0.5, 1].map(delay)).toEqual([1500, 2000, 2500]);
  });

  test('a fault alone lets the request pass and damages the response', () => {
    const verdict = decide(engineOf({ match: '*', fault: { bandwidth: '50kb', truncate: 100 } }), request(GET));
    expect(verdict?.course).toEqual({ kind: 'forward', change: null });
    expect(verdict?.damage).toEqual({
      bytesPerSecond: 50_000,
      slowBodyMs: null,
      breakage: { kind: 'truncated', afterBytes: 100 },
    });
  });

  test('faults of the network come with the codes of a real one', () => {
    const error = (fault: unknown) => {
      const course = decide(engineOf({ match: '*', fault }), request(GET))?.course;
      return course?.kind === 'fail' || course?.kind === 'silence'
        ? `${course.error.phase} ${course.error.code}`
        : undefined;
    };
    expect(error('dns')).toBe('dns ENOTFOUND');
    expect(error('refused')).toBe('connect ECONNREFUSED');
    expect(error('reset')).toBe('response ECONNRESET');
    expect(error({ tls: 'expired' })).toBe('tls-upstream CERT_HAS_EXPIRED');
    expect(error({ timeout: '5s' })).toBe('response UND_ERR_HEADERS_TIMEOUT');
  });

  test('pass ends the search, block refuses', () => {
    const engine = engineOf(
      { match: 'api.example.com/v1/health', pass: true },
      { match: 'api.example.com', block: true },
    );
    expect(decide(engine, request('GET https://api.example.com/v1/health'))).toBeUndefined();
    expect(decide(engine, request(GET))?.course).toEqual({
      kind: 'fail',
      isCutOff: false,
      error: { phase: 'request', code: 'ERR_PROXY_BLOCKED', message: 'the rule "rule 2" blocks it' },
    });
  });
});
