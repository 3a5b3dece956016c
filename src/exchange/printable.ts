/**
 * Characters that must not reach a terminal or a report as they are: C0 and C1 controls, DEL, the bidirectional
 * overrides and isolates (Trojan Source, CVE-2021-42574), zero-width and invisible ones, and lone surrogates.
 */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** The text on one line, every unsafe character shown as a JavaScript escape such as `\x1b` or `\u202e`. */
export function printable(text: string): string {
  return text.replace(UNSAFE, escapeCharacter);
}

/** The same for text of several lines: line feeds and tabs stay, CRLF becomes LF. */
export function printableLines(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(UNSAFE, (character) => {
    return character === '\n' || character === '\t' ? character : escapeCharacter(character);
  });
}
