import { cellsOf, fitted } from './cells.ts';
import { bindingsOf, KEY_TABLE, type KeyBinding, keyLabel, type View } from './keys.ts';
import { type Line, span, wrapLine } from './line.ts';
import { LEGEND } from './signs.ts';

const TITLES: Readonly<Record<View, string>> = {
  log: 'KEYS IN THE LOG',
  filter: 'KEYS WHILE TYPING A FILTER',
  detail: 'KEYS IN A CALL',
  search: 'KEYS WHILE SEARCHING A CALL',
  help: 'KEYS IN THE HELP',
  copy: 'KEYS AFTER COPY',
  menu: 'KEYS IN A LIST',
  palette: 'KEYS IN THE PALETTE',
  note: 'KEYS WHILE TYPING A NOTE',
  question: 'KEYS AT A QUESTION',
};

/** What is shown together. */
const VIEWS_OF: Readonly<Partial<Record<View, readonly View[]>>> = {
  log: ['log', 'filter'],
  detail: ['detail', 'search'],
};

/** The help called from a view: its keys, and what the signs mean. */
export function helpLines(view: View, cells: number, table: readonly KeyBinding[] = KEY_TABLE): readonly Line[] {
  const hasCopy = table.some(({ command }) => command === 'copy');
  const views: readonly View[] = [
    ...(VIEWS_OF[view] ?? [view]),
    ...(hasCopy && view !== 'menu' ? (['copy'] as const) : []),
  ];
  return [
    ...views.flatMap((each) => [
      [],
      [span(TITLES[each], 'dim')],
      ...keyLines(
        bindingsOf(each, table).filter(({ keys }) => keys.length > 0),
        cells,
      ),
    ]),
    [],
    [span('SIGNS', 'dim')],
    ...LEGEND.map(({ glyph, tone, meaning }): Line => [span(`  ${glyph}  `, tone), span(meaning)]),
  ];
}

function keyLines(bindings: readonly KeyBinding[], cells: number): readonly Line[] {
  const labels = bindings.map(({ keys }) => keys.map(keyLabel).join(' '));
  const widest = Math.max(...labels.map(cellsOf));
  return bindings.flatMap(({ help }, index) =>
    wrapLine([span(`  ${fitted(labels[index]!, widest)}  `, 'key'), span(help)], cells, widest + 4, 'words'),
  );
}
