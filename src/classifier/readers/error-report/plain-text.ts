import { isStatusName } from '../status-name.ts';
import { fieldsInWords } from './field-words.ts';
import { type ErrorReport, MOST_REMARKS, report } from './report.ts';
import { exceptionIn, isGenericSentence, isSlug } from './words.ts';

const MOST_LINES = 12;

/** What plain text says about an error: its first line that is not the name of the status, the others as remarks. */
export function readTextError(text: string, status: number): ErrorReport {
  const lines = text
    .slice(0, 8192)
    .split('\n', MOST_LINES * 2)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[-=*_#\s]+$/.test(line));
  const telling = lines.filter((line) => !isStatusName(line, status)).slice(0, MOST_LINES);
  const exception = exceptionOfTrace(telling);
  // `Parse error:` on a line of its own announces what the next lines say.
  const message = exception ?? announced(telling) ?? telling[0];
  if (message === undefined) return report({ shape: lines.length === 0 ? 'empty' : 'text' });
  return report({
    shape: 'text',
    code: codeIn(message, telling),
    type: exceptionIn(message),
    message,
    fields: fieldsInWords(message, 'response.body'),
    more: telling.filter((line) => line !== message && !/^\s{0,8}(?:at |File ")/.test(line)).slice(0, MOST_REMARKS),
  });
}

/** What follows such a line; the query itself may be repeated before the complaint about it. */
function announced([first = '', ...others]: readonly string[]): string | undefined {
  const isAnnouncement = first.length < 40 && /^[A-Za-z ]{3,30}:$/.test(first) && isGenericSentence(first);
  if (!isAnnouncement) return undefined;
  return others.find((line) => /\bline \d|\bcolumn \d|\berror\b|\bexpected\b|\bunexpected\b/i.test(line)) ?? others[0];
}

/** Python prints the exception last, below its trace; others first. */
function exceptionOfTrace(lines: readonly string[]): string | undefined {
  if (!/^Traceback \(most recent/.test(lines[0] ?? '')) return undefined;
  return lines.findLast((line) => exceptionIn(line) !== undefined);
}

function codeIn(message: string, lines: readonly string[]): string | undefined {
  if (isSlug(message) && /[_.:-]|[a-z][A-Z]|^[A-Z]{4,}$/.test(message)) return message;
  const match =
    /\berror code:? ?(\d{3,5})\b/i.exec(message.slice(0, 200)) ??
    /^Code: (\d{1,5})\b/.exec(message) ??
    /^(?:error )?\[?([A-Z][A-Z0-9]+(?:[_-][A-Z0-9]+)+)\]?(?::| -|$)/i.exec(message) ??
    /^([A-Z]{1,5}-?\d{2,6})[: ]/.exec(message);
  if (match !== null) return match[1];
  // Platforms print theirs on a line of its own: `FUNCTION_INVOCATION_TIMEOUT`.
  return lines.find((line) => /^[A-Z]{2,}(?:_[A-Z0-9]+)+$/.test(line));
}
