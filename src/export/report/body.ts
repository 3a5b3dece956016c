import { bodyText, decodeBody, isFormType, mediaType } from '../../exchange/body.ts';
import type { Body } from '../../exchange/exchange.ts';
import type { Headers } from '../../exchange/headers.ts';
import { formatBytes } from '../../exchange/units.ts';
import { type Block, clip, paragraph, words } from './block.ts';
import type { MarkedParts } from './evidence.ts';
import { placedJson } from './json-lines.ts';

/** Longer JSON is cut anyway; laying it out first would cost seconds. */
const LONGEST_PRETTY = 2 * 1024 * 1024;
const LONGEST_EXCERPT = 300;
const MOST_EXCERPTS = 5;

export interface BodyView {
  /** What is to be said about the body outside of it; nothing captured. */
  readonly note: string | undefined;
  readonly language: 'json' | 'xml' | 'html' | 'text';
  /** As much of it as any report can show; undefined where there is no text. */
  readonly text: string | undefined;
  /** Characters of the whole text. */
  readonly length: number;
  /** Lines of evidence, from 0: also of those behind the end of `text`. */
  readonly marked: readonly { readonly line: number; readonly text: string }[];
}

export function viewBody(headers: Headers, body: Body | null, marks: MarkedParts, limit: number): BodyView {
  const nothing = { language: 'text', text: undefined, length: 0, marked: [] } as const;
  if (body === null || body.totalBytes === 0) return { ...nothing, note: 'No body.' };
  const { isCut, bytes } = decodeBody(headers, body);
  const note = isCut ? `Only the first ${formatBytes(bytes.length)} of this body were recorded.` : undefined;
  const text = bodyText(headers, body);
  if (text === undefined) {
    const binary = `${formatBytes(body.totalBytes)} that are not text.`;
    return { ...nothing, note: note === undefined ? binary : `${binary} ${note}` };
  }
  const { type } = mediaType(headers);
  const mayBeJson = text.length <= LONGEST_PRETTY && /^\s{0,64}[{["]/.test(text);
  const json = mayBeJson ? placedJson(text, marks.pointers) : undefined;
  if (json !== undefined) return { ...viewOf(json.text, json.marked, limit), note, language: 'json' };
  const isForm = isFormType(type);
  const shown = (isForm ? text.replaceAll('&', '\n&') : text).replaceAll('\r\n', '\n');
  const marked = isForm ? parameterLines(shown, marks.parameters) : [...marks.lines].map((line) => line - 1);
  return { ...viewOf(shown, marked, limit), note, language: languageOf(type) };
}

function viewOf(text: string, marked: readonly number[], limit: number) {
  // A text without evidence is not split: it may have a million lines.
  const lines = marked.length === 0 ? [] : text.split('\n');
  return {
    text: text.slice(0, limit),
    length: text.length,
    marked: marked
      .filter((line) => lines[line] !== undefined)
      .map((line) => ({ line, text: clip(lines[line]!, LONGEST_EXCERPT) })),
  };
}

function parameterLines(text: string, names: ReadonlySet<string>): number[] {
  if (names.size === 0) return [];
  return text.split('\n').flatMap((line, number) => {
    const name = line.replace(/^&/, '').replace(/=.*$/s, '').replaceAll('+', ' ');
    return names.has(name) ? [number] : [];
  });
}

function languageOf(type: string): BodyView['language'] {
  if (/[/+]xml$/.test(type)) return 'xml';
  if (type === 'text/html') return 'html';
  return /[/+]json$/.test(type) ? 'json' : 'text';
}

/** The body, at most `limit` characters of it; lines of evidence that are cut off follow by themselves. */
export function bodyBlocks({ note, language, text, length, marked }: BodyView, limit: number): Block[] {
  const said = (remark: string | undefined): Block[] => (remark === undefined ? [] : [paragraph(words(remark))]);
  if (text === undefined) return said(note);
  if (length > 0 && limit === 0) {
    return said(`The body of ${length} characters is left out: there is no room for it here.${note ? ` ${note}` : ''}`);
  }
  const shown = text.slice(0, limit).toWellFormed();
  const isCut = length > shown.length;
  const lineCount = shown.split('\n').length - (isCut ? 1 : 0);
  const inside = marked.filter(({ line }) => line < lineCount).map(({ line }) => line);
  const outside = marked.filter(({ line }) => line >= lineCount).slice(0, MOST_EXCERPTS);
  const remarks = [
    ...(note === undefined ? [] : [note]),
    ...(isCut ? [`The first ${shown.length} of ${length} characters are shown.`] : []),
  ];
  return [
    { kind: 'code', language, text: shown, marked: inside },
    ...said(remarks.length === 0 ? undefined : remarks.join(' ')),
    ...outside.flatMap((excerpt): Block[] => [
      paragraph(words(`Line ${excerpt.line + 1}:`)),
      { kind: 'code', language, text: excerpt.text, marked: [0] },
    ]),
  ];
}
