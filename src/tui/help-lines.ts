import { cellsOf, fitted } from './cells.ts';
import { bindingsOf, KEY_TABLE, type KeyBinding, keyLabel, type View } from './keys.ts';
import { type Line, span, wrapLine } from './line.ts';
import { LEGEND } from './signs.ts';
import { THEME_NAMES } from './theme.ts';

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

type Explained = readonly [label: string, help: string];

/** What a person can set. */
const SETTINGS: readonly Explained[] = [
  ['theme: light', `the colours: ${THEME_NAMES.join(', ')}`],
  ['keys: {replay: ctrl-r}', 'keys of your own for every command that : lists'],
];

/** The help called from a view: its keys, what the signs mean, and what can be set. */
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
      ...explainedLines(
        bindingsOf(each, table)
          .filter(({ keys }) => keys.length > 0)
          .map(({ keys, help }) => [keys.map(keyLabel).join(' '), help]),
        cells,
      ),
    ]),
    [],
    [span('SIGNS', 'dim')],
    ...LEGEND.map(({ glyph, tone, meaning }): Line => [span(`  ${glyph}  `, tone), span(meaning)]),
    [],
    [span('IN config.yaml OF THE DATA FOLDER', 'dim')],
    ...explainedLines(SETTINGS, cells),
  ];
}

function explainedLines(explained: readonly Explained[], cells: number): readonly Line[] {
  const widest = Math.max(...explained.map(([label]) => cellsOf(label)));
  return explained.flatMap(([label, help]) =>
    wrapLine([span(`  ${fitted(label, widest)}  `, 'key'), span(help)], cells, widest + 4, 'words'),
  );
}
