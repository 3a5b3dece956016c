import { describe, expect, test } from 'vitest';
import { annotateLast, bearer, type Call, JSON_TYPE } from '../capture.ts';

const API = 'https://api.example.com';
const works = (url: string, difference: Call = {}): Call => ({ url: `${API}${url}`, ...difference });
const missing = (url: string, difference: Call = {}): Call => ({ url: `${API}${url}`, status: 404, ...difference });
const causeOf = async (...list: Call[]) => (await annotateLast(...list)).cause;

describe('works-at-another-address', () => {
  test('names a slash too many, and the call that worked without it', async () => {
    const annotation = await annotateLast(
      works('/v1/users'),
      missing('/v1/users/', { body: '{"message":"Not Found"}' }),
    );
    expect(annotation).toMatchObject({
      cause: 'wrong-url',
      confidence: 'likely',
      summary:
        'a slash too many at the end; GET /v1/users worked in #1, 900 ms before (404, GET /v1/users/ on api.example.com)',
      advice: 'Leave out the slash at the end of the path: this server tells the two addresses apart.',
    });
    expect(annotation.evidence).toContainEqual({ where: 'history:1', what: 'GET /v1/users got 200' });
  });

  test('names a slash too few, a wrong version, prefix and host', async () => {
    const summary = async (...list: Call[]) => (await annotateLast(...list)).summary;
    expect(await summary(works('/api/parts/'), missing('/api/parts'))).toMatch(
      /^a slash is missing at the end; GET \/api\/parts\/ worked in #1/,
    );
    expect(await summary(works('/v1/cards'), missing('/v3/cards'))).toMatch(
      /^another version in the path; GET \/v1\/cards worked/,
    );
    expect(await summary(works('/backend/v2/orders/12'), missing('/v2/orders/77'))).toMatch(
      /^another path prefix; GET \/backend\/v2\/orders\/12 worked/,
    );
    const site = { url: 'https://www.example.com/v1/cards', status: 404 };
    expect(await summary(works('/v1/cards'), site)).toMatch(
      /^another host; GET \/v1\/cards on api\.example\.com worked/,
    );
  });

  test('goes before a method that seems not to be allowed, and names the method where only that differs', async () => {
    const post = { method: 'POST', requestHeaders: [JSON_TYPE], requestBody: '{"a":1}' };
    const refused: Call = { ...post, url: `${API}/in/`, status: 405, headers: [['Allow', 'GET']] };
    expect(await causeOf(works('/in', post), refused)).toBe('wrong-url');
    const patched = await annotateLast(works('/me', { ...post, method: 'PUT' }), {
      ...post,
      method: 'PATCH',
      url: `${API}/me`,
      status: 405,
    });
    expect(patched).toMatchObject({ cause: 'method-not-allowed', confidence: 'likely' });
    expect(patched.summary).toMatch(/^PATCH where PUT is taken; PUT \/me worked in #1/);
  });

  test.each<[string, string | null, readonly Call[]]>([
    [
      'the address works, and the thing at its end is missing',
      'resource-not-found',
      [works('/v1/users/12'), missing('/v1/users/77')],
    ],
    [
      'only another method addressed a thing',
      'resource-not-found',
      [works('/v1/users/12', { method: 'DELETE' }), missing('/v1/users/77')],
    ],
    [
      'the server names what it has not',
      'resource-not-found',
      [works('/v1/orders/12/'), missing('/v1/orders/77', { body: '{"error":"Order 77 not found"}' })],
    ],
    [
      'it was deleted',
      'resource-not-found',
      [works('/v1/teams/blue/'), works('/v1/teams/blue', { method: 'DELETE', status: 204 }), missing('/v1/teams/blue')],
    ],
    [
      'the other host is of another site',
      'wrong-url',
      [{ url: 'https://api.other.example/v1/cards' }, missing('/v1/cards')],
    ],
  ])('leaves it where %s', async (_name, cause, list) => {
    const annotation = await annotateLast(...list);
    expect(annotation.cause).toBe(cause);
    expect(annotation.summary).not.toMatch(/slash|prefix|is taken|another/);
  });

  test('is quiet about a call that works', async () => {
    expect(await causeOf(works('/v1/users', { requestHeaders: [bearer('a')] }), works('/v1/users/'))).toBeNull();
  });
});
