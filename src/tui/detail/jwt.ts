import { Buffer } from 'node:buffer';
import { formatDuration } from '../../exchange/units.ts';
import { safeText } from '../cells.ts';
import { type Line, span } from '../line.ts';
import { beginningOf, LONGEST_ROW, type Row, wire } from './rows.ts';

/** A signed JSON Web Token (RFC 7519), decoded and never verified. */
export interface Token {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

const LONGEST_TOKEN = 16_384;
const SHAPE = /(?<![\w.-])e[\w-]{5,}\.e[\w-]{2,}\.[\w-]*(?![\w.-])/;

/** The first token in a text; a text beyond any token's length is not looked at. */
export function tokenIn(text: string): Token | undefined {
  if (text.length > LONGEST_TOKEN) return undefined;
  const [head, payload] = SHAPE.exec(text)?.[0].split('.') ?? [];
  if (head === undefined || payload === undefined) return undefined;
  const header = decoded(head);
  const claims = decoded(payload);
  return header === undefined || claims === undefined || !('alg' in header) ? undefined : { header, claims };
}

function decoded(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Claims that are epoch seconds (RFC 7519 §4.1, OpenID Connect Core §2). */
const TIMES: ReadonlySet<string> = new Set(['exp', 'nbf', 'iat', 'auth_time', 'updated_at']);

/** Epoch milliseconds of a claim; undefined for everything that is no date a calendar knows. */
function timeOf({ claims }: Token, claim: string): number | undefined {
  const value = claims[claim];
  return typeof value === 'number' && value > 0 && value < 1e11 ? value * 1000 : undefined;
}

/** `expired 8 s before this call`, `valid for 52 min more at this call`. */
export function lifetime(token: Token, at: number): string {
  const expiry = timeOf(token, 'exp');
  const begin = timeOf(token, 'nbf');
  if (expiry !== undefined && expiry <= at) return `expired ${formatDuration(at - expiry)} before this call`;
  if (begin !== undefined && begin > at) return `not valid until ${formatDuration(begin - at)} after this call`;
  if (expiry === undefined) return 'does not expire';
  return `valid for ${formatDuration(expiry - at)} more at this call`;
}

const MOST_CLAIMS = 60;

/** What a token says, a claim a row. */
export function tokenRows(token: Token, at: number): readonly Row[] {
  const { header, claims } = token;
  const algorithm = typeof header.alg === 'string' ? header.alg : '?';
  const isOver = /^(?:expired|not valid)/.test(lifetime(token, at));
  const summary: Line = [
    span(`jwt ${safeText(algorithm.slice(0, 20))}`, 'dim'),
    span(' · ', 'dim'),
    span(lifetime(token, at), isOver ? 'warning' : 'plain'),
  ];
  const fields = [
    ...Object.entries(header).filter(([name]) => name !== 'alg' && name !== 'typ'),
    ...Object.entries(claims),
  ];
  return [
    { line: summary, hang: 2, wrap: 'words' },
    ...fields.slice(0, MOST_CLAIMS).map(([name, value]) => claimRow(token, name, value)),
  ];
}

function claimRow(token: Token, name: string, value: unknown): Row {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const time = TIMES.has(name) ? timeOf(token, name) : undefined;
  const date = time === undefined ? '' : `  ${new Date(time).toISOString().replace(/\.000Z$/, 'Z')}`;
  return {
    ...wire([
      span(`${safeText(name.slice(0, 60)).padEnd(5)} `, 'name'),
      span(safeText(beginningOf(text, LONGEST_ROW)), typeof value === 'string' ? 'string' : 'number'),
      span(date, 'dim'),
    ]),
    copies: { path: name, value: () => text },
  };
}
