import { Buffer } from 'node:buffer';
import { bodyText, isFormType, mediaType } from '../../exchange/body.ts';
import type { RequestMessage } from '../../exchange/exchange.ts';
import type { Headers } from '../../exchange/headers.ts';
import type { Field, Fields } from '../../exchange/history.ts';
import { secretName } from '../../exchange/redact/names.ts';
import { maskSecret } from '../../exchange/redact.ts';
import { BoundedMap } from './bounded-map.ts';
import { fingerprint } from './fingerprint.ts';

const MOST_FIELDS = 40;
const DEEPEST = 6;
/** Members of one list that are looked at: the others are of the same form. */
const MOST_ELEMENTS = 4;
const LONGEST_SHOWN = 80;
const LONGEST_NAME = 80;

/** Larger bodies are not read for the history: they would cost more than everything else about an exchange. */
const LARGEST_BODY_BYTES = 8 * 1024;

/** The fields of a request's body; null where it has none, is large, or is neither JSON nor a form. */
export function requestFields({ body, headers }: RequestMessage): Fields | null {
  if (body === null || body.bytes.length === 0 || body.totalBytes > LARGEST_BODY_BYTES) return null;
  // What begins like JSON is taken for it: clients forget the header, and asking for it costs as much as parsing.
  const isEncoded = hasHeader(headers, 'content-encoding');
  const isForm = !startsLikeJson(body.bytes) && isFormType(mediaType(headers).type);
  if (!isForm && !isEncoded && !startsLikeJson(body.bytes)) return null;
  const text = isEncoded
    ? bodyText(headers, body, LARGEST_BODY_BYTES)
    : Buffer.from(body.bytes.buffer, body.bytes.byteOffset, body.bytes.length).toString('utf8');
  if (text === undefined) return null;
  if (isForm) return fieldsOfForm(text);
  try {
    return fieldsOfJson(JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

function startsLikeJson({ 0: first }: Uint8Array): boolean {
  return first === 0x7b || first === 0x5b;
}

/** `name` in lower case. */
function hasHeader(headers: Headers, name: string): boolean {
  return headers.some(([own]) => own.length === name.length && own.toLowerCase() === name);
}

/** The fields of a parsed JSON value, the first 40 of them in the order of the text. */
export function fieldsOfJson(json: unknown): Fields {
  const fields = new Map<string, Field>();
  collect(json, '', '', 0, fields);
  return fields;
}

export function fieldsOfForm(text: string): Fields {
  const fields = new Map<string, Field>();
  for (const [name, value] of new URLSearchParams(text.slice(0, LARGEST_BODY_BYTES))) {
    if (fields.size >= MOST_FIELDS) break;
    const key = name.slice(0, LONGEST_NAME);
    if (!fields.has(key)) fields.set(key, stringField(value, key));
  }
  return fields;
}

/** Whether one of the fields holds exactly this text, or a number that is written like it. */
export function holdsValue(fields: Fields, value: string): boolean {
  const identity = textField(value).identity;
  for (const field of fields.values()) if (field.identity === identity && field.type !== 'boolean') return true;
  return false;
}

/** The same fields with the same values; the order does not count. */
export function areSameFields(some: Fields, others: Fields): boolean {
  if (some.size !== others.size) return false;
  for (const [path, { type, identity }] of some) {
    const other = others.get(path);
    if (other === undefined || other.type !== type || other.identity !== identity) return false;
  }
  return true;
}

function collect(value: unknown, path: string, name: string, depth: number, fields: Map<string, Field>): void {
  if (fields.size >= MOST_FIELDS) return;
  if (typeof value !== 'object' || value === null) {
    if (!fields.has(path)) fields.set(path, scalar(value, name));
    return;
  }
  const isList = Array.isArray(value);
  let count = 0;
  for (const key in value) {
    count += 1;
    if (count > (isList ? MOST_ELEMENTS : MOST_FIELDS) || depth >= DEEPEST) break;
    const member = (value as Record<string, unknown>)[key];
    const shownKey = key.length > LONGEST_NAME ? `${key.slice(0, LONGEST_NAME)}…` : key;
    const memberPath = isList ? `${path}[]` : path === '' ? shownKey : `${path}.${shownKey}`;
    collect(member, memberPath, isList ? name : key, depth + 1, fields);
  }
  if (count > 0 && depth < DEEPEST) return;
  const type = isList ? 'array' : 'object';
  const shown = count > 0 ? `<nested ${type}>` : isList ? '[]' : '{}';
  if (!fields.has(path)) fields.set(path, { type, shown, identity: shown });
}

function scalar(value: unknown, name: string): Field {
  if (typeof value === 'string') return stringField(value, name);
  const text = String(value);
  if (typeof value !== 'number') {
    return { type: typeof value === 'boolean' ? 'boolean' : 'null', shown: text, identity: text };
  }
  // Card, account and phone numbers: long ones are told apart and not shown.
  if (text.length < 9 || text.includes('.')) return { type: 'number', shown: text, identity: text };
  return { type: 'number', shown: `<${text.length} digits>`, identity: hidden(text) };
}

function stringField(value: string, name: string): Field {
  if (!isSecretField(name)) return textField(value);
  const identity = value === '' ? '' : hidden(value);
  return { type: 'string', shown: maskSecret(value, secretName(name, 'field')?.kind), identity };
}

function textField(value: string): Field {
  return isOrdinary(value)
    ? { type: 'string', shown: value, identity: value }
    : { type: 'string', shown: `<${value.length} characters>`, identity: hidden(value) };
}

const CARD_DIGITS = 9;
const RANDOM_CHARACTERS = 12;

/** Short, no long number in it (a card, an account, a phone), and not of letters and digits mixed like a key. */
function isOrdinary(value: string): boolean {
  const { length } = value;
  if (length > LONGEST_SHOWN) return false;
  let digits = 0;
  let letters = 0;
  let others = 0;
  let run = 0;
  // By hand: this is asked of every value of every body.
  for (let index = 0; index < length; index += 1) {
    const code = value.charCodeAt(index);
    if (code >= 0x30 && code <= 0x39) {
      digits += 1;
      run += 1;
      if (run >= CARD_DIGITS) return false;
      continue;
    }
    run = 0;
    if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) letters += 1;
    else if (code <= 0x20 || code === 0x40 || code > 0x7e) others += 1;
  }
  // Two letters are those of a time: `2026-11-05T12:00:00Z`.
  return others > 0 || length < RANDOM_CHARACTERS || digits < 2 || letters <= 2;
}

/** A character with which no text begins that is shown. */
const HIDDEN = '\0';

function hidden(value: string): string {
  return HIDDEN + fingerprint(value);
}

/** The fingerprint of a field's text, as `fingerprint` of the text itself would give it. */
export function fieldFingerprint({ identity }: Field): string {
  return identity.startsWith(HIDDEN) ? identity.slice(HIDDEN.length) : fingerprint(identity);
}

/** Names come again and again, and a name alone is quicker to look up than name and place. */
const SECRET_FIELDS = new BoundedMap<string, boolean>(2000);
const LONGEST_NAME_KEPT = 60;

/** Whether the name of a field says that what stands in it is secret. */
export function isSecretField(name: string): boolean {
  const known = SECRET_FIELDS.get(name);
  if (known !== undefined) return known;
  const isSecret = name !== '' && secretName(name, 'field')?.isStrong === true;
  if (name.length <= LONGEST_NAME_KEPT) SECRET_FIELDS.set(name, isSecret);
  return isSecret;
}
