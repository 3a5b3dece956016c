import { describe, expect, test } from 'vitest';
import { entryLine } from '../../../src/store/entry.ts';
import { mayHold, needlesOf } from '../../../src/store/filter/needles.ts';
import { exchange, textBody } from '../../support/exchanges.ts';

const REQUEST = 1;
const RESPONSE = 2;

interface Asked {
  readonly place?: 'head' | 'bodies' | 'anywhere';
  readonly type?: string;
  readonly row?: string;
  readonly bodies?: number;
}

/** Whether an exchange whose response has this body may hold a text, with another one before and behind it. */
function glance(body: string | Uint8Array, pattern: string, asked: Asked = {}): boolean {
  const bytes = Buffer.from(body);
  const headers: [string, string][] = [['Content-Type', asked.type ?? 'application/json; charset="UTF-8"']];
  const value = exchange({ response: { headers: [...headers, ['X-Quoted', 'say "body":7']], body: textBody('') } });
  const entry = Buffer.concat([Buffer.from(entryLine(value, 0, bytes.length)), bytes]);
  const neighbour = Buffer.from(`${entryLine(exchange({}), 0, 9)}neighbour`);
  const block = Buffer.concat([neighbour, entry, neighbour]);
  const place = { offset: neighbour.length, bodies: asked.bodies ?? RESPONSE };
  return mayHold(block, place, needlesOf([[pattern]], asked.place ?? 'bodies'), asked.row ?? '');
}

describe('a glance at the recorded bytes', () => {
  test('rules an exchange out that does not hold the text, whatever its neighbours hold', () => {
    expect(glance('{"code":"card_declined"}', 'CARD_declined')).toBe(true);
    expect(glance('{"code":"card_declined"}', 'card_accepted')).toBe(false);
    expect(glance('{"code":"card_declined"}', 'neighbour')).toBe(false);
    expect(glance('amber basil', 'amber basil')).toBe(true);
    expect(glance('basil amber', 'amber basil')).toBe(false);
  });

  test('does not rule out what the bytes do not show plainly', () => {
    const unseen = { type: 'text/plain' };
    expect(glance('nothing', 'wanted', unseen)).toBe(false);
    expect(glance('w\\u0061nted', 'wanted', unseen)).toBe(true);
    expect(glance('https:\\/\\/x.test', 'https://x.test', unseen)).toBe(true);
    expect(glance('\u212aelvin', 'kelvin', unseen)).toBe(true);
    expect(glance(Buffer.from('\ufeffwanted', 'utf16le'), 'wanted', unseen)).toBe(true);
    expect(glance('nothing', 'wanted', { type: 'text/plain; charset=utf-16' })).toBe(true);
    expect(glance('nothing', 'wanted', { bodies: REQUEST | RESPONSE })).toBe(true);
    expect(glance('nothing', '–', unseen)).toBe(true);
  });

  test('looks for the words one by one where a text is put together from several places', () => {
    expect(glance('x', 'content-type: application', { place: 'anywhere' })).toBe(true);
    expect(glance('x', 'content-type: applications', { place: 'anywhere' })).toBe(false);
    expect(glance('x', 'teapot', { place: 'anywhere', row: 'I am a TEAPOT' })).toBe(true);
    expect(glance('x', '418 ok', { place: 'anywhere', row: '418' })).toBe(true);
    expect(glance('x', '418 ok', { place: 'anywhere', row: '417' })).toBe(false);
    expect(glance('basil amber', 'amber basil', { place: 'anywhere' })).toBe(false);
  });

  test('leaves bodies aside where headers are asked for', () => {
    expect(glance('retry', 'content', { place: 'head' })).toBe(true);
    expect(glance('retry', 'retry', { place: 'head' })).toBe(false);
  });
});
