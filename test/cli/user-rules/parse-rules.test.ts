import { describe, expect, test } from 'vitest';
import { parseRules } from '../../../src/cli/user-rules/parse-rules.ts';

const GOOD = "{when: {status: 422}, cause: payment-required, summary: 'no credit'}";

/** `line:column: message` of everything that is wrong. */
const problems = (text: string) =>
  parseRules(text).problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);

/** Of a file with one rule that differs from a good one; its lines begin with line 2. */
const inRule = (...lines: string[]) =>
  problems(['rules:', ...lines.map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`))].join('\n'));

const REST = ['cause: payment-required', 'summary: no credit'];
const WHEN = 'when: {status: 422}';

describe('a rules file', () => {
  test('gives its rules with everything written out', () => {
    const { rules, problems, isReadable } = parseRules(`
when:
  host: '*.acme.com'
rules:
  - name: credit
    when:
      status: [422, 4xx, 500-599]
      method: post
      path: [/v1/charges, '/v2/**']
      text: credit limit
      response.headers.x-reason: LIMIT-*
      request.headers.x-client: /^batch-\\d+$/i
      request.query.mode: {equals: /live/}
      response.body#/error/code: [1042, '1043', true, null]
      request.body#/amount: {exists: false}
    cause: error-in-success
    inner: payment-required
    confidence: guess
    fault: server
    retry: safe
    retry_after: 5m
    summary: '{{response.body#/error/message}}'
    advice: Ask for more.
    evidence: [response.body#/error/code]
    override: true
  - {when: {host: x.test}, cause: null}
`);
    expect({ problems, isReadable }).toEqual({ problems: [], isReadable: true });
    expect(rules).toEqual([
      {
        name: 'credit',
        when: {
          host: ['*.acme.com'],
          status: [
            [422, 422],
            [400, 499],
            [500, 599],
          ],
          method: ['POST'],
          path: ['/v1/charges', '/v2/**'],
          text: ['credit limit'],
          values: [
            { pointer: 'response.headers.x-reason', patterns: [{ kind: 'glob', glob: 'LIMIT-*' }] },
            {
              pointer: 'request.headers.x-client',
              patterns: [{ kind: 'regex', source: '^batch-\\d+$', ignoresCase: true }],
            },
            { pointer: 'request.query.mode', patterns: [{ kind: 'equals', value: '/live/' }] },
            {
              pointer: 'response.body#/error/code',
              patterns: [1042, '1043', true, null].map((value) => ({ kind: 'equals', value })),
            },
            { pointer: 'request.body#/amount', patterns: [{ kind: 'exists', isThere: false }] },
          ],
        },
        cause: 'error-in-success',
        inner: 'payment-required',
        confidence: 'guess',
        fault: 'server',
        retry: 'safe',
        retryAfter: 300,
        summary: '{{response.body#/error/message}}',
        advice: 'Ask for more.',
        evidence: ['response.body#/error/code'],
        override: true,
      },
      { name: 'rule 2', when: { host: ['x.test'], values: [] }, cause: null, confidence: 'likely', override: false },
    ]);
  });

  test.each(['', '# nothing yet\n', 'rules:\n', 'rules: []\n'])('may be empty: %j', (text) => {
    expect(parseRules(text)).toEqual({ rules: [], problems: [], isReadable: true });
  });

  test('with one bad rule keeps the others', () => {
    const { rules, problems, isReadable } = parseRules(`rules:\n  - ${GOOD}\n  - {cause: x}\n  - ${GOOD}\n`);
    expect(rules.map(({ name }) => name)).toEqual(['rule 1', 'rule 3']);
    expect(problems.every(({ line }) => line === 3)).toBe(true);
    expect(isReadable).toBe(true);
  });

  test.each([
    [
      'rules: [',
      '1:9: this is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['- a', '1:1: the file is a map with the key rules'],
    ['just text', '1:1: the file is a map with the key rules'],
    ['rules:\n  a: 1', '2:3: rules is a list, each entry with when, cause and summary'],
    ['when: {host: x}', '1:1: rules is a list, each entry with when, cause and summary'],
    ['when: [1]\nrules: []', '1:7: when is a map of what to match, for example host: api.example.com'],
    ['x'.repeat(1024 * 1024 + 1), '1:1: the file is larger than 1 MiB'],
  ])('%.20s cannot be read', (text, problem) => {
    expect(problems(text)).toEqual([problem]);
    expect(parseRules(text).isReadable).toBe(false);
  });

  test('with anchors that double at every level is refused in no time', () => {
    const levels = Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`);
    const start = performance.now();
    const { rules } = parseRules(
      `a0: &a0 x\n${levels.join('\n')}\nrules:\n  - when: {text: *a30}\n    cause: gone\n    summary: x\n`,
    );
    expect(rules).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('says which key of the file is none, and reads the rest', () => {
    const text = `rule: 1\nrules: [${GOOD}]`;
    expect(problems(text)).toEqual(['1:1: a rules file has no key "rule"; did you mean rules?']);
    expect(parseRules(text).rules).toHaveLength(1);
  });

  test('says where a name is used twice', () => {
    const named = GOOD.replace('{', '{name: a, ');
    expect(problems(`rules:\n  - ${named}\n  - ${named}`)).toEqual(['3:5: another rule has the name "a" already']);
  });
});

