import { describe, expect, test } from 'vitest';
import { credentialFingerprint, readCredentials } from '../../../src/classifier/readers/credentials.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { exchange, jwt } from '../build.ts';

const request = (requestHeaders: Headers, url = 'https://api.example.com/v1') =>
  exchange({ requestHeaders, url }).request;
const read = (requestHeaders: Headers, url?: string) => readCredentials(request(requestHeaders, url));
const fingerprint = (requestHeaders: Headers, url?: string) => credentialFingerprint(request(requestHeaders, url));

describe('the credentials of a request', () => {
  test('come from headers, then URL and query, then cookies, Authorization first', () => {
    const found = read(
      [
        ['Cookie', 'theme=dark; sid=s1'],
        ['X-Api-Key', 'k1'],
        ['authorization', 'Bearer t1'],
      ],
      'https://u:p@api.example.com/v1?page=2&api_key=q1',
    );
    expect(found.map(({ place, name, secret }) => [place, name, secret])).toEqual([
      ['header', 'authorization', 't1'],
      ['header', 'X-Api-Key', 'k1'],
      ['url', 'Authorization', 'u:p'],
      ['query', 'api_key', 'q1'],
      ['cookie', 'sid', 's1'],
    ]);
  });

  test.each<[string, string | undefined, string]>([
    ['Bearer abc', 'Bearer', 'abc'],
    ['bearer  abc', 'bearer', 'abc'],
    ['Bearer', 'Bearer', ''],
    ['sk_live_0123456789', undefined, 'sk_live_0123456789'],
    ['Basic dTpw', 'Basic', 'dTpw'],
    ['"quoted token"', undefined, '"quoted token"'],
    ['', undefined, ''],
  ])('Authorization: %j has scheme %j', (value, scheme, secret) => {
    expect(read([['Authorization', value]])[0]).toMatchObject({ scheme, secret });
  });

  test('decodes Basic and JWT without verifying them', () => {
    expect(read([['Authorization', 'Basic dTpw']])[0]!.basic).toEqual({ user: 'u', hasPassword: true });
    expect(read([['Authorization', 'Basic u:p']])[0]!.basic).toBeUndefined();
    expect(read([['Authorization', `Bearer ${jwt({ sub: 'u1' })}`]])[0]!.jwt!.claims).toEqual({ sub: 'u1' });
    expect(read([['Cookie', `session=${jwt({ sub: 'u1' })}`]])[0]!.jwt!.claims).toEqual({ sub: 'u1' });
    expect(read([['Authorization', 'Bearer eyJub3Q.anNvbg.x']])[0]!.jwt).toBeUndefined();
  });

  test.each([
    'Idempotency-Key',
    'X-CSRF-Token',
    'Sec-WebSocket-Key',
    'Accept',
    'X-Amz-Date',
    'Access-Control-Request-Headers',
    'Proxy-Authorization',
  ])('are not in %s', (name) => {
    expect(read([[name, 'x']])).toEqual([]);
  });

  test('are read up to a bound of a request that is full of them', () => {
    const found = read([['Cookie', 'sid=a;'.repeat(20_000)]], `https://a/?${'token=x&'.repeat(20_000)}`);
    expect(found.length).toBeGreaterThan(100);
    expect(found.length).toBeLessThanOrEqual(300);
  });
});

describe('the fingerprint', () => {
  test('tells credentials apart, whatever the scheme’s spelling, and keeps nothing of them', () => {
    expect(fingerprint([['Authorization', 'Bearer abc']])).toBe(fingerprint([['authorization', 'bearer abc']]));
    expect(fingerprint([['Authorization', 'Bearer abc']])).not.toBe(fingerprint([['Authorization', 'Bearer abd']]));
    expect(fingerprint([['Authorization', 'Bearer abc']])).toMatch(/^[0-9a-f]{16}$/);
  });

  test('is that of the key where a signature differs with every request', () => {
    const signed = (signature: string): Headers => [
      [
        'Authorization',
        `AWS4-HMAC-SHA256 Credential=AKIAFAKE/20261105/eu/s3/aws4_request, SignedHeaders=host, Signature=${signature}`,
      ],
    ];
    expect(fingerprint(signed('aaa'))).toBe(fingerprint(signed('bbb')));
  });

  test('is absent where no credential, or an empty one, was sent', () => {
    expect(fingerprint([])).toBeUndefined();
    expect(fingerprint([['X-Api-Key', '']])).toBeUndefined();
  });
});
