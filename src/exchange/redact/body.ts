import { isFormType } from '../body.ts';
import { isCardNumber } from './card-number.ts';
import { isSecretValue, maskNamed } from './credentials.ts';
import { type JsonVisitor, type RewrittenJson, rewriteJson } from './json.ts';
import type { Mask } from './mask.ts';
import { secretName } from './names.ts';
import { maskText } from './text.ts';
import { FORM, maskPairs } from './url.ts';

export interface BodyForm {
  /** Media type in lower case without parameters; empty where none was sent. */
  readonly type: string;
  /** The whole `Content-Type`, for the boundary. */
  readonly contentType: string;
  /** The response says that the call failed: `"password": ["is too short"]` is the complaint, not a password. */
  readonly isErrorResponse: boolean;
}

/** Masks by the body's form: JSON and form fields and multipart parts by name, everything by pattern. */
export function maskBody(text: string, form: BodyForm, mask: Mask): string {
  const boundary = form.type.startsWith('multipart/') ? boundaryOf(form.contentType) : undefined;
  if (boundary !== undefined) return maskMultipart(text, boundary, form, mask);
  const json = looksLikeJson(text) ? maskJson(text, form, mask) : { text, isClean: false };
  if (json.isClean) return json.text;
  // Broken or cut JSON, and JSON within something else: what the reader of tokens may have missed is found by pattern.
  const isForm = isFormType(form.type) || looksLikeForm(json.text);
  return isForm ? maskPairs(json.text, mask, FORM) : maskText(json.text, mask);
}

/** Applies `spread` to every string and number of a JSON text, and to the text itself where that is not all of it. */
export function spreadInBody(text: string, spread: (text: string) => string): string {
  if (!looksLikeJson(text)) return spread(text);
  const json = rewriteJson(text, {
    nameOf: () => undefined,
    string: spread,
    number: spread,
    name: (name) => (secretName(name, 'field') ? name : spread(name)),
  });
  return json.isClean ? json.text : spread(json.text);
}

/** JSON inside of something else, as the variables of a GraphQL query in a URL are. */
export function maskDocument(text: string, mask: Mask, at: string): string {
  const form: BodyForm = { type: '', contentType: '', isErrorResponse: false };
  const json = maskJson(text, form, mask, { at, depth: 1 });
  return json.isClean ? json.text : maskText(json.text, mask);
}

/** JSON in a string of JSON, read as such as often. */
const DEEPEST_JSON = 4;

interface Inside {
  /** Pointer of the string that the document stands in. */
  readonly at: string;
  readonly depth: number;
}

