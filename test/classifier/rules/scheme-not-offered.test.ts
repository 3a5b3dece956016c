import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/scheme-not-offered.ts';
import { annotate, type Difference, find } from '../build.ts';

const refused = (authorization: string, challenge: string | undefined, difference: Difference = {}): Difference => ({
  status: 401,
  requestHeaders: [['Authorization', authorization]],
  headers: challenge === undefined ? [] : [['WWW-Authenticate', challenge]],
  ...difference,
});

describe('scheme-not-offered', () => {
  test('names the scheme that was sent and those that are offered', () => {
    expect(annotate(rule, refused('JWT abc.def.ghi', 'Bearer realm="orders"'))).toMatchObject({
      cause: 'malformed-credentials',
      confidence: 'likely',
      summary: 'the server wants Bearer in Authorization, JWT was sent (401): GET /v1/orders on api.example.com',
      advice:
        'Send the token as Authorization: Bearer …; where it is no token but a key or password, get one with it first.',
    });
    expect(find(rule, refused('Basic YWRhOng=', 'Digest realm="cam", nonce="n"'))?.summary).toContain('wants Digest');
    expect(find(rule, refused('Basic YWRhOng=', 'Negotiate, NTLM'))?.summary).toContain('wants Negotiate or NTLM');
  });

  test('names the one that is missing before a token', () => {
    expect(find(rule, refused('lamp-0123456789', 'Bearer error="invalid_request"'))).toMatchObject({
      summary:
        'the server wants Bearer before the token in Authorization, which was sent without a scheme (401): GET /v1/orders on api.example.com',
      advice: 'Send it as Authorization: Bearer …',
    });
  });

  test.each<[string, Difference]>([
    ['a bare token has expired', refused('lamp-0123456789', 'Bearer', { body: '{"error":"token expired"}' })],
    ['a bare token is no token', refused('keyId="a",signature="b"', 'Bearer')],
    ['Basic is offered to browsers', refused('Token abcabcabc', 'Basic realm="Jenkins"')],
    ['the scheme is offered, whatever its case', refused('bearer abcabcabc', 'Bearer')],
    ['the token was looked at', refused('Token abcabcabc', 'Bearer error="invalid_token"')],
    ['the server calls the token invalid', refused('Token abcabcabc', 'Bearer', { body: '{"error":"Invalid token"}' })],
    [
      'the request is signed',
      refused('AWS4-HMAC-SHA256 Credential=A/20261105/x/s3/aws4_request, Signature=b', 'Bearer'),
    ],
    ['nothing is offered', refused('Token abcabcabc', undefined)],
    ['what is offered is no scheme that is known', refused('Bearer abcabcabc', 'insufficient_scope')],
    ['nothing stands behind the scheme', refused('Token', 'Bearer')],
    ['the caller may not do it', refused('Token abcabcabc', 'Bearer', { status: 403 })],
  ])('is quiet where %s', (_name, difference) => {
    expect(find(rule, difference)).toBeUndefined();
  });
});
