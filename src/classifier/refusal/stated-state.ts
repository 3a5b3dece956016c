import type { Facts } from '../facts.ts';

/** `<StorageClass>GLACIER<`, `"currentState": "closed"`. */
const STATE =
  /\b((?:current|actual|present|existing)[_-]?(?:state|status|phase)|storage[_-]?class|lifecycle[_-]?state|resource[_-]?state)["']?\s{0,3}[:>]\s{0,3}["']?([A-Za-z][\w -]{1,40})/i;

/** The state that the answer names beside its sentence. */
export function statedState(facts: Facts): { readonly name: string; readonly value: string } | undefined {
  const match = STATE.exec((facts.response.body()?.text ?? '').slice(0, 4096));
  return match === null ? undefined : { name: match[1]!, value: match[2]!.trim() };
}
