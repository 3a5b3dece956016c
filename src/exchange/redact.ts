import { maskHeader } from './redact/header.ts';
import { maskAlone } from './redact/mask.ts';
import { maskText } from './redact/text.ts';
import { maskUrl } from './redact/url.ts';

export { PatternError } from './pattern/parser.ts';
export { compilePattern } from './pattern/ranges.ts';
export {
  type RedactableItem,
  type Redacted,
  type Redaction,
  redactAll,
  redactExchange,
} from './redact/all.ts';
export type { JwtParts } from './redact/jwt.ts';
export type { Masked, MaskedPlace } from './redact/ledger.ts';
export { maskSecret } from './redact/mask.ts';
export type { RedactionRules, SecretPattern } from './redact/own-rules.ts';
export { createDisplayRedaction, type DisplayRedaction, redactRow } from './redact/row.ts';
export { type Storable, StorageRedaction } from './redact/storage.ts';
export type { Suspect } from './redact/suspects.ts';

/** One header value with its secret masked: `Bearer <jwt, 300+ characters>`, `sid=<cookie, 30+ characters>; Path=/`. */
export function redactHeaderValue(name: string, value: string): string {
  return maskHeader(name, value, maskAlone);
}

/** A URL without the secrets in its userinfo, path, query and fragment. */
export function redactUrl(url: string): string {
  return maskUrl(url, maskAlone);
}

/** Text of unknown form without what looks like a secret. For the parts of one exchange use `redactExchange`. */
export function redactText(text: string): string {
  return maskText(text, maskAlone);
}
