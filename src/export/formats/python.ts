import type { DocumentFormat } from '../format.ts';
import { MOST_SNIPPETS } from '../snippet/most-snippets.ts';
import { pythonScript } from '../snippet/python.ts';

export const format: DocumentFormat = {
  kind: 'document',
  name: 'python',
  extension: 'py',
  describe: 'a Python script that sends the requests with the library requests',
  mostItems: MOST_SNIPPETS,
  write: ({ items }, { redaction }) =>
    pythonScript(
      items.map(({ exchange }) => exchange),
      redaction?.masked ?? [],
    ),
};
