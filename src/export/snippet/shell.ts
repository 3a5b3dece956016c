import { Buffer } from 'node:buffer';
import type { Part } from './part.ts';
import type { SecretVariable } from './secret-variables.ts';

/**
 * A word for any POSIX shell that means exactly this text. Nothing in it is expanded or executed, also not by the
 * history expansion of an interactive bash, which reads `!` in double quotes.
 */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** One word of several parts; literals in single quotes, everything else in double quotes. */
export function shellWord(parts: readonly Part[]): string {
  return parts.length === 0 ? "''" : parts.map(shellPart).join('');
}

function shellPart(part: Part): string {
  switch (part.kind) {
    case 'literal':
      return shellQuote(part.text);
    case 'variable':
      return `"$${part.name}"`;
    case 'bytes':
      return `"$(printf '${octal(part.bytes)}')"`;
  }
}

/**
 * The arguments of a `printf` that prints these parts, whatever bytes they hold: control characters and bytes that
 * are not text as octal escapes, variables as `%s`.
 */
export function printfArguments(parts: readonly Part[]): string {
  const format = parts.map((part) => {
    if (part.kind === 'variable') return '%s';
    return part.kind === 'bytes' ? octal(part.bytes) : printfLiteral(part.text);
  });
  const variables = parts.flatMap((part) => (part.kind === 'variable' ? [` "$${part.name}"`] : []));
  // A format that begins with a dash would be an option, and `--` is not known to every printf.
  return `'${format.join('').replace(/^-/, '\\055')}'${variables.join('')}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
const NOT_IN_FORMAT = /[%\\'\u0000-\u0009\u000b-\u001f\u007f]/g;

function printfLiteral(text: string): string {
  return text.replace(NOT_IN_FORMAT, (character) => {
    if (character === '%') return '%%';
    if (character === '\\') return '\\\\';
    if (character === "'") return `'\\''`;
    return octal(Buffer.from(character));
  });
}

function octal(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** Text for behind a `#`: a shell that does not know comments when pasted into (zsh) must not stumble over it either. */
export function shellComment(text: string): string {
  return `# ${text.replace(/[^\w .,:;/#?=@+\u2026-]/g, '_').slice(0, 300)}`;
}

/** Assignments for the top of a script; the placeholder is what the person replaces. */
export function declarations(variables: readonly SecretVariable[]): string[] {
  return variables.map(({ name, placeholder, where }) => `${name}=${shellQuote(placeholder)}  ${shellComment(where)}`);
}
