const INDENT = '  ';

/**
 * JSON with line breaks and indentation, and every token as it was: large numbers keep their digits, members their
 * order, duplicates and escapes. Undefined where the text is not JSON.
 */
export function prettyJson(text: string): string | undefined {
  if (!isJson(text)) return undefined;
  let result = '';
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (isSpace(character)) {
      at += 1;
    } else if (character === '{' || character === '[') {
      const next = afterSpace(text, at + 1);
      if (text[next] === '}' || text[next] === ']') {
        result += character + text[next];
        at = next + 1;
      } else {
        depth += 1;
        result += character + newLine(depth);
        at += 1;
      }
    } else if (character === '}' || character === ']') {
      depth -= 1;
      result += newLine(depth) + character;
      at += 1;
    } else if (character === ',' || character === ':') {
      result += character === ',' ? `,${newLine(depth)}` : ': ';
      at += 1;
    } else {
      const end = character === '"' ? stringEnd(text, at) : wordEnd(text, at);
      result += text.slice(at, end);
      at = end;
    }
  }
  return result;
}

// By hand, because a regular expression for strings with escapes runs out of stack on a long one.
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function wordEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && /[-+.\w]/.test(text[at] ?? '')) at += 1;
  return at;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text[at])) at += 1;
  return at;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}

function newLine(depth: number): string {
  return `\n${INDENT.repeat(Math.min(depth, 40))}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
