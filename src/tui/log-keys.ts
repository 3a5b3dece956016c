import type { KeyBinding, View } from './keys.ts';

/** What keys do in the log, and to the selected or open call. */
export type LogCommand =
  | 'open'
  | 'unfold'
  | 'fold'
  | 'back'
  | 'quit'
  | 'suspend'
  | 'help'
  | 'edit-filter'
  | 'keep-filter'
  | 'clear-filter'
  | 'next-candidate'
  | 'previous-candidate'
  | 'older-filter'
  | 'newer-filter'
  | 'next-failure'
  | 'previous-failure'
  | 'incidents'
  | 'sort'
  | 'palette'
  | 'copy'
  | 'export'
  | 'export-report'
  | 'replay'
  | 'difference'
  | 'mark'
  | 'mock'
  | 'mock-rules'
  | 'open-pager'
  | 'open-editor'
  | 'tunnel-host'
  | 'pause-recording'
  | 'mouse';

const EXCHANGE: readonly View[] = ['log', 'detail'];

export const FILTER_KEYS: readonly KeyBinding[] = [
  { views: ['filter'], keys: ['enter'], command: 'keep-filter', help: 'keep the filter', footer: 'keep' },
  {
    views: ['filter'],
    keys: ['tab'],
    command: 'next-candidate',
    help: 'complete; again for the next candidate',
    footer: 'complete',
  },
  { views: ['filter'], keys: ['shift-tab'], command: 'previous-candidate', help: 'the candidate before' },
  { views: ['filter'], keys: ['escape'], command: 'clear-filter', help: 'clear the filter', footer: 'clear' },
  { views: ['filter'], keys: ['up', 'ctrl-p'], command: 'older-filter', help: 'the filter before', footer: 'before' },
  { views: ['filter'], keys: ['down', 'ctrl-n'], command: 'newer-filter', help: 'the filter after' },
  { views: ['filter'], keys: ['page-up'], command: 'page-up', help: 'one page up' },
  { views: ['filter'], keys: ['page-down'], command: 'page-down', help: 'one page down' },
];

export const LOG_KEYS: readonly KeyBinding[] = [
  { views: ['log'], keys: ['enter'], command: 'open', help: 'open the selected call', footer: 'open', needs: 'row' },
  {
    views: ['log'],
    keys: ['l', 'right'],
    command: 'unfold',
    help: 'show every call of a repeated failure; open any other call',
    needs: 'row',
  },
  { views: ['log'], keys: ['h', 'left'], command: 'fold', help: 'one line for a repeated failure again', needs: 'row' },
  { views: ['detail'], keys: ['escape', 'q', 'h', 'left'], command: 'back', help: 'back to the log', footer: 'back' },
  { views: ['help'], keys: ['escape', 'q', '?'], command: 'back', help: 'close the help', footer: 'close' },
  {
    views: ['log'],
    keys: ['/', 'f'],
    command: 'edit-filter',
    help: 'filter by words and by fields such as status:5xx or cause:rate-limited',
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
  { views: EXCHANGE, keys: ['n'], command: 'next-failure', help: 'next failure', footer: 'next failure', needs: 'row' },
  { views: EXCHANGE, keys: ['N'], command: 'previous-failure', help: 'previous failure', needs: 'row' },
  {
    views: EXCHANGE,
    keys: ['y'],
    command: 'copy',
    help: 'copy URL, curl command, body, headers or report, secrets masked',
    footer: 'copy',
    needs: 'row',
    action: 'copy',
  },
  {
    views: EXCHANGE,
    keys: ['b'],
    command: 'export-report',
    help: 'write the bug report to a file, secrets masked',
    footer: 'bug report',
    needs: 'row',
  },
  {
    views: EXCHANGE,
    keys: ['e'],
    command: 'export',
    help: 'choose a format, see what would be written and what is masked, then export',
    footer: 'export',
    needs: 'row',
    action: 'previewExport',
  },
  {
    views: EXCHANGE,
    keys: ['r'],
    command: 'replay',
    help: 'send the call again and compare',
    footer: 'replay',
    needs: 'row',
    action: 'replay',
  },
  {
    views: EXCHANGE,
    keys: ['d'],
    command: 'difference',
    help: 'compare two calls: d on one, then on the other; twice on one compares it with the last success',
    needs: 'row',
  },
  { views: ['log'], keys: ['i'], command: 'incidents', help: 'failures by what is wrong', footer: 'incidents' },
  {
    views: ['log'],
    keys: ['p'],
    command: 'pause-recording',
    help: 'stop recording new calls, and go on; traffic passes all the time',
    footer: 'pause',
    action: 'pauseRecording',
  },
  { views: ['log'], keys: ['s'], command: 'sort', help: 'the slowest calls; again for the largest' },
  {
    views: EXCHANGE,
    keys: ['m'],
    command: 'mark',
    help: 'pin the call, with a note: it stays when room is made',
    needs: 'row',
    action: 'pin',
  },
  {
    views: EXCHANGE,
    keys: ['M'],
    command: 'mock',
    help: 'make a rule that answers from now on as the server did in this call',
    needs: 'row',
    action: 'mockFrom',
  },
  {
    views: ['log'],
    keys: ['R'],
    command: 'mock-rules',
    help: 'the rules that answer, change or break calls; enter puts one into force or lets it rest',
    action: 'mockRules',
  },
  {
    views: EXCHANGE,
    keys: ['o'],
    command: 'open-pager',
    help: 'read the response in $PAGER',
    needs: 'row',
    action: 'openOutside',
  },
  {
    views: EXCHANGE,
    keys: ['O'],
    command: 'open-editor',
    help: 'open the response in $EDITOR',
    needs: 'row',
    action: 'openOutside',
  },
  {
    views: EXCHANGE,
    keys: ['t'],
    command: 'tunnel-host',
    help: 'stop reading this host: let its TLS pass, for clients that pin certificates; again to read it',
    needs: 'row',
    action: 'tunnelHost',
  },
  { views: EXCHANGE, keys: [':'], command: 'palette', help: 'all commands, with a search' },
  { views: ['log'], keys: ['ctrl-t'], command: 'mouse', help: 'click with the mouse, or select text with it again' },
];