describe('a rule says what is wrong in it, and where:', () => {
  test.each<[string, string[], string[]]>([
    ['not a map', ['5'], ['2:5: a rule is a map with when, cause and summary']],
    ['no when', REST, ['2:5: when is missing: say what to match, for example status: 422']],
    ['an empty when', ['when: {}', ...REST], ['2:11: when is missing: say what to match, for example status: 422']],
    ['no cause', [WHEN, 'summary: x'], ['2:5: cause is an id such as rate-limited, or null for quiet']],
    ['no summary', [WHEN, 'cause: gone'], ['2:5: summary is missing: say in one line what went wrong']],
    [
      'a misspelt cause',
      [WHEN, 'cause: payment-requird', 'summary: x'],
      ['3:12: "payment-requird" is no cause; did you mean payment-required?'],
    ],
    ['an unknown cause', [WHEN, 'cause: zzz', 'summary: x'], ['3:12: "zzz" is no cause; httpwhy explain lists them']],
    [
      'a cause of another type',
      [WHEN, 'cause: 7', 'summary: x'],
      ['3:12: cause is an id such as rate-limited, or null for quiet'],
    ],
    ['a misspelt key', [WHEN, ...REST, 'advise: x'], ['5:5: a rule has no key "advise"; did you mean advice?']],
    ['an unknown key', [WHEN, ...REST, 'qqqq: x'], ['5:5: a rule has no key "qqqq"']],
    [
      'certain',
      [WHEN, ...REST, 'confidence: certain'],
      ['5:17: a rule is likely or guess; certain is kept for what the bytes prove (override: true puts it first)'],
    ],
    ['another confidence', [WHEN, ...REST, 'confidence: sure'], ['5:17: confidence is likely or guess']],
    [
      'a misspelt fault',
      [WHEN, ...REST, 'fault: sever'],
      ['5:12: fault is client, server, network, proxy or nobody; did you mean server?'],
    ],
    ['another retry', [WHEN, ...REST, 'retry: yes'], ['5:12: retry is never, after_fix, safe or unsafe']],
    [
      'a delay that is none',
      [WHEN, ...REST, 'retry_after: soon'],
      ['5:18: retry_after is a number of seconds, a time such as 30s or 5m, or {{pointer}}'],
    ],
    [
      'a name in a template',
      [WHEN, 'cause: gone', "summary: 'is {{statsu}}'"],
      ['4:14: {{statsu}} names nothing in an exchange; did you mean status?'],
    ],
    [
      'a pointer in a template',
      [WHEN, ...REST, "advice: '{{response.body/a}}'"],
      [
        '5:13: {{response.body/a}} names nothing in an exchange; write {{response.body#/error/code}} or {{response.headers.x-name}}',
      ],
    ],
    ['a summary of no text', [WHEN, 'cause: gone', "summary: ''"], ['4:14: summary must not be empty']],
    ['a summary of another type', [WHEN, 'cause: gone', 'summary: 5'], ['4:14: summary is text']],
    [
      'a long summary',
      [WHEN, 'cause: gone', `summary: ${'x'.repeat(1001)}`],
      ['4:14: summary has more than 1000 characters'],
    ],
    ['evidence that is no list', [WHEN, ...REST, 'evidence: x'], ['5:15: evidence is a list of pointers']],
    [
      'evidence that is no pointer',
      [WHEN, ...REST, 'evidence: [status, body]'],
      ['5:24: "body" is no pointer; write response.body#/error/code or request.headers.x-name'],
    ],
    ['an override of another type', [WHEN, ...REST, 'override: 1'], ['5:15: override is true or false']],
    ['a stray inner', [WHEN, ...REST, 'inner: gone'], ['5:12: inner goes with cause: error-in-success only']],
    [
      'two things at once',
      ['when: {statsu: 422}', 'cause: gon', 'summary: x'],
      [
        '3:12: "gon" is no cause; httpwhy explain lists them',
        '2:12: "statsu" is nothing to match on; did you mean status?',
      ],
    ],
  ])('%s', (_name, lines, expected) => {
    expect(inRule(...lines)).toEqual(expected);
  });
});

