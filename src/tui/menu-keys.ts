import type { KeyBinding } from './keys.ts';
import type { CopiedPart } from './source.ts';

/** What keys do in menus, and where one more key or a line of text is waited for. */
export type MenuCommand = `copy-${CopiedPart}` | 'cancel' | 'choose' | 'keep-note' | 'yes' | 'next-order';

export const MENU_KEYS: readonly KeyBinding[] = [
  { views: ['copy'], keys: ['u'], command: 'copy-url', help: 'copy the URL', footer: 'URL' },
  { views: ['copy'], keys: ['c', 'y'], command: 'copy-curl', help: 'copy as a curl command', footer: 'curl' },
  { views: ['copy'], keys: ['b'], command: 'copy-body', help: 'copy the body of the response', footer: 'body' },
  { views: ['copy'], keys: ['h'], command: 'copy-headers', help: 'copy the response headers', footer: 'headers' },
  { views: ['copy'], keys: ['r'], command: 'copy-report', help: 'copy the bug report', footer: 'report' },
  { views: ['menu', 'palette'], keys: ['enter'], command: 'choose', help: 'choose', footer: 'choose', needs: 'item' },
  { views: ['menu'], keys: ['l', 'right'], command: 'choose', help: 'choose' },
  {
    views: ['menu'],
    keys: ['s'],
    command: 'next-order',
    help: 'another order',
    needs: 'orders',
    footer: 'other order',
  },
  { views: ['palette'], keys: ['up', 'ctrl-p'], command: 'up', help: 'up' },
  { views: ['palette'], keys: ['down', 'ctrl-n', 'tab'], command: 'down', help: 'down' },
  { views: ['palette'], keys: ['page-up'], command: 'page-up', help: 'one page up' },
  { views: ['palette'], keys: ['page-down'], command: 'page-down', help: 'one page down' },
  { views: ['note'], keys: ['enter'], command: 'keep-note', help: 'pin with this note', footer: 'pin' },
  { views: ['question'], keys: ['y', 'Y'], command: 'yes', help: 'yes', footer: 'yes' },
  { views: ['question'], keys: ['n', 'N', 'escape', 'q', 'enter'], command: 'cancel', help: 'no', footer: 'no' },
  { views: ['copy', 'menu'], keys: ['escape', 'q'], command: 'cancel', help: 'back', footer: 'back' },
  { views: ['menu'], keys: ['h', 'left'], command: 'cancel', help: 'back' },
  { views: ['palette', 'note'], keys: ['escape'], command: 'cancel', help: 'back', footer: 'back' },
];
