import { escapedPart } from '../json-pointer.ts';
import { isAboutName, type NamePlace, type SecretName } from './names.ts';

/** Where in a document a value stands. */
export interface JsonPlace {
  /** The nearest name that makes the value a secret, or undefined. */
  readonly secret: SecretName | undefined;
  /** The name of the value itself; empty inside of an array. */
  readonly name: string;
  /** JSON Pointer (RFC 6901), computed only when asked for. */
  pointer(): string;
  /** The same as names and indices, as far as the document is deep. */
  path(): readonly string[];
}

export interface JsonVisitor {
  nameOf(name: string, place: NamePlace): SecretName | undefined;
  /** A string, unescaped; what is returned takes its place. */
  string(value: string, place: JsonPlace): string;
  /** A number as written; what is returned takes its place as a string, unless it is the same. */
  number(value: string, place: JsonPlace): string;
  /** The name of a member. */
  name(value: string, place: JsonPlace): string;
}

interface Frame {
  readonly secret: SecretName | undefined;
  readonly isArray: boolean;
  /** Name of the member being read; a name is consumed by its value. */
  name: string | undefined;
  index: number;
  /** The value of `name`, `key` or `header` in this object: `{"name": "password", "value": "…"}`. */
  label: string | undefined;
}

/** Members deeper than this share one frame, so that a body of ten million brackets costs no more than its text. */
const DEEPEST = 500;
const POINTER_PARTS = 12;

const LABELS = new Set(['name', 'key', 'header', 'field', 'param', 'parameter', 'k', 'id']);
const LABELLED = new Set(['value', 'val', 'content', 'v', 'text', 'default', 'values']);

export interface RewrittenJson {
  readonly text: string;
  /** Nothing but JSON values stood there, one or several: everything that can hold a secret was visited. */
  readonly isClean: boolean;
}

/**
 * Rewrites the strings and numbers of a JSON text and nothing else: white space, order, duplicate names and the
 * digits of large numbers stay. It reads tokens and keeps its own stack, so that neither broken, cut nor deeply
 * nested text stops it; text that is not JSON passes through.
 */
export function rewriteJson(text: string, visitor: JsonVisitor): RewrittenJson {
  const frames: Frame[] = [newFrame(undefined, false)];
  let frame = frames[0]!;
  let overflow = 0;
  let result = '';
  let done = 0;
  let at = 0;
  let faults = 0;
  /** A value was read; only a comma, a bracket or, between documents, a line may follow. */
  let isAfterValue = false;
  // One for all values: it is asked while the value is read, and never kept.
  const place: JsonPlace = {
    get secret() {
      return placeSecret(frame, visitor);
    },
    get name() {
      return frame.name ?? '';
    },
    pointer: () => pointerOf(frames),
    path: () => frames.filter(isStep).map((step) => step.name ?? String(step.index)),
  };

  const beginValue = (): void => {
    if (isAfterValue && frames.length > 1) faults += 1;
    isAfterValue = true;
  };
  const replace = (start: number, end: number, replacement: string): void => {
    result += text.slice(done, start) + replacement;
    done = end;
  };

  const readString = (): void => {
    const start = at;
    const end = stringEnd(text, start);
    if (end < 0) {
      faults += 1;
      at = start + 1;
      return;
    }
    beginValue();
    const isClosed = text[end] === '"';
    const value = unescapeJson(text.slice(start + 1, end));
    at = isClosed ? end + 1 : end;
    if (!isClosed) faults += 1;
    if (isName(text, at)) {
      frame.name = value;
      const written = visitor.name(value, place);
      if (written !== value) replace(start, at, JSON.stringify(written));
      return;
    }
    const written = visitor.string(value, place);
    if (written !== value)
      replace(start, at, isClosed ? JSON.stringify(written) : JSON.stringify(written).slice(0, -1));
    if (frame.name !== undefined && frame.name.length <= LONGEST_LABEL && LABELS.has(frame.name.toLowerCase()))
      frame.label = value;
    frame.name = undefined;
  };

  const readWord = (): void => {
    const word = text.slice(at, wordEnd(text, at));
    beginValue();
    if (!LITERAL.test(word)) faults += 1;
    const first = word.charCodeAt(word.startsWith('-') ? 1 : 0);
    if (first >= 0x30 && first <= 0x39) {
      const written = visitor.number(word, place);
      if (written !== word) replace(at, at + word.length, JSON.stringify(written));
    }
    frame.name = undefined;
    at += word.length;
  };

  while (at < text.length && faults <= MOST_FAULTS) {
    const code = text.charCodeAt(at);
    if (code === 0x22) readString();
    else if (code === 0x7b || code === 0x5b) {
      beginValue();
      isAfterValue = false;
      if (frames.length >= DEEPEST) overflow += 1;
      else {
        frame = newFrame(containerSecret(frame, visitor), code === 0x5b);
        frames.push(frame);
      }
      at += 1;
    } else if (code === 0x7d || code === 0x5d) {
      if (overflow > 0) overflow -= 1;
      else if (frames.length > 1) {
        frames.pop();
        frame = frames.at(-1)!;
      }
      frame.name = undefined;
      isAfterValue = true;
      at += 1;
    } else if (code === 0x2c) {
      frame.index += 1;
      isAfterValue = false;
      at += 1;
    } else if (code === 0x2d || isWordCode(code)) readWord();
    else {
      if (code === 0x3a) isAfterValue = false;
      else if (!isJsonSpace(code)) faults += 1;
      at += 1;
    }
  }
  const isWhole = at >= text.length && frames.length === 1;
  return { text: done === 0 ? text : result + text.slice(done), isClean: faults === 0 && isWhole };
}

