import type { Facts } from '../facts.ts';
import { clip } from '../shown.ts';
import { type Pointer, parsePointer, placesAt } from './pointer.ts';

/** Text with `{{pointer}}` in it. */
export interface Template {
  readonly parts: readonly (string | Pointer)[];
}

/** A name in double braces that is no pointer. */
export interface UnknownName {
  readonly name: string;
}

const LONGEST_VALUE = 160;

/** The template, or the first name in it that leads nowhere. Braces that do not match stand for themselves. */
export function parseTemplate(text: string): Template | UnknownName {
  const parts: (string | Pointer)[] = [];
  let at = 0;
  for (const match of text.matchAll(/\{\{([^{}]{0,400})\}\}/g)) {
    const name = match[1]!.trim();
    const pointer = parsePointer(name);
    if (pointer === undefined) return { name };
    parts.push(text.slice(at, match.index), pointer);
    at = match.index + match[0].length;
  }
  return { parts: [...parts, text.slice(at)].filter((part) => part !== '') };
}

/** With the values of one exchange; what is not there reads `(absent)`. */
export function fillTemplate({ parts }: Template, facts: Facts): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const shown = placesAt(part, facts)[0]?.shown;
      return shown === undefined ? '(absent)' : clip(shown.replace(/\s+/g, ' '), LONGEST_VALUE);
    })
    .join('');
}
