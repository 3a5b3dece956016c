/** No key, token or number of an account is shorter than this in one piece. */
const SHORTEST_PIECE = 15;
/** A code, or the groups of a card number. */
const FEWEST_DIGITS = 4;
/** Longer texts are worth a proper look. */
const LONGEST = 400;

const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const UUID = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;
const SCHEME = /bearer|basic|token|digest/i;

/**
 * Nothing in the text can be a secret or announce one: the quick answer for most values of a document, which are words,
 * numbers, dates and ids.
 */
export function isQuiet(text: string): boolean {
  const { length } = text;
  if (length > LONGEST) return false;
  if (length === 36 ? UUID.test(text) : length <= 35 && isDigit(text.charCodeAt(0)) && DATE.test(text)) return true;
  let piece = 0;
  let digits = 0;
  let hasBlank = false;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (isPieceCode(code)) {
      piece += 1;
      if (code < 0x3a && code !== 0x2d) digits += 1;
      if (piece >= SHORTEST_PIECE || digits >= FEWEST_DIGITS) return false;
    } else {
      piece = 0;
      if (code === 0x20) hasBlank = true;
      // Separators of names and values, and what begins an escape, an element or a user of a host.
      else if (code === 0x3a || code === 0x3d || code === 0x3c || code === 0x25 || code === 0x5c || code === 0x26)
        return false;
    }
  }
  return !text.includes('----') && !(hasBlank && SCHEME.test(text));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Letters, digits, `-` and `_`. */
function isPieceCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x5f
  );
}
