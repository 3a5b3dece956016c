import type { Format } from './format.ts';
import type { Reader } from './recorded.ts';

/** Only when needed: every command is loaded at every start, and what checks the entries occupies 13 MiB. */
export const READERS: Readonly<Record<Format, () => Promise<{ readonly read: Reader }>>> = {
  'json-lines': () => import('./json-lines.ts'),
  har: () => import('./har.ts'),
  curl: () => import('./curl.ts'),
};
