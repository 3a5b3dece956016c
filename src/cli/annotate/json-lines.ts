import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { UserError } from '../../exchange/user-error.ts';
import { parseCorpusLine } from '../corpus-line.ts';
import type { Reader } from './recorded.ts';

/** One exchange a line, each with its own history. */
export const read: Reader = async function* (chunks) {
  const lines = createInterface({ input: Readable.from(chunks), crlfDelay: Number.POSITIVE_INFINITY });
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber += 1;
    const text = lineNumber === 1 ? line.replace(/^\ufeff/, '') : line;
    if (text.trim() === '') continue;
    try {
      yield { kind: 'exchange', ...parseCorpusLine(text), unknown: null };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      yield { kind: 'problem', message: `line ${lineNumber}: ${error.message} ${error.nextStep}` };
    }
  }
};
