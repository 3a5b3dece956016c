import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/malformed-credentials.ts';
import type { Headers } from '../../../src/exchange/headers.ts';
import { annotate, type Difference, find, jwt } from '../build.ts';

const sent = (value: string, difference: Difference = {}) =>
  find(rule, { status: 401, requestHeaders: [['Authorization', value]], ...difference });
const TOKEN = jwt({ sub: 'u1' });
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('malformed-credentials', () => {
  test('shows what is wrong with the form, and nothing of the secret', () => {
    const annotation = annotate(rule, {
      status: 401,
      requestHeaders: [['Authorization', `Bearer Bearer ${TOKEN}`]],
      body: '{"detail":"Could not validate credentials"}',
    });
    expect(annotation).toMatchObject({
      cause: 'malformed-credentials',
      fault: 'client',
      confidence: 'certain',
      advice:
        'Send "Bearer " once: the configured token probably contains the scheme already, and the code adds it again.',
      retry: 'after_fix',
    });
    expect(annotation.summary).toContain('Could not validate credentials');
    expect(JSON.stringify(annotation)).not.toContain(TOKEN);
  });

  test.each([
    ['Bearer undefined', 'Authorization holds the word "undefined" instead of a real value'],
    ['Bearer null', 'Authorization holds the word "null" instead of a real value'],
    ['Bearer [object Object]', 'Authorization holds the word "[object Object]" instead of a real value'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder itself is what is sent
    ['Bearer ${API_TOKEN}', 'Authorization holds the unfilled placeholder ${API_TOKEN}'],
    ['Bearer {{token}}', 'Authorization holds the unfilled placeholder {{token}}'],
    ['Bearer <your-token>', 'Authorization holds the unfilled placeholder <your-token>'],
    ['Bearer YOUR_API_KEY', 'Authorization holds the sample value YOUR_API_KEY of a documentation'],
    ['Bearer "abc123def"', 'the credential in Authorization stands in quotes'],
    ['Bearer abc123def\\n', 'the credential in Authorization ends with a line feed'],
    ['Bearer abc 123', 'the credential in Authorization has a space inside'],
    ['Bearer: abc123def', 'a colon or equals sign stands between scheme and token in Authorization ("Bearer:…")'],
    ['Bearer Bot abc123def', 'two schemes stand in Authorization, Bearer and then Bot'],
    ['Bearer Client-ID abc123', 'two schemes stand in Authorization, Bearer and then Client-ID'],
    ['Baerer abc123def', 'the scheme Baerer in Authorization is a misspelled Bearer'],
    ['Bearer', 'Authorization holds only the scheme Bearer, no value'],
    [
      'Basic admin:s3cret!',
      'what stands behind Basic in Authorization is not base64 but user and password as plain text',
    ],
    ['Basic c2VjcmV0', 'the base64 behind Basic in Authorization holds no "user:password"'],
    [basic('undefined:undefined'), 'the user in Authorization is the word "undefined"'],
    [basic('ada:pass\n'), 'the password in Authorization ends with a line feed'],
    ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0', 'the token in Authorization is no whole JWT: 2 of 3 parts'],
    ['Bearer eyJhbGciOiJIUzI1NiJ9.bm90LWpzb24.c2ln', 'the claims of the JWT in Authorization cannot be decoded'],
  ])('%s under 401 is certain', (value, words) => {
    expect(sent(value)).toMatchObject({
      confidence: 'certain',
      summary: `${words}: GET /v1/orders on api.example.com`,
    });
  });

  test.each([
    ['a JWT', `Bearer ${TOKEN}`],
    ['an opaque token', 'Bearer 8f3c-0d11_x.y~z+/=='],
    ['an encrypted token of five parts', 'Bearer eyJhbGciOiJSU0EifQ.aaaa.bbbb.cccc.dddd'],
    ['user and password', basic('ada:lovelace')],
    ['a key as the user of Basic', basic('sk_test_123:')],
    ['a signature with quoted parameters', 'Signature keyId="a",algorithm="rsa-sha256",signature="abc="'],
    [
      'an AWS signature',
      'AWS4-HMAC-SHA256 Credential=AKIA/20261105/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=ab',
    ],
    ['a scheme in lower case where nobody complains', `bearer ${TOKEN}`],
    ['a raw key, which some APIs want', 'lin_api_8f3c0d11'],
    ['a key that is base64 of JSON', 'Bearer eyJrIjoiT0tTcG1pUlY2RnVKZTFVaDFsNFZXdE9ZWmNrMkZYbk'],
    ['a signed token of three parts that is no JWT', 'Bearer eyJ1c2VyX2lkIjoxfQ.ZxYzAA.c2lnbmF0dXJl'],
  ])('is silent about %s', (_what, value) => {
    expect(sent(value)).toBeUndefined();
  });

  test('keys in other headers and in the query are looked at, too', () => {
    expect(sent('', { requestHeaders: [['X-Api-Key', 'undefined']] })!.summary).toContain('X-Api-Key holds the word');
    expect(sent('', { requestHeaders: [], url: 'https://api.example.com/v1?api_key=null' })!.summary).toContain(
      'the query parameter api_key holds the word "null"',
    );
  });

  test('is silent about fields that only say how the caller proves itself, and about quoted cookies', () => {
    expect(sent('', { requestHeaders: [['X-Auth-Method', 'none']] })).toBeUndefined();
    expect(sent('', { requestHeaders: [['Cookie', 'session="abc=="']] })).toBeUndefined();
  });

  test('a secret of a token call that was never set', () => {
    const call: Difference = {
      method: 'POST',
      status: 400,
      url: 'https://id.example.com/oauth/token',
      requestBody: 'grant_type=refresh_token&refresh_token=undefined&client_id=a',
      body: '{"error":"invalid_grant"}',
    };
    expect(find(rule, call)).toMatchObject({ confidence: 'certain' });
    expect(find(rule, call)!.summary).toContain('refresh_token in the body holds the word "undefined"');
    expect(find(rule, { ...call, requestBody: 'grant_type=refresh_token&refresh_token=rt_1' })).toBeUndefined();
  });

  test('user and password behind Bearer, where the server refuses the token', () => {
    const pair = Buffer.from('ada@example.com:s3cret').toString('base64');
    expect(sent(`Bearer ${pair}`)?.summary).toContain(
      'what stands behind Bearer in Authorization is base64 of "user:password", which belongs behind Basic',
    );
    expect(sent(`Bearer ${pair}`, { status: 403, body: '{"message":"Your account is suspended"}' })).toBeUndefined();
    expect(sent(`Bearer ${Buffer.from('8f3c0d11:ab29').toString('base64')}`)).toBeUndefined();
  });

  test('under 403 it is likely, and certain where the server speaks of the credential', () => {
    expect(sent('Bearer undefined', { status: 403 })).toMatchObject({ confidence: 'likely' });
    expect(sent('Bearer undefined', { status: 403, body: '{"message":"Invalid token"}' })).toMatchObject({
      confidence: 'certain',
    });
  });

  test('is silent where the server has accepted the credential, failed, or speaks of something else', () => {
    const scope: Headers = [['WWW-Authenticate', 'Bearer error="insufficient_scope"']];
    expect(sent('Bearer abc 123', { status: 403, headers: scope })).toBeUndefined();
    expect(sent('Bearer undefined', { status: 404 })).toBeUndefined();
    expect(sent('Bearer undefined', { status: 503 })).toBeUndefined();
    expect(sent('Bearer undefined', { status: 200 })).toBeUndefined();
    expect(sent('Bearer undefined', { status: 400, body: '{"message":"name is required"}' })).toBeUndefined();
  });

  test('names scheme and header that the server looks for and did not find', () => {
    const body = '{"detail":"Authentication credentials were not provided."}';
    const headers: Headers = [['WWW-Authenticate', 'Token']];
    expect(sent('Bearer 9944b09', { headers, body })).toMatchObject({
      confidence: 'likely',
      summary:
        'the server wants Token in Authorization, Bearer was sent: Authentication credentials were not provided. (401, GET /v1/orders on api.example.com)',
      advice: 'Send it as Authorization: Token …',
    });
    expect(sent('', { requestHeaders: [['X-Auth-Token', 'abc']], body })!.summary).toContain(
      'the header X-Auth-Token is not seen; the server may look in Authorization',
    );
    // The right scheme: then it was seen, and not accepted.
    expect(sent('Token 9944b09', { headers, body: '{"detail":"Invalid token."}' })).toBeUndefined();
    // Challenged for browsers, while the key in a header of its own was read and refused.
    expect(
      sent('', {
        requestHeaders: [['X-Shop-Token', 'abc']],
        headers: [['WWW-Authenticate', 'Basic realm="x"']],
        body: '{"errors":"Invalid API key or access token"}',
      }),
    ).toBeUndefined();
  });

  test('an opaque token where the server wants a JWT is proven by its form', () => {
    const said = 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections';
    expect(sent('Bearer 8c1f-session', { body: said })).toMatchObject({ confidence: 'certain' });
    expect(sent(`Bearer ${TOKEN}`, { body: said })).toMatchObject({ confidence: 'likely' });
  });

  test('a bare JWT is certain only where the challenge names the scheme', () => {
    expect(sent(TOKEN, { headers: [['WWW-Authenticate', 'Bearer']] })).toMatchObject({ confidence: 'certain' });
    expect(sent(TOKEN)).toMatchObject({ confidence: 'likely' });
  });

  test('a lower-case scheme counts where the server sees nothing', () => {
    expect(sent(`bearer ${TOKEN}`, { body: '{"error":"No token provided"}' })!.summary).toContain(
      'the scheme is written "bearer" in Authorization',
    );
  });

  test('two fields of Authorization are likely the mistake', () => {
    const requestHeaders: Headers = [
      ['Authorization', 'Bearer one'],
      ['Authorization', 'Basic dHdvOnR3bw=='],
    ];
    expect(sent('', { requestHeaders })!.summary).toBe(
      'Authorization was sent 2 times with different values (401): GET /v1/orders on api.example.com',
    );
  });
});
