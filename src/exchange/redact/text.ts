import { maskAuthorization } from './credentials.ts';
import { replaceKeys } from './key-formats.ts';
import { looksRandom, type Mask } from './mask.ts';
import { secretName } from './names.ts';
import { AFTER_SCHEME, isTokenCode, maskTextPairs } from './text-pairs.ts';

/** `pin=1`: no shorter text holds anything to find. */
const SHORTEST_TEXT = 5;

/**
 * Masks what looks like a secret in text of unknown form: `name=value` and `"name": "value"` with a secret name,
 * private keys, JWTs, keys of known forms, `Bearer …`, user and password in URLs, XML elements with a secret name.
 * Every step takes time linear in the text, whatever it holds.
 */
export function maskText(text: string, mask: Mask): string {
  if (text.length < SHORTEST_TEXT) return text;
  let result = text;
  if (/[:=]/.test(result)) result = maskTextPairs(result, mask);
  if (result.includes('-----BEGIN')) result = maskPrivateKeys(result, mask);
  if (result.includes('eyJ')) result = maskJwts(result, mask);
  result = replaceKeys(result, (key) => mask(key, { rule: 'form of a known key', isProven: true }));
  if (/bearer|basic|token|digest/i.test(result)) result = maskSchemes(result, mask);
  if (result.includes('://')) result = maskUserinfo(result, mask);
  if (result.includes('</')) result = maskElements(result, mask);
  return maskPaths(result, mask);
}

function maskPrivateKeys(text: string, mask: Mask): string {
  let result = '';
  let done = 0;
  for (const match of text.matchAll(/-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g)) {
    if (match.index < done) continue;
    const close = text.indexOf('-----END ', match.index);
    const lineEnd = close < 0 ? -1 : text.indexOf('-----', close + 9);
    const end = lineEnd < 0 ? text.length : lineEnd + 5;
    result +=
      text.slice(done, match.index) + mask(text.slice(match.index, end), { rule: 'private key', isProven: true });
    done = end;
  }
  return result + text.slice(done);
}

function maskJwts(text: string, mask: Mask): string {
  let result = '';
  let done = 0;
  for (let start = text.indexOf('eyJ'); start >= 0; start = text.indexOf('eyJ', done)) {
    const header = runEnd(text, start, false);
    // Whatever is joined by dots goes, too: two tokens in one run are still two tokens.
    const end = text[header] === '.' ? withoutDot(text, runEnd(text, header, true)) : header;
    const isToken = header - start >= 8 && end > header + 2;
    result += text.slice(done, start);
    result += isToken
      ? mask(text.slice(start, end), { rule: 'form of a jwt', isProven: true })
      : text.slice(start, end);
    done = end;
  }
  return result + text.slice(done);
}

/** Where the run of base64url characters ends. */
function runEnd(text: string, from: number, withDots: boolean): number {
  let at = from;
  while (at < text.length && (isTokenCode(text.charCodeAt(at)) || (withDots && text[at] === '.'))) at += 1;
  return at;
}

function withoutDot(text: string, end: number): number {
  return text[end - 1] === '.' ? end - 1 : end;
}

function maskSchemes(text: string, mask: Mask): string {
  return text.replace(
    /\b(bearer|basic|token|digest)(\s{1,3})([\w\-.~+/]+={0,2})/gi,
    (whole, scheme: string, space: string, value: string, offset: number) => {
      if (value.length < 6) return whole;
      const next = text[offset + whole.length];
      // `realm="api"`, `max_tokens=5`: a parameter, not a credential.
      if (value.endsWith('=') && next !== undefined && /[\w"']/.test(next)) return whole;
      const isBearer = scheme.toLowerCase() === 'bearer';
      if (!looksRandom(value) && (!isBearer || AFTER_SCHEME.test(value)) && !isMixed(value)) return whole;
      const rule = `text ${scheme.toLowerCase()}`;
      return maskAuthorization(scheme + space + value, mask, rule);
    },
  );
}

function isMixed(value: string): boolean {
  return /[a-z]/.test(value) && /[0-9]|[a-z][A-Z]/.test(value);
}

function maskUserinfo(text: string, mask: Mask): string {
  return text.replace(
    /\b([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s/?#"'<>\\]{1,256})@/gi,
    (_whole, scheme: string, userinfo: string) => `${scheme}${maskUserAndPassword(userinfo, mask)}@`,
  );
}

export function maskUserAndPassword(userinfo: string, mask: Mask): string {
  const rule = 'user and password in a url';
  const colon = userinfo.indexOf(':');
  if (colon < 0) return mask(userinfo, { rule, kind: 'user', isProven: true });
  const user = userinfo.slice(0, colon);
  const password = userinfo.slice(colon + 1);
  return `${mask(user, { rule, kind: 'user', isProven: password === '' })}:${mask(password, { rule, kind: 'password', isProven: true })}`;
}

function maskElements(text: string, mask: Mask): string {
  return text.replace(
    /(<([A-Za-z_][\w:.-]{0,80})(?:\s[^<>]{0,300})?>)([^<]+)(?=<\/)/g,
    (whole, tag: string, name: string, value: string) => {
      const local = name.slice(name.indexOf(':') + 1);
      const secret = secretName(local, 'text');
      if (secret === undefined || !secret.isStrong) return whole;
      return tag + mask(value, { rule: `xml element ${local.toLowerCase()}`, kind: secret.kind });
    },
  );
}

/** Secrets that are part of a path, where the host or the segment before them gives them away. */
const PATHS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['slack webhook', /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g],
  ['discord webhook token', /(?<=\/webhooks\/\d{10,25}\/)[\w-]+/g],
  ['telegram bot token', /(?<=\/bot)\d{6,12}:[\w-]+/g],
];

function maskPaths(text: string, mask: Mask): string {
  if (!text.includes('/')) return text;
  return PATHS.reduce(
    (result, [kind, pattern]) =>
      result.replace(pattern, (secret) => mask(secret, { rule: `path of a ${kind}`, kind, isProven: true })),
    text,
  );
}
