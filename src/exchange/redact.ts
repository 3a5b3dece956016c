import { maskHeader } from './redact/header.ts';
import { maskAlone } from './redact/mask.ts';
import { maskText } from './redact/text.ts';
import { maskUrl } from './redact/url.ts';

export { type Redacted, redactExchange } from './redact/exchange.ts';
export type { Masked } from './redact/ledger.ts';
export { maskSecret } from './redact/mask.ts';

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