function looksLikeJson(text: string): boolean {
  return /^[\s\ufeff]{0,64}[{["]/.test(text) || /"[ \t]{0,4}:/.test(text);
}

function looksLikeForm(text: string): boolean {
  return text.length < 65_536 && /^[\w.%[\]-]{1,100}=[^\s<>"{}]*$/.test(text);
}

function maskJson(
  text: string,
  form: BodyForm,
  mask: Mask,
  { at, depth }: Inside = { at: '', depth: 0 },
): RewrittenJson {
  const { isErrorResponse } = form;
  const { rules } = mask;
  const isOwnPath = (path: () => readonly string[]): boolean => rules.hasPaths && rules.ofPath(path());
  const visitor: JsonVisitor = {
    nameOf: mask.nameOf,
    string(value, place) {
      if (isOwnPath(place.path)) {
        return mask.hide(value, { ...OWN_PATH, kind: place.secret?.kind ?? 'value', at: `${at}#${place.pointer()}` });
      }
      const { secret, name } = place;
      if (secret === undefined || !isSecretValue(value, secret.isStrong)) {
        if (value.length >= 12 && value.length <= 19 && /^\d+$/.test(value) && isNumbering(name))
          return keepNumber(value, mask, `${at}#${place.pointer()}`);
        if (depth >= DEEPEST_JSON || !isOpening(value)) return maskText(value, mask);
        const inner = maskJson(value, form, mask, { at: `${at}#${place.pointer()}`, depth: depth + 1 });
        return inner.isClean ? inner.text : maskText(inner.text, mask);
      }
      if (isErrorResponse && isComplaint(value)) return maskText(value, mask);
      return maskNamed(value, mask, {
        rule: `json field ${name === '' ? secret.kind : name.slice(0, 64)}`,
        kind: secret.kind,
        at: `${at}#${place.pointer()}`,
        isProven: secret.isStrong && (!isErrorResponse || secret.kind === 'password'),
      });
    },
    number(value, place) {
      if (isOwnPath(place.path)) {
        return mask.hide(value, { ...OWN_PATH, kind: 'value', at: `${at}#${place.pointer()}` });
      }
      const { secret, name } = place;
      if (secret === undefined && value.length >= 12 && isCardNumber(value) && !isNumbering(name)) {
        return mask.hide(value, {
          rule: 'card number',
          kind: 'card number',
          at: `${at}#${place.pointer()}`,
          isProven: true,
        });
      }
      // `"pass": 12` counts tests, `"tokens": 1200` counts words.
      if (secret?.isStrong !== true || value.length < 3 || name.toLowerCase().endsWith('tokens')) return value;
      const rule = `json number ${name === '' ? secret.kind : name.slice(0, 64)}`;
      return mask.hide(value, { rule, kind: secret.kind, at: `${at}#${place.pointer()}` });
    },
    name: (name) => maskText(name, mask),
  };
  return rewriteJson(text, visitor);
}

/** What is numbered with as many digits as a card has: `order_id`, `createdAt`. */
export function isNumbering(name: string): boolean {
  return (
    name === '' ||
    (/(?:id|ids|no|number|nr|time|at|ts|timestamp|date|seq|sequence|ref|reference|version|cursor|offset|order|invoice|tracking|serial|ean|gtin|sku|isbn|imei)$/i.test(
      name,
    ) &&
      !/card|pan|account/i.test(name))
  );
}

/** Digits that are called a number of something else than a card. */
export function keepNumber(digits: string, mask: Mask, at: string): string {
  if (isCardNumber(digits))
    mask.keep(digits, 'has the check digit of a card number, but is called a number of something else', at);
  return digits;
}

/** A document begins, perhaps behind white space. */
function isOpening(text: string): boolean {
  const code = text.charCodeAt(0);
  return code === 0x7b || code === 0x5b || (code <= 0x20 && /^\s{0,8}[{[]/.test(text));
}

const OWN_PATH = { rule: 'your rule for this path', isProven: true } as const;

/** `is too short (minimum is 8 characters)`, `required`, `invalid_token`: words about a value, in words. */
function isComplaint(value: string): boolean {
  if (
    /^(?:[a-z]+[_ .-])*(?:required|missing|invalid|expired|incorrect|wrong|blank|empty|malformed|unknown|revoked|mismatch|unauthorized)(?:[_ .-][a-z]+)*\.?$/i.test(
      value,
    )
  ) {
    return true;
  }
  if (value.length > 300 || !/^[\p{L}\p{M}\d\s'’"“”(),.:;!?/<>=-]+$/u.test(value)) return false;
  const words = value.split(/\s+/);
  return words.length >= 2 && words.every((word) => /^\P{L}*\d*\P{L}*$|^\P{L}*\p{L}[\p{L}'’-]*\P{L}*$/u.test(word));
}

function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

function maskMultipart(text: string, boundary: string, form: BodyForm, mask: Mask): string {
  const delimiter = `--${boundary}`;
  return text
    .split(delimiter)
    .map((part, index) => (index === 0 ? maskText(part, mask) : maskPart(part, form, mask)))
    .join(delimiter);
}

/** One part, from the line end behind its delimiter to the one before the next. */
function maskPart(part: string, form: BodyForm, mask: Mask): string {
  const headEnd = /\r?\n\r?\n/.exec(part);
  if (headEnd === null) return maskText(part, mask);
  const contentAt = headEnd.index + headEnd[0].length;
  const contentEnd = part.endsWith('\r\n') ? part.length - 2 : part.endsWith('\n') ? part.length - 1 : part.length;
  const head = part.slice(0, contentAt);
  const content = part.slice(contentAt, Math.max(contentAt, contentEnd));
  const tail = part.slice(contentAt + content.length);
  return maskText(head, mask) + maskPartContent(head, content, form, mask) + tail;
}

function maskPartContent(head: string, content: string, form: BodyForm, mask: Mask): string {
  const disposition = /^content-disposition:([^\r\n]{0,1000})/im.exec(head)?.[1] ?? '';
  const named = /;\s*name\s*=\s*(?:"([^"]{0,200})"|([^\s;"]{1,200}))/i.exec(disposition);
  const name = named?.[1] ?? named?.[2] ?? '';
  const secret = mask.nameOf(name, 'query');
  if (secret !== undefined && isSecretValue(content, secret.isStrong)) {
    const rule = `multipart field ${name.slice(0, 64)}`;
    return maskNamed(content, mask, {
      rule,
      kind: secret.kind,
      isProven: secret.isStrong,
      at: `?${name.slice(0, 64)}`,
    });
  }
  const contentType = /^content-type:\s*([^\r\n]{0,300})/im.exec(head)?.[1] ?? '';
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  // Parts within parts are read as text: a body nested in itself a thousand times is an attack.
  if (type.startsWith('multipart/')) return maskText(content, mask);
  return maskBody(content, { ...form, type, contentType }, mask);
}
