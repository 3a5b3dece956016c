import { describe, expect, test } from 'vitest';
import type { Finding, Rule } from '../../src/classifier/rule.ts';
import { annotateLast, annotateWith, bearer, type Call, FORM_TYPE, JSON_TYPE } from './capture.ts';

/** Gives every client error this cause, as a guess. */
const always = (cause: Finding['cause'], difference: Partial<Finding> = {}): Rule => ({
  name: 'always',
  causes: [cause],
  find: ({ status }) =>
    status === null || status < 400
      ? undefined
      : { cause, confidence: 'guess', summary: 'it failed', evidence: [], advice: 'Do this.', ...difference },
});

const summaryOf = (cause: Finding['cause'], ...list: Call[]) => annotateWith([always(cause)], ...list).summary;

const NOTES = 'https://api.example.com/notes';
const NOTE = `${NOTES}/5`;
const missing: Call = { url: NOTE, status: 404 };

describe('a 404', () => {
  test('after a DELETE says so, and is more than a guess', async () => {
    const annotation = await annotateLast({ method: 'DELETE', url: NOTE, status: 204 }, { ...missing, seconds: 20.1 });
    expect(annotation).toMatchObject({
      cause: 'resource-not-found',
      confidence: 'likely',
      summary: 'deleted in #1, 20 s before; no 5 at /notes/5 on api.example.com (404)',
      advice: 'Stop using what #1 deleted, or create it anew.',
    });
    expect(annotation.evidence[0]).toEqual({ where: 'history:1', what: 'DELETE /notes/5 got 204' });
  });

  test('after a DELETE is no wrong URL, whatever its name looks like', async () => {
    const url = `${NOTES}/shopping`;
    expect((await annotateLast({ url, status: 404 })).cause).toBe('wrong-url');
    expect((await annotateLast({ method: 'DELETE', url }, { url, status: 404 })).cause).toBe('resource-not-found');
  });

  test('names the DELETE of what contains it, and of itself', () => {
    const parts: Call = { url: `${NOTE}/parts/2`, status: 404 };
    expect(summaryOf('resource-not-found', { method: 'DELETE', url: NOTE }, parts)).toBe(
      '/notes/5 was deleted in #1, 900 ms before; it failed',
    );
    const twice: Call = { method: 'DELETE', url: NOTE };
    expect(annotateWith([always('resource-not-found')], twice, { ...twice, status: 404 })).toMatchObject({
      summary: 'already deleted in #1, 900 ms before; it failed',
      advice: 'Treat 404 as done where a DELETE is repeated.',
    });
  });

  test('names the POST or PUT that should have created it', () => {
    const post: Call = {
      method: 'POST',
      url: NOTES,
      requestHeaders: [JSON_TYPE],
      requestBody: '{"id":5}',
      status: 422,
    };
    const annotation = annotateWith([always('resource-not-found')], post, missing);
    expect(annotation).toMatchObject({
      confidence: 'likely',
      summary:
        'the POST that should have created it failed in #1 with 422 (resource-not-found), 900 ms before; it failed',
      advice: 'Look at #1 first: what it did not create cannot be found.',
    });
    const put: Call = {
      method: 'PUT',
      url: NOTE,
      status: null,
      error: { phase: 'connect', code: 'ECONNREFUSED', message: '' },
    };
    expect(summaryOf('resource-not-found', put, missing)).toBe(
      'the PUT that should have created it failed in #1 with no answer (connection-reset), 900 ms before; it failed',
    );
  });

  test('brings up a failed POST without the id only as what came before, and only for some minutes', () => {
    const post: Call = { method: 'POST', url: NOTES, status: 500 };
    const annotation = annotateWith(
      [always('resource-not-found')],
      { ...post, seconds: 0 },
      { ...missing, seconds: 8.1 },
    );
    expect(annotation.summary).toBe(
      'the POST before it failed in #1 with 500 (resource-not-found), 8 s before; it failed',
    );
    expect(annotation.confidence).toBe('guess');
    expect(summaryOf('resource-not-found', { ...post, seconds: 0 }, { ...missing, seconds: 3600 })).toBe('it failed');
  });

  test('finds it behind an address further in', () => {
    const post: Call = {
      method: 'POST',
      url: NOTES,
      requestHeaders: [JSON_TYPE],
      requestBody: '{"id":"n-5"}',
      status: 409,
    };
    expect(summaryOf('resource-not-found', post, { url: `${NOTES}/n-5/parts`, status: 404 })).toMatch(
      /^the POST that should have created it failed in #1/,
    );
  });

  test.each<[string, readonly Call[]]>([
    [
      'was created again',
      [
        { method: 'DELETE', url: NOTE },
        { method: 'PUT', url: NOTE },
      ],
    ],
    ['could not be deleted', [{ method: 'DELETE', url: NOTE, status: 403 }]],
    ['was created', [{ method: 'POST', url: NOTES, requestHeaders: [JSON_TYPE], requestBody: '{"id":5}' }]],
    ['has answered before', [{ url: NOTE }, { method: 'POST', url: NOTES, status: 422 }]],
    ['belongs to another collection', [{ method: 'POST', url: 'https://api.example.com/tags', status: 422 }]],
    ['has another method refused', [{ method: 'PATCH', url: NOTE, status: 409 }]],
  ])('has no chain where the thing %s', (_name, list) => {
    expect(summaryOf('resource-not-found', ...list, missing)).toBe('it failed');
  });

  test('of another kind has none', () => {
    expect(summaryOf('missing-field', { method: 'DELETE', url: NOTE }, { ...missing, status: 400 })).toBe('it failed');
  });
});

