import { Buffer } from 'node:buffer';
import type { RequestMessage } from '../../exchange/exchange.ts';
import type { Part } from './part.ts';
import type { SecretVariable, SecretVariables } from './secret-variables.ts';
import { encodeUnsafe } from './sent-request.ts';

/** Characters that a reader cannot see, or that a string of a programming language cannot hold as they are. */
const ESCAPED = /[\\'\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

const SHORT: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** What the languages differ in. */
export interface Language {
  /** Of a code point beyond U+FFFF. */
  readonly astral: (codePoint: number) => string;
  readonly comment: '//' | '#';
}

/** A string in single quotes, as JavaScript and Python both read it. */
export function stringLiteral(text: string, { astral }: Language): string {
  const escaped = text.replace(ESCAPED, (character) => {
    const code = character.codePointAt(0)!;
    if (code > 0xffff) return astral(code);
    const short = SHORT[character];
    if (short !== undefined) return short;
    return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
  });
  return `'${escaped}'`;
}

export function hex(code: number, length: number): string {
  return code.toString(16).padStart(length, '0');
}

/** Literals and variables joined with `+`; bytes become one character each, as headers have them. */
export function concatenation(parts: readonly Part[], language: Language): string {
  if (parts.length === 0) return "''";
  return parts
    .map((part) => {
      if (part.kind === 'variable') return part.name;
      return stringLiteral(part.kind === 'literal' ? part.text : Buffer.from(part.bytes).toString('latin1'), language);
    })
    .join(' + ');
}

/** A header value as a string of one character for each byte, secrets as variables. */
export function headerExpression(value: string, secrets: SecretVariables, language: Language): string {
  const parts = secrets.split(value).map((part): Part => {
    if (part.kind !== 'literal' || !/[\u0100-\uffff]/.test(part.text)) return part;
    return { kind: 'literal', text: Buffer.from(part.text, 'utf8').toString('latin1') };
  });
  return concatenation(parts, language);
}

export function urlExpression({ url }: RequestMessage, secrets: SecretVariables, language: Language): string {
  const parts = secrets
    .split(url)
    .map((part): Part => (part.kind === 'literal' ? { kind: 'literal', text: encodeUnsafe(part.text) } : part));
  return concatenation(parts, language);
}

/** Base64 in lines that a diff or a terminal can bear. */
export function base64Lines(bytes: Uint8Array): readonly string[] {
  return (
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,100}/g) ?? ['']
  );
}

/** Text behind the sign of a comment: on one line, and nothing in it but harmless characters. */
export function commentLine(text: string, { comment }: Language): string {
  return `${comment} ${text.replace(/[^\w .,:;/#?=@+\u2026-]/g, '_').slice(0, 300)}`;
}

/** Where a field occurs more than once, and the library knows it only joined. */
export function duplicateRemarks(headers: readonly (readonly [string, string])[]): readonly string[] {
  const names = headers.map(([name]) => name.toLowerCase());
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
  return repeated.length === 0 ? [] : [`Sent as one line each, values joined: ${repeated.join(', ')}`];
}

export function declaredLine(variable: SecretVariable, keyword: string, end: string, language: Language): string {
  const { name, placeholder, where } = variable;
  return `${keyword}${name} = ${stringLiteral(placeholder, language)}${end}  ${commentLine(where, language)}`;
}
