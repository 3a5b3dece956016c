import { describe, expect, test } from 'vitest';
import { annotateLast, bearer, type Call } from '../capture.ts';

const limited = (seconds: number, difference: Call = {}): Call => ({
  seconds,
  method: 'POST',
  status: 429,
  headers: [['Retry-After', '30']],
  requestHeaders: [bearer('one-and-the-same')],
  ...difference,
});

const causeAfter = async (...list: Call[]) => (await annotateLast(...list)).cause;

describe('retried-too-soon', () => {
  test('says how long the client was told to wait and when it came back', async () => {
    const annotation = await annotateLast(limited(0), limited(4.1));
    expect(annotation).toMatchObject({
      cause: 'retried-too-soon',
      fault: 'client',
      confidence: 'certain',
      retry: 'safe',
      retryAfterSeconds: 30,
      advice: 'Keep to the delay that api.example.com gives: many servers prolong it for clients that come back early.',
    });
    expect(annotation.summary).toBe(
      'told in #1 to wait 30 s, came back after 4 s: POST /v1/orders on api.example.com; retry after 30 s (Retry-After: 30)',
    );
    expect(annotation.evidence).toEqual([
      { where: 'history:1', what: '429, wait 30 s' },
      { where: 'timing.startedAt', what: '4 s after it' },
      { where: 'response.status', what: '429' },
      { where: 'response.headers.retry-after', what: '30' },
    ]);
  });

  test('gives what is left of the delay where the second answer gives none', async () => {
    expect(await annotateLast(limited(0), limited(10.1, { headers: [] }))).toMatchObject({
      cause: 'retried-too-soon',
      retryAfterSeconds: 20,
    });
  });

  test('knows the third in a row, and limits under 403 and other ids of the same route', async () => {
    expect(await causeAfter(limited(0), limited(4), limited(8))).toBe('retried-too-soon');
    const secondary = { status: 403, body: '{"message":"You have exceeded a secondary rate limit."}' };
    expect(await annotateLast(limited(0, secondary), limited(4, secondary))).toMatchObject({
      cause: 'retried-too-soon',
      confidence: 'likely',
    });
    const to = (id: number) => ({ url: `https://api.example.com/v1/orders/${id}` });
    expect(await causeAfter(limited(0, to(1)), limited(4, to(2)))).toBe('retried-too-soon');
  });

  test.each<[string, readonly Call[]]>([
    ['after the delay', [limited(0), limited(31)]],
    ['within a second of its end', [limited(0), limited(29.5)]],
    ['while the first was on its way', [limited(0, { durationMs: 5000 }), limited(2)]],
    ['after a success in between', [limited(0), limited(3, { status: 200, headers: [] }), limited(6)]],
    ['with another credential', [limited(0), limited(4, { requestHeaders: [bearer('another-one')] })]],
    ['to another route', [limited(0), limited(4, { url: 'https://api.example.com/v1/carts' })]],
    ['where no delay was given', [limited(0, { headers: [] }), limited(4, { headers: [] })]],
  ])('is only rate-limited %s', async (_name, list) => {
    expect(await causeAfter(...list)).toBe('rate-limited');
  });

  test('knows a server that is down for now, whether it repeats the delay or not', async () => {
    const down = { status: 503 };
    expect(await annotateLast(limited(0, down), limited(4, { ...down, headers: [] }))).toMatchObject({
      cause: 'retried-too-soon',
      confidence: 'likely',
      summary: 'told in #1 to wait 30 s, came back after 3.9 s: POST /v1/orders on api.example.com',
      retryAfterSeconds: 27,
    });
    expect(await causeAfter(limited(0, down), limited(31, down))).toBe('overloaded');
    expect(await causeAfter(limited(0), limited(4, { ...down, headers: [] }))).toBe('overloaded');
    const works = { ...down, body: '{"message":"Down for scheduled maintenance"}' };
    expect(await causeAfter(limited(0, works), limited(4, works))).toBe('maintenance');
  });

  test('says nothing of other failures after a limit', async () => {
    expect(await causeAfter(limited(0), limited(4, { status: 403, headers: [] }))).toBe('insufficient-scope');
    expect(await causeAfter(limited(0), limited(4, { status: 200, headers: [] }))).toBeNull();
  });
});
