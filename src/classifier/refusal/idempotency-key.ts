import type { Facts } from '../facts.ts';

const NAMES = ['Idempotency-Key', 'X-Idempotency-Key', 'PayPal-Request-Id', 'X-Request-Id'];

/** The header that carries the key of this call. A tracing id counts only where the server speaks of a repeated key. */
export function idempotencyHeader(facts: Facts, isSpokenOf: boolean): string | undefined {
  return NAMES.slice(0, isSpokenOf ? 3 : 2).find((field) => (facts.request.header(field) ?? '') !== '');
}

/** `request already processed or in progress`, `The original request is still being processed`, `Duplicate request`. */
const REPEATED =
  /\b(?:request|operation|call)\b.{0,40}\b(?:already|previously|still|currently|being|in)\b.{0,20}\b(?:processed|processing|progress|executed|received|handled|submitted|pending|running)\b|\bduplicate (?:request|call|submission)\b/i;

/** The server has seen this very request before, which came with a key by which it can tell. */
export function isRepeatedByKey(facts: Facts, sentence: string): boolean {
  return REPEATED.test(sentence.slice(0, 300)) && idempotencyHeader(facts, true) !== undefined;
}
