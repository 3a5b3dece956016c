import type { Facts } from '../facts.ts';

/** `"maxSize": 5242880`, `<MaxSizeAllowed>5368709120<`, `limit=10485760`. */
const MAXIMUM =
  /\b(?:max(?:imum)?[\w-]{0,20}|limit|allowed[\w-]{0,20}|[\w-]{0,20}limit)["']?\s{0,3}[:=>]\s{0,3}["']?(\d{1,15}(?:\s?[kmg]i?b)?)\b/i;

/** The limit that the answer states outside its sentence. */
export function statedMaximum(facts: Facts): string | undefined {
  return MAXIMUM.exec((facts.response.body()?.text ?? '').slice(0, 4096))?.[1];
}
