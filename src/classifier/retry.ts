import type { Retry } from '../exchange/annotation.ts';
import { idempotencyKeyName, isIdempotent } from '../exchange/idempotency.ts';
import type { Facts } from './facts.ts';

/** `unsafe` is said of a cause; whether it holds depends on what was asked. */
export function retryVerdict(ofCause: Retry, facts: Facts): Retry {
  if (ofCause !== 'unsafe') return ofCause;
  const { method, headers } = facts.exchange.request;
  return isIdempotent(method) || idempotencyKeyName(headers) !== undefined ? 'safe' : 'unsafe';
}
