import type { DocumentFormat } from '../format.ts';
import { httpieScript } from '../snippet/httpie.ts';
import { MOST_SNIPPETS } from '../snippet/most-snippets.ts';

export const format: DocumentFormat = {
  kind: 'document',
  name: 'httpie',
  extension: 'sh',
  describe: 'HTTPie commands for a POSIX shell',
  mostItems: MOST_SNIPPETS,
  write: ({ items }, { redaction }) =>
    httpieScript(
      items.map(({ exchange }) => exchange),
      redaction?.masked ?? [],
    ),
};
