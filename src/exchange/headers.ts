/** One header field as it stood on the wire: the name in its original case, the value without outer white space. */
export type Header = readonly [name: string, value: string];

/** Header fields in the order in which they were received, duplicates included. */
export type Headers = readonly Header[];

/** The first value of a field; names are compared without regard to case (RFC 9110 §5.1). */
export function headerValue(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [candidate, value] of headers) if (isNamed(candidate, wanted)) return value;
  return undefined;
}

/** Every value of a field, in order. `Set-Cookie` must be read this way: its values cannot be joined (RFC 9110 §5.3). */
export function headerValues(headers: Headers, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([candidate]) => isNamed(candidate, wanted)).map(([, value]) => value);
}

/** By length first: most names differ in it, and this is asked a dozen times about every exchange. */
function isNamed(candidate: string, wanted: string): boolean {
  return candidate.length === wanted.length && (candidate === wanted || candidate.toLowerCase() === wanted);
}

/** The values of a list-valued field joined with commas (RFC 9110 §5.3), or undefined where it is absent. */
export function joinedHeader(headers: Headers, name: string): string | undefined {
  const values = headerValues(headers, name);
  return values.length === 0 ? undefined : values.join(', ');
}

/** Pairs from the flat list `[name, value, name, value, …]` in which Node.js and undici hand over raw headers. */
export function headersFromRaw(raw: readonly string[]): Headers {
  const headers: Header[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) headers.push([raw[i]!, raw[i + 1]!]);
  return headers;
}
