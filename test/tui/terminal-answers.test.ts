import { describe, expect, test } from 'vitest';
import { backgroundIn, readAnswer } from '../../src/tui/background.ts';
import { mouseEventsOf } from '../../src/tui/mouse.ts';
import { COLOURED, DARK, HIGH_CONTRAST, LIGHT, themeFor } from '../../src/tui/theme.ts';

describe('what a terminal says of its background', () => {
  test.each([
    ['\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;4c', 'light', ''],
    ['\x1b]11;rgb:1e/1e/2e\x07\x1b[?1c', 'dark', ''],
    ['j\x1b]11;rgb:0000/0000/0000\x1b\\k\x1b[?1c', 'dark', 'jk'],
    ['\x1b[?1;2c', undefined, ''],
  ])('%j', (text, background, rest) => {
    expect(readAnswer(text)).toEqual({ background, rest });
  });

  test('is waited for until the answer after it has come', () => {
    expect(readAnswer('\x1b]11;rgb:ffff/ffff/ffff\x1b\\')).toBeUndefined();
  });

  test('may stand in a variable', () => {
    expect(['0;15', '15;0', '15;default;0', 'x', undefined].map(backgroundIn)).toEqual([
      'light',
      'dark',
      'dark',
      undefined,
      undefined,
    ]);
  });
});

test('a theme follows the terminal only where it shows more than sixteen colours', () => {
  expect([themeFor('auto', 'light', 24), themeFor('auto', 'dark', 8)]).toEqual([LIGHT, DARK]);
  expect([themeFor('auto', undefined, 24), themeFor('light', undefined, 4)]).toEqual([COLOURED, COLOURED]);
  expect(themeFor('high-contrast', 'light', 4)).toBe(HIGH_CONTRAST);
});

test('mouse reports are read, and what only looks like one is text', () => {
  expect(mouseEventsOf('[<0;12;5M[<0;12;5m[<65;1;1M')).toEqual([
    { kind: 'click', x: 11, y: 4 },
    { kind: 'wheel-down', x: 0, y: 0 },
  ]);
  expect(mouseEventsOf('[<0;12;5')).toBeUndefined();
  expect(mouseEventsOf('a[<0;12;5M')).toBeUndefined();
});
