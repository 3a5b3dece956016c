import { describe, expect, test } from 'vitest';
import { createClassifier } from '../../src/classifier/classify.ts';
import type { Finding, Rule } from '../../src/classifier/rule.ts';
import { NO_HISTORY } from '../../src/exchange/history.ts';
import { exchange } from './build.ts';

const rule = (name: string, difference: Partial<Finding>): Rule => ({
  name,
  causes: [],
  find: () => ({ cause: 'gone', confidence: 'guess', summary: name, evidence: [], advice: '', ...difference }),
});

const classify = (...rules: Rule[]) =>
  createClassifier(rules, (name, error) => {
    throw new Error(`rule ${name}`, { cause: error });
  })(exchange({ status: 400, requestHeaders: [['X-Api-Key', 'plainlettersonly']] }), NO_HISTORY);

describe('the runners-up', () => {
  test('are the best finding of each other cause, in order, at most three', () => {
    const { cause, runnersUp } = classify(
      rule('a', { cause: 'invalid-value' }),
      rule('b', { cause: 'missing-field', confidence: 'likely' }),
      rule('c', { cause: 'invalid-value', confidence: 'likely' }),
      rule('d', { cause: 'already-exists' }),
      rule('e', { cause: 'resource-locked' }),
      rule('f', { cause: 'missing-field' }),
    );
    expect(cause).toBe('missing-field');
    expect(runnersUp).toEqual([
      { cause: 'invalid-value', confidence: 'likely', summary: 'c' },
      { cause: 'resource-locked', confidence: 'guess', summary: 'e' },
      { cause: 'already-exists', confidence: 'guess', summary: 'd' },
    ]);
  });

  test('are left out where there are none, and where all that is left says nothing', () => {
    expect(classify(rule('a', {}), rule('b', { cause: 'unspecified' }))).not.toHaveProperty('runnersUp');
    expect(classify(rule('a', { cause: null }), rule('b', {}))).not.toHaveProperty('runnersUp');
  });

  test('hide the secrets of the request', () => {
    const annotation = classify(
      rule('a', { confidence: 'likely' }),
      rule('b', { cause: 'invalid-credentials', summary: 'no plainlettersonly' }),
    );
    expect(annotation.runnersUp?.[0]?.summary).not.toContain('plainlettersonly');
  });
});

describe('a finding that explains others', () => {
  const consequence = rule('a', { cause: 'method-not-allowed', confidence: 'certain' });
  const origin = rule('z', {
    cause: 'redirect-changes-method',
    confidence: 'likely',
    explains: ['method-not-allowed'],
  });

  test('goes before its consequence, however certain that is and whichever comes first', () => {
    for (const rules of [
      [consequence, origin],
      [origin, consequence],
    ]) {
      const { cause, runnersUp } = classify(...rules);
      expect([cause, runnersUp?.[0]?.cause]).toEqual(['redirect-changes-method', 'method-not-allowed']);
    }
  });

  test('does not go before a finding that it does not explain', () => {
    const other = rule('b', { cause: 'malformed-json', confidence: 'certain' });
    expect(classify(consequence, origin, other).cause).toBe('malformed-json');
  });
});
