/** One line of laid-out JSON. */
export interface JsonLine {
  /** Levels of indentation. Deeper values are not indented further, so that a body of nothing but brackets stays small. */
  readonly depth: number;
  /** The tokens of RFC 8259 §2, as they stand in the text. */
  readonly tokens: readonly string[];
}

const MAX_DEPTH = 30;

/**
 * JSON with one member a line. Works on the text, not on the parsed value, so that numbers keep their digits, and
 * duplicate names and the order of members stay visible. Undefined where the text is not JSON.
 */
export function jsonTextLines(text: string): Generator<JsonLine> | undefined {
  return isJson(text) ? layOut(text) : undefined;
}

/** The lines joined, with two spaces a level; undefined where the text is not JSON. */
export function prettyJson(text: string): string | undefined {
  const lines = jsonTextLines(text);
  if (lines === undefined) return undefined;
  return Array.from(lines, ({ depth, tokens }) => '  '.repeat(depth) + tokens.map(spaced).join('')).join('\n');
}

function spaced(token: string): string {
  return token === ':' ? ': ' : token;
}

function* layOut(text: string): Generator<JsonLine> {
  let tokens: string[] = [];
  let depth = 0;
  let lineDepth = 0;
  let previous = '';
  for (const token of tokensOf(text)) {
    const isFirstInside = previous === '{' || previous === '[';
    const isClosing = token === '}' || token === ']';
    if (isClosing && !isFirstInside) depth -= 1;
    if (!isClosing && isFirstInside) depth += 1;
    if (isClosing ? !isFirstInside : isFirstInside || previous === ',') {
      yield { depth: Math.min(lineDepth, MAX_DEPTH), tokens };
      tokens = [];
      lineDepth = depth;
    }
    tokens.push(token);
    previous = token;
  }
  yield { depth: Math.min(lineDepth, MAX_DEPTH), tokens };
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The text is known to be valid. By hand: a regular expression for strings runs out of stack on a long one. */
function* tokensOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const character = text[start]!;
    let end = start + 1;
    if (character === '"') {
      while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      end += 1;
    } else if (!isJsonPunctuation(character) && !isSpace(character)) {
      while (end < text.length && !isJsonPunctuation(text[end]!) && !isSpace(text[end]!)) end += 1;
    }
    if (!isSpace(character)) yield text.slice(start, end);
    start = end;
  }
}

export function isJsonPunctuation(token: string): boolean {
  return token.length === 1 && '{}[],:'.includes(token);
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}
