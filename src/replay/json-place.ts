import { escapedPart, partsOfPointer } from '../exchange/json-pointer.ts';
import { UserError } from '../exchange/user-error.ts';

/**
 * JSON with one value in another's place; all the rest stays as it is written: white space, the order of members, digits
 * of large numbers. `pointer` is a JSON Pointer (RFC 6901); `-` as the last segment appends to a list, and a member that
 * is missing is added to its object. `value` is JSON.
 * @throws UserError `set-json` where the text is no JSON, or the place does not exist
 */
export function withJsonValue(text: string, pointer: string, value: string): string {
  if (!isJson(text)) throw problem(pointer, 'the body is not JSON', 'Change it with --edit.');
  const segments = segmentsOf(pointer);
  let place: Span = spanAt(text, skipSpace(text, text.startsWith('\ufeff') ? 1 : 0));
  for (const [depth, segment] of segments.entries()) {
    const inner = childrenOf(text, place);
    const path = `/${segments
      .slice(0, depth + 1)
      .map(escapedPart)
      .join('/')}`;
    if (inner === undefined) {
      throw problem(pointer, `${parentOf(path)} is neither an object nor a list`, SEE_BODY);
    }
    const child = inner.children.findLast(({ name }) => name === segment);
    const isLast = depth === segments.length - 1;
    if (child === undefined) {
      if (!isLast) throw problem(pointer, `there is nothing at ${path}`, SEE_BODY);
      return added(text, inner, segment, value, pointer);
    }
    place = child.span;
  }
  return text.slice(0, place.start) + value + text.slice(place.end);
}

/** A value as a person types it: JSON where it is that, else a string. */
export function jsonValue(text: string): string {
  return isJson(text) ? text.trim() : JSON.stringify(text);
}

const SEE_BODY = 'See the body with `httpwhy show ID`.';

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Children {
  readonly kind: 'object' | 'list';
  readonly children: readonly { readonly name: string; readonly span: Span }[];
  /** Where one more would begin: behind the last, or behind the opening bracket. */
  readonly end: number;
  /** White space in front of the last member's name, so that a new one looks like it. */
  readonly indent: string;
}

function added(text: string, inner: Children, segment: string, value: string, pointer: string): string {
  const { kind, children, end, indent } = inner;
  if (kind === 'list' && segment !== '-' && segment !== String(children.length)) {
    const count = children.length === 1 ? '1 element' : `${children.length} elements`;
    throw problem(
      pointer,
      `the list has ${count}, and none of number ${segment}`,
      'Append to it with - as the number.',
    );
  }
  const item = kind === 'list' ? value : `${JSON.stringify(segment)}:${spaceAfterColon(text)}${value}`;
  return `${text.slice(0, end)}${children.length === 0 ? '' : `,${indent || spaceAfterColon(text)}`}${item}${text.slice(end)}`;
}

/** As the rest of the text is written. */
function spaceAfterColon(text: string): string {
  return /":\s/.test(text.slice(0, 4096)) ? ' ' : '';
}

function segmentsOf(pointer: string): readonly string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) {
    throw problem(pointer, 'a place begins with a slash', 'Write it like /customer/email or /items/0/price.', 2);
  }
  return partsOfPointer(pointer);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || 'the whole body';
}

function problem(pointer: string, reason: string, nextStep: string, exitCode: 1 | 2 = 1): UserError {
  return new UserError('set-json', `--set-json ${pointer} cannot be done: ${reason}.`, nextStep, exitCode);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    return true;
  } catch {
    return false;
  }
}

/** From here on the text is known to be valid. Undefined where the value holds no others. */
function childrenOf(text: string, { start }: Span): Children | undefined {
  const open = text[start];
  if (open !== '{' && open !== '[') return undefined;
  const children: { name: string; span: Span }[] = [];
  let at = start + 1;
  let indent = '';
  for (;;) {
    const begin = skipSpace(text, at);
    if (text[begin] === '}' || text[begin] === ']') break;
    indent = text.slice(at, begin);
    let name = String(children.length);
    let valueAt = begin;
    if (open === '{') {
      const key = spanAt(text, begin);
      name = JSON.parse(text.slice(key.start, key.end)) as string;
      valueAt = skipSpace(text, skipSpace(text, key.end) + 1);
    }
    const span = spanAt(text, valueAt);
    children.push({ name, span });
    at = skipSpace(text, span.end);
    if (text[at] !== ',') break;
    at += 1;
  }
  return { kind: open === '{' ? 'object' : 'list', children, end: children.at(-1)?.span.end ?? start + 1, indent };
}

/** The value that begins here. Without recursion: a hostile body is a million brackets deep. */
function spanAt(text: string, start: number): Span {
  let depth = 0;
  let at = start;
  for (;;) {
    const character = text[at]!;
    if (character === '"') at = stringEnd(text, at);
    else if (character === '{' || character === '[') {
      depth += 1;
      at += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      at += 1;
    } else if (depth === 0) {
      while (at < text.length && !/[\s,\]}]/.test(text[at]!)) at += 1;
    } else at += 1;
    if (depth === 0) return { start, end: at };
  }
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \n\r\t'.includes(text[at]!)) at += 1;
  return at;
}
