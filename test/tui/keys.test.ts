import { describe, expect, test } from 'vitest';
import { footerLine } from '../../src/tui/footer.ts';
import { helpLines } from '../../src/tui/help-lines.ts';
import { incidentsMenu } from '../../src/tui/incidents-menu.ts';
import { bindingsOf, commandOf, distanceOf, keyLabel, type View } from '../../src/tui/keys.ts';
import { cellsOfLine, textOf } from '../../src/tui/line.ts';
import { withOwnKeys } from '../../src/tui/own-keys.ts';
import { EXPIRED, exchange, logState, opened, reduced, row } from './support.ts';

const TYPED: readonly View[] = ['filter', 'search', 'palette', 'note'];
const VIEWS: readonly View[] = ['log', 'detail', 'help', 'copy', 'menu', 'question', ...TYPED];

describe('the key table', () => {
  test.each(VIEWS)('no key means two things in the view %s', (view) => {
    const keys = bindingsOf(view).flatMap((binding) => binding.keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test.each(TYPED)('where text is typed, every character is text: %s', (view) => {
    const keys = bindingsOf(view).flatMap((binding) => binding.keys);
    expect(keys.filter((key) => key.length === 1)).toEqual([]);
  });

  test('from every view there is a way out', () => {
    for (const view of VIEWS) expect(commandOf(view, 'ctrl-c')).toBe('quit');
    expect(commandOf('log', 'q')).toBe('quit');
    expect(['detail', 'help'].map((view) => commandOf(view as View, 'q'))).toEqual(['back', 'back']);
    expect(commandOf('log', 'escape')).toBe('clear-filter');
    for (const view of ['copy', 'menu', 'palette', 'note', 'question'] as const)
      expect(commandOf(view, 'escape')).toBe('cancel');
  });

  test('a key without meaning in a view has none', () => {
    expect(commandOf('help', 'e')).toBeUndefined();
    expect(commandOf('log', '1')).toBeUndefined();
  });
});

test('the help names every key of the view, with what it does', () => {
  for (const view of ['log', 'detail'] as const) {
    const text = helpLines(view, 200).map(textOf);
    for (const { keys, help } of bindingsOf(view)) {
      expect(text.some((line) => line.includes(`  ${keys.map(keyLabel).join(' ')} `) && line.includes(help))).toBe(
        true,
      );
    }
  }
});

test('the help says how to choose colours and keys, by an example that is accepted', () => {
  expect(helpLines('log', 200).map(textOf).slice(-3)).toEqual([
    'IN config.yaml OF THE DATA FOLDER',
    '  theme: light            the colours: auto, dark, light, high-contrast, terminal',
    '  keys: {replay: ctrl-r}  keys of your own for every command that : lists',
  ]);
  expect(() => withOwnKeys({ replay: ['ctrl-r'] })).not.toThrow();
});

describe('the footer', () => {
  const size = { columns: 100, rows: 24 };

  test('names the keys that work now', () => {
    expect(textOf(footerLine(logState(size, [row(1)])))).toBe(
      ' enter open  / filter  n next failure  y copy  b bug report  e export  r replay      ? help  q quit',
    );
  });

  test('an empty log offers nothing to open', () => {
    expect(textOf(footerLine(logState(size, []))).replace(/ +/g, ' ')).toBe(
      ' / filter i incidents p pause G follow ? help q quit',
    );
  });

  test('esc is offered while a filter is in force', () => {
    const state = reduced(logState(size, [row(1)]), { kind: 'command', command: 'edit-filter' });
    const kept = reduced(state, { kind: 'typed', text: 'me' }, { kind: 'command', command: 'keep-filter' });
    expect(textOf(footerLine(kept))).toContain('esc clear filter');
    expect(textOf(footerLine(state))).toBe(' enter keep  tab complete  esc clear  ↑ before');
  });

  test('a list without items offers nothing to choose', () => {
    const listed = reduced(logState(size, [row(1)]), { kind: 'listed', menu: incidentsMenu([]) });
    expect(textOf(footerLine(listed)).replace(/ +/g, ' ')).toBe(' esc back ? help');
  });

  test('an open call offers the way back', () => {
    const state = opened(logState(size, [row(18, EXPIRED)]), { exchange: exchange(), annotation: null });
    expect(textOf(footerLine(state))).toMatch(/^ esc back {2}.* {2}\? help$/);
  });

  test('fits at every width', () => {
    for (let columns = 40; columns <= 160; columns += 1) {
      const line = footerLine(logState({ columns, rows: 24 }, [row(1)]));
      expect(cellsOfLine(line)).toBeLessThanOrEqual(columns);
      expect(textOf(line)).toContain('? help  q quit');
    }
  });
});

test('a page leaves one line of the old page in sight, half a page is half', () => {
  expect(distanceOf('page-down', 16)).toBe(15);
  expect(distanceOf('half-page-up', 17)).toBe(-8);
  expect(distanceOf('page-up', 1)).toBe(-1);
});
