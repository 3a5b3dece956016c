import { pathInWords } from './error-report/field-path.ts';
import type { ErrorReport, FieldError } from './error-report/report.ts';
import { isGenericSentence, isGenericSlug } from './error-report/words.ts';
import { isStatusName } from './status-name.ts';

/**
 * The sentence in which a response says what is wrong, on one line. Where the message only announces an error the first
 * field's takes its place; where there is none at all, the code in words does. Undefined where only the status is repeated.
 */
export function errorMessage(report: ErrorReport, status: number): string | undefined {
  const { message, fields, more, code } = report;
  const [first] = fields;
  if (message !== undefined && !isGenericSentence(message)) {
    // A name for programs where a sentence is expected: `missing_version_header`, and the sentence one level below.
    const sentence =
      /^\w+$/.test(message) && /_/.test(message) ? more.find((text) => /\S \S+ \S/.test(text)) : undefined;
    if (sentence !== undefined) return sentence;
    return first !== undefined && first.message === message ? withName(first) : message;
  }
  if (first !== undefined && first.message !== '' && first.segments.length > 0) return withName(first);
  const remark = more.find((text) => !isStatusName(text, status) && !isGenericSentence(text));
  if (remark !== undefined) return remark;
  if (message !== undefined) return message;
  return code !== undefined && isWord(code) && !isGenericSlug(code) && !isStatusName(code, status) ? code : undefined;
}

/** `price: Field required`; the name alone where the sentence has it already. */
function withName({ segments, path, message }: FieldError): string {
  const name = pathInWords(segments) || path;
  const last = String(segments.findLast((part) => typeof part === 'string') ?? '');
  const isNamed = last === '' || message.toLowerCase().includes(last.toLowerCase());
  return isNamed || name === '' ? message : `${name}: ${message}`;
}

/** `ratelimited`, `invalid_auth`: neither a number nor the name of a class. */
function isWord(code: string): boolean {
  return /^[A-Za-z]/.test(code) && !/[a-z][A-Z]/.test(code);
}