test('a placeholder in the URL is traced to the POST that should have given the id', () => {
  const post: Call = { method: 'POST', url: NOTES, status: 422 };
  expect(summaryOf('placeholder-in-url', post, { url: `${NOTES}/undefined/parts`, status: 404 })).toBe(
    'the id should have come from #1, which failed with 422 (placeholder-in-url); it failed',
  );
  expect(summaryOf('placeholder-in-url', { ...post, status: 201 }, { url: `${NOTES}/undefined`, status: 404 })).toBe(
    'it failed',
  );
});

describe('a refused caller', () => {
  const token = 'https://api.example.com/oauth/token';
  const form = (body: string, answer: Call): Call => ({
    method: 'POST',
    url: token,
    requestHeaders: [FORM_TYPE],
    requestBody: body,
    ...answer,
  });
  const issued = (access: string, refresh: string): Call => ({
    headers: [JSON_TYPE],
    body: JSON.stringify({ access_token: access, refresh_token: refresh }),
  });
  const signIn = form('grant_type=password&username=u&password=p', issued('access-token-one', 'refresh-token-one'));
  const refresh = (answer: Call) => form('grant_type=refresh_token&refresh_token=refresh-token-one', answer);
  const refused: Call = { status: 401, requestHeaders: [bearer('access-token-one')] };
  const failed = refresh({ status: 400, body: '{"error":"invalid_grant"}' });

  test('is traced to the refresh that failed', async () => {
    const annotation = await annotateLast(signIn, failed, refused);
    expect(annotation).toMatchObject({
      cause: 'invalid-credentials',
      advice: 'Look at #2 first: a new credential has to be had before this call can work.',
    });
    expect(annotation.summary).toMatch(/^the refresh in #2 failed with 400 invalid_grant, 900 ms before; /);
    expect(annotation.evidence[0]).toMatchObject({ where: 'history:2' });
  });

  test('is traced to the sign-in that failed, where no credential is sent', () => {
    const call = form('grant_type=password&username=u&password=p', { status: 401 });
    expect(summaryOf('missing-credentials', call, { status: 401 })).toBe(
      'the sign-in in #1 failed with 401 (missing-credentials), 900 ms before; it failed',
    );
  });

  test('is told that a newer token was handed out', () => {
    const annotation = annotateWith(
      [always('expired-credentials')],
      signIn,
      refresh(issued('access-token-two', 'refresh-token-two')),
      refused,
    );
    expect(annotation).toMatchObject({
      confidence: 'likely',
      summary: '#2 renewed the token 900 ms before, and this call still sends the old one of #1; it failed',
      advice: 'Send the token that #2 handed out: some part of the client keeps the old one.',
    });
  });

  test('is told that the credential was signed out', () => {
    const signOut: Call = {
      method: 'POST',
      url: 'https://api.example.com/logout',
      requestHeaders: [bearer('access-token-one')],
    };
    expect(summaryOf('invalid-credentials', signOut, refused)).toBe(
      'the token was ended by POST /logout in #1, 900 ms before; it failed',
    );
  });

  test.each<[string, readonly Call[]]>([
    ['the refresh succeeded afterwards', [failed, signIn]],
    [
      'the refresh came for another site, long ago',
      [{ ...failed, url: 'https://id.example.org/token', seconds: -600 }],
    ],
    ['nothing but a sign-in that worked came before', [signIn]],
  ])('has no chain where %s', (_name, list) => {
    expect(summaryOf('invalid-credentials', ...list, { ...refused, seconds: 9 })).toBe('it failed');
  });

  test('who signs in a second time has none', () => {
    const wrong = form('grant_type=password&username=u&password=wrong', { status: 401 });
    expect(summaryOf('invalid-credentials', wrong, wrong)).toBe('it failed');
  });

  test('who got through on this route meanwhile did not need it', () => {
    const other: Call = { requestHeaders: [bearer('another-token-of-old')] };
    const third: Call = { requestHeaders: [bearer('a-third-token')], status: 401 };
    expect(summaryOf('invalid-credentials', failed, third)).toContain('the refresh in #1 failed');
    expect(summaryOf('invalid-credentials', failed, other, third)).not.toContain('refresh');
  });

  test('who keeps a key that works has none because of a sign-in elsewhere', () => {
    const keyed: Call = { requestHeaders: [['X-Api-Key', 'a-key-of-long-standing']] };
    const call = form('grant_type=password&username=u&password=p', { status: 401 });
    expect(summaryOf('invalid-credentials', keyed, call, { ...keyed, status: 401 })).toBe('it failed');
  });
});

describe('a conflict', () => {
  const put = (difference: Call): Call => ({ method: 'PUT', url: NOTE, ...difference });
  const post: Call = { method: 'POST', url: NOTES, requestHeaders: [JSON_TYPE], requestBody: '{"a":1,"b":2}' };
  const again: Call = { ...post, requestBody: '{"b":2,"a":1}', status: 409 };

  test('of versions names the write that came between', () => {
    const stale = put({ status: 412, requestHeaders: [['If-Match', '"1"']] });
    expect(summaryOf('version-conflict', put({ headers: [['ETag', '"2"']] }), stale)).toBe(
      'changed by PUT in #1, 900 ms before; it failed',
    );
    expect(summaryOf('version-conflict', put({ headers: [['ETag', '"1"']] }), stale)).toBe('it failed');
  });

  test('with what exists already names the same body sent before', () => {
    expect(annotateWith([always('already-exists')], { ...post, status: 201 }, again)).toMatchObject({
      summary: 'the same body was sent in #1 and got 201, 900 ms before; it failed',
      advice: 'Use what #1 created, or send other values; find out why the client sent it twice.',
    });
    expect(annotateWith([always('already-exists')], { ...post, status: 504 }, again)).toMatchObject({
      summary: 'the same body was sent in #1 and got 504 (already-exists), 900 ms before; it failed',
      advice:
        'Read what #1 created: it was carried out although its answer says otherwise. Send an idempotency key with such calls.',
    });
    expect(summaryOf('already-exists', { ...post, requestBody: '{"a":1,"b":3}' }, again)).toBe('it failed');
    expect(summaryOf('already-exists', { ...post, status: 422 }, again)).toBe('it failed');
  });

  test('of idempotency keys says where the key was used before', () => {
    const keyed = (body: string): Call => ({
      ...post,
      requestBody: body,
      requestHeaders: [JSON_TYPE, ['Idempotency-Key', 'k-7']],
    });
    expect(summaryOf('idempotency-conflict', keyed('{"a":1}'), { ...keyed('{"a":2}'), status: 400 })).toBe(
      'the key was used in #1 with another body, 900 ms before; it failed',
    );
    expect(summaryOf('idempotency-conflict', post, { ...keyed('{"a":2}'), status: 400 })).toBe('it failed');
  });
});

test('an exchange that the finding names already is not named twice', () => {
  const rules = [always('resource-not-found', { evidence: [{ where: 'history:1', what: 'known' }] })];
  expect(annotateWith(rules, { method: 'DELETE', url: NOTE }, missing).evidence).toEqual([
    { where: 'history:1', what: 'known' },
  ]);
});

test('a secret in the path of an earlier call is not shown', () => {
  const url = 'https://api.example.com/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/notes/5';
  const annotation = annotateWith(
    [always('resource-not-found')],
    { method: 'DELETE', url },
    { url: `${url}/x`, status: 404 },
  );
  expect(annotation.summary).toContain('was deleted in #1');
  expect(JSON.stringify(annotation)).not.toContain('AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw');
});
