import { type Line, type Span, span, textOf } from '../line.ts';

/** The part of a line from one index of its text to another, set apart from the rest. */
export function markedPart(line: Line, from: number, to: number): Line {
  const spans: Span[] = [];
  let offset = 0;
  for (const { text, tone } of line) {
    const start = Math.min(Math.max(from - offset, 0), text.length);
    const end = Math.min(Math.max(to - offset, start), text.length);
    if (start > 0) spans.push(span(text.slice(0, start), tone));
    if (end > start) spans.push(span(text.slice(start, end), 'mark'));
    if (end < text.length) spans.push(span(text.slice(end), tone));
    offset += text.length;
  }
  return spans;
}

const MOST_MATCHES = 50;

/** Every place of a line where the text stands, in whatever case. */
export function markedMatches(line: Line, wanted: string): Line {
  const text = textOf(line).toLowerCase();
  const looked = wanted.toLowerCase();
  let marked = line;
  for (let at = text.indexOf(looked), count = 0; at >= 0 && count < MOST_MATCHES; count += 1) {
    marked = markedPart(marked, at, at + looked.length);
    at = text.indexOf(looked, at + looked.length);
  }
  return marked;
}

/** What evidence quotes: from a column on one word, else what the line says of its name. */
export function markedQuote(line: Line, column: number | undefined): Line {
  const text = textOf(line);
  if (column !== undefined) {
    const word = /^(?:[\p{Letter}\p{Number}_]+|.)/u.exec(text.slice(column))?.[0] ?? '';
    return markedPart(line, column, column + word.length);
  }
  const isValue = ({ tone, text: part }: Span) => tone !== 'dim' && tone !== 'name' && part.trim() !== '';
  if (!line.some(isValue)) return line.map((each) => (each.text.trim() === '' ? each : span(each.text, 'mark')));
  return line.map((each) => (isValue(each) ? span(each.text, 'mark') : each));
}
