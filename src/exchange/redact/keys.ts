import { INNER_FORMATS, KEY_FORMATS, type KeyFormat } from './key-formats.ts';

/** The formats by the code of their first character, in the order of the table. */
const BY_FIRST: readonly (readonly KeyFormat[])[] = Array.from({ length: 128 }, (_, code) =>
  KEY_FORMATS.filter(({ shown }) => shown.charCodeAt(0) === code),
);

/** Of each pair of first characters whether a format begins so: hardly any word does. */
const BEGINS = new Uint8Array(128 * 128);
for (const { shown } of KEY_FORMATS) BEGINS[shown.charCodeAt(0) * 128 + shown.charCodeAt(1)] = 1;

/** The key of a known form that begins here, and where it ends. */
export function keyAt(text: string, at: number): { readonly format: KeyFormat; readonly end: number } | undefined {
  const code = text.charCodeAt(at);
  const second = text.charCodeAt(at + 1);
  if (!(code < 128 && second < 128) || BEGINS[code * 128 + second] === 0) return undefined;
  for (const format of BY_FIRST[code]!) {
    if (format.shown.charCodeAt(1) !== second || !text.startsWith(format.shown, at)) continue;
    const { rest } = format;
    rest.lastIndex = at + format.shown.length;
    if (rest.test(text)) return { format, end: rest.lastIndex };
  }
  return undefined;
}

/** The form in which the text begins, if it is a known one. */
export function keyFormatOf(text: string): Pick<KeyFormat, 'kind' | 'shown'> | undefined {
  return keyAt(text, 0)?.format;
}

/** What a key is called that shows what it is in its middle, where the text is one. */
export function innerKeyOf(text: string): string | undefined {
  if (text.length > 200) return undefined;
  return INNER_FORMATS.find(({ whole, anchor }) => {
    if (!text.includes(anchor)) return false;
    whole.lastIndex = 0;
    return whole.test(text) && whole.lastIndex === text.length;
  })?.kind;
}

/** Ranges of the keys that show what they are in their middle. */
export function innerKeys(text: string): readonly (readonly [start: number, end: number])[] {
  const ranges: [number, number][] = [];
  for (const { anchor, before, whole } of INNER_FORMATS) {
    let done = 0;
    for (let at = text.indexOf(anchor); at >= 0; at = text.indexOf(anchor, at + anchor.length)) {
      for (let start = Math.max(done, at - before); start < at; start += 1) {
        if (!isEdge(text, start)) continue;
        whole.lastIndex = start;
        if (!whole.test(text)) continue;
        done = whole.lastIndex;
        ranges.push([start, done]);
        break;
      }
    }
  }
  return ranges;
}

/** No letter or digit stands before it, or one that ends an escape (`%22`). */
function isEdge(text: string, at: number): boolean {
  if (text[at - 1] === '%' || text[at - 2] === '%') return false;
  return at === 0 || text[at - 3] === '%' || !isAlphanumeric(text.charCodeAt(at - 1));
}

export function isAlphanumeric(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
}
