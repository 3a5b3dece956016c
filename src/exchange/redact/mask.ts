import { innerKeyOf, keyFormatOf } from './keys.ts';
import { type NamePlace, type SecretName, secretName } from './names.ts';
import { NO_OWN_RULES, type OwnRules } from './own-rules.ts';

/** Why and where a value counts as a secret. */
export interface Found {
  /** Why it counts as a secret, for example `header authorization` or `json field password`. */
  readonly rule: string;
  /** What it is called where its own form does not say: `password`, `api key`. */
  readonly kind?: string;
  /** Place inside the part being read, appended to its pointer: `#/user/password`. */
  readonly at?: string;
  /**
   * The name alone proves a secret, so that the value is looked for in the rest of the exchange whatever it
   * looks like. Otherwise only a value that looks random is: masking every `dark` because of a cookie `theme=dark`
   * would ruin the report.
   */
  readonly isProven?: boolean;
  /** The value does not stand there itself: it follows from one that does, as the password from `Basic` credentials. */
  readonly isHidden?: boolean;
  /** What is odd about it, in a few words of letters: `without password`. */
  readonly note?: string;
}

/** What the readers of an exchange's parts tell about the values they come across. */
export interface Mask {
  /** Takes a secret and gives what stands in its place. */
  hide(secret: string, found: Found): string;
  /** What looks like a secret and stays, and why. */
  keep(value: string, reason: string, at?: string): void;
  /** What the name of a value says about it. */
  nameOf(name: string, place: NamePlace): SecretName | undefined;
  readonly rules: OwnRules;
  /** What is found is forgotten: looking for it in other spellings is in vain. */
  readonly isAlone?: boolean;
}

/** The mask of a single value, outside of any exchange. */
export const maskAlone: Mask = {
  hide: (secret, { kind, note }) => maskInner(secret, (inner) => placeholder(inner, { kind, note })),
  keep: () => {},
  nameOf: secretName,
  rules: NO_OWN_RULES,
  isAlone: true,
};

/** Steps of the length class: close enough to see a truncated key, too coarse to help guessing. */
const LENGTH_STEPS = [8, 12, 16, 20, 24, 30, 40, 60, 80, 100, 200, 300, 500, 1000, 2000, 4000, 8000];

/**
 * A secret with its kind and length class kept: `<jwt, 300+ characters>`, `<stripe test key sk_test_…, 30+ characters>`,
 * `<password, under 8 characters>`. Quotes and white space around it stay, because they are what is wrong with it;
 * so do values that hold no secret: an empty one, `undefined`, `{{token}}`.
 */
export function maskSecret(value: string, kind?: string): string {
  return maskInner(value, (inner) => placeholder(inner, { kind }));
}

/** Applies `mask` to the secret proper, without the quotes and white space around it; not to what holds no secret. */
export function maskInner(value: string, mask: (inner: string) => string): string {
  if (value === '') return value;
  const [start, end] = innerRange(value);
  const inner = value.slice(start, end);
  if (isNoSecret(inner)) return value;
  return value.slice(0, start) + mask(inner) + value.slice(end);
}

function innerRange(value: string): readonly [number, number] {
  // Not by a regular expression: `\s*$` takes quadratic time on a long run of spaces.
  let start = 0;
  let end = value.length;
  while (start < end && isSpace(value.charCodeAt(start))) start += 1;
  while (end > start && isSpace(value.charCodeAt(end - 1))) end -= 1;
  const quote = value[start];
  if (end - start >= 2 && (quote === '"' || quote === "'" || quote === '`') && value[end - 1] === quote) {
    return [start + 1, end - 1];
  }
  return [start, end];
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0 || code === 0xfeff;
}

export interface PlaceholderParts {
  /** What it is called where its own form does not say. */
  readonly kind?: string | undefined;
  readonly note?: string | undefined;
  /** What tells it from the other secrets of its kind. */
  readonly label?: string;
}

