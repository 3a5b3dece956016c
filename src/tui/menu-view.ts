import { fitted, safeText } from './cells.ts';
import { footerLine } from './footer.ts';
import type { Frame } from './frame.ts';
import { menuHeight, textWidth } from './layout.ts';
import { cutLine, type Line, span, spread, textOf, wrapLine } from './line.ts';
import { visiblePart } from './line-editor.ts';
import { type Menu, selectedItem, shownItems } from './menu.ts';
import { frontView, type State } from './state.ts';

const LABEL = 'command: ';

/** A list to choose from, and below it what is to be known of the selected item. */
export function menuFrame(state: State, menu: Menu): Frame {
  const cells = textWidth(state.size);
  const { list, below } = menuHeight(state.size, menu.kind === 'export');
  const isTyped = frontView(state) === 'palette';
  const items = shownItems(menu);
  const search = visiblePart(menu.search, cells - LABEL.length);
  const place = items.length === 0 ? '' : `${menu.selected + 1}/${items.length}`;
  const title: Line = isTyped
    ? [span(LABEL, 'key'), span(safeText(search.text))]
    : [span('httpwhy', 'title'), span(`  ${safeText(menu.title)}`, 'strong')];
  const lines: readonly Line[] = [
    spread(title, [span(place, 'dim')], cells),
    ...padded(itemLines(menu, list, cells), list),
    [span('─'.repeat(cells), 'dim')],
    ...padded(belowLines(menu, cells), below),
  ];
  return {
    lines: [...lines.map((line): Line => [span(' '), ...line]), footerLine(state)],
    caret: isTyped ? { x: 1 + LABEL.length + search.caretCell, y: 0 } : undefined,
  };
}

function itemLines(menu: Menu, height: number, cells: number): readonly Line[] {
  const items = shownItems(menu);
  if (items.length === 0) return [[], [span(menu.ifEmpty, 'dim')]];
  const first = Math.max(0, Math.min(menu.selected - (height >> 1), items.length - height));
  return items.slice(first, first + height).map(({ line }, index) => {
    const isSelected = first + index === menu.selected;
    const shown = cutLine([span(isSelected ? '▸ ' : '  '), ...line], cells);
    return isSelected ? [span(fitted(textOf(shown), cells), 'selected')] : shown;
  });
}

function belowLines(menu: Menu, cells: number): readonly Line[] {
  const item = selectedItem(menu);
  if (item === undefined) return [];
  if (menu.kind !== 'export') return wrapLine([span(safeText(item.help.slice(0, 1000)))], cells, 0, 'words');
  if (menu.preview === null || menu.preview.name !== item.name) return [[span('…', 'dim')]];
  const { lines, isWhole, redaction } = menu.preview.preview;
  return [
    ...redaction.slice(0, MOST_REDACTION).map((each) => cutLine([span('! ', 'warning'), span(safeText(each))], cells)),
    ...(redaction.length > MOST_REDACTION ? [[span(`  ${redaction.length - MOST_REDACTION} more`, 'dim')]] : []),
    ...(redaction.length === 0 ? [] : [[]]),
    ...lines.map((each) => cutLine([span(safeText(each.slice(0, 1000)))], cells)),
    ...(isWhole ? [] : [[span('… and so on', 'dim')]]),
  ];
}

/** Masked values are named, as far as there is room for what is exported too. */
const MOST_REDACTION = 5;

function padded(lines: readonly Line[], height: number): readonly Line[] {
  return Array.from({ length: height }, (_, index) => lines[index] ?? []);
}
