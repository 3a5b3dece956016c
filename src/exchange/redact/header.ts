import { isSecretValue, maskAuthorization, maskCookie, maskNamed, maskSetCookie } from './credentials.ts';
import type { Mask } from './mask.ts';
import { maskText } from './text.ts';
import { maskUrl } from './url.ts';

/** Headers whose whole value is a URL. */
const URL_HEADERS = new Set(['location', 'referer', 'content-location', 'origin', 'x-original-url', 'x-forwarded-url']);

/** Headers whose names sound like secrets and whose values are none. */
const HARMLESS = new Set(['sec-websocket-key', 'sec-websocket-accept', 'www-authenticate', 'proxy-authenticate']);

/** The value of a header field with its secrets masked; the name decides, and where it does not, the value's own form. */
export function maskHeader(name: string, value: string, mask: Mask): string {
  const lower = name.toLowerCase();
  const rule = `header ${lower.slice(0, 64)}`;
  if (/^(?:.*-)?authorization$/.test(lower)) return maskAuthorization(value, mask, rule);
  if (lower === 'cookie' || lower === 'cookie2') return maskCookie(value, mask, rule);
  if (lower === 'set-cookie' || lower === 'set-cookie2') return maskSetCookie(value, mask, rule);
  if (HARMLESS.has(lower)) return maskText(value, mask);
  const secret = mask.nameOf(lower, 'header');
  if (secret !== undefined && isSecretValue(value, secret.isStrong)) {
    return maskNamed(value, mask, { rule, kind: secret.kind, isProven: true });
  }
  return URL_HEADERS.has(lower) ? maskUrl(value, mask) : maskText(value, mask);
}
