import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../../src/classifier/classify.ts';
import type { Finding } from '../../../src/classifier/rule.ts';
import type { RuleSpec } from '../../../src/classifier/user-rules/rule-spec.ts';
import { compileRule, type UserRule } from '../../../src/classifier/user-rules/user-rule.ts';
import { withRules } from '../../../src/classifier/user-rules/with-rules.ts';
import { NO_HISTORY } from '../../../src/exchange/history.ts';
import { type Difference, exchange } from '../build.ts';

const rule = (difference: Partial<RuleSpec> = {}): UserRule =>
  compileRule({
    name: 'own',
    when: { values: [] },
    cause: 'quota-exhausted',
    confidence: 'likely',
    summary: 'by rule',
    override: false,
    ...difference,
  });

const built = (confidence: Finding['confidence'], cause: Finding['cause'] = 'missing-field') =>
  createClassifier(
    [
      {
        name: 'built',
        causes: [cause],
        find: () => ({ cause, confidence, summary: 'built in', evidence: [], advice: '' }),
      },
    ],
    () => undefined,
  );

const fail = (name: string, error: unknown) => {
  throw new Error(name, { cause: error });
};

const choose = (
  classify: ReturnType<typeof built>,
  own: readonly UserRule[],
  providers: readonly UserRule[] = [],
  call: Difference = { status: 400 },
) => withRules(classify, { own, providers }, fail)(exchange(call), NO_HISTORY);

describe('a rule of a file', () => {
  test.each([
    ['guess', 'guess', 'by rule'],
    ['guess', 'likely', 'built in'],
    ['likely', 'guess', 'by rule'],
    ['likely', 'likely', 'by rule'],
    ['likely', 'certain', 'built in'],
  ] as const)('that is %s against a finding that is %s: %s', (own, builtIn, summary) => {
    expect(choose(built(builtIn), [rule({ confidence: own })]).summary).toBe(summary);
  });

  test('that overrides goes before a certain finding, and names it besides', () => {
    expect(choose(built('certain'), [rule({ override: true })])).toMatchObject({
      summary: 'by rule',
      confidence: 'likely',
      runnersUp: [{ cause: 'missing-field', confidence: 'certain', summary: 'built in' }],
    });
  });

  test('that is beaten is named besides', () => {
    expect(choose(built('certain'), [rule()])).toMatchObject({
      summary: 'built in',
      runnersUp: [{ cause: 'quota-exhausted', confidence: 'likely', summary: 'by rule' }],
    });
  });

  test('goes before silence, which is certain of every plain success', () => {
    expect(choose(createClassifier([], fail), [rule()], [], { status: 200 }).summary).toBe('by rule');
  });

  test('may say that nothing needs explaining, but not against a certain cause', () => {
    expect(choose(built('likely'), [rule({ cause: null })]).cause).toBeNull();
    expect(choose(built('certain'), [rule({ cause: null })]).cause).toBe('missing-field');
  });

  test('is the first that matches and may go before', () => {
    const rules = [
      rule({ name: 'a', when: { status: [[500, 599]], values: [] }, summary: 'other status' }),
      rule({ name: 'b', confidence: 'guess', summary: 'too weak' }),
      rule({ name: 'c', summary: 'this' }),
      rule({ name: 'd', summary: 'too late' }),
    ];
    expect(choose(built('likely'), rules).summary).toBe('this');
  });

  test('of the person goes before one of a provider', () => {
    expect(choose(built('likely'), [rule()], [rule({ name: 'p', summary: 'by provider' })]).summary).toBe('by rule');
  });

  test('of a provider leaves a finding of the same cause, which knows the field; one of the person does not', () => {
    const same = rule({ cause: 'missing-field' });
    expect(choose(built('likely'), [], [same]).summary).toBe('built in');
    expect(choose(built('likely'), [same]).summary).toBe('by rule');
  });

  test('that fails is skipped and reported once', () => {
    const broken: UserRule = {
      ...rule(),
      find: () => {
        throw new Error('broken');
      },
    };
    const reported: string[] = [];
    const classify = withRules(built('likely'), { own: [broken], providers: [] }, (name) => reported.push(name));
    expect([1, 2].map(() => classify(exchange({ status: 400 }), NO_HISTORY).summary)).toEqual(['built in', 'built in']);
    expect(reported).toEqual(['own']);
  });

  test('about one host says nothing of another, in whatever order they come', () => {
    const about = rule({ when: { host: ['a.test'], values: [] } });
    const classify = withRules(built('likely'), { own: [about], providers: [] }, fail);
    const long = `https://${'u'.repeat(400)}@`;
    const urls = [
      'https://b.test/',
      'https://a.test/',
      'https://a.test',
      'http://a.test:81/x',
      `${long}b.test/`,
      `${long}a.test/`,
      'a.test',
    ];
    expect(urls.map((url) => classify(exchange({ url, status: 400 }), NO_HISTORY).summary)).toEqual([
      'built in',
      'by rule',
      'by rule',
      'by rule',
      'built in',
      'by rule',
      'built in',
    ]);
  });

  test('that is not there costs nothing: the classifier stays as it is', () => {
    const classify = built('likely');
    expect(withRules(classify, { own: [], providers: [] }, fail)).toBe(classify);
  });
});
