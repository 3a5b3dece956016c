import { locationOf, type ParsedPath, parsePath } from './field-path.ts';
import { inBody, isObject, type JsonObject, membersOf, nonEmptyString, pick, plainName, step } from './members.ts';
import { type FieldError, MOST_FIELDS } from './report.ts';
import { isSentence, plainSentence } from './words.ts';

export interface MapReading {
  readonly fields: readonly FieldError[];
  /** Sentences about the whole: `non_field_errors`, `base`, `full_messages`. */
  readonly remarks: readonly string[];
}

/** Keys under which frameworks put what belongs to no single field (Django, Rails, marshmallow, Zod, Form libraries). */
const WHOLE: ReadonlySet<string> = new Set([
  '',
  'nonfielderrors',
  'all',
  'base',
  'schema',
  'errors',
  'error',
  'formerrors',
  'fullmessages',
  'general',
  'global',
  'form',
  'message',
  'messages',
  'detail',
  'reason',
]);

/** Keys that hold the map of fields, or the errors of the object above them, in nested forms. */
const TRANSPARENT: ReadonlySet<string> = new Set(['fielderrors', 'properties', 'fields', 'errors']);

const DEEPEST = 8;

/**
 * The fields of a map from names to what is wrong with them, however deep: `{"email": ["is taken"]}`,
 * `{"items": {"0": {"price": ["…"]}}}`, `{"email": {"_errors": [{"code": "…"}]}}`. Undefined where it is no such map.
 */
export function fieldsOfMap(map: JsonObject, pointer: string): MapReading | undefined {
  const fields: FieldError[] = [];
  const remarks: string[] = [];
  const isRead = readMap(map, pointer, { segments: [], location: undefined }, 0, { fields, remarks });
  return isRead && (fields.length > 0 || remarks.length > 0)
    ? { fields: fields.slice(0, MOST_FIELDS), remarks }
    : undefined;
}

/** Whether the object can be nothing but such a map: every value is a list of sentences, or a map of them. */
export function isPureMap(map: JsonObject, depth = 0): boolean {
  let count = 0;
  for (const key in map) {
    count += 1;
    if (count > 40) return true;
    const value = map[key];
    if (Array.isArray(value)) {
      if (!value.every((entry) => typeof entry === 'string' || (isObject(entry) && depth < 3))) return false;
      if (value.length > 0 && typeof value[0] === 'object') {
        if (!value.every((entry) => isObject(entry) && (isError(entry) || isPureMap(entry, depth + 1)))) return false;
      } else if (!value.some((entry) => typeof entry === 'string' && (isSentence(entry) || isFaultWord(entry))))
        return false;
    } else if (!isObject(value) || depth > 3 || !isPureMap(value, depth + 1)) return false;
  }
  return count > 0 || depth > 0;
}

/** A word that says what is wrong with a field, for programs: `required`, `too_short`, `already_taken`. */
export function isFaultWord(text: string): boolean {
  return FAULT_WORD.test(text);
}

const FAULT_WORD =
  /^(?:required|missing|mandatory|invalid|blank|empty|taken|duplicate|unknown|unexpected|unsupported|inclusion|(?:too|not|invalid|already|wrong|missing|must)_[a-z_]{2,40})$/;

/** Every value is an error of its own with a sentence and a code: `{"email": {"code": "not_unique", "message": "Value must be unique."}}`. */
export function isMapOfErrors(map: JsonObject): boolean {
  const values = Object.values(map).slice(0, 40);
  return values.length > 0 && values.every((value) => isObject(value) && isError(value) && codeNamed(value));
}

function codeNamed(entry: JsonObject): boolean {
  return Object.keys(entry).some((key) => /^(?:code|error_?code|rule|kind)$/i.test(key));
}

const OWN_WORDS =
  /^(?:message|msg|args|description|detail|text|error|code|type|error_?code|rule|kind|value|status|errno|field_?key)$/i;

/** `{"description": "Email: is invalid", "error": "InvalidFormat"}`: about the field whose name stands above it. */
function isError(entry: JsonObject): boolean {
  return sentenceOf(entry) !== undefined && Object.keys(entry).every((key) => OWN_WORDS.test(key));
}

interface Sink {
  readonly fields: FieldError[];
  readonly remarks: string[];
}

/** False where a value does not fit: then this is some other object. */
function readMap(map: JsonObject, pointer: string, parent: ParsedPath, depth: number, sink: Sink): boolean {
  let isRead = true;
  let count = 0;
  for (const key in map) {
    count += 1;
    if (count > 60 || sink.fields.length >= MOST_FIELDS) break;
    const value = map[key];
    const place = step(pointer, key);
    const name = plainName(key);
    if (WHOLE.has(name) && (depth > 0 || !isObject(value)) && isAboutWhole(name, value)) {
      takeSentences(value, parent, place, pointer, sink);
      continue;
    }
    // Symfony's forms: `{"children": {"begin": {"errors": […]}, "end": {}}}`.
    const isForm = name === 'children' && isObject(value) && Object.values(value).every(isObject);
    if ((TRANSPARENT.has(name) || isForm) && isObject(value) && depth < DEEPEST) {
      isRead = readMap(value, place, parent, depth + 1, sink) && isRead;
      continue;
    }
    const path = deeper(parent, key);
    if (typeof value === 'string') sink.fields.push(fieldError(path, value, undefined, place));
    else if (Array.isArray(value)) isRead = readList(value, place, path, depth, sink) && isRead;
    else if (isObject(value)) isRead = readObject(value, place, path, depth, sink) && isRead;
    else if (value === true) sink.fields.push(fieldError(path, '', undefined, place));
    else if (value !== null && value !== false) isRead = false;
  }
  return isRead;
}

