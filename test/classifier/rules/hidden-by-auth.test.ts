import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/hidden-by-auth.ts';
import { annotateLast, annotateWith, bearer, type Call, FORM_TYPE, JSON_TYPE } from '../capture.ts';

const REPO = 'https://api.example.com/repos/acme/secret-sauce';
const alice: Call = { url: REPO, requestHeaders: [bearer('the-token-of-alice')] };
const bob: Call = { url: REPO, requestHeaders: [bearer('the-token-of-bob')], status: 404 };
const nobody: Call = { url: REPO, status: 404 };

const only = (...list: Call[]) => annotateWith([{ name: 'hidden-by-auth', ...rule }], ...list);
/** Where the rule says nothing, nothing explains the failure. */
const isFound = (...list: Call[]) => only(...list).cause !== 'unspecified';

describe('hidden-by-auth', () => {
  test('knows that the same URL answered with a credential', async () => {
    const annotation = await annotateLast({ ...alice, seconds: 0 }, { ...nobody, seconds: 95.1 });
    expect(annotation).toMatchObject({
      cause: 'hidden-by-auth',
      fault: 'client',
      confidence: 'likely',
      retry: 'after_fix',
    });
    expect(annotation.summary).toBe(
      'no Authorization sent; with it the same URL answered 200 in #1, 1 min 35 s before: GET /repos/acme/secret-sauce on api.example.com',
    );
    expect(annotation.advice).toBe(
      'Send Authorization with this call, too: api.example.com answers 404 where others answer 401.',
    );
    expect(annotation.evidence).toEqual([
      { where: 'history:1', what: 'GET /repos/acme/secret-sauce got 200 with Authorization' },
      { where: 'request.headers', what: 'no Authorization' },
      { where: 'response.status', what: '404' },
    ]);
    expect(annotation.difference?.items[0]).toMatchObject({ kind: 'credential', name: 'Authorization', after: null });
    expect(JSON.stringify(annotation)).not.toContain('the-token-of-alice');
  });

  test('knows that another caller saw it', () => {
    const { summary, advice } = only(alice, bob);
    expect(summary).toBe(
      'hidden from this credential in Authorization; with another one the same URL answered 200 in #1, 900 ms before: GET /repos/acme/secret-sauce on api.example.com',
    );
    expect(advice).toBe(
      'Use the credential of the owner, or have access granted: a 404 hides what a caller may not see.',
    );
  });

  test('does not mind other parameters where the path names one thing, nor a key in the query', () => {
    const order = 'https://api.example.com/orders/7';
    expect(isFound({ ...alice, url: `${order}?expand=items` }, { ...nobody, url: order })).toBe(true);
    expect(isFound({ url: `${REPO}?api_key=abcdef123456` }, nobody)).toBe(true);
    expect(isFound({ ...alice, url: `${REPO}?page=1` }, { ...nobody, url: `${REPO}?page=2` })).toBe(false);
  });

  test('believes a server that says it may be a matter of access, where no credential was sent', () => {
    const hint = (message: string): Call => ({ ...nobody, headers: [JSON_TYPE], body: JSON.stringify({ message }) });
    const said = hint('Issue does not exist or you do not have permission to see it.');
    expect(only(said)).toMatchObject({
      cause: 'hidden-by-auth',
      confidence: 'likely',
      summary:
        'no credential sent, and "Issue does not exist or you do not have permission to see it." (404, GET /repos/acme/secret-sauce on api.example.com)',
    });
    expect(isFound(hint('You are not authorized to view this page, or it does not exist'))).toBe(true);
    expect(isFound(hint('The repository could not be found or is private'))).toBe(true);
    expect(isFound(hint('No such user'))).toBe(false);
    expect(isFound(hint('The access log does not exist'))).toBe(false);
    expect(isFound({ ...said, requestHeaders: [bearer('the-token-of-bob')] })).toBe(false);
  });

  test('guesses where every call of the route that worked had a credential, and this one has none', () => {
    const [one, two, three] = [1, 2, 3].map((id) => `https://api.example.com/orders/${id}`) as [string, string, string];
    expect(only({ ...alice, url: one }, { ...alice, url: two }, { ...nobody, url: three })).toMatchObject({
      cause: 'hidden-by-auth',
      confidence: 'guess',
      summary:
        'no Authorization sent, and every call of this kind that worked had it (last #2, 900 ms before): GET /orders/3 on api.example.com',
    });
    expect(isFound({ ...alice, url: one }, { ...nobody, url: three })).toBe(false);
    expect(isFound({ url: one }, { ...alice, url: two }, { ...nobody, url: three })).toBe(false);
  });

  test.each<[string, readonly Call[]]>([
    ['the same credential saw it', [alice, { ...alice, status: 404 }]],
    ['nobody saw it with a credential', [{ url: REPO }, bob]],
    ['it was deleted in between', [alice, { ...alice, method: 'DELETE' }, nobody]],
    ['its owner does not see it any more', [alice, { ...alice, status: 404 }, bob]],
    ['another thing was seen', [{ ...alice, url: `${REPO}-2` }, nobody]],
    ['another method is refused to another caller', [alice, { ...bob, method: 'PATCH' }]],
    ['the status says what it is', [alice, { ...nobody, status: 401 }]],
  ])('says nothing where %s', (_name, list) => {
    expect(isFound(...list)).toBe(false);
  });

  test('does not take a renewed token for another caller', () => {
    const issue = (body: string, token: string, refresh: string): Call => ({
      method: 'POST',
      url: 'https://api.example.com/oauth/token',
      requestHeaders: [FORM_TYPE],
      requestBody: body,
      headers: [JSON_TYPE],
      body: JSON.stringify({ access_token: token, refresh_token: refresh }),
    });
    const first = issue('grant_type=password&username=alice', 'the-token-of-alice', 'refresh-alice-1');
    const second = issue('grant_type=refresh_token&refresh_token=refresh-alice-1', 'a-new-token-of-alice', 'refresh-2');
    const renewed: Call = { ...nobody, requestHeaders: [bearer('a-new-token-of-alice')] };
    expect(isFound(first, alice, second, renewed)).toBe(false);
    expect(isFound(first, alice, second, bob)).toBe(true);
  });
});
