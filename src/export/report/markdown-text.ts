import { printable, printableLines } from '../../exchange/printable.ts';

/** A fenced block. The fence is longer than any run of backticks inside, so that nothing can close it early. */
export function fence(language: string, content: string): string {
  const marks = '`'.repeat(Math.max(3, longestRun(content) + 1));
  return `${marks}${language}\n${content.replace(/\n+$/, '')}\n${marks}`;
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

/** The text is one line in which no reader of Markdown could take anything for markup. */
export function isPlainSentence(text: string): boolean {
  const line = printable(text);
  return (
    /^[A-Z"'(a-z][\w ,.;:'"()/%+?!-]*$/.test(line) &&
    !/_{2}|\b_|_\b|:\/\/|www\.|\bGH-\d|\b[0-9a-f]{7,40}\b|--/i.test(line)
  );
}

/** Lines that may stand in a fence: unsafe characters as escapes, CRLF as LF. */
export function captured(text: string): string {
  return printableLines(text);
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
