import { cellsOf, fitted } from './cells.ts';
import { bindingsOf, type KeyBinding, keyLabel, type View } from './keys.ts';
import { type Line, span, wrapLine } from './line.ts';
import { LEGEND } from './signs.ts';

const TITLES: Readonly<Record<View, string>> = {
  log: 'KEYS IN THE LOG',
  filter: 'KEYS WHILE TYPING A FILTER',
  detail: 'KEYS IN A CALL',
  help: 'KEYS IN THE HELP',
};

/** The help called from a view: its keys, and what the signs mean. */
export function helpLines(view: View, cells: number): readonly Line[] {
  const views: readonly View[] = view === 'log' ? ['log', 'filter'] : [view];
  return [
    ...views.flatMap((each) => [[], [span(TITLES[each], 'dim')], ...keyLines(bindingsOf(each), cells)]),
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
