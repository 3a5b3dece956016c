import { describe, expect, test } from 'vitest';
import { specificityRank } from '../../src/classifier/specificity.ts';
import { CAUSE_IDS } from '../../src/exchange/causes.ts';

describe('the order of specificity', () => {
  test('is total: every cause has a rank of its own', () => {
    const ranks = CAUSE_IDS.map(specificityRank).sort((a, b) => a - b);
    expect(ranks).toEqual(CAUSE_IDS.map((_cause, index) => index));
  });

  test.each([
    ['truncated-response', 'unhandled-exception'],
    ['cors-rejected', 'method-not-allowed'],
    ['retried-too-soon', 'rate-limited'],
    ['malformed-credentials', 'placeholder-in-url'],
    ['placeholder-in-url', 'resource-not-found'],
    ['malformed-json', 'unspecified'],
    ['hidden-by-auth', 'resource-not-found'],
    ['redirect-loop', 'moved-permanently'],
    ['expired-credentials', 'invalid-credentials'],
  ] as const)('%s explains more than %s', (narrow, wide) => {
    expect(specificityRank(narrow)).toBeLessThan(specificityRank(wide));
  });

  test('nothing to explain comes before every cause', () => {
    expect(specificityRank(null)).toBe(-1);
  });
});
