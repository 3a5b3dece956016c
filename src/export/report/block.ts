/** Text within a line. Captured text is only ever `code` or `sentence`: a renderer makes it harmless. */
export type Inline =
  /** Our own words, without anything captured in them. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  /** Captured text, shown as code. */
  | { readonly kind: 'code'; readonly text: string }
  /** A sentence about the exchange, in which captured text may stand: code where it could be taken for markup. */
  | { readonly kind: 'sentence'; readonly text: string };

export type Line = readonly Inline[];

/** A report before it is Markdown or HTML. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly line: Line }
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  /** A name and what is known under it. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, line: Line])[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  /** Captured text of several lines, unsafe characters in it not escaped yet; marked lines are evidence. */
  | {
      readonly kind: 'code';
      readonly language: 'http' | 'json' | 'xml' | 'html' | 'text' | 'sh';
      readonly text: string;
      /** Line numbers from 0. */
      readonly marked: readonly number[];
    }
  /** Shown on demand where that is possible, else left out in favour of `instead`. */
  | {
      readonly kind: 'details';
      readonly summary: string;
      readonly blocks: readonly Block[];
      readonly instead: string;
    };

export const words = (text: string): Inline => ({ kind: 'words', text });
export const strong = (text: string): Inline => ({ kind: 'strong', text });
export const code = (text: string): Inline => ({ kind: 'code', text });
export const sentence = (text: string): Inline => ({ kind: 'sentence', text });

export function heading(level: 1 | 2 | 3, ...line: Inline[]): Block {
  return { kind: 'heading', level, line };
}

export function paragraph(...line: Inline[]): Block {
  return { kind: 'paragraph', line };
}

/** At most so many characters; what is missing is counted. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit).toWellFormed()}… (${text.length - limit} more characters)`;
}
