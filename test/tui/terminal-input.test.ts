import { describe, expect, test } from 'vitest';
import type { MouseEvent } from '../../src/tui/mouse.ts';
import { TerminalInput } from '../../src/tui/terminal-input.ts';

function read(...chunks: readonly string[]) {
  const events: MouseEvent[] = [];
  const input = new TerminalInput((event) => events.push(event));
  return { keys: chunks.map((chunk) => input.keysIn(chunk)), events };
}

const ANSWER = '\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\';

describe('of what a terminal sends', () => {
  test.each([
    ['keys are left as they are', ['j\x1b[A\x1bOP/ü日'], ['j\x1b[A\x1bOP/ü日']],
    ['reports of the mouse are taken out', ['j\x1b[<0;12;5Mk'], ['jk']],
    ['answers are taken out', [`a${ANSWER}b`, '\x1b]11;rgb:ff/ff/ff\x07c'], ['ab', 'c']],
    ['an answer may come in pieces', ['\x1b]11;rgb:1e', '1e/1e1e/2e2e\x1b', '\\j'], ['', '', 'j']],
    ['so may a report', ['\x1b[<0;', '12;5M', 'j'], ['', '', 'j']],
    ['an escape is a key at once', ['\x1b', 'j'], ['\x1b', 'j']],
    ['and what follows one that came alone may still be an answer', ['\x1b', ']11;rgb:ff/ff/ff\x07j'], ['\x1b', 'j']],
    ['a bracket after an escape is a key', ['\x1b', '[', '<'], ['\x1b', '[', '<']],
    ['alt and a bracket do not swallow what follows', ['\x1b]', 'jk'], ['', '\x1b]jk']],
    ['pasted text that only looks like a report stays', ['[<0;12;5M'], ['[<0;12;5M']],
  ])('%s', (_name, chunks, keys) => {
    expect(read(...chunks).keys).toEqual(keys);
  });

  test('clicks and the wheel are handed on', () => {
    expect(read('\x1b[<0;12;5M\x1b[<0;12;5m', '\x1b[<65;1;', '1M').events).toEqual([
      { kind: 'click', x: 11, y: 4 },
      { kind: 'wheel-down', x: 0, y: 0 },
    ]);
  });

  test('an answer without end is not waited for without end', () => {
    const { keys } = read(`\x1b]11;${'x'.repeat(2000)}`, 'j');
    expect(keys.join('')).toContain('j');
  });
});
