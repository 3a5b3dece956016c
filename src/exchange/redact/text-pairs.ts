import {
  isKnownScheme,
  isSecretValue,
  maskAuthorization,
  maskCookie,
  maskNamed,
  maskSetCookie,
} from './credentials.ts';
import { isPlaceholder, type Mask } from './mask.ts';
import type { SecretName } from './names.ts';

/** Words that follow `password:` in a sentence about a password. */
export const PROSE: ReadonlySet<string> = new Set(
  [
    'must is was are were should shall can cannot may might has have had will would not no the a an this that your and or',
    'required invalid missing expired incorrect wrong blank empty malformed unknown unsupported revoked please too field',
    'string number integer boolean object array text id int optional token tokens key password secret signature',
    'session signed jwt extra before after behind error errors api access user client server request failed unable expected',
    'unexpected could authentication authorization credentials value format header bad only use send provide check none you',
    'it in on of for with from by to at as if another verification validation lifetime issuer audience claim claims',
    'generated submitted computed got found you',
  ]
    .join(' ')
    .split(' '),
);

/** Libraries name what is wrong with a token in its place: `Could not verify JWT: JWTExpired`, `token: TokenExpiredError`. */
const ERROR_NAME =
  /^(?:JW[TSEK]|Token|Session|Signature|Claims?|Key|Auth|Decode|Expired|Immature|Invalid|Malformed|Missing|Unknown|Unsupported|Revoked|Bad|No|Not)[A-Za-z]{0,40}(?:Error|Exception|Expired|Invalid|Malformed|Missing|NotFound|Audience|Issuer|Future|Before|YetValid|Mismatch|Revoked|Failed|Denied|Claims?|Signature|Algorithm|Unknown)$/;

/** `urn:oasis:names:tc:SAML:2.0`: a part of a name. */
const NO_NAME = /\burn:[\w:.-]{0,70}$/i;
/** `unexpected token: 'Account'` */
const OF_PARSER = /\b(?:unexpected|unrecogni[sz]ed|illegal|extraneous) $/i;

/** A sentence goes on behind the colon: `in Authorization: the header is missing`. */
function isProse(raw: string): boolean {
  const first = /^[A-Za-z']{1,20}(?=[\s.,;:!]|$)/.exec(raw)?.[0]?.toLowerCase();
  const isProseWord = first !== undefined && (PROSE.has(first) || SEVERAL_WORDS.test(raw));
  return isProseWord && !(first.length < raw.length && isKnownScheme(first));
}

/** No credential consists of words. */
const SEVERAL_WORDS = /^[A-Za-z']{1,20}(?: [A-Za-z_'-]{2,24}){3}/;

/** Before what somebody lacks: `required authorization: WRITE`. */
const WANTED = /\b(?:required|needed|missing|requires|insufficient) $/i;

const NAME_LIMIT = 64;
/** A line of headers longer than this is taken to its end. */
const LINE_LIMIT = 16_384;

interface Value {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
}

/**
 * Masks `name=value`, `name: value`, `"name": "value"` and escaped quotes around either where the name is a secret's.
 * Goes from separator to separator and looks back and ahead from there, so that the time is linear.
 */
