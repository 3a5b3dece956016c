import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { EntryScanner } from '../../../src/cli/har/entry-scanner.ts';

/** What is found, entries as their text, in pieces of so many bytes. */
function scan(text: string, pieceBytes = 1, largest?: number) {
  const scanner = new EntryScanner(largest);
  const bytes = Buffer.from(text);
  const found = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    found.push(...scanner.push(bytes.subarray(at, at + pieceBytes)));
  found.push(...scanner.end());
  const told = found.map((entry) =>
    entry.kind === 'entry' ? entry.bytes.toString() : `${entry.number}: ${entry.why} at ${entry.offset}`,
  );
  return { told, noEntries: scanner.noEntries };
}

const har = (entries: string) => `{"log":{"version":"1.2","entries":[${entries}]}}`;
const entry = (name: string) => `{"request":{"url":"${name}"}}`;

describe('entries', () => {
  test.each([1, 2, 7, 1000])('are found in pieces of %d bytes, whatever is in their strings', (pieceBytes) => {
    const odd = '{"a":"]}\\"[{\\\\","request":{"url":"ü"},"n":[1,-2.5e3,true,null]}';
    expect(scan(har(`${odd} , ${entry('b')},7`), pieceBytes).told).toEqual([odd, entry('b'), '7']);
  });

  test('are those of log.entries only', () => {
    const text = `\ufeff{"entries":[1],"x":{"entries":[2]},"log":{"pages":[{"entries":[3]}],"entries":[4],"y":[5]}}`;
    expect(scan(text).told).toEqual(['4']);
    expect(scan('{"log":[{"entries":[1]}]}').noEntries).toBe('no-entries');
    expect(scan('{"log":{"\\u0065ntries":[1]}}').noEntries).toBe('no-entries');
  });

  test('are none in what is no HAR', () => {
    expect(scan('').noEntries).toBe('not-an-object');
    expect(scan('[]').noEntries).toBe('not-an-object');
    expect(scan('{"log":').noEntries).toBe('cut-off');
    expect(scan('{"log":{"entries":[]}}')).toEqual({ told: [], noEntries: undefined });
  });
});

describe('a broken entry does not hide the next', () => {
  test.each([
    ['a missing quote', '{"request":{"url:"x"}}'],
    ['a missing bracket', '{"request":{"url":"x"}'],
    ['a bracket too many', '{"request":{"url":"x"}}}'],
    ['the wrong bracket', '{"request":[{"url":"x"}}'],
    ['a line end in a string', '{"request":{"url":"x\n"}}'],
    ['a bare word', '{"request":{"url":undefined}}'],
    ['garbage', '<html>'],
  ])('for %s', (_, broken) => {
    for (const pieceBytes of [1, 1000]) {
      const { told } = scan(har(`${entry('a')},${broken},${entry('b')},${entry('c')}`), pieceBytes);
      expect(told.filter((text) => text.startsWith('{'))).toContain(entry('c'));
      expect(told.filter((text) => text.startsWith('{'))).toContain(entry('b'));
      expect(told.some((text) => text.includes('not-json'))).toBe(true);
    }
  });

  test('and its place is that of the byte that does not fit', () => {
    const before = har('').indexOf(']');
    expect(scan(har(`{"a":1 2},${entry('b')}`)).told).toEqual([`1: not-json at ${before + 7}`, entry('b')]);
  });

  test('a file that is cut off says so, in and between entries', () => {
    const text = har(`${entry('a')},${entry('b')}`);
    const cut = text.indexOf('"b"');
    expect(scan(text.slice(0, cut)).told).toEqual([entry('a'), `2: cut-off at ${cut}`]);
    const between = text.indexOf(`,${entry('b')}`);
    expect(scan(text.slice(0, between)).told).toEqual([entry('a'), `2: cut-off at ${between}`]);
  });

  test('an entry beyond the bound is passed over', () => {
    const large = `{"request":{"url":"${'x'.repeat(500)}"}}`;
    const { told } = scan(har(`${large},${entry('b')}`), 10, 100);
    expect(told).toEqual([`1: too-large at ${har('').indexOf(']')}`, entry('b')]);
  });

  test('hostile nesting and quoting end in bounded time', () => {
    expect(scan(har('['.repeat(100_000)), 65_536).told).toEqual([`1: too-deep at ${har('').indexOf(']') + 500}`]);
    expect(scan(har('{"'.repeat(100_000)), 65_536).told[0]).toContain('not-json');
    expect(scan(har('{"a":'.repeat(100_000)), 65_536).told[0]).toContain('too-deep');
  });
});
