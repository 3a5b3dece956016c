import type { DetailCommand } from './detail/commands.ts';
import { DETAIL_KEYS } from './detail/keys.ts';
import type { Key } from './keypress.ts';
import type { LineEdit } from './line-editor.ts';
import { FILTER_KEYS, LOG_KEYS, type LogCommand } from './log-keys.ts';
import { MENU_KEYS, type MenuCommand } from './menu-keys.ts';
import type { LogActions } from './source.ts';

/**
 * What can be in front. `filter` is the log with its filter line being typed, `search` the open call with its search line,
 * `note` a line for a remark, `palette` a menu of commands with a line to search it; `copy` waits for a second key,
 * `question` for yes or no.
 */
export type View = 'log' | 'filter' | 'detail' | 'search' | 'help' | 'copy' | 'menu' | 'palette' | 'note' | 'question';

/** In these, characters are text. */
const TYPED: ReadonlySet<View> = new Set<View>(['filter', 'search', 'palette', 'note']);

export function isTyped(view: View): boolean {
  return TYPED.has(view);
}

export type Movement =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'half-page-up'
  | 'half-page-down'
  | 'beginning'
  | 'end';

export type Command = Movement | LineEdit | DetailCommand | LogCommand | MenuCommand;

export interface KeyBinding {
  readonly views: readonly View[];
  readonly keys: readonly Key[];
  readonly command: Command;
  /** What the keys do, for the help. */
  readonly help: string;
  /** One word for the footer of these views; most important first. Left out where it goes without saying. */
  readonly footer?: string;
  /** What must be there for the keys to do anything: a selected row or item, a filter, or a list that has several orders. */
  readonly needs?: 'row' | 'item' | 'filter' | 'orders';
  /** Where this action was not handed in, the keys do not exist. */
  readonly action?: keyof LogActions;
}

const SCROLLED: readonly View[] = ['log', 'detail', 'help', 'menu'];
const LINES: readonly View[] = ['filter', 'search', 'palette', 'note'];
const EVERYWHERE: readonly View[] = [...SCROLLED, ...LINES, 'copy', 'question'];

const LINE_KEYS: readonly KeyBinding[] = [
  { views: LINES, keys: ['left', 'ctrl-b'], command: 'caret-left', help: 'one character to the left' },
  { views: LINES, keys: ['right', 'ctrl-f'], command: 'caret-right', help: 'one character to the right' },
  { views: LINES, keys: ['home', 'ctrl-a'], command: 'caret-start', help: 'to the start of the line' },
  { views: LINES, keys: ['end', 'ctrl-e'], command: 'caret-end', help: 'to the end of the line' },
  { views: LINES, keys: ['backspace'], command: 'delete-before', help: 'delete a character' },
  { views: LINES, keys: ['delete', 'ctrl-d'], command: 'delete-after', help: 'delete the character ahead' },
  { views: LINES, keys: ['ctrl-w'], command: 'delete-word', help: 'delete a word' },
  { views: LINES, keys: ['ctrl-u'], command: 'delete-line', help: 'delete to the start' },
];

const SCROLL_KEYS: readonly KeyBinding[] = [
  { views: SCROLLED, keys: ['j', 'down'], command: 'down', help: 'down' },
  { views: SCROLLED, keys: ['k', 'up'], command: 'up', help: 'up' },
  { views: SCROLLED, keys: ['ctrl-d'], command: 'half-page-down', help: 'half a page down' },
  { views: SCROLLED, keys: ['ctrl-u'], command: 'half-page-up', help: 'half a page up' },
  { views: SCROLLED, keys: ['page-down', 'ctrl-f', ' '], command: 'page-down', help: 'one page down' },
  { views: SCROLLED, keys: ['page-up', 'ctrl-b'], command: 'page-up', help: 'one page up' },
  { views: SCROLLED, keys: ['g', 'home'], command: 'beginning', help: 'to the beginning' },
  { views: ['log'], keys: ['G', 'end', 'F'], command: 'end', help: 'to the newest call, and follow', footer: 'follow' },
  { views: ['detail', 'help', 'menu'], keys: ['G', 'end'], command: 'end', help: 'to the end' },
];

const WAY_OUT: readonly KeyBinding[] = [
  { views: ['log', 'detail', 'menu'], keys: ['?'], command: 'help', help: 'this help', footer: 'help' },
  { views: ['log'], keys: ['q'], command: 'quit', help: 'quit', footer: 'quit' },
  { views: EVERYWHERE, keys: ['ctrl-z'], command: 'suspend', help: 'back to the shell; `fg` returns' },
  { views: EVERYWHERE, keys: ['ctrl-c'], command: 'quit', help: 'quit from anywhere' },
];

/**
 * Every key of the interface. Input is dispatched, the footer written and help and palette drawn from this table; where two
 * rows name the same key for the same view, the test of the table fails.
 */
export const KEY_TABLE: readonly KeyBinding[] = [
  ...FILTER_KEYS,
  ...LINE_KEYS,
  ...MENU_KEYS,
  ...LOG_KEYS,
  ...DETAIL_KEYS,
  ...SCROLL_KEYS,
  ...WAY_OUT,
];

export function bindingsOf(view: View, table: readonly KeyBinding[] = KEY_TABLE): readonly KeyBinding[] {
  return table.filter(({ views }) => views.includes(view));
}

export function commandOf(view: View, key: Key, table: readonly KeyBinding[] = KEY_TABLE): Command | undefined {
  return bindingsOf(view, table).find(({ keys }) => keys.includes(key))?.command;
}

const KEY_LABELS: Readonly<Record<Key, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  'page-up': 'PgUp',
  'page-down': 'PgDn',
  home: 'Home',
  end: 'End',
  enter: 'enter',
  escape: 'esc',
  ' ': 'space',
};

/** How a key is written for people. */
export function keyLabel(key: Key): string {
  return KEY_LABELS[key] ?? key;
}

/** How many lines a movement goes, up where negative; the ends are further than any log is long. */
export function distanceOf(movement: Movement, page: number): number {
  switch (movement) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    // A line of the old page stays in sight, so that the eye finds its place.
    case 'page-up':
      return -Math.max(1, page - 1);
    case 'page-down':
      return Math.max(1, page - 1);
    case 'half-page-up':
      return -Math.max(1, page >> 1);
    case 'half-page-down':
      return Math.max(1, page >> 1);
    case 'beginning':
      return Number.NEGATIVE_INFINITY;
    case 'end':
      return Number.POSITIVE_INFINITY;
  }
}

const MOVEMENTS: ReadonlySet<string> = new Set<Movement>([
  'up',
  'down',
  'page-up',
  'page-down',
  'half-page-up',
  'half-page-down',
  'beginning',
  'end',
]);

export function isMovement(command: Command): command is Movement {
  return MOVEMENTS.has(command);
}
