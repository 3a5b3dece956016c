import { isNumbering, keepNumber, maskDocument } from './body.ts';
import { isSecretValue, maskNamed, maskScope } from './credentials.ts';
import { type Found, isPlaceholder, looksRandom, type Mask, mixesCase } from './mask.ts';
import { maskText, maskUserAndPassword } from './text.ts';

/** What the pairs are called in a rule, and what joins their names to the pointer of the part. */
interface PairPlace {
  readonly what: string;
  readonly joint: '?' | '#';
}

const QUERY: PairPlace = { what: 'query parameter', joint: '?' };
const FRAGMENT: PairPlace = { what: 'fragment parameter', joint: '#' };
export const FORM: PairPlace = { what: 'form field', joint: '?' };

/** An absolute or relative URL with userinfo, secret parameters (query and fragment) and keys in the path masked. */
export function maskUrl(url: string, mask: Mask): string {
  const hash = url.indexOf('#');
  const beforeHash = hash < 0 ? url : url.slice(0, hash);
  const question = beforeHash.indexOf('?');
  const base = maskBase(question < 0 ? beforeHash : beforeHash.slice(0, question), mask);
  const query = question < 0 ? '' : `?${maskPairs(beforeHash.slice(question + 1), mask, QUERY)}`;
  const fragment = hash < 0 ? '' : `#${maskFragment(url.slice(hash + 1), mask)}`;
  return base + query + fragment;
}

function maskBase(base: string, mask: Mask): string {
  const scheme = /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.exec(base)?.[0] ?? '';
  const pathStart = base.slice(scheme.length).search(/[/\\]/);
  const pathAt = pathStart < 0 ? base.length : scheme.length + pathStart;
  const authority = scheme === '' ? '' : base.slice(scheme.length, pathAt);
  // The last `@` ends the userinfo, as in the URL standard: passwords with a bare `@` are common.
  const at = authority.lastIndexOf('@');
  const userinfo = at < 0 ? '' : `${maskUserAndPassword(authority.slice(0, at), mask)}@`;
  const host = authority.slice(at + 1);
  const path = base.slice(scheme.length + authority.length);
  // The Slack form needs to see the host.
  const masked = maskText(host + maskSegments(path, mask), mask);
  return scheme + userinfo + masked;
}

/** What follows these in a path is often a secret that the link itself carries: `/password/reset/8f3a…`. */
const BEFORE_SECRET =
  /^(?:reset|verify|verification|confirm|confirmation|activate|activation|invites?|invitations?|magic|magic-link|unsubscribe|recover|recovery|tokens?|webhooks?|hooks|services)$/i;

/** Other paths hold nothing that a segment alone could hide. */
const MAY_HIDE = /%|[^/]{20}/;

function maskSegments(path: string, mask: Mask): string {
  if (!MAY_HIDE.test(path)) return path;
  let isAfter = false;
  return path
    .split('/')
    .map((segment) => {
      const isSecret = isAfter && segment.length >= 20 && (looksRandom(segment) || mixesCase(segment));
      isAfter ||= BEFORE_SECRET.test(segment);
      if (isSecret) return maskNamed(segment, mask, { rule: 'path segment', kind: 'token', isProven: false });
      return segment.includes('%') ? maskEncoded(segment, (decoded) => maskText(decoded, mask)) : segment;
    })
    .join('/');
}

/** Tokens stand in fragments after an implicit grant (RFC 6749 §4.2.2), also behind a client-side route: `#/done?…`. */
function maskFragment(fragment: string, mask: Mask): string {
  const question = fragment.indexOf('?');
  if (question >= 0) {
    return `${maskText(fragment.slice(0, question), mask)}?${maskPairs(fragment.slice(question + 1), mask, FRAGMENT)}`;
  }
  return fragment.includes('=') ? maskPairs(fragment, mask, FRAGMENT) : maskText(fragment, mask);
}

/** `a=1&b=2` as in queries and form bodies. What is not masked keeps its spelling byte for byte. */
export function maskPairs(text: string, mask: Mask, place: PairPlace): string {
  const isOAuth = OAUTH_COMPANION.test(text);
  let result = '';
  let done = 0;
  for (let at = 0; at <= text.length; ) {
    const next = text.indexOf('&', at);
    const end = next < 0 ? text.length : next;
    if (end > at) {
      const pair = text.slice(at, end);
      const masked = maskPair(pair, mask, place, isOAuth);
      if (masked !== pair) {
        result += text.slice(done, at) + masked;
        done = end;
      }
    }
    at = end + 1;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** What stands beside an authorization code, on its way back and when it is redeemed (RFC 6749 §4.1.2, §4.1.3). */
const OAUTH_COMPANION = /(?:^|&)(?:state=|code_verifier=|grant_type=authorization_code(?:&|$))/;

function maskPair(pair: string, mask: Mask, place: PairPlace, isOAuth: boolean): string {
  const equals = pair.indexOf('=');
  if (equals < 0) return maskEncoded(pair, (decoded) => maskText(decoded, mask));
  const rawName = pair.slice(0, equals);
  const rawValue = pair.slice(equals + 1);
  // The `+` of a placeholder is no blank.
  if (isPlaceholder(rawValue)) return pair;
  const name = decodeComponent(rawName);
  const secret = mask.nameOf(isOAuth && name === 'code' ? 'authorization_code' : name, 'query');
  const rule = `${place.what} ${name.slice(0, 64)}`;
  const maskValue = (decoded: string): string => {
    if (isScope(name) && decoded.includes('/')) return maskScope(decoded, mask, { rule, isProven: true });
    if (/^\s*[{[]/.test(decoded)) return maskDocument(decoded, mask, `${place.joint}${rawName.slice(0, 64)}`);
    if (secret === undefined || !isSecretValue(decoded, secret.isStrong)) {
      if (/^\d{12,19}$/.test(decoded) && isNumbering(name))
        return keepNumber(decoded, mask, place.joint + rawName.slice(0, 64));
      return maskText(decoded, mask);
    }
    const found: Found = {
      rule,
      kind: secret.kind,
      isProven: secret.isStrong,
      at: `${place.joint}${rawName.slice(0, 64)}`,
    };
    return maskNamed(decoded, mask, found);
  };
  return `${maskEncoded(rawName, (decoded) => maskText(decoded, mask))}=${maskEncoded(rawValue, maskValue)}`;
}

/** `X-Amz-Credential`, `X-Goog-Credential`: an id, and what was signed. */
function isScope(name: string): boolean {
  return /^x-(?:amz|goog|oss)-credential$/i.test(name);
}

/** Masks under the percent-encoding. Placeholders are written as they are, so that people can read them. */
function maskEncoded(raw: string, maskDecoded: (decoded: string) => string): string {
  const decoded = decodeComponent(raw);
  const masked = maskDecoded(decoded);
  if (masked === decoded) return raw;
  return masked
    .split(/(<[^<>]{1,160}>)/)
    .map((piece, index) => (index % 2 === 1 ? piece : encodeURIComponent(piece.toWellFormed())))
    .join('');
}

/** `decodeURIComponent` for hostile text: what is not valid percent-encoding stays as it is. */
export function decodeComponent(raw: string): string {
  if (!raw.includes('%') && !raw.includes('+')) return raw;
  return raw.replaceAll('+', ' ').replace(/(?:%[0-9A-Fa-f]{2})+/g, (sequence) => {
    try {
      return decodeURIComponent(sequence);
    } catch {
      return sequence;
    }
  });
}
