import { bodyText, isJsonType, mediaType } from '../../exchange/body.ts';
import type { Exchange } from '../../exchange/exchange.ts';
import { secretName } from '../../exchange/redact/names.ts';
import { fingerprint } from './fingerprint.ts';

/** A token is at least this long: a shorter cookie is a setting. */
const SHORTEST_TOKEN = 10;
const LONGEST_TOKEN = 16 * 1024;
const LARGEST_BODY_BYTES = 32 * 1024;
const MOST_NODES = 200;
const MOST_TOKENS = 16;
const DEEPEST = 4;

/** An address at which tokens are to be had. */
const TOKEN_ADDRESS =
  /token|auth|log-?in|sign-?(?:in|up)|session|refresh|credential|key|register|connect|verify|otp|passw|graphql/i;

/** Words without which no name of a token does. */
const TOKEN_WORDS = /token|secret|jwt|api_?key|session|access_?key/i;

/** Fingerprints of the tokens that a response hands out: in its cookies and in its body, under names that say so. */
export function issuedTokens(exchange: Exchange, path: string): readonly string[] {
  const { response } = exchange;
  if (response === null) return [];
  const tokens: string[] = [];
  for (const [name, value] of response.headers) {
    if (name.length === 10 && name.toLowerCase() === 'set-cookie') {
      const token = cookieToken(value);
      if (token !== undefined && tokens.length < MOST_TOKENS) tokens.push(fingerprint(token));
    }
  }
  if (TOKEN_ADDRESS.test(path)) tokens.push(...bodyTokens(exchange, path));
  return tokens;
}

function cookieToken(field: string): string | undefined {
  const semicolon = field.indexOf(';');
  const pair = semicolon < 0 ? field : field.slice(0, semicolon);
  const value = pair.slice(pair.indexOf('=') + 1).trim();
  return value.length < SHORTEST_TOKEN || value.length > LONGEST_TOKEN ? undefined : value;
}

function bodyTokens({ response }: Exchange, path: string): readonly string[] {
  if (response === null || response.body === null || response.body.totalBytes > LARGEST_BODY_BYTES) return [];
  const { body, headers } = response;
  const { type } = mediaType(headers);
  const isJson = isJsonType(type);
  const isBare = type === 'text/plain' && /token$/i.test(path);
  if (!isJson && !isBare) return [];
  const text = bodyText(headers, body, LARGEST_BODY_BYTES) ?? '';
  if (isBare) return isToken(text.trim()) && !/\s/.test(text.trim()) ? [fingerprint(text.trim())] : [];
  if (!TOKEN_WORDS.test(text)) return [];
  try {
    return tokensIn(JSON.parse(text) as unknown);
  } catch {
    return [];
  }
}

function isToken(value: string): boolean {
  return value.length >= SHORTEST_TOKEN && value.length <= LONGEST_TOKEN;
}

function tokensIn(json: unknown): readonly string[] {
  const tokens: string[] = [];
  const queue: { readonly value: unknown; readonly depth: number }[] = [{ value: json, depth: 0 }];
  for (let next = 0; next < queue.length && next < MOST_NODES && tokens.length < MOST_TOKENS; next += 1) {
    const { value, depth } = queue[next]!;
    if (typeof value !== 'object' || value === null) continue;
    for (const key in value) {
      if (queue.length >= MOST_NODES) break;
      const member = (value as Record<string, unknown>)[key];
      if (typeof member === 'object') {
        if (depth < DEEPEST) queue.push({ value: member, depth: depth + 1 });
      } else if (typeof member === 'string' && isToken(member) && secretName(key, 'field')?.isStrong === true) {
        tokens.push(fingerprint(member));
      }
    }
  }
  return tokens;
}
