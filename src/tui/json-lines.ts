import { isJsonPunctuation, jsonTextLines } from '../exchange/json-text.ts';
import { safeText } from './cells.ts';
import { type Line, type Span, span } from './line.ts';

/** JSON with one member a line, names apart from values; undefined where the text is not JSON. */
export function jsonLines(text: string, maxLines: number): readonly Line[] | undefined {
  const laidOut = jsonTextLines(text);
  if (laidOut === undefined) return undefined;
  const lines: Line[] = [];
  for (const { depth, tokens } of laidOut) {
    if (lines.length >= maxLines) break;
    lines.push(depth === 0 ? spansOf(tokens) : [span('  '.repeat(depth)), ...spansOf(tokens)]);
  }
  return lines;
}

function spansOf(tokens: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (const token of tokens) {
    const name = token === ':' ? spans.pop() : undefined;
    if (name !== undefined) spans.push(span(name.text, 'name'), span(': ', 'dim'));
    else spans.push(span(safeText(token), isJsonPunctuation(token) ? 'dim' : 'plain'));
  }
  return spans;
}
