import { keyFormatOf } from './key-formats.ts';

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
}

/** Takes a secret and gives what stands in its place. */
export type Mask = (secret: string, found: Found) => string;

/** The mask of a single value, outside of any exchange. */
export const maskAlone: Mask = (secret, { kind }) => maskSecret(secret, kind);

/** Steps of the length class: close enough to see a truncated key, too coarse to help guessing. */
const LENGTH_STEPS = [8, 12, 16, 20, 24, 30, 40, 60, 80, 100, 200, 300, 500, 1000, 2000, 4000, 8000];

/**
 * A secret with its kind and length class kept: `<jwt, 300+ characters>`, `<stripe test key sk_test_…, 30+ characters>`,
 * `<password, under 8 characters>`. Quotes and white space around it stay, because they are what is wrong with it;
 * so do values that hold no secret: an empty one, `undefined`, `{{token}}`.
 */
export function maskSecret(value: string, kind?: string): string {
  return maskInner(value, (inner) => placeholder(inner, kind));
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

/** What is put in place of a secret; `number` tells apart the secrets that would otherwise look alike. */
export function placeholder(secret: string, kind: string | undefined, number = 1): string {
  const what = `${formOf(secret) ?? kind ?? 'secret'}${number > 1 ? ` (${number})` : ''}`;
  const step = LENGTH_STEPS.findLast((candidate) => secret.length >= candidate);
  const unit = isDigits(secret) ? 'digits' : 'characters';
  const length = step === undefined ? `under ${LENGTH_STEPS[0]} ${unit}` : `${step}+ ${unit}`;
  const inside = /[\r\n]/.test(secret) ? ', with a line break' : /\s/.test(secret) ? ', with a space' : '';
  return `<${what}, ${length}${secret.includes('-----') ? '' : inside}>`;
}

const PLACEHOLDER =
  /^<[a-z][^<>"\\\n]{0,80}, (?:under \d+|\d+\+) (?:characters|digits)(?:, with a (?:line break|space))?>$/;

/** The text is what `placeholder` wrote: masking twice must not mask the mask. */
export function isPlaceholder(text: string): boolean {
  return text.length < 160 && PLACEHOLDER.test(text);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function formOf(secret: string): string | undefined {
  if (secret.startsWith('-----BEGIN ')) return 'private key';
  if (isJwt(secret)) return secret.split('.', 6).length === 5 ? 'encrypted jwt' : 'jwt';
  const format = keyFormatOf(secret);
  if (format !== undefined) return `${format.kind} ${format.shown}…`;
  return UUID.test(secret) ? 'uuid' : undefined;
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
