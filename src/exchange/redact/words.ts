import { Buffer, isUtf8 } from 'node:buffer';
import { isCardNumber } from './card-number.ts';
import { maskAuthorization } from './credentials.ts';
import { ibanEnd } from './iban.ts';
import { PUBLIC_KEYS } from './key-formats.ts';
import { isAlphanumeric, keyAt } from './keys.ts';
import { looksRandom, type Mask } from './mask.ts';
import { isRandomRun } from './randomness.ts';
import { AFTER_SCHEME, isTokenCode, PROSE } from './text-pairs.ts';

/** A shorter run of letters and digits is a word, an id or a version. */
const SHORTEST_RUN = 20;
/** A longer one is a document or an image. */
const LONGEST_RUN = 512;
const SHORTEST_BASE64 = 24;

interface Replaced {
  readonly text: string;
  readonly end: number;
}

/**
 * Masks what begins at the edge of a word: keys of known forms, `Bearer …`, card numbers, bank accounts, one-time codes
 * and random text behind a word that announces it, and base64 that decodes to text with a secret (`maskDecoded` reads it).
 */
export function maskWords(text: string, mask: Mask, maskDecoded: (text: string) => string): string {
  let result = '';
  let done = 0;
  /** The end of the run of token characters that was looked at last. */
  let runEnd = 0;
  const length = text.length;
  for (let at = 0; at < length; ) {
    const code = text.charCodeAt(at);
    if (!isAlphanumeric(code)) {
      at += stepOver(text, at, code);
      continue;
    }
    let replaced = keyOrScheme(text, at, code, mask) ?? numberAt(text, at, code, mask);
    if (replaced === undefined && at >= runEnd) {
      runEnd = endOfRun(text, at);
      if (runEnd - at >= SHORTEST_RUN) replaced = runAt(text, at, runEnd, mask, maskDecoded);
    }
    if (replaced === undefined) {
      at += 1;
      while (at < length && isAlphanumeric(text.charCodeAt(at))) at += 1;
      continue;
    }
    if (replaced.text !== '') {
      result += text.slice(done, at) + replaced.text;
      done = replaced.end;
    }
    at = replaced.end;
  }
  return done === 0 ? text : result + text.slice(done);
}

/**
 * An escape is stepped over as a whole: its last character is no part of the word behind it (`%22sk_live_…`, `\nsk_live_…`).
 */
function stepOver(text: string, at: number, code: number): number {
  if (code === 0x25) return isHex(text.charCodeAt(at + 1)) && isHex(text.charCodeAt(at + 2)) ? 3 : 1;
  if (code !== 0x5c) return 1;
  const next = text[at + 1] ?? '';
  if (next === 'u' && /^[0-9A-Fa-f]{4}$/.test(text.slice(at + 2, at + 6))) return 6;
  return next !== '' && 'nrtbf'.includes(next) ? 2 : 1;
}

function isHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

const SCHEME = /(bearer|basic|token|digest)(\s{1,3})([\w\-.~+/]+={0,2})/iy;

