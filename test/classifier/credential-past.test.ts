import { describe, expect, test } from 'vitest';
import { credentialPast } from '../../src/classifier/credential-past.ts';
import { createFacts } from '../../src/classifier/facts.ts';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import { bearer, type Call, calls, JSON_TYPE } from './capture.ts';

/** What is known of the credential of the last call. */
function pastOfLast(...list: Call[]) {
  const history = new MemoryHistory();
  const exchanges = calls(...list);
  for (const earlier of exchanges.slice(0, -1)) history.add(earlier);
  return credentialPast(createFacts(exchanges.at(-1)!), history);
}

const mine: Call = { requestHeaders: [bearer('a-token-of-mine')] };
const issue: Call = {
  method: 'POST',
  url: 'https://id.example.com/oauth/token',
  headers: [JSON_TYPE],
  body: '{"access_token":"a-token-of-mine"}',
};

describe('what is said of a credential', () => {
  test('is how often it worked, when last, and where it came from', () => {
    const past = pastOfLast(issue, mine, mine, { ...mine, status: 401, seconds: 10.1 });
    expect(past?.words).toBe('the same token worked twice, last in #3, 8 s before; it came from #1, 10 s before');
    expect(past?.evidence).toEqual([
      { where: 'history:3', what: 'the same token was accepted' },
      { where: 'history:1', what: 'POST /oauth/token on id.example.com handed the token out' },
    ]);
    expect(past?.here?.successes).toBe(2);
    expect(past?.elsewhere).toEqual([]);
  });

  test('is where else it works', () => {
    const past = pastOfLast({ ...mine, url: 'https://api.dev.example.com/v1/me' }, { ...mine, status: 401 });
    expect(past?.words).toBe('the same token works on api.dev.example.com (#1, 900 ms before)');
    expect(past?.here).toBeUndefined();
    expect(past?.elsewhere.map(({ host }) => host)).toEqual(['api.dev.example.com']);
    expect(past?.evidence).toEqual([
      { where: 'history:1', what: 'the same token was accepted by api.dev.example.com' },
    ]);
  });

  test('is what ended it, and where a new one came from', () => {
    const signOut: Call = { ...mine, method: 'POST', url: 'https://api.example.com/logout' };
    expect(pastOfLast(signOut, { ...mine, status: 401 })?.words).toBe(
      'the same token worked once, last in #1, 900 ms before; POST /logout ended it in #1',
    );
    expect(pastOfLast(issue, { ...mine, status: 401 })?.words).toBe('the token came from #1, 900 ms before');
  });

  test('is nothing where it was never seen, and nothing at all without a credential', () => {
    expect(pastOfLast({}, mine)).toMatchObject({ words: '', evidence: [] });
    expect(pastOfLast(mine, {})).toBeUndefined();
    expect(pastOfLast(mine, { requestHeaders: [['Authorization', 'Bearer']] })).toBeUndefined();
  });

  test.each<[Call['requestHeaders'], string]>([
    [[['X-Api-Key', 'abcdefgh12345678']], 'the same key worked once'],
    [[['Cookie', 'sessionid=abcdefgh12345678']], 'the same session cookie worked once'],
    [[['Authorization', `Basic ${btoa('ada:pw-of-ada')}`]], 'the same user and password worked once'],
    [[['Authorization', `Basic ${btoa('sk_test_51NotARealKey:')}`]], 'the same key worked once'],
  ])('calls %j by its name', (requestHeaders, words) => {
    expect(pastOfLast({ requestHeaders: requestHeaders! }, { requestHeaders: requestHeaders! })?.words).toContain(
      words,
    );
  });
});
