/** A part of a JSON Pointer (RFC 6901 §4) as the name that it stands for. */
export function unescapedPart(part: string): string {
  return part.includes('~') ? part.replaceAll('~1', '/').replaceAll('~0', '~') : part;
}

/** The name of a member, or a place in a list, as a part of a JSON Pointer (RFC 6901 §3). */
export function escapedPart(name: string | number): string {
  const text = String(name);
  return /[~/]/.test(text) ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text;
}

/** The names that a JSON Pointer leads along: `/error/code`; none where it is the whole. */
export function partsOfPointer(pointer: string): string[] {
  return pointer.split('/').slice(1).map(unescapedPart);
}
