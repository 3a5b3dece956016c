import { isJsonType, type MediaType } from '../../exchange/body.ts';

/** `application/x-amz-json-1.0` and the like: a JSON type with a version of its own. */
const VERSIONED_JSON = /^application\/(?:[a-z0-9.-]{0,40}[-.])?json-\d[\d.]{0,8}$/;

/** Types whose name ends in JSON and that hold a stream of values. */
const STREAMS = new Set(['application/stream+json']);

/** Announced as one JSON value in an encoding that texts are read in here; UTF-16 and UTF-32 are not. */
export function isAnnouncedJson({ type, charset }: MediaType): boolean {
  if (charset !== undefined && /^utf-?(?:16|32)|^ucs/.test(charset)) return false;
  return (isJsonType(type) || VERSIONED_JSON.test(type)) && !STREAMS.has(type);
}

/** A form: `name=value&name=value`, nothing that JSON could begin with. */
const FORM = /^[A-Za-z_][^\s={}"'&]{0,100}=[^\s{}"]{0,1000}(?:&|$)/;

/** The text is well-formed in another format: markup, a form, a multipart body. That is a wrong type, not bad JSON. */
export function isAnotherFormat(text: string): boolean {
  const start = text.slice(0, 1200).trimStart();
  return /^<[?!a-zA-Z]/.test(start) || /^--[^\s-]/.test(start) || FORM.test(start);
}

const MOST_LINES = 20;

/** At least two lines, the first of which are JSON values of their own (NDJSON). */
export function isJsonLines(text: string, isWhole: boolean): boolean {
  const lines = text
    .slice(0, 64 * 1024)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const complete = isWhole && text.length <= 64 * 1024 ? lines : lines.slice(0, -1);
  return complete.length > 1 && complete.slice(0, MOST_LINES).every(isJsonObject);
}

function isJsonObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
