import type { DocumentFormat } from '../format.ts';
import { fetchScript } from '../snippet/fetch.ts';
import { MOST_SNIPPETS } from '../snippet/most-snippets.ts';

export const format: DocumentFormat = {
  kind: 'document',
  name: 'fetch',
  extension: 'mjs',
  describe: 'a JavaScript module that sends the requests with fetch',
  mostItems: MOST_SNIPPETS,
  write: ({ items }, { redaction }) =>
    fetchScript(
      items.map(({ exchange }) => exchange),
      redaction?.masked ?? [],
    ),
};
