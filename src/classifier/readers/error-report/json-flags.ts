import type { Node } from './json-core.ts';

/** About the answer or the next attempt, not about what is wrong. */
const NO_FAULT =
  /^(?:is|has|can|should|may|was|will|do|does|show|allow|enable|include|use)(?![a-z])|retr|transient|temporary|handled|logged|success|expected|public|visible|user|debug|i18n|html|active/i;
const COMPOUND = /^[a-z]{2,20}(?:[A-Z][a-z]{1,20}|_[a-z]{2,20}){1,4}$/;

/** What is said by a mere `true`: `{"code": "forbidden", "message": "Not authorized", "invalidToken": true}` → `invalid token`. */
export function flagsOf({ members }: Node): readonly string[] {
  const found: string[] = [];
  for (const { key, value } of members.values()) {
    if (value !== true || !COMPOUND.test(key) || NO_FAULT.test(key)) continue;
    found.push(
      key
        .replace(/([a-z])([A-Z])/g, '$1 $2')
        .replaceAll('_', ' ')
        .toLowerCase(),
    );
  }
  return found;
}
