/**
 * Characters that must not reach a terminal or a report as they are: C0 and C1 controls, DEL, the bidirectional
 * overrides and isolates (Trojan Source, CVE-2021-42574), zero-width and invisible ones including tags, and lone
 * surrogates. Variation selectors stay: emoji need them.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|\u17b4|\u17b5|\udb40[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  if (character.length === 2) return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Nearly every text: nothing in it can be unsafe, and saying so takes a fraction of the search. */
const PRINTABLE_ASCII = /^[ -~]*$/;

/** The text on one line, every unsafe character shown as a JavaScript escape such as `\x1b` or `\u202e`. */
export function printable(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(UNSAFE, escapeCharacter);
}

/** The same for text of several lines: line feeds and tabs stay, CRLF becomes LF. */
export function printableLines(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(UNSAFE, (character) => {
    return character === '\n' || character === '\t' ? character : escapeCharacter(character);
  });
}
