import type { OutgoingHttpHeaders } from 'node:http2';

/** Fields that HTTP/2 does not know (RFC 9113 §8.2.2): a message that carries one of them is malformed. */
const CONNECTION_FIELDS = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Fields as HTTP/2 carries them: names in lower case, those of the connection left out, order and duplicates kept.
 * Of `TE` only `trailers` is left, which gRPC servers insist on.
 */
export function toHttp2Fields(rawHeaders: readonly string[]): string[] {
  const fields: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    const value = rawHeaders[i + 1]!;
    if (name === 'te') {
      if (namesTrailers(value)) fields.push('te', 'trailers');
    } else if (!CONNECTION_FIELDS.has(name)) {
      fields.push(name, value);
    }
  }
  return fields;
}

/**
 * Fields of an HTTP/2 request as HTTP/1.1 needs them: `Host` in the first place where there is no such field, and the
 * crumbs into which HTTP/2 may break a `Cookie` joined again where the first one stood (RFC 9113 §8.2.3, §8.3.1).
 */
export function toHttp1Fields(rawHeaders: readonly string[], authority: string | undefined): string[] {
  const fields: string[] = [];
  let hasHost = false;
  let cookieAt = -1;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    const value = rawHeaders[i + 1]!;
    if (isNamed(name, 'cookie')) {
      if (cookieAt !== -1) {
        fields[cookieAt] += `; ${value}`;
        continue;
      }
      cookieAt = fields.length + 1;
    } else if (isNamed(name, 'host')) {
      hasHost = true;
    }
    fields.push(name, value);
  }
  return hasHost || authority === undefined ? fields : ['Host', authority, ...fields];
}

/** The first value of a field whose name is given in lower case, and the list without the field. */
export function takeField(fields: readonly string[], name: string): { value: string | undefined; rest: string[] } {
  let value: string | undefined;
  const rest: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    if (fields[i] === name) value ??= fields[i + 1]!;
    else rest.push(fields[i]!, fields[i + 1]!);
  }
  return { value, rest };
}

/** What the fields would take as lines of HTTP/1.1, so that both protocols have one limit. */
export function fieldBytes(rawHeaders: readonly string[]): number {
  let bytes = 0;
  for (const text of rawHeaders) bytes += text.length + 2; // With `: ` after the name and the end of the line.
  return bytes;
}

/** A list as Node.js hands it over, without the pseudo-header fields. */
export function withoutPseudoFields(rawHeaders: readonly string[]): string[] {
  const fields: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (!rawHeaders[i]!.startsWith(':')) fields.push(rawHeaders[i]!, rawHeaders[i + 1]!);
  }
  return fields;
}

/**
 * Fields as an object, for those methods of Node.js that take no list. Keys of an object are unique, but Node.js sends
 * them in lower case: a name that occurs again is spelled in another case each time, so that every field keeps its place.
 */
export function fieldObject(fields: readonly string[]): OutgoingHttpHeaders {
  // Without a prototype, so that `__proto__` is a name like any other.
  const object: Record<string, string | string[]> = Object.create(null);
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const value = fields[i + 1]!;
    const key = unusedSpelling(object, fields[i]!);
    if (key !== undefined) object[key] = value;
    else object[fields[i]!] = [object[fields[i]!] ?? [], value].flat();
  }
  return object;
}

/** How many spellings of one name are tried; with more fields of that name, the last ones stand with the first. */
const MOST_SPELLINGS = 256;

function unusedSpelling(object: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (!Object.hasOwn(object, name)) return name;
  for (let pattern = 1; pattern < MOST_SPELLINGS; pattern += 1) {
    const spelling = spelled(name, pattern);
    if (!Object.hasOwn(object, spelling)) return spelling;
  }
  return undefined;
}

/** The name with its n-th letter in upper case where the n-th bit of the pattern is set. */
function spelled(name: string, pattern: number): string {
  let bits = pattern;
  return name.replace(/[a-z]/g, (letter) => {
    const isUpper = (bits & 1) === 1;
    bits >>= 1;
    return isUpper ? letter.toUpperCase() : letter;
  });
}

function isNamed(name: string, wanted: string): boolean {
  return name.length === wanted.length && name.toLowerCase() === wanted;
}

function namesTrailers(value: string): boolean {
  return value.split(',').some((coding) => coding.trim().toLowerCase() === 'trailers');
}
