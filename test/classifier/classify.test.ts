import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../src/classifier/classify.ts';
import { loadRules } from '../../src/classifier/load-rules.ts';
import type { Finding, Rule } from '../../src/classifier/rule.ts';
import { NO_HISTORY } from '../../src/exchange/history.ts';
import { exchange } from './build.ts';

const finding = (difference: Partial<Finding>): Finding => ({
  cause: 'unspecified',
  confidence: 'guess',
  summary: 'a summary',
  evidence: [],
  advice: 'Do something.',
  ...difference,
});

const rule = (name: string, found: Finding | undefined): Rule => ({ name, causes: [], find: () => found });

const noErrors = (name: string, error: unknown) => {
  throw new Error(`rule ${name}`, { cause: error });
};

const classifyWith = (...rules: Rule[]) => createClassifier(rules, noErrors);

describe('the choice among findings', () => {
  const candidates = [
    rule('a', finding({ cause: 'invalid-value', confidence: 'guess' })),
    rule('b', finding({ cause: 'malformed-json', confidence: 'likely' })),
    rule('c', finding({ cause: 'missing-field', confidence: 'likely' })),
    rule('d', finding({ cause: 'unspecified', confidence: 'guess' })),
  ];

  test('is the same for every order of the rules', () => {
    const orders = [candidates, [...candidates].reverse(), [2, 0, 3, 1].map((index) => candidates[index]!)];
    expect(orders.map((rules) => classifyWith(...rules)(exchange({ status: 400 }), NO_HISTORY).cause)).toEqual([
      'malformed-json',
      'malformed-json',
      'malformed-json',
    ]);
  });

  test('puts what the bytes prove before a more specific cause that the server only says', () => {
    const classify = classifyWith(
      rule('a', finding({ cause: 'malformed-json', confidence: 'likely' })),
      rule('b', finding({ cause: 'unhandled-exception', confidence: 'certain' })),
    );
    expect(classify(exchange({ status: 500 }), NO_HISTORY).cause).toBe('unhandled-exception');
  });

  test('takes the finding with more evidence between two of the same cause, and then the first name', () => {
    const evidence = [{ where: 'response.status', what: '400' }];
    const more = rule('z', finding({ summary: 'more', evidence }));
    const less = rule('a', finding({ summary: 'less' }));
    expect(classifyWith(less, more)(exchange({ status: 400 }), NO_HISTORY).summary).toBe('more');
    expect(
      classifyWith(rule('m', finding({ summary: 'm' })), less)(exchange({ status: 400 }), NO_HISTORY).summary,
    ).toBe('less');
  });
});

describe('a rule that throws', () => {
  const broken: Rule = {
    name: 'broken',
    causes: [],
    find: () => {
      throw new Error('boom');
    },
  };

  test('is skipped and the others still decide', () => {
    const classify = createClassifier([broken, rule('good', finding({ cause: 'gone' }))], () => {});
    expect(classify(exchange({ status: 410 }), NO_HISTORY).cause).toBe('gone');
  });

  test('is reported once, however many exchanges it meets', () => {
    const reported: string[] = [];
    const classify = createClassifier([broken, { ...broken, name: 'broken too' }], (name) => reported.push(name));
    for (let n = 0; n < 5; n += 1) classify(exchange({ status: 400 }), NO_HISTORY);
    expect(reported).toEqual(['broken', 'broken too']);
  });
});

describe('an exchange that no rule explains', () => {
  const classify = classifyWith();

  test('is quiet for a plain success', () => {
    expect(classify(exchange({ status: 200, reason: 'OK', body: '{"id":7}' }), NO_HISTORY)).toEqual({
      class: 'success',
      cause: null,
      fault: 'nobody',
      confidence: 'certain',
      summary: '200 OK',
      evidence: [],
      advice: '',
      retry: 'never',
    });
  });

  test('is quiet but not certain where the body of a success speaks of a failure', () => {
    expect(classify(exchange({ body: '{"ok":false}' }), NO_HISTORY)).toMatchObject({
      cause: null,
      confidence: 'likely',
    });
    expect(classify(exchange({ body: '<html>Sign in</html>' }), NO_HISTORY)).toMatchObject({ confidence: 'likely' });
    expect(classify(exchange({ headers: [['Sunset', 'x']] }), NO_HISTORY)).toMatchObject({ confidence: 'likely' });
  });

  test('takes the registered reason where none was sent', () => {
    expect(classify(exchange({ status: 201 }), NO_HISTORY).summary).toBe('201 Created');
    expect(classify(exchange({ status: 101 }), NO_HISTORY)).toMatchObject({ class: 'informational', cause: null });
  });

  test.each([
    [exchange({ status: 418 }), 'client_error', 'unspecified'],
    [exchange({ status: 599 }), 'server_error', 'unhandled-exception'],
    [exchange({ status: null }), 'no_response', 'connection-reset'],
    [exchange({ status: null, proxyStatus: 200 }), 'no_response', null],
    [exchange({ status: 0 }), 'informational', null],
  ])('still gets an annotation', (odd, exchangeClass, cause) => {
    expect(classify(odd, NO_HISTORY)).toMatchObject({ class: exchangeClass, cause });
  });
});

