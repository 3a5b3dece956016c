/** Where libraries may spell the target in another way than it was recorded; curl never does. */
export function urlRemarks(url: string): readonly string[] {
  const rest = /^[a-z]+:\/\/[^/?#]*(.*)$/is.exec(url)?.[1] ?? '';
  const isPlain = /^[\w/?&=.,:;@+$!'()*~%-]*$/.test(rest);
  const hasDots = /\/\.{1,2}(?:[/?#]|$)/.test(rest);
  // Letters, digits and `-._~` need no escape (RFC 3986 §2.3), and libraries undo it.
  const isNeedless = /%(?:2[de]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])/i.test(rest);
  const isBroken = /%(?![0-9a-f]{2})/i.test(rest);
  if (isPlain && !hasDots && !isNeedless && !isBroken) return [];
  return ['The library may spell this URL differently; the export as curl keeps it as it was.'];
}
