import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { CaseError, type Line } from './cases-line.ts';

const OPENING = /\{\{(jwt|base64|repeat) /g;
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const RELATIVE = /^([+-])(\d+)([smhd])$/;

/**
 * The text with `{{jwt {header} {payload}}}`, `{{base64 text}}` and `{{repeat 20 text}}` written out.
 * Any other pair of braces stays: a template that nobody filled in is a case of its own.
 */
export function expandMacros(text: string, startedAt: number, line: Line): string {
  let result = '';
  let at = 0;
  for (const opening of text.matchAll(OPENING)) {
    if (opening.index < at) continue;
    const from = opening.index + opening[0].length;
    const { value, end } =
      opening[1] === 'jwt' ? jwtAt(text, from, startedAt, line) : plainAt(opening[1]!, text, from, line);
    result += text.slice(at, opening.index) + value;
    at = end;
  }
  return result + text.slice(at);
}

interface Expansion {
  readonly value: string;
  readonly end: number;
}

function plainAt(name: string, text: string, from: number, line: Line): Expansion {
  const end = text.indexOf('}}', from);
  if (end === -1) throw new CaseError(line, `{{${name} without }}`);
  const argument = text.slice(from, end);
  if (name === 'base64') return { value: Buffer.from(argument, 'utf8').toString('base64'), end: end + 2 };
  const [, count, unit] = /^(\d{1,5}) (.+)$/.exec(argument) ?? [];
  if (count === undefined || unit === undefined) throw new CaseError(line, 'expected {{repeat 20 text}}');
  return { value: unit.repeat(Number(count)), end: end + 2 };
}

/** A token whose header and payload decode; the signature is the digest of both, that is, nobody's. */
function jwtAt(text: string, from: number, startedAt: number, line: Line): Expansion {
  const header = objectAt(text, from, line);
  const payload = objectAt(text, header.end, line);
  if (!text.startsWith('}}', payload.end)) throw new CaseError(line, 'expected }} after the payload of {{jwt');
  const claims = Object.entries(payload.object).map(([name, value]) => [name, absoluteTime(value, startedAt)]);
  const signed = [header.object, Object.fromEntries(claims) as object].map(base64url).join('.');
  const signature = createHash('sha256').update(signed).digest('base64url');
  return { value: `${signed}.${signature}`, end: payload.end + 2 };
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

/** `"-1h"` is an hour before the exchange began, in seconds since the epoch. */
function absoluteTime(value: unknown, startedAt: number): unknown {
  const [, sign, count, unit] = (typeof value === 'string' && RELATIVE.exec(value)) || [];
  if (count === undefined) return value;
  return Math.floor(startedAt / 1000) + (sign === '-' ? -1 : 1) * Number(count) * UNIT_SECONDS[unit!]!;
}

function objectAt(text: string, from: number, line: Line): { readonly object: object; readonly end: number } {
  const start = text.indexOf('{', from);
  for (let end = text.indexOf('}', start); start !== -1 && end !== -1; end = text.indexOf('}', end + 1)) {
    try {
      return { object: JSON.parse(text.slice(start, end + 1)) as object, end: end + 1 };
    } catch {
      // A brace inside the object: on to the next one.
    }
  }
  throw new CaseError(line, 'expected {{jwt {header} {payload}}} with two JSON objects');
}
