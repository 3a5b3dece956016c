import type { StreamFormat } from '../format.ts';
import { harEntry } from '../har/entry.ts';

export const format: StreamFormat = {
  kind: 'stream',
  name: 'har',
  extension: 'har',
  describe: 'a HAR 1.2 file, with what it has no place for in _httpwhy',
  frame: ({ toolVersion }) => ({
    before: `{"log":{"version":"1.2","creator":${JSON.stringify({ name: 'httpwhy', version: toolVersion ?? '' })},"entries":[\n`,
    between: ',\n',
    after: '\n]}}\n',
  }),
  write: (item, { redaction }) => JSON.stringify(harEntry(item, redaction !== null)),
};
