import { describe, expect, test } from 'vitest';
import { MemoryHistory } from '../../src/classifier/memory-history.ts';
import { credentialFingerprint } from '../../src/classifier/readers/credentials.ts';
import { exchange } from './build.ts';

const withToken = (token: string, status: number, id: number) =>
  exchange({ id, status, requestHeaders: [['Authorization', `Bearer ${token}`]] });

const fingerprint = (token: string) => credentialFingerprint(withToken(token, 200, 1).request)!;

describe('the history in memory', () => {
  test('counts the successes of a credential and knows the latest', () => {
    const history = new MemoryHistory();
    history.add(withToken('first-token', 200, 1));
    history.add(withToken('first-token', 201, 2));
    history.add(withToken('other-token', 200, 3));
    history.add(withToken('first-token', 401, 4));
    expect(history.usesOfCredential(fingerprint('first-token'))).toEqual({ successes: 2, lastSuccessId: 2 });
  });

  test('knows nothing of a credential that never worked, nor of calls without one', () => {
    const history = new MemoryHistory();
    history.add(exchange({ status: 200 }));
    history.add(withToken('bad-token', 401, 2));
    expect(history.usesOfCredential(fingerprint('bad-token'))).toEqual({ successes: 0, lastSuccessId: null });
  });

  test('forgets the credential that was used longest ago, and never grows beyond 4096', () => {
    const history = new MemoryHistory();
    history.add(withToken('token-0', 200, 1));
    history.add(withToken('token-1', 200, 2));
    for (let n = 2; n < 4096; n += 1) history.add(withToken(`token-${n}`, 200, n));
    history.add(withToken('token-0', 200, 5000));
    history.add(withToken('one-more', 200, 5001));
    expect(history.usesOfCredential(fingerprint('token-0')).successes).toBe(2);
    expect(history.usesOfCredential(fingerprint('token-1')).successes).toBe(0);
    expect(history.usesOfCredential(fingerprint('token-2')).successes).toBe(1);
  });
});