function keyOrScheme(text: string, at: number, code: number, mask: Mask): Replaced | undefined {
  const key = keyAt(text, at);
  if (key !== undefined) {
    return { text: mask.hide(text.slice(at, key.end), { rule: 'form of a known key', isProven: true }), end: key.end };
  }
  const lower = code | 0x20;
  if (lower !== 0x62 && lower !== 0x74 && lower !== 0x64) return undefined;
  const third = text.charCodeAt(at + 2) | 0x20;
  // beArer, baSic, toKen, diGest.
  if (third !== 0x61 && third !== 0x73 && third !== 0x6b && third !== 0x67) return undefined;
  SCHEME.lastIndex = at;
  const found = SCHEME.exec(text);
  if (found === null) return undefined;
  const [whole, scheme = '', space = '', value = ''] = found;
  const end = at + whole.length;
  if (value.length < 6) return undefined;
  const next = text[end];
  // `realm="api"`, `max_tokens=5`: a parameter, not a credential.
  if (value.endsWith('=') && next !== undefined && /[\w"']/.test(next)) return undefined;
  const isBearer = scheme.toLowerCase() === 'bearer';
  if (
    !looksRandom(value) &&
    (!isBearer || AFTER_SCHEME.test(value) || PROSE.has(value.toLowerCase())) &&
    !isMixed(value)
  )
    return undefined;
  return { text: maskAuthorization(scheme + space + value, mask, `text ${scheme.toLowerCase()}`), end };
}

function isMixed(value: string): boolean {
  return /[a-z]/.test(value) && /[0-9]|[a-z][A-Z]/.test(value);
}

const DIGITS = /\d+(?:[ -]\d+){0,6}/y;

function numberAt(text: string, at: number, code: number, mask: Mask): Replaced | undefined {
  if (code >= 0x41 && code <= 0x5a) {
    const end = ibanEnd(text, at);
    if (end === undefined) return undefined;
    const hidden = mask.hide(text.slice(at, end), { rule: 'bank account number (IBAN)', kind: 'iban', isProven: true });
    return { text: hidden, end };
  }
  if (code > 0x39) return undefined;
  // Behind a point or a sign it is a part of a number, behind a hyphen or an underscore of a name.
  const before = text.charCodeAt(at - 1);
  DIGITS.lastIndex = at;
  const digits = DIGITS.exec(text)?.[0] ?? '';
  const end = at + digits.length;
  const next = text.charCodeAt(end);
  if (isAlphanumeric(next) || next === 0x5f) return undefined;
  if (digits.length >= 12 && digits.length <= 23 && isCardNumber(digits)) {
    if (before === 0x2e || before === 0x2d || before === 0x5f || before === 0x2b || next === 0x2d) return undefined;
    if (NUMBERED_THING.test(text.slice(Math.max(0, at - 32), at))) {
      mask.keep(digits, 'has the check digit of a card number, but is called a number of something else');
      return undefined;
    }
    return { text: mask.hide(digits, { rule: 'card number', kind: 'card number', isProven: true }), end };
  }
  if (digits.length > 9 || (before !== 0x20 && before !== 0x3a && before !== 0x3e)) return undefined;
  const plain = digits.replace(/[ -]/g, '');
  if (plain.length < 4 || plain.length > 8) return undefined;
  const lead = text.slice(Math.max(0, at - 60), at);
  if (!ONE_TIME_CODE.test(lead) || PORT_OF_HOST.test(lead)) return undefined;
  return { text: mask.hide(digits, { rule: 'one-time code in a text', kind: 'one-time code', isProven: true }), end };
}

/** What may be numbered with as many digits as a card has. */
const NUMBERED_THING =
  /(?:order|invoice|tracking|shipment|parcel|ticket|reference|ref|timestamp|time|epoch|created|updated|at|sequence|seq|serial|imei|isbn|ean|gtin|sku|upc|id|ids|no|nr|version|offset|cursor|phone|tel|fax|size|bytes|count|total)[\s"'_:=#.\\-]{0,8}$/i;

/** `otp.example.com:8443`, `GET /pin on web:3000` */
const PORT_OF_HOST = /(?:[\w-]\.|\bon )[\w-]{1,60}:$/;

const ONE_TIME_CODE =
  /(?:\botp\b|\btotp\b|one[- ]time (?:pass)?code|one[- ]time password|passcode|verification code|confirmation code|security code|login code|sign-in code|authentication code|2fa code|\bpin\b|best(?:ä|ae)tigungscode|sicherheitscode|einmalpasswort|code de (?:v[ée]rification|s[ée]curit[ée])|c[óo]digo de (?:verifica[cç](?:i[óo]n|[ãa]o)|seguran[çc]a|seguridad)|codice di (?:verifica|sicurezza)|verificatiecode|код подтверждения|验证码|認証コード)(?:[^\p{L}\p{N}\n]{0,4}\p{L}{1,8}){0,3}[^\p{L}\p{N}\n]{0,4}$/iu;

function endOfRun(text: string, from: number): number {
  let at = from;
  while (at < text.length && isRunCode(text.charCodeAt(at))) at += 1;
  return at;
}

/** base64 and base64url. */
function isRunCode(code: number): boolean {
  return isTokenCode(code) || code === 0x2b || code === 0x2f;
}

function runAt(
  text: string,
  at: number,
  end: number,
  mask: Mask,
  maskDecoded: (text: string) => string,
): Replaced | undefined {
  const run = text.slice(at, end);
  if (run.length >= SHORTEST_BASE64 && hidesSecret(run, maskDecoded)) {
    let padded = end;
    while (padded < end + 2 && text[padded] === '=') padded += 1;
    const whole = text.slice(at, padded);
    return {
      text: mask.hide(whole, { rule: 'base64 of text with a secret', kind: 'base64 of a secret' }),
      end: padded,
    };
  }
  if (run.length > LONGEST_RUN) return { text: '', end };
  if (!isRandomRun(run)) return undefined;
  const isPublic = PUBLIC_KEYS.some((prefix) => run.startsWith(prefix));
  if (!isPublic && ANNOUNCED.test(text.slice(Math.max(0, at - 48), at))) {
    return {
      text: mask.hide(run, { rule: 'random text that is called a secret', kind: 'secret', isProven: true }),
      end,
    };
  }
  mask.keep(run, isPublic ? 'a key that is meant to be public' : 'random, but nothing near it speaks of a secret');
  return undefined;
}

/** `your API key is …`, `with token "…"`: a word for a secret, and perhaps a short word or two, directly before. */
const ANNOUNCED =
  /(?:passwor[dt]|passphrase|kennwort|mot de passe|contrase(?:ñ|n)a|\bsenha|wachtwoord|\btokens?|\bsecrets?|(?:api|access|secret|private|signing|encryption|licen[sc]e|auth|shared|client)[ _-]?keys?|credentials?|\bhmac|\bsession(?:[ _-]?id)?|\bjwt|\bcookie|webhook secret)(?:[\s"'`:=(<>-]{1,4}(?:is|was|of|for|are|ist|lautet|war|est|es|era|é|value|with|named|called|your|the|new|old|current)){0,3}[\s"'`:=(<>[-]{1,4}$/i;

/** Of a run of base64 the beginning tells whether it decodes to text. */
function hidesSecret(run: string, maskDecoded: (text: string) => string): boolean {
  const probe = Buffer.from(run.slice(0, 64), 'base64');
  if (probe.length < 12 || !isTextual(probe)) return false;
  const bytes = Buffer.from(run, 'base64');
  if (!isUtf8(bytes.subarray(0, bytes.length - 4))) return false;
  const decoded = bytes.toString('utf8');
  return maskDecoded(decoded) !== decoded;
}

function isTextual(bytes: Uint8Array): boolean {
  for (const byte of bytes)
    if (byte < 0x20 ? byte !== 0x09 && byte !== 0x0a && byte !== 0x0d : byte === 0x7f) return false;
  // Random bytes of this length nearly always hold one that is not ASCII.
  return bytes.filter((byte) => byte >= 0x80).length <= bytes.length / 4;
}