export function maskTextPairs(text: string, mask: Mask): string {
  const nextLineEnd = forwardSearch(text, '\n');
  const closers = new Map<string, (from: number) => number>();

  /** Where the quoted value ends; without a closing quote (a cut body) at the end of the line. */
  const closingQuote = (start: number, quote: string): number => {
    const lineEnd = nextLineEnd(start);
    const limit = lineEnd < 0 ? text.length : lineEnd;
    const next = closers.get(quote) ?? forwardSearch(text, quote);
    closers.set(quote, next);
    for (let at = next(start); at >= 0 && at < limit; at = next(at + 1)) {
      // `\"` does not close what `"` opened.
      if (quote.length > 1 || text[at - 1] !== '\\' || text[at - 2] === '\\') return at;
    }
    return limit;
  };

  const valueAfter = (
    from: number,
    name: string,
    before: string | undefined,
    secret: SecretName,
  ): Value | undefined => {
    const quote = matchAt(OPENING, text, from);
    if (quote !== undefined) return { start: quote.end, end: closingQuote(quote.end, quote.text), isQuoted: true };
    const masked = matchAt(MASKED_VALUE, text, from);
    if (masked !== undefined && isPlaceholder(masked.text)) return undefined;
    if (HEADER_LINE.test(name)) return lineValue(text, from, before);
    const value = matchAt(secret.isStrong ? PLAIN_VALUE : WEAK_VALUE, text, from);
    if (value === undefined) return undefined;
    const start = value.end - value.text.length;
    return { start, end: start + value.text.replace(/[,.:)\]}!?]{1,8}$/, '').length, isQuoted: false };
  };

  let result = '';
  let done = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x3a && code !== 0x3d) continue;
    if (at < done || !mayEndName(text.charCodeAt(at - 1))) continue;
    const isArrow = code === 0x3d && text.charCodeAt(at + 1) === 0x3e;
    const [nameStart, nameEnd] = nameBefore(text, at);
    // `2026-11-22T10:00`, `12:34`: no name begins with a digit.
    if (nameStart === nameEnd || isDigit(text.charCodeAt(nameStart))) continue;
    const name = text.slice(nameStart, nameEnd);
    const before = text[nameStart - 1];
    const secret = mask.nameOf(name, before === '?' || before === '&' ? 'query' : 'text');
    if (secret === undefined) continue;
    const value = valueAfter(at + (isArrow ? 2 : 1), name, before, secret);
    if (value === undefined || value.start < done) continue;
    const raw = text.slice(value.start, value.end);
    if (raw === '' || !isSecretValue(raw, secret.isStrong)) continue;
    // `otp.example.com:8443`: the secret word is a label of a host, and not what the number is called by.
    const isPort = /^\d{2,5}$/.test(raw) && name.includes('.') && !value.isQuoted;
    if (isPort && mask.nameOf(name.slice(name.lastIndexOf('.') + 1), 'text') === undefined) continue;
    const lead = text.slice(Math.max(0, nameStart - 80), nameStart);
    if (NO_NAME.test(lead) || (/^tokens?$/i.test(name) && OF_PARSER.test(lead))) continue;
    if (WANTED.test(lead) && /^[A-Z_]{3,24}$/.test(raw)) continue;
    // In a sentence a word follows a colon, never a quote or an equals sign.
    if (!value.isQuoted && code === 0x3a && (isProse(raw) || ERROR_NAME.test(raw))) continue;
    result += text.slice(done, value.start) + maskValue(name, raw, mask, secret.kind);
    done = value.end;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** What may stand directly before a separator: a name, a quote or a bracket that closes it, a blank. */
function mayEndName(code: number): boolean {
  return isNameCode(code) || code === 0x22 || code === 0x27 || code === 0x60 || code === 0x20 || code === 0x09;
}

const HEADER_LINE = /^(?:.*-)?(?:authorization|cookie)$/i;

function maskValue(name: string, value: string, mask: Mask, kind: string): string {
  const lower = name.toLowerCase();
  const rule = `text ${lower}`;
  if (lower.endsWith('authorization')) return maskAuthorization(value, mask, rule);
  if (lower === 'cookie') return maskCookie(value, mask, rule);
  if (lower === 'set-cookie') return maskSetCookie(value, mask, rule);
  return maskNamed(value, mask, { rule, kind });
}

