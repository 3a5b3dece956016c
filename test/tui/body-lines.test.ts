import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Headers } from '../../src/exchange/headers.ts';
import { SHOWN_LINES, shownBody } from '../../src/tui/body-lines.ts';
import { textOf } from '../../src/tui/line.ts';
import { body } from './support.ts';

function shown(
  type: string,
  content: string | Uint8Array,
  { coding = '', totalBytes = undefined as number | undefined } = {},
) {
  const headers: Headers = [
    ['Content-Type', type],
    ['Content-Encoding', coding],
  ];
  const { facts, lines, cut } = shownBody(headers, body(content, totalBytes));
  return { facts, lines: lines.map(textOf), cut };
}

describe('shownBody', () => {
  test('no body, and an empty one', () => {
    expect(shownBody([], null)).toEqual({ facts: 'none', lines: [], cut: undefined });
    expect(shown('text/plain', '').facts).toBe('none');
  });

  test('JSON is indented, also where the type does not say that it is', () => {
    expect(shown('application/problem+json; charset=utf-8', '{"a":1}')).toEqual({
      facts: 'application/problem+json · 7 B',
      lines: ['{', '  "a": 1', '}'],
      cut: undefined,
    });
    expect(shown('', '[1]')).toEqual({ facts: 'no content-type · 3 B', lines: ['[', '  1', ']'], cut: undefined });
  });

  test('JSON that is broken is shown as it came, so that line and column of the evidence are found', () => {
    expect(shown('application/json', '{"a":1,\n\t}').lines).toEqual(['{"a":1,', '    }']);
  });

  test('a form is shown a field a line, decoded', () => {
    expect(shown('application/x-www-form-urlencoded', 'amount=1+200&note=%C3%BC%26&flag&bad=%zz').lines).toEqual([
      'amount = 1 200',
      'note = ü&',
      'flag = ',
      'bad = %zz',
    ]);
  });

  test('text keeps its lines', () => {
    expect(shown('text/html', '<p>\r\n\tHi</p>\n').lines).toEqual(['<p>', '    Hi</p>']);
  });

  test('a coded body is decoded, and both sizes are told', () => {
    const packed = gzipSync('hello'.repeat(1000));
    const { facts, lines } = shown('text/plain', packed, { coding: 'gzip' });
    expect(facts).toBe(`text/plain · ${packed.length} B · gzip, 5.0 kB decoded`);
    expect(lines).toEqual(['hello'.repeat(1000)]);
  });

  test('a body that is not in the announced coding says so', () => {
    expect(shown('text/plain', 'plain', { coding: 'gzip' })).toEqual({
      facts: 'text/plain · 5 B · announced as gzip, but is not',
      lines: ['plain'],
      cut: undefined,
    });
  });

  test('bytes that are no text are shown as their beginning in hexadecimal', () => {
    const png = Uint8Array.from({ length: 1000 }, (_, index) => [0x89, 0x50, 0x4e, 0x47, 0, 0x1b][index % 6]!);
    const { facts, lines } = shown('image/png', png);
    expect(facts).toBe('image/png · 1.0 kB · binary');
    expect(lines[0]).toBe('0000  89 50 4e 47 00 1b 89 50  .PNG...P');
    expect(lines.length).toBe(17);
    expect(lines.at(-1)).toBe('      and 872 B more');
  });

  test('a recording that was cut says so', () => {
    expect(shown('text/plain', 'the beginning', { totalBytes: 34_000_000 }).cut).toBe(
      'The recording was cut: it holds the first 13 B of 34 MB.',
    );
  });

  test('of a body that is too large for the screen the beginning is shown, and that it is', () => {
    expect(shown('text/plain', 'x'.repeat(3_000_000)).cut).toBe('Only the first 2.0 MB are shown.');
    const bomb = shown('text/plain', gzipSync('x'.repeat(50_000_000)), { coding: 'gzip' });
    expect(bomb.cut).toBe('Only the first 2.0 MB are shown.');
    expect(bomb.lines.join('').length).toBeLessThanOrEqual(2_000_000);
    const tall = shown('text/plain', 'x\n'.repeat(SHOWN_LINES + 5));
    expect(tall.lines.length).toBe(SHOWN_LINES);
    expect(tall.cut).toBe('Only the first 20,000 lines are shown.');
  });

  test('control sequences are shown', () => {
    const { facts, lines } = shown('text/\x1b[31mplain', 'a\x1b[2Jb\x9b1m\u202e\rc');
    expect(facts).toBe('text/\\x1b[31mplain · 15 B');
    expect(lines).toEqual(['a\\x1b[2Jb\\x9b1m\\u202e\\rc']);
  });
});
