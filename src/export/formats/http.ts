import type { DocumentFormat } from '../format.ts';
import { httpFile } from '../snippet/http-file.ts';
import { MOST_SNIPPETS } from '../snippet/most-snippets.ts';

export const format: DocumentFormat = {
  kind: 'document',
  name: 'http',
  extension: 'http',
  describe: 'a .http file for the REST clients of editors',
  mostItems: MOST_SNIPPETS,
  write: ({ items }, { redaction }) =>
    httpFile(
      items.map(({ exchange }) => exchange),
      redaction?.masked ?? [],
    ),
};
