import { printable, printableLines } from '../exchange/printable.ts';

/** A fenced block. The fence is longer than any run of backticks inside, so that nothing can close it early. */
export function fence(language: string, content: string): string {
  const marks = '`'.repeat(Math.max(3, longestRun(content) + 1));
  return `${marks}${language}\n${content.replace(/\n+$/, '')}\n${marks}`;
}

/** Text of several lines that was captured: unsafe characters shown as escapes, CRLF as LF. */
export function fenceCaptured(language: string, content: string): string {
  return fence(language, printableLines(content));
}

/** Captured text within a line: nothing in it renders, notifies (`@name`) or links (`#12`). */
export function inlineCode(text: string): string {
  const line = printable(text);
  if (line.trim() === '') return line === '' ? '(empty)' : '(white space)';
  const marks = '`'.repeat(longestRun(line) + 1);
  // The blanks are dropped when rendered, and needed next to a backtick.
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${marks}${pad}${line}${pad}${marks}`;
}

/** The same in a cell of a table, where a bar ends the cell even in code. */
export function cellCode(text: string): string {
  return inlineCode(text).replaceAll('|', '\\|');
}

/** A sentence as it is where no reader of Markdown could take anything in it for markup, else as code. */
export function sentence(text: string): string {
  const line = printable(text);
  const isPlain =
    /^[A-Z"'(a-z][\w ,.;:'"()/%+?!-]*$/.test(line) &&
    !/_{2}|\b_|_\b|:\/\/|www\.|\bGH-\d|\b[0-9a-f]{7,40}\b|--/i.test(line);
  return isPlain ? line : inlineCode(line);
}

/** At most so many characters; what is missing is counted. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit).toWellFormed()}… (${text.length - limit} more characters)`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
