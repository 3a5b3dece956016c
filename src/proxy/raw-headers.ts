/**
 * The flat list of strings from what undici hands over: buffers, which are ISO 8859-1 on the wire
 * (RFC 9110 §5.5), so that every byte survives.
 */
export function headerPairsToStrings(raw: unknown): string[] {
  if (!Array.isArray(raw)) return [];
  return raw.map((part: unknown) => (Buffer.isBuffer(part) ? part.toString('latin1') : String(part)));
}
