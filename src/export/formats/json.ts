import { exchangeToJson } from '../exchange-json.ts';
import type { StreamFormat } from '../format.ts';

export const format: StreamFormat = {
  kind: 'stream',
  name: 'json',
  extension: 'json',
  describe: 'a list with one JSON object for each exchange, whole and annotated',
  frame: () => ({ before: '[\n', between: ',\n', after: '\n]\n' }),
  write: (item) => JSON.stringify(exchangeToJson(item)),
};
