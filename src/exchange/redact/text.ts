import { decodedView } from './decoded-view.ts';
import { maskElements } from './elements.ts';
import { innerKeys } from './keys.ts';
import type { Mask } from './mask.ts';
import { isQuiet } from './quiet-text.ts';
import { isTokenCode, maskTextPairs } from './text-pairs.ts';
import { maskWords } from './words.ts';

/** `pin=1`: no shorter text holds anything to find. */
const SHORTEST_TEXT = 5;
/** Base64 in base64 in base64 hides nothing that anybody would find by accident. */
const DEEPEST = 2;
const WITHHELD = '<text withheld, 8+ characters>';

/**
 * Masks what looks like a secret in text of unknown form: `name=value` and `"name": "value"` with a secret name,
 * private keys, JWTs, keys of known forms, `Bearer …`, user and password in URLs, elements with a secret name, card and
 * account numbers, and what the person's patterns match. Every step takes time linear in the text, whatever it holds.
 */
export function maskText(text: string, mask: Mask, depth = 0): string {
  if (mask.rules.patterns.length === 0 && isQuiet(text)) return text;
  if (depth < DEEPEST && text.length >= SHORTEST_TEXT) discover(text, mask, depth);
  let result = mask.rules.patterns.length === 0 ? text : maskPatterns(text, mask);
  if (result.length < SHORTEST_TEXT) return result;
  result = maskTextPairs(result, mask);
  if (result.includes('-----BEGIN')) result = maskPrivateKeys(result, mask);
  if (result.includes('eyJ')) result = maskJwts(result, mask);
  if (result.includes('</') || result.includes('/>') || result.includes('<input')) result = maskElements(result, mask);
  if (result.includes('://')) result = maskUserinfo(result, mask);
  if (result.includes('/')) result = maskPaths(result, mask);
  result = maskRanges(result, innerKeys(result), mask);
  return maskWords(result, mask, (decoded) => (depth < DEEPEST ? maskText(decoded, mask, depth + 1) : decoded));
}

/**
 * Looks for secrets under the escapes of a text. What is found is known from then on, and masked with what else is known,
 * whatever its spelling.
 */
function discover(text: string, mask: Mask, depth: number): void {
  if (mask.isAlone === true) return;
  const view = decodedView(text);
  if (view === undefined) return;
  const hidden: Mask = {
    ...mask,
    hide: (secret, found) => mask.hide(secret, { ...found, isHidden: true, isProven: true }),
    keep: () => {},
  };
  maskText(view.text, hidden, depth + 1);
}

function maskPatterns(text: string, mask: Mask): string {
  return mask.rules.patterns.reduce((result, { name, find }) => {
    const ranges = find(result);
    if (ranges === undefined) return WITHHELD;
    return replaceRanges(result, ranges, (found) =>
      mask.hide(found, { rule: `your pattern ${name}`, kind: 'value', isProven: true }),
    );
  }, text);
}

function maskRanges(text: string, ranges: readonly (readonly [number, number])[], mask: Mask): string {
  if (ranges.length === 0) return text;
  const ordered = [...ranges].sort((a, b) => a[0] - b[0]);
  return replaceRanges(text, ordered, (found) => mask.hide(found, { rule: 'form of a known key', isProven: true }));
}

function replaceRanges(
  text: string,
  ranges: readonly (readonly [start: number, end: number])[],
  replace: (found: string) => string,
): string {
  let result = '';
  let done = 0;
  for (const [start, end] of ranges) {
    if (start < done) continue;
    result += text.slice(done, start) + replace(text.slice(start, end));
    done = end;
  }
  return done === 0 ? text : result + text.slice(done);
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
      text.slice(done, match.index) + mask.hide(text.slice(match.index, end), { rule: 'private key', isProven: true });
    done = end;
  }
  return result + text.slice(done);
}

const OTHER_KEY = /(?:^|[^0-9A-Za-z]|%[0-9A-Fa-f]{2})[ps]k\.$/;

function maskJwts(text: string, mask: Mask): string {
  let result = '';
  let done = 0;
  for (let start = text.indexOf('eyJ'); start >= 0; start = text.indexOf('eyJ', done)) {
    const header = runEnd(text, start, false);
    // Whatever is joined by dots goes, too: two tokens in one run are still two tokens.
    const end = text[header] === '.' ? withoutDot(text, runEnd(text, header, true)) : header;
    // `pk.eyJ…` and `sk.eyJ…` are keys of another kind.
    const isToken =
      header - start >= 8 && end > header + 2 && !OTHER_KEY.test(text.slice(Math.max(0, start - 6), start));
    result += text.slice(done, start);
    result += isToken
      ? mask.hide(text.slice(start, end), { rule: 'form of a jwt', isProven: true })
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

const LONGEST_USERINFO = 256;
const SCHEME_BEFORE = /[a-z][a-z0-9+.-]{1,20}$/i;
const USERINFO = /([^\s/?#"'<>\\@]{1,256}(?:@[^\s/?#"'<>\\@]{1,256})?)@(?=[^\s/?#"'<>\\@])/y;

/** `postgres://user:password@host`, a placeholder that stands there already included. */
function maskUserinfo(text: string, mask: Mask): string {
  let result = '';
  let done = 0;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    if (start < done || !text.slice(start, start + 2 * LONGEST_USERINFO + 2).includes('@')) continue;
    if (!SCHEME_BEFORE.test(text.slice(Math.max(0, at - 21), at))) continue;
    USERINFO.lastIndex = start;
    const userinfo = USERINFO.exec(text)?.[1];
    if (userinfo === undefined) continue;
    result += text.slice(done, start) + maskUserAndPassword(userinfo, mask);
    done = start + userinfo.length;
  }
  return done === 0 ? text : result + text.slice(done);
}

export function maskUserAndPassword(userinfo: string, mask: Mask): string {
  const rule = 'user and password in a url';
  const colon = userinfo.indexOf(':');
  if (colon < 0) return mask.hide(userinfo, { rule, kind: 'user', isProven: true });
  const user = userinfo.slice(0, colon);
  const password = userinfo.slice(colon + 1);
  return `${mask.hide(user, { rule, kind: 'user', isProven: password === '' })}:${mask.hide(password, { rule, kind: 'password', isProven: true })}`;
}

/** Secrets that are part of a path, where the host or the segment before them gives them away. */
const PATHS: readonly (readonly [kind: string, before: string, pattern: RegExp])[] = [
  ['slack webhook', 'hooks.slack.com/', /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g],
  ['discord webhook token', '/webhooks/', /(?<=\/webhooks\/\d{10,25}\/)[\w-]+/g],
  ['telegram bot token', '/bot', /(?<=\/bot)\d{6,12}:[\w-]+/g],
  ['teams webhook', '.office.com/webhook', /(?<=\.office\.com\/webhookb?2?\/)[\w@/-]+/g],
  ['zapier webhook', 'hooks.zapier.com/', /(?<=hooks\.zapier\.com\/hooks\/catch\/)[\w/-]+/g],
  [
    'google chat webhook',
    'chat.googleapis.com/',
    /(?<=chat\.googleapis\.com\/v1\/spaces\/[\w-]{1,40}\/messages\?key=)[\w-]+/g,
  ],
];

function maskPaths(text: string, mask: Mask): string {
  return PATHS.reduce(
    (result, [kind, before, pattern]) =>
      result.includes(before)
        ? result.replace(pattern, (secret) => mask.hide(secret, { rule: `path of a ${kind}`, kind, isProven: true }))
        : result,
    text,
  );
}