describe('what a person reads', () => {
  test('is one printable line of at most 300 characters', () => {
    const found = finding({
      summary: `a\u001b[31m\n\u202e${'x'.repeat(2000)}`,
      evidence: [{ where: 'x', what: 'y\r\nz'.repeat(900) }],
    });
    const { summary, evidence } = classifyWith(rule('a', found))(exchange({ status: 400 }), NO_HISTORY);
    expect(summary.startsWith('a\\x1b[31m\\n\\u202exxx')).toBe(true);
    expect(summary).toHaveLength(300);
    expect(evidence[0]!.what.length).toBeLessThanOrEqual(300);
    expect(evidence[0]!.what.startsWith('y\\r\\nzy')).toBe(true);
  });

  test('does not show a credential of the request that the server repeats', () => {
    const secret = 'plainlettersonly';
    const found = finding({
      summary: `it says: no such key ${secret}`,
      evidence: [{ where: 'response.body', what: secret }],
    });
    const annotation = classifyWith(rule('a', found))(
      exchange({ status: 401, requestHeaders: [['X-Api-Key', secret]] }),
      NO_HISTORY,
    );
    expect(JSON.stringify(annotation)).not.toContain(secret);
    expect(annotation.summary).toContain('no such key <');
  });

  test('does not show a secret in the path or query', async () => {
    const classify = createClassifier(await loadRules(), noErrors);
    const url =
      'https://api.example.com/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage?api_key=s3cr3tvalue99';
    const annotation = classify(exchange({ status: 404, url }), NO_HISTORY);
    expect(JSON.stringify(annotation)).not.toContain('AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw');
    expect(JSON.stringify(annotation)).not.toContain('s3cr3tvalue99');
  });
});

describe('the retry verdict', () => {
  const classify = classifyWith(rule('a', finding({ cause: 'gateway-timeout' })));
  const verdict = (method: string, requestHeaders: [string, string][] = []) =>
    classify(exchange({ status: 504, method, requestHeaders }), NO_HISTORY).retry;

  test('is unsafe for a method that may not be repeated, and safe for one that may', () => {
    expect([verdict('POST'), verdict('PATCH')]).toEqual(['unsafe', 'unsafe']);
    expect([verdict('GET'), verdict('PUT'), verdict('DELETE'), verdict('HEAD')]).toEqual([
      'safe',
      'safe',
      'safe',
      'safe',
    ]);
  });

  test('is safe with an idempotency key, but not with an empty one', () => {
    expect(verdict('POST', [['Idempotency-Key', 'order-7']])).toBe('safe');
    expect(verdict('POST', [['Idempotency-Key', '']])).toBe('unsafe');
  });

  test('carries the delay that the response states, and only for failures', () => {
    const headers: [string, string][] = [['Retry-After', '30']];
    expect(classify(exchange({ status: 504, headers }), NO_HISTORY).retryAfterSeconds).toBe(30);
    expect(classify(exchange({ status: 504 }), NO_HISTORY)).not.toHaveProperty('retryAfterSeconds');
    expect(classify(exchange({ status: 202, headers }), NO_HISTORY)).not.toHaveProperty('retryAfterSeconds');
  });
});

describe('with every rule', () => {
  test('a truncated response keeps the class of its status', async () => {
    const classify = createClassifier(await loadRules(), noErrors);
    const annotation = classify(
      exchange({
        status: 200,
        headers: [['Content-Length', '5120']],
        body: 'x'.repeat(34),
        error: { phase: 'response', code: 'ECONNRESET', message: 'aborted' },
      }),
      NO_HISTORY,
    );
    expect(annotation).toMatchObject({
      class: 'success',
      cause: 'truncated-response',
      confidence: 'certain',
      fault: 'server',
    });
    expect(annotation.summary).toBe('34 of 5120 promised bytes came, then api.example.com:443 closed');
  });

  test('nothing in a hostile exchange makes a rule throw', async () => {
    const classify = createClassifier(await loadRules(), noErrors);
    const junk = [
      '',
      '\u0000',
      '\ud800',
      '%',
      '{',
      '=',
      ';',
      ',',
      '"',
      'e30.e30.x',
      '1e999',
      '9'.repeat(400),
      'Bearer',
      'Basic =',
      '\u202e'.repeat(50),
    ];
    const names = [
      'authorization',
      'cookie',
      'www-authenticate',
      'retry-after',
      'ratelimit',
      'x-ratelimit-reset',
      'date',
      'age',
      'allow',
      'location',
      'content-type',
      'content-length',
      'content-encoding',
      'content-range',
      'range',
      'origin',
    ];
    for (const value of junk) {
      const headers = names.map((name): [string, string] => [name, value]);
      for (const status of [0, 101, 201, 206, 301, 304, 400, 401, 403, 404, 405, 407, 416, 429, 431, 500, 503, 999]) {
        const odd = exchange({
          status,
          reason: value,
          url: value,
          method: value,
          headers,
          requestHeaders: headers,
          body: value,
          requestBody: value,
        });
        expect(classify(odd, NO_HISTORY).summary).not.toBe('');
      }
    }
  });
});
