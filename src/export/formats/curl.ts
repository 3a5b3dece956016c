import type { DocumentFormat } from '../format.ts';
import { curlScript } from '../snippet/curl.ts';
import { MOST_SNIPPETS } from '../snippet/most-snippets.ts';

export const format: DocumentFormat = {
  kind: 'document',
  name: 'curl',
  extension: 'sh',
  describe: 'curl commands for a POSIX shell that send the requests again',
  mostItems: MOST_SNIPPETS,
  write: ({ items }, { redaction }) =>
    curlScript(
      items.map(({ exchange }) => exchange),
      { masked: redaction?.masked ?? [] },
    ),
};