/** The name before a separator, without the blanks, the quote and its backslashes that may stand between. */
function nameBefore(text: string, separator: number): readonly [start: number, end: number] {
  let end = back(text, separator, 4, (code) => code === 0x20 || code === 0x09);
  if (/["'`]/.test(text[end - 1] ?? '')) end = back(text, end - 1, 3, (code) => code === 0x5c);
  return [back(text, end, NAME_LIMIT, isNameCode), end];
}

function back(text: string, from: number, limit: number, isWanted: (code: number) => boolean): number {
  let at = from;
  while (at > 0 && from - at < limit && isWanted(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** `user.password`, `user[password]`, `client-secret`, `contraseña`, `пароль`, `密码` */
function isNameCode(code: number): boolean {
  if (code < 0xc0) return isTokenCode(code) || code === 0x2e || code === 0x5b || code === 0x5d;
  return !(code >= 0x2000 && code <= 0x2bff) && !(code >= 0x3000 && code <= 0x303f) && code < 0xfe00;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The alphabet of base64url (RFC 4648 §5): letters, digits, `-` and `_`. */
export function isTokenCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d
  );
}

const OPENING = /[ \t]{0,8}(\\{0,3}["'`])/y;
const PLAIN_VALUE = /[ \t]{0,8}([^\s"'`<>&;\\]*)/y;
// Also ends before the next parameter: what turns out to be none is read again.
const WEAK_VALUE = /[ \t]{0,8}([^\s"'`<>&;\\?:]*)/y;
const MASKED_VALUE = /[ \t]{0,8}(<[^<>"\\\n]{0,120}>)/y;

function matchAt(
  pattern: RegExp,
  text: string,
  at: number,
): { readonly text: string; readonly end: number } | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : { text: found, end: pattern.lastIndex };
}

/** A header in text goes to the end of its line, or of the quotes that hold name and value: `-H "Authorization: …"`. */
function lineValue(text: string, from: number, before: string | undefined): Value | undefined {
  const blanks = matchAt(/[ \t]{0,8}()/y, text, from)?.end ?? from;
  const near = text.slice(blanks, blanks + LINE_LIMIT);
  const isInQuotes = before === '"' || before === "'" || before === '`';
  const isInSentence = !isInQuotes && isQuotedBefore(text, from);
  const token = ONE_TOKEN.exec(near);
  // A sentence may go on behind the credential: `send Authorization: Bearer … with every call`.
  if (token !== null) {
    const [, scheme = '', credential = ''] = token;
    const isWord = AFTER_SCHEME.test(credential);
    return isWord ? undefined : { start: blanks, end: blanks + scheme.length + credential.length, isQuoted: false };
  }
  const quote = isInSentence ? '"' : isInQuotes ? before : '';
  const end = near.search(QUOTED_LINE_ENDS[quote] ?? LINE_END);
  if (end >= 0) return { start: blanks, end: blanks + end, isQuoted: false };
  const lineEnd = text.indexOf('\n', blanks);
  return { start: blanks, end: lineEnd < 0 ? text.length : lineEnd, isQuoted: false };
}

/** A sentence in quotation marks, `"… required authorization: WRITE" (403, …)`, ends with them. */
function isQuotedBefore(text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - LINE_BEFORE), at);
  const line = near.slice(near.lastIndexOf('\n') + 1);
  return line.length < LINE_BEFORE && (line.split('"').length - 1) % 2 === 1;
}

const LINE_BEFORE = 400;

/** Schemes whose credential is one word (RFC 9110 §11.2, `token68`); the word may be a placeholder with blanks. */
const ONE_TOKEN =
  /^((?:bearer|basic|token|negotiate|ntlm|apikey|bot|ssws)[ \t]{1,4}["']?)(<[^<>"\\\n]{1,160}>|[\w\-.~+/:=%$*…{}]+)(?![ \t]{0,4}[=\w]{0,40}=")/i;

/** What may follow the name of a scheme in a sentence or in a challenge (RFC 9110 §11.6.1). */
export const AFTER_SCHEME =
  /^(?:auth|authentication|authorization|bearer|basic|digest|tokens?|schemes?|credentials?|error\w*|headers?|required|format|prefix|challenges?|resource_metadata)[.,:;]?$/i;

const LINE_END = /[\r\n]|\\[rn]/;
const QUOTED_LINE_ENDS: Readonly<Record<string, RegExp>> = {
  '"': /[\r\n"]|\\[rn]/,
  "'": /[\r\n']|\\[rn]/,
  '`': /[\r\n`]|\\[rn]/,
};

/** `indexOf` for questions in rising order, that reads the text once whatever is asked. */
function forwardSearch(text: string, wanted: string): (from: number) => number {
  let found = -2;
  return (from) => {
    if (found !== -1 && found < from) found = text.indexOf(wanted, from);
    return found;
  };
}