function isAboutWhole(name: string, value: unknown): boolean {
  // `errors`, `message` and the like hold sentences of the object above; a list of objects is read elsewhere.
  return name !== 'items' && (typeof value === 'string' || (Array.isArray(value) && value.every(isTextual)));
}

function isTextual(value: unknown): boolean {
  return typeof value === 'string' || (isObject(value) && typeof (value.message ?? value.msg) === 'string');
}

function takeSentences(value: unknown, path: ParsedPath, place: string, pointer: string, sink: Sink): void {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const [index, entry] of list.slice(0, MOST_FIELDS).entries()) {
    const said = sentenceOf(entry);
    if (said === undefined) continue;
    if (path.segments.length === 0) sink.remarks.push(plainSentence(said.message));
    else
      sink.fields.push(fieldError(path, said.message, said.code, Array.isArray(value) ? step(place, index) : pointer));
  }
}

function readList(list: readonly unknown[], place: string, path: ParsedPath, depth: number, sink: Sink): boolean {
  for (const [index, entry] of list.slice(0, MOST_FIELDS).entries()) {
    const said = sentenceOf(entry);
    if (said !== undefined) sink.fields.push(fieldError(path, said.message, said.code, step(place, index)));
    else if (isObject(entry) && depth < DEEPEST) {
      readMap(entry, step(place, index), { ...path, segments: [...path.segments, index] }, depth + 1, sink);
    } else if (typeof entry !== 'string') return false;
  }
  return true;
}

/** An object under a field's name is an error itself, or the map of what is inside the field. */
function readObject(value: JsonObject, place: string, path: ParsedPath, depth: number, sink: Sink): boolean {
  const said = sentenceOf(value);
  if (said !== undefined && !Array.isArray(value._errors)) {
    const source = locationOf(value.source);
    const keys = value.keys;
    // celebrate: one object a place, with the names of the fields in it.
    if (source !== undefined && Array.isArray(keys)) {
      for (const key of keys.slice(0, MOST_FIELDS)) {
        if (typeof key !== 'string') continue;
        const { segments } = parsePath(key);
        sink.fields.push({ ...fieldError({ segments, location: source }, said.message, said.code, place), path: key });
      }
      return true;
    }
    sink.fields.push(fieldError(path, said.message, said.code, place));
    return true;
  }
  return depth < DEEPEST && readMap(value, place, path, depth + 1, sink);
}

const SENTENCE_NAMES = [
  'message',
  'msg',
  'description',
  'detail',
  'error',
  'defaultmessage',
  'reason',
  'text',
  'title',
];
const CODE_NAMES = ['code', 'error', 'errorcode', 'type', 'kind', 'rule', 'validator'];

function sentenceOf(entry: unknown): { readonly message: string; readonly code: string | undefined } | undefined {
  if (typeof entry === 'string')
    return entry.trim() === '' ? undefined : { message: entry, code: isFaultWord(entry) ? entry : undefined };
  if (!isObject(entry)) return undefined;
  const members = membersOf(entry);
  // A book has a title and a text, too: lists under nothing but such names are those of its members.
  const isMapOfLists = !members.has('msg') && !members.has('message') && Object.values(entry).every(Array.isArray);
  if (isMapOfLists) return undefined;
  // Play lists its words: `{"msg": ["error.path.missing"]}`.
  const message = pick(members, SENTENCE_NAMES, (value) =>
    nonEmptyString(Array.isArray(value) ? value[0] : value),
  )?.value;
  const code = pick(members, CODE_NAMES, (value) =>
    typeof value === 'string' && /^\S{1,100}$/.test(value) ? value : undefined,
  )?.value;
  return message === undefined ? undefined : { message, code };
}

function deeper(parent: ParsedPath, key: string): ParsedPath {
  // webargs and FastAPI's older maps put body and query on top.
  if (parent.segments.length === 0 && parent.location === undefined) {
    const location = TOP_PLACES.has(key) ? locationOf(key) : undefined;
    if (location !== undefined) return { segments: [], location };
    return parsePath(key);
  }
  return { location: parent.location, segments: [...parent.segments, ...parsePath(key).segments] };
}

const TOP_PLACES: ReadonlySet<string> = new Set([
  'json',
  'body',
  'query',
  'querystring',
  'headers',
  'view_args',
  'params',
]);

function fieldError(path: ParsedPath, message: string, code: string | undefined, pointer: string): FieldError {
  return {
    path: path.segments.join('.'),
    segments: path.segments,
    location: path.location,
    message: plainSentence(message),
    code,
    where: inBody(pointer),
  };
}
