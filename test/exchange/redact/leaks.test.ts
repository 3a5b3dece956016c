import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { redactAll } from '../../../src/exchange/redact.ts';
import { asText } from './as-text.ts';
import { ECHOES, NAMED_PLACES, type PlantedItem, plantedSecrets } from './planted.ts';

/** Everything that leaves, as one text: bodies and messages as text, and once more with their base64 decoded. */
function everything(items: readonly PlantedItem[], more: unknown): string {
  const text = asText([items, more]);
  const wide = text.replaceAll('\\u0000', '');
  const decoded = [...text.matchAll(/[A-Za-z0-9+/_-]{12,}/g)].map(([run]) =>
    Buffer.from(run, 'base64').toString('latin1'),
  );
  return [text, wide, ...decoded].join('\n');
}

/** What an ill-meaning reader would look for. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    bytes.toString('latin1'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    `%${(bytes.toString('hex').match(/../g) ?? []).join('%')}`,
    [...secret].map((c) => `\\\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    [...secret].map((c) => `\\\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
    [...secret].map((c) => `&#${c.charCodeAt(0)};`).join(''),
    JSON.stringify(secret).slice(1, -1),
  ];
}

/** What must not be seen of a secret: of a URL or a key with parts, the part that matters. */
function core(secret: string): string {
  return /X-Amz-Signature=(\w+)/.exec(secret)?.[1] ?? /:\/\/\w+:([^@]+)@/.exec(secret)?.[1] ?? secret;
}

test('of more than five hundred secrets of all kinds in all places none is seen', () => {
  const plants = plantedSecrets();
  expect(plants.length).toBeGreaterThan(500);
  const leaks = plants.filter(({ secret, item }) => {
    const { items, masked, kept, text } = redactAll([item]);
    const all = everything(items, [masked, kept, text(`about ${secret}`)]);
    return spellings(core(secret)).some((spelling) => all.includes(spelling));
  });
  expect(leaks.map(({ what, secret }) => `${what}: ${secret}`)).toEqual([]);
});

test('the reader of this test finds them all where nothing is masked', () => {
  const unseen = plantedSecrets().filter(({ what, secret, item }) => {
    const all = everything([item], []);
    return (
      !/ in (?:gzip|br|deflate|zstd)$/.test(what) && !spellings(core(secret)).some((spelling) => all.includes(spelling))
    );
  });
  expect(unseen.map(({ what }) => what)).toEqual([]);
});

test('together, they all get placeholders of their own', () => {
  const plants = plantedSecrets();
  const { items, masked, kept } = redactAll(plants.map(({ item }) => item));
  const all = everything(items, [masked, kept]);
  expect(plants.filter(({ secret }) => all.includes(core(secret))).map(({ what }) => what)).toEqual([]);
  expect(new Set(masked.map(({ placeholder }) => placeholder)).size).toBe(masked.length);
});

const ECHOED = ['p4ss-Word/9+x', 'q8Zr5Tn1Wb7Kd3', 'hunter 22 & "co"', 'schlüssel-4711-ß', 'aB3$dE6^gH9*'];

test.each(Object.entries(ECHOES))('what one exchange sent is masked where another echoes it: %s', (_how, echo) => {
  for (const secret of ECHOED) {
    for (const place of ['json', 'form', 'gzip'] as const) {
      const { items, masked, kept } = redactAll([echo(secret), NAMED_PLACES[place]!('password', secret)]);
      const all = everything(items, [masked, kept]);
      expect(spellings(secret).filter((spelling) => all.includes(spelling))).toEqual([]);
    }
  }
});
