import { describe, expect, test } from 'vitest';
import { rule } from '../../../src/classifier/rules/redirect-loop.ts';
import type { Annotation } from '../../../src/exchange/annotation.ts';
import { annotateLast, annotateWith, type Call } from '../capture.ts';

const redirect = (from: string, to: string, difference: Call = {}): Call => ({
  url: from,
  status: 302,
  ...difference,
  headers: [['Location', to], ...(difference.headers ?? [])],
});

const ROOT = 'https://www.example.com/';
const BARE = 'https://api.example.com/v1/users';
const SLASH = 'https://api.example.com/v1/users/';

const annotate = (...list: Call[]): Annotation => annotateWith([{ name: 'redirect-loop', ...rule }], ...list);
const causeAfter = (...list: Call[]) => annotate(...list).cause;

describe('redirect-loop', () => {
  test('is certain of a URL that keeps redirecting to itself', async () => {
    const annotation = await annotateLast(...Array(3).fill(redirect(ROOT, '/', { status: 301 })));
    expect(annotation).toMatchObject({
      cause: 'redirect-loop',
      class: 'redirection',
      fault: 'server',
      confidence: 'certain',
    });
    expect(annotation.summary).toBe('https://www.example.com/ redirects to itself (3 times within 2 s)');
    expect(annotation.evidence).toEqual([
      { where: 'response.headers.location', what: '/' },
      { where: 'history:2', what: '301 from the same URL' },
    ]);
    expect(annotation.runnersUp?.map(({ cause }) => cause)).toEqual(['moved-permanently']);
  });

  test('is certain of two URLs that redirect to each other a second time round', () => {
    const annotation = annotate(redirect(BARE, SLASH), redirect(SLASH, BARE), redirect(BARE, SLASH));
    expect(annotation.confidence).toBe('certain');
    expect(annotation.summary).toBe(
      'https://api.example.com/v1/users redirects to /v1/users/ and back (2 times within 2 s)',
    );
    expect(annotation.evidence.map(({ where }) => where)).toEqual([
      'response.headers.location',
      'history:2',
      'history:1',
    ]);
  });

  test('is likely as soon as the circle is closed, unless a cookie is set on the way', () => {
    expect(annotate(redirect(BARE, SLASH), redirect(SLASH, BARE))).toMatchObject({
      cause: 'redirect-loop',
      confidence: 'likely',
    });
    expect(annotate(redirect(ROOT, ROOT))).toMatchObject({ cause: 'redirect-loop', confidence: 'likely' });
    const withCookie = redirect(ROOT, ROOT, { headers: [['Set-Cookie', 'seen=1']] });
    expect(causeAfter(withCookie)).toBeNull();
    expect(annotate(withCookie, withCookie)).toMatchObject({ cause: 'redirect-loop', confidence: 'certain' });
  });

  test('names every member of a longer circle', () => {
    const [a, b, c] = ['https://a.example/x', 'https://b.example/y', 'https://c.example/z'] as const;
    expect(annotate(redirect(a, b), redirect(b, c), redirect(c, a)).summary).toBe(
      'https://c.example/z redirects to https://a.example/x, then https://b.example/y and back',
    );
  });

  test('sees a sign-in that goes round with a new state each time', () => {
    const round = (n: number) => [
      redirect('https://app.example/', `https://id.example/authorize?state=${n}`),
      redirect(`https://id.example/authorize?state=${n}`, `https://app.example/callback?code=${n}`),
      redirect(`https://app.example/callback?code=${n}`, '/'),
    ];
    const start = redirect('https://app.example/', 'https://id.example/authorize?state=9');
    expect(causeAfter(...round(1), ...round(2), start)).toBeNull();
    expect(annotate(...round(1), ...round(2), ...round(3), start)).toMatchObject({
      cause: 'redirect-loop',
      confidence: 'likely',
      summary:
        'https://app.example/ redirects and is come back to from https://app.example/callback?code=3: 4 times within 9 s',
    });
  });

  test.each<[string, readonly Call[]]>([
    ['a chain that leads on', [redirect(BARE, SLASH), redirect(SLASH, 'https://b.example/')]],
    [
      'a target that has answered since',
      [redirect(BARE, SLASH), redirect(SLASH, BARE), { url: BARE }, redirect(SLASH, BARE)],
    ],
    ['a form that redirects to its own page', [redirect(BARE, BARE, { method: 'POST', status: 303 })]],
    [
      'a redirect of another day',
      [
        { ...redirect(BARE, SLASH), seconds: 0 },
        { ...redirect(SLASH, BARE), seconds: 3600 },
      ],
    ],
    ['a download that is asked for again and again', Array(6).fill(redirect(BARE, 'https://cdn.example/file'))],
    ['a redirect without Location', [{ status: 302 }]],
    ['a query that makes it another URL', [redirect(`${BARE}?page=1`, `${BARE}?page=2`)]],
  ])('says nothing of %s', (_name, list) => {
    expect(causeAfter(...list)).toBeNull();
  });

  test('counts 307 and 308 to itself for any method', () => {
    expect(causeAfter(redirect(BARE, BARE, { method: 'POST', status: 308 }))).toBe('redirect-loop');
  });
});
