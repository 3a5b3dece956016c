import { describe, expect, test } from 'vitest';
import { parseMocks, rulesInForce } from '../../../src/cli/mock/parse-mocks.ts';
import { RuleEngine } from '../../../src/mock/rule-engine.ts';
import { decide, request } from '../../mock/build.ts';

/** `LINE:COLUMN what is wrong`. */
function problems(text: string): readonly string[] {
  return parseMocks(text, '/project').problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const withRule = (rule: string) => `rules:\n  - ${rule}\n`;

test('a file of every kind of rule is read', () => {
  const { rules, problems: wrong } = parseMocks(
    `rules:
  - name: declined
    match: POST api.stripe.com/v1/charges
    answer: {status: 402, json: {error: declined}}
    times: 3
  - match: {method: [GET, HEAD], host: 'api.*', path: ['/v1/orders/{id}', '/^\\/v2\\//'], headers: {x-a: /^b/i}}
    sequence: [503, {status: 200, text: ok}]
    enabled: false
  - {match: 'api.example.com/*', cause: expired-credentials, style: google}
  - {match: '*', fault: {latency: 100ms-2s, bandwidth: 50kb, tls: expired}}
  - match: api.example.com
    change: {to: 'http://localhost:3000', request: {headers: {a: null}}, response: {json: {/a: [1, null]}}}
`,
    '/project',
  );
  expect(wrong).toEqual([]);
  expect(rules.map(({ rule, isEnabled, line }) => [rule.name, isEnabled, line])).toEqual([
    ['declined', true, 2],
    ['rule 2', false, 6],
    ['api.example.com/*', true, 9],
    ['*', true, 10],
    ['api.example.com', true, 11],
  ]);
  expect(rulesInForce({ rules, allowOnly: [], problems: [] })).toHaveLength(4);
});

describe('what is wrong is said with its place and what was expected', () => {
  test.each([
    ['rules: {', '1:9 this is not YAML: Flow map in block collection must be sufficiently indented and end with a }'],
    ['rules: 5\n', '1:8 rules is a list, each entry with match and what becomes of it'],
    ['ruls: []\n', '1:1 a file of rules has no key "ruls"; did you mean rules?'],
    ['[]\n', '1:1 the file is a map with the key rules'],
    ['allow_only: [a/b]\n', '1:13 allow_only is a list of hosts, such as [api.example.com, "*.internal"]'],
    [withRule('{match: "*", anser: 200}'), '2:18 a rule has no key "anser"; did you mean answer?'],
    [
      withRule('{answer: 200}'),
      '2:5 match is missing: say for which requests, for example GET api.example.com/v1/orders',
    ],
    [withRule('{match: "*", answer: {status: 700}}'), '2:35 status is a number from 200 to 599'],
    [withRule('{match: "*", answer: {json: 1, text: a}}'), '2:42 an answer has one body, not json and text'],
    [
      withRule('{match: "*", answer: {json: {a: ["{{jsn.x}}"]}}}'),
      '2:33 {{jsn.x}} is nothing that a request has; did you mean json?',
    ],
    [
      withRule('{match: "*", answer: {delay: soon}}'),
      '2:34 delay is a time such as 300ms or 2s, or a range such as 100ms-2s',
    ],
    [withRule('{match: "*", answer: 200, block: true}'), '2:38 a rule does one thing, not answer and block'],
    [
      withRule('{match: "*", cause: expired-credentals}'),
      '2:25 "expired-credentals" is no cause; did you mean expired-credentials?',
    ],
    [
      withRule('{match: "*", cause: client-aborted}'),
      '2:25 client-aborted cannot be provoked: the client hangs up; a rule with a timeout makes an impatient client do so',
    ],
    [
      withRule('{match: "*", cause: gone, style: strip}'),
      '2:38 style is problem, stripe, google, aws, graphql or plain; did you mean stripe?',
    ],
    [withRule('{match: {path: v1/orders}, block: true}'), '2:20 a path begins with a slash: /v1/orders'],
    [
      withRule('{match: {path: "/a-{id}"}, block: true}'),
      '2:20 {name} stands for a whole segment of a path, as in /v1/orders/{id}',
    ],
    [
      withRule('{match: {path: "/^(a/"}, block: true}'),
      '2:20 the regular expression opens a group with ( that is not closed',
    ],
    [
      withRule('{match: {json: {amount: 1}}, block: true}'),
      '2:29 "amount" is no JSON Pointer such as /customer/name; write /amount',
    ],
    [
      withRule('{match: {nth: first}, block: true}'),
      '2:19 nth is a number such as 2, a range such as 2-4 or 3+, or every 3',
    ],
    [
      withRule('{match: {probability: 2}, block: true}'),
      '2:27 probability is a number from 0 to 1, or a share such as 25%',
    ],
    [
      withRule('{match: "*", fault: {reset: true, dns: true}}'),
      '2:44 a call can break in one way, not by reset and dns',
    ],
    [withRule('{match: "*", fault: {bandwidth: fast}}'), '2:37 bandwidth is bytes per second such as 50kb or 1mb'],
    [
      withRule('{match: "*", change: {to: "http://a.example/v1"}}'),
      '2:31 to is scheme, host and port, such as http://localhost:3000; a path goes into path',
    ],
    [
      withRule('{match: "*", change: {response: {status: 204}}}'),
      '2:46 status is a number from 200 to 599 that goes with a body; for 204 and 304 use answer',
    ],
    [
      `${withRule('{name: a, match: "*", block: true}')}  - {name: a, match: "*", block: true}\n`,
      '3:5 the rule on line 2 has the name "a" already',
    ],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  test('all at once, not one after the other', () => {
    expect(problems(withRule('{match: "*", answer: {status: 1, delay: x}, times: 0}'))).toHaveLength(3);
  });
});

test('an empty file has no rules and no problems', () => {
  for (const text of ['', '# nothing\n', 'rules:\n', '{}\n']) {
    expect(parseMocks(text, '/project')).toEqual({ rules: [], allowOnly: [], problems: [] });
  }
});

test('anchors that multiply are refused', () => {
  const bomb = Array.from(
    { length: 20 },
    (_, index) =>
      `a${index}: &a${index} [${
        index === 0
          ? 'x'
          : Array(9)
              .fill(`*a${index - 1}`)
              .join(', ')
      }]`,
  );
  const text = `rules:\n  - match: '*'\n    answer:\n      json:\n${bomb.map((line) => `        ${line}\n`).join('')}`;
  expect(problems(text).join()).toMatch(/Excessive alias count/);
});

test('allow_only blocks every other host, unless a rule answers for it', () => {
  const parsed = parseMocks(
    'rules: [{match: b.example, answer: 200}]\nallow_only: [api.example.com, "*.internal"]\n',
    '/project',
  );
  const engine = new RuleEngine(rulesInForce(parsed));
  const kind = (host: string) => decide(engine, request(`GET http://${host}/`))?.course.kind;
  expect(kind('api.example.com')).toBeUndefined();
  expect(kind('api.example.com:8443')).toBeUndefined();
  expect(kind('db.internal')).toBeUndefined();
  expect(kind('b.example')).toBe('answer');
  expect(kind('c.example')).toBe('fail');
});
