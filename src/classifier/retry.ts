import type { Retry } from '../exchange/annotation.ts';
import type { Facts } from './facts.ts';

/** Methods that may be repeated without harm (RFC 9110 §9.2.2, and the registry of methods at IANA). */
const IDEMPOTENT = new Set([
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

/** With a key the server recognises the repetition (draft-ietf-httpapi-idempotency-key-header). */
const IDEMPOTENCY_FIELDS = ['idempotency-key', 'x-idempotency-key'];

/** `unsafe` is said of a cause; whether it holds depends on what was asked. */
export function retryVerdict(ofCause: Retry, facts: Facts): Retry {
  if (ofCause !== 'unsafe') return ofCause;
  const isRepeatable =
    IDEMPOTENT.has(facts.exchange.request.method) ||
    IDEMPOTENCY_FIELDS.some((name) => (facts.request.header(name) ?? '') !== '');
  return isRepeatable ? 'safe' : 'unsafe';
}
