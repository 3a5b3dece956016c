const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
/** `v1`, `v2.1`, `2026-07`, `2010-04-01`: versions, which are parts of a route. */
const VERSION = /^v\d{1,3}(?:\.\d{1,3}){0,2}(?:alpha|beta|rc)?\d{0,2}$|^\d{4}-\d{2}(?:-\d{2})?$/i;
const EXTENSION = /\.(?:json|xml|csv|html?|txt)$/i;

/** Coordinates (`51.5,-0.12`) and IPv4 addresses. */
const PLACE = /^-?\d{1,3}(?:\.\d{1,12})?,-?\d{1,3}(?:\.\d{1,12})?$|^\d{1,3}(?:\.\d{1,3}){3}$/;

/** A path segment that names one of many things: a number, UUID, hash, prefixed key (`cus_9x`), e-mail address. */
export function looksLikeId(segment: string): boolean {
  const text = segment.slice(0, 200).replace(EXTENSION, '');
  if (text === '' || VERSION.test(text)) return false;
  if (/^\d+$/.test(text) || UUID.test(text) || text.includes('@')) return true;
  if (/^[0-9a-f]{8,}$/i.test(text) && /\d/.test(text)) return true;
  if (PLACE.test(text)) return true;
  // Letters and digits mixed: `ABC-123`, `pi_3Fk9`, `SM00a1`; a word with a version at its end is none.
  return text.length >= 4 && /\d/.test(text) && /[a-z]/i.test(text) && !/^[a-z]+[-_]?(?:v?\d)$/i.test(text);
}

/** The id-like segment among the last two of a path, decoded, or undefined. */
export function idInPath(pathname: string): string | undefined {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  return segments.slice(-2).reverse().find(looksLikeId);
}
