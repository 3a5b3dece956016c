import { describe, expect, test } from 'vitest';
import { credentialFingerprint } from '../../../src/classifier/readers/credentials.ts';
import { rule } from '../../../src/classifier/rules/expired-credentials.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { type History, NEVER_USED, NO_HISTORY } from '../../../src/exchange/history.ts';
import { annotate, type Difference, date, exchange, find, jwt, NOON } from '../build.ts';

const expiring = (ms: number) => jwt({ sub: 'u1', exp: (NOON + ms) / 1000 });
const bearer = (token: string): Headers => [['Authorization', `Bearer ${token}`]];

/** Answered one second after noon, on the server's clock. */
const refused = (token: string, difference: Difference = {}): Difference => ({
  status: 401,
  requestHeaders: bearer(token),
  headers: [date(1000)],
  ...difference,
});

describe('expired-credentials', () => {
  test('says how long ago the token expired and how often it had worked', () => {
    const token = expiring(-8000);
    const fingerprint = credentialFingerprint(exchange({ requestHeaders: bearer(token) }).request);
    const history: History = {
      ...NO_HISTORY,
      usesOfCredential: (wanted) =>
        wanted === fingerprint ? { ...NEVER_USED, successes: 41, lastSuccessId: 38 } : NEVER_USED,
    };
    const annotation = annotate(rule, refused(token), history);
    expect(annotation).toMatchObject({
      cause: 'expired-credentials',
      fault: 'client',
      confidence: 'certain',
      summary:
        'the token expired 8 s before the call (exp 2026-11-05 11:59:52 UTC); the same token worked 41 times; sent in Authorization of GET /v1/orders on api.example.com',
      advice: 'Get a new token (refresh it or sign in again) and repeat the call; renew it before exp from now on.',
      retry: 'after_fix',
    });
    expect(annotation.evidence.map(({ where }) => where)).toEqual([
      'request.headers.authorization',
      'response.headers.date',
      'timing.startedAt',
      'history:38',
    ]);
    expect(JSON.stringify(annotation)).not.toContain(token);
  });

  test('names the day of an expiry that is not today', () => {
    expect(find(rule, refused(expiring(-86_400_000)))!.summary).toBe(
      'the token expired 1 d before the call (exp 2026-11-04 12:00:00 UTC); sent in Authorization of GET /v1/orders on api.example.com',
    );
  });

  test('counts to the beginning of the call by our clock where the server’s agrees, in whole seconds', () => {
    const ago = (ms: number, difference: Difference) => {
      const found = find(rule, refused(expiring(ms), difference))!;
      return [found.confidence, / expired (.*?) \(/.exec(found.summary)?.[1]];
    };
    expect(ago(-2000, { headers: [date()], durationMs: 4 })).toEqual(['certain', '2 s before the call']);
    // The call began 900 ms after the second that Date names, and a cached Date may be that of the second before.
    expect(ago(-2900, { headers: [date(-900)], durationMs: 4 })).toEqual(['certain', '2 s before the call']);
    expect(ago(-300, { headers: [date()], durationMs: 4 })).toEqual(['certain', 'less than 1 s before the call']);
    expect(ago(0, { headers: [date()], durationMs: 4 })).toEqual(['certain', 'less than 1 s before the call']);
  });

  test('counts by the server’s clock where the two disagree', () => {
    // Ours is an hour behind: by it the token would be good for another 59 minutes.
    const found = find(rule, refused(expiring(3_540_000), { headers: [date(3_600_000)], durationMs: 4 }))!;
    expect(found.confidence).toBe('certain');
    expect(found.summary).toContain('expired 59 s before the call (exp 2026-11-05 12:59:00 UTC)');
    expect(found.evidence.map(({ where }) => where)).not.toContain('timing.startedAt');
  });

  test('is silent about a token that was good on the server’s clock', () => {
    expect(find(rule, refused(expiring(5000)))).toBeUndefined();
    // The client's own clock runs an hour ahead of the server's.
    expect(find(rule, refused(expiring(-60_000), { headers: [date(-3_600_000)] }))).toBeUndefined();
  });

  test('is only likely where the token expired while the call was running', () => {
    const found = find(rule, refused(expiring(500), { durationMs: 2000 }));
    expect(found).toMatchObject({ confidence: 'likely' });
    expect(found!.summary).toContain('expired during the call');
  });

  test('is only likely where the server gave no Date', () => {
    expect(find(rule, refused(expiring(-60_000), { headers: [] }))).toMatchObject({ confidence: 'likely' });
    expect(find(rule, refused(expiring(60_000), { headers: [] }))).toBeUndefined();
  });

  test('is only likely under 403, and silent where the server names a scope', () => {
    expect(find(rule, refused(expiring(-60_000), { status: 403 }))).toMatchObject({ confidence: 'likely' });
    const headers: Headers = [date(1000), ['WWW-Authenticate', 'Bearer error="insufficient_scope"']];
    expect(find(rule, refused(expiring(-60_000), { status: 403, headers }))).toBeUndefined();
  });

  test('takes a 400 only where the challenge speaks of the token', () => {
    const headers: Headers = [date(1000), ['WWW-Authenticate', 'Bearer error="invalid_token"']];
    expect(find(rule, refused(expiring(-60_000), { status: 400, headers }))).toMatchObject({ confidence: 'likely' });
    expect(find(rule, refused(expiring(-60_000), { status: 400 }))).toBeUndefined();
    expect(find(rule, refused(expiring(-60_000), { status: 404 }))).toBeUndefined();
  });

  test('does not build on an expired token beside the one that decides', () => {
    const requestHeaders: Headers = [
      ['Authorization', 'Bearer opaque'],
      ['Cookie', `session=${expiring(-60_000)}`],
    ];
    expect(find(rule, refused('', { requestHeaders }))).toMatchObject({ confidence: 'guess' });
    expect(find(rule, refused('', { requestHeaders: [['Cookie', `session=${expiring(-60_000)}`]] }))).toMatchObject({
      confidence: 'likely',
    });
  });

  test('is silent about opaque tokens and tokens without exp', () => {
    expect(find(rule, refused('opaque'))).toBeUndefined();
    expect(find(rule, refused(jwt({ sub: 'u1' })))).toBeUndefined();
    expect(find(rule, refused(jwt({ exp: 'yesterday' })))).toBeUndefined();
  });
});