/** What is put in place of a secret: `<token-1, 30+ characters>`, without the number where there is no other to be told from. */
export function placeholder(secret: string, { kind, note, label }: PlaceholderParts): string {
  const { name, shown } = formOf(secret, kind);
  const what = `${name}${label === undefined ? '' : `-${label}`}${shown === undefined ? '' : ` ${shown}…`}`;
  const step = LENGTH_STEPS.findLast((candidate) => secret.length >= candidate);
  const unit = isDigits(secret) ? 'digits' : 'characters';
  const length = step === undefined ? `under ${LENGTH_STEPS[0]} ${unit}` : `${step}+ ${unit}`;
  const inside = /[\r\n]/.test(secret) ? ', with a line break' : /\s/.test(secret) ? ', with a space' : '';
  return `<${what}, ${length}${note === undefined ? '' : `, ${note}`}${secret.includes('-----') ? '' : inside}>`;
}

const PLACEHOLDER = /^<[a-z][^<>"\\\n]{0,80}, (?:under \d+|\d+\+) (?:characters|digits)(?:, [a-z][a-z0-9 ]{0,40})*>$/;

/** The text is what `placeholder` wrote: masking twice must not mask the mask. */
export function isPlaceholder(text: string): boolean {
  return text.length < 160 && PLACEHOLDER.test(text);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What the secret itself says that it is, and what of it may be shown. */
export function formOf(secret: string, kind = 'secret'): { readonly name: string; readonly shown?: string } {
  if (secret.startsWith('-----BEGIN ')) return { name: 'private key' };
  if (isJwt(secret)) return { name: secret.split('.', 6).length === 5 ? 'encrypted jwt' : 'jwt' };
  const format = keyFormatOf(secret);
  if (format !== undefined) return { name: format.kind, shown: format.shown };
  return { name: UUID.test(secret) ? 'uuid' : (innerKeyOf(secret) ?? kind) };
}

export function isJwt(text: string): boolean {
  // `eyJ` is base64 of `{"`: every JOSE header begins with it (RFC 7515 §3.3).
  return text.startsWith('eyJ') && /^[\w-]+(?:\.[\w-]*){1,4}$/.test(text);
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}

const EMPTY_WORDS = new Set([
  'undefined',
  'null',
  'none',
  'nil',
  'nan',
  'true',
  'false',
  '[object object]',
  '[object promise]',
  '…',
  '...',
  '[redacted]',
  '[filtered]',
  'redacted',
]);

/** Names of things, not the things: a template that nobody filled in, or what another tool has masked. */
const UNFILLED =
  /^(?:\{\{[^{}]{0,60}\}\}|\$\{[^{}]{0,60}\}|\$[A-Z_]{2,40}|%[A-Z_]{2,40}%|<(?:your|my|the|insert|api|access|auth)?[ _-]?(?:api|access|auth|bearer)?[ _-]?(?:token|key|secret|password)>|(?:YOUR|MY|INSERT)[ _-][A-Z_ -]{2,40}|your[_-][a-z_-]{2,40}|required(?:; ?\w{1,20})?|\*{3,}|x{4,}|X{4,}|•{3,})$/;

/** The value names or lacks a secret rather than being one, and saying so is often the whole explanation. */
export function isNoSecret(value: string): boolean {
  if (value === '') return true;
  if (value.length > 200) return false;
  return EMPTY_WORDS.has(value.toLowerCase()) || UNFILLED.test(value) || isPlaceholder(value);
}

/** Letters alone that change their case as no word does, camelCase included: an authorization code, a session id. */
export function mixesCase(value: string): boolean {
  if (value.length < 16 || !/^[A-Za-z_-]+$/.test(value) || /^[A-Za-z][a-z]+(?:[A-Z][a-z]+)*$/.test(value)) return false;
  const sample = value.slice(0, 200);
  let changes = 0;
  for (let i = 1; i < sample.length; i += 1) {
    if (/[a-z]/.test(sample[i]!) !== /[a-z]/.test(sample[i - 1]!)) changes += 1;
  }
  return changes > sample.length * 0.3;
}

/** Long enough, and of letters and digits mixed as no word is: a key, a session id, a hash. */
export function looksRandom(value: string): boolean {
  if (value.length < 12 || /[^\w\-+/=.~%:]/.test(value)) return false;
  const digits = value.replace(/\D+/g, '').length;
  return digits >= 2 && digits < value.length && /[A-Za-z]/.test(value);
}
