import { expect, test } from 'vitest';
import { NO_CONTEXT } from '../../src/export/bundle.ts';
import { format } from '../../src/export/formats/html.ts';
import { format as markdown } from '../../src/export/formats/report.ts';
import { writeDocument } from '../../src/export/write.ts';
import { EXPIRED, exchange, textBody } from '../support/exchanges.ts';
import { itemOf } from './support.ts';

const NASTY = '</pre></code><script>alert(1)</script><img src=x onerror=alert(1)>"\'& \u202e\u001b[31m';

const html = (items: readonly ReturnType<typeof itemOf>[]) =>
  writeDocument({ items, context: NO_CONTEXT }, format, { redact: true }).text;

test('is one file that runs and loads nothing, for light and dark', () => {
  const text = html([itemOf(exchange(), EXPIRED)]);
  expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(text).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
  );
  expect(text).toContain('prefers-color-scheme: dark');
  expect(text).not.toMatch(/<script|<link|<img|<iframe|https?:\/\/(?!api\.example)/i);
});

test('captured text is text wherever it stands', () => {
  const given = exchange({
    request: {
      method: NASTY,
      url: `https://h/${NASTY}`,
      headers: [
        [NASTY, NASTY],
        ['User-Agent', NASTY],
      ],
      body: textBody(NASTY),
    },
    response: { reason: NASTY, headers: [['X-Request-Id', NASTY]], body: textBody(JSON.stringify({ [NASTY]: NASTY })) },
    error: { phase: 'response', code: NASTY, message: NASTY },
  });
  const annotation = { ...EXPIRED, summary: NASTY, advice: NASTY, evidence: [{ where: NASTY, what: NASTY }] };
  for (const items of [[itemOf(given, annotation)], [itemOf(given, annotation), itemOf(given, annotation)]]) {
    const text = html(items);
    expect(text.match(/<[a-z]+/g)!.filter((tag) => /script|img/.test(tag))).toEqual([]);
    for (const unsafe of ['\u202e', '\u001b', 'onerror=alert(1)>']) expect(text).not.toContain(unsafe);
    expect(text).toContain('\\u202e');
    expect(text.match(/<pre>/g)!.length).toBe(text.match(/<\/pre>/g)!.length);
  }
});

test('the content is that of the Markdown', () => {
  const items = [itemOf(exchange({ id: 3 }), EXPIRED)];
  const headings = [...html(items).matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading);
  const report = writeDocument({ items, context: NO_CONTEXT }, markdown, { redact: true }).text;
  expect(headings).toEqual([...report.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading));
});

test('lines of evidence stand out', () => {
  const evidence = [{ where: 'response.status', what: '200' }];
  expect(html([itemOf(exchange(), { ...EXPIRED, evidence })])).toContain(
    '<pre><mark title="evidence">HTTP/1.1 200 OK\n</mark>Content-Type: application/json\n</pre>',
  );
});
