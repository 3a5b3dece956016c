import { describe, expect, test } from 'vitest';
import { IncidentBook } from '../../src/tui/incidents.ts';
import { incidentsMenu } from '../../src/tui/incidents-menu.ts';
import { KEY_TABLE } from '../../src/tui/keys.ts';
import {
  type Menu,
  movedBy,
  PLAIN_MENU,
  paletteMenu,
  relisted,
  searchedFor,
  selectedItem,
  shownItems,
} from '../../src/tui/menu.ts';
import { EXPIRED, REFUSED, row } from './support.ts';

function listOf(...names: readonly string[]): Menu {
  const items = names.map((name) => ({ name, line: [], help: name }));
  return { ...PLAIN_MENU, kind: 'sorted', title: '', ifEmpty: '', items };
}

function namesOf({ items }: Menu) {
  return items.map(({ name }) => name).join('');
}

describe('a list that is read again', () => {
  test('keeps what is selected, wherever it is then', () => {
    const menu = relisted(movedBy(listOf('a', 'b', 'c'), 1), listOf('x', 'a', 'y', 'b'), false);
    expect([selectedItem(menu)?.name, namesOf(menu)]).toEqual(['b', 'xayb']);
  });

  test('keeps the first one selected where nobody has moved', () => {
    expect(selectedItem(relisted(listOf('a', 'b'), listOf('x', 'a'), false))?.name).toBe('x');
  });

  test('keeps its order where it must, and puts what is new at the end', () => {
    const menu = relisted(movedBy(listOf('a', 'b', 'c'), 2), listOf('x', 'c', 'a'), true);
    expect([selectedItem(menu)?.name, namesOf(menu)]).toEqual(['c', 'acx']);
  });

  test('selects what has come into the place of one that is gone', () => {
    expect(selectedItem(relisted(movedBy(listOf('a', 'b', 'c'), 2), listOf('a'), true))?.name).toBe('a');
  });
});

describe('incidents', () => {
  const book = new IncidentBook();
  book.note([row(1, REFUSED), ...[2, 3, 4].map((id) => row(id, EXPIRED))]);

  test('are counted as in the log; rarer failures are listed too', () => {
    expect(incidentsMenu(book.incidents(20)).title).toBe('1 incident, 1 rarer failure');
    expect(incidentsMenu(book.incidents(20).slice(1)).title).toBe('1 failure');
    expect(incidentsMenu([]).title).toBe('incidents');
  });

  test('say how often they happened', () => {
    expect(incidentsMenu(book.incidents(20)).items.map(({ help }) => help)).toEqual([
      '3 times in 2 s, at one address; the latest is #4: the token expired 8 s before the server’s clock said 12:03:18',
      'Once; the latest is #1: nothing listens on db.internal:8443',
    ]);
  });

  test('stay the same while they grow', () => {
    const before = incidentsMenu(book.incidents(20)).items[0]!;
    book.note([row(5, EXPIRED)]);
    const after = incidentsMenu(book.incidents(20)).items[0]!;
    expect([before.key === after.key, before.name, after.name]).toEqual([true, '4', '5']);
  });
});

describe('the palette', () => {
  const palette = paletteMenu('log', KEY_TABLE);
  const found = (text: string) =>
    shownItems(searchedFor(palette, { text, caret: text.length })).map(({ name }) => name);

  test('names every command once', () => {
    const names = palette.items.map(({ name }) => name);
    expect(names).toContain('quit');
    expect(new Set(names).size).toBe(names.length);
  });

  test('puts a command that begins so first, and the shortest of them before the others', () => {
    expect(found('expo')).toEqual(['export', 'export-report']);
    expect(found('pause')[0]).toBe('pause-recording');
    expect(found('nothing like it')).toEqual([]);
  });
});
