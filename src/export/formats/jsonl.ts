import { exchangeLine } from '../exchange-line.ts';
import type { StreamFormat } from '../format.ts';

export const format: StreamFormat = {
  kind: 'stream',
  name: 'jsonl',
  extension: 'jsonl',
  describe: 'JSON lines, one exchange each, as httpwhy annotate reads them',
  frame: () => ({ before: '', between: '\n', after: '\n' }),
  write: exchangeLine,
};
