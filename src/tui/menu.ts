import { outcomeOf } from '../exchange/outcome.ts';
import { redactUrl } from '../exchange/redact.ts';
import type { ExchangeRow } from '../exchange/row.ts';
import { formatBytes, formatDuration } from '../exchange/units.ts';
import { cellsOf, fitted, safeText } from './cells.ts';
import type { Incident } from './incidents.ts';
import { bindingsOf, type Command, isMovement, type KeyBinding, keyLabel, type View } from './keys.ts';
import { type Line, span } from './line.ts';
import { type EditedLine, EMPTY_LINE } from './line-editor.ts';
import { signOf } from './signs.ts';
import type { ExportChoice, ExportPreview, MockRule } from './source.ts';
import { shortTarget } from './target.ts';
import { shortDuration } from './time.ts';

export interface MenuItem {
  /** A command, a format, the number of an exchange, or the place of a rule, from 0. */
  readonly name: string;
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

const PLAIN: Pick<Menu, 'selected' | 'search' | 'about' | 'order' | 'preview'> = {
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
  // A command whose name begins so is what was meant.
  return matching.toSorted(
    (one, other) => Number(other.name.startsWith(words[0]!)) - Number(one.name.startsWith(words[0]!)),
  );
}

export function selectedItem(menu: Menu): MenuItem | undefined {
  return shownItems(menu)[menu.selected];
}

export function movedBy(menu: Menu, distance: number): Menu {
  const last = Math.max(0, shownItems(menu).length - 1);
  return { ...menu, selected: Math.min(Math.max(menu.selected + distance, 0), last) };
}

export function searchedFor(menu: Menu, search: EditedLine): Menu {
  return { ...menu, search, selected: 0 };
}

export function exportMenu(choices: readonly ExportChoice[], id: number): Menu {
  const width = Math.max(0, ...choices.map(({ name }) => name.length));
  return {
    ...PLAIN,
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

/** Failures by what is wrong, the one that came last first. */
export function incidentsMenu(incidents: readonly Incident[]): Menu {
  return {
    ...PLAIN,
    kind: 'incidents',
    title: incidents.length === 1 ? '1 incident' : `${incidents.length} incidents`,
    ifEmpty: 'Nothing has failed so far.',
    items: incidents.map((incident) => ({
      name: String(incident.latest.id),
      line: incidentLine(incident),
      help: incidentText(incident),
    })),
  };
}

function incidentLine({ latest, count, route, cause }: Incident): Line {
  const { glyph, tone } = signOf(latest);
  return [
    span(`${glyph} `, tone),
    span(fitted(`×${count}`, 6), 'strong'),
    span(`${fitted(latest.status === null ? '–––' : String(latest.status), 4)}`, tone),
    span(fitted(cause ?? '', 26), tone),
    span(safeText(redactUrl(route.slice(0, 2000)))),
  ];
}

function incidentText({ latest, count, firstAt, lastAt, addresses }: Incident): string {
  const often =
    count === 1 ? 'Once' : `${count} times in ${formatDuration(Math.round((lastAt - firstAt) / 1000) * 1000)}`;
  const where = addresses === 1 ? 'at one address' : `at ${addresses} addresses`;
  return `${often}, ${where}; the latest is #${latest.id}: ${latest.summary}`;
}

const MOST_SORTED = 200;

/** The latest calls of the log in another order. */
export function sortedMenu(rows: readonly ExchangeRow[], order: Order): Menu {
  const key = order === 'slowest' ? (row: ExchangeRow) => row.durationMs ?? 0 : (row: ExchangeRow) => row.responseBytes;
  const finished = rows.filter(({ durationMs }) => durationMs !== null);
  const sorted = finished.toSorted((one, other) => key(other) - key(one)).slice(0, MOST_SORTED);
  const what = rows.length === 1 ? 'call' : `${rows.length} calls`;
  return {
    ...PLAIN,
    kind: 'sorted',
    title: `the ${order} of the latest ${what}`,
    ifEmpty: 'No call has ended so far.',
    order,
    items: sorted.map((row) => ({ name: String(row.id), line: sortedLine(row), help: `#${row.id}: ${row.summary}` })),
  };
}

function sortedLine(row: ExchangeRow): Line {
  const { glyph, tone } = signOf(row);
  const told = outcomeOf(row) === 'good' || row.cause === null ? '' : `  ${row.cause}`;
  return [
    span(`${glyph} `, tone),
    span(
      `${fitted(shortDuration(row.durationMs ?? 0), 7, 'right')} ${fitted(formatBytes(row.responseBytes), 7, 'right')}  `,
      'strong',
    ),
    span(
      `${fitted(safeText(row.method.slice(0, 40)), 7)}${fitted(row.status === null ? '–––' : String(row.status), 4)}`,
    ),
    span(shortTarget(redactUrl(row.url.slice(0, 2000)), 60)),
    span(told, tone),
  ];
}

/** The person's rules about calls, in the order in which they count. */
export function rulesMenu(rules: readonly MockRule[], selected = 0): Menu {
  const widest = Math.max(0, ...rules.map(({ action }) => cellsOf(safeText(action))));
  return {
    ...PLAIN,
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
  const items = bindings.map(({ command, keys, help }) => ({ command, label: keys.map(keyLabel).join(' '), help }));
  const widest = Math.max(0, ...items.map(({ command }) => command.length));
  return {
    ...PLAIN,
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
