import { expect, test } from 'vitest';
import { checkRule } from '../../../src/cli/mock/read-rule.ts';
import { rulesFromCapture } from '../../../src/cli/mock/rules-from-capture.ts';
import type { Exchange } from '../../../src/exchange/exchange.ts';
import { RuleEngine } from '../../../src/mock/rule-engine.ts';
import { answerOf, decide, request } from '../../mock/build.ts';
import { EXPIRED, exchange, QUIET, textBody } from '../../support/exchanges.ts';

let nextId = 1;

function got(url: string, body: string, differing: Parameters<typeof exchange>[0] = {}): Exchange {
  return exchange({
    id: nextId++,
    ...differing,
    request: { url, ...differing.request },
    response: differing.response === null ? null : { body: textBody(body), ...differing.response },
  });
}

const from = (...exchanges: readonly Exchange[]) =>
  rulesFromCapture(exchanges.map((one) => ({ exchange: one, annotation: QUIET, messages: [] })));

function engineFrom(rules: readonly unknown[]): RuleEngine {
  return new RuleEngine(
    rules.map((one) => {
      const checked = checkRule(one, 'rule', '/project');
      if ('issues' in checked) throw new Error(JSON.stringify(checked.issues));
      return checked.rule;
    }),
  );
}

const ORDERS = 'https://api.example.com/v1/orders';

test('one address of a route answers for all ids, and repeats the id that is asked for', () => {
  const { rules } = from(got(`${ORDERS}/87`, '{"id":"87","state":"open"}'));
  expect(rules).toEqual([
    {
      name: 'GET api.example.com/v1/orders/{id}',
      match: 'GET api.example.com/v1/orders/{id}',
      answer: { json: { id: '{{params.id}}', state: 'open' } },
    },
  ]);
  const verdict = decide(engineFrom(rules), request(`GET ${ORDERS}/99`));
  expect(answerOf(verdict)?.body).toBe('{"id":"99","state":"open"}\n');
});

test('several addresses of a route answer each for itself, the last of them for all others', () => {
  const { rules } = from(got(`${ORDERS}/1`, '{"n":"one"}'), got(`${ORDERS}/2`, '{"n":"two"}'));
  const engine = engineFrom(rules);
  const body = (id: number) => answerOf(decide(engine, request(`GET ${ORDERS}/${id}`)))?.body;
  expect([body(1), body(2), body(3)]).toEqual(['{"n":"one"}\n', '{"n":"two"}\n', '{"n":"two"}\n']);
});

test('what was asked several times is answered in that order', () => {
  const busy = got(ORDERS, '{"error":"busy"}', { response: { status: 503 } });
  const { rules } = from(busy, busy, got(ORDERS, '[]'));
  expect(rules[0]).toMatchObject({ sequence: [{ status: 503, json: { error: 'busy' } }, { json: [] }] });
});

test('the query counts, but not a value that was masked', () => {
  const { rules } = from(got(`${ORDERS}?page=2&key=<token, 20+ characters>`, '[]'));
  expect(rules[0]).toMatchObject({
    match: { method: 'GET', host: 'api.example.com', path: '/v1/orders', query: { page: '2', key: { exists: true } } },
  });
  expect(engineFrom(rules).look(request(`GET ${ORDERS}?page=2&key=abc`))).toBeDefined();
  expect(engineFrom(rules).look(request(`GET ${ORDERS}?page=3&key=abc`))).toBeUndefined();
});

test('fields of the connection and of the moment are left out, text stays text, bytes stay bytes', () => {
  const headers: [string, string][] = [
    ...([
      ['Date', 'x'],
      ['Content-Length', '3'],
      ['Connection', 'close'],
      ['X-A', '1'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ] as [string, string][]),
    ['Content-Type', 'text/plain'],
  ];
  const { rules } = from(got(ORDERS, 'abc', { response: { headers } }));
  expect(rules[0]!.answer).toEqual({
    headers: { 'X-A': '1', 'Set-Cookie': ['a=1', 'b=2'], 'Content-Type': 'text/plain' },
    text: 'abc',
  });
});

test('text that looks like a template is kept as it is', () => {
  const { rules } = from(got(ORDERS, '{"hint":"write {{name}}"}'));
  expect(answerOf(decide(engineFrom(rules), request(`GET ${ORDERS}`)))?.body).toBe('{"hint":"write {{name}}"}');
});

test('a failure of the network becomes a rule that fails so; what cannot be played is left out with its reason', () => {
  const error = { phase: 'connect', code: 'ECONNREFUSED', message: 'x' } as const;
  const refused = {
    exchange: got(ORDERS, '', { response: null, error }),
    annotation: { ...EXPIRED, cause: 'connection-refused' as const },
    messages: [],
  };
  const cut = got(ORDERS, 'abc', { response: { body: { bytes: Buffer.from('abc'), totalBytes: 9 } } });
  const { rules, skipped } = rulesFromCapture([refused, { exchange: cut, annotation: QUIET, messages: [] }]);
  expect(rules).toEqual([
    { name: 'GET api.example.com/v1/orders', match: 'GET api.example.com/v1/orders', cause: 'connection-refused' },
  ]);
  expect([...skipped]).toEqual([['its body was recorded in part only', 1]]);
});
