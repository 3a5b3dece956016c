import { cellsOf, fitted, safeText } from './cells.ts';
import { bindingsOf, type Command, isMovement, type KeyBinding, keyLabel, type View } from './keys.ts';
import { type Line, span } from './line.ts';
import { type EditedLine, EMPTY_LINE } from './line-editor.ts';
import type { ExportChoice, ExportPreview, MockRule } from './source.ts';

export interface MenuItem {
  /** A command, a format, the number of an exchange, or the place of a rule, from 0. */
  readonly name: string;
  /** What stays the same when the list is read again; the name where it is left out. */
  readonly key?: string;
  readonly line: Line;
  /** One sentence or some, shown for the selected item. */
  readonly help: string;
}

export type Order = 'slowest' | 'largest';

export interface Menu {
  readonly kind: 'export' | 'incidents' | 'sorted' | 'palette' | 'rules';
  readonly title: string;
  /** What it says where there are no items. */
  readonly ifEmpty: string;
  readonly items: readonly MenuItem[];
  /** Index into the items that the search leaves. */
  readonly selected: number;
  readonly search: EditedLine;
  /** The exchange that it is about. */
  readonly about: number | null;
  readonly order: Order | null;
  /** What would be exported, for the format of this name. */
  readonly preview: { readonly name: string; readonly preview: ExportPreview } | null;
}

/** What menus have in common when they open. */
export const PLAIN_MENU: Pick<Menu, 'selected' | 'search' | 'about' | 'order' | 'preview'> = {
  selected: 0,
  search: EMPTY_LINE,
  about: null,
  order: null,
  preview: null,
};

/** The items in which every searched word occurs. */
export function shownItems({ items, search }: Menu): readonly MenuItem[] {
  const words = search.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return items;
  const matching = items.filter(({ name, help }) => {
    const text = `${name} ${help}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  // A command whose name begins so is what was meant, and the shortest of them first: `export` before `export-report`.
  const rank = ({ name }: MenuItem) => (name.startsWith(words[0]!) ? name.length : Number.POSITIVE_INFINITY);
  return matching.toSorted((one, other) => {
    const [first, second] = [rank(one), rank(other)];
    return first === second ? 0 : first - second;
  });
}

export function selectedItem(menu: Menu): MenuItem | undefined {
  return shownItems(menu)[menu.selected];
}

export function movedBy(menu: Menu, distance: number): Menu {
  const last = Math.max(0, shownItems(menu).length - 1);
  return { ...menu, selected: Math.min(Math.max(menu.selected + distance, 0), last) };
}

/**
 * A list that was read again while it is open. What was selected stays so; with `isKeptInPlace` the items also stay in their
 * order, and new ones come at the end: nothing moves under the eyes of somebody who reads.
 */
export function relisted(menu: Menu, fresh: Menu, isKeptInPlace: boolean): Menu {
  const rest = new Map(fresh.items.map((item) => [keyOf(item), item]));
  const kept = isKeptInPlace ? menu.items.map(keyOf).filter((key) => rest.has(key)) : [];
  const order = new Set([...kept, ...rest.keys()]);
  const items = [...order].map((key) => rest.get(key)!);
  const selected = selectedItem(menu);
  // Nobody has moved away from the first one, whichever it is.
  const isFirst = menu.selected === 0 && !isKeptInPlace;
  const at = selected === undefined || isFirst ? 0 : items.findIndex((item) => keyOf(item) === keyOf(selected));
  return { ...fresh, items, selected: at === -1 ? Math.min(menu.selected, Math.max(0, items.length - 1)) : at };
}

function keyOf({ key, name }: MenuItem): string {
  return key ?? name;
}

export function searchedFor(menu: Menu, search: EditedLine): Menu {
  return { ...menu, search, selected: 0 };
}

export function exportMenu(choices: readonly ExportChoice[], id: number): Menu {
  const width = Math.max(0, ...choices.map(({ name }) => name.length));
  return {
    ...PLAIN_MENU,
    kind: 'export',
    title: `export #${id}`,
    ifEmpty: 'There are no formats.',
    about: id,
    items: choices.map(({ name, describe }) => ({
      name,
      line: [span(fitted(safeText(name), width), 'name'), span(`  ${safeText(describe)}`)],
      help: describe,
    })),
  };
}

/** The person's rules about calls, in the order in which they count. */
export function rulesMenu(rules: readonly MockRule[], selected = 0): Menu {
  const widest = Math.max(0, ...rules.map(({ action }) => cellsOf(safeText(action))));
  return {
    ...PLAIN_MENU,
    kind: 'rules',
    title: rules.length === 1 ? '1 rule' : `${rules.length} rules`,
    ifEmpty: 'No rules yet. M makes one of the selected call.',
    selected: Math.min(selected, Math.max(0, rules.length - 1)),
    items: rules.map(({ name, isEnabled, match, action }, index) => ({
      name: String(index),
      line: [
        span(isEnabled ? '● on   ' : '○ off  ', isEnabled ? 'success' : 'dim'),
        span(`${fitted(safeText(action), Math.min(widest, WIDEST_ACTION))}  `, isEnabled ? 'plain' : 'dim'),
        span(safeText(name), isEnabled ? 'name' : 'dim'),
      ],
      help: `${name}: ${action}${match === name || match === '' ? '' : `; for ${match}`}. Enter ${isEnabled ? 'lets it rest' : 'puts it into force'}.`,
    })),
  };
}

const WIDEST_ACTION = 32;

/** Everything that can be done in a view, whether or not a key does it. */
export function paletteMenu(view: View, table: readonly KeyBinding[]): Menu {
  const bindings = bindingsOf(view, table).filter(({ command }) => !isMovement(command) && command !== 'palette');
  // A command may have several rows in the table, of which the first says what it does here.
  const items = [...Map.groupBy(bindings, ({ command }) => command)].map(([command, rows]) => ({
    command,
    label: rows.flatMap(({ keys }) => keys.map(keyLabel)).join(' '),
    help: rows[0]!.help,
  }));
  const widest = Math.max(0, ...items.map(({ command }) => command.length));
  return {
    ...PLAIN_MENU,
    kind: 'palette',
    title: 'commands',
    ifEmpty: 'No command is called so.',
    items: items.map(({ command, label, help }) => ({
      name: command,
      line: [span(fitted(command, widest), 'name'), span(`  ${fitted(label, 10)}`, 'key'), span(`  ${help}`)],
      help,
    })),
  };
}

export function commandIn({ name }: MenuItem): Command {
  return name as Command;
}
