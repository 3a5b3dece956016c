import { type Headers, headerValue } from './headers.ts';

/** Methods that may be repeated without harm (RFC 9110 §9.2.2, and the registry of methods at IANA). */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PUT',
  'DELETE',
  'PROPFIND',
  'REPORT',
  'SEARCH',
  'QUERY',
]);

/** Whether a second request of this method does no more than the first. Methods are case-sensitive; what is unknown is not. */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}

/**
 * The name of the field with a key by which servers recognise a repetition (draft-ietf-httpapi-idempotency-key-header);
 * undefined where there is none, or an empty one.
 */
export function idempotencyKeyName(headers: Headers): string | undefined {
  return ['Idempotency-Key', 'X-Idempotency-Key'].find((name) => headerValue(headers, name));
}
