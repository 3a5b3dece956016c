import { expect, test } from 'vitest';
import { parseMocks } from '../../../src/cli/mock/parse-mocks.ts';
import { testRules } from '../../../src/cli/mock/test-rules.ts';
import { request } from '../../mock/build.ts';

const { rules } = parseMocks(
  `rules:
  - {name: second page, match: 'GET a.example/x?page=2', answer: 201}
  - {name: tenant, match: {url: a.example/x, headers: {x-tenant: acme}}, answer: 202}
  - {name: amount, match: {url: a.example/x, json: {/amount: 1}}, answer: 203}
  - {name: resting, match: a.example/x, answer: 204, enabled: false}
  - {name: other, match: b.example/x, answer: 205}
  - {name: chance, match: {url: a.example/y, probability: 0.5}, answer: 206}
`,
  '/project',
);

test('the rule that would act is named, and those before it that nearly match, with what differs', () => {
  expect(testRules(rules, request('POST http://a.example/x', { body: { amount: 1 } })).lines).toEqual([
    '"amount" answers 203.',
    '  not "tenant" (a.example/x headers {"x-tenant":"acme"}): the header x-tenant differs',
  ]);
  expect(testRules(rules, request('GET http://a.example/y')).lines).toEqual([
    '"chance" answers 206, 50 % of the time (only a share of them, by probability).',
  ]);
});

test('where none acts, that is said', () => {
  const { match, lines } = testRules(rules, request('GET http://a.example/x?page=3'));
  expect(match).toBeUndefined();
  expect(lines).toEqual([
    'No rule: the request goes to its server.',
    '  not "second page" (GET a.example/x?page=2): the parameter page differs',
    '  not "tenant" (a.example/x headers {"x-tenant":"acme"}): the header x-tenant differs',
    '  not "amount" (a.example/x json {"/amount":1}): /amount in the JSON body differs',
  ]);
});
