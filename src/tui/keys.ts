import type { Key } from './keypress.ts';
import type { LineEdit } from './line-editor.ts';

/** What can be in front; `filter` is the log with the filter line being typed. */
export type View = 'log' | 'filter' | 'detail' | 'help';

export type Movement =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'half-page-up'
  | 'half-page-down'
  | 'beginning'
  | 'end';

export type SectionJump = 'why' | 'request' | 'response' | 'next-section' | 'previous-section';

export type Command =
  | Movement
  | LineEdit
  | SectionJump
  | 'open'
  | 'back'
  | 'quit'
  | 'help'
  | 'edit-filter'
  | 'keep-filter'
  | 'clear-filter'
  | 'next-failure'
  | 'previous-failure'
  | 'export-report'
  | 'copy-curl'
  | 'tunnel-host';

export interface KeyBinding {
  readonly views: readonly View[];
  readonly keys: readonly Key[];
  readonly command: Command;
  /** What the keys do, for the help. */
  readonly help: string;
  /** One word for the footer of these views; most important first. Left out where it goes without saying. */
  readonly footer?: string;
  /** What must be there for the keys to do anything: a selected row, or a filter. */
  readonly needs?: 'row' | 'filter';
}

const SCROLLED: readonly View[] = ['log', 'detail', 'help'];
const EXCHANGE: readonly View[] = ['log', 'detail'];

/**
 * Every key of the interface. Input is dispatched, the footer written and the help drawn from this table; where two
 * rows name the same key for the same view, the test of the table fails.
 */
export const KEY_TABLE: readonly KeyBinding[] = [
  { views: ['filter'], keys: ['enter'], command: 'keep-filter', help: 'keep the filter', footer: 'keep' },
  { views: ['filter'], keys: ['escape'], command: 'clear-filter', help: 'clear the filter', footer: 'clear' },
  { views: ['filter'], keys: ['left', 'ctrl-b'], command: 'caret-left', help: 'one character to the left' },
  { views: ['filter'], keys: ['right', 'ctrl-f'], command: 'caret-right', help: 'one character to the right' },
  { views: ['filter'], keys: ['home', 'ctrl-a'], command: 'caret-start', help: 'to the start of the line' },
  { views: ['filter'], keys: ['end', 'ctrl-e'], command: 'caret-end', help: 'to the end of the line' },
  { views: ['filter'], keys: ['backspace'], command: 'delete-before', help: 'delete a character' },
  { views: ['filter'], keys: ['delete', 'ctrl-d'], command: 'delete-after', help: 'delete the character ahead' },
  { views: ['filter'], keys: ['ctrl-w'], command: 'delete-word', help: 'delete a word', footer: 'delete word' },
  { views: ['filter'], keys: ['ctrl-u'], command: 'delete-line', help: 'delete to the start', footer: 'delete line' },
  { views: ['filter'], keys: ['up'], command: 'up', help: 'select the row above' },
  { views: ['filter'], keys: ['down'], command: 'down', help: 'select the row below' },
  { views: ['filter'], keys: ['page-up'], command: 'page-up', help: 'one page up' },
  { views: ['filter'], keys: ['page-down'], command: 'page-down', help: 'one page down' },

  {
    views: ['log'],
    keys: ['enter', 'l', 'right'],
    command: 'open',
    help: 'open the selected call',
    footer: 'open',
    needs: 'row',
  },
  { views: ['detail'], keys: ['escape', 'q', 'h', 'left'], command: 'back', help: 'back to the log', footer: 'back' },
  { views: ['help'], keys: ['escape', 'q', '?'], command: 'back', help: 'close the help', footer: 'close' },
  { views: ['detail'], keys: ['tab'], command: 'next-section', help: 'next section', footer: 'section' },
  { views: ['detail'], keys: ['shift-tab'], command: 'previous-section', help: 'previous section' },
  { views: ['detail'], keys: ['1'], command: 'why', help: 'why it failed' },
  { views: ['detail'], keys: ['2'], command: 'request', help: 'the request' },
  { views: ['detail'], keys: ['3'], command: 'response', help: 'the response' },
  {
    views: ['log'],
    keys: ['/', 'f'],
    command: 'edit-filter',
    help: 'filter: every word must occur in method, URL, status, cause or summary',
    footer: 'filter',
  },
  {
    views: ['log'],
    keys: ['escape'],
    command: 'clear-filter',
    help: 'clear the filter',
    footer: 'clear filter',
    needs: 'filter',
  },
  {
    views: EXCHANGE,
    keys: ['e'],
    command: 'export-report',
    help: 'export the bug report, secrets masked',
    footer: 'bug report',
    needs: 'row',
  },
  { views: EXCHANGE, keys: ['n'], command: 'next-failure', help: 'next failure', footer: 'next failure', needs: 'row' },
  { views: EXCHANGE, keys: ['N'], command: 'previous-failure', help: 'previous failure', needs: 'row' },
  {
    views: EXCHANGE,
    keys: ['y'],
    command: 'copy-curl',
    help: 'copy as curl, secrets masked',
    footer: 'curl',
    needs: 'row',
  },
  {
    views: EXCHANGE,
    keys: ['t'],
    command: 'tunnel-host',
    help: 'stop reading this host: let its TLS pass, for clients that pin certificates',
    needs: 'row',
  },
  { views: SCROLLED, keys: ['j', 'down'], command: 'down', help: 'down' },
  { views: SCROLLED, keys: ['k', 'up'], command: 'up', help: 'up' },
  { views: SCROLLED, keys: ['ctrl-d'], command: 'half-page-down', help: 'half a page down' },
  { views: SCROLLED, keys: ['ctrl-u'], command: 'half-page-up', help: 'half a page up' },
  { views: SCROLLED, keys: ['page-down', 'ctrl-f', ' '], command: 'page-down', help: 'one page down' },
  { views: SCROLLED, keys: ['page-up', 'ctrl-b'], command: 'page-up', help: 'one page up' },
  { views: SCROLLED, keys: ['g', 'home'], command: 'beginning', help: 'to the beginning' },
  { views: ['log'], keys: ['G', 'end', 'F'], command: 'end', help: 'to the newest call, and follow', footer: 'follow' },
  { views: ['detail', 'help'], keys: ['G', 'end'], command: 'end', help: 'to the end' },
  { views: EXCHANGE, keys: ['?'], command: 'help', help: 'this help', footer: 'help' },
  { views: ['log'], keys: ['q'], command: 'quit', help: 'quit', footer: 'quit' },
  { views: ['log', 'filter', 'detail', 'help'], keys: ['ctrl-c'], command: 'quit', help: 'quit from anywhere' },
];

export function bindingsOf(view: View): readonly KeyBinding[] {
  return KEY_TABLE.filter(({ views }) => views.includes(view));
}

export function commandOf(view: View, key: Key): Command | undefined {
  return bindingsOf(view).find(({ keys }) => keys.includes(key))?.command;
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
