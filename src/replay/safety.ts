import type { RequestMessage } from '../exchange/exchange.ts';
import { headerValue } from '../exchange/headers.ts';

/** Sending them twice does what sending them once does (RFC 9110 §9.2.2). */
const IDEMPOTENT = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PUT',
  'DELETE',
  'QUERY',
  'PROPFIND',
  'REPORT',
  'SEARCH',
]);

/** Whether a second request of this method does no more than the first. Methods are case-sensitive; what is unknown is not. */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}

/** By it servers that know the field recognise the repetition; undefined where the request has none. */
export function idempotencyKeyName({ headers }: RequestMessage): string | undefined {
  return ['Idempotency-Key', 'X-Idempotency-Key'].find((name) => headerValue(headers, name));
}
