import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/redirect-changes-method.ts';
import { annotateLast, annotateWith, type Call } from '../capture.ts';

const HTTP = 'http://api.example.com/v1/orders';
const HTTPS = 'https://api.example.com/v1/orders';

const post = (difference: Call = {}, to = HTTPS): Call => ({
  method: 'POST',
  url: HTTP,
  status: 301,
  requestBody: '{"sku":"A"}',
  requestHeaders: [['Content-Type', 'application/json']],
  headers: [['Location', to]],
  ...difference,
});
const follow = (difference: Call = {}): Call => ({ url: HTTPS, ...difference });

const causeAfter = (...list: Call[]) => annotateWith([{ name: 'redirect-changes-method', ...rule }], ...list).cause;

describe('redirect-changes-method', () => {
  test('marks the GET that a client made of a POST, although it succeeds', async () => {
    const annotation = await annotateLast(post(), follow());
    expect(annotation).toMatchObject({
      class: 'success',
      cause: 'redirect-changes-method',
      fault: 'client',
      confidence: 'likely',
      retry: 'after_fix',
      advice:
        'Send the POST to this URL on api.example.com at once (mind https, slash and version), or have the server answer 307 or 308.',
    });
    expect(annotation.summary).toBe(
      'POST became GET on the 301 of #1, so its body never arrived: 200 to GET /v1/orders on api.example.com',
    );
    expect(annotation.evidence).toEqual([
      { where: 'history:1', what: 'POST /v1/orders got 301 to this URL, 900 ms before' },
      { where: 'request.method', what: 'GET' },
      { where: 'response.status', what: '200' },
    ]);
  });

  test('goes before the refusal that follows from it, however certain that is', async () => {
    const annotation = await annotateLast(post(), follow({ status: 405, headers: [['Allow', 'POST']] }));
    expect(annotation.cause).toBe('redirect-changes-method');
    expect(annotation.runnersUp?.[0]).toMatchObject({ cause: 'method-not-allowed', confidence: 'certain' });
  });

  test('knows a 302 that only adds a slash, a PUT, and a POST that has moved for good', () => {
    const slash = `${HTTPS}/`;
    expect(causeAfter(post({ url: HTTPS, status: 302 }, slash), follow({ url: slash }))).toBe(
      'redirect-changes-method',
    );
    expect(causeAfter(post({ method: 'PUT' }), follow())).toBe('redirect-changes-method');
    const moved = 'https://api.example.com/v2/orders';
    expect(causeAfter(post({}, moved), follow({ url: moved }))).toBe('redirect-changes-method');
  });

  const thanks = 'https://api.example.com/thanks';
  test.each<[string, readonly Call[]]>([
    ['a page shown after a form', [post({ status: 302 }, thanks), follow({ url: thanks })]],
    ['303, which asks for a GET', [post({ status: 303 }), follow()]],
    ['308, which keeps the method', [post({ status: 308 }), follow({ method: 'POST' })]],
    ['a GET that was redirected', [post({ method: 'GET', requestBody: null }), follow()]],
    ['another client', [post(), follow({ requestHeaders: [['User-Agent', 'other']] })]],
    [
      'a later GET',
      [
        { ...post(), seconds: 0 },
        { ...follow(), seconds: 60 },
      ],
    ],
    ['the second GET', [post(), follow(), follow()]],
    ['another URL', [post(), follow({ url: `${HTTPS}/7` })]],
    ['a sign-in page', [post({}, 'https://api.example.com/login'), follow({ url: 'https://api.example.com/login' })]],
  ])('says nothing of %s', (_name, list) => {
    expect(causeAfter(...list)).toBeNull();
  });
});