/** What breaks the grammar more often is something else than JSON. */
const MOST_FAULTS = 500;
const LONGEST_LABEL = 12;
const LITERAL = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;

function isWordCode(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f
  );
}

/** Of letters, digits, signs and points. */
function wordEnd(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); isWordCode(code) || code === 0x2d || code === 0x2b || code === 0x2e; ) {
    at += 1;
    code = text.charCodeAt(at);
  }
  return at;
}

function newFrame(secret: SecretName | undefined, isArray: boolean): Frame {
  return { secret, isArray, name: undefined, index: 0, label: undefined };
}

/** A frame that a value stands in by its name or its index, as the outermost one is not. */
function isStep({ name, isArray }: Frame): boolean {
  return name !== undefined || isArray;
}

function placeSecret(frame: Frame, { nameOf }: JsonVisitor): SecretName | undefined {
  const { name, secret, label } = frame;
  if (name === undefined) return secret;
  const own = nameOf(name, 'field');
  if (own !== undefined) return own;
  if (label !== undefined && name.length <= LONGEST_LABEL && LABELLED.has(name.toLowerCase())) {
    const labelled = nameOf(label, 'field') ?? nameOf(label, 'header');
    if (labelled !== undefined) return labelled;
  }
  // In `"token": {"value": "…", "type": "bearer", "expires_in": 3600}` the value is the secret, the rest is about it.
  return secret === undefined || isAboutName(name) ? undefined : secret;
}

function containerSecret(frame: Frame, visitor: JsonVisitor): SecretName | undefined {
  const secret = placeSecret(frame, visitor);
  // `"auth": {…}` and `"session": {…}` hold much besides a secret, and their members have names of their own.
  return secret?.isStrong ? secret : undefined;
}

/** The closing quote, or the end of a text that was cut; -1 where a line ends first, which no JSON string allows. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code === 0x5c) at += 1;
    else if (code === 0x0a || code === 0x0d) return -1;
  }
  return text.length;
}

function isName(text: string, from: number): boolean {
  let at = from;
  while (isJsonSpace(text.charCodeAt(at))) at += 1;
  return text[at] === ':';
}

/** White space of JSON, and what may stand around it: a byte-order mark, the separator of RFC 7464. */
function isJsonSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0x1e || code === 0xfeff;
}

function unescapeJson(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`);
  } catch {
    return raw;
  }
}

function pointerOf(frames: readonly Frame[]): string {
  const parts = frames
    .slice(0, POINTER_PARTS + 1)
    .map((frame) => frame.name ?? (frame.isArray ? String(frame.index) : ''))
    .map((part, index) => (index === 0 && part === '' ? '' : `/${escapedPart(part.slice(0, 64))}`));
  return parts.join('');
}
