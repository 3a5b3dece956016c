import { escapedPart } from '../../exchange/json-pointer.ts';
import { jsonTextLines } from '../../exchange/json-text.ts';

interface Level {
  readonly pointer: string;
  /** Of the next element; null in an object. */
  index: number | null;
}

export interface PlacedJson {
  readonly text: string;
  /** Lines, from 0, on which one of the wanted members begins. */
  readonly marked: readonly number[];
}

/** JSON with one member a line, and the lines of the members with these JSON Pointers; undefined where the text is not JSON. */
export function placedJson(text: string, wanted: ReadonlySet<string>): PlacedJson | undefined {
  const lines = jsonTextLines(text);
  if (lines === undefined) return undefined;
  const written: string[] = [];
  const marked: number[] = [];
  const levels: Level[] = [];
  for (const { depth, tokens } of lines) {
    if (wanted.size > 0 && wanted.has(walk(tokens, levels) ?? '\0')) marked.push(written.length);
    written.push('  '.repeat(depth) + tokens.map((token) => (token === ':' ? ': ' : token)).join(''));
  }
  return { text: written.join('\n'), marked };
}

/** Follows one line through the document; gives the pointer of the member that begins on it. */
function walk(tokens: readonly string[], levels: Level[]): string | undefined {
  const first = tokens[0]!;
  if (first === '}' || first === ']') {
    levels.pop();
    return undefined;
  }
  const parent = levels.at(-1);
  const pointer = parent === undefined ? '' : `${parent.pointer}/${stepOf(parent, first)}`;
  for (const token of tokens) {
    if (token === '{' || token === '[') levels.push({ pointer, index: token === '[' ? 0 : null });
    else if (token === '}' || token === ']') levels.pop();
  }
  return pointer;
}

function stepOf(parent: Level, first: string): string {
  if (parent.index !== null) {
    parent.index += 1;
    return String(parent.index - 1);
  }
  return escapedPart(JSON.parse(first) as string);
}
