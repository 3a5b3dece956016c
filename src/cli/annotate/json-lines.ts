import { UserError } from '../../exchange/user-error.ts';
import { parseCorpusLine } from '../corpus-line.ts';
import { linesOf } from './lines.ts';
import type { Reader, Recorded } from './recorded.ts';

/** Two bodies of a hundred megabytes fit. */
const LONGEST_LINE_MIB = 256;

/** One exchange a line, each with its own history. */
export const read: Reader = async function* (chunks) {
  for await (const line of linesOf(chunks, LONGEST_LINE_MIB * 1024 * 1024)) {
    if (line.kind === 'too-long') {
      yield problem(line.number, `is longer than ${LONGEST_LINE_MIB} MiB at byte ${line.offset}, and was passed over.`);
      continue;
    }
    const text = line.number === 1 ? line.text.replace(/^\ufeff/, '') : line.text;
    if (text.trim() === '') continue;
    try {
      yield { kind: 'exchange', ...parseCorpusLine(text), unknown: null };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      yield problem(line.number, `${error.message} ${error.nextStep}`);
    }
  }
};

function problem(number: number, words: string): Recorded {
  return { kind: 'problem', message: `line ${number}: ${words}` };
}
