import { expect, test } from 'vitest';
import { checkRule } from '../../../src/cli/mock/read-rule.ts';
import { ruleFromOptions } from '../../../src/cli/mock/rule-from-options.ts';
import { actionText } from '../../../src/cli/mock/rule-text.ts';

test('a command line becomes the rule that it would be in a file', () => {
  const match = 'POST api.stripe.com/v1/charges';
  expect(
    ruleFromOptions(match, {
      status: '402',
      json: '{"error":"declined"}',
      header: ['Retry-After: 5', 'Set-Cookie: a=1', 'Set-Cookie: b=2'],
      delay: '300ms',
      times: '3',
      whenHeader: ['X-Tenant: acme'],
      whenJson: ['/amount=1250', 'currency=eur'],
    }),
  ).toEqual({
    match: { url: match, headers: { 'X-Tenant': 'acme' }, json: { '/amount': 1250, '/currency': 'eur' } },
    answer: {
      status: 402,
      headers: { 'Retry-After': '5', 'Set-Cookie': ['a=1', 'b=2'] },
      json: { error: 'declined' },
      delay: '300ms',
    },
    times: 3,
  });
  expect(
    ruleFromOptions('*', {
      to: 'http://localhost:3000',
      setHeader: ['a: b:c'],
      removeHeader: ['cookie'],
      cache: false,
    }),
  ).toEqual({
    match: '*',
    change: { to: 'http://localhost:3000', request: { headers: { a: 'b:c', cookie: null } }, no_cache: true },
  });
});

test('what it does is said in a few words', () => {
  const text = (options: Parameters<typeof ruleFromOptions>[1]) => {
    const checked = checkRule(ruleFromOptions('*', options), 'a', '/');
    return 'rule' in checked ? actionText(checked.rule) : checked.issues.map(({ message }) => message).join();
  };
  expect(text({ sequence: '503,200', afterLast: 'pass', times: '1' })).toBe('answers 503, 200 then the server, once');
  expect(text({ latency: '100ms-2s', bandwidth: '50kb', probability: '25%' })).toBe(
    '100-2000 ms late, 50000 bytes/s, 25 % of the time',
  );
  expect(text({ cause: 'gone', style: 'aws' })).toBe('answers gone (aws)');
  expect(text({ tls: 'expired' })).toBe('TLS failure (expired)');
  expect(text({ to: 'https://b.example' })).toBe('sends it to https://b.example');
});

test('an option that cannot be understood is refused with an example', () => {
  expect(() => ruleFromOptions('*', { header: ['nonsense'] })).toThrow(
    expect.objectContaining({ message: '--header nonsense has no :.', nextStep: 'Write --header "Name: value".' }),
  );
  expect(() => ruleFromOptions('*', { json: '{a' })).toThrow(
    expect.objectContaining({ code: 'rule-option', exitCode: 2 }),
  );
});
