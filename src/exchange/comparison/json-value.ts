/** A number whose digits a JavaScript number cannot hold: ids of 64 bits, amounts with many places. */
export class LongNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

export type JsonType = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

const LONG_NUMBER = /\d[\d.]{15}/;

/** Undefined where the text is not JSON. Of members of the same name the last one counts. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  if (!/^\s{0,100}[[{"\d\-tfn]/.test(text)) return undefined;
  try {
    return { value: LONG_NUMBER.test(text) ? JSON.parse(text, withDigits) : JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function withDigits(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  const digits = context?.source;
  if (typeof value !== 'number' || digits === undefined || digits.length <= 15) return value;
  return String(value) === digits ? value : new LongNumber(digits);
}

export function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof LongNumber) return 'number';
  return typeof value as 'object' | 'string' | 'number' | 'boolean';
}

export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LongNumber);
}

export function areSame(some: unknown, other: unknown): boolean {
  if (some === other) return true;
  if (typeof some !== 'object' || typeof other !== 'object' || some === null || other === null) return false;
  if (some instanceof LongNumber) return other instanceof LongNumber && some.digits === other.digits;
  if (Array.isArray(some)) {
    if (!Array.isArray(other) || some.length !== other.length) return false;
    for (let i = 0; i < some.length; i += 1) if (!areSame(some[i], other[i])) return false;
    return true;
  }
  if (!isJsonObject(other)) return false;
  const names = Object.keys(some);
  if (names.length !== Object.keys(other).length) return false;
  for (const name of names) {
    if (!Object.hasOwn(other, name) || !areSame((some as Record<string, unknown>)[name], other[name])) return false;
  }
  return true;
}

/** Equal for equal values, whatever the order of members; different ones hardly ever have the same. */
export function hashOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return textHash(value, 37);
    case 'number':
      return (value | 0) === value ? mixed(41, value) : textHash(String(value), 41);
    case 'boolean':
      return value ? 53 : 59;
    default:
      break;
  }
  if (value === null || value === undefined) return 61;
  if (value instanceof LongNumber) return textHash(value.digits, 41);
  if (Array.isArray(value))
    return value.reduce<number>((hash, element) => mixed(hash, hashOf(element)), 23 + value.length);
  let sum = 11;
  for (const name in value)
    sum = (sum + mixed(textHash(name, 7), hashOf((value as Record<string, unknown>)[name]))) | 0;
  return sum;
}

function textHash(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mixed(hash, text.length);
}

function mixed(hash: number, value: number): number {
  return (Math.imul(hash ^ value, 0x5bd1e995) ^ (hash >>> 15)) | 0;
}

/** As JSON, or its beginning: about so many characters are made of it, however large it is. */
export function jsonText(value: unknown, most = 400): string {
  if (value instanceof LongNumber) return value.digits;
  if (typeof value === 'string') return JSON.stringify(value.slice(0, most));
  if (typeof value !== 'object' || value === null) return String(value);
  let left = most;
  const parts: string[] = [];
  const isList = Array.isArray(value);
  for (const name of Object.keys(value)) {
    if (left <= 0) {
      parts.push('…');
      break;
    }
    const member = jsonText((value as Record<string, unknown>)[name], left);
    const part = isList ? member : `${JSON.stringify(name.slice(0, most))}:${member}`;
    parts.push(part);
    left -= part.length + 1;
  }
  return isList ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
}
