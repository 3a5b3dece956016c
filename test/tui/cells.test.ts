import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { cellsOf, cut, cutStart, fitted, indexAtCells, safeText } from '../../src/tui/cells.ts';

describe('safeText', () => {
  test('ordinary text of any script stays as it is', () => {
    expect(safeText('GET /größe?q=日本語 – ✓')).toBe('GET /größe?q=日本語 – ✓');
  });

  test('control sequences are shown and not sent', () => {
    expect(safeText('\x1b[2J\x1b]0;title\x07\r\n')).toBe('\\x1b[2J\\x1b]0;title\\x07\\r\\n');
    expect(safeText('\x9b31m')).toBe('\\x9b31m');
  });

  test('what reorders or hides text is shown', () => {
    expect(safeText('a\u202eb\u200bc\u00add')).toBe('a\\u202eb\\u200bc\\xadd');
  });

  test('emoji modifiers, joiners and keycaps are shown apart, because terminals disagree about their width', () => {
    expect(safeText('👍🏽')).toBe('👍\\u{1f3fd}');
    expect(safeText('👩\u200d👧')).toBe('👩\\u200d👧');
    expect(safeText('1\u20e3')).toBe('1\\u{20e3}');
  });

  test('variation selectors, which only choose a picture, go', () => {
    expect(safeText('❤\ufe0f')).toBe('❤');
  });

  test('of marks piled on one character three are kept', () => {
    expect(safeText(`a${'\u0301'.repeat(50)}b`)).toBe(`a${'\u0301'.repeat(3)}b`);
    expect(safeText('e\u0301')).toBe('e\u0301');
  });
});

describe('cut and fitted', () => {
  test('text that fits is not touched', () => {
    expect(cut('abc', 3)).toBe('abc');
    expect(cutStart('abc', 3)).toBe('abc');
  });

  test('text that does not fit says so in its last or first cell', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cutStart('abcdef', 4)).toBe('…def');
    expect(cut('abcdef', 0)).toBe('');
  });

  test('wide characters are never split', () => {
    expect(cut('日本語', 4)).toBe('日…');
    expect(cutStart('日本語', 4)).toBe('…語');
    expect(fitted('日本語', 4)).toBe('日… ');
  });

  test('a fitted text has exactly the width asked for', () => {
    for (const text of ['', 'a', 'abcdefgh', '日本語テキスト', '👍👍👍', 'e\u0301e\u0301']) {
      for (const cells of [1, 2, 5, 6, 9]) expect(cellsOf(fitted(text, cells))).toBe(cells);
    }
    expect(fitted('7', 3, 'right')).toBe('  7');
  });
});

test('what is not measured is as wide as it would be measured', () => {
  const ranges = [
    [0x20, 0x2ff],
    [0x2000, 0x2800],
  ] as const;
  const characters = ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from }, (_, index) => String.fromCharCode(from + index)),
  );
  const wrong = characters.filter(
    (character) => !/\p{Control}/u.test(character) && cellsOf(character) !== stringWidth(character),
  );
  expect(wrong).toEqual([]);
  expect([indexAtCells('a…é→b', 3), cut('é→…─ab', 4)]).toEqual([3, 'é→……']);
});
