import { describe, expect, test } from 'vitest';
import {
  type EditedLine,
  EMPTY_LINE,
  edited,
  inserted,
  type LineEdit,
  visiblePart,
} from '../../src/tui/line-editor.ts';

/** `ab|c`: the text with its caret. */
function line(text: string): EditedLine {
  const caret = text.indexOf('|');
  return { text: text.replace('|', ''), caret };
}

function shown({ text, caret }: EditedLine): string {
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
}

describe('edited', () => {
  test.each<[LineEdit, string, string]>([
    ['caret-left', 'ab|c', 'a|bc'],
    ['caret-left', '|abc', '|abc'],
    ['caret-right', 'ab|c', 'abc|'],
    ['caret-right', 'abc|', 'abc|'],
    ['caret-start', 'ab|c', '|abc'],
    ['caret-end', 'ab|c', 'abc|'],
    ['delete-before', 'ab|c', 'a|c'],
    ['delete-before', '|abc', '|abc'],
    ['delete-before', 'x👍🏽|y', 'x|y'],
    ['delete-after', 'ab|c', 'ab|'],
    ['delete-after', 'abc|', 'abc|'],
    ['delete-word', 'one two |three', 'one |three'],
    ['delete-word', 'one two|', 'one |'],
    ['delete-word', '|abc', '|abc'],
    ['delete-line', 'one two|three', '|three'],
  ])('%s on %s gives %s', (edit, before, expected) => {
    expect(shown(edited(line(before), edit))).toBe(expected);
  });
});

describe('inserted', () => {
  test('text is put in at the caret', () => {
    expect(shown(inserted(line('a|d'), 'bc'))).toBe('abc|d');
  });

  test('of a paste the first line is taken, without control characters', () => {
    expect(shown(inserted(EMPTY_LINE, '\r\nor\x1bders\t401\nsecond'))).toBe('or ders 401|');
  });

  test('the line does not grow without bound', () => {
    expect(inserted(EMPTY_LINE, 'a'.repeat(100_000)).text.length).toBe(500);
  });
});

describe('visiblePart', () => {
  test('a short line is shown whole', () => {
    expect(visiblePart(line('ab|c'), 10)).toEqual({ text: 'abc', caretCell: 2 });
  });

  test('of a long line the part at the caret is shown', () => {
    expect(visiblePart(line('abcdefghij|klm'), 6)).toEqual({ text: '…ghijk', caretCell: 5 });
  });
});
