import { describe, expect, test } from 'vitest';
import { sequencesOf } from '../../src/tui/ansi.ts';
import type { Frame } from '../../src/tui/frame.ts';
import { type Line, span } from '../../src/tui/line.ts';
import { Painter } from '../../src/tui/painter.ts';
import { COLOURED, COLOURLESS, DARK, HIGH_CONTRAST, LIGHT } from '../../src/tui/theme.ts';

const SIZE = { columns: 10, rows: 3 };
const BEGIN = '\x1b[?2026h\x1b[?25l';
const END = '\x1b[?25l\x1b[?2026l';

function frame(...texts: readonly string[]): Frame {
  return { lines: texts.map((text): Line => [span(text)]), caret: undefined };
}

describe('a frame on the terminal', () => {
  test('is drawn whole at first, over whatever was there', () => {
    const painter = new Painter(sequencesOf(COLOURLESS, 4));
    expect(painter.paint(frame('one', 'two'), SIZE)).toBe(
      `${BEGIN}\x1b[H\x1b[J\x1b[1;1Hone\x1b[K\x1b[2;1Htwo\x1b[K${END}`,
    );
  });

  test('after that, only lines that have changed are drawn, and nothing where none has', () => {
    const painter = new Painter(sequencesOf(COLOURLESS, 4));
    painter.paint(frame('one', 'two', 'three'), SIZE);
    expect(painter.paint(frame('one', 'TWO', 'three'), SIZE)).toBe(`${BEGIN}\x1b[2;1HTWO\x1b[K${END}`);
    expect(painter.paint(frame('one', 'TWO', 'three'), SIZE)).toBe('');
  });

  test('is drawn whole again when somebody else has drawn', () => {
    const painter = new Painter(sequencesOf(COLOURLESS, 4));
    const whole = painter.paint(frame('one'), SIZE);
    painter.forget();
    expect(painter.paint(frame('one'), SIZE)).toBe(whole);
  });

  test('a line as wide as the terminal keeps its last cell', () => {
    const painter = new Painter(sequencesOf(COLOURLESS, 4));
    expect(painter.paint(frame('0123456789', '01234567日'), SIZE)).not.toContain('\x1b[K');
    expect(painter.paint(frame('012345678', '0123456日'), SIZE).split('\x1b[K')).toHaveLength(3);
  });

  test('the cursor is shown where the caret is, moves alone, and goes with it', () => {
    const painter = new Painter(sequencesOf(COLOURLESS, 4));
    const typing = { ...frame('/ab'), caret: { x: 3, y: 0 } };
    expect(painter.paint(typing, SIZE).endsWith('\x1b[1;4H\x1b[?25h\x1b[?2026l')).toBe(true);
    expect(painter.paint({ ...typing, caret: { x: 1, y: 0 } }, SIZE)).toBe(`${BEGIN}\x1b[1;2H\x1b[?25h\x1b[?2026l`);
    expect(painter.paint({ ...typing, caret: undefined }, SIZE)).toBe(`${BEGIN}${END}`);
  });

  test('a style ends with the text that has it', () => {
    const painter = new Painter(sequencesOf(COLOURED, 4));
    painter.paint({ lines: [], caret: undefined }, SIZE);
    const lines = [[span('a', 'server-error'), span('b'), span('c', 'warning')]];
    expect(painter.paint({ lines, caret: undefined }, SIZE)).toContain('\x1b[31ma\x1b[0mb\x1b[1;33mc\x1b[0m\x1b[K');
  });
});

describe('the colours of a theme', () => {
  test('are said as they are where the terminal has them all', () => {
    expect(sequencesOf(DARK, 24)).toMatchObject({
      success: '\x1b[38;2;47;199;153m',
      recording: '\x1b[1;38;2;255;123;58m',
    });
  });

  test('else as the nearest of the 256', () => {
    expect(sequencesOf(DARK, 8)).toMatchObject({ name: '\x1b[38;5;74m', warning: '\x1b[1;38;5;221m' });
    expect(sequencesOf(LIGHT, 8).dim).toBe('\x1b[38;5;59m');
  });

  test('without colours, weight and inversion stay', () => {
    const { success, warning, selected, plain } = sequencesOf(COLOURLESS, 24);
    expect({ success, warning, selected, plain }).toEqual({
      success: '',
      warning: '\x1b[1m',
      selected: '\x1b[7m',
      plain: '',
    });
    expect(sequencesOf(HIGH_CONTRAST, 4)['server-error']).toBe('\x1b[1;4m');
  });
});