describe('a matcher says what is wrong in it:', () => {
  const inWhen = (matcher: string) => inRule('when:', `  ${matcher}`, ...REST);

  test.each<readonly [matcher: string, problem: string]>([
    ...['42', 'ok', '499-400', '[]', '1.5', '{}', '600xx'].map(
      (status) =>
        [
          `status: ${status}`,
          status === '[]'
            ? '3:15: the list is empty, so that nothing can match'
            : '3:15: status is a code such as 422, a class such as 4xx, a range such as 400-499, or a list of them',
        ] as const,
    ),
    ['method: 7', '3:15: method is text such as POST, or a list of them'],
    ["host: ''", '3:13: host is text such as *.example.com, or a list of them'],
    ['path: {a: 1}', '3:13: path is text such as /v1/orders/*, or a list of them'],
    ['path: v1/orders/*', '3:13: path begins with /, such as /v1/orders/*; host: takes the name before it'],
    [
      'path: [/v1, https://a.example/v1]',
      '3:13: path begins with /, such as /v1/orders/*; host: takes the name before it',
    ],
    ['text: [a, 1]', '3:13: text is text such as credit limit, or a list of them'],
    ['statsu: 422', '3:7: "statsu" is nothing to match on; did you mean status?'],
    ['response.header.x-a: b', '3:7: "response.header.x-a" is nothing to match on; did you mean response.headers.x-a?'],
    [
      'response.body/error/code: b',
      '3:7: "response.body/error/code" is nothing to match on; did you mean response.body#/error/code?',
    ],
    [
      'response.body: b',
      '3:7: response.body needs a JSON Pointer, such as response.body#/error/code; text: finds a phrase anywhere in an error',
    ],
    [
      'reply: b',
      '3:7: "reply" is nothing to match on; write status, method, host, path, text, or a pointer such as response.body#/error/code',
    ],
    [
      'request.query.a: {like: b}',
      '3:24: a value is text, a glob with *, /a regular expression/, a number, true, false, null, or exists: true',
    ],
    [
      'request.query.a: /(?=x)/',
      '3:24: the regular expression looks ahead or behind, or sets flags, with (?; that is not available',
    ],
    ['request.query.a: {regex: "("}', '3:24: the regular expression opens a group with ( that is not closed'],
  ])('%s', (matcher, problem) => {
    expect(inWhen(matcher)).toEqual([problem]);
  });
});
