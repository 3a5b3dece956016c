import { safeText } from './cells.ts';
import { type Line, type Span, span } from './line.ts';

/** Deeper values are not indented further, so that a body of nothing but brackets stays small. */
const MAX_INDENTED_DEPTH = 30;

/**
 * JSON with one member a line. Works on the text, not on the parsed value, so that numbers keep their digits,
 * and duplicate names and the order of members stay visible. Undefined where the text is not JSON.
 */
export function jsonLines(text: string, maxLines: number): readonly Line[] | undefined {
  if (!isJson(text)) return undefined;
  const lines: Line[] = [];
  let line: Span[] = [];
  let depth = 0;
  let previous = '';
  const endLine = () => {
    lines.push(line);
    line = [span('  '.repeat(Math.min(depth, MAX_INDENTED_DEPTH)))];
  };
  for (const token of tokensOf(text)) {
    if (lines.length >= maxLines) return lines;
    const isFirstInside = previous === '{' || previous === '[';
    if (token === '}' || token === ']') {
      if (!isFirstInside) {
        depth -= 1;
        endLine();
      }
    } else if (isFirstInside) {
      depth += 1;
      endLine();
    } else if (previous === ',') {
      endLine();
    }
    if (token === ':') {
      const name = line.pop()!;
      line.push(span(name.text, 'name'), span(': ', 'dim'));
    } else {
      line.push(span(safeText(token), isPunctuation(token) ? 'dim' : 'plain'));
    }
    previous = token;
  }
  lines.push(line);
  return lines;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The tokens of RFC 8259 §2 without white space; the text is known to be valid. */
function* tokensOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const character = text[start]!;
    let end = start + 1;
    if (character === '"') {
      while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      end += 1;
    } else if (!isPunctuation(character) && !isSpace(character)) {
      while (end < text.length && !isPunctuation(text[end]!) && !isSpace(text[end]!)) end += 1;
    }
    if (!isSpace(character)) yield text.slice(start, end);
    start = end;
  }
}

function isPunctuation(token: string): boolean {
  return token.length === 1 && '{}[],:'.includes(token);
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}
