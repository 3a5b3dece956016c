import { describe, expect, test } from 'vitest';
import { parseChallenges } from '../../../src/classifier/readers/challenge.ts';

const parsed = (...values: string[]) =>
  parseChallenges(values).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('WWW-Authenticate', () => {
  test.each<[string, unknown]>([
    ['Bearer', [['Bearer', {}]]],
    ['Basic realm="a \\"b\\", c"', [['Basic', { realm: 'a "b", c' }]]],
    ['Bearer error=invalid_token, Scope="a b"', [['Bearer', { error: 'invalid_token', scope: 'a b' }]]],
    [
      'Basic realm="x", Bearer realm = "y"',
      [
        ['Basic', { realm: 'x' }],
        ['Bearer', { realm: 'y' }],
      ],
    ],
    ['Negotiate YIIFabc', [['Negotiate', {}]]],
    [
      'Negotiate, NTLM',
      [
        ['Negotiate', {}],
        ['NTLM', {}],
      ],
    ],
    ['', []],
    ['"', []],
    ['realm="x"', []],
  ])('%s', (value, expected) => {
    expect(parsed(value)).toEqual(expected);
  });

  test('several fields are read in order, and a huge one is bounded', () => {
    expect(parsed('Basic', 'Bearer').map(([scheme]) => scheme)).toEqual(['Basic', 'Bearer']);
    expect(parsed('a,'.repeat(100_000)).length).toBeLessThan(3000);
  });
});
