import { describe, expect, test } from 'vitest';
import { cellsOfLine, cutLine, joinWhileFits, type Line, span, spread, textOf, wrapLine } from '../../src/tui/line.ts';

const LINE: Line = [span('abc', 'strong'), span('defgh')];

describe('cutLine', () => {
  test('a line that fits is the same line', () => {
    expect(cutLine(LINE, 8)).toBe(LINE);
  });

  test('a cut line has exactly the width, at every width, and keeps its tones', () => {
    expect(Array.from({ length: 8 }, (_, cells) => textOf(cutLine(LINE, cells)))).toEqual([
      '',
      '…',
      'a…',
      'ab…',
      'abc…',
      'abcd…',
      'abcde…',
      'abcdef…',
    ]);
    expect(cutLine(LINE, 5)).toEqual([span('abc', 'strong'), span('d…')]);
  });
});

describe('spread', () => {
  test('the parts stand at the edges', () => {
    expect(textOf(spread([span('ab')], [span('yz')], 8))).toBe('ab    yz');
  });

  test('the left part gives way to the right one', () => {
    expect(textOf(spread([span('abcdef')], [span('yz')], 8))).toBe('abc…  yz');
    expect(textOf(spread([span('abcdef')], [span('uvwxyz')], 7))).toBe('uvwxyz');
  });
});

test('groups that do not fit are left out whole, smaller ones after them stay', () => {
  const groups: Line[] = [[span('aaa')], [span('bbbbbb')], [span('cc')]];
  expect(textOf(joinWhileFits(groups, 2, 8))).toBe('aaa  cc');
  expect(textOf(joinWhileFits(groups, 2, 15))).toBe('aaa  bbbbbb  cc');
});

describe('wrapLine', () => {
  const texts = (line: Line, cells: number, hang: number, wrap: 'words' | 'anywhere') =>
    wrapLine(line, cells, hang, wrap).map(textOf);

  test('a line that fits stays one line', () => {
    expect(wrapLine(LINE, 8, 2, 'words')).toEqual([LINE]);
  });

  test('prose breaks between words, a word that is too long within', () => {
    expect(texts([span('do what has to be done')], 12, 2, 'words')).toEqual(['do what has', '  to be done']);
    expect(texts([span('aaaaaaaaaaaaaaaaaaaa b')], 15, 0, 'words')).toEqual(['aaaaaaaaaaaaaaa', 'aaaaa b']);
  });

  test('wire text breaks anywhere and keeps every character', () => {
    const wrapped = texts([span('x-name: '), span('a  b'.repeat(10))], 20, 2, 'anywhere');
    expect(wrapped.map((text, index) => (index === 0 ? text : text.slice(2))).join('')).toBe(
      `x-name: ${'a  b'.repeat(10)}`,
    );
  });

  test('no line is wider than asked, also with wide characters', () => {
    const lines = wrapLine(
      [span('日本語テキスト'.repeat(9)), span(' and english '), span('👍'.repeat(30))],
      21,
      4,
      'anywhere',
    );
    expect(Math.max(...lines.map(cellsOfLine))).toBeLessThanOrEqual(21);
  });

  test('a line of two million characters is broken in linear time', () => {
    expect(wrapLine([span('a'.repeat(2_000_000))], 80, 2, 'anywhere').length).toBe(
      Math.ceil((2_000_000 - 80) / 78) + 1,
    );
  });
});
