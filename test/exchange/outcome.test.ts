import { expect, test } from 'vitest';
import { isTrouble, outcomeOf } from '../../src/exchange/outcome.ts';

test.each([
  ['pending', null, null, null],
  ['good', 'success', null, 'nobody'],
  ['good', 'success', 'partial-content', 'nobody'],
  ['good', 'success', 'deprecated-endpoint', 'client'],
  ['doubtful', 'success', 'error-in-success', 'client'],
  ['failed', 'success', 'truncated-response', 'server'],
  ['redirect', 'redirection', 'temporary-redirect', 'nobody'],
  ['redirect', 'redirection', 'moved-permanently', 'client'],
  ['doubtful', 'redirection', 'redirect-to-login', 'client'],
  ['failed', 'client_error', 'missing-field', 'client'],
  ['failed', 'no_response', 'dns-failure', 'client'],
  ['harmless', 'client_error', null, 'nobody'],
] as const)('%s: class %s, cause %s, fault %s', (outcome, statusClass, cause, fault) => {
  expect(outcomeOf({ class: statusClass, cause, fault })).toBe(outcome);
});

test('only what failed or is doubtful is trouble', () => {
  const all = ['pending', 'good', 'redirect', 'doubtful', 'failed', 'harmless'] as const;
  expect(all.filter(isTrouble)).toEqual(['doubtful', 'failed']);
});
