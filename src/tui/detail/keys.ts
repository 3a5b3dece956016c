import type { KeyBinding } from '../keys.ts';
import type { DetailCommand } from './commands.ts';

const TAB_KEYS = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;
const TAB_HELP = [
  'why it failed',
  'the request',
  'the response',
  'what differs from the last success, or from the call chosen with d',
  'messages of a stream',
  'where the time went',
  'both TLS connections',
  'the bytes',
] as const;

function binding(keys: readonly string[], command: DetailCommand, help: string, footer?: string): KeyBinding {
  return { views: ['detail'], keys, command, help, ...(footer === undefined ? {} : { footer }) };
}

/** The keys that only the open exchange has. */
export const DETAIL_KEYS: readonly KeyBinding[] = [
  binding(['enter'], 'activate', 'fold or unfold; from evidence to the bytes it quotes', 'fold, jump'),
  binding(['tab'], 'next-tab', 'next tab', 'next'),
  binding(['shift-tab'], 'previous-tab', 'previous tab'),
  ...TAB_KEYS.map((key, index) => binding([key], `tab-${key}`, TAB_HELP[index]!)),
  binding(['['], 'older-of-route', 'the call before this one of the same route', 'older'),
  binding([']'], 'newer-of-route', 'the call after this one of the same route', 'newer'),
  binding(['/'], 'edit-search', 'search in this tab; n and N then go from place to place', 'search'),
  binding(['x'], 'plain', 'bodies as they came, or laid out', 'as it came'),
  binding(['-'], 'fold-all', 'fold everything'),
  binding(['+', '='], 'unfold-all', 'unfold everything'),
  binding(['c'], 'copy-value', 'copy the value under the cursor, secrets masked', 'copy value'),
  binding(['C'], 'copy-path', 'copy the path of the value under the cursor'),
  { views: ['search'], keys: ['enter'], command: 'keep-search', help: 'keep what is searched for', footer: 'keep' },
  { views: ['search'], keys: ['escape'], command: 'clear-search', help: 'search for nothing', footer: 'clear' },
  { views: ['search'], keys: ['down'], command: 'next-match', help: 'next place', footer: 'next' },
  { views: ['search'], keys: ['up'], command: 'previous-match', help: 'place before', footer: 'before' },
];
